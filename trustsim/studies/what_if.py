"""``WhatIf``: the question of somebody who moves levers, as one frozen record: this company, and what if."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import chain, count

from trustsim.errors import InputError
from trustsim.scenario import Scenario, load, loads
from trustsim.scenario.catalogue import the_catalogue
from trustsim.scenario.layers import entries
from trustsim.scenario.shape import Value

#: The entry of the timeline by which levers move: in its week the company changes what it does.
MOVED = "what-if"
#: The week in which levers move unless another is said: the first that is reported.
FIRST_WEEK = 1
NAME = "what-if"
#: What an event begins with where it must say a number.
FIRST_VALUES: dict[str, Value] = {"layoff.share": 0.1, "delayering.span": 16.0}


@dataclass(frozen=True)
class WhatIf:
    """A company as it is, and what if it did otherwise. Two scenarios follow: ``baseline`` and ``scenario``.

    Values stand at dotted paths, as in ``override``. Levers that a hand moves are set by an entry of the timeline
    called ``what-if``, so that the company changes from its week on and both arms share their past.

    Attributes:
        base: the shipped scenario that is the company as it is, before ``company``.
        start: the shipped scenario from which the what-if begins.
        uploaded: the text of a scenario file from which it begins instead; nothing if empty.
        company: what is known of one's own company: holds in both arms.
        changes: what is different in the what-if only.
        replications: runs of each arm.
        seed: where the luck starts.
        profile: the reading of contested evidence.
        title: what the what-if is called in legends and links; that of ``start`` if empty.
    """

    base: str = "baseline"
    start: str = "baseline"
    uploaded: str = ""
    company: Mapping[str, Value] = field(default_factory=dict)
    changes: Mapping[str, Value] = field(default_factory=dict)
    replications: int = 100
    seed: int = 1
    profile: str = "meta_analytic"
    title: str = ""

    @cached_property
    def baseline(self) -> Scenario:
        """The company as it is.

        Raises:
            ScenarioError: a value is out of range, or contradicts another.
        """
        return _begun(self.base, "", self._holds)

    @cached_property
    def began(self) -> Scenario:
        """The what-if before any lever was moved.

        Raises:
            ScenarioError: the uploaded file is wrong, or a value does not fit.
        """
        return _begun(self.start, self.uploaded, (*self._holds, ("run.weeks", self.baseline.weeks)))

    @cached_property
    def scenario(self) -> Scenario:
        """The company as it would be.

        Raises:
            ScenarioError: a value is out of range, or contradicts another.
        """
        own = {"name": NAME, **({"title": self.title} if self.title else {})} if self.changes or self.title else {}
        return self.began.override({**self.changes, **own})

    @property
    def _holds(self) -> tuple[tuple[str, Value], ...]:
        """What holds in both arms, by path."""
        run = {"run.replications": self.replications, "run.seed": self.seed, "run.profile": self.profile}
        return (*sorted(self.company.items()), *run.items())

    # -- levers -------------------------------------------------------------------------------------------------

    def lever(self, path: str) -> Value:
        """Return where a lever stands in the what-if once levers have moved."""
        moved = self.changes.get(moved_path(path))
        return self.began.get(path) if moved is None else moved

    def moved(self) -> dict[str, Value]:
        """Return the levers that were moved, by their own paths."""
        prefix = moved_path("")
        return {path.removeprefix(prefix): v for path, v in self.changes.items() if path.startswith(prefix)}

    def move(self, path: str, value: Value) -> WhatIf:
        """Return the same with a lever moved; where it is moved back to where it began, nothing is left of that."""
        moved = {**self.moved(), path: value}
        if value == self.began.get(path):
            del moved[path]
        return self._with_moved(moved, self.moved_week)

    @property
    def moved_week(self) -> int:
        """The week in which levers move."""
        return _whole(self.changes.get(f"timeline.{MOVED}.week", FIRST_WEEK))

    def move_in_week(self, week: int) -> WhatIf:
        """Return the same with the levers moved in another week."""
        return self._with_moved(self.moved(), week)

    def _with_moved(self, moved: Mapping[str, Value], week: int) -> WhatIf:
        others = {path: v for path, v in self.changes.items() if not path.startswith(f"timeline.{MOVED}.")}
        when = {f"timeline.{MOVED}.week": week} if moved else {}
        return replace(self, changes={**others, **when, **{moved_path(p): v for p, v in moved.items()}})

    @cached_property
    def happenings(self) -> tuple[Happening, ...]:
        """What happens when in the what-if, the earliest first."""
        return tuple(happenings(self.scenario))

    # -- records ------------------------------------------------------------------------------------------------

    @cached_property
    def mandates(self) -> tuple[str, ...]:
        """The names of the orders to the office that the what-if holds."""
        return tuple(entries(self.scenario.values, "mandates"))

    def began_with(self, path: str) -> Value | None:
        """Return the value at a path before anything was changed; None where there was none."""
        return self.began.values.get(path)

    def put_in_week(self, happening: Happening, week: int) -> WhatIf:
        """Return the same with something in another week; what it waits for stays, what waits for it moves along.

        An order that is announced later keeps its notice; one in force later has a longer notice.
        """
        if happening.name == MOVED and happening.table == "timeline":
            return self.move_in_week(week)
        prefix = f"{happening.table}.{happening.name}"
        if happening.table == "timeline":
            return self.change({f"{prefix}.week": week})
        announced, notice = (
            int(str(self.scenario.get(f"{prefix}.{key}"))) for key in ("announce_week", "notice_weeks")
        )
        key, value = {
            "announced": ("announce_week", week),
            "in_force": ("notice_weeks", max(0, week - announced)),
            "ramped": ("ramp_weeks", max(0, week - announced - notice)),
        }[happening.kind]
        return self.change({f"{prefix}.{key}": value})

    def with_event(self, kind: str, week: int) -> WhatIf:
        """Return the same with an event of a kind more, as declared if nothing more is said.

        Raises:
            InputError: it is about an order to the office, and there is none.
        """
        event = the_catalogue().events[kind]
        taken = {**entries(self.began.values, "timeline"), **entries(self.scenario.values, "timeline")}
        name = next(name for name in chain([kind], (f"{kind}-{n}" for n in count(2))) if name not in taken)
        values: dict[str, Value] = {"week": week, "event": kind}
        for entry in event.entries:
            if entry.required and entry.choices:
                values[entry.name] = entry.choices[0]
            elif entry.required:
                values[entry.name] = FIRST_VALUES.get(f"{kind}.{entry.name}", entry.low)
        if event.of:
            if not self.mandates:
                raise InputError(f"'{kind}' takes an order back to the office away, and there is none: add one first")
            values["of"] = self.mandates[0]
        return self.change({f"timeline.{name}.{key}": value for key, value in values.items()})

    def without(self, table: str, name: str) -> WhatIf:
        """Return the same without a named entry of ``mandates`` or ``timeline``."""
        prefix = f"{table}.{name}."
        kept = {path: value for path, value in self.changes.items() if not path.startswith(prefix)}
        had = any(path.startswith(prefix) for path in self.began.values)
        return replace(self, changes=kept | ({prefix + "remove": True} if had else {}))

    def begin(self, start: str) -> WhatIf:
        """Return the same company with a what-if that begins as a shipped scenario, with nothing changed yet."""
        return replace(self, start=start, uploaded="", changes={}, title="")

    # -- other changes ------------------------------------------------------------------------------------------

    def change(self, values: Mapping[str, Value | None]) -> WhatIf:
        """Return the same with other values at some paths of the what-if; None takes a change back."""
        kept = {path: value for path, value in {**self.changes, **values}.items() if value is not None}
        return replace(self, changes=kept)

    def describe(self, values: Mapping[str, Value | None]) -> WhatIf:
        """Return the same with other values of one's own company; None takes one back."""
        kept = {path: value for path, value in {**self.company, **values}.items() if value is not None}
        return replace(self, company=kept)


