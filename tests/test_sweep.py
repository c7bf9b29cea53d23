"""Sweeps: the digits of ``run``, the same table however it came about, nothing lost or mixed when things go wrong."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import trustsim as ts
from trustsim.errors import InputError, Interrupted, StoreError
from trustsim.model.week import MODEL
from trustsim.studies import Sweep, estimate, load_design
from trustsim.studies.sweeps import agenda, batches, parts, running
from trustsim.studies.sweeps.ledger import FILE, LOCK

OUTCOMES = ["stress", "attrition", "leadership_trust"]
SMALL = {"set": {"population.employees": 6}, "weeks": 3, "seed": 4}
SURVEILLANCE = "policy.surveillance"


def small(**changes: Any) -> ts.Design:
    design: dict[str, Any] = {"factors": {SURVEILLANCE: [0.0, 0.5, 1.0]}, "replications": 25, **SMALL}
    return ts.Design(**{**design, "arms": {"fair": {"policy.fairness": 0.9}}, **changes})


def table(found: Sweep) -> bytes:
    """Return the final table without times, as bytes."""
    return found.frame().drop(columns="seconds").to_csv(index=False).encode()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Sweep:
    """An unbroken sweep."""
    return ts.sweep(small(), tmp_path_factory.mktemp("whole") / "sweep", workers=2)


@pytest.fixture
def short_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches of 20 runs, however fast the machine is: each run counts as a second."""
    monkeypatch.setattr(agenda, "LEAST_SECONDS", 1.0)
    monkeypatch.setattr(running, "LEAST_SECONDS", 20.0)
    monkeypatch.setattr(running, "FIRST_SECONDS", 20.0)


def after(runs: int) -> Callable[[int, int], None]:
    """Return a progress function that interrupts once so many runs are done."""

    def tell(done: int, total: int) -> None:
        if done >= runs:
            raise KeyboardInterrupt

    return tell


def interrupted(folder: Path, runs: int = 40, **changes: Any) -> Sweep:
    with pytest.raises(Interrupted) as stopped:
        ts.sweep(small(**changes), folder, executor="threads", workers=1, progress=after(runs))
    assert isinstance(stopped.value.finished, Sweep)
    return stopped.value.finished


# -- what it says -----------------------------------------------------------------------------------------------------


def test_the_table_has_a_row_for_each_run_with_the_digits_of_run(whole: Sweep) -> None:
    frame = whole.frame()
    head = ["run_id", "point", "arm", "scenario", SURVEILLANCE, "replication", "seed", "status", "seconds"]
    assert list(frame.columns) == [*head, *MODEL.outcomes]
    assert len(frame) == 3 * 2 * 25
    assert frame["run_id"].is_monotonic_increasing
    assert frame["run_id"].is_unique
    assert set(frame["status"]) == {"done"}
    for arm, fairness in (("baseline", {}), ("fair", {"policy.fairness": 0.9})):
        scenario = ts.load("baseline").override({**SMALL["set"], SURVEILLANCE: 0.5, **fairness})
        expected = ts.run(scenario, replications=25, seed=4, weeks=3).overall.drop(columns="replication")
        found = frame[(frame["arm"] == arm) & (frame[SURVEILLANCE] == 0.5)].sort_values("replication")
        assert found[list(MODEL.outcomes)].reset_index(drop=True).equals(expected)


def test_chosen_outcomes_and_the_dataset_on_the_disk(whole: Sweep) -> None:
    assert list(whole.frame(OUTCOMES).columns[-3:]) == OUTCOMES
    assert whole.frame(OUTCOMES)["stress"].equals(whole.frame()["stress"])
    dataset = whole.dataset()
    assert dataset.count_rows() == 150
    assert dataset.schema.names == ["run_id", "case", "replication", *MODEL.outcomes]
    with pytest.raises(InputError, match="no outcome is called 'stres'; did you mean 'stress"):
        whole.frame(["stres"])


