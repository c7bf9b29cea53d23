"""Maps: cells are comparisons, whatever their order; boundaries and ridges; files, errors, figures, the command."""

from __future__ import annotations

import csv
import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

import trustsim as ts
from trustsim.cli import answer
from trustsim.documentation.__main__ import main
from trustsim.errors import InputError, Interrupted, ScenarioError
from trustsim.scenario import shipped
from trustsim.studies import shipped_maps
from trustsim.studies.borders import crossings, ridge
from trustsim.studies.cells import REGIONS
from trustsim.studies.maps import map_plan
from trustsim.studies.phases import difference_of

SMALL = {"population.employees": 24}
SIZE: dict[str, Any] = {"set": SMALL, "replications": 4, "weeks": 20, "seed": 3}
X, Y = "population.opportunists", "policy.accountability"


def trust_first(x: list[float], y: list[float], **more: Any) -> ts.PhaseMap:
    return ts.phase_map("trust-first", {X: x}, {Y: y}, against="verify-first", **{**SIZE, **more})


@pytest.fixture(scope="module")
def found() -> ts.PhaseMap:
    return trust_first([0.0, 0.5, 1.0], [0.0, 1.0], outcomes=["productivity", "stress", "measured_productivity"])


@pytest.fixture(scope="module")
def dose() -> ts.PhaseMap:
    lines = {"as it is": {}, "open": {"policy.fairness": 1.0, "policy.surveillance_transparency": 1.0}}
    return ts.phase_map("baseline", {"policy.surveillance": [0.0, 0.5, 1.0]}, outcomes=["stress"], panels=lines, **SIZE)


# -- cells ------------------------------------------------------------------------------------------------------------


def test_a_cell_is_the_comparison_of_its_two_scenarios(found: ts.PhaseMap) -> None:
    for x, y in ((0.0, 1.0), (0.5, 0.0)):
        arms = [ts.load(name).override({**SMALL, X: x, Y: y}) for name in ("verify-first", "trust-first")]
        expected = ts.compare(arms[0], arms[1], replications=4, weeks=20, seed=3).table.set_index("outcome")
        cells = found.table.query(f"`{X}` == @x and `{Y}` == @y").set_index("outcome")
        columns = ["baseline_value", "scenario_value", "difference", "low", "high", "verdict", "better"]
        assert list(cells.index) == ["productivity", "stress", "measured_productivity"]
        assert cells[columns].equals(expected.loc[cells.index, columns])


def test_a_cell_of_values_is_the_run_of_its_scenario() -> None:
    found = ts.phase_map("baseline", {X: [0.1, 0.9]}, {Y: [0.2, 0.8]}, outcomes="stress", **SIZE)
    run = ts.run(ts.load("baseline").override({**SMALL, X: 0.9, Y: 0.2}), replications=4, weeks=20, seed=3)
    expected = run.summary().set_index("outcome").loc["stress", ["mean", "low", "high"]]
    assert list(found.table.query(f"`{X}` == .9 and `{Y}` == .2").iloc[0][["value", "low", "high"]]) == list(expected)
    assert "region" not in found.table
    assert found.boundary().empty


def test_a_dose_response_begins_at_zero_and_takes_off_its_own_beginning(dose: ts.PhaseMap) -> None:
    first = dose.table[dose.table["policy.surveillance"] == 0.0]
    assert (first[["difference", "low", "high"]] == 0.0).all(axis=None)
    base = ts.load("baseline").override({**SMALL, "policy.fairness": 1.0, "policy.surveillance_transparency": 1.0})
    arms = [base.override({"policy.surveillance": value}) for value in (0.0, 0.5)]
    expected = ts.compare(arms[0], arms[1], replications=4, weeks=20, seed=3).table.set_index("outcome").loc["stress"]
    row = dose.table.query("panel == 'open' and `policy.surveillance` == .5").iloc[0]
    assert [row["difference"], row["low"]] == [expected["difference"], expected["low"]]


