"""``WhatIf``: the question of somebody who moves levers, as one frozen record: this company, and what if."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache
from itertools import chain, count

from trustsim.errors import InputError
from trustsim.scenario import Scenario, load, loads
from trustsim.scenario.catalogue import the_catalogue
from trustsim.scenario.layers import entries
from trustsim.scenario.shape import Value
from trustsim.studies.happenings import Happening, happenings, whole

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
        first_day: the day on which week 1 begins, for dates on the axis; None counts weeks only.
        currency: what money is called.
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
    first_day: date | None = None
    currency: str = ""

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
        moved = self.changes.get(self.place(path))
        return self.stood(path) if moved is None else moved

    def stood(self, path: str) -> Value:
        """Return where a lever stands in the what-if once levers move, before a hand has moved it."""
        own = self.began.values.get(self.place(path))
        return self.began.get(path) if own is None else own

    def moved(self) -> dict[str, Value]:
        """Return the levers that were moved, by their own paths."""
        found = {path: path.partition(".set.")[2] for path in self.changes if path.startswith("timeline.")}
        here = {path: lever for path, lever in found.items() if lever and path == self.place(lever)}
        return {lever: self.changes[path] for path, lever in here.items()}

    def move(self, path: str, value: Value) -> WhatIf:
        """Return the same with a lever moved; where it is moved back to where it began, nothing is left of that.

        A lever that the story itself sets in the same week is moved in the story's entry.
        """
        moved = {**self.moved(), path: value}
        if value == self.stood(path):
            del moved[path]
        return self._with_moved(moved, self.moved_week)

    def set_later(self, path: str) -> list[tuple[int, Value]]:
        """Return when the story sets a lever for all after levers have moved, and to what; that holds from then on."""
        found = [(when, self._entries[name][f"set.{path}"]) for name, when in self._setting(path)]
        return sorted((when, value) for when, value in found if when > self.moved_week)

    @cached_property
    def _entries(self) -> dict[str, dict[str, Value]]:
        """The story's own entries of the timeline, as they are now."""
        found = entries({**self.began.values, **self.changes}, "timeline")
        return {name: entry for name, entry in found.items() if name != MOVED and not entry.get("remove")}

    def _setting(self, path: str) -> list[tuple[str, int]]:
        """Return the story's entries that set a lever for all, with their weeks."""
        return [
            (name, whole(entry["week"]))
            for name, entry in self._entries.items()
            if f"set.{path}" in entry and not {"teams", "companies"} & entry.keys()
        ]

    def place(self, path: str, week: int | None = None) -> str:
        """Return where the value of a lever stands that moves: in the story's entry where one sets it in that week.

        Args:
            path: the lever's own.
            week: in which it moves; that in which levers move if None.
        """
        when = self.moved_week if week is None else week
        owner = next((name for name, own in self._setting(path) if own == when), MOVED)
        return f"timeline.{owner}.set.{path}"

    @property
    def moved_week(self) -> int:
        """The week in which levers move."""
        return whole(self.changes.get(f"timeline.{MOVED}.week", FIRST_WEEK))

    def move_in_week(self, week: int) -> WhatIf:
        """Return the same with the levers moved in another week."""
        return self._with_moved(self.moved(), week)

    def _with_moved(self, moved: Mapping[str, Value], week: int) -> WhatIf:
        before = {self.place(path) for path in self.moved()}
        others = {
            path: value
            for path, value in self.changes.items()
            if path not in before and not path.startswith(f"timeline.{MOVED}.")
        }
        places = {self.place(path, week): value for path, value in moved.items()}
        when = {f"timeline.{MOVED}.week": week} if any(path.startswith(moved_path("")) for path in places) else {}
        return replace(self, changes={**others, **when, **places})

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


def apart(scenario: Scenario) -> Scenario:
    """Return the same scenario in which every lever that the entry of moved levers sets has an entry of its own.

    An explanation takes an entry of the timeline as a whole; so it can tell moved levers apart. No digit changes.
    """
    timeline = scenario.data.get("timeline") or {}
    prefix = moved_path("")
    moved = {path.removeprefix(prefix): v for path, v in scenario.values.items() if path.startswith(prefix)}
    labels = {path: path.rpartition(".")[2] for path in moved}
    if len(moved) < 2 or len(set(labels.values())) < len(moved) or set(labels.values()) & set(timeline):
        return scenario
    week = timeline[MOVED]["week"]
    values: dict[str, Value] = {f"timeline.{MOVED}.remove": True}
    for path, value in moved.items():
        values |= {f"timeline.{labels[path]}.week": week, f"timeline.{labels[path]}.set.{path}": value}
    return scenario.override(values)
