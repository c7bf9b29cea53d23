"""What drivers compute, against what NumPy says that it must be; and a run's digits, whatever is run beside it."""

import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from tests.bench import BENCH, bench_plan
from trustsim.model import draws
from trustsim.model.compilation import cache_folder, kernels
from trustsim.model.declarations import Company, Employee, Entity, Manager, Team
from trustsim.model.engine import Batch, simulate
from trustsim.model.kernels import kernel_text, units
from trustsim.model.kernels.text import BLOCK
from trustsim.model.mechanism import Mechanism
from trustsim.model.plain import PlainDriver
from trustsim.model.plan import CompanyPlan, Plan, TeamPlan
from trustsim.model.recording import Record, Recording
from trustsim.model.rules import RuleSet
from trustsim.model.week import MODEL
from trustsim.scenario import load, resolve

Floats = npt.NDArray[np.float64]
SEED = 4

#: Companies and their teams: many small, teams of one, one team that fills several blocks, more teams than a block.
PLANS = {
    "two companies": bench_plan((4, 1, 7), (3, 2)),
    "teams of one": bench_plan((1, 1, 1)),
    "one seat": bench_plan((1,), weeks=40),
    "a team over blocks": bench_plan((3, 2 * BLOCK + 100), (5,), weeks=6),
    "teams over blocks": bench_plan((1, 2) * BLOCK, (1,), weeks=6),
}
PLAIN = ("two companies", "teams of one", "one seat")
CASES = [(name, False) for name in PLANS] + [(name, True) for name in PLAIN]


def names_of(case: tuple[str, bool]) -> str:
    return f"{case[0]}, {'agent by agent' if case[1] else 'compiled'}"


class Bench:
    """A batch of two runs of the bench, and the values of its columns before and after a week."""

    def __init__(self, plan: Plan, plain: bool = False) -> None:
        self.batch = Batch(BENCH, plan, SEED, [3, 8])
        if plain:
            self.batch.driver = PlainDriver(self.batch)
        self.batch.start()
        self.before = self.batch.state.copy()

    def weeks(self) -> Iterator[int]:
        """Step through the weeks of the plan, one week at a time."""
        while self.batch.week < self.batch.plan.weeks:
            self.before = self.batch.state.copy()
            self.batch.step()
            yield self.batch.week

    def was(self, name: str, entity: Entity = Employee) -> Floats:
        return self.before.column(entity, name)

    def now(self, name: str, entity: Entity = Employee) -> Floats:
        return self.batch.state.column(entity, name)

    def luck(self, purpose: str, when: npt.ArrayLike, entity: Entity = Employee) -> Floats:
        """Return the four uniforms of a purpose: word, run, row."""
        identity = self.batch.layout.identity[entity]
        number = draws.purpose_of(purpose)
        whens = np.broadcast_to(np.asarray(when, dtype=np.uint64), (2, len(identity)))
        runs = [draws.uniforms(self.batch.keys[run], identity, whens[run], number) for run in range(2)]
        return np.stack(runs, axis=1)

    def stayed(self) -> npt.NDArray[np.bool_]:
        """Tell of each seat whether the same person was employed before and sits there now."""
        return (self.was("employed") == 1.0) & (self.was("occupant") == self.now("occupant"))


@pytest.fixture(params=CASES, ids=names_of)
def bench(request: pytest.FixtureRequest) -> Bench:
    name, plain = request.param
    return Bench(PLANS[name], plain)


# -- what is computed -------------------------------------------------------------------------------------------------


def test_draws_are_those_of_seat_week_and_purpose(bench: Bench) -> None:
    """Every rule's draw is the pure function of its key, on each entity and in every week."""
    for week in bench.weeks():
        word = week + draws.WEEK_OFFSET
        expected, mine = bench.luck("luck.draw", word), bench.stayed()
        for place, name in enumerate(("luck_a", "luck_b", "luck_c", "luck_d")):
            np.testing.assert_array_equal(bench.now(name)[mine], expected[place][mine])
        for entity, rule in ((Manager, "draw_for_managers"), (Company, "draw_for_companies")):
            np.testing.assert_array_equal(bench.now("luck", entity), bench.luck(f"luck.{rule}", word, entity)[0])


