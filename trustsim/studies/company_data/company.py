"""``CompanyCalibration``: what a company's own numbers say of its people, what they do not, and the scenario."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from trustsim._version import __version__
from trustsim.errors import InputError
from trustsim.results.plain import as_json, plain_rows
from trustsim.scenario import Scenario, load
from trustsim.scenario.problems import clean
from trustsim.studies.calibration import Calibration
from trustsim.studies.calibration.store import write_whole
from trustsim.studies.company_data.design import MOST_SIMULATED, Design

if TYPE_CHECKING:
    from matplotlib.figure import Figure

#: A measure whose second half of periods differs from the first by more standard errors than this is said to drift.
DRIFT = 3.0
#: The scenario holds the size of the company up to this; a larger one would be slow to run.
LARGEST_WRITTEN = 5_000
#: Why a number is not reproduced, of a team and of the whole company.
FEW_PEOPLE = "few people tell little, so the team is drawn towards the rest of the company"
AT_ODDS = "the free inputs cannot bring it together with the other numbers"


@dataclass(frozen=True)
class CompanyCalibration:
    """What a company's own numbers say.

    Attributes:
        design: scenario, numbers, free inputs.
        calibration: what was found of the free inputs.
        values: by path what the scenario sets: inputs that the numbers tell.
        again: the numbers in fresh runs at these values, by name.
        known: what the user said to know.
        source: the file of the numbers.
    """

    design: Design
    calibration: Calibration
    values: Mapping[str, float]
    again: Mapping[str, float]
    known: Mapping[str, Any]
    source: str

    @cached_property
    def fit(self) -> pd.DataFrame:
        """A row for each number: ``name``, ``text``, ``unit``, ``measured``, ``low``, ``high``, ``simulated``, ``met``.

        ``low`` and ``high`` hold what the same company may as well have measured, by luck; ``simulated`` is the mean
        of fresh runs of the scenario that is written.
        """
        rows = [
            (one.target.name, one.target.text, one.target.unit, one.target.value, one.target.low, one.target.high,
             self.again[one.target.name], one.target.met(self.again[one.target.name]))
            for one in self.design.series
        ]  # fmt: skip
        names = ("name", "text", "unit", "measured", "low", "high", "simulated", "met")
        return pd.DataFrame(rows, columns=pd.Index(names))

    @property
    def inputs(self) -> pd.DataFrame:
        """A row for each free input; see ``Calibration.inputs``. ``written`` is what the scenario sets, or NaN."""
        table = self.calibration.inputs
        return table.assign(written=[self.values.get(str(path), np.nan) for path in table["path"]])

    @cached_property
    def words(self) -> list[str]:
        """What the numbers do not tell, in words."""
        defaults = self.design.scenario.values
        said = [
            f"{path}: not told by these numbers; its range is hardly narrower than before. It stays at "
            f"{defaults.get(path, 0.5):g}."
            for path in self.calibration.unidentified
        ]
        said += [
            f"{one} and {other}: told together only ({'both up or both down' if r > 0 else 'one up, the other down'}, "
            f"correlation {r:+.2f}): another pair of values fits as well."
            for one, other, r in self.calibration.together.itertuples(index=False)
        ]
        said += [
            f"{known.path}: not asked, since it needs a measure of {' or '.join(known.told_by)}."
            for known in self.design.lacking
        ]
        said += [f"team {team}: taken as like the rest, since {why}." for team, why in self.design.passed_over.items()]
        said += [
            f"{one.target.name} {'rises' if one.drift > 0 else 'falls'} over the periods by more than luck explains: "
            "the scenario stands for their mean, a company at rest."
            for one in self.design.series
            if abs(one.drift) > DRIFT
        ]
        said += [
            f"{one.target.name}: measured {one.target.value:.3g}, and the scenario gives "
            f"{self.again[one.target.name]:.3g}: {FEW_PEOPLE if one.team else AT_ODDS}."
            for one in self.design.series
            if not one.target.met(self.again[one.target.name])
        ]
        said += [
            "What policies do: levels at rest do not tell the size of effects; every other parameter is as shipped.",
            "Causes: another mixture of people, practice and luck may give the same numbers.",
        ]
        if self.design.employees > MOST_SIMULATED:
            said.append(f"The company was simulated with {MOST_SIMULATED:,} people: intervals are wider than need be.")
        return said

    def plot(self) -> Figure:
        """Return a figure: the numbers, measured and simulated; the inputs, before and after."""
        from trustsim.plots import calibration_figure

        missed = [str(name) for name, met in zip(self.fit["name"], self.fit["met"], strict=True) if not met]
        seen = f"{len(self.fit) - len(missed)} of {len(self.fit)} numbers are reproduced"
        title = f"{Path(self.source).name}: {self.design.employees:,} people"
        return calibration_figure(self.fit, self.inputs, (title, f"{seen}; {self.calibration.caption}"))

    def scenario(self, name: str = "my-company") -> Scenario:
        """Return the scenario: the baseline with the size of the company, what is known, and what was found."""
        return load(self.document(name))

    def document(self, name: str = "my-company") -> dict[str, Any]:
        """Return the document of the scenario file."""
        teams = [
            {"name": team, "employees": self.design.scenario.get(f"teams.{team}.employees")}
            for team in dict.fromkeys(one.team for one in self.design.series if one.team)
        ]
        people = min(self.design.employees, LARGEST_WRITTEN)
        bare: dict[str, Any] = {
            "name": name,
            "title": clean(f"{name}, from {Path(self.source).name}", 150),
            "extends": "baseline",
            "population": {"employees": people},
        }
        values = {path: value for path, value in self.known.items() if path != "population.employees"}
        scenario = load(bare | ({"teams": teams} if teams else {})).override({**values, **self.values})
        return scenario.document()

    def text(self, name: str = "my-company") -> str:
        """Return the text of the scenario file, with intervals and what is not told as comments."""
        from trustsim.scenario.writing import toml

        head = [
            f"Found by `trustsim calibrate --data {clean(Path(self.source).name, 80)}`, trustsim {__version__}: "
            f"{self.calibration.caption}.",
            "",
            "What is set, with the middle 90% of what the numbers allow:",
            *(
                f"  {row.path} = {row.written:g}  ({row.low:.3g} to {row.high:.3g}; before: {row.prior_low:g} to "
                f"{row.prior_high:g})"
                for row in self.inputs.itertuples()
                if row.path in self.values
            ),
            "",
            "What the numbers do not tell:",
            *(f"  {line}" for line in self.words),
        ]
        return "".join(f"# {line}".rstrip() + "\n" for line in head) + "\n" + toml(self.document(name))

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the scenario file: whole or not at all. Its name is that of the file.

        Raises:
            InputError: the name does not end in .toml.
            StoreError: it cannot be written.
        """
        target = Path(path).expanduser()
        if target.suffix != ".toml":
            raise InputError(f"{path}: a scenario's name ends in .toml")
        load(self.document(target.stem))  # what is written can be read
        write_whole(target, self.text(target.stem))
        return target

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain values."""
        found = self.calibration.to_dict()
        head = {key: found[key] for key in ("trustsim", "seed", "runs", "failed")}
        return head | {
            "data": Path(self.source).name, "employees": self.design.employees, "fit": plain_rows(self.fit),
            "inputs": plain_rows(self.inputs), "values": dict(self.values), "unidentified": found["unidentified"],
            "together": found["together"], "words": self.words, "scenario": self.document(),
        }  # fmt: skip

    def to_json(self) -> str:
        """Return ``to_dict`` as text."""
        return as_json(self.to_dict())

    def __repr__(self) -> str:
        return f"<CompanyCalibration of {len(self.fit)} numbers from {self.source}: {len(self.values)} values found>"