def test_differences_are_those_of_a_paired_comparison(whole: Sweep, tmp_path: Path) -> None:
    found = whole.differences(OUTCOMES)
    assert len(found) == 3 * len(OUTCOMES)
    base = ts.load("baseline").override({**SMALL["set"], SURVEILLANCE: 1.0})
    fair = base.override({"policy.fairness": 0.9})
    expected = ts.compare(base, fair, replications=25, seed=4, weeks=3).table.set_index("outcome").loc[OUTCOMES]
    rows = found[(found["point"] == 2) & (found["arm"] == "fair")].set_index("outcome").loc[OUTCOMES]
    assert rows[SURVEILLANCE].eq(1.0).all()
    columns = ["unit", "baseline_value", "difference", "low", "high", "verdict"]
    assert rows[columns].equals(expected[columns])
    one = ts.sweep(small(arms={}, factors={}, replications=2), tmp_path / "one")
    with pytest.raises(InputError, match="has one arm only"):
        one.differences()


def test_cells_that_are_the_same_scenario_share_their_runs(tmp_path: Path) -> None:
    design = small(factors={"mandates.rto.office_days": [3, 5]}, arms={"mandate": {"scenario": "rto-abrupt"}}, weeks=30)
    found = ts.sweep(design, tmp_path / "shared")
    assert found.status().runs == 3 * 25
    frame = found.frame(OUTCOMES)
    assert len(frame) == 4 * 25
    one, other = (
        frame[(frame["arm"] == "baseline") & (frame["point"] == point)].drop(columns=["point", frame.columns[4]])
        for point in (0, 1)
    )
    assert one.reset_index(drop=True).equals(other.reset_index(drop=True))


def test_a_design_that_varies_nothing_is_a_run(tmp_path: Path) -> None:
    found = ts.sweep(small(factors={}, arms={}, replications=3), tmp_path / "one")
    assert found.frame(OUTCOMES)["replication"].sort_values().tolist() == [0, 1, 2]
    assert ts.open_sweep(tmp_path / "one").cells == found.cells


@pytest.mark.parametrize("name", ["surveillance-autonomy", "mandate-pace", "what-matters", "where-watching-hurts"])
def test_a_folder_holds_all_that_is_needed_to_go_on(name: str, tmp_path: Path) -> None:
    pytest.importorskip("SALib")
    from trustsim.studies.designs.cells import cells_of
    from trustsim.studies.sweeps import folder

    laid = cells_of(load_design(name))
    folder.create(tmp_path / "made", laid)
    found = ts.open_sweep(tmp_path / "made")
    assert found.cells.cells == laid.cells
    assert found.cells.cases == laid.cases
    assert folder.identity_of(found.cells) == folder.identity_of(laid)
    for case in found.cells.cases[:: max(1, len(laid.cases) // 20)]:
        assert found.cells.bases[case.base].scenario.override(case.values).hash == case.hash


def test_a_stopping_rule_runs_a_point_until_its_interval_is_narrow(tmp_path: Path, short_batches: None) -> None:
    rule = {"outcome": "stress", "narrower_than": 3.0, "at_least": 10, "at_most": 60, "step": 10}
    found = interrupted(tmp_path / "broken", 30, replications=rule)
    found = found.resume()
    frame = found.frame(["stress"])
    runs = frame.groupby(["point", "arm"]).size().unstack()
    assert runs["baseline"].equals(runs["fair"].rename("baseline"))
    assert runs["fair"].between(20, 60).all()
    wide = frame.pivot_table(index=["point", "replication"], columns="arm", values="stress")
    for _, rows in wide.groupby(level=0):
        paired = rows["fair"] - rows["baseline"]
        half = 1.96 * paired.std() / len(paired) ** 0.5
        assert len(paired) == 60 or 2 * half < 3.0
    assert table(found) == table(ts.sweep(small(replications=rule), tmp_path / "unbroken", workers=2))


# -- the same table however it came about -----------------------------------------------------------------------------


def test_interrupted_and_resumed_is_unbroken(whole: Sweep, tmp_path: Path, short_batches: None) -> None:
    found = interrupted(tmp_path / "sweep")
    now = found.status()
    assert 40 <= now.done < 150
    assert now.left == 150 - now.done == now.runs - now.done
    assert len(found.frame(OUTCOMES)) == now.done
    counts = found.frame(OUTCOMES).groupby(["point", "arm"]).size()
    assert counts.max() - counts.min() <= 20
    before = {path.name: path.read_bytes() for path in (tmp_path / "sweep" / "parts").iterdir()}
    resumed = ts.open_sweep(tmp_path / "sweep").resume(workers=2)
    assert table(resumed) == table(whole)
    assert all((tmp_path / "sweep" / "parts" / name).read_bytes() == content for name, content in before.items())
    assert resumed.verify() == []


def test_the_same_call_goes_on_and_then_has_nothing_to_do(whole: Sweep, tmp_path: Path, short_batches: None) -> None:
    interrupted(tmp_path / "sweep")
    found = ts.sweep(small(), tmp_path / "sweep")
    files = {path: path.stat().st_mtime_ns for path in (tmp_path / "sweep" / "parts").iterdir()}
    again = ts.sweep(small(), tmp_path / "sweep")
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "sweep" / "parts").iterdir()} == files
    assert table(again) == table(found) == table(whole)


