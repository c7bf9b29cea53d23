"""The comparison of engines on W: every engine does every case in a fresh process, once a round, in turn."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.engines import CASES, COLD, ENGINES, Case, Engine
from benchmarks.environments import NotInstalled, interpreter
from benchmarks.processes import Failed, Notebook


class Comparison:
    """Measures engines round after round; knows who is missing, and why."""

    def __init__(self, engines: Sequence[Engine], notebook: Notebook, seconds: float) -> None:
        self.notebook, self.seconds = notebook, seconds
        self.missing: dict[str, str] = {}
        self.versions: dict[str, str] = {}
        self.pythons: dict[str, Path] = {}
        self.engines: list[Engine] = []
        for engine in engines:
            try:
                self.pythons[engine.name], self.versions[engine.name] = interpreter(engine)
                self.engines.append(engine)
            except NotInstalled as problem:
                self.missing[engine.name] = f"not installed: {problem}"

    def measure(self, number: int) -> None:
        """Measure a round: what is not yet measured of it."""
        for case, engine in in_turn(self.engines, number):
            if engine.name not in self.missing:
                seed = 1000 * (number + 1) + CASES.index(case)
                options = {**case.size(engine), "seed": seed, "seconds": self.seconds}
                self._measure(number, case.name, engine, options, engine.variables)

    def measure_cold(self) -> None:
        """Measure the first call of all, when nothing is compiled yet."""
        for engine in self.engines:
            if engine.cache and engine.name not in self.missing:
                with tempfile.TemporaryDirectory() as folder:
                    options = {"employees": 100, "weeks": 2, "runs": 1, "seed": 1}
                    self._measure(0, COLD, engine, options, {**engine.variables, engine.cache: folder})

    def _measure(
        self, number: int, case: str, engine: Engine, options: Mapping[str, object], variables: Mapping[str, str]
    ) -> None:
        module = f"benchmarks.peers.{engine.module}"
        try:
            self.notebook.measure(number, engine.name, case, self.pythons[engine.name], module, options, variables)
        except Failed as problem:
            self.missing[engine.name] = f"does not run: {problem}"


def in_turn(engines: Sequence[Engine], number: int) -> Iterator[tuple[Case, Engine]]:
    """Yield all cases and engines of a round; each begins with another engine, so that none has the best place."""
    turned = [*engines[number % len(engines) :], *engines[: number % len(engines)]] if engines else []
    for case in CASES:
        for engine in turned:
            if case.threads == 1 or engine.threads:
                yield case, engine


def chosen(names: Iterable[str], everything: bool) -> list[Engine]:
    """Return the engines that were asked for: all but those that want to be asked, if none was named.

    Raises:
        SystemExit: an engine is unknown.
    """
    named = list(names)
    known = {engine.name: engine for engine in ENGINES}
    for name in named:
        if name not in known:
            raise SystemExit(f"--only {name}: unknown; there are {', '.join(known)}")
    return [e for e in ENGINES if e.name in named or (not named and (everything or not e.asked))]
