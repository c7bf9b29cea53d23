"""The rooms of this process, as the environment says: opened when first asked for."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from trustsim.app import settings
from trustsim.workshop.host import KEEP_DAYS, Host
from trustsim.workshop.store import Store

#: The folder in which rooms are kept; in memory if empty.
STORE = "TRUSTSIM_WORKSHOP_STORE"
#: For how many days after something last happened there.
KEEP = "TRUSTSIM_WORKSHOP_KEEP_DAYS"
#: Where phones reach this server, such as http://192.168.0.5:8765; as the asking page does if empty.
ADDRESS = "TRUSTSIM_WORKSHOP_ADDRESS"


@cache
def the_host() -> Host:
    """Return the rooms of this process; their worker has begun.

    Raises:
        StoreError: what is kept cannot be read.
    """
    settings.make()
    from trustsim.app.state import estimator  # it imports Solara

    folder = os.environ.get(STORE, "")
    keep_days = float(os.environ.get(KEEP, "") or KEEP_DAYS)
    host = Host(Store(Path(folder) if folder else None), estimator=estimator, keep_days=keep_days)
    host.worker.start()
    return host


def address() -> str:
    """Return where phones reach this server, without a slash at the end; nothing if nobody said."""
    return os.environ.get(ADDRESS, "").rstrip("/")