def test_any_executor_and_processes_give_the_same_table(whole: Sweep, tmp_path: Path, short_batches: None) -> None:
    with ThreadPoolExecutor(3) as executor:
        assert table(ts.sweep(small(), tmp_path / "given", executor=executor)) == table(whole)
    assert table(ts.sweep(small(), tmp_path / "processes", executor="processes", workers=2)) == table(whole)


class Dying(Executor):
    """An executor whose worker dies at some batches, as a killed process does, and that never begins others."""

    def __init__(self, deadly: Callable[[int, Any], bool]) -> None:
        self.deadly, self.submitted = deadly, 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.submitted += 1
        if self.deadly(self.submitted, args[0]):
            future.set_exception(BrokenExecutor("a worker was killed"))
        else:
            future.set_result(fn(*args, **kwargs))
        return future


def test_batches_of_dead_workers_begin_again(whole: Sweep, tmp_path: Path, short_batches: None) -> None:
    executor = Dying(lambda number, _: number % 3 == 0)
    found = ts.sweep(small(), tmp_path / "sweep", executor=executor, workers=2)
    assert table(found) == table(whole)
    now = found.status()
    assert (now.done, now.failed) == (150, 0)
    assert now.batches_lost == executor.submitted // 3


def test_an_executor_that_takes_no_more_is_said_and_what_was_finished_is_kept(
    whole: Sweep, tmp_path: Path, short_batches: None
) -> None:
    executor = ThreadPoolExecutor(1)

    def tell(done: int, total: int) -> None:
        if done >= 40:
            executor.shutdown()

    with pytest.raises(InputError, match="the executor takes no more batches"):
        ts.sweep(small(), tmp_path / "sweep", executor=executor, progress=tell)
    assert 40 <= ts.open_sweep(tmp_path / "sweep").status().done < 150
    assert table(ts.sweep(small(), tmp_path / "sweep")) == table(whole)


def test_runs_that_kill_every_worker_are_given_up_and_said(whole: Sweep, tmp_path: Path, short_batches: None) -> None:
    deadly = Dying(lambda _, batch: 3 in batch.cases)
    found = ts.sweep(small(), tmp_path / "sweep", executor=deadly, workers=2)
    now = found.status()
    assert (now.done + now.failed, now.left) == (150, 0)
    assert 25 <= now.failed < 150
    assert set(found.failures()["error"]) == {"its worker died 5 times (BrokenExecutor: a worker was killed)"}
    assert table(found.resume(retry_failed=True)) == table(whole)


def test_workers_that_die_whatever_they_are_given_are_said_and_nothing_is_given_up(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="workers die whatever they are given"):
        ts.sweep(small(replications=2), tmp_path / "sweep", executor=Dying(lambda *_: True), workers=1)
    assert ts.open_sweep(tmp_path / "sweep").status().failed == 0


