"""A company's own numbers: what is read, what is refused and how, what comes of them, nothing half-written."""

import csv
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import trustsim as ts
from trustsim.errors import InputError, ScenarioError, StoreError
from trustsim.model.declarations import Employee
from trustsim.model.engine import simulate
from trustsim.model.recording import Record
from trustsim.model.week import MODEL
from trustsim.scenario import load, resolve
from trustsim.studies.company_data import MEASURES, read_cells
from trustsim.studies.company_data.design import design
from trustsim.studies.company_data.measures import Occasion, simulated

HEAD = "period,team,measure,value,unit,people"
ROWS = (
    "2026-01,,attrition_voluntary,1.5,% per month,60",
    "2026-02,,attrition_voluntary,1.2,% per month,60",
    "2026-Q1,,engaged_share,31,%,50",
    "2026-Q1,,stressed_share,40,%,50",
)


@pytest.fixture
def data(tmp_path):
    """Return what writes rows under a head and returns the file's path."""

    def write(*rows, head=HEAD):
        path = tmp_path / "numbers.csv"
        path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
        return path

    return write


# -- reading --------------------------------------------------------------------------------------------------------


def test_numbers_are_read_in_the_measures_own_unit(data):
    first, second, engaged, _ = read_cells(data(*ROWS))
    assert (first.period, first.measure.name, first.people) == ("2026-01", "attrition_voluntary", 60)
    assert first.value == pytest.approx(18.0)
    assert first.rounding == pytest.approx(12 * 0.1 / math.sqrt(12))
    assert second.first == first.first + 1
    assert (engaged.period, engaged.months, engaged.value) == ("2026-Q1", 3, 31.0)


@given(
    st.lists(st.tuples(st.sampled_from(sorted(MEASURES)), st.integers(0, 1000), st.integers(10, 5000)),
             min_size=1, max_size=8, unique_by=lambda row: row[0]),
    st.integers(1990, 2040), st.integers(1, 4),
)  # fmt: skip
def test_whatever_keeps_the_format_is_read(tmp_path_factory, rows, year, quarter):
    path = tmp_path_factory.mktemp("data") / "numbers.csv"
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.writer(file)
        writer.writerow(["people", "unit", "value", "measure", "period"])
        for name, tenths, people in rows:
            writer.writerow([people, MEASURES[name].units[-1], tenths / 10, name, f"{year}-Q{quarter}"])
    cells = read_cells(path)
    assert [(cell.measure.name, cell.people) for cell in cells] == [(name, people) for name, _, people in rows]
    assert [cell.value for cell in cells] == pytest.approx([tenths / 10 for _, tenths, _ in rows])


