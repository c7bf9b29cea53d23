"""What a scenario may hold, as a tree made from the model's declarations: leaves, tables, and tables that users name.

Validation, messages, dotted paths and the JSON Schema are all read off this tree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

from trustsim.model.declarations import Company, Entry, EventKind, Lever, Parameter, Record, Team
from trustsim.model.plan import Plan

#: What a leaf holds, once validated.
Value: TypeAlias = float | int | bool | str | tuple[str, ...]

PROFILES = ("meta_analytic", "practitioner", "null")
NAME_LENGTH, TITLE_LENGTH, STORY_LENGTH = 80, 200, 4_000
PEOPLE = 10_000_000
COMPANIES = 1_000

#: The lists of a file and the key that names their entries: ``[[teams]]`` becomes the paths ``teams.NAME...``.
LIST_KEYS = {"timeline": "label", "teams": "name", "companies": "name"}
#: Keys of a timeline entry that say when and where, and so outlive a change of what happens.
WHEN_AND_WHERE = ("label", "week", "teams", "companies", "by")
#: The kind of a timeline entry that sets levers, beside the kinds of events.
SETS = ""

Kind: TypeAlias = Literal["number", "whole", "line", "prose", "name", "names", "flag", "choice"]


class Declarations(Protocol):
    """What a scenario needs of the model: its levers, parameters and records by name. A ``RuleSet`` has them."""

    @property
    def levers(self) -> Mapping[str, Lever]:
        """Levers, uncertainties and settings of the population."""
        ...

    @property
    def parameters(self) -> Mapping[str, Parameter]:
        """The constants of the equations."""
        ...

    @property
    def records(self) -> Mapping[str, Record]:
        """The kinds of named tables, such as mandates."""
        ...


@dataclass(frozen=True)
class Leaf:
    """One value of a scenario: what is allowed, in which unit, what it means; ``low`` and ``high`` bound numbers."""

    kind: Kind
    meaning: str
    unit: str = ""
    low: float = float("-inf")
    high: float = float("inf")
    default: Value | None = None
    choices: tuple[str, ...] = ()
    length: int = NAME_LENGTH

    @property
    def allowed(self) -> str:
        """What may stand here, as the words that follow ``must be``."""
        if self.kind in ("number", "whole"):
            unit = "" if self.unit in ("", "0-1") else f" ({self.unit})"
            word = "a number" if self.kind == "number" else "a whole number"
            return f"{word} from {number(self.low)} to {number(self.high)}{unit}"
        return {
            "line": f"a line of at most {self.length:,} characters without control or invisible characters",
            "prose": f"text of at most {self.length:,} characters without control or invisible characters",
            "name": f"a name of 1 to {NAME_LENGTH} characters without dots, control or invisible characters",
            "names": "a list of names",
            "flag": "true or false",
            "choice": "one of " + ", ".join(f"'{choice}'" for choice in self.choices),
        }[self.kind]


@dataclass(frozen=True)
class Named:
    """Tables that users name. ``kinds`` are the tables that an entry may be; only timeline entries have several."""

    kinds: Mapping[str, Mapping[str, Node]]
    meaning: str


Node: TypeAlias = "Leaf | Named | Mapping[str, Node]"
Table: TypeAlias = "Mapping[str, Node]"


def number(value: float) -> str:
    """Return a number as messages show it."""
    if isinstance(value, int) or (abs(value) < 1e15 and value.is_integer()):
        return f"{int(value):,}"
    return f"{value:g}"


def shape(declared: Declarations) -> dict[str, Node]:
    """Return the tree of everything that a scenario of this model may hold."""
    levers = declared.levers.values()
    people = next((int(lever.high) for lever in levers if lever.path == "population.employees"), PEOPLE)
    tree: dict[str, Node] = {
        "name": Leaf("line", "the scenario's name; the file's stem if left out"),
        "title": Leaf("line", "one line for headings", default="", length=TITLE_LENGTH),
        "story": Leaf("prose", "what happens here, in plain words", default="", length=STORY_LENGTH),
        "extends": Leaf("line", "the shipped scenario or file from which this one differs", length=400),
        "run": _run(),
        "population": {},
        "policy": {},
        "environment": {},
        "market": {"companies": Leaf("whole", "how many companies there are", "companies", 1, COMPANIES, default=1)},
        "parameters": _tree((p.key, parameter_leaf(p)) for p in declared.parameters.values()),
    }
    for lever in levers:
        plant(tree, lever.path, lever_leaf(lever))
    for record in declared.records.values():
        tree[record.name] = Named({SETS: _record(record)}, f"named tables: [{record.name}.NAME]")
    tree["timeline"] = Named(_timeline(declared), "what happens in which week")
    tree["teams"] = Named({SETS: _team(levers, people)}, "teams of a size and policy of their own")
    tree["companies"] = Named({SETS: _company(levers, people)}, "companies with a policy of their own")
    return tree


def _run() -> dict[str, Node]:
    return {
        "weeks": Leaf("whole", "weeks that are reported, after the burn-in", "weeks", 1, 5_200, default=104),
        "replications": Leaf("whole", "runs that differ in luck only", "runs", 1, 1_000_000, default=100),
        "seed": Leaf("whole", "where the luck starts", low=0, high=2**63 - 1, default=1),
        "profile": Leaf("choice", "which reading of contested evidence", default=PROFILES[0], choices=PROFILES),
    }


def _record(record: Record) -> dict[str, Node]:
    entries: dict[str, Node] = {entry.name: entry_leaf(entry) for entry in record.entries}
    return entries | {"companies": Leaf("names", "the companies it is for; all if left out"), "remove": _removal()}


def _timeline(declared: Declarations) -> dict[str, dict[str, Node]]:
    where: dict[str, Node] = {
        "label": Leaf("name", "its name in paths; event-1, event-2 ... if left out"),
        "week": Leaf("whole", "the week at whose start it happens", "week", 1 - Plan.burn_in, 5_200),
        "teams": Leaf("names", "the teams it is for; all if left out"),
        "companies": Leaf("names", "the companies it is for; all if left out"),
        "remove": _removal(),
    }
    changeable = [lever for lever in declared.levers.values() if changes_in_a_run(lever)]
    kinds = {SETS: where | {"set": _tree((lever.path, lever_leaf(lever)) for lever in changeable)}}
    for kind in event_kinds(declared).values():
        entries: dict[str, Node] = {entry.name: entry_leaf(entry) for entry in kind.entries}
        if kind.of:
            entries["of"] = Leaf("name", f"which of [{kind.of}] it is about")
        by = Leaf("name", "who does it: company, managers, or a team", default="company")
        event = Leaf("choice", kind.meaning, choices=(kind.name,))
        kinds[kind.name] = where | {"event": event, "by": by} | entries
    return kinds


def _team(levers: Iterable[Lever], people: int) -> dict[str, Node]:
    return {
        "name": Leaf("name", "the team's name"),
        "employees": Leaf("whole", "its size, manager not counted", "employees", 1, people),
        "policy": _policy(lever for lever in levers if lever.entity is Team),
        "remove": _removal(),
    }


def _company(levers: Iterable[Lever], people: int) -> dict[str, Node]:
    return {
        "name": Leaf("name", "the company's name"),
        "employees": Leaf("whole", "its size; population.employees if left out", "employees", 1, people),
        "policy": _policy(lever for lever in levers if lever.entity in (Team, Company)),
        "remove": _removal(),
    }


def _policy(levers: Iterable[Lever]) -> Node:
    own = [lever for lever in levers if lever.kind == "lever"]
    return _tree((lever.path, lever_leaf(lever)) for lever in own).get("policy", {})


def _removal() -> Leaf:
    return Leaf("flag", "true takes away what the extended scenario has under this name")


def changes_in_a_run(lever: Lever) -> bool:
    """Whether the timeline may set a lever: policy and environment may change, counts such as the span may not."""
    return lever.kind in ("lever", "uncertainty") and not lever.whole


def event_kinds(declared: Declarations) -> dict[str, EventKind]:
    """Return the kinds of events that the model's records understand, by name."""
    return {kind.name: kind for record in declared.records.values() for kind in record.events}


