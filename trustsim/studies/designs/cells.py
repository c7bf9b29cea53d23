"""From points and arms to scenarios. A cell is a point in an arm; cells that come to the same scenario share a case.

Everything that a design will run is made here, and checked, before anything runs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from trustsim.errors import InputError, ScenarioError
from trustsim.model.plan import Plan
from trustsim.scenario import Scenario, load
from trustsim.studies.designs.design import Design
from trustsim.studies.designs.factors import SCENARIO, Plain, Range
from trustsim.studies.designs.sampling import points_of
from trustsim.studies.documents import has_path
from trustsim.studies.running import ScenarioLike, chosen_scenario

#: A sweep keeps count of each of its runs in memory.
MOST_RUNS = 20_000_000


@dataclass(frozen=True)
class Base:
    """A scenario in an arm, before the factors: everything that its cells share."""

    name: str
    arm: str
    scenario: Scenario


@dataclass(frozen=True)
class Case:
    """A scenario that is run: a base with the values that are laid over it.

    Attributes:
        base: the place of the base.
        values: what is laid over it, by path.
        hash: that of the scenario.
        weight: how much work a run is, in employee-weeks.
    """

    base: int
    values: Mapping[str, Plain]
    hash: str
    weight: float


@dataclass(frozen=True)
class Cell:
    """A point in an arm: the values of the factors there, and the case that is run."""

    point: int
    arm: str
    scenario: str
    values: Mapping[str, Plain]
    case: int


@dataclass(frozen=True)
class Cells:
    """All cells of a design, point by point and arm by arm, the cases that they share, and the bases of those."""

    design: Design
    bases: tuple[Base, ...]
    cases: tuple[Case, ...]
    cells: tuple[Cell, ...]

    @property
    def points(self) -> int:
        """How many points there are."""
        return self.cells[-1].point + 1

    @property
    def paths(self) -> list[str]:
        """The paths that vary, but for the scenario."""
        return [path for path in self.design.paths if path != SCENARIO]


def cells_of(design: Design) -> Cells:
    """Return the cells of a design.

    Raises:
        InputError: a scenario, path or value of the design is wrong; the message says where it stands.
    """
    scenarios = _scenarios(design)
    names = {given: scenario.name for given, scenario in scenarios}
    bases = [Base(one.name, arm, _in_arm(design, one, arm)) for _, one in scenarios for arm in design.arm_names]
    points = points_of(design, list(names.values()))
    whole = {path for path in _known_paths(points) if _is_whole(bases, path)}
    _check_ranges(design, whole)
    typed = [{path: _typed(value, path in whole) for path, value in point.items()} for point in points]
    named = [
        point | {SCENARIO: names.get(point[SCENARIO], point[SCENARIO])} if SCENARIO in point else point
        for point in typed
    ]
    return _laid_out(design, bases, named, bases[0].name)


def _scenarios(design: Design) -> list[tuple[Any, Scenario]]:
    """Return the scenarios of a design, or of its points, each with what a file or point calls it."""
    given: list[Any] = list(design.scenarios)
    if design.points and SCENARIO in design.points[0]:
        given = list(dict.fromkeys(point[SCENARIO] for point in design.points))
    loaded = [_chosen(design, scenario) for scenario in given]
    if len({scenario.name for scenario in loaded}) < len(loaded):
        raise InputError(f"{design.name}: scenario: two scenarios have the same name; each needs its own")
    return [
        (one if isinstance(one, str) else scenario.name, scenario) for one, scenario in zip(given, loaded, strict=True)
    ]


def _in_arm(design: Design, scenario: Scenario, name: str) -> Scenario:
    arm = design.arm(name)
    chosen = scenario if arm.scenario is None else _chosen(design, arm.scenario)
    return chosen.override(arm.set, f"{design.name}: arms.{name}") if arm.set else chosen


def _chosen(design: Design, given: ScenarioLike) -> Scenario:
    """Return a scenario with the settings of the design, and what it sets at every point."""
    try:
        scenario = chosen_scenario(load(given), seed=design.seed, weeks=design.weeks, profile=design.profile)
    except ScenarioError as error:
        raise type(error)(f"{design.name}: {error}") from None
    return scenario.override(design.set, f"{design.name}: set") if design.set else scenario


def _known_paths(points: Sequence[Mapping[str, Plain]]) -> list[str]:
    return [path for path in points[0] if path != SCENARIO]


def _is_whole(bases: Sequence[Base], path: str) -> bool:
    """Tell whether a path holds a whole number, by what stands there in the first base that has it."""
    for base in bases:
        value = base.scenario.values.get(path)
        if value is not None:
            return isinstance(value, int) and not isinstance(value, bool)
    return False


def _typed(value: Plain, whole: bool) -> Plain:
    """Return a number as the kind that its path holds, so that a column of the table has one kind."""
    if isinstance(value, bool | str) or (whole and value != int(value)):
        return value
    return int(value) if whole else float(value)


def _check_ranges(design: Design, whole: set[str]) -> None:
    for factor in design.all_factors:
        if isinstance(factor, Range) and factor.path in whole and not factor.whole:
            raise InputError(
                f"{factor.source}: {factor.path} takes whole numbers: give {{ low, high, whole = true }} or a list"
            )


def _laid_out(design: Design, bases: Sequence[Base], points: Sequence[Mapping[str, Plain]], only: str) -> Cells:
    """Return the cells of points in every arm."""
    place = {(base.name, base.arm): number for number, base in enumerate(bases)}
    fitting = {
        number: [path for path in _known_paths(points) if has_path(base.scenario, path)]
        for number, base in enumerate(bases)
    }
    _check_homes(design, points, fitting, bases)
    _check_size(design, len(points))
    cases: dict[str, Case] = {}
    numbers: dict[str, int] = {}
    cells = []
    for number, point in enumerate(points):
        name = str(point.get(SCENARIO, only))
        for arm in design.arm_names:
            base = place[name, arm]
            values = {path: point[path] for path in fitting[base]}
            case = _case(design, bases[base].scenario, base, values, number)
            numbers.setdefault(case.hash, len(numbers))
            cases.setdefault(case.hash, case)
            cells.append(Cell(number, arm, bases[base].scenario.name, point, numbers[case.hash]))
    return Cells(design, tuple(bases), tuple(cases.values()), tuple(cells))


def _check_homes(
    design: Design, points: Sequence[Mapping[str, Plain]], fitting: Mapping[int, list[str]], bases: Sequence[Base]
) -> None:
    """Check that every path that varies belongs to some scenario or arm; what belongs to none is a scenario's error."""
    for path in _known_paths(points):
        if not any(path in paths for paths in fitting.values()):
            bases[0].scenario.override({path: points[0][path]}, source=f"{design.name}: factors")
            raise InputError(
                f"{design.name}: factors: {path} is in none of the scenarios and arms; set it in one first"
            )