# -- failing runs -----------------------------------------------------------------------------------------------------


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Replication 7 fails in every scenario with full surveillance."""
    simulate = batches.simulate

    def sometimes(ruleset: Any, plan: Any, *, replications: Any, **more: Any) -> Any:
        watched = any(team.levers["surveillance"] == 1.0 for team in plan.teams)
        if watched and 7 in replications:
            raise ZeroDivisionError("nobody to divide by")
        return simulate(ruleset, plan, replications=replications, **more)

    monkeypatch.setattr(batches, "simulate", sometimes)
    yield
    monkeypatch.undo()


def test_a_run_that_fails_is_written_down_and_the_rest_goes_on(whole: Sweep, tmp_path: Path, failing: None) -> None:
    found = ts.sweep(small(), tmp_path / "sweep")
    now = found.status()
    assert (now.done, now.failed, now.left) == (148, 2, 0)
    assert found.failures()["error"].tolist() == ["ZeroDivisionError: nobody to divide by"] * 2
    assert set(found.failures()["replication"]) == {7}
    frame, expected = found.frame(), whole.frame()
    failed = frame["status"] == "failed"
    assert frame.loc[failed, "stress"].isna().all()
    assert frame[~failed].drop(columns="seconds").equals(expected[~failed].drop(columns="seconds"))
    assert found.verify() == []
    assert found.resume().status().failed == 2, "what failed is not tried again unless asked for"


def test_failed_runs_run_again_if_asked(whole: Sweep, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(batches, "simulate", _raise)
        found = ts.sweep(small(), tmp_path / "sweep")
        assert found.status().failed == 150
    assert table(found.resume(retry_failed=True)) == table(whole)


def _raise(*_: Any, **__: Any) -> Any:
    raise MemoryError("too large")


# -- what can go wrong on the disk ------------------------------------------------------------------------------------


def copy(found: Sweep, folder: Path) -> Path:
    shutil.copytree(found.folder, folder)
    return folder


def a_part(folder: Path) -> Path:
    return sorted((folder / parts.FOLDER).iterdir())[-1]


def damage(how: str, path: Path) -> None:
    if how == "truncated":
        path.write_bytes(path.read_bytes()[:-500])
    elif how == "changed":
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
    else:
        path.unlink()


@pytest.mark.parametrize("how", ["truncated", "changed", "missing"])
def test_damaged_parts_are_found_and_only_their_runs_run_again(how: str, whole: Sweep, tmp_path: Path) -> None:
    folder = copy(whole, tmp_path / "sweep")
    part = a_part(folder)
    damage(how, part)
    found = ts.open_sweep(folder)
    (problem,) = found.verify()
    assert re.fullmatch(rf"{part.name} (is missing|was changed or damaged since it was written)", problem)
    if how != "changed":
        with pytest.raises(StoreError, match=r"missing or damaged: `trustsim resume .*` runs its runs again"):
            found.frame()
    others = {path: path.read_bytes() for path in part.parent.iterdir() if path != part}
    assert table(found.resume()) == table(whole)
    assert all(path.read_bytes() == content for path, content in others.items())
    assert found.verify() == []


def test_what_a_kill_left_between_writing_and_committing_is_no_result(whole: Sweep, tmp_path: Path) -> None:
    folder = copy(whole, tmp_path / "sweep")
    shutil.copy(a_part(folder), folder / parts.FOLDER / "part-999999.parquet")
    (folder / parts.FOLDER / "part-999998.tmp").write_bytes(b"half")
    found = ts.open_sweep(folder)
    assert table(found) == table(whole)
    assert found.verify() == []
    found.resume()
    assert sorted(path.name for path in (folder / parts.FOLDER).iterdir()) == sorted(
        path.name for path in (whole.folder / parts.FOLDER).iterdir()
    )


def test_runs_of_another_version_are_not_mixed(whole: Sweep, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = copy(whole, tmp_path / "sweep")
    before = table(ts.open_sweep(folder))
    monkeypatch.setattr(running, "LEAST_SECONDS", 0.02)
    monkeypatch.setattr("trustsim.studies.sweeps.folder.model_version", lambda: "0.2.0+another")
    found = ts.open_sweep(folder)
    for go_on in (found.resume, lambda: ts.sweep(small(), folder)):
        with pytest.raises(StoreError, match=r"was begun by trustsim .* runs of two models are not mixed"):
            go_on()
    assert table(found) == before, "it can still be read"


def test_runs_of_other_defaults_are_not_mixed(whole: Sweep, tmp_path: Path) -> None:
    found = ts.open_sweep(copy(whole, tmp_path / "sweep"))
    assert found.status().current
    others = tuple(replace(case, hash="0" * 64) for case in found.cells.cases)
    found.cells = replace(found.cells, cases=others)
    assert not found.status().current
    with pytest.raises(StoreError, match=r"its defaults are others.* runs of two models are not mixed"):
        found.resume()


def test_a_worker_of_another_version_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "model_version", lambda: "0.2.0+another")
    with pytest.raises(StoreError, match="install the same trustsim everywhere"):
        ts.sweep(small(), tmp_path / "sweep")
    monkeypatch.undo()
    assert ts.open_sweep(tmp_path / "sweep").status().done == 0


def test_other_folders_are_left_alone(whole: Sweep, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    with pytest.raises(StoreError, match="holds other files, and they are kept"):
        ts.sweep(small(), tmp_path / "full")
    ts.run("baseline", replications=2, weeks=2).save(tmp_path / "results")
    with pytest.raises(StoreError, match="holds 'results', not 'sweep'"):
        ts.sweep(small(), tmp_path / "results")
    folder = copy(whole, tmp_path / "sweep")
    with pytest.raises(StoreError, match=r"holds the sweep of another design .* choose another folder"):
        ts.sweep(small(seed=5), folder)
    with pytest.raises(StoreError, match="holds other files, and they are kept"):
        ts.run("baseline", replications=2, weeks=2).save(folder)
    with pytest.raises(StoreError, match="holds no saved results"):
        ts.open_sweep(tmp_path / "full")
    (folder / FILE).unlink()
    with pytest.raises(StoreError, match=r"ledger.sqlite is missing"):
        ts.open_sweep(folder).resume()


def test_a_damaged_ledger_or_manifest_is_said(whole: Sweep, tmp_path: Path) -> None:
    folder = copy(whole, tmp_path / "ledger")
    (folder / FILE).write_bytes(b"no database at all" * 1000)
    with pytest.raises(StoreError, match=r"ledger.sqlite cannot be read"):
        ts.open_sweep(folder).status()
    folder = copy(whole, tmp_path / "cells")
    damage("changed", folder / "cells.parquet")
    with pytest.raises(StoreError, match=r"cells.parquet was changed or damaged"):
        ts.open_sweep(folder)
    folder = copy(whole, tmp_path / "manifest")
    manifest = json.loads((folder / "manifest.json").read_text())
    del manifest["design"]["seed"], manifest["bases"]
    (folder / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(StoreError, match="is damaged: its manifest cannot be understood"):
        ts.open_sweep(folder)


def test_one_process_writes_at_a_time_and_others_may_look(whole: Sweep, tmp_path: Path, short_batches: None) -> None:
    folder = tmp_path / "sweep"
    seen: list[int] = []

    def look(done: int, total: int) -> None:
        if done < 30 or seen:
            return
        found = ts.open_sweep(folder)
        seen.append(found.status().done)
        with pytest.raises(StoreError, match="another process runs this sweep; wait for it"):
            found.resume()
        code = f"import sqlite3; sqlite3.connect({str(folder / LOCK)!r}, timeout=0).execute('BEGIN EXCLUSIVE')"
        other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        assert "database is locked" in other.stderr

    found = ts.sweep(small(), folder, workers=1, progress=look)
    assert seen
    assert 30 <= seen[0] < 150
    assert table(found) == table(whole)


def test_a_full_disk_is_said_and_what_was_finished_is_kept(
    whole: Sweep, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, short_batches: None
) -> None:
    written = 0
    fsync = os.fsync

    def full(handle: int) -> None:
        nonlocal written
        written += 1
        if written > 12:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        fsync(handle)

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(StoreError, match=r"cannot write .*part-.*: No space left on device"):
            ts.sweep(small(), tmp_path / "sweep", workers=1)
    found = ts.open_sweep(tmp_path / "sweep")
    assert 0 < found.status().done < 150
    assert found.verify() == []
    assert not list((tmp_path / "sweep" / parts.FOLDER).glob("*.tmp"))
    assert table(found.resume()) == table(whole)


def test_a_ledger_that_cannot_be_written_is_said(
    whole: Sweep, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, short_batches: None
) -> None:
    from trustsim.studies.sweeps.ledger import Ledger

    finish = Ledger.finish
    calls = 0

    def full(self: Ledger, *arguments: Any) -> None:
        nonlocal calls
        calls += 1
        finish(self, *arguments)
        if calls == 4:
            raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(Ledger, "finish", full)
        with pytest.raises(StoreError, match=r"cannot write .*ledger.sqlite: database or disk is full"):
            ts.sweep(small(), tmp_path / "sweep", workers=1)
    found = ts.open_sweep(tmp_path / "sweep")
    assert found.status().batches == 3
    assert found.verify() == []
    assert table(found.resume()) == table(whole)


def test_where_nothing_can_be_written(whole: Sweep, tmp_path: Path) -> None:
    if not Path("/proc").is_dir():
        pytest.skip("needs a folder in which nobody can write")
    with pytest.raises(StoreError, match="cannot write in /proc"):
        ts.sweep(small(), "/proc/sweep")
    folder = copy(whole, tmp_path / "sweep")
    for path in (folder, folder / FILE, folder / parts.FOLDER):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        assert table(ts.open_sweep(folder)) == table(whole), "what is finished can be read"
        assert ts.open_sweep(folder).verify() == []
        if os.geteuid() != 0:  # root writes everywhere
            with pytest.raises(StoreError, match="cannot be written to"):
                ts.open_sweep(folder).resume()
    finally:
        for path in (folder, folder / FILE, folder / parts.FOLDER):
            path.chmod(0o755)


def test_wrong_executors() -> None:
    from trustsim.studies.sweeps.engines import Processes, Threads, engine_of

    for executor in ("cluster", 3):
        with pytest.raises(InputError, match="executor must be 'threads', 'processes', 'auto' or"):
            engine_of(executor, None)  # pyright: ignore[reportArgumentType]
    with pytest.raises(InputError, match="workers must be a whole number from 1, got 0"):
        engine_of(None, 0)
    assert isinstance(engine_of("auto", 2, seconds=5.0), Threads)
    assert isinstance(engine_of("auto", 1, seconds=5_000.0), Threads)
    engine = engine_of("auto", 2, seconds=5_000.0)
    assert isinstance(engine, Processes)
    engine.close()


def test_an_estimate_counts_runs_and_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from trustsim.studies.sweeps import estimating

    monkeypatch.setattr(estimating, "PROBE_SECONDS", 0.05)
    found = estimate(small(), tmp_path / "sweep", workers=2)
    assert (found.points, found.scenarios, found.runs, found.most_runs) == (3, 6, 150, 150)
    assert found.arms == ("baseline", "fair")
    assert found.bytes == found.most_bytes > 150 * len(MODEL.outcomes) * 8
    assert found.seconds > 0.0
    assert found.free_bytes
    assert list(tmp_path.iterdir()) == []
    rule = {"outcome": "stress", "narrower_than": 3.0, "at_least": 10, "at_most": 60}
    found = estimate(small(replications=rule), workers=2)
    assert (found.runs, found.most_runs) == (60, 360)
    assert found.most_seconds > 5.0 * found.seconds


# -- the command line -------------------------------------------------------------------------------------------------

DESIGN = """
title = "Small"
weeks = 3
seed = 4
replications = 25
[set]
"population.employees" = 6
[factors]
"policy.surveillance" = [0.0, 0.5, 1.0]
[arms.fair]
"policy.fairness" = 0.9
"""


@pytest.fixture
def file(tmp_path: Path) -> str:
    (tmp_path / "small.toml").write_text(DESIGN)
    return str(tmp_path / "small.toml")


def asked(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> tuple[str, str]:
    from trustsim.cli import answer

    assert answer(arguments) == code
    said = capsys.readouterr()
    return said.out, said.err


def test_the_commands(file: str, whole: Sweep, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store, csv = str(tmp_path / "sweep"), tmp_path / "table.csv"
    out, err = asked(capsys, "sweep", file, "--store", store, "--table", str(csv), "--workers", "2")
    assert "runs: 150 of 150 done, 0 left" in out
    assert err == f"table: {csv}\n"
    read = pd.read_csv(csv, dtype={"run_id": str}).drop(columns="seconds")
    assert read.to_csv(index=False).encode() == table(whole)
    assert asked(capsys, "verify", store) == (f"{store}: whole\n", "")
    found = json.loads(asked(capsys, "status", store, "--json")[0])
    assert (found["runs"], found["done"], found["left"], found["failures"]) == (150, 150, 0, [])
    damage("truncated", a_part(tmp_path / "sweep"))
    out, err = asked(capsys, "verify", store, code=1)
    assert "was changed or damaged" in err
    document = json.loads(asked(capsys, "verify", store, "--json", code=1)[0])
    assert not document["whole"]
    assert len(document["problems"]) == 1
    asked(capsys, "resume", store, "--quiet")
    assert table(ts.open_sweep(store)) == table(whole)


def test_a_dry_run(
    file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("trustsim.studies.sweeps.estimating.PROBE_SECONDS", 0.05)
    out, _ = asked(capsys, "sweep", file, "--dry-run", "--replications", "4", "--store", str(tmp_path / "sweep"))
    assert "3 points in 2 arms: 6 distinct scenarios\nruns: 24\ntime: about 0 seconds" in out
    document = json.loads(asked(capsys, "sweep", file, "--dry-run", "--json")[0])
    assert document["estimate"]["runs"] == 150
    assert not (tmp_path / "sweep").exists()


def test_shipped_designs_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert "surveillance-autonomy: Surveillance against autonomy" in asked(capsys, "sweep")[0]
    rows = json.loads(asked(capsys, "sweep", "--json")[0])["designs"]
    assert [row["name"] for row in rows] == [
        "mandate-pace",
        "surveillance-autonomy",
        "what-matters",
        "where-watching-hurts",
    ]


def test_failed_runs_are_listed_and_the_exit_code_is_1(
    file: str, tmp_path: Path, failing: None, capsys: pytest.CaptureFixture[str]
) -> None:
    out, err = asked(capsys, "sweep", file, "--store", str(tmp_path / "sweep"), "--engine", "threads", code=1)
    assert "148 of 150 done, 2 failed, 0 left" in out
    assert err.count("ZeroDivisionError: nobody to divide by") == 2


def test_an_interrupt_keeps_what_was_finished_and_is_130(
    file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, short_batches: None, capsys: pytest.CaptureFixture[str]
) -> None:
    from contextlib import nullcontext

    monkeypatch.setattr("trustsim.cli.sweeping.progress", lambda quiet: nullcontext(after(40)))
    store = str(tmp_path / "sweep")
    _, err = asked(capsys, "sweep", file, "--store", store, "--workers", "1", code=130)
    assert re.search(r"interrupted; kept: \d+ of 150 runs. Go on with `trustsim resume ", err)
    assert 40 <= ts.open_sweep(store).status().done < 150


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["sweep", "FILE"], "sweep needs --store DIR"),
        (["sweep", "nosuch", "--store", "x"], "no shipped design 'nosuch'"),
        (["sweep", "FILE", "--store", "x", "--engine", "gpu"], "--engine must be threads or processes, not 'gpu'"),
        (["sweep", "FILE", "--store", "x", "--engine", "threads", "--dask", "tcp://x:1"], "leave one out"),
        (["sweep", "FILE", "--store", "x", "--table", "a.xls"], "must end in .csv, .parquet or .nc, not '.xls'"),
        (["sweep", "FILE", "--store", "x", "--set", "policy.surveillance=1"], "varies by [factors], so set cannot fix"),
        (["sweep", "FILE", "--store", "x", "--replications", "0"], "replications must be a whole number from 1"),
        (["resume", "x"], "x holds no saved results"),
        (["status", "x"], "x holds no saved results"),
        (["verify", "x"], "x holds no saved results"),
    ],
)
def test_bad_input(
    arguments: list[str], expected: str, file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    out, err = asked(capsys, *(file if argument == "FILE" else argument for argument in arguments), code=2)
    assert out == ""
    assert expected in err
    assert [path.name for path in tmp_path.iterdir()] == ["small.toml"]
