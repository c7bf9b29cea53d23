"""Designs: only what is declared varies, points are what the method says, and bad designs are refused in words."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import trustsim as ts
from trustsim.errors import InputError
from trustsim.scenario import differences
from trustsim.studies import StoppingRule, shipped_designs
from trustsim.studies.designs import Choice, Range, load_design
from trustsim.studies.designs.cells import Cells, cells_of
from trustsim.studies.designs.factors import factor_of
from trustsim.studies.designs.sampling import unit_points
from trustsim.studies.designs.stopping import AGREEING

SURVEILLANCE, AUTONOMY, SPAN = "policy.surveillance", "policy.autonomy", "policy.span_of_control"
UNIT = {"low": 0.0, "high": 1.0}


def points(**design: Any) -> list[dict[str, Any]]:
    """Return the points of a design, as values by path."""
    cells = cells_of(ts.Design(**design)).cells
    return [dict(values) for values in {cell.point: cell.values for cell in cells}.values()]


def scenario_of(cells: Cells, number: int) -> ts.Scenario:
    case = cells.cases[cells.cells[number].case]
    return cells.bases[case.base].scenario.override(case.values)


# -- points -----------------------------------------------------------------------------------------------------------


def test_a_grid_is_every_combination() -> None:
    found = points(factors={SURVEILLANCE: [0.0, 0.5], AUTONOMY: {"low": 0, "high": 1, "steps": 3}})
    assert found == [{SURVEILLANCE: s, AUTONOMY: a} for s in (0.0, 0.5) for a in (0.0, 0.5, 1.0)]


def test_zipped_factors_vary_together_and_are_crossed_with_the_rest() -> None:
    together = {"mandates.rto.notice_weeks": [0, 13], "mandates.rto.ramp_weeks": [4, 26]}
    found = points(scenario="rto-abrupt", factors={SURVEILLANCE: [0.0, 1.0]}, zip=[together])
    pairs = [(p["mandates.rto.notice_weeks"], p["mandates.rto.ramp_weeks"]) for p in found]
    assert pairs == [(0, 4), (13, 26)] * 2
    assert [p[SURVEILLANCE] for p in found] == [0.0, 0.0, 1.0, 1.0]
    assert points(method="zip", factors={SURVEILLANCE: [0.1, 0.2], AUTONOMY: [0.3, 0.4]}) == [
        {SURVEILLANCE: 0.1, AUTONOMY: 0.3},
        {SURVEILLANCE: 0.2, AUTONOMY: 0.4},
    ]


def test_scenarios_are_a_factor_and_so_are_profiles() -> None:
    cells = cells_of(ts.Design(["baseline", "rto-abrupt"], {"run.profile": ["null", "practitioner"]}))
    assert [(c.scenario, c.values["run.profile"]) for c in cells.cells] == [
        ("baseline", "null"), ("baseline", "practitioner"), ("rto-abrupt", "null"), ("rto-abrupt", "practitioner"),
    ]  # fmt: skip
    assert scenario_of(cells, 3) == ts.load("rto-abrupt").override({"run.profile": "practitioner", "run.seed": 1})


def test_a_list_of_points_from_a_table(tmp_path: Path) -> None:
    (tmp_path / "points.csv").write_text(f"scenario, {SURVEILLANCE},{SPAN}\nbaseline, 0.2, 8\nhybrid,1,12\n\n")
    (tmp_path / "listed.toml").write_text('method = "list"\npoints = "points.csv"\n')
    cells = cells_of(ts.Design.from_file(tmp_path / "listed.toml"))
    assert [dict(cell.values) for cell in cells.cells] == [
        {"scenario": "baseline", SURVEILLANCE: 0.2, SPAN: 8},
        {"scenario": "hybrid", SURVEILLANCE: 1.0, SPAN: 12},
    ]
    assert scenario_of(cells, 1).get(SPAN) == 12


def test_a_latin_hypercube_has_one_point_in_each_part_of_every_factor() -> None:
    drawn = {"method": "latin_hypercube", "samples": 20, "seed": 3}
    factors = {SURVEILLANCE: UNIT, SPAN: {"low": 5, "high": 14, "whole": True}, "run.profile": ["null", "practitioner"]}
    found = points(factors=factors, **drawn)
    assert sorted(int(point[SURVEILLANCE] * 20) for point in found) == list(range(20))
    assert Counter(point[SPAN] for point in found) == dict.fromkeys(range(5, 15), 2)
    assert Counter(point["run.profile"] for point in found) == {"null": 10, "practitioner": 10}
    assert found == points(factors=factors, **drawn) != points(factors=factors, **{**drawn, "seed": 4})


def test_a_sobol_sequence_fills_the_space_evenly() -> None:
    found = points(method="sobol_sequence", samples=64, factors={SURVEILLANCE: UNIT, AUTONOMY: UNIT})
    counts = Counter((int(point[SURVEILLANCE] * 8), int(point[AUTONOMY] * 8)) for point in found)
    assert set(counts.values()) == {1}


@pytest.mark.parametrize("second_order", [False, True])
def test_saltellis_scheme_changes_one_factor_at_a_time(second_order: bool) -> None:
    pytest.importorskip("SALib")
    design = ts.Design(factors=dict.fromkeys("abc", UNIT), method="sobol", samples=8, second_order=second_order)
    shares = unit_points(design, 3).reshape(8, 8 if second_order else 5, 3)
    first, last = shares[:, 0], shares[:, -1]
    for factor in range(3):
        changed = shares[:, 1 + factor] != first
        assert changed[:, factor].all()
        assert not np.delete(changed, factor, axis=1).any()
        assert (shares[:, 1 + factor, factor] == last[:, factor]).all()


def test_morris_trajectories_move_one_factor_a_step() -> None:
    pytest.importorskip("SALib")
    shares = unit_points(ts.Design(factors=dict.fromkeys("abc", UNIT), method="morris", samples=6), 3)
    steps = np.diff(shares.reshape(6, 4, 3), axis=1) != 0.0
    assert (steps.sum(axis=2) == 1).all()
    assert (steps.sum(axis=1) == 1).all()


@given(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=50), st.integers(-3, 3), st.integers(1, 9))
def test_factors_stay_within_what_they_declare(shares: list[float], low: int, more: int) -> None:
    at = np.array(shares)
    assert set(Range("x", low, low + more, whole=True).at(at)) <= set(range(low, low + more + 1))
    assert all(low <= value <= low + more for value in Range("x", low, low + more).at(at))  # pyright: ignore[reportOperatorIssue]
    assert set(Choice("x", ("a", "b", "c")).at(at)) <= {"a", "b", "c"}


# -- only what is declared varies -------------------------------------------------------------------------------------


@given(
    st.lists(st.sampled_from([SURVEILLANCE, AUTONOMY, "policy.fairness"]), min_size=1, max_size=3, unique=True),
    st.booleans(),
)
def test_only_what_is_declared_varies(paths: list[str], fair: bool) -> None:
    arms = {"strict": {"policy.accountability": 1.0}} if fair else {}
    design = ts.Design("hybrid", {path: [0.2, 0.7] for path in paths}, arms=arms, set={"policy.checkins": 0.9})
    cells = cells_of(design)
    base = ts.load("hybrid").override({"policy.checkins": 0.9, "run.seed": 1})
    for number, cell in enumerate(cells.cells):
        declared = {*paths, *(["policy.accountability"] if cell.arm == "strict" else [])}
        assert set(differences(base, scenario_of(cells, number))) <= declared
        assert cells.cases[cell.case].hash == scenario_of(cells, number).hash


def test_arms_differ_from_the_baseline_arm_in_what_they_set_only() -> None:
    cells = cells_of(ts.Design(factors={SURVEILLANCE: [0.0, 1.0]}, arms={"fair": {"policy.fairness": 0.9}}))
    assert [(cell.point, cell.arm) for cell in cells.cells] == [(p, a) for p in (0, 1) for a in ("baseline", "fair")]
    for point in (0, 1):
        assert differences(scenario_of(cells, 2 * point), scenario_of(cells, 2 * point + 1)) == ["policy.fairness"]


def test_a_path_that_only_an_arm_brings_in_leaves_the_other_arm_alone() -> None:
    arms = {"mandate": {"scenario": "rto-abrupt"}}
    cells = cells_of(ts.Design(factors={"mandates.rto.office_days": [3, 4, 5]}, arms=arms))
    assert len({cell.case for cell in cells.cells if cell.arm == "baseline"}) == 1
    assert len({cell.case for cell in cells.cells if cell.arm == "mandate"}) == 3
    assert [cell.scenario for cell in cells.cells[:2]] == ["baseline", "rto-abrupt"]


# -- files ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", shipped_designs())
def test_shipped_designs(name: str) -> None:
    pytest.importorskip("SALib")
    design = load_design(name)
    assert design.title
    assert design.story.endswith((".", "?"))
    cells = cells_of(design)
    assert 1 <= cells.points <= 300
    assert name in repr(design)


def test_scenarios_beside_the_file(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('extends = "baseline"\n[policy]\nautonomy = 0.9\n')
    (tmp_path / "plan.toml").write_text(
        'scenario = ["baseline", "mine.toml"]\nweeks = 7\nprofile = "null"\nseed = 8\n'
        '[factors]\n"policy.fairness" = [0.1]\n'
    )
    cells = cells_of(load_design(str(tmp_path / "plan.toml")))
    mine = scenario_of(cells, 1)
    assert (mine.name, mine.get(AUTONOMY), mine.weeks, mine.profile, mine.seed) == ("mine", 0.9, 7, "null", 8)


BAD: list[tuple[str, str]] = [
    ('metod = "grid"', "'metod' is unknown; did you mean 'method'?"),
    ('method = "gird"', "method must be a known one, not 'gird'; did you mean 'grid'?"),
    ('method = "sobol"\n[factors]\n"policy.fairness" = [1]', "method 'sobol' needs samples"),
    ("samples = 4", "method 'grid' takes no samples"),
    (
        'method = "sobol"\nsamples = 100\n[factors]\n"policy.fairness" = [1]',
        "must be a power of 2, such as 256, got 100",
    ),
    ('method = "list"', "method 'list' needs points"),
    ('method = "latin_hypercube"\nsamples = 3', "needs at least one factor"),
    ('[factors]\n"policy.surveilance" = [0.1]', "policy.surveilance is unknown; did you mean 'policy.surveillance'?"),
    ('[factors]\n"policy.surveillance" = [0.1, 7]', "policy.surveillance must be a number from 0 to 1"),
    ('[factors]\n"policy.surveillance" = { low = 0, high = 1 }', "needs a list of values or { low, high, steps }"),
    ('[factors]\n"policy.surveillance" = { low = 0 }', "high is missing"),
    ('[factors]\n"policy.surveillance" = { low = 0, hihg = 1 }', "'hihg' is unknown; did you mean 'high'?"),
    ('[factors]\n"policy.surveillance" = 0.3', "must be a list of values or a range { low, high }, got 0.3"),
    ('[factors]\n"policy.surveillance" = []', "needs 1 to 10,000 values, got 0"),
    ('[factors]\n"policy.surveillance" = [nan]', "a value must be finite, got nan"),
    ('[factors]\n"policy.surveillance" = [[1]]', "a value must be a number or a name, got [1]"),
    ('[factors]\n"run.seed" = [1, 2]', "run.seed cannot vary: it is a setting of the design itself"),
    (
        '[factors]\n"mandates.rto.office_days" = [3]',
        "mandates.rto.office_days is in none of the scenarios and arms; set it in one first",
    ),
    (
        'method = "latin_hypercube"\nsamples = 3\n[factors]\n"policy.fairness" = { low = 1, high = 1 }',
        "low must be below",
    ),
    (
        'method = "latin_hypercube"\nsamples = 3\n[factors]\n"policy.span_of_control" = { low = 5, high = 9 }',
        "takes whole numbers: give { low, high, whole = true }",
    ),
    ('[factors]\n"policy.span_of_control" = [7.5]', "policy.span_of_control must be a whole number"),
    ('method = "zip"\n[factors]\n"policy.fairness" = [1]\n"policy.autonomy" = [0, 1]', "need equally many values"),
    (
        '[[zip]]\n"policy.fairness" = [1]\n[factors]\n"policy.fairness" = [0]',
        "policy.fairness varies twice, by [factors]",
    ),
    ('[set]\n"policy.fairness" = 1\n[factors]\n"policy.fairness" = [0]', "varies by [factors], so set cannot fix it"),
    ('[arms.a]\n"policy.fairness" = 1\n[factors]\n"policy.fairness" = [0]', "so arms.a cannot fix it"),
    ('[arms.a]\n"policy.fairnes" = 1', "arms.a: policy.fairnes is unknown; did you mean 'policy.fairness'?"),
    ('[set]\n"run.weeks" = 3', "run.weeks is a setting of the design itself"),
    ('scenario = ["baseline", "baseline"]', "two scenarios have the same name"),
    ("scenario = []", "must name at least one"),
    ('scenario = "baselin"', "no shipped scenario 'baselin'"),
    ("replications = 0", "replications must be a whole number from 1, got 0"),
    (
        'replications = 100000\n[factors]\n"policy.fairness" = { low = 0, high = 1, steps = 101 }\n'
        '"policy.autonomy" = [0, 0.5, 1]',
        "a design has at most 20,000,000 runs, this one 30,300,000",
    ),
    ("replications = 1.5", "replications must be a whole number from 1, got 1.5"),
    ("seed = -1", "seed must be a whole number from 0, got -1"),
    ('replications = { outcome = "stres", narrower_than = 1 }', "no outcome is called 'stres'; did you mean 'stress"),
    ('replications = { outcome = "stress" }', "narrower_than is missing"),
    ('replications = { outcome = "stress", narrower_than = 0 }', "narrower_than must be a number above 0, got 0"),
    (
        'replications = { outcome = "stress", narrower_than = 1, at_least = 2 }',
        "at_least must be a whole number from 10",
    ),
    ('replications = { outcome = "stress", narrower_than = 1, arm = "b" }\n[arms.a]', "no arm is called 'b'"),
    ("title = 3", "title must be a text, got 3"),
    ("factors = 3", "factors: must be a table, got 3"),
    ("second_order = 1", "second_order must be true or false, got 1"),
    ('method = "list"\n[[points]]\n"policy.fairness" = 1\n[[points]]\n"policy.autonomy" = 1', "point 2 differs in"),
    ('method = "list"\npoints = "nowhere.csv"', "nowhere.csv: there is no such file"),
]


@pytest.mark.parametrize(("text", "expected"), BAD, ids=[text.replace("\n", " ") for text, _ in BAD])
def test_bad_designs(text: str, expected: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(text + "\n")
    with pytest.raises(InputError, match=re.escape(expected)) as error:
        cells_of(ts.Design.from_file(path))
    assert str(error.value).startswith(("bad", "nowhere", str(tmp_path)))


TEAMS = {"teams": [{"name": "a", "employees": 10}]}


def test_values_that_fit_only_together_are_no_error() -> None:
    together = {"population.employees": [20, 4], "teams.a.employees": [10, 2]}
    assert len(points(scenario={"extends": "baseline", **TEAMS}, zip=[together])) == 2


def test_a_point_that_contradicts_itself_is_named() -> None:
    crossed = {"population.employees": [20, 8], "teams.a.employees": [7, 9]}
    with pytest.raises(
        InputError, match=re.escape("(design: point 4 is population.employees = 8, teams.a.employees = 9)")
    ):
        cells_of(ts.Design({"extends": "baseline", **TEAMS}, crossed))


def test_unknown_designs_and_tables_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no shipped design 'surveillance-autonmy'.*did you mean"):
        load_design("surveillance-autonmy")
    for text, words in (
        ("a\n", "at least one line of values"),
        ("a,\n1,2\n", "needs a path of its own"),
        ("a\n1,2\n", "line 2: needs 1"),
    ):
        (tmp_path / "points.csv").write_text(text)
        (tmp_path / "listed.toml").write_text('method = "list"\npoints = "points.csv"\n')
        with pytest.raises(InputError, match=re.escape(words)):
            load_design(str(tmp_path / "listed.toml"))
    with pytest.raises(InputError, match="must be a list of values"):
        factor_of("x", "text", "here")


# -- the stopping rule ------------------------------------------------------------------------------------------------


def drawn(kind: str, rows: int, seed: int) -> np.ndarray:
    """Return toy studies: rows of draws with mean 0 and variance 1."""
    from scipy import stats

    kinds = {"normal": stats.norm(), "heavy tails": stats.t(5, scale=0.6**0.5), "skewed": stats.gamma(8, -8, 1)}
    scale = 8**0.5 if kind == "skewed" else 1.0
    return kinds[kind].rvs((rows, 400), random_state=seed) / scale


@pytest.mark.parametrize("kind", ["normal", "heavy tails", "skewed"])
@pytest.mark.parametrize("width", [0.7, 0.45])
def test_intervals_that_stopped_themselves_hold_the_truth_in_93_to_97_percent(kind: str, width: float) -> None:
    from trustsim.results import mean_interval

    rule = StoppingRule("stress", width, at_most=400)
    held, counts = 0, []
    for row in drawn(kind, 1_000, seed=1):
        runs = rule.at_least
        while (wanted := rule.wanted(row[None, :runs])) > runs:
            runs = wanted
        estimate = mean_interval(row[:runs])
        held += estimate.low <= 0.0 <= estimate.high
        counts.append(runs)
        assert runs == rule.at_most or estimate.high - estimate.low <= width
    assert 930 <= held <= 970
    assert len(set(counts)) > 3


def test_the_rule_stops_at_the_same_number_however_the_runs_came_in() -> None:
    rule = StoppingRule("stress", 0.5, at_most=300)
    row = drawn("normal", 1, seed=2)
    runs = rule.at_least
    while (wanted := rule.wanted(row[:, :runs])) > runs:
        runs = wanted
    assert rule.wanted(row) == runs
    assert runs >= rule.at_least + (AGREEING - 1) * rule.step


def test_the_rule_knows_the_ends() -> None:
    rule = StoppingRule("stress", 0.5, at_least=10, at_most=40)
    assert rule.wanted(np.zeros((1, 40))) == 20
    assert rule.wanted(np.full((1, 40), np.nan)) == 20
    assert rule.wanted(drawn("normal", 1, seed=1)[:, :40] * 100.0) == 40
    both = np.stack([np.zeros(40), drawn("normal", 1, seed=1)[0, :40] * 100.0])
    assert rule.wanted(both) == 40
