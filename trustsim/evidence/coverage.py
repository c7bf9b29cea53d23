"""Whether a scenario lies where the model was held against the evidence, or outside of it: a warning, with its reasons.

The rule is fixed by what is declared, not by judgement. For each value in which a scenario differs from the shipped
baseline:

- the *tested range* of a path is from the lowest to the highest value that it has in the arms of the findings which set
  it, the baseline's value among them, for a finding compares with it (``arms.toml``);
- the *range between firms* is that of the middle 95% of the firms in the arms that hold firms (``firms.toml``): numbers
  were measured across it, but no finding says what moving along it does;
- a parameter other than that of its profile makes another model: nothing that was measured says anything of it.

Mandates and events are compared key by key with the mandates and events of all arms; names and weeks do not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import numpy as np

from trustsim.evidence.findings.arms import Arm, load_arms
from trustsim.evidence.findings.measuring import Measured
from trustsim.evidence.findings.verdicts import by_finding
from trustsim.scenario import Scenario, load, spreads
from trustsim.scenario.catalogue import the_catalogue
from trustsim.scenario.shape import PROFILES

#: The middle 95% of firms, in standard normal scores.
MIDDLE = 1.959963984540054
#: The profile in which findings are measured.
PROFILE = PROFILES[0]
SIZE = "population.employees"
#: Keys of a mandate or event that say when and by what name, and those that follow from others.
UNCOMPARED = ("announce_week", "week", "label", "name", "employees", "teams", "companies", "mandate", "abruptness")

Place = Literal["tested", "between firms", "beyond", "untested", "another model"]
#: What each place means, in a sentence for a reader. Those after the second are what a reader is warned of.
MEANINGS: Mapping[Place, str] = {
    "tested": "findings set it in this range",
    "between firms": "firms in the evidence differ in it as far as this, but no finding says what moving it does",
    "beyond": "findings set it, but not as far as this",
    "untested": "no finding sets it: what the model shows for it is a prediction",
    "another model": "a parameter was changed: the numbers of the evidence were measured with another value",
}
WARNED: tuple[Place, ...] = ("beyond", "untested", "another model")


@dataclass(frozen=True)
class Covered:
    """One value in which a scenario differs from the baseline, and where it lies.

    Attributes:
        path: the dotted path.
        value: the scenario's value.
        usual: the baseline's value; None where it has none.
        place: where it lies.
        tested: lowest and highest value in arms that set it; None where none does, or where it is no number.
        firms: lowest and highest value of the middle 95% of firms; None where they do not differ in it.
        findings: the findings whose arms set it, and whether the model passes each (None: not judged, or not known).
    """

    path: str
    value: Any
    usual: Any
    place: Place
    tested: tuple[float, float] | None
    firms: tuple[float, float] | None
    findings: Mapping[str, bool | None]

    @property
    def warned(self) -> bool:
        """Whether a reader has to be warned."""
        return self.place in WARNED

    @property
    def ranges(self) -> str:
        """What was tested, and how far firms differ, in words; nothing where neither is known."""
        words = [f"tested {_span(self.tested)}"] if self.tested else []
        words += [f"between firms {_span(self.firms)}"] if self.firms else []
        return "; ".join(words)


def _span(ends: tuple[float, float]) -> str:
    return f"at {ends[0]:.3g} only" if ends[0] == ends[1] else f"from {ends[0]:.3g} to {ends[1]:.3g}"


@dataclass(frozen=True)
class Coverage:
    """Where all of a scenario lies: the values in which it differs from the baseline, those to be warned of first."""

    rows: tuple[Covered, ...]

    @property
    def warned(self) -> tuple[Covered, ...]:
        """The values that lie outside of what was measured."""
        return tuple(row for row in self.rows if row.warned)

    @property
    def summary(self) -> str:
        """One sentence for a reader."""
        if not self.rows:
            return "This is the shipped baseline, with which the findings were measured."
        one = len(self.rows) == 1
        many = "One setting differs" if one else f"{len(self.rows)} settings differ"
        if not self.warned:
            alone = "within what the findings span." if one else "each within what the findings span; no finding tests "
            return f"{many} from the baseline, {alone}{'' if one else 'them together.'}"
        out = "it lies" if one else f"{len(self.warned)} of them {'lies' if len(self.warned) == 1 else 'lie'}"
        return f"{many} from the baseline, and {out} outside of what the findings span: that is a prediction."


def coverage(scenario: Scenario, measured: Iterable[Measured] = ()) -> Coverage:
    """Return where a scenario lies against what was measured.

    Args:
        scenario: the scenario.
        measured: measured numbers, such as those of ``shipped_measured()``, for whether findings pass.
    """
    usual = load("baseline").values
    passed = {found.finding: found.passed for found in by_finding(list(measured))}
    rows, values = [], scenario.values
    for path, value in values.items():
        event = event_at(path, values)
        if path.startswith("run.") or not _counts(path, event):
            continue
        normal = _usual(path, event, usual, scenario.profile)
        if value != normal:
            rows.append(_covered(path, event, value, normal, passed))
    rows += list(_of_the_run(scenario, usual, passed))
    return Coverage(tuple(sorted(rows, key=lambda row: (not row.warned, WARNED.index(row.place) if row.warned else 0))))


def _counts(path: str, event: str) -> bool:
    """Tell whether the value at a path is compared.

    When something happens and what it is called is not; of an event that no arm has, only that it happens.
    """
    table, *_, key = path.split(".")
    if event and compared_as(f"{path.rpartition('.')[0]}.event", event) not in what_arms_set():
        return key == "event"
    return table not in ("mandates", "timeline", "teams", "companies") or key not in UNCOMPARED


def event_at(path: str, values: Mapping[str, Any]) -> str:
    """Return the kind of event to whose entry on the timeline a path belongs; nothing for other paths."""
    table, *rest = path.split(".")
    return str(values.get(f"timeline.{rest[0]}.event", "")) if table == "timeline" else ""


def _usual(path: str, event: str, usual: Mapping[str, Any], profile: str) -> Any:
    """Return what the value at a path is where nothing is done.

    That is the baseline's; of a key of a mandate or an event that no arm sets its default, and nothing of one that some
    arm sets: the baseline has no mandate and no event, so each of these keys counts.
    """
    if path.startswith("parameters."):
        return the_catalogue().parameters[path].value(profile)
    plain = plain_path(path)
    if plain in usual or compared_as(path, event) in what_arms_set():
        return usual.get(plain)
    table, *_, key = path.split(".")
    kinds, mandate = the_catalogue().events, the_catalogue().declared.records["mandates"]
    entries = mandate.entries if table == "mandates" else kinds[event].entries if event in kinds else ()
    defaults = {entry.name: entry.choices[int(entry.default)] if entry.choices else entry.default for entry in entries}
    return defaults.get(key)


def plain_path(path: str) -> str:
    """Return the path of a lever that a team, a company or an entry of the timeline sets: ``policy.autonomy``."""
    parts = path.split(".")
    if parts[0] in ("teams", "companies"):
        return ".".join(parts[2:])
    return ".".join(parts[3:]) if parts[0] == "timeline" and parts[2:3] == ["set"] else path


# -- what arms set --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tested:
    """What arms of findings set at a path, or at a key of any mandate or event: values, and whose."""

    values: tuple[Any, ...]
    findings: tuple[str, ...]


def _covered(path: str, event: str, value: Any, usual: Any, passed: Mapping[str, bool | None]) -> Covered:
    if path.startswith("parameters."):
        return Covered(path, value, usual, "another model", None, None, {})
    key = compared_as(path, event)
    found = what_arms_set().get(key)
    between = firm_ranges().get(key)
    findings = {name: passed.get(name) for name in found.findings} if found else {}
    numbers = _numbers(found.values) if found else []
    tested = (min(numbers), max(numbers)) if numbers else None
    return Covered(path, value, usual, _place(value, found, tested, between), tested, between, findings)


def _place(
    value: Any, found: Tested | None, tested: tuple[float, float] | None, between: tuple[float, float] | None
) -> Place:
    number = float(value) if isinstance(value, int | float) else None
    if found and (value in found.values or (number is not None and _within(number, tested))):
        return "tested"
    if number is not None and _within(number, between):
        return "between firms"
    return "beyond" if found else "untested"


def _within(number: float, ends: tuple[float, float] | None) -> bool:
    return ends is not None and ends[0] <= number <= ends[1]


def _numbers(values: Iterable[Any]) -> list[float]:
    return [float(value) for value in values if isinstance(value, int | float) and not isinstance(value, bool)]


def compared_as(path: str, event: str = "") -> str:
    """Return what a path is compared as: itself, ``mandates.*.KEY``, or ``timeline.*.KIND.KEY``, whatever it is called.

    Args:
        path: the path.
        event: the kind of event to whose entry it belongs.
    """
    path = plain_path(path)
    table, *_, key = path.split(".")
    if table == "timeline":
        return f"timeline.*.{event}.{key}"
    return f"mandates.*.{key}" if table == "mandates" else path


@cache
def _arms() -> tuple[Arm, ...]:
    return tuple(load_arms().values())


@cache
def what_arms_set() -> Mapping[str, Tested]:
    """Return what arms set, by what it is compared as; the baseline's value is among the values of a lever.

    The number of people is that of a company in any of the arms, whatever the finding is about.
    """
    usual = load("baseline").values
    values: dict[str, list[Any]] = {}
    findings: dict[str, list[str]] = {}
    for arm in _arms():
        for path, event, value in _settings(arm):
            key = compared_as(path, event)
            values.setdefault(key, [usual[key]] if key in usual else []).append(value)
            findings.setdefault(key, []).extend(arm.findings)
    sizes = {arm.employees // max(arm.firms, 1) for arm in _arms() if arm.weeks}
    tested = {key: Tested(tuple(found), tuple(dict.fromkeys(findings[key]))) for key, found in values.items()}
    return {**tested, SIZE: Tested(tuple(sorted(sizes)), ())}


def _settings(arm: Arm) -> Iterator[tuple[str, str, Any]]:
    """Yield every path that an arm sets, the kind of event it belongs to, and each of its values."""
    for path, lever in arm.levers.items():
        for value in (lever.always, lever.before, lever.after, *lever.doses):
            if isinstance(value, Mapping):
                yield from ((f"{path}.{key}", str(value.get("event", "")), one) for key, one in value.items())
            elif value is not None:
                yield path, "", value


@cache
def firm_ranges() -> Mapping[str, tuple[float, float]]:
    """Return the middle 95% of firms by path."""
    ends = np.array([-MIDDLE, MIDDLE])
    found = {}
    for spread in spreads():
        own = ends * np.sqrt(1.0 - spread.climate**2)
        low, high = spread.values(spread.climate * ends, own)
        found[spread.path] = (float(low), float(high))
    return found


# -- the run itself -------------------------------------------------------------------------------------------------


def _of_the_run(scenario: Scenario, usual: Mapping[str, Any], passed: Mapping[str, bool | None]) -> Iterator[Covered]:
    """Yield what is to be said of length and profile: arms end sometime, and are measured in one profile."""
    arms = [arm for arm in _arms() if arm.weeks]
    longest = max(arms, key=lambda arm: arm.weeks)
    if scenario.weeks > longest.weeks:
        findings = {name: passed.get(name) for name in longest.findings}
        reach = (float(min(arm.weeks for arm in arms)), float(longest.weeks))
        yield Covered("run.weeks", scenario.weeks, usual["run.weeks"], "beyond", reach, None, findings)
    if scenario.profile != PROFILE:
        yield Covered("run.profile", scenario.profile, PROFILE, "another model", None, None, {})
