"""``phase_map``: a grid over two paths, each cell a paired comparison of two scenarios, or what one comes to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt

from trustsim.errors import InputError, Interrupted
from trustsim.model.engine import simulate
from trustsim.model.threads import Progress
from trustsim.model.week import MODEL
from trustsim.results import mean_interval
from trustsim.scenario import Scenario, resolve
from trustsim.studies.comparing import Counter, check_alike
from trustsim.studies.documents import has_path, values_of
from trustsim.studies.maps import REPLICATIONS, Axis, MapPlan, Panel
from trustsim.studies.phases import PhaseMap, difference_of
from trustsim.studies.refining import Place, Said, rounds, subdivided
from trustsim.studies.running import ScenarioLike, chosen_scenario, outcome_values

Floats = npt.NDArray[np.float64]
#: A path and its values: a list, or ``{"low": ..., "high": ..., "steps": ...}``.
AxisLike = Axis | Mapping[str, Any]


def phase_map(
    scenario: ScenarioLike,
    x: AxisLike,
    y: AxisLike | None = None,
    *,
    against: ScenarioLike | None = None,
    outcomes: str | Sequence[str] = "productivity",
    panels: Mapping[str, Any] | None = None,
    set: Mapping[str, Any] | None = None,
    replications: int = REPLICATIONS,
    seed: int = 1,
    weeks: int | None = None,
    profile: str | None = None,
    ridge: str = "",
    refine: int = 0,
    title: str = "",
    threads: int | None = None,
    progress: Progress | None = None,
) -> PhaseMap:
    """Return a grid over two paths: how far two scenarios differ in each cell, or what one comes to.

    Every cell has the same luck, so that cells differ by what was set only. Without ``y`` it is a dose-response:
    differences from the first value of ``x``.

    Usage:
        >>> ts.phase_map("trust-first", {"population.opportunists": [0, 0.2, 0.4]},
        ...              {"policy.accountability": {"low": 0, "high": 1, "steps": 3}}, against="verify-first")

    Args:
        scenario: a scenario, the name of a shipped one, the path of a file, or a dict shaped like one.
        x: the path along the horizontal axis with its values: ``{path: [...]}`` or ``{path: {low, high, steps}}``.
        y: the same for the vertical axis.
        against: the scenario that is taken off, on the same luck; None gives the values themselves.
        outcomes: one outcome or several, all measured in the same runs.
        panels: maps side by side (or lines of a dose-response): overrides by title, or one path with a list of values.
        set: values of paths in every cell.
        replications: how many runs of each scenario in each cell.
        seed: where the luck starts.
        weeks: how many weeks are reported; each scenario's own number if None, and then they must agree.
        profile: the reading of contested evidence; each scenario's own if None, and then they must agree.
        ridge: the path of an axis along which the way from 10 to 90% of the highest value is measured.
        refine: how often the steps are halved where neighbouring cells differ; 0 runs the cells that are named.
        title: a heading for figures.
        threads: how many threads; as many as there are processors if None. No digit depends on it.
        progress: called with (runs done, runs in all).

    Raises:
        InputError: an axis, panel or outcome is wrong, or scenarios differ in what must agree.
        ScenarioError: a scenario is wrong, or a path is unknown or its value out of range.
        Interrupted: somebody stopped it; the map of the cells finished by then comes along.
    """
    plan = MapPlan(
        scenario, _axis(x, "x"), None if y is None else _axis(y, "y"), against,
        outcomes=(outcomes,) if isinstance(outcomes, str) else tuple(outcomes), panels=panels_of(panels or {"": {}}),
        set=set or {}, replications=replications, seed=seed, weeks=weeks, profile=profile, ridge=ridge, refine=refine,
        title=title,
    )  # fmt: skip
    return run_map(plan, threads=threads, progress=progress)


def _axis(given: AxisLike, source: str) -> Axis:
    if isinstance(given, Axis):
        return given
    if len(given) != 1:
        raise InputError(f"{source}: needs one path with its values, got {len(given)}")
    path, values = next(iter(given.items()))
    return Axis(path, values_of(values, source), source=source)


def panels_of(given: Mapping[str, Any]) -> tuple[Panel, ...]:
    """Return panels from overrides by title, or from one path with a list of values.

    Raises:
        InputError: it is neither.
    """
    if all(isinstance(value, Mapping) for value in given.values()):
        return tuple(Panel(title, overrides) for title, overrides in given.items())
    if len(given) != 1:
        raise InputError("panels: give overrides by title, or one path with a list of values")
    path, values = next(iter(given.items()))
    words = path.rpartition(".")[2].replace("_", " ")
    return tuple(Panel(f"{words} {value:g}", {path: value}) for value in values_of(values, "panels"))


# -- running --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cell:
    """A cell: its place (panel, y, x), and what is run there: the scenario, and the one that is taken off."""

    place: tuple[int, int, int]
    scenario: Scenario
    against: Scenario | None


def run_map(plan: MapPlan, *, threads: int | None = None, progress: Progress | None = None) -> PhaseMap:
    """Run every cell of a map; scenarios that are alike in several cells are run once.

    Args:
        plan: what the map asks.
        threads: how many threads; as many as there are processors if None. No digit depends on it.
        progress: called with (runs done, runs in all).

    Raises:
        InputError: scenarios differ in what must agree.
        ScenarioError: a scenario is wrong, or a path is unknown or its value out of range.
        Interrupted: somebody stopped it; the map of the cells finished by then comes along.
    """
    arms = _arms(plan)
    plan = subdivided(plan)
    cells: list[Cell] = []
    found: dict[str, Floats] = {}

    def said(place: Place) -> Said:
        return _said(plan, next(cell for cell in cells if cell.place == place), found)

    try:
        for places in rounds(plan, said):
            cells += _cells(plan, arms, set(places))
            _run(plan, cells, found, threads, progress)
    except Interrupted:
        done = _arranged(plan, cells, found)
        partial = PhaseMap(plan, arms[0], arms[1], *done) if np.isfinite(done[0]).any() else None
        raise Interrupted(partial) from None
    return PhaseMap(plan, arms[0], arms[1], *_arranged(plan, cells, found))


def _run(
    plan: MapPlan, cells: Sequence[Cell], found: dict[str, Floats], threads: int | None, progress: Progress | None
) -> None:
    """Run what is new of the cells and keep its outcomes, shape (replications, outcomes), by the scenario's hash."""
    distinct = {arm.hash: arm for cell in cells for arm in (cell.against, cell.scenario) if arm is not None}
    counter = Counter(progress, len(distinct) * plan.replications)
    counter.before = len(found) * plan.replications
    chosen = [list(MODEL.outcomes).index(name) for name in plan.outcomes]
    for key, arm in distinct.items():
        if key in found:
            continue
        recording = simulate(
            MODEL, resolve(arm), seed=plan.seed, replications=range(plan.replications), threads=threads,
            progress=counter,
        )  # fmt: skip
        found[key] = outcome_values(recording)[:, chosen]