def lever_leaf(lever: Lever) -> Leaf:
    """Return the leaf that a lever sets."""
    kind = "whole" if lever.whole else "number"
    return Leaf(kind, lever.meaning, lever.unit, lever.low, lever.high, typed(kind, lever.default))


def parameter_leaf(parameter: Parameter) -> Leaf:
    """Return the leaf that a parameter sets."""
    default = float(parameter.default)
    return Leaf("number", parameter.meaning, parameter.unit, parameter.low, parameter.high, default)


def entry_leaf(entry: Entry) -> Leaf:
    """Return the leaf that an entry of a record or event sets."""
    kind = "whole" if entry.whole else "number"
    default = None if entry.required else typed(kind, entry.default)
    return Leaf(kind, entry.meaning, entry.unit, entry.low, entry.high, default)


def typed(kind: Kind, value: float) -> float | int:
    """Return a declared number as the type that its leaf holds."""
    return int(value) if kind == "whole" else float(value)


def plant(tree: dict[str, Node], path: str, leaf: Leaf) -> None:
    """Put a leaf into a tree at a dotted path."""
    *tables, name = path.split(".")
    for table in tables:
        below = tree.setdefault(table, {})
        assert isinstance(below, dict), f"{path} lies below the value {table}"
        tree = below
    tree[name] = leaf


def _tree(leaves: Iterable[tuple[str, Leaf]]) -> dict[str, Node]:
    tree: dict[str, Node] = {}
    for path, leaf in leaves:
        plant(tree, path, leaf)
    return tree
