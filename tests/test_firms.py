"""Firms that differ: the shipped distribution, how it is checked, firms drawn from it, what a survey of them says."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import trustsim as ts
from trustsim.cli import answer
from trustsim.errors import InputError, ScenarioError
from trustsim.model.draws import keys, purpose_of, uniforms
from trustsim.scenario import Spread, differences, firms, load, shipped, spreads
from trustsim.scenario.population import draw
from trustsim.studies import quartile_contrast, run, survey

SPREADS = spreads()
MANY = draw(SPREADS, 4000, seed=3)
LINE = (
    '"policy.fairness" = { kind = "beta", mean = 0.5, sd = 0.2, low = 0, high = 1, unit = "0-1", climate = 0.7, '
    'source = "assumption" }'
)


def by_path(path: str) -> Spread:
    return next(spread for spread in SPREADS if spread.path == path)


def written(folder: Path, *lines: str, head: str = "[firms]") -> Path:
    path = folder / "mine.toml"
    path.write_text("\n".join([head, *lines]), encoding="utf-8")
    return path


# -- the shipped distribution


def test_firms_toml_is_shipped_and_is_no_scenario() -> None:
    assert "firms" not in shipped()
    with pytest.raises(ScenarioError, match="no shipped scenario 'firms'"):
        load("firms")


def test_levers_climate_and_the_quality_of_managers_differ() -> None:
    paths = {spread.path for spread in SPREADS}
    assert {"policy.fairness", "policy.surveillance", "policy.autonomy", "policy.support"} <= paths
    assert {"parameters.people.expertise_mean", "parameters.people.trait_spread"} <= paths
    assert sum(abs(spread.climate) >= 0.4 for spread in SPREADS) > 15


def test_the_typical_firm_is_the_baseline_where_that_has_a_middle() -> None:
    """A lever whose reference is 0.5 has its mean there, so that firms lie around the reference company."""
    baseline = load("baseline")
    for spread in SPREADS:
        if baseline.get(spread.path) == 0.5:
            assert spread.mean == pytest.approx(0.5), spread.path


@pytest.mark.parametrize("spread", SPREADS, ids=lambda spread: spread.path)
def test_drawn_values_have_the_distribution_of_their_line(spread: Spread) -> None:
    values = MANY[spread.path]
    assert values.min() >= spread.low
    assert values.max() <= spread.high
    width = spread.high - spread.low
    expected: Any = stats.uniform(spread.low, width)
    if spread.kind == "beta":
        mean, variance = (spread.mean - spread.low) / width, (spread.sd / width) ** 2
        both = mean * (1.0 - mean) / variance - 1.0
        expected = stats.beta(mean * both, (1.0 - mean) * both, spread.low, width)
    elif spread.kind == "normal":
        ends = ((end - spread.mean) / spread.sd for end in (spread.low, spread.high))
        expected = stats.truncnorm(*ends, spread.mean, spread.sd)
    assert stats.kstest(values, expected.cdf).statistic < 0.035


@pytest.mark.parametrize(
    ("one", "other"),
    [("policy.fairness", "policy.recognition"), ("policy.fairness", "policy.micromanagement"),
     ("policy.remote_days", "policy.support")],
)  # fmt: skip
def test_paths_correlate_by_the_product_of_their_loadings(one: str, other: str) -> None:
    found = pd.Series(MANY[one]).corr(pd.Series(MANY[other]), method="spearman")
    product = by_path(one).climate * by_path(other).climate
    assert found == pytest.approx(6.0 / np.pi * np.arcsin(product / 2.0), abs=0.05)


# -- drawing firms


def test_firms_are_the_same_for_a_seed_and_however_many_are_drawn() -> None:
    assert [firm.hash for firm in firms(3, seed=5)] == [firm.hash for firm in firms(8, seed=5)][:3]
    assert firms(1, seed=5)[0].hash != firms(1, seed=6)[0].hash
    assert len({firm.hash for firm in firms(20, seed=5)}) == 20


def test_a_path_more_changes_no_other(tmp_path: Path) -> None:
    more = LINE.replace("fairness", "candour")
    one, two = (firms(4, distribution=written(tmp_path, *lines)) for lines in ([LINE], [more, LINE]))
    assert [firm.get("policy.fairness") for firm in one] == [firm.get("policy.fairness") for firm in two]


def test_a_firm_is_the_base_with_other_values() -> None:
    base = load("rto-abrupt")
    firm = firms(2, seed=1, base=base)[1]
    assert set(differences(base, firm)) <= {spread.path for spread in SPREADS}
    assert len(differences(base, firm)) > 40
    assert firm.get("mandates.rto.office_days") == 5
    assert (firm.name, firm.title) == ("rto-abrupt-firm-2", "Firm 2 of 2")
    assert firm.sources["policy.fairness"] == "firms.toml"


def test_the_seed_is_the_bases_own_unless_given() -> None:
    base = load("baseline").override({"run.seed": 9})
    assert firms(1, base=base)[0].get("policy.fairness") == firms(1, seed=9)[0].get("policy.fairness")


# -- a distribution that is wrong


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (LINE.replace("fairness", "fairnes"), "policy.fairnes is unknown; did you mean 'policy.fairness'?"),
        (LINE.replace("policy.fairness", "run.profile"), "run.profile cannot differ between firms"),
        (LINE.replace('"beta"', '"gamma"'), "kind must be one of 'beta', 'normal', 'uniform', not 'gamma'"),
        (LINE.replace("0.7", "1.7"), "policy.fairness.climate must be a number from -1 to 1, not 1.7"),
        (LINE.replace("high = 1", "high = 2"), "policy.fairness: low and high must be a number from 0 to 1"),
        (LINE.replace("mean = 0.5", "mean = 1.0"), "mean must lie between low and high (0 and 1), not 1"),
        (LINE.replace("sd = 0.2", "sd = 0.6"), "policy.fairness.sd must be above 0 and, for a beta, below 0.5 here"),
        (LINE.replace('"0-1"', '"percent"'), "policy.fairness.unit must be that of the path, '0-1', not 'percent'"),
        (LINE.replace('"assumption"', '""'), "policy.fairness.source must be a line"),
        (LINE.replace("sd = 0.2, ", ""), "policy.fairness.sd is missing"),
        (LINE.replace("sd =", "sdd = 0.1, sd ="), "policy.fairness.sdd is unknown; did you mean 'sd'?"),
        (LINE.replace('"beta"', '"uniform"'), "policy.fairness.mean is unknown"),
        ('"policy.fairness" = 0.5', "policy.fairness must be a table"),
        ('"policy.fairness" = { kind = "beta", mean = nan, sd = 1, low = 0, high = 1 }', "mean must be a number"),
    ],
)  # fmt: skip
def test_a_wrong_line_is_named(tmp_path: Path, line: str, words: str) -> None:
    path = written(tmp_path, line)
    with pytest.raises(ScenarioError) as caught:
        spreads(path)
    assert words in str(caught.value)
    assert str(caught.value).startswith(str(path))


def test_a_file_that_is_a_scenario_is_refused() -> None:
    with pytest.raises(ScenarioError, match="firms must be a table with a line for each path"):
        spreads(Path(__file__).parents[1] / "scenarios" / "baseline.toml")


def test_validate_checks_a_distribution(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    right, wrong = (tmp_path / name / "firms.toml" for name in ("right", "wrong"))
    for path, line in ((right, LINE), (wrong, LINE.replace("0.7", "7"))):
        path.parent.mkdir()
        written(path.parent, line).rename(path)
    assert answer(("validate", str(right))) == 0
    assert answer(("validate", str(wrong))) == 2
    assert "policy.fairness.climate must be a number from -1 to 1, not 7" in capsys.readouterr().err


@pytest.mark.parametrize("n", [0, -1, 10_001, 2.5, True])
def test_the_number_of_firms_is_bounded(n: int) -> None:
    with pytest.raises(InputError, match=r"n must be a whole number from 1 to 10,000"):
        firms(n)


# -- a survey of firms


@pytest.fixture(scope="module")
def surveyed() -> pd.DataFrame:
    return survey(firms(64, seed=2, base=load("baseline").override({"population.employees": 64})), weeks=26)


def test_a_survey_has_a_row_for_each_firm(surveyed: pd.DataFrame) -> None:
    assert list(surveyed["firm"]) == list(range(64))
    assert {"policy.fairness", "stress", "engagement", "organisational_trust"} <= set(surveyed.columns)
    assert "run.weeks" not in surveyed.columns
    parts = ["leadership_trust", "competence_trust_in_managers", "interpersonal_trust_in_managers"]
    assert np.allclose(surveyed["organisational_trust"], surveyed[parts].mean(axis=1))


def test_the_kth_firm_is_run_as_the_kth_replication(surveyed: pd.DataFrame) -> None:
    firm = firms(6, seed=2, base=load("baseline").override({"population.employees": 64}))[5]
    alone = run(firm, replications=6, weeks=26).outcomes
    assert alone["stress"].iloc[5] == surveyed["stress"].iloc[5]


def test_a_survey_does_not_depend_on_threads(surveyed: pd.DataFrame) -> None:
    base = load("baseline").override({"population.employees": 64})
    again = survey(firms(4, seed=2, base=base), weeks=26, threads=1)
    assert (again["engagement"] == surveyed["engagement"].head(4)).all()


def test_firms_of_high_trust_have_less_stress_and_more_engagement(surveyed: pd.DataFrame) -> None:
    contrast = quartile_contrast(surveyed)
    stress, _, engagement = contrast.to_dict("records")
    assert stress["high"] < 1.0 < engagement["low"]
    ranked = surveyed.sort_values("organisational_trust")["stress"].to_numpy()
    assert stress["ratio"] == pytest.approx(ranked[-16:].mean() / ranked[:16].mean())
    assert (contrast["low"] < contrast["ratio"]).all()
    assert (contrast["ratio"] < contrast["high"]).all()


def test_the_interval_of_a_ratio_holds_the_true_one_as_often_as_it_says() -> None:
    """Two quarters drawn from known normals, 400 times: the 95% interval misses the ratio of means one time in 20."""
    held = 0
    for trial in range(400):
        shares = uniforms(keys(1, [trial])[0], np.arange(16), 0, purpose_of("test.ratio"))
        low, high = (stats.norm(mean, 6.0).ppf(shares[place]) for place, mean in enumerate((40.0, 80.0)))
        values = np.concatenate([low, np.full(32, 60.0), high])
        row = quartile_contrast(pd.DataFrame({"rank": np.arange(64.0), "stress": values}), ["stress"], by="rank").iloc[
            0
        ]
        held += row["low"] <= 2.0 <= row["high"]
    assert 0.92 <= held / 400 <= 0.98


def test_too_few_firms_and_unknown_columns_are_refused(surveyed: pd.DataFrame) -> None:
    with pytest.raises(InputError, match="needs 32 firms or more, not 31"):
        quartile_contrast(surveyed.head(31))
    with pytest.raises(InputError, match="no column 'stres'; did you mean 'stress'"):
        quartile_contrast(surveyed, ["stres"])
    with pytest.raises(InputError, match="at least one firm"):
        survey([])


def test_it_is_public() -> None:
    assert ts.firms is firms
    assert ts.survey is survey
    assert ts.quartile_contrast is quartile_contrast