def test_traits_are_drawn_by_seat_and_occupant(bench: Bench) -> None:
    """A person keeps them; a newcomer brings new ones; what holds at the start holds at the start only."""
    veterans = bench.luck("seats.there_before", 0)[0]
    np.testing.assert_array_equal(bench.now("trait", Manager), bench.luck("seats.appointed", 0, Manager)[0])
    np.testing.assert_array_equal(bench.now("veteran"), veterans)
    for _ in bench.weeks():
        occupant = bench.now("occupant")
        np.testing.assert_array_equal(bench.now("trait"), bench.luck("seats.born", occupant)[0])
        np.testing.assert_array_equal(bench.now("veteran"), np.where(occupant == 0.0, veterans, 0.0))


def reductions(bench: Bench) -> dict[tuple[Entity, str], Floats]:
    """Work out every reduction of the bench from the state before the week, seat by seat."""
    value, employed, layout = bench.was("luck_a"), bench.was("employed"), bench.batch.layout
    teams, companies = layout.team_of_seat, layout.company_of_team
    total, heads = (np.zeros((2, len(companies))) for _ in range(2))
    for seat, team in enumerate(teams):
        total[:, team] += value[:, seat] * employed[:, seat]
        heads[:, team] += employed[:, seat]
    of_company = [
        np.stack([x[:, companies == c].sum(axis=1) for c in range(companies.max() + 1)], 1) for x in (total, heads)
    ]
    over = {
        (Employee, "peers"): (total[:, teams] - value * employed, heads[:, teams] - employed),
        (Manager, "reports"): (total, heads),
        (Team, "reports"): (total, heads),
        (Company, "staff"): (of_company[0], of_company[1]),
    }
    found = {}
    for (entity, whom), (sums, counts) in over.items():
        found[entity, f"of_{whom}_sum"] = sums
        found[entity, f"of_{whom}_mean"] = np.where(counts > 0.0, sums / np.where(counts > 0.0, counts, 1.0), -7.0)
    return found


def test_reductions_are_over_the_employed_at_the_start_of_the_phase(bench: Bench) -> None:
    """Empty seats do not count, one's own row is left out of peers, and nobody has the declared value."""
    nobody = 0
    for _ in bench.weeks():
        for (entity, name), expected in reductions(bench).items():
            mine = bench.stayed() if entity is Employee else np.ones_like(expected, dtype=bool)
            np.testing.assert_allclose(bench.now(name, entity)[mine], expected[mine], rtol=1e-12, atol=1e-12)
            nobody += int((expected[mine] == -7.0).sum())
    alone = (np.bincount(bench.batch.layout.team_of_seat) == 1).any()
    assert nobody > 0 or not alone


def test_channels_gather_their_contributions(bench: Bench) -> None:
    """Sum, product and noisy-or, in the order of registration; without contributions their identity."""
    for _ in bench.weeks():
        given = [0.5 * (bench.was(a) + bench.was(b)) for a, b in (("luck_b", "luck_c"), ("luck_c", "luck_d"))]
        given.append(bench.now("trait"))
        expected = {
            "sum": (given[0] + given[1]) + given[2],
            "product": given[0] * given[1] * given[2],
            "at_most_one": 1.0 - (1.0 - (1.0 - (1.0 - given[0]) * (1.0 - given[1]))) * (1.0 - given[2]),
        }
        mine = bench.stayed()
        for operation, value in expected.items():
            kept = bench.now(f"kept_fed_{operation}")
            np.testing.assert_allclose(kept[mine], value[mine], rtol=1e-14)
            unfed = bench.now(f"kept_unfed_{operation}")[mine]
            assert (unfed == (1.0 if operation == "product" else 0.0)).all()


def test_rows_read_what_stands_above_them(bench: Bench) -> None:
    """Levers of team, company and world, changed by the timeline; the week; the rows of manager and company."""
    layout = bench.batch.layout
    team, company = layout.team_of_seat, layout.company_of_team[layout.team_of_seat]
    levers = np.array([plan.levers["lever"] for plan in bench.batch.plan.teams])
    charters = np.array([plan.levers["charter"] for plan in bench.batch.plan.companies])
    for week in bench.weeks():
        levers[0] = 0.9 if week >= 4 else levers[0]
        charters[:] = 0.6 if week >= 6 else charters
        season = 0.75 if week >= 5 else 0.25
        expected = {
            "lever": levers[team], "charter": charters[company], "season": season, "week": float(week),
            "boss": bench.now("luck", Manager)[:, team], "company": bench.now("luck", Company)[:, company],
        }  # fmt: skip
        mine = bench.stayed()
        for name, value in expected.items():
            shown = np.broadcast_to(value, mine.shape)
            np.testing.assert_array_equal(bench.now(f"seen_{name}")[mine], shown[mine], err_msg=name)