@lru_cache(maxsize=256)
def _begun(name: str, uploaded: str, values: tuple[tuple[str, Value], ...]) -> Scenario:
    """Return a shipped scenario, or an uploaded one, with other values; the last ones asked for are kept."""
    start = loads(uploaded, source="uploaded file") if uploaded else load(name)
    return start.override(dict(values))


def moved_path(path: str) -> str:
    """Return the path at which a lever's value stands that a hand has moved."""
    return f"timeline.{MOVED}.set.{path}"


@dataclass(frozen=True)
class Happening:
    """Something on the time axis of a what-if: its week, what it is, and the table and name under which it stands.

    ``kind`` is ``announced``, ``in_force`` or ``ramped`` of a mandate, ``moved`` of levers, or the kind of an event.
    """

    week: int
    kind: str
    table: str
    name: str


def happenings(scenario: Scenario) -> list[Happening]:
    """Return what happens when in a scenario, the earliest first: mandates announced and in force, levers, events."""
    found = []
    for name, mandate in entries(scenario.values, "mandates").items():
        announced, notice, ramp = (_whole(mandate[key]) for key in ("announce_week", "notice_weeks", "ramp_weeks"))
        in_force = announced + notice
        found.append(Happening(announced, "announced", "mandates", name))
        found.append(Happening(in_force, "in_force", "mandates", name))
        if ramp:
            found.append(Happening(in_force + ramp, "ramped", "mandates", name))
    for name, entry in entries(scenario.values, "timeline").items():
        found.append(Happening(_whole(entry["week"]), str(entry.get("event", "moved")), "timeline", name))
    return sorted(found, key=lambda one: (one.week, one.table, one.name))


def _whole(value: Value) -> int:
    """Return a value that is declared to be a whole number."""
    assert isinstance(value, int | float)
    return int(value)
