"""Solara's settings, which it reads when it is first imported: make them before anything that imports it.

Whoever sets one of these variables in the environment overrides it.
"""

from __future__ import annotations

import os
import secrets

from trustsim.app import bundle

SETTINGS = {
    "SOLARA_APP": "trustsim.app.pages",
    "SOLARA_MODE": "production",
    "SOLARA_ASSETS_PROXY_CACHE_DIR": str(bundle.FOLDER),
    "SOLARA_ASSETS_FONTAWESOME_ENABLED": "false",
    "SOLARA_THEME_LOADER": "trustsim",
    "SOLARA_THEME_SHOW_BANNER": "false",
    "SOLARA_THEME_TITLE": "trustsim",
    "SOLARA_THEME_VARIANT": "light",
    "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "false",
    "SOLARA_KERNEL_CULL_TIMEOUT": "15m",
    "SOLARA_KERNEL_MAX_PER_SESSION": "8",
    "SOLARA_SESSION_HTTP_ONLY": "true",
    "SOLARA_SESSION_SECRET_KEY": secrets.token_hex(32),
}


def make() -> None:
    """Make the settings, as far as the environment does not say otherwise."""
    for name, value in SETTINGS.items():
        os.environ.setdefault(name, value)
