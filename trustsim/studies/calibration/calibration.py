"""``Calibration``: what a calibration found: the fit, the inputs, what the numbers do not tell, as tables and JSON."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from trustsim._version import __version__
from trustsim.results.plain import as_json, plain_rows
from trustsim.studies.calibration.emulator import Emulator
from trustsim.studies.calibration.luck import Luck
from trustsim.studies.calibration.problem import Floats, Problem
from trustsim.studies.calibration.ranking import numbers_at
from trustsim.studies.calibration.sampling import log_likelihood, posterior
from trustsim.studies.calibration.store import Table, write_whole

#: An input whose variance the numbers reduce by less than this share is called not identified.
IDENTIFIED = 0.2
#: Correlations in the posterior beyond this stand out: only a combination of the two inputs is told.
TOGETHER = 0.5
#: So many draws are kept of the posterior.
DRAWS = 64
#: Values to be set are given with so many significant digits.
DIGITS = 3
#: The middle 90% of the posterior.
MIDDLE = (0.05, 0.95)


@dataclass(frozen=True)
class Calibration:
    """What a calibration found.

    Attributes:
        problem: the free inputs and the observed numbers.
        table: the runs.
        seed: where the luck of the calibration started.
        points: equally weighted draws from the posterior, in the unit cube: draws x inputs.
        best_point: the run nearest to the numbers, in the unit cube.
        emulator: what the posterior rests on.
    """

    problem: Problem
    table: Table
    seed: int
    points: Floats
    best_point: Floats
    emulator: Emulator

    @cached_property
    def draws(self) -> pd.DataFrame:
        """Draws from the posterior: a column for each input, by path."""
        return pd.DataFrame(self.problem.values(self.points), columns=pd.Index(self.problem.paths))

    @cached_property
    def best(self) -> dict[str, float]:
        """The values of the inputs at the run nearest to the numbers: fewest bands missed, then least distance."""
        return dict(zip(self.problem.paths, self.problem.values(self.best_point).tolist(), strict=True))

    @cached_property
    def fit(self) -> pd.DataFrame:
        """A row for each number.

        ``name``, ``text``, ``unit``, ``target``, ``low``, ``high``, ``simulated`` (at the best point, mean of its
        runs), ``error`` (its standard error, as the simulator told it), ``met``; ``posterior_low`` and
        ``posterior_high`` (middle 90% of what the emulator expects under the posterior) and ``explained`` (the share of
        the number's variance over the runs that the emulator predicts for runs that were left out).
        """
        numbers, errors, _ = numbers_at(self.problem, self.table, self.best_point)
        expected = self.problem.unscaled(self.emulator(self.points))
        low, high = np.quantile(expected, MIDDLE, axis=0)
        rows = [
            (target.name, target.text, target.unit, target.value, target.low, target.high, number, error,
             target.met(number), below, above, share)
            for target, number, error, below, above, share in zip(
                self.problem.targets, numbers.tolist(), errors.tolist(), low.tolist(), high.tolist(),
                self.emulator.explained.tolist(), strict=True,
            )
        ]  # fmt: skip
        names = (
            "name", "text", "unit", "target", "low", "high", "simulated", "error", "met", "posterior_low",
            "posterior_high", "explained",
        )  # fmt: skip
        return pd.DataFrame(rows, columns=pd.Index(names))

    @cached_property
    def inputs(self) -> pd.DataFrame:
        """A row for each free input.

        ``path``, ``unit``, ``prior_low``, ``prior_high``, ``default``, ``best``, ``mean``, ``sd``, ``low``, ``high``
        (middle 90% of the posterior), ``shrinkage`` (1 - posterior / prior variance), ``identified``, ``reason``.
        """
        rows = []
        for free in self.problem.inputs:
            drawn = self.draws[free.path].to_numpy()
            low, high = np.quantile(drawn, MIDDLE)
            shrinkage = 1.0 - float(drawn.var()) / ((free.high - free.low) ** 2 / 12.0)
            rows.append(
                {
                    "path": free.path, "unit": free.unit, "prior_low": free.low, "prior_high": free.high,
                    "default": free.default, "best": self.best[free.path], "mean": float(drawn.mean()),
                    "sd": float(drawn.std(ddof=1)), "low": float(low), "high": float(high), "shrinkage": shrinkage,
                    "identified": shrinkage >= IDENTIFIED, "reason": free.reason,
                }
            )  # fmt: skip
        return pd.DataFrame(rows)

    @property
    def missed(self) -> list[str]:
        """The numbers that the best point does not reproduce within their bands."""
        return [str(name) for name, met in zip(self.fit["name"], self.fit["met"], strict=True) if not met]

    @property
    def unidentified(self) -> list[str]:
        """The inputs of which the numbers tell next to nothing: whose variance shrinks by less than a fifth."""
        table = self.inputs
        return [str(path) for path, told in zip(table["path"], table["identified"], strict=True) if not told]

    @cached_property
    def together(self) -> pd.DataFrame:
        """Pairs of inputs whose posterior correlation stands out: ``one``, ``other``, ``correlation``."""
        matrix = np.atleast_2d(np.corrcoef(self.draws.to_numpy(), rowvar=False))
        paths = self.problem.paths
        pairs = [(paths[i], paths[j], float(matrix[i, j])) for i, j in combinations(range(len(paths)), 2)]
        found = sorted((pair for pair in pairs if abs(pair[2]) >= TOGETHER), key=lambda pair: -abs(pair[2]))
        return pd.DataFrame(found, columns=pd.Index(["one", "other", "correlation"]))

    def sample(self, draws: int = DRAWS) -> pd.DataFrame:
        """Return some of the draws from the posterior, evenly spread over all of them."""
        places = np.linspace(0, len(self.draws) - 1, draws).astype(int)
        return self.draws.iloc[places].reset_index(drop=True)

    def given(self, fixed: Mapping[str, float]) -> pd.DataFrame:
        """Return draws from the posterior of the inputs where some of them are known to have a value.

        Args:
            fixed: the known values by path; what lies outside a range is taken as its nearest end.
        """
        places = np.array([place for place, path in enumerate(self.problem.paths) if path not in fixed])
        if not len(fixed) or not len(places):
            return self.draws.assign(**fixed)
        held = np.array([
            (fixed.get(free.path, free.low) - free.low) / (free.high - free.low) for free in self.problem.inputs
        ])  # fmt: skip
        likelihood = log_likelihood(self.emulator, self.problem.observed, self.problem.deviations)

        def at(points: Floats) -> Floats:
            whole = np.tile(np.clip(held, 0.0, 1.0), (len(points), 1))
            whole[:, places] = points
            return likelihood(whole)

        drawn = posterior(at, len(places), Luck(self.seed, "given"), self.seed)
        values = np.tile(np.clip(held, 0.0, 1.0), (len(drawn), 1))
        values[:, places] = drawn
        return pd.DataFrame(self.problem.values(values), columns=pd.Index(self.problem.paths))

    def settled(self, defaults: Mapping[str, float]) -> dict[str, float]:
        """Return the values of the inputs that the numbers tell: posterior means, the others held at their defaults.

        Args:
            defaults: the value of each input that is not told, by path.
        """
        rest = {path: defaults[path] for path in self.unidentified}
        means = self.given(rest).mean()
        return {str(path): float(f"{mean:.{DIGITS}g}") for path, mean in means.items() if path not in rest}

    def save_sample(self, path: str | os.PathLike[str], draws: int = DRAWS) -> Path:
        """Write a sample of the posterior as CSV, whole or not at all: a column for each input, a row for each draw.

        Raises:
            StoreError: it cannot be written.
        """
        target = Path(path).expanduser()
        write_whole(target, self.sample(draws).to_csv(index=False, float_format="%.6g", lineterminator="\n"))
        return target

    @property
    def caption(self) -> str:
        """How it was found, in a line."""
        met = len(self.problem.targets) - len(self.missed)
        failed = f", {len(self.table.failures)} failed" if self.table.failures else ""
        return (
            f"{len(self.table.points):,} runs{failed}, seed {self.seed}; the best point meets {met} of "
            f"{len(self.problem.targets)} bands; trustsim {__version__}"
        )

    def to_dict(self) -> dict[str, Any]:
        """Return everything but the runs as plain values."""
        return {
            "trustsim": __version__, "seed": self.seed, "runs": len(self.table.points),
            "failed": len(self.table.failures), "fit": plain_rows(self.fit), "inputs": plain_rows(self.inputs),
            "best": self.best, "missed": self.missed, "unidentified": self.unidentified,
            "together": plain_rows(self.together),
        }  # fmt: skip

    def to_json(self) -> str:
        """Return ``to_dict`` as text."""
        return as_json(self.to_dict())

    def __repr__(self) -> str:
        return (
            f"<Calibration of {len(self.problem.inputs)} inputs to {len(self.problem.targets)} numbers: {self.caption}>"
        )