def test_rules_run_for_whom_they_are_declared(bench: Bench) -> None:
    """The employed leave, empty seats wait and are refilled, all seats age; a newcomer begins anew."""
    left = filled = 0
    for week in bench.weeks():
        gone = bench.luck("seats.leave", week + draws.WEEK_OFFSET)[0] < 0.2
        was_empty = bench.was("employed") == 0.0
        empty = was_empty | gone
        waited = np.where(was_empty, bench.was("empty_weeks"), 0.0) + 1.0
        found = empty & (waited > 3.0)
        np.testing.assert_array_equal(bench.now("employed"), np.where(empty & ~found, 0.0, 1.0))
        np.testing.assert_array_equal(bench.now("empty_weeks"), np.where(empty & ~found, waited, 0.0))
        np.testing.assert_array_equal(bench.now("occupant"), bench.was("occupant") + found)
        np.testing.assert_array_equal(bench.now("all_weeks"), np.where(found, 100.0, bench.was("all_weeks") + 1.0))
        assert (bench.now("arrived") == 0.0).all()
        left, filled = left + int((gone & ~was_empty).sum()), filled + int(found.sum())
    assert left > 0
    assert filled > 0


def test_helpers_are_the_same_compiled_and_in_plain_python() -> None:
    """Every helper, over draws that reach into its corners: not one bit differs."""
    plan = bench_plan((40,), weeks=3)
    compiled, plain = Bench(plan), Bench(plan, plain=True)
    for _ in zip(compiled.weeks(), plain.weeks(), strict=True):
        for name in ("grown", "numbers", "beliefs", "moved"):
            np.testing.assert_array_equal(compiled.now(name), plain.now(name), err_msg=name)


@pytest.mark.parametrize("plain", [False, True], ids=["compiled", "agent by agent"])
def test_a_mechanism_switched_off_contributes_nothing_and_stands_still(plain: bool) -> None:
    bench = Bench(bench_plan((4, 3), leaving=0.0), plain)
    next(bench.weeks())
    for name in ("luck", "channels"):
        bench.batch.switch(name, on=False)
    next(bench.weeks())
    for name in ("luck_a", "kept_fed_sum"):
        np.testing.assert_array_equal(bench.now(name), bench.was(name))
    bench.batch.switch("channels", on=True)
    next(bench.weeks())
    np.testing.assert_array_equal(bench.now("luck_a"), bench.was("luck_a"))
    for wired in BENCH.rules:
        if wired.rule.phase == "contribution":
            bench.batch.on[wired.number] = 0
    next(bench.weeks())
    for operation, identity in (("sum", 0.0), ("product", 1.0), ("at_most_one", 0.0)):
        assert (bench.now(f"kept_fed_{operation}") == identity).all()


def test_a_seat_is_the_same_in_a_larger_company() -> None:
    """What a person draws depends on company, team and place, not on who else is there."""
    small, large = Bench(bench_plan((4, 1, 7), (3, 2))), Bench(bench_plan((9, 1, 7, 5), (3, 2, BLOCK)))
    for _ in zip(small.weeks(), large.weeks(), strict=True):
        for name in ("trait", "luck_a", "occupant"):
            np.testing.assert_array_equal(small.now(name)[:, :4], large.now(name)[:, :4])
            np.testing.assert_array_equal(small.now(name)[:, 4:12], large.now(name)[:, 9:17])
            np.testing.assert_array_equal(small.now(name)[:, 12:17], large.now(name)[:, 22:27])


# -- whatever is run beside it ----------------------------------------------------------------------------------------

RECORD = Record(weekly=True, teams=True, groups=True, employees="all", managers=True, events=True, ledger="team")


@pytest.fixture(scope="module")
def plan() -> Plan:
    short = {"run.weeks": 8, "population.employees": 27, "mandates.rto.announce_week": 2}
    return replace(resolve(load("rto-abrupt").override(short)), burn_in=4)


@pytest.fixture(scope="module")
def whole(plan: Plan) -> Recording:
    return simulate(MODEL, plan, seed=SEED, replications=range(14), record=RECORD, threads=1)


def assert_equal(one: Recording, other: Recording) -> None:
    """Assert that not one bit differs, in anything that was kept."""
    assert one.replications == other.replications
    for name in ("totals", "weekly", "teams", "employees", "managers", "ledger"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name), err_msg=name)
    for name, sums in one.groups.items():
        np.testing.assert_array_equal(sums, other.groups[name], err_msg=name)