@settings(max_examples=4)
@given(st.sets(st.sampled_from([0.0, 0.5, 1.0]), min_size=2), st.booleans())
def test_no_cell_depends_on_which_others_there_are_or_on_their_order(
    found: ts.PhaseMap, values: set[float], turned: bool
) -> None:
    here, there = {X: sorted(values)}, {Y: [0.0, 1.0]}
    sides = (there, here) if turned else (here, there)
    again = ts.phase_map("trust-first", *sides, against="verify-first", outcomes=found.plan.outcomes, **SIZE)
    order = [X, Y, "outcome"]
    expected = found.table[found.table[X].isin(values)].sort_values(order)
    assert again.table[expected.columns].sort_values(order).values.tolist() == expected.values.tolist()


def test_digits_do_not_depend_on_threads() -> None:
    one, two = (trust_first([0.0, 1.0], [0.0, 1.0], threads=threads) for threads in (1, 2))
    assert one.to_json() == two.to_json()


def test_panels_are_overrides_by_title_or_values_of_a_third_path() -> None:
    titled = trust_first([0.0, 1.0], [0.0, 1.0], panels={"near": {"policy.remote_days": 0.0}, "far": {}})
    third = trust_first([0.0, 1.0], [0.0, 1.0], panels={"policy.remote_days": [0.0, 5.0]})
    assert list(dict.fromkeys(third.table["panel"])) == ["remote days 0", "remote days 5"]
    assert (third.grid("productivity", "remote days 0", "low") == titled.grid("productivity", "near", "low")).all()
    assert (third.grid("productivity", "remote days 5", "low") != titled.grid("productivity", "far", "low")).any()


def test_a_mandate_that_one_arm_lacks_varies_in_the_other_only() -> None:
    days = {"mandates.rto.office_days": [0.0, 5.0]}
    found = ts.phase_map("rto-abrupt", days, {Y: [0.0, 1.0]}, against="baseline", **{**SIZE, "weeks": 30})
    values = found.grid("productivity", "", "baseline_value")
    assert (values[:, 0] == values[:, 1]).all()
    ordered = found.grid("productivity", "", "scenario_value")
    assert (ordered[:, 0] != ordered[:, 1]).all()


def test_an_interrupted_map_keeps_the_cells_that_were_finished() -> None:
    def stop(done: int, _: int) -> None:
        if done >= 10:
            raise KeyboardInterrupt

    with pytest.raises(Interrupted) as stopped:
        trust_first([0.0, 0.5, 1.0], [0.0, 1.0], progress=stop)
    kept = stopped.value.finished
    assert isinstance(kept, ts.PhaseMap)
    assert 0 < len(kept.table) < 6


# -- regions, boundary, ridge -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "differences", "region"),
    [
        ("productivity", [5.0, 5.1, 4.9], "wins"),
        ("productivity", [-5.0, -5.1, -4.9], "loses"),
        ("stress", [-5.0, -5.1, -4.9], "wins"),
        ("stress", [5.0, 5.1, 4.9], "loses"),
        ("productivity", [0.1, 0.11, 0.09], "no difference that matters"),
        ("productivity", [9.0, -9.0, 3.0], "not clear"),
        ("measured_productivity", [5.0, 5.1, 4.9], "higher"),
        ("measured_productivity", [9.0, -9.0, 3.0], "not clear"),
    ],
)  # fmt: skip
def test_regions(found: ts.PhaseMap, outcome: str, differences: list[float], region: str) -> None:
    one = np.array([80.0, 90.0, 100.0])
    said = difference_of(one, one + np.array(differences), found.outcome_facts[outcome])
    assert said["region"] == region


def test_regions_count_every_cell(found: ts.PhaseMap) -> None:
    counts = {row["outcome"]: row for row in found.regions().to_dict("records")}
    for name in ("productivity", "stress"):
        grid = found.grid(name, "", "region")
        assert {region: counts[name][region] for region in REGIONS} == {r: (grid == r).sum() for r in REGIONS}
        assert sum(counts[name][region] for region in REGIONS) == grid.size


def test_crossings_lie_where_a_line_between_neighbours_does() -> None:
    assert list(crossings(np.array([0.0, 1.0, 2.0, 4.0]), np.array([3.0, 1.0, -1.0, 3.0]))) == [(1, 1.5), (2, 2.5)]
    assert not list(crossings(np.array([0.0, 1.0]), np.array([1.0, np.nan])))


