"""Two versions of the model: saved results beside those of this one, paired, with what differs, and clear refusals."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import trustsim as ts
from trustsim.cli import answer
from trustsim.errors import InputError, StoreError
from trustsim.results.store import write_parts
from trustsim.scenario import load

SIZE = {"population.employees": 24, "run.weeks": 12, "run.replications": 6, "run.seed": 5}
#: An effect of every version on what it counts: so much more stress, in its unit.
MORE = 9.0
#: The key of outcomes, as ``add_prefix`` leaves it.
KEY = "old_replication"
STRESS_BASE = "parameters.wellbeing.stress_base"

Change = Callable[[dict[str, Any]], None]


def small(scenario: str = "baseline", **values: Any) -> ts.Scenario:
    return load(scenario).override(SIZE | {key.replace("__", "."): value for key, value in values.items()})


def resaved(folder: Path, manifest: Change, frame: Callable[[pd.DataFrame], pd.DataFrame] | None = None) -> None:
    """Save results again as another version would have: with another manifest, and other outcomes."""
    document = json.loads((folder / "manifest.json").read_text())
    frames = {name.removesuffix(".parquet"): pd.read_parquet(folder / name) for name in document.pop("parts")}
    if frame is not None:
        frames["outcomes"] = frame(frames["outcomes"])
    kind = document.pop("kind")
    manifest(document)
    write_parts(folder, kind, {key: value for key, value in document.items() if key != "format"}, frames)


def older(document: dict[str, Any]) -> None:
    document["versions"] |= {"trustsim": "0.0.9", "model": "0123456789abcdef"}


def stressed(outcomes: pd.DataFrame) -> pd.DataFrame:
    return outcomes.assign(stress=outcomes["stress"] - MORE)


@pytest.fixture
def results(tmp_path: Path) -> Path:
    return ts.run(small()).save(tmp_path / "results")


@pytest.fixture
def comparison(tmp_path: Path) -> Path:
    return ts.compare(small(), [small("surveillance")]).save(tmp_path / "comparison")


def row(table: pd.DataFrame, outcome: str, **where: str) -> dict[Any, Any]:
    kept = table[table["outcome"] == outcome]
    for column, value in where.items():
        kept = kept[kept[column] == value]
    return kept.to_dict("records")[0]


def listed(found: ts.VersionComparison, name: str) -> list[str]:
    """Return of what kind something is that differs, and what both versions say."""
    (found_row,) = (of for of in found.settings.to_dict("records") if of["name"] == name)
    return [found_row["kind"], found_row["saved"], found_row["this"]]


# -- numbers ----------------------------------------------------------------------------------------------------------


def test_the_same_version_says_the_same_digit_by_digit(results: Path) -> None:
    found = ts.compare_versions(results)
    assert (found.table["difference"] == 0.0).all()
    assert found.settings.empty
    assert "digit by digit" in found.seen
    assert found.is_paired("baseline")
    assert found.is_same("baseline")


def test_what_another_version_says_otherwise_is_found(results: Path) -> None:
    resaved(results, older, stressed)
    found = ts.compare_versions(results)
    stress = row(found.table, "stress")
    assert stress["difference"] == pytest.approx(MORE)
    assert stress["low"] == pytest.approx(stress["high"]) == pytest.approx(MORE), "paired: luck is shared"
    assert stress["verdict"] == "higher"
    assert (found.table.loc[found.table["outcome"] != "stress", "difference"] == 0.0).all()
    versions = found.settings.set_index("name")["saved"].to_dict()
    assert versions == {"trustsim": "0.0.9", "model": "0123456789abcdef"}
    assert found.saved.name == "trustsim 0.0.9 (01234567)"


def test_saved_results_are_set_beside_saved_results(results: Path, tmp_path: Path) -> None:
    newer = ts.run(small()).save(tmp_path / "newer")
    resaved(results, older, stressed)
    pd.testing.assert_frame_equal(ts.compare_versions(results, newer).table, ts.compare_versions(results).table)
    back = row(ts.compare_versions(newer, results).table, "stress")
    assert back["difference"] == pytest.approx(-MORE)
    assert back["verdict"] == "lower"


def test_other_luck_is_not_paired(results: Path, tmp_path: Path) -> None:
    other = ts.run(small(run__seed=6)).save(tmp_path / "other")
    found = ts.compare_versions(results, other)
    assert not found.is_paired("baseline")
    assert "luck of its own" in found.caption
    stress = row(found.table, "stress")
    assert stress["low"] < stress["difference"] < stress["high"]
    assert stress["range_low"] != stress["range_low"], "single companies have no partner"


def test_runs_of_the_same_number_stand_side_by_side(results: Path, tmp_path: Path) -> None:
    more = ts.run(small(run__replications=9)).save(tmp_path / "more")
    found = ts.compare_versions(results, more)
    assert set(found.table["replications"]) == {6}
    assert (found.table["difference"] == 0.0).all()


def test_of_a_comparison_the_effect_of_the_policy_is_compared(comparison: Path) -> None:
    resaved(comparison / "scenario-1", older, stressed)
    resaved(comparison / "baseline", older)
    found = ts.compare_versions(comparison)
    assert found.labels == ["baseline", "surveillance"]
    stress = row(found.effects, "stress", scenario="surveillance")
    here = ts.compare(small(), [small("surveillance")]).table
    assert stress["this_difference"] == pytest.approx(row(here, "stress")["difference"])
    assert stress["this_difference"] - stress["saved_difference"] == pytest.approx(MORE)
    assert stress["change"] == pytest.approx(MORE)
    assert stress["verdict"] == "higher"
    attrition = row(found.effects, "attrition", scenario="surveillance")
    assert attrition["change"] == 0.0


# -- what differs -----------------------------------------------------------------------------------------------------


def changed(document: dict[str, Any]) -> None:
    """Another version, whose default of a parameter is another one, and which has one more."""
    older(document)
    document["scenario"]["parameters"]["wellbeing.stress_base"] = -1.25
    document["scenario"]["parameters"]["wellbeing.forgotten"] = 3.0
    document["hash"] = "0" * 64


def test_defaults_of_this_version_are_taken_and_the_others_listed(results: Path) -> None:
    resaved(results, changed)
    found = ts.compare_versions(results)
    here = str(load("baseline").get(STRESS_BASE))
    assert listed(found, STRESS_BASE) == ["parameter", "-1.25", here]
    assert listed(found, "parameters.wellbeing.forgotten") == ["parameter", "3.0", "not there"]
    assert not found.is_same("baseline")
    assert (found.table["difference"] == 0.0).all(), "what was asked has this version's defaults, as before"


def test_defaults_that_were_saved_are_kept_if_asked(results: Path) -> None:
    resaved(results, changed)
    found = ts.compare_versions(results, saved_defaults=True)
    assert STRESS_BASE not in set(found.settings["name"])
    expected = ts.run(small().override({STRESS_BASE: -1.25})).overall["stress"].mean()
    assert row(found.table, "stress")["this_value"] == pytest.approx(expected)


def test_what_was_set_stays_set(tmp_path: Path) -> None:
    folder = ts.run(small(policy__surveillance=0.4)).save(tmp_path / "set")
    found = ts.compare_versions(folder)
    assert found.this.arms["baseline"].values["policy.surveillance"] == 0.4
    assert (found.table["difference"] == 0.0).all()


def test_a_scenario_may_be_taken_as_it_is_meant_here(tmp_path: Path) -> None:
    folder = ts.run(small(policy__surveillance=0.4)).save(tmp_path / "set")
    found = ts.compare_versions(folder, scenarios=[small()])
    here = str(small().get("policy.surveillance"))
    assert listed(found, "policy.surveillance") == ["value", "0.4", here]
    assert row(found.table, "stress")["difference"] < 0.0


def test_outcomes_of_one_version_only_are_listed_and_units_are_not_mixed(results: Path) -> None:
    def other_outcomes(document: dict[str, Any]) -> None:
        for outcome in document["outcomes"]:
            if outcome["name"] == "stress":
                outcome["unit"] = "0-10"
            if outcome["name"] == "engagement":
                outcome["name"] = "zeal"

    resaved(results, other_outcomes, lambda outcomes: outcomes.rename(columns={"engagement": "zeal"}))
    found = ts.compare_versions(results)
    assert {"stress", "engagement", "zeal"}.isdisjoint(found.outcomes)
    assert listed(found, "stress") == ["outcome", "0-10", "0-100"]
    assert listed(found, "zeal") == ["outcome", "there", "not there"]
    assert listed(found, "engagement") == ["outcome", "not there", "there"]


# -- sweeps -----------------------------------------------------------------------------------------------------------


def swept(folder: Path, **changes: Any) -> Path:
    design: dict[str, Any] = {
        "factors": {"policy.surveillance": [0.0, 0.5, 1.0]}, "replications": 4, "seed": 3, "weeks": 4,
        "set": {"population.employees": 8}, "arms": {"fair": {"policy.fairness": 0.9}},
    }  # fmt: skip
    ts.sweep(ts.Design(**{**design, **changes}), folder)
    return folder


def test_sweeps_are_paired_point_by_point(tmp_path: Path) -> None:
    old, new = swept(tmp_path / "old"), swept(tmp_path / "new", factors={"policy.surveillance": [0.5, 1.0]})
    found = ts.compare_versions(old, new)
    assert len(found.labels) == 4
    assert "baseline, fair, policy.surveillance = 0.5" in found.labels
    assert (found.table["difference"] == 0.0).all()
    assert set(found.overall["scenario"]) == {"all points"}
    assert row(found.overall, "stress")["replications"] == 16
    assert found.settings.empty


def test_sweeps_at_other_defaults_differ_and_say_in_what(tmp_path: Path) -> None:
    old = swept(tmp_path / "old")
    new = swept(tmp_path / "new", set={"population.employees": 8, STRESS_BASE: 1.0})
    found = ts.compare_versions(old, new)
    stress = row(found.overall, "stress")
    assert stress["difference"] == pytest.approx(found.table.query("outcome == 'stress'")["difference"].mean())
    assert stress["low"] < stress["difference"] < stress["high"]
    assert found.settings["name"].tolist() == [STRESS_BASE]


def test_a_sweep_needs_one_of_this_version(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"holds a sweep: run its design with this version \(`trustsim sweep"):
        ts.compare_versions(swept(tmp_path / "old"))


# -- bad input --------------------------------------------------------------------------------------------------------


def test_refusals(results: Path, comparison: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no such folder"):
        ts.compare_versions(tmp_path / "nowhere")
    (tmp_path / "other").mkdir()
    with pytest.raises(StoreError, match="holds no saved results"):
        ts.compare_versions(tmp_path / "other")
    with pytest.raises(InputError, match="holds 'baseline' and no 'rto-abrupt': another scenario"):
        ts.compare_versions(results, scenarios=[small("surveillance").override({"name": "rto-abrupt"})])
    with pytest.raises(InputError, match="name two folders of one kind"):
        ts.compare_versions(results, comparison)
    longer = ts.run(small(run__weeks=13)).save(tmp_path / "longer")
    with pytest.raises(InputError, match=r"run\.weeks is 12 in .* and 13 in"):
        ts.compare_versions(results, longer)
    hybrid = ts.run(small("hybrid")).save(tmp_path / "hybrid")
    with pytest.raises(InputError, match="they have no scenario in common"):
        ts.compare_versions(results, hybrid)
    with pytest.raises(InputError, match="leave out scenarios and defaults"):
        ts.compare_versions(results, hybrid, saved_defaults=True)


def test_other_outcomes_are_refused(results: Path, tmp_path: Path) -> None:
    def renamed(document: dict[str, Any]) -> None:
        for outcome in document["outcomes"]:
            outcome["name"] = f"old_{outcome['name']}"

    resaved(results, renamed, lambda outcomes: outcomes.add_prefix("old_").rename(columns={KEY: "replication"}))
    with pytest.raises(InputError, match="have no outcome in common"):
        ts.compare_versions(results)


def test_a_scenario_that_is_not_understood_here_is_named(results: Path) -> None:
    def asked(document: dict[str, Any]) -> None:
        document["asked"]["policy"] = {"telepathy": 1.0}

    resaved(results, asked)
    with pytest.raises(InputError, match=r"'baseline' cannot be run as it was saved: .*policy\.telepathy is unknown"):
        ts.compare_versions(results)


def test_a_part_that_was_damaged_is_said(results: Path) -> None:
    with (results / "outcomes.parquet").open("r+b") as file:
        file.truncate(100)
    with pytest.raises(StoreError, match="was changed or damaged"):
        ts.compare_versions(results)


# -- command line -----------------------------------------------------------------------------------------------------


def test_the_command_says_saves_and_draws(comparison: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arm in ("baseline", "scenario-1"):
        resaved(comparison / arm, older, stressed if arm == "scenario-1" else None)
    out, figure = tmp_path / "out", tmp_path / "versions.svg"
    command = ["compare", "--with-version", str(comparison), "--out", str(out), "--figure", str(figure)]
    assert answer(command) == 0
    said = capsys.readouterr().out
    for part in ("compared with trustsim 0.0.9", "surveillance less baseline", "What differs", "0.0.9", "stress"):
        assert part in said
    assert {path.name for path in out.iterdir()} >= {"manifest.json", "outcomes.csv", "effects.csv", "settings.csv"}
    assert "<svg" in figure.read_text()
    assert answer(["compare", "--with-version", str(comparison), "--json", "--quiet"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["saved"]["versions"]["trustsim"] == "0.0.9"
    assert row(pd.DataFrame(document["outcomes"]), "stress", scenario="surveillance")["verdict"] == "higher"


def test_the_command_sets_sweeps_side_by_side(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = swept(tmp_path / "old"), swept(tmp_path / "new")
    assert answer(["compare", str(new), "--with-version", str(old)]) == 0
    said = capsys.readouterr().out
    assert "All 6 points and arms" in said
    assert "Nothing: the same versions, values and outcomes." in said


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--with-version", "nowhere"], "nowhere: there is no such folder"),
        (["--with-version", "results", "--seed", "3"], "--seed: --with-version takes it from the saved results"),
        (["--with-version", "results", "--set", "a=1"], "--set: --with-version takes it from the saved results"),
        (["rto-abrupt", "--with-version", "results"], "holds 'baseline' and no 'rto-abrupt'"),
        (["--saved-defaults"], "--saved-defaults goes with --with-version DIR"),
    ],
)
def test_bad_commands(
    arguments: list[str],
    expected: str,
    results: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(results.parent)
    assert answer(["compare", *arguments]) == 2
    said = capsys.readouterr()
    assert expected in said.err
    assert said.out == ""