@pytest.mark.parametrize("threads", [2, 3, 7])
def test_no_digit_depends_on_threads_or_chunks(plan: Plan, whole: Recording, threads: int) -> None:
    """Replications are cut into chunks by the number of threads."""
    assert_equal(simulate(MODEL, plan, seed=SEED, replications=range(14), record=RECORD, threads=threads), whole)


@pytest.mark.parametrize("size", [1, 5, 14])
def test_no_digit_depends_on_the_size_of_chunks(
    plan: Plan, whole: Recording, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def chunks(replications: range, *_: int) -> list[range]:
        return [replications[first : first + size] for first in range(0, len(replications), size)]

    monkeypatch.setattr("trustsim.model.threads._chunks", chunks)
    assert_equal(simulate(MODEL, plan, seed=SEED, replications=range(14), record=RECORD), whole)


@pytest.mark.parametrize("tile", [1, 10, 60])
def test_no_digit_depends_on_how_a_company_is_cut(
    plan: Plan, whole: Recording, tile: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A large company is taken some teams at a time, phase after phase, until one in which it looks at its staff."""
    monkeypatch.setattr("trustsim.model.state.TILE", tile)
    assert_equal(simulate(MODEL, plan, seed=SEED, replications=range(14), record=RECORD), whole)


@pytest.mark.parametrize("cut", ["engine.STRIDE", "state.TILE"])
def test_no_digit_depends_on_how_many_weeks_run_at_once(plan: Plan, cut: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without people, groups or a ledger to look at, weeks run on until the timeline changes something."""
    sums = Record(weekly=True, teams=True)
    whole = simulate(MODEL, plan, seed=SEED, replications=range(3), record=sums)
    monkeypatch.setattr(f"trustsim.model.{cut}", 1)
    assert_equal(simulate(MODEL, plan, seed=SEED, replications=range(3), record=sums), whole)


@pytest.mark.parametrize("replications", [[6], [13, 0, 6]])
def test_a_run_is_the_same_alone_and_in_any_company(plan: Plan, whole: Recording, replications: list[int]) -> None:
    some = simulate(MODEL, plan, seed=SEED, replications=replications, record=RECORD)
    assert some.replications == replications
    for name in ("totals", "weekly", "teams", "employees", "managers", "ledger"):
        np.testing.assert_array_equal(getattr(some, name), getattr(whole, name)[replications], err_msg=name)


def test_another_seed_and_another_replication_are_other_luck(plan: Plan, whole: Recording) -> None:
    other = simulate(MODEL, plan, seed=SEED + 1, replications=range(14))
    assert not (other.totals == whole.totals).all(axis=(1, 2)).any()
    assert len(np.unique(whole.totals.reshape(14, -1), axis=0)) == 14


@pytest.mark.parametrize("threads", [1, 2])
def test_progress_counts_every_run_once(plan: Plan, threads: int) -> None:
    told: list[tuple[int, int]] = []
    simulate(MODEL, plan, seed=SEED, replications=range(5), threads=threads, progress=lambda *now: told.append(now))
    assert told[-1] == (5, 5)
    assert told == sorted(told)


# -- the text of kernels and their cache ------------------------------------------------------------------------------


def test_the_text_of_a_kernel_depends_on_its_declarations_alone() -> None:
    """The same in another process with other hashes, else each process would compile anew."""
    script = (
        "import hashlib\n"
        "from tests.bench import BENCH\n"
        "from trustsim.model.kernels import kernel_text, units\n"
        "print(hashlib.sha256(''.join(kernel_text(BENCH, unit) for unit in units(BENCH)).encode()).hexdigest())\n"
    )
    told = {run_python(script, PYTHONHASHSEED=seed).stdout for seed in ("1", "2")}
    assert len(told) == 1


def test_a_phase_in_which_nothing_happens_has_no_kernel() -> None:
    idle = RuleSet("idle", [*BENCH.phases, *(type(BENCH.phases[0])(name, "") for name in ("rest",))], BENCH.mechanisms)
    assert units(idle) == ("start", "work", "leave", "record", "weeks")


def test_kernels_are_compiled_once(bench_twin: Callable[[], RuleSet]) -> None:
    """A rule set declared alike uses what was compiled for another: the text decides, not the object."""
    assert kernels(bench_twin()) == kernels(BENCH)
    assert [kernel_text(bench_twin(), unit) for unit in units(BENCH)] == [
        kernel_text(BENCH, unit) for unit in units(BENCH)
    ]


@pytest.fixture
def bench_twin() -> Callable[[], RuleSet]:
    return lambda: RuleSet(BENCH.name, BENCH.phases, BENCH.mechanisms)


TINY = """
from tests.test_kernels import tiny, tiny_plan
from trustsim.model.declarations import Employee
from trustsim.model.engine import Batch
batch = Batch(tiny(), tiny_plan(), 1, [0])
batch.start()
batch.step()
print(batch.state[Employee].tolist())
"""


def age(weeks: float) -> float:
    return weeks + 1.0


def tiny() -> RuleSet:
    """Return a rule set that compiles in a moment."""
    mechanism = Mechanism("tiny")
    for name in ("employed", "occupant", "arrived", "weeks"):
        mechanism.field(Employee, name, unit="weeks", range=(0, 1e6), newcomer=1.0, meaning="a number")
    mechanism.rule(on=Employee, phase="leave", sets="weeks")(age)
    return RuleSet("tiny", BENCH.phases[1:], [mechanism])


def tiny_plan() -> Plan:
    return Plan(2, {}, (CompanyPlan("company", {}),), (TeamPlan("team", 0, 3, {}),), burn_in=0)


def run_python(script: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    root = Path(__file__).parent.parent
    return subprocess.run(
        [sys.executable, "-c", script], cwd=root, env={**os.environ, **environment, "PYTHONPATH": str(root)},
        check=True, capture_output=True, text=True, timeout=120,
    )  # fmt: skip


Compiled = tuple[Path, "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def compiled_once(tmp_path_factory: pytest.TempPathFactory) -> Compiled:
    """A folder in which a process has compiled the tiny model, and what it said."""
    folder = tmp_path_factory.mktemp("compiled")
    return folder, run_python(TINY, TRUSTSIM_CACHE_DIR=str(folder))


def test_a_second_process_loads_what_the_first_compiled_and_mends_what_is_damaged(
    compiled_once: Compiled, tmp_path: Path
) -> None:
    """Compiled once; a warm start says nothing; a cut-off entry is compiled anew, with the same digits."""
    folder, cold = compiled_once
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    environment = {"TRUSTSIM_CACHE_DIR": str(tmp_path)}
    assert "compiling the rules, once" in cold.stderr
    compiled = sorted(tmp_path.rglob("*.nbc"))
    assert len(compiled) == 4  # start, leave, record, weeks
    assert not list(tmp_path.rglob("*.tmp"))
    stamps = [path.stat().st_mtime_ns for path in compiled]
    warm = run_python(TINY, **environment)
    assert (warm.stdout, warm.stderr) == (cold.stdout, "")
    assert [path.stat().st_mtime_ns for path in compiled] == stamps
    for path in compiled:
        path.write_bytes(path.read_bytes()[:100])
    assert run_python(TINY, **environment).stdout == cold.stdout
    assert all(path.stat().st_size > 100 for path in tmp_path.rglob("*.nbc"))


def test_what_a_folder_holds_that_cannot_be_written_to_is_used(compiled_once: Compiled, tmp_path: Path) -> None:
    """Compiled for all users by somebody else, say: nothing is compiled anew, and nothing is left behind."""
    locked = (
        "import tempfile\n"
        "allow = tempfile.TemporaryFile\n"
        "def refuse(*given, dir=None, **named):\n"
        "    if str(dir).endswith('kept/trustsim'): raise PermissionError('read-only')\n"
        "    return allow(*given, dir=dir, **named)\n"
        "tempfile.TemporaryFile = refuse\n"
    )
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    environment = {"TRUSTSIM_CACHE_DIR": str(tmp_path / "kept"), "TMPDIR": str(temporary)}
    folder, writable = compiled_once
    shutil.copytree(folder, tmp_path / "kept")
    reading = run_python(locked + TINY, **environment)
    assert reading.stdout == writable.stdout
    assert "using a copy" in reading.stderr
    assert "compiling" not in reading.stderr
    assert not list(temporary.iterdir())


def test_a_folder_that_cannot_be_written_to_is_replaced_and_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    monkeypatch.setenv("TRUSTSIM_CACHE_DIR", str(in_the_way))
    with caplog.at_level(logging.WARNING, "trustsim"):
        folder = cache_folder.__wrapped__()
    assert folder.is_dir()
    assert not folder.is_relative_to(in_the_way)
    assert "TRUSTSIM_CACHE_DIR" in caplog.text
    folder.rmdir()
