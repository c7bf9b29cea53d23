"""``doctor``: what is installed, whether the rules are compiled, whether the simulation does what it promises."""

from __future__ import annotations

import os
import platform
import sys
import time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from trustsim.cli import options
from trustsim.cli.screen import document, remark
from trustsim.cli.timing import time_week
from trustsim.errors import InputError

if TYPE_CHECKING:
    from trustsim.model.engine import Batch
    from trustsim.model.plan import Plan

FAILED = 1
#: What the self-test runs: small enough for the agent-by-agent driver, with leavers, a mandate and surveillance.
TEST = {"population.employees": 12, "run.weeks": 8, "policy.surveillance": 0.5, "mandates.rto.announce_week": 2}
#: How far the two drivers may differ.
TOLERANCE = 1e-9


def doctor(
    scenario: Annotated[
        str, typer.Argument(metavar="SCENARIO", help="whose week --timing measures: the baseline's if left out")
    ] = "",
    timing: Annotated[
        bool, typer.Option("--timing", help="measure what a week costs, by phase and by rule, instead")
    ] = False,
    seconds: Annotated[
        float, typer.Option("--seconds", metavar="N", min=0.1, max=3600, help="how long --timing measures, about")
    ] = 20.0,
    json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Check the installation and compile the rules if need be.

    Versions, processors, the cache of compiled rules, and a short self-test. --quiet says only what is wrong.
    """
    if timing:
        time_week(scenario or "baseline", seconds, json, quiet)
        return
    if scenario:
        raise InputError(f"doctor: a scenario ('{scenario}') is for --timing only")
    facts = _here() | _compiled()
    tests = _self_test()
    healthy = all(test["passed"] for test in tests)
    if json:
        from trustsim.cli.looking import as_json

        document(as_json(facts | {"tests": tests, "healthy": healthy}))
    elif not quiet:
        _report(facts, tests)
    if not healthy:
        for test in tests:
            if not test["passed"]:
                remark(f"{test['test']}: {test['found']}")
        raise typer.Exit(FAILED)


def _here() -> dict[str, Any]:
    from trustsim.results.manifest import versions

    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return {"versions": versions(), "executable": sys.executable, "machine": platform.machine(), "processors": usable}


def _compiled() -> dict[str, Any]:
    """Compile what is not yet compiled and say how long all of it took."""
    from trustsim.model.compilation import cache_folder, kernels
    from trustsim.model.week import MODEL

    start = time.perf_counter()
    parts = kernels(MODEL)
    seconds = time.perf_counter() - start
    folder = cache_folder()
    size = sum(file.stat().st_size for file in folder.glob("**/*.nb*"))
    return {
        "model": repr(MODEL),
        "cache": str(folder),
        "cache_megabytes": round(size / 1e6, 1),
        "compiled_parts": len(parts),
        "seconds_to_load": round(seconds, 1),
    }


def _self_test() -> list[dict[str, Any]]:
    from trustsim.scenario import load, resolve, shipped

    for name in shipped():
        load(name)
    plan = resolve(load("rto-abrupt").override(TEST))
    here, there = _digits(plan, 1), _digits(plan, 2)
    apart = _apart(plan)
    return [
        {"test": "shipped scenarios are valid", "passed": True, "found": f"{len(shipped())} of them"},
        {
            "test": "the same digits on 1 and 2 threads",
            "passed": here == there,
            "found": "equal" if here == there else "not equal",
        },
        {
            "test": "compiled rules agree with plain Python",
            "passed": apart <= TOLERANCE,
            "found": f"within {apart:.0e}" if apart else "bit for bit",
        },
    ]


def _digits(plan: Plan, threads: int) -> bytes:
    from trustsim.model.engine import simulate
    from trustsim.model.week import MODEL

    return simulate(MODEL, plan, seed=1, replications=range(4), threads=threads).totals.tobytes()


def _apart(plan: Plan) -> float:
    """Return by how much the two drivers differ at most, over all outcomes' sums of a run."""
    import numpy as np

    from trustsim.model.engine import simulate
    from trustsim.model.plain import PlainDriver
    from trustsim.model.week import MODEL

    def drive_plainly(batch: Batch) -> None:
        batch.driver = PlainDriver(batch)

    compiled = simulate(MODEL, plan, seed=1, replications=[0], threads=1).totals
    plain = simulate(MODEL, plan, seed=1, replications=[0], threads=1, prepare=drive_plainly).totals
    return float(np.max(np.abs(compiled - plain)))


def _report(facts: dict[str, Any], tests: list[dict[str, Any]]) -> None:
    versions = dict(facts["versions"])
    lines = [
        f"trustsim {versions.pop('trustsim')}, Python {versions.pop('python')} at {facts['executable']}",
        f"{versions.pop('platform')}, {facts['processors']} processors",
        ", ".join(f"{name} {version}" for name, version in versions.items() if name != "byteorder"),
        facts["model"],
        f"compiled rules: {facts['compiled_parts']} parts, ready in {facts['seconds_to_load']} s; "
        f"kept in {facts['cache']} ({facts['cache_megabytes']} MB; TRUSTSIM_CACHE_DIR chooses another folder)",
    ]
    lines += [f"{'ok  ' if test['passed'] else 'FAIL'} {test['test']}: {test['found']}" for test in tests]
    for line in lines:
        typer.echo(line)
