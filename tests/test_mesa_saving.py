"""Models on disk: split runs, and files that are refused."""

import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import trustsim as ts
from tests.toy import TOY
from tests.toy_models import SEED, Faithful, ToyEmployee, assert_same, managers, staff, toy
from trustsim.errors import StoreError
from trustsim.mesa_model import TrustModel
from trustsim.model import declarations
from trustsim.model.recording import Record


@pytest.fixture
def model() -> TrustModel:
    return toy()


RECORD = Record(weekly=True, teams=True, employees="all", managers=True, events=True, ledger="employee")


def test_a_split_run_equals_the_whole(tmp_path: Path) -> None:
    whole, half = toy(record=RECORD), toy(record=RECORD)
    for model in (whole, half):
        for _ in range(6):
            model.step()
            staff(model)[2].faith = 0.9
        managers(model)[1].surveillance = 1.0
        model.world.market = 1.0
    opened = TrustModel.open(half.save(tmp_path / "half.trust"), ruleset=TOY)
    assert (opened.week, opened.steps, opened.seed) == (6, 6, SEED)
    assert [agent.unique_id for agent in opened.agents_by_type[ToyEmployee]] == sorted(a.unique_id for a in staff(half))
    assert opened.causes("faith") == half.causes("faith")
    while whole.running:
        assert_same(whole, opened)
        whole.step()
        opened.step()
        assert whole.causes("faith") == opened.causes("faith")
    assert not opened.running
    assert {a.unique_id for a in staff(opened)} == {a.unique_id for a in staff(whole)}
    one, other = whole.recording(), opened.recording()
    for name in ("totals", "weekly", "teams", "employees", "managers", "ledger"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name), err_msg=name)
    assert one.events is not None
    assert other.events is not None
    for name in one.events:
        np.testing.assert_array_equal(one.events[name], other.events[name])


def test_a_split_run_of_a_scenario_equals_the_whole(tmp_path: Path) -> None:
    scenario = ts.load("rto-abrupt").override(
        {"run.weeks": 20, "population.employees": 30, "mandates.rto.announce_week": 6, "run.seed": 4}
    )
    record = ts.Record(groups=True, weekly=True)
    whole, half = (TrustModel(scenario, SEED, 3, record=record) for _ in range(2))
    for _ in range(7):
        half.step()
    opened = TrustModel.open(half.save(tmp_path / "half"))
    assert opened.settings == scenario
    for model in (whole, opened):
        model.run_model()
    assert_same(whole, opened)
    assert whole.results().equals(opened.results())
    assert list(opened.datacollector.get_model_vars_dataframe()["week"]) == list(range(7, 21))


def test_every_way_to_keep_people_is_saved(tmp_path: Path) -> None:
    for employees in ("all", range(2, 4), 0.5, None):
        record = Record(employees=employees)
        opened = TrustModel.open(toy(record=record).save(tmp_path / "model"), ruleset=TOY)
        assert opened.record == record


def test_mesas_own_luck_goes_on(tmp_path: Path) -> None:
    whole, half = toy(), toy()
    for model in (whole, half):
        model.step()
        assert model.random.random() != model.rng.random()
    opened = TrustModel.open(half.save(tmp_path / "half"), ruleset=TOY)
    assert [opened.random.random(), opened.rng.random()] == [whole.random.random(), whole.rng.random()]


def test_subclasses_are_given_again(tmp_path: Path) -> None:
    whole = toy(employee_class=Faithful)
    whole.step()
    path = whole.save(tmp_path / "faithful")
    with pytest.raises(StoreError, match="its own class 'Faithful': open it with employee_class=Faithful"):
        TrustModel.open(path, ruleset=TOY)
    opened = TrustModel.open(path, employee_class=Faithful, ruleset=TOY)
    whole.run_model()
    opened.run_model()
    assert_same(whole, opened)
    assert {type(agent) for agent in staff(opened)} == {Faithful}


def rewritten(path: Path, **changes: Any) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(parts["manifest.json"])
    parts["manifest.json"] = json.dumps({**manifest, **changes}).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def test_files_that_are_no_saved_model_are_refused(tmp_path: Path, model: TrustModel) -> None:
    path = model.save(tmp_path / "model")
    content = path.read_bytes()
    for broken in (
        b"",
        b"no zip at all",
        content[: len(content) // 2],
        content[:-40],
        content[:300] + b"\0\1" + content[302:],
    ):
        path.write_bytes(broken)
        with pytest.raises(StoreError, match="damaged or no saved model"):
            TrustModel.open(path, ruleset=TOY)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("hello.txt", "hello")
    with pytest.raises(StoreError, match="is no saved model"):
        TrustModel.open(path, ruleset=TOY)
    with pytest.raises(StoreError, match=r"cannot read .*No such file"):
        TrustModel.open(tmp_path / "nowhere", ruleset=TOY)
    with pytest.raises(StoreError, match="cannot read"):
        TrustModel.open(tmp_path, ruleset=TOY)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"trustsim": "99.0"}, r"was saved by trustsim 99\.0 and cannot be continued by"),
        ({"format": "trustsim model 0"}, "cannot be continued"),
        ({"rules": "none"}, "other rules"),
        ({"format": "something else"}, "is no saved model"),
        ({"plan": {"weeks": 3}}, "damaged"),
        ({"plan": None}, "damaged"),
        ({"record": {"ledger": "nobody"}}, "damaged"),
    ],
)
def test_files_of_another_version_are_refused(
    tmp_path: Path, model: TrustModel, changes: dict[str, Any], message: str
) -> None:
    path = model.save(tmp_path / "model")
    rewritten(path, **changes)
    with pytest.raises(StoreError, match=message):
        TrustModel.open(path, ruleset=TOY)


def test_a_state_out_of_range_is_refused(tmp_path: Path, model: TrustModel) -> None:
    model._tables[declarations.Employee][TOY.columns[declarations.Employee]["faith"], 0] = 7.0
    path = model.save(tmp_path / "model")
    with pytest.raises(StoreError, match="damaged"):
        TrustModel.open(path, ruleset=TOY)


def test_saving_is_all_or_nothing(tmp_path: Path, model: TrustModel, monkeypatch: pytest.MonkeyPatch) -> None:
    path = model.save(tmp_path / "model")
    content = path.read_bytes()

    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("numpy.lib.format.write_array", full)
    with pytest.raises(StoreError, match=r"cannot write .*No space left on device"):
        model.save(path)
    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]
    with pytest.raises(StoreError, match="cannot write"):
        model.save(tmp_path / "no" / "folder")