def _check_size(design: Design, points: int) -> None:
    runs = points * len(design.arm_names) * design.most_replications
    if runs > MOST_RUNS:
        raise InputError(f"{design.name}: a design has at most {MOST_RUNS:,} runs, this one {runs:,}")


def _case(design: Design, base: Scenario, place: int, values: Mapping[str, Plain], point: int) -> Case:
    try:
        scenario = base.override(values, f"{design.name}: point {point + 1}") if values else base
    except ScenarioError as error:
        _blame_factors(design, base, values)
        at = ", ".join(f"{path} = {value}" for path, value in values.items())
        raise ScenarioError(f"{error}\n({design.name}: point {point + 1} is {at})") from None
    return Case(place, dict(values), scenario.hash, weight_of(scenario))


def _blame_factors(design: Design, base: Scenario, values: Mapping[str, Plain]) -> None:
    """Raise the error that names a factor, where one that is wrong by itself makes a point wrong."""
    for factor in design.all_factors:
        for value in factor.ends if factor.path in values else ():
            try:
                base.override({factor.path: value}, source=factor.source)
            except ScenarioError as error:
                if str(error).startswith(f"{factor.source}: {factor.path}"):  # else it contradicts something else
                    raise


def weight_of(scenario: Scenario) -> float:
    """Return about how many employee-weeks a run simulates."""
    values: dict[str, Any] = scenario.values
    companies = {path.split(".")[1] for path in values if path.startswith("companies.")}
    firms = max(len(companies), int(values.get("market.companies", 1)))
    return float(values["population.employees"]) * firms * (scenario.weeks + Plan.burn_in)
