"""Where results come from: everything that is needed to read them, and to run them again, as plain values."""

from __future__ import annotations

import hashlib
import platform
import sys
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, asdict, dataclass, field
from functools import cache
from importlib import metadata
from typing import Any

from trustsim._version import __version__
from trustsim.errors import InputError, StoreError
from trustsim.model.declarations import Direction, Employee, Manager, Outcome
from trustsim.model.kernels import kernel_text, units
from trustsim.model.recording import Record
from trustsim.model.rules import RuleSet
from trustsim.scenario import Scenario

#: Said wherever numbers are shown.
NOT_CALIBRATED = "fitted to published averages, not calibrated to any company: read directions and sizes, not digits"


@dataclass(frozen=True)
class OutcomeFacts:
    """What a reader must know of an outcome: unit, better direction, smallest difference that matters, meaning."""

    name: str
    unit: str
    better: Direction
    matters: float
    meaning: str

    @classmethod
    def of(cls, outcome: Outcome) -> OutcomeFacts:
        """Return what is shown of an outcome as it is declared."""
        return cls(outcome.name, outcome.unit, outcome.better, outcome.matters, outcome.meaning)


@dataclass(frozen=True)
class Manifest:
    """Where results come from.

    ``scenario`` is the resolved content, ``asked`` what was set of it while the rest were defaults, ``versions`` what
    the digits may depend on (``model`` is a digest of all rules), and ``dictionary`` says what each column means.
    """

    name: str
    title: str
    hash: str
    seed: int
    first_replication: int
    replications: int
    weeks: int
    profile: str
    scenario: Mapping[str, Any]
    record: Mapping[str, Any]
    outcomes: tuple[OutcomeFacts, ...]
    dictionary: tuple[Mapping[str, str], ...]
    versions: Mapping[str, str]
    asked: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, scenario: Scenario, ruleset: RuleSet, record: Record, replications: range) -> Manifest:
        """Return the manifest of a run of a scenario."""
        return cls(
            name=scenario.name,
            title=scenario.title,
            hash=scenario.hash,
            seed=scenario.seed,
            first_replication=replications.start,
            replications=len(replications),
            weeks=scenario.weeks,
            profile=scenario.profile,
            scenario=scenario.document(full=True),
            record=asdict(record),
            outcomes=facts_of(ruleset),
            dictionary=_dictionary(ruleset),
            versions=versions_with(ruleset),
            asked=scenario.document(alone=True),
        )

    def to_json(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return asdict(self)

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Manifest:
        """Return the manifest that ``to_json`` gave.

        Raises:
            StoreError: something is missing or of the wrong kind.
        """
        try:
            fields = cls.__dataclass_fields__.items()
            values: dict[str, Any] = {
                name: plain[name] for name, field_ in fields if name in plain or field_.default_factory is MISSING
            }
            values["outcomes"] = tuple(OutcomeFacts(**facts) for facts in plain["outcomes"])
            manifest = cls(**values)
            Record(**manifest.record)
        except (KeyError, TypeError, InputError) as error:
            raise StoreError(f"the manifest is damaged ({error}): run the scenario again") from error
        return manifest

    @property
    def numbers(self) -> range:
        """The numbers of the replications."""
        return range(self.first_replication, self.first_replication + self.replications)


@cache
def facts_of(ruleset: RuleSet) -> tuple[OutcomeFacts, ...]:
    """Return what is shown of each outcome of a rule set."""
    return tuple(map(OutcomeFacts.of, ruleset.outcomes.values()))


@cache
def versions() -> Mapping[str, str]:
    """Return the versions on which digits may depend, and the platform. Mesa is not imported for it."""
    packages = {name: metadata.version(name) for name in ("numpy", "numba", "mesa")}
    here = {"trustsim": __version__, "python": platform.python_version()}
    return here | packages | {"platform": platform.platform(), "byteorder": sys.byteorder}


def versions_with(ruleset: RuleSet) -> dict[str, str]:
    """Return the versions on which digits may depend, and the digest of a rule set as ``model``."""
    return dict(versions()) | {"model": rules_digest(ruleset)}


@cache
def rules_digest(ruleset: RuleSet) -> str:
    """Return a digest of everything that a rule set computes: it changes whenever a rule or a field does."""
    text = "\0".join(kernel_text(ruleset, unit) for unit in units(ruleset))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


KEYS = {
    "replication": ("runs", "number of the run, from 0; the same number has the same luck in every scenario"),
    "week": ("weeks", "week, from 1; burn-in ends with week 0"),
    "company": ("", "name of the company, where there are several"),
    "team": ("", "key of the team"),
    "manager": ("", "the manager of the team"),
    "employee": ("", "team and place in it; who sits there is told by occupant"),
    "grouping": ("", "by what employees are grouped"),
    "group": ("", "the group; those under 10 people are left out"),
    "people": ("people", "people in the group"),
    "kind": ("", "what happened"),
    "occupant": ("people", "how many people held the seat before"),
    "cause": ("", "why"),
    "state": ("", "the state of trust that changed"),
    "amount": ("0-1", "by how much it changed, summed over the people of the row"),
}
_COLUMNS = {
    "outcomes": ("replication", "company"),
    "overall": ("replication",),
    "weekly": ("replication", "week", "company"),
    "overall_weekly": ("replication", "week"),
    "teams": ("replication", "week", "company", "team", "manager"),
    "groups": ("replication", "week", "grouping", "group", "people"),
    "employees": ("replication", "week", "company", "team", "manager", "employee"),
    "managers": ("replication", "week", "company", "team", "manager"),
    "events": ("replication", "week", "kind", "company", "team", "manager", "employee", "occupant", "cause"),
    "ledger": ("replication", "week", "state", "cause", "company", "team", "manager", "employee", "amount"),
}
_PEOPLE = {"employees": Employee, "managers": Manager}


@cache
def _dictionary(ruleset: RuleSet) -> tuple[dict[str, str], ...]:
    return tuple(dictionary(ruleset))


def dictionary(ruleset: RuleSet) -> Iterable[dict[str, str]]:
    """Yield name, frame, unit and meaning of every column that a frame may have."""
    for frame, keys in _COLUMNS.items():
        for key in keys:
            yield {"name": key, "frame": frame, "unit": KEYS[key][0], "meaning": KEYS[key][1]}
        if frame in _PEOPLE:
            for (entity, name), field in ruleset.fields.items():
                if entity is _PEOPLE[frame]:
                    yield {"name": name, "frame": frame, "unit": field.unit, "meaning": field.meaning}
        elif frame not in ("events", "ledger"):
            for outcome in ruleset.outcomes.values():
                yield {"name": outcome.name, "frame": frame, "unit": outcome.unit, "meaning": outcome.meaning}