def test_a_boundary_lies_between_the_cells_that_are_clear(found: ts.PhaseMap) -> None:
    for row in found.boundary().to_dict("records"):
        assert 0.0 < row["crossing"] < 1.0
        assert not row["last_clear"] > row["crossing"]
        assert not row["first_clear"] < row["crossing"]


@given(st.floats(0.15, 0.75), st.floats(0.02, 0.1), st.booleans())
def test_a_ridge_is_as_wide_as_the_step_is(middle: float, half: float, falls: bool) -> None:
    values = np.linspace(0.0, 1.0, 2001)
    heights = np.clip(0.5 + 0.4 * (values - middle) / half, 0.0, 1.0)
    at_10, at_90 = ridge(tuple(values), heights[::-1] if falls else heights)
    expected = (1.0 - middle + half, 1.0 - middle - half) if falls else (middle - half, middle + half)
    assert (at_10, at_90) == pytest.approx(expected, abs=1e-3)


def test_a_ridge_that_is_not_reached_is_not_made_up() -> None:
    assert np.isnan(ridge((0.0, 1.0), np.array([0.0, 0.5]))[1])
    assert np.isnan(ridge((0.0, 1.0), np.array([0.5, 1.0]))[0])


def test_a_ridge_is_measured_along_its_path() -> None:
    mean = "population.trust_propensity.mean"
    found = ts.phase_map(
        "baseline", {mean: [0.1, 0.5, 0.9]}, {"policy.surveillance": [0.0, 1.0]}, outcomes="delegation", ridge=mean,
        **SIZE,
    )  # fmt: skip
    rows = found.ridge()
    assert list(rows["policy.surveillance"]) == [0.0, 1.0]
    assert rows["width"].between(0.0, 0.8).all()


def smaller(plan: ts.MapPlan) -> ts.MapPlan:
    """Return a map with the ends of its axes only, few people and few weeks."""
    sides = {
        side: replace(axis, values=axis.values[:: len(axis.values) - 1])
        for side, axis in zip("xy", plan.axes, strict=False)
    }
    return plan.but(**sides, replications=2, weeks=4, set={**plan.set, **SMALL})


# -- files ------------------------------------------------------------------------------------------------------------


def test_shipped_maps_load_and_are_no_scenarios() -> None:
    assert {"trust-first", "propensity-surveillance", "surveillance-dose"} <= set(shipped_maps())
    for name in shipped_maps():
        plan = ts.load_map(name)
        assert plan.title
        assert plan.story
    assert "surveillance-dose" not in shipped()


def test_shipped_maps_can_be_run() -> None:
    """With two values an axis and few people: every path is known and every value allowed."""
    for name in shipped_maps():
        plan = ts.load_map(name)
        found = ts.run_map(smaller(plan))
        assert len(found.table) == 2 ** len(plan.axes) * len(plan.panels) * len(plan.outcomes)


