"""Every exception that trustsim raises on purpose.

    TrustsimError
    ├── InputError            what a user gave is wrong: a file, a key, a value, an option
    │   └── ScenarioError     a scenario (or a design built on one) is wrong
    ├── DeclarationError      a mechanism, rule or field is declared wrongly
    ├── StateError            a rule wrote a value that is not finite or out of its range
    └── StoreError            a saved result or model cannot be read or written
    KeyboardInterrupt
    └── Interrupted           somebody stopped a run; what was finished comes along

A message says what is wrong, where, what is allowed, what was given and what to do.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class TrustsimError(Exception):
    """Base of all errors raised on purpose."""


class InputError(TrustsimError):
    """What a user gave is wrong: a file, a key, a value or an option."""


class ScenarioError(InputError):
    """A scenario is wrong; the message names file, key, what is allowed and what was given."""


class DeclarationError(TrustsimError):
    """A mechanism, rule, field or outcome is declared wrongly."""


class StateError(TrustsimError):
    """A rule wrote a value that is not finite or lies outside its declared range."""


class StoreError(TrustsimError):
    """A saved result or model cannot be read or written."""


class Interrupted(KeyboardInterrupt):
    """Somebody stopped a run.

    ``finished`` is what was finished by then: a recording, a checkpoint, results, a comparison, or None.
    """

    def __init__(self, finished: object = None) -> None:
        super().__init__("interrupted")
        self.finished = finished


def nearest(name: str, known: Iterable[str]) -> str:
    """Return a hint ``; did you mean 'x'?`` for the known name nearest to ``name``, or nothing."""
    matches = difflib.get_close_matches(str(name), list(known), n=1, cutoff=0.6)
    return f"; did you mean '{matches[0]}'?" if matches else ""
