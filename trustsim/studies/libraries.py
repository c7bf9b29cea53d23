"""Libraries that only some questions need: loaded when asked for, and named with their extra where they are missing."""

from __future__ import annotations

import warnings
from importlib import import_module
from typing import Any

from trustsim.errors import InputError


def library(name: str, extra: str, who: str) -> Any:
    """Return a module of an optional library.

    Args:
        name: the module.
        extra: the extra of trustsim that installs it.
        who: what needs it, for the message.

    Raises:
        InputError: it is not installed.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what a library remarks on when it is loaded is nobody's business here
            return import_module(name)
    except ImportError as error:
        package = name.partition(".")[0]
        raise InputError(f"{who} needs the package {package}: pip install 'trustsim[{extra}]'") from error