def test_a_file_names_scenarios_beside_it(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('extends = "baseline"\n[policy]\nautonomy = 0.9\n')
    text = 'scenario = "mine.toml"\nreplications = 2\n[x]\npath = "policy.surveillance"\nvalues = [0.0, 1.0]\n'
    (tmp_path / "map.toml").write_text(text)
    plan = ts.load_map(tmp_path / "map.toml")
    assert (plan.name, plan.scenario) == ("map", str(tmp_path / "mine.toml"))
    assert ts.load_map(str(tmp_path / "map.toml")) == plan


AXIS = {"path": "policy.surveillance", "values": [0.0, 1.0]}
WRONG: list[tuple[dict[str, Any], str]] = [
    ({}, "scenario is missing"),
    ({"scenario": "baseline"}, "x is missing"),
    ({"scenario": 3, "x": AXIS}, "scenario must be a text, got 3"),
    ({"scenario": "baseline", "x": AXIS, "outcome": []}, "'outcome' is unknown; did you mean 'outcomes'"),
    ({"scenario": "baseline", "x": AXIS, "outcomes": ["productivty"]}, "did you mean 'productivity'"),
    ({"scenario": "baseline", "x": AXIS, "outcomes": []}, "at least one outcome"),
    ({"scenario": "baseline", "x": AXIS, "replications": "many"}, "replications must be a whole number, got 'many'"),
    ({"scenario": "baseline", "x": {"path": "policy.surveillance"}}, "x: needs path and values"),
    ({"scenario": "baseline", "x": AXIS | {"values": 3}}, "must be a list of numbers or a range, got 3"),
    ({"scenario": "baseline", "x": AXIS | {"values": ["a", "b"]}}, r"needs numbers, got \['a', 'b'\]"),
    ({"scenario": "baseline", "x": AXIS | {"values": [0.0, float("inf")]}}, "needs numbers"),
    ({"scenario": "baseline", "x": AXIS | {"values": [0.5]}}, "needs 2 to 101 values, got 1"),
    ({"scenario": "baseline", "x": AXIS | {"values": [1.0, 0.0]}}, "must rise"),
    ({"scenario": "baseline", "x": AXIS | {"values": {"low": 0, "high": 1}}}, "a range needs low, high and steps"),
    ({"scenario": "baseline", "x": AXIS | {"values": {"low": 0, "high": 1, "steps": 999}}}, "from 2 to 101, got 999"),
    ({"scenario": "baseline", "x": {"path": "run.weeks", "values": [4, 8]}}, "run.weeks cannot vary within a map"),
    ({"scenario": "baseline", "x": AXIS, "y": AXIS}, "x and y are the same path"),
    ({"scenario": "baseline", "x": AXIS, "set": {"policy.surveillance": 0.3}}, "varies along map: x, so set cannot"),
    ({"scenario": "baseline", "x": AXIS, "set": {"run.seed": 3}}, "run.seed is a setting of the map itself"),
    ({"scenario": "baseline", "x": AXIS, "ridge": "policy.fairness"}, "ridge must be the path of x or y"),
    ({"scenario": "baseline", "x": AXIS, "panels": [{"set": {}}]}, "panels: each needs a title"),
    ({"scenario": "baseline", "x": AXIS, "panels": [{"title": "a"}, {"title": "a"}]}, "same title"),
    ({"scenario": "baseline", "x": AXIS, "panels": []}, "at least one outcome and one panel"),
]  # fmt: skip


@pytest.mark.parametrize(("document", "message"), WRONG, ids=[message for _, message in WRONG])
def test_a_wrong_map_says_what_is_wrong(document: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        map_plan(document)


def test_errors_of_scenarios_name_the_axis() -> None:
    with pytest.raises(ScenarioError, match=r"^x: policy.surveilance is unknown; did you mean 'policy.surveillance'"):
        ts.phase_map("baseline", {"policy.surveilance": [0.0, 1.0]})
    with pytest.raises(ScenarioError, match=r"^y: policy.autonomy must be a number from 0 to 1, not 3"):
        ts.phase_map("baseline", {"policy.surveillance": [0.0, 1.0]}, {"policy.autonomy": [0.0, 3.0]})
    arm = ts.load("trust-first").override({"run.weeks": 20})
    with pytest.raises(InputError, match=r"run.weeks is 104 and 20"):
        ts.phase_map(arm, {"policy.surveillance": [0.0, 1.0]}, against="baseline")
    with pytest.raises(InputError, match=r"no shipped map 'trust-frist'.*did you mean 'trust-first'"):
        ts.load_map("trust-frist")


# -- figures and files that are written -------------------------------------------------------------------------------


def words(found: ts.PhaseMap) -> str:
    figure = found.plot()
    return " ".join(t.get_text() for t in figure.findobj(Text) if isinstance(t, Text)).replace("\n", " ")


def test_a_figure_says_what_it_shows(found: ts.PhaseMap, dose: ts.PhaseMap) -> None:
    said = words(found)
    for text in ("trust-first less verify-first", "4 pairs of runs a cell", "not calibrated", "stress (0–100)"):
        assert text in said
    assert "accountability" in said
    said = words(dose)
    for text in ("as it is", "open", "at surveillance 0", "95% interval"):
        assert text in said


def test_every_tile_has_its_number_and_what_is_not_clear_is_hatched(found: ts.PhaseMap) -> None:
    figure = found.plot(["stress"])
    FigureCanvasAgg(figure).draw()
    tiles = figure.axes[0]
    numbers = [text.get_text().replace("−", "-") for text in tiles.texts]
    expected = found.grid("stress", "", "difference").ravel()
    assert [float(text) for text in numbers] == pytest.approx(expected, abs=0.51)
    unclear = np.isin(found.grid("stress", "", "region"), ["not clear", "no difference that matters"]).sum()
    assert len(tiles.patches) == unclear


def test_the_same_map_is_the_same_picture(found: ts.PhaseMap, dose: ts.PhaseMap, tmp_path: Path) -> None:
    from trustsim.plots import save_figure

    for one in (found, dose):
        files = [save_figure(one.plot(), tmp_path / f"{place}.png") for place in range(2)]
        assert files[0].read_bytes() == files[1].read_bytes()


def test_a_map_of_few_cells_or_many_can_be_drawn() -> None:
    for steps in (2, 40):
        side = {"low": 0.0, "high": 1.0, "steps": steps}
        found = ts.phase_map("trust-first", {X: side}, {Y: [0.0, 1.0]}, **{**SIZE, "weeks": 1, "replications": 1})
        FigureCanvasAgg(found.plot()).draw()


def test_saving_writes_tidy_tables(found: ts.PhaseMap, tmp_path: Path) -> None:
    folder = found.save(tmp_path / "map")
    with (folder / "cells.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 18
    assert [float(row["difference"]) for row in rows] == list(found.table["difference"])
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["kind"], manifest["seed"], manifest["x"]["path"]) == ("map", 3, X)
    assert found.save(folder) == folder


# -- the command ------------------------------------------------------------------------------------------------------

COMMAND = (
    "map", "trust-first", "--against", "verify-first", "--x", f"{X}=0:1:2", "--y", f"{Y}=0,0.5", "--replications", "3",
    "--weeks", "10", "--seed", "3", "--set", "population.employees=24",
)  # fmt: skip


def test_the_command_says_what_python_says(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    figure, out = tmp_path / "map.svg", tmp_path / "out"
    assert answer([*COMMAND, "--json", "--figure", str(figure), "--out", str(out)]) == 0
    told = json.loads(capsys.readouterr().out)
    found = trust_first([0.0, 1.0], [0.0, 0.5], replications=3, weeks=10)
    assert told["cells"] == found.to_dict()["cells"]
    assert (told["scenario"]["name"], told["against"]["name"]) == ("trust-first", "verify-first")
    assert figure.stat().st_size > 10_000
    assert {path.name for path in out.iterdir()} >= {"cells.csv", "manifest.json"}


def test_the_command_prints_a_table_a_panel(capsys: pytest.CaptureFixture[str]) -> None:
    assert answer([*COMMAND, "--panels", "policy.remote_days=0,5", "--quiet"]) == 0
    said = capsys.readouterr().out
    assert "trust-first less verify-first" in said
    assert "productivity (index) · remote days 5" in said
    assert "policy.accountability" in said


def test_a_shipped_map_takes_other_axes_and_outcomes(capsys: pytest.CaptureFixture[str]) -> None:
    command = "map --shipped surveillance-dose --replications 2 --weeks 8 --outcome stress --json"
    sides = "--x policy.surveillance=0,1 --set population.employees=24"
    assert answer([*command.split(), *sides.split()]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {cell["outcome"] for cell in told["cells"]} == {"stress"}
    assert len(told["cells"]) == 2 * 3


def test_map_alone_lists_what_is_shipped(capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(["map", "--json"]) == 0
    assert [each["name"] for each in json.loads(capsys.readouterr().out)["maps"]] == shipped_maps()


CASES = [
    ("map baseline", "map needs a scenario and --x PATH=LOW:HIGH:STEPS"),
    ("map --shipped trust-frist", "no shipped map 'trust-frist'"),
    ("map --shipped trust-first --file a.toml", "both name a map; leave one out"),
    ("map --file missing.toml", "missing.toml: there is no such file"),
    ("map baseline --x policy.surveillance", "--x policy.surveillance: give it as PATH=LOW:HIGH:STEPS"),
    ("map baseline --x policy.surveillance=0:1:many", "give it as PATH=LOW:HIGH:STEPS"),
    ("map baseline --x policy.surveillance=0:1:1", "--x: steps must be a whole number from 2"),
    ("map baseline --x policy.surveillance=1,0", "--x: the values of policy.surveillance must rise"),
    ("map baseline --x policy.surveilance=0,1", "--x: policy.surveilance is unknown; did you mean"),
    (
        "map baseline --x policy.surveillance=0,7",
        "--x: policy.surveillance must be a number from 0 to 1 (share), not 7",
    ),
    ("map baseline --x policy.surveillance=0,1 --outcome trust", "no outcome is called 'trust'"),
    ("map baseline --x policy.surveillance=0,1 --against nosuch", "no shipped scenario 'nosuch'"),
    ("map baseline --x policy.surveillance=0,1 --replications 0", "run.replications must be a whole number from 1"),
    ("map baseline --x policy.surveillance=0,1 --set policy.surveillance=.3", "varies along --x, so set cannot fix it"),
    ("map baseline --x policy.surveillance=0,1 --figure a.bmp", "must end in .pdf, .png or .svg"),
    ("map baseline --x policy.autonomy=0:1:101 --y policy.surveillance=0:1:101", "at most 5,000 cells"),
]


@pytest.mark.parametrize(("command", "message"), CASES, ids=[command for command, _ in CASES])
def test_bad_input_is_a_line_and_2(
    command: str, message: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert answer(command.split()) == 2
    said = capsys.readouterr()
    assert said.out == ""
    (line,) = said.err.splitlines()
    assert message in line
    assert not list(tmp_path.iterdir())


# -- the page of figures ----------------------------------------------------------------------------------------------


def test_the_page_shows_every_shipped_map_and_says_how_it_was_made() -> None:
    docs = Path(__file__).resolve().parents[1] / "docs"
    text = (docs / "figures.md").read_text(encoding="utf-8")
    for name in shipped_maps():
        assert f"](figures/{name}.png)" in text
        assert f"](figures/{name}.csv)" in text
        assert (docs / "figures" / f"{name}.png").is_file()
        with (docs / "figures" / f"{name}.csv").open(encoding="utf-8") as file:
            cells = list(csv.DictReader(file))
        plan = ts.load_map(name)
        assert len(cells) == plan.cells * len(plan.outcomes), f"{name}: make figures"
        block = text.partition(f"<!-- generated: {name} -->")[2].partition("<!-- end -->")[0]
        assert block.count("|") > 20, f"{name}: make figures"


@pytest.mark.parametrize("name", shipped_maps())
def test_figures_are_those_of_this_model(name: str) -> None:
    """Two corners of each committed map, run again, lie within the intervals that its figure was drawn with."""
    plan = ts.load_map(name)
    ends = [replace(axis, values=(axis.values[0], axis.values[-1])) for axis in plan.axes]
    again = ts.run_map(plan.but(**dict(zip("xy", ends, strict=False)), panels=plan.panels[-1:])).table
    docs = Path(__file__).resolve().parents[1] / "docs"
    drawn = pd.read_csv(docs / "figures" / f"{name}.csv", keep_default_na=False)
    paths = ["panel", *(axis.path for axis in plan.axes), "outcome"]
    both = again.assign(panel=again["panel"].astype(str)).merge(drawn, on=paths, suffixes=("", "_drawn"))
    assert len(both) == len(again)
    middle = "difference" if "difference" in both else "value"
    half = (both["high_drawn"] - both["low_drawn"]).astype(float) / 2.0 + 1e-6
    off = (both[middle] - both[f"{middle}_drawn"]).abs() > half
    assert not off.any(), f"the figure is out of date, make figures:\n{both[off]}"


def test_figures_are_made_by_a_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from trustsim.documentation import figures

    docs = Path(__file__).resolve().parents[1] / "docs"
    shutil.copy(docs / "figures.md", tmp_path)
    monkeypatch.setattr(figures, "load_map", lambda name: smaller(ts.load_map(name)))
    said = main(["--figures", str(tmp_path)])
    page = (tmp_path / "figures.md").read_text(encoding="utf-8")
    for name in shipped_maps():
        assert f"figures/{name}.png" in said
        assert (tmp_path / "figures" / f"{name}.png").stat().st_size > 10_000
    assert page != (docs / "figures.md").read_text(encoding="utf-8")
    assert main(["--figures", str(tmp_path)]) == said
    assert (tmp_path / "figures.md").read_text(encoding="utf-8") == page
