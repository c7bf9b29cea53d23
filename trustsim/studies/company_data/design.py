"""From a company's numbers to a calibration: the scenario that is run, when it is measured, targets and free inputs."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from trustsim.errors import InputError
from trustsim.model.engine import simulate
from trustsim.model.recording import Record
from trustsim.model.week import MODEL
from trustsim.scenario import Scenario, load, resolve
from trustsim.studies.calibration import Measured, Problem, Target
from trustsim.studies.calibration.problem import BAND
from trustsim.studies.company_data.cells import Cell, teams_of
from trustsim.studies.company_data.inputs import CompanyInput, inputs_for, team_inputs
from trustsim.studies.company_data.measures import Measure, Occasion, simulated

WEEKS_PER_MONTH = 52.0 / 12.0
#: A larger company is simulated as one of this size: its luck is then overstated, never understated.
MOST_SIMULATED = 1_000
#: A team has one manager; a larger unit is taken as a part of the company like others.
LARGEST_TEAM = 25
#: So many teams, the largest ones, may differ from the rest.
MOST_TEAMS = 6
#: Runs at these numbers are those of the check of what was written, and no others.
FRESH = 1_000_000


@dataclass(frozen=True)
class Series:
    """The numbers of one measure, of the company or of a team: target, occasion, and how far they drift."""

    team: str
    target: Target
    occasion: Occasion
    drift: float


@dataclass(frozen=True)
class Design:
    """What is calibrated, to what, and how a run is measured.

    Attributes:
        scenario: the baseline with what the user knows, of the size of the company.
        seed: the luck of the runs.
        series: the numbers.
        problem: free inputs and targets.
        lacking: inputs that would need other measures.
        passed_over: teams that are taken as like the rest, and why.
        employees: the size of the company as its numbers have it.
    """

    scenario: Scenario
    seed: int
    series: tuple[Series, ...]
    problem: Problem
    lacking: tuple[CompanyInput, ...]
    passed_over: Mapping[str, str]
    employees: int

    def __call__(self, values: Mapping[str, float], number: int) -> dict[str, Measured]:
        """Run the company once with some values, with the luck of a number, and measure it."""
        weeks = sorted({week for one in self.series for week in one.occasion.asked_in})
        record = Record(teams=True, employees=weeks)
        plan = resolve(self.scenario.override(values))
        recording = simulate(MODEL, plan, seed=self.seed, replications=[number], record=record, threads=1)
        rows = {team: _rows(plan.teams, team) for team in {one.team for one in self.series}}
        return {one.target.name: Measured(simulated(one.occasion, recording, rows[one.team])) for one in self.series}

    def again(self, values: Mapping[str, float], runs: int) -> dict[str, float]:
        """Return the means of some fresh runs at some values, by name."""
        found = [self(values, FRESH + number) for number in range(runs)]
        return {name: float(np.mean([one[name].value for one in found])) for name in found[0]}


def _rows(teams: Sequence[Any], name: str) -> Sequence[int] | None:
    return [row for row, team in enumerate(teams) if team.key == name] if name else None


def design(cells: Sequence[Cell], known: Mapping[str, Any], seed: int, label: str) -> Design:
    """Return the design of the calibration to a company's numbers.

    Args:
        cells: the numbers.
        known: values by path that hold for this company, such as its policy.
        seed: where the luck of the runs starts.
        label: what messages call the numbers.

    Raises:
        ScenarioError: a known value is wrong.
        InputError: the numbers tell none of the free inputs.
    """
    by_team = teams_of(cells)
    employees = int(known.get("population.employees", _headcount(by_team[""])))
    sizes = {team: max(cell.people for cell in rows) for team, rows in by_team.items() if team}
    passed_over = _passed_over(sizes)
    kept = [team for team in sizes if team not in passed_over]
    start = min(cell.first for cell in cells)
    series = [one for team in ["", *kept] for one in _series(team, by_team[team], sizes.get(team, employees), start)]
    free, lacking = inputs_for({one.occasion.measure.name for one in series if not one.team}, known)
    if not free:
        raise InputError(f"{label}: its measures tell none of the inputs that are not known already")
    for team in kept:
        free += team_inputs(team, {one.occasion.measure.name for one in series if one.team == team})
    scenario = _scenario(cells, known, min(employees, MOST_SIMULATED), {team: sizes[team] for team in kept})
    problem = Problem(tuple(free), tuple(one.target for one in series))
    return Design(scenario, seed, tuple(series), problem, tuple(lacking), passed_over, employees)


def _headcount(cells: Sequence[Cell]) -> int:
    """Return how many people a company has: those who might have left, or else all who were asked."""
    counted = [cell.people for cell in cells if cell.measure.kind == "rate"]
    return round(float(np.mean(counted))) if counted else max(cell.people for cell in cells)


def _passed_over(sizes: Mapping[str, int]) -> dict[str, str]:
    found = {
        team: f"{size} people are led by more than one manager" for team, size in sizes.items() if size > LARGEST_TEAM
    }
    rest = sorted((team for team in sizes if team not in found), key=lambda team: (-sizes[team], team))
    return found | dict.fromkeys(rest[MOST_TEAMS:], f"only the {MOST_TEAMS} largest teams may differ")


def _scenario(cells: Sequence[Cell], known: Mapping[str, Any], employees: int, teams: Mapping[str, int]) -> Scenario:
    months = max(cell.first + cell.months for cell in cells) - min(cell.first for cell in cells)
    company = {
        "name": "company",
        "extends": "baseline",
        "run": {"weeks": math.ceil(months * WEEKS_PER_MONTH)},
        "population": {"employees": employees},
        "teams": [{"name": team, "employees": size} for team, size in teams.items()],
    }
    rest = {path: value for path, value in known.items() if path != "population.employees"}
    scenario = load(company)
    return scenario.override(rest, source="known") if rest else scenario


def _series(team: str, cells: Sequence[Cell], size: int, start: int) -> list[Series]:
    found: dict[str, list[Cell]] = {}
    for cell in cells:
        found.setdefault(cell.measure.name, []).append(cell)
    return [_one_series(team, rows, size, start) for rows in found.values()]


def _one_series(team: str, cells: Sequence[Cell], size: int, start: int) -> Series:
    """Return target and occasion of the numbers of one measure: their mean, weighted by people."""
    measure = cells[0].measure
    people = np.array([cell.people for cell in cells], dtype=np.float64)
    values = np.array([cell.value for cell in cells])
    weights = people / people.sum()
    value = float(weights @ values)
    if measure.kind == "rate":
        years = float(people @ np.array([cell.months / 12.0 for cell in cells]))
        # at least one exit: that nobody left of few people does not say that nobody ever does
        spread, unasked, floor = 100.0 * math.sqrt(max(value / 100.0 * years, 1.0)) / years, 0.0, 50.0 / years
    else:
        # the same people answer every time, so more periods do not make a sample larger
        asked = min(float(people.mean()), float(size))
        spread, floor = math.sqrt(measure.sampling_variance(value, asked)), 50.0 / size
        unasked = spread * math.sqrt(max(0.0, 1.0 - asked / size))
    target = _target(team, measure, value, spread, math.hypot(unasked, cells[0].rounding), floor)
    spans = tuple((_weeks(cell.first - start) + 1, _weeks(cell.first + cell.months - start)) for cell in cells)
    return Series(team, target, Occasion(measure, spans, tuple(weights.tolist())), _drift(values, spread, measure.kind))


def _weeks(months: int) -> int:
    return math.floor(months * WEEKS_PER_MONTH)


def _target(team: str, measure: Measure, value: float, spread: float, error: float, floor: float) -> Target:
    """Return a number as a target.

    Args:
        team: the team, or nothing.
        measure: what was measured.
        value: the number.
        spread: the standard deviation of what the same company may as well have measured.
        error: the part of it that a simulated company of the same size has not: who was not asked, and rounding.
        floor: half a person, so that none and all have a log.
    """
    name = f"{team}: {measure.name}" if team else measure.name
    low, high = max(0.0, value - BAND * spread), min(measure.most, value + BAND * spread)
    bare = Target(name, value, low, high, measure.unit, measure.meaning, measure.scale, floor, 0.0)
    below, above = max(0.0, value - error), min(measure.most, value + error)
    scaled = (bare.scaled(above) - bare.scaled(below)) / 2.0
    return replace(bare, error=scaled)


def _drift(values: np.ndarray, spread: float, kind: str) -> float:
    """Return by how many standard errors the second half of the periods differs from the first."""
    half = len(values) // 2
    if not half:
        return 0.0
    # of a rate the spread is that of all periods together, of others that of each
    error = 2.0 * spread if kind == "rate" else spread * math.sqrt(2.0)
    return float((values[-half:].mean() - values[:half].mean()) / error)