def _said(plan: MapPlan, cell: Cell, found: Mapping[str, Floats]) -> Said:
    """Return what a cell says of each outcome: the difference and its region, or the value."""
    own = found[cell.scenario.hash]
    if cell.against is None:
        return tuple((mean_interval(column).mean, "") for column in own.T)
    other = found[cell.against.hash]
    rows = [
        difference_of(other[:, number], own[:, number], MODEL.outcomes[name])
        for number, name in enumerate(plan.outcomes)
    ]
    return tuple((row["difference"], row["region"]) for row in rows)


def _arranged(plan: MapPlan, cells: Sequence[Cell], found: Mapping[str, Floats]) -> tuple[Floats, Floats | None]:
    """Return the outcomes of the scenario, and of the one taken off: panels, y, x, replications, outcomes."""
    shape = len(plan.panels), len(plan.y.values) if plan.y else 1, len(plan.x.values)
    values = np.full((*shape, plan.replications, len(plan.outcomes)), np.nan)
    others = values.copy() if plan.against is not None else None
    for cell in cells:
        if cell.scenario.hash in found and (cell.against is None or cell.against.hash in found):
            values[cell.place] = found[cell.scenario.hash]
            if others is not None and cell.against is not None:
                others[cell.place] = found[cell.against.hash]
    return values, others


def _arms(plan: MapPlan) -> tuple[Scenario, Scenario | None]:
    """Return the scenario and the one taken off, with what is set in every cell, without what varies."""
    settings: dict[str, Any] = {"replications": plan.replications, "seed": plan.seed}
    settings |= {"weeks": plan.weeks, "profile": plan.profile}
    scenario = chosen_scenario(plan.scenario, **settings)
    against = None if plan.against is None else chosen_scenario(plan.against, **settings)
    arms = [scenario] if against is None else [scenario, against]
    scenario, *rest = (arm.override(some, f"{plan.name}: set") for arm, some in _fitting(arms, plan.set))
    if rest:
        check_alike(rest[0], scenario)
    for axis in plan.axes:  # so that a message names the axis, not a cell
        for value in (axis.values[0], axis.values[-1]):
            scenario.override({axis.path: value}, source=axis.source)
    return scenario, rest[0] if rest else None


def _cells(plan: MapPlan, arms: tuple[Scenario, Scenario | None], places: Set[Place]) -> Iterator[Cell]:
    """Yield the cells at some places, panel by panel, from the lowest row to the highest."""
    scenario, against = arms
    both = [scenario] if against is None else [scenario, against]
    rows = plan.y.values if plan.y else (0.0,)
    for number, panel in enumerate(plan.panels):
        source = f"{plan.name}: panel '{panel.title}'"
        bases = [arm.override(some, source) if some else arm for arm, some in _fitting(both, panel.set)]
        for (row, y), (column, x) in product(enumerate(rows), enumerate(plan.x.values)):
            if (number, row, column) not in places:
                continue
            varied = {plan.x.path: x} | ({plan.y.path: y} if plan.y else {})
            made = [arm.override(some, plan.x.source) if some else arm for arm, some in _fitting(bases, varied)]
            yield Cell((number, row, column), made[0], made[1] if against is not None else None)


def _fitting(arms: Sequence[Scenario], values: Mapping[str, Any]) -> Iterator[tuple[Scenario, dict[str, Any]]]:
    """Yield each arm with the values to set in it: all, but for those of a mandate, say, that it does not have.

    What no arm has is set in the first, the scenario: a map may vary what it alone brings in.
    """
    for place, arm in enumerate(arms):
        yield (
            arm,
            {path: value for path, value in values.items() if has_path(arm, path) or _is_first(place, arms, path)},
        )


def _is_first(place: int, arms: Sequence[Scenario], path: str) -> bool:
    return place == 0 and not any(has_path(arm, path) for arm in arms)
