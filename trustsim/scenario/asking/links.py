"""A question in the query of a link: short, versioned, and tolerant of whatever a link may hold.

    v=1&n=200&0o.employees=200&1=rto-abrupt&1p.surveillance=0.4&1m.rto.office_days=3

``v`` is the version of this form. A key that begins with a digit is of an arm: ``0`` of every arm, ``1`` to ``4`` of a
scenario; alone it names the shipped scenario to start from, with ``~`` the name, and else a path in it, whose table has
one letter (``l`` for levers moved by hand). Reading never fails: what is unknown is left out, what is out of range is
moved to its nearest end, and each is said.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias
from urllib.parse import parse_qsl, quote, urlencode

from trustsim.errors import ScenarioError
from trustsim.scenario.asking.bounds import affordable, check_bounds
from trustsim.scenario.asking.clamping import clamped
from trustsim.scenario.asking.question import MOST_VARIANTS, Question, Variant
from trustsim.scenario.catalogue import catalogue_of
from trustsim.scenario.forms import printable
from trustsim.scenario.problems import clean, near
from trustsim.scenario.reading import shipped
from trustsim.scenario.scenario import Scenario
from trustsim.scenario.shape import NAME_LENGTH, PROFILES, Value

VERSION = 1
#: A link is cut here, and holds so many values; a scenario that needs more is sent as a file.
MOST_CHARACTERS, MOST_VALUES = 8_000, 300
#: The letter of each table of a scenario.
LETTERS = {
    "policy": "p", "environment": "e", "population": "o", "mandates": "m", "timeline": "t", "teams": "g",
    "companies": "c", "market": "k", "parameters": "x",
}  # fmt: skip
TABLES = {letter: f"{table}." for table, letter in LETTERS.items()}
#: Levers that a hand has moved are set by an entry of the timeline; they have a letter of their own.
MOVED, MOVED_LETTER = "timeline.what-if.set.policy.", "l"
#: The settings of a question in a link, and where each stands in a scenario.
SETTINGS = {"n": "run.replications", "s": "run.seed", "w": "run.weeks", "f": "run.profile"}
NAMES = {"n": "replications", "s": "seed", "w": "weeks", "f": "profile"}
Maker: TypeAlias = Callable[[Mapping[str, Value]], Scenario]
#: The most remarks that are made on one link.
MOST_SAID = 12


@dataclass(frozen=True)
class Opened:
    """What a link holds: the question, and in words what of the link was changed or left out."""

    question: Question
    said: tuple[str, ...]


# -- writing --------------------------------------------------------------------------------------------------------


def to_link(question: Question) -> str:
    """Return the query of a link, without a question mark; what is as in ``Question()`` is left out."""
    usual = Question()
    pairs = [("v", str(VERSION))]
    pairs += [("b", question.baseline)] * (question.baseline != usual.baseline)
    for key, name in NAMES.items():
        if getattr(question, name) != getattr(usual, name):
            pairs.append((key, str(getattr(question, name))))
    pairs += [("d", question.first_day.isoformat())] if question.first_day else []
    pairs += [("u", question.currency)] if question.currency else []
    pairs += _paths("0", question.company)
    for number, variant in enumerate(question.variants, start=1):
        pairs.append((str(number), variant.start))
        pairs += [(f"{number}~", variant.name)] if variant.name else []
        pairs += _paths(str(number), variant.changes)
    return urlencode(pairs, quote_via=quote, safe="~.:,/")


def _paths(arm: str, values: Mapping[str, Value]) -> Iterable[tuple[str, str]]:
    for path, value in values.items():
        table, _, rest = path.partition(".")
        if path.startswith(MOVED):
            yield f"{arm}{MOVED_LETTER}.{path.removeprefix(MOVED)}", _text(value)
        elif table in LETTERS:
            yield f"{arm}{LETTERS[table]}.{rest}", _text(value)


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, tuple):
        return ",".join(quote(name, safe="") for name in value)
    return f"{value:g}" if isinstance(value, float) and float(f"{value:g}") == value else str(value)


# -- reading --------------------------------------------------------------------------------------------------------


def open_link(query: str) -> Opened:
    """Return the question in the query of a link. Whatever it holds, this does not fail.

    Args:
        query: what stands behind the question mark, with or without it.
    """
    return _Reader().read(query.removeprefix("?"))


@dataclass
class _Arm:
    start: str | None = None
    name: str = ""
    values: dict[str, str] = field(default_factory=dict)


class _Reader:
    """Reads one link and notes what of it is changed or left out."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.catalogue = catalogue_of(None)

    def say(self, text: str) -> None:
        if text not in self.said:
            self.said.append(text)

    def read(self, query: str) -> Opened:
        """Return the question."""
        top: dict[str, str] = {}
        arms = {str(number): _Arm() for number in range(MOST_VARIANTS + 1)}
        for key, value in self._pairs(query):
            if key[:1] in arms and key:
                self._arm(arms[key[0]], key[1:], value)
            elif key in ("v", "b", "d", "u", *SETTINGS):
                top[key] = value
            elif key:
                self.say(f"'{clean(key, 40)}' in the link is unknown and was left out")
        if top.get("v", "1").strip() != str(VERSION):
            self.say(f"the link is of version {clean(top['v'], 10)}, not {VERSION}; what is known of it was read")
        return self._question(top, arms)

    def _pairs(self, query: str) -> list[tuple[str, str]]:
        if len(query) > MOST_CHARACTERS:
            self.say(f"the link is longer than {MOST_CHARACTERS:,} characters; the rest was left out")
        pairs = parse_qsl(query[:MOST_CHARACTERS], keep_blank_values=True, errors="replace")
        if len(pairs) > MOST_VALUES:
            self.say(f"the link holds more than {MOST_VALUES} values; the rest was left out")
        return pairs[:MOST_VALUES]

    def _arm(self, arm: _Arm, key: str, value: str) -> None:
        if not key:
            arm.start = value
        elif key == "~":
            arm.name = self._line(value, "a name")
        else:
            letter, _, rest = key.partition(".")
            prefix = MOVED if letter == MOVED_LETTER else TABLES.get(letter)
            if prefix and rest:
                arm.values[prefix + rest] = value
            else:
                self.say(f"'{clean(key, 40)}' in the link is unknown and was left out")

    def _line(self, text: str, what: str, longest: int = NAME_LENGTH) -> str:
        try:
            kept = printable(text.strip())[:longest]
        except ValueError:
            self.say(f"{what} in the link has control or invisible characters and was left out")
            return ""
        return kept

    def _question(self, top: Mapping[str, str], arms: Mapping[str, _Arm]) -> Opened:
        baseline = self._start(top.get("b", "baseline")) or "baseline"
        settings: dict[str, Any] = {}
        for key, path in SETTINGS.items():
            if key in top:
                value = self._value(path, top[key])
                settings |= {} if value is None else {NAMES[key]: value}
        if settings.get("profile", PROFILES[0]) not in PROFILES:
            del settings["profile"]
        day, currency = self._day(top.get("d", "")), self._line(top.get("u", ""), "the currency", 8)
        bare = Question(baseline, first_day=day, currency=currency, **settings)
        bare = self._settled(bare)
        bare = self._with_company(bare, self._values(arms["0"]))
        variants = []
        for number in sorted(set(arms) - {"0"}):
            arm = arms[number]
            if arm.start is None and not arm.values:
                continue
            start = self._start("baseline" if arm.start is None else arm.start)
            variants.append(self._variant(bare, start, arm))
        question = self._afforded(bare.beside(*variants))
        return Opened(question, tuple(self.said[:MOST_SAID]))

    def _afforded(self, question: Question) -> Question:
        """Return the question with as many runs as the app makes of a company of this size."""
        most = min(affordable(scenario) for scenario in (question.base, *question.arms))
        if question.replications <= most:
            return question
        self.say(f"run.replications was moved from {question.replications:,} to {most:,}: so many in this company")
        return replace(question, replications=most)

    def _start(self, name: str) -> str:
        if name and name not in shipped():
            hint = near(name, shipped())
            self.say(f"the baseline stands in for '{clean(name, 40)}', which is no shipped scenario{hint}")
            return "baseline"
        return name

    def _day(self, text: str) -> datetime.date | None:
        if not text:
            return None
        try:
            return datetime.date.fromisoformat(text)
        except ValueError:
            self.say(f"'{clean(text, 20)}' in the link is no date such as 2027-01-04 and was left out")
            return None

    def _values(self, arm: _Arm) -> dict[str, Value]:
        events = {path.split(".")[1]: text for path, text in arm.values.items() if path.endswith(".event")}
        found = {}
        for path, text in arm.values.items():
            parts = path.split(".")
            event = events.get(parts[1], "") if parts[0] == "timeline" and len(parts) > 2 else ""
            value = self._value(path, text, event)
            if value is not None:
                found[path] = value
        return found

    def _value(self, path: str, text: str, event: str = "") -> Value | None:
        """Return what a link says at a path, moved into its range; None if it says nothing that can be meant."""
        leaf = self.catalogue.leaf(path, event) or self._of_any_event(path)
        if leaf is None:
            self.say(f"{clean(path, 80)} is unknown and was left out")
            return None
        value, remark = clamped(path, leaf, text)
        if remark:
            self.say(remark)
        return value

    def _of_any_event(self, path: str) -> Any:
        """Return the leaf of a key of an inherited event, whose kind the link need not say."""
        if not path.startswith("timeline."):
            return None
        return next((leaf for event in self.catalogue.events if (leaf := self.catalogue.leaf(path, event))), None)

    def _settled(self, question: Question) -> Question:
        """Return the question, or one of the usual length if its baseline cannot be run for so few weeks."""
        try:
            _ = question.base
        except ScenarioError as error:
            self.say(f"{_first(error)}; the usual settings stand in for those of the link")
            return Question(question.baseline, first_day=question.first_day, currency=question.currency)
        return question

    def _with_company(self, bare: Question, values: Mapping[str, Value]) -> Question:
        kept = self._that_fits(values, lambda some: replace(bare, company=some).base)
        return replace(bare, company=kept)

    def _variant(self, bare: Question, start: str, arm: _Arm) -> Variant:
        def made(some: Mapping[str, Value], start: str = start) -> Scenario:
            return bare.beside(Variant(start, some, arm.name)).arms[0]

        values = self._values(arm)
        if not _fits(values, made):
            try:
                made({})
            except ScenarioError as error:
                self.say(f"{_first(error)}; the baseline stands in for {start or 'it'}")
                return Variant("baseline", self._that_fits(values, lambda some: made(some, "baseline")), arm.name)
        return Variant(start, self._that_fits(values, made), arm.name)

    def _that_fits(self, values: Mapping[str, Value], made: Maker) -> dict[str, Value]:
        """Return the values that make a valid scenario together: all of them, or as many as go, entry by entry."""
        if _fits(values, made):
            return dict(values)
        kept: dict[str, Value] = {}
        for group in _groups(values):
            try:
                check_bounds(made(kept | group), "the link")
                kept |= group
            except ScenarioError as error:
                self.say(f"{_first(error)}; left out")
        return kept


def _fits(values: Mapping[str, Value], made: Maker) -> bool:
    try:
        check_bounds(made(values), "the link")
    except ScenarioError:
        return False
    return True


def _groups(values: Mapping[str, Value]) -> Iterable[dict[str, Value]]:
    """Return values that belong together: an entry of a named table as a whole, anything else alone."""
    groups: dict[str, dict[str, Value]] = {}
    for path, value in values.items():
        parts = path.split(".")
        key = ".".join(parts[:2]) if parts[0] in ("mandates", "timeline", "teams", "companies") else path
        groups.setdefault(key, {})[path] = value
    return sorted(groups.values(), key=lambda group: not next(iter(group)).startswith(("teams.", "companies.")))


def _first(error: Exception) -> str:
    return str(error).splitlines()[0].removeprefix("override: ")
