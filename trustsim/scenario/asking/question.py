"""``Question``: what is compared with what, as shipped scenarios and what is changed in them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from trustsim.errors import InputError
from trustsim.scenario.completing import IDENTITY
from trustsim.scenario.layers import flatten
from trustsim.scenario.loading import load
from trustsim.scenario.reading import shipped
from trustsim.scenario.scenario import Scenario
from trustsim.scenario.shape import LIST_KEYS, Value

#: So many scenarios are compared with the baseline side by side.
MOST_VARIANTS = 4
#: What a scenario is called whose changes nobody named.
UNNAMED = "my-scenario"


@dataclass(frozen=True)
class Variant:
    """A scenario as the shipped one that it starts from and what is changed in it.

    Attributes:
        start: the name of a shipped scenario; empty where it starts from the defaults of the model.
        changes: the value of each path that is changed; ``mandates.NAME.remove`` takes an inherited one away.
        name: what it is called; the name of the shipped scenario if empty and nothing is changed.
    """

    start: str = "baseline"
    changes: Mapping[str, Value] = field(default_factory=dict)
    name: str = ""

    @classmethod
    def of(cls, scenario: Scenario) -> Variant:
        """Return any scenario as what differs from the shipped one that it extends; ``[run]`` and texts stay behind."""
        if scenario == _shipped(scenario.name):
            return cls(scenario.name)
        document = scenario.document()
        names = {f"{table}.{entry[key]}.{key}" for table, key in LIST_KEYS.items() for entry in document.get(table, ())}
        leaves = flatten(document)
        changes = {p: v for p, v in leaves.items() if p not in IDENTITY and p not in names and not p.startswith("run.")}
        return cls(str(document.get("extends", "")), changes, scenario.name)

    def scenario(self, over: Mapping[str, Value], last: Mapping[str, Value]) -> Scenario:
        """Return the scenario.

        Args:
            over: what is laid over its start before its own changes.
            last: what is laid over all.

        Raises:
            ScenarioError: there is no such shipped scenario, or a value is wrong.
        """
        name = self.name or (UNNAMED if self.changes else "")
        start = (_shipped(self.start) or load(self.start)) if self.start else load({"name": name or UNNAMED})
        named = {"name": name, "title": name, "story": ""} if name and name != start.name else {}
        values = {**over, **self.changes, **last, **named}
        return start.override(values) if values else start


@cache
def _shipped(name: str) -> Scenario | None:
    """Return a shipped scenario, read once; None if there is none of this name."""
    return load(name) if name in shipped() else None


@dataclass(frozen=True)
class Question:
    """What if: a baseline, up to four scenarios beside it, and how they are run.

    Attributes:
        baseline: the name of the shipped scenario that the others are compared with.
        company: the value of each path that is changed in every arm, the baseline too: one's own company.
        variants: the scenarios.
        replications: runs of each arm.
        seed: where the luck starts.
        weeks: reported weeks.
        profile: the reading of contested evidence.
        first_day: the day on which week 1 begins, for dates on the axis; None counts weeks only.
        currency: what money is called.
    """

    baseline: str = "baseline"
    company: Mapping[str, Value] = field(default_factory=dict)
    variants: tuple[Variant, ...] = ()
    replications: int = 100
    seed: int = 1
    weeks: int = 104
    profile: str = "meta_analytic"
    first_day: datetime.date | None = None
    currency: str = ""

    def __post_init__(self) -> None:
        if len(self.variants) > MOST_VARIANTS:
            raise InputError(f"at most {MOST_VARIANTS} scenarios stand side by side, not {len(self.variants)}")

    @property
    def settings(self) -> dict[str, Value]:
        """What ``[run]`` holds in every arm."""
        return {
            "run.replications": self.replications, "run.seed": self.seed, "run.weeks": self.weeks,
            "run.profile": self.profile,
        }  # fmt: skip

    @property
    def base(self) -> Scenario:
        """The baseline.

        Raises:
            ScenarioError: there is no such scenario, or a value is wrong.
        """
        return Variant(self.baseline).scenario(self.company, self.settings)

    @property
    def arms(self) -> list[Scenario]:
        """The scenarios beside the baseline; two of the same name are told apart by a number.

        Raises:
            ScenarioError: there is no such scenario, or a value is wrong.
        """
        arms: list[Scenario] = []
        base = self.base.name if self.variants else ""
        for variant in self.variants:
            arm = variant.scenario(self.company, self.settings)
            taken = {base, *(other.name for other in arms)}
            name = next(name for name in (arm.name, *(f"{arm.name}-{n}" for n in range(2, 9))) if name not in taken)
            arms.append(arm if name == arm.name else arm.override({"name": name, "title": name}))
        return arms

    def beside(self, *variants: Variant) -> Question:
        """Return the same question about other scenarios.

        Raises:
            InputError: there are too many.
        """
        return replace(self, variants=variants)