WRONG = {
    "a column is missing": (["2026-01,x,1,%"], "line 1: missing column people", "period,measure,value,unit"),
    "a column is misspelt": (ROWS, "unknown column 'peroid'; did you mean 'period'", HEAD.replace("period", "peroid")),
    "a column is there twice": (["2026-01,,,,,,"], "column 'team' is there twice", f"{HEAD},team"),
    "semicolons": (["2026-01;;x"], "separated by commas", HEAD.replace(",", ";")),
    "no rows": ([], "column names and no rows", HEAD),
    "a percentage above 100": (["2026-Q1,,engaged_share,131,%,50"], "line 2: engaged_share (%) must lie between 0 and"),
    "a negative rate": (["2026-01,,attrition,-1,% per month,50"], "between 0 and 100, not -1"),
    "no number": (["2026-01,,attrition,1.2%,% per month,50"], "value must be a number, not '1.2%'"),
    "a decimal comma": (['2026-01,,attrition,"1,2",% per month,50'], "decimals stand behind a point"),
    "not a number": (["2026-01,,attrition,nan,% per month,50"], "between 0 and 100, not nan"),
    "infinite": (["2026-01,,attrition,inf,% per month,50"], "between 0 and 100, not inf"),
    "an unknown measure": (["2026-01,,atrition,1,% per month,50"], "did you mean 'attrition'"),
    "a unit of another measure": (["2026-Q1,,engaged_share,31,0-100,50"], "the unit of engaged_share must be '%', not"),
    "mixed units": (
        ["2026-01,,attrition,1,% per month,50", "2026-02,,attrition,12,% per year,50"],
        "line 3: attrition of the company is in '% per year' here and in '% per month' in line 2",
    ),
    "months and quarters": (
        ["2026-01,,stress,40,0-100,50", "2026-Q2,,stress,40,0-100,50"], "line 3: stress of the company is by month and",
    ),
    "too few people": (["2026-01,ops,engaged_share,31,%,9"], "line 2: a number of 9 people is not read"),
    "half a person": (["2026-01,,engaged_share,31,%,50.5"], "people must be a whole number of people, not '50.5'"),
    "no date": (["January,,engaged_share,31,%,50"], "a month such as 2026-01 or a quarter such as 2026-Q1, not 'Jan"),
    "the thirteenth month": (["2026-13,,engaged_share,31,%,50"], "not '2026-13'"),
    "dates out of order": (
        ["2026-02,,stress,40,0-100,50", "2026-01,,stress,41,0-100,50"], "line 3: stress of the company: 2026-01 comes",
    ),
    "a row twice": (
        ["2026-01,,stress,40,0-100,50", "2026-01,,stress,41,0-100,50"], "line 3: stress of the company stands for 20",
    ),
    "a row too long": (["2026-01,,stress,40,0-100,50,7"], "line 2: has 7 values, not 6"),
    "an open quote": (['2026-01,,stress,"40,0-100,50'], "is no valid CSV"),
    "teams only": (["2026-01,ops,stress,40,0-100,50"], "has teams only"),
    "a team larger than all": (
        ["2026-01,,stress,40,0-100,50", "2026-01,ops,stress,40,0-100,51"], "team ops has 51 people, the whole com",
    ),
    "teams larger than all": (
        ["2026-01,,stress,40,0-100,50", "2026-01,a,stress,40,0-100,30", "2026-01,b,stress,40,0-100,30"],
        "its teams have 60 people together",
    ),
    "a team's name with a dot": (["2026-01,a.b,stress,40,0-100,50"], "a team's name"),
    "too long a time": (["2016-01,,stress,40,0-100,50", "2026-01,,stress,41,0-100,50"], "spans 121 months"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said_with_its_line(case, data):
    rows, says, *head = WRONG[case]
    path = data(*rows, head=head[0] if head else HEAD)
    with pytest.raises(ScenarioError) as caught:
        read_cells(path)
    assert says in str(caught.value)
    assert str(path) in str(caught.value)


def test_every_wrong_row_is_named_up_to_ten(data):
    with pytest.raises(ScenarioError) as caught:
        read_cells(data(*["2026-01,,stres,x,%,3"] * 20))
    lines = str(caught.value).splitlines()
    assert len(lines) == 11
    assert "more" in lines[-1]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"\n  \n", "is empty"),
        ("period,measure\n2026-01,Zufriedenheit \xe4".encode("latin-1"), "line 2: is no text in UTF-8"),
        (b"PK\x03\x04\0\0", "is a binary file"),
    ],
)
def test_what_is_no_csv_text_is_refused(content, says, tmp_path):
    path = tmp_path / "numbers.csv"
    path.write_bytes(content)
    with pytest.raises(ScenarioError, match=says):
        read_cells(path)


def test_a_file_of_100_megabytes_is_not_even_opened(tmp_path, monkeypatch):
    path = tmp_path / "numbers.csv"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    monkeypatch.setattr(type(path), "read_bytes", lambda self: pytest.fail("it was read"))
    with pytest.raises(ScenarioError, match=r"has 100\.0 MB"):
        read_cells(path)


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path):
    with pytest.raises(ScenarioError, match="no such file"):
        read_cells(tmp_path / "none.csv")
    with pytest.raises(ScenarioError, match="is a folder"):
        read_cells(tmp_path)


# -- measuring ------------------------------------------------------------------------------------------------------


def test_a_simulated_company_is_measured_as_the_outcomes_are():
    scenario = load("baseline").override({"population.employees": 48, "run.weeks": 26})
    plan = resolve(scenario)
    recording = simulate(MODEL, plan, seed=4, replications=[2], record=Record(weekly=True, teams=True, employees=[26]))
    assert recording.weekly is not None
    last = {name: recording.values(MODEL.outcomes[name], recording.weekly[:, 25])[0, 0] for name in MODEL.outcomes}
    for name in ("engagement", "engaged_share", "disengaged_share", "stressed_share", "satisfaction", "quit_intention"):
        assert simulated(Occasion(MEASURES[name], ((14, 26),)), recording, None) == pytest.approx(last[name])
    whole = recording.values(MODEL.outcomes["attrition"], recording.totals)[0, 0]
    assert simulated(Occasion(MEASURES["attrition"], ((1, 13), (14, 26))), recording, None) == pytest.approx(whole)
    teams = [simulated(Occasion(MEASURES["stress"], ((14, 26),)), recording, [row]) for row in range(6)]
    assert recording.employees is not None
    sizes = recording.employees[0, 0][MODEL.columns[Employee]["employed"]].reshape(6, 8).sum(axis=1)
    assert np.average(teams, weights=sizes) == pytest.approx(last["stress"])


def test_the_simulated_company_has_the_size_and_the_weeks_of_the_data(data):
    planned = design(read_cells(data(*ROWS)), {}, 1, "numbers.csv")
    assert planned.scenario.get("population.employees") == 60
    assert planned.scenario.weeks == 13
    attrition, engaged, _ = planned.series
    assert attrition.occasion.spans == ((1, 4), (5, 8))
    assert engaged.occasion.asked_in == (13,)
    assert engaged.target.error is not None
    assert engaged.target.error > 0.0  # fifty of sixty were asked


def test_inputs_for_which_a_measure_is_missing_are_not_free(data):
    planned = design(read_cells(data(*ROWS)), {}, 1, "numbers.csv")
    assert planned.problem.paths == [
        "environment.labour_market",
        "parameters.leaving.quit_rate",
        "parameters.wellbeing.engagement_base",
        "parameters.wellbeing.stress_base",
    ]
    assert "population.trust_propensity.mean" in [known.path for known in planned.lacking]
    known = design(read_cells(data(*ROWS)), {"environment.labour_market": 0.7}, 1, "numbers.csv")
    assert "environment.labour_market" not in known.problem.paths
    assert known.scenario.get("environment.labour_market") == 0.7


def test_only_teams_that_one_manager_can_lead_may_differ(data):
    rows = [f"2026-Q1,,engaged_share,31,%,{n}" for n in (400,)]
    rows += [f"2026-Q1,team-{n},engaged_share,31,%,{n}" for n in (10, 12, 14, 16, 18, 20, 22, 90)]
    planned = design(read_cells(data(*rows)), {}, 1, "numbers.csv")
    teams = {path.split(".")[1] for path in planned.problem.paths if path.startswith("teams.")}
    assert teams == {f"team-{n}" for n in (12, 14, 16, 18, 20, 22)}
    assert planned.passed_over.keys() == {"team-10", "team-90"}


# -- calibrating ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    path = tmp_path_factory.mktemp("data") / "numbers.csv"
    path.write_text("\n".join([HEAD, *ROWS]) + "\n", encoding="utf-8")
    return ts.calibrate(path, runs=60, seed=3, known={"policy.remote_days": 1})


def test_the_scenario_extends_the_baseline_and_gives_the_numbers(found):
    scenario = found.scenario()
    assert scenario.extends == "baseline"
    assert scenario.get("population.employees") == 60
    assert scenario.get("policy.remote_days") == 1
    assert "parameters.wellbeing.stress_base" in found.values
    assert scenario.get("parameters.wellbeing.stress_base") == found.values["parameters.wellbeing.stress_base"]
    assert found.fit["met"].all()
    changed = {path for path in scenario.changes() if path not in ("name", "title")}
    assert changed <= {"population.employees", "policy.remote_days", *found.values}


def test_words_say_what_the_numbers_do_not_tell(found):
    said = "\n".join(found.words)
    assert "population.trust_propensity.mean: not asked, since it needs a measure of trust_in_manager_share" in said
    assert "What policies do" in said
    for path in found.calibration.unidentified:
        assert f"{path}: not told" in said
        assert path not in found.values


def test_the_file_can_be_loaded_and_holds_the_intervals(found, tmp_path):
    path = found.save(tmp_path / "my-company.toml")
    loaded = load(path)
    assert loaded.name == "my-company"
    assert loaded.hash == found.scenario("my-company").hash
    text = path.read_text(encoding="utf-8")
    row = found.inputs.set_index("path").loc["parameters.wellbeing.stress_base"]
    assert f"({row['low']:.3g} to {row['high']:.3g}; before: -2.2 to 1.2)" in text
    assert [file.name for file in tmp_path.iterdir()] == ["my-company.toml"]


def test_nothing_is_left_where_nothing_can_be_written(found, tmp_path):
    with pytest.raises(StoreError, match="cannot write"):
        found.save(tmp_path / "none" / "my-company.toml")
    with pytest.raises(InputError, match=r"ends in \.toml"):
        found.save(tmp_path / "my-company.csv")
    assert not list(tmp_path.iterdir())


def test_what_follows_from_the_data_cannot_be_set(data):
    with pytest.raises(InputError, match=r"run\.weeks cannot be set here"):
        ts.calibrate(data(*ROWS), known={"run.weeks": 20})
    with pytest.raises(ScenarioError, match="remote_days"):
        ts.calibrate(data(*ROWS), known={"policy.remote_days": 9})
    known = {"parameters.wellbeing.stress_base": 0.0}
    with pytest.raises(InputError, match="tell none of the inputs"):
        ts.calibrate(data("2026-Q1,,stress,40,0-100,50"), known=known)


def test_numbers_that_drift_are_said_to_drift(data):
    rows = [f"2026-{month:02d},,stressed_share,{share},%,200" for month, share in enumerate((20, 22, 60, 64), start=1)]
    planned = design(read_cells(data(*rows)), {}, 1, "numbers.csv")
    assert planned.series[0].drift > 3.0
    steady = [
        f"2026-{month:02d},,stressed_share,{share},%,200" for month, share in enumerate((40, 42, 39, 41), start=1)
    ]
    assert abs(design(read_cells(data(*steady)), {}, 1, "numbers.csv").series[0].drift) < 1.0


def test_the_shipped_example_keeps_its_own_format():
    cells = read_cells("example")
    assert {cell.measure.name for cell in cells if not cell.team} >= {"attrition_voluntary", "engaged_share"}
    assert {cell.team for cell in cells} == {"", "platform", "support"}
    planned = design(cells, {}, 1, "example")
    assert not planned.lacking
