"""``Results``: what a scenario's runs came to, as tidy frames with their provenance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pandas as pd

from trustsim.errors import InputError, StoreError, nearest
from trustsim.model.engine import Progress, simulate
from trustsim.model.recording import Record, Recording
from trustsim.results.frames import NAMES, Frames
from trustsim.results.intervals import mean_interval, middle
from trustsim.results.manifest import Manifest, OutcomeFacts
from trustsim.results.store import PathLike, new_folder, read_frame, read_manifest, write_parts
from trustsim.scenario import Scenario, load, resolve

if TYPE_CHECKING:
    from matplotlib.figure import Figure

#: What to ask of ``run`` to get a frame.
REQUESTS = {
    "weekly": "weekly=True",
    "overall_weekly": "weekly=True",
    "teams": "teams=True",
    "groups": "groups=True",
    "employees": 'employees="all"',
    "managers": "managers=True",
    "events": "events=True",
    "ledger": 'ledger="company"',
}


class Source(Protocol):
    """Where frames come from: a recording in memory, or files."""

    @property
    def available(self) -> Sequence[str]:
        """The names of the frames that are there."""
        ...

    def __getitem__(self, name: str) -> pd.DataFrame: ...


class StoredFrames:
    """Frames in a saved folder, read when asked for."""

    def __init__(self, folder: Path, parts: Sequence[str]) -> None:
        self.folder = folder
        self.available = [name for name in NAMES if f"{name}.parquet" in parts]

    def __getitem__(self, name: str) -> pd.DataFrame:
        return read_frame(self.folder, name)


class Results:
    """The runs of one scenario: pandas frames, made when asked for, and where they come from.

    ``outcomes`` is always there; the other frames are if ``Record`` asked for them. Weeks count from 1, replications
    from 0. With several companies, ``company`` is a key of the frames, and ``overall`` holds sums over all of them.

    Usage:
        >>> results = run("rto-abrupt", record=Record(weekly=True))
        >>> results.summary()
        >>> results.weekly.groupby("week")["leadership_trust"].mean()

    Attributes:
        manifest: scenario, seed, versions and whatever else is needed to run it again.
        outcome_facts: unit, better direction and smallest difference that matters of each outcome, by name.
    """

    def __init__(self, manifest: Manifest, source: Source) -> None:
        """Use ``run`` or ``open_results`` instead.

        Args:
            manifest: where the results come from.
            source: where the frames come from.
        """
        self.manifest = manifest
        self.outcome_facts: dict[str, OutcomeFacts] = {facts.name: facts for facts in manifest.outcomes}
        self._source = source
        self._made: dict[str, pd.DataFrame] = {}

    @classmethod
    def of(cls, scenario: Scenario, record: Record, recording: Recording) -> Results:
        """Return the results of a recording of a scenario's runs."""
        numbers = range(recording.replications[0], recording.replications[-1] + 1)
        return cls(Manifest.of(scenario, recording.ruleset, record, numbers), Frames(recording))

    # -- frames -------------------------------------------------------------------------------------------------

    @property
    def frames(self) -> list[str]:
        """The names of the frames that were recorded."""
        return list(self._source.available)

    def frame(self, name: str) -> pd.DataFrame:
        """Return a frame by its name.

        Raises:
            InputError: there is no such frame, or it was not recorded; the message says what to ask for.
        """
        if name in ("overall", "overall_weekly") and not self._several:
            name = "outcomes" if name == "overall" else "weekly"
        if name not in NAMES:
            raise InputError(f"no frame is called '{name}'{nearest(name, NAMES)}; there are {', '.join(NAMES)}")
        if name not in self._source.available:
            raise InputError(f"'{name}' was not recorded: run with record=Record({REQUESTS[name]})")
        if name not in self._made:
            self._made[name] = self._source[name]
        return self._made[name].copy(deep=False)

    @property
    def outcomes(self) -> pd.DataFrame:
        """Every outcome over the reported weeks, by replication (and company)."""
        return self.frame("outcomes")

    @property
    def overall(self) -> pd.DataFrame:
        """Every outcome over the reported weeks, by replication, all companies taken together."""
        return self.frame("overall")

    @property
    def weekly(self) -> pd.DataFrame:
        """Every outcome by replication and week (and company)."""
        return self.frame("weekly")

    @property
    def overall_weekly(self) -> pd.DataFrame:
        """Every outcome by replication and week, all companies taken together."""
        return self.frame("overall_weekly")

    @property
    def teams(self) -> pd.DataFrame:
        """Every outcome by replication, week and team."""
        return self.frame("teams")

    @property
    def groups(self) -> pd.DataFrame:
        """Every outcome by replication, week, grouping and group; groups under 10 people are left out."""
        return self.frame("groups")

    @property
    def employees(self) -> pd.DataFrame:
        """The state of every employee by replication and week."""
        return self.frame("employees")

    @property
    def managers(self) -> pd.DataFrame:
        """The state of every manager by replication and week."""
        return self.frame("managers")

    @property
    def events(self) -> pd.DataFrame:
        """What happened to whom, when and why."""
        return self.frame("events")

    @property
    def ledger(self) -> pd.DataFrame:
        """What moved trust, by cause: sums to the change of the state. Weeks up to 0 are burn-in."""
        return self.frame("ledger")

    # -- what they say ------------------------------------------------------------------------------------------

    def summary(self) -> pd.DataFrame:
        """Return outcome, unit, mean, low, high, range_low, range_high: a row for each outcome.

        ``low`` and ``high`` are the 95% t-interval of the mean over replications: the noise of the simulation, not
        what is unknown about the world. ``range_low`` and ``range_high`` hold the middle 90% of single companies.
        """
        return pd.DataFrame(self._summary_rows())

    def _summary_rows(self) -> Iterator[dict[str, Any]]:
        overall, companies = self.overall, self.outcomes
        for name, facts in self.outcome_facts.items():
            mean, low, high = mean_interval(overall[name])
            range_low, range_high = middle(companies[name])
            yield {
                "outcome": name, "unit": facts.unit, "mean": mean, "low": low, "high": high,
                "range_low": range_low, "range_high": range_high,
            }  # fmt: skip

    def data_dictionary(self) -> pd.DataFrame:
        """Return name, frame, unit and meaning of every column of the frames that are there."""
        table = pd.DataFrame(list(self.manifest.dictionary))
        there = table["frame"].isin(self.frames)
        columns = {frame: set(self.frame(frame).columns) for frame in self.frames}
        used = [name in columns.get(frame, ()) for name, frame in zip(table["name"], table["frame"], strict=True)]
        return table[there & pd.Series(used, index=table.index)].reset_index(drop=True)

    def plot(self, outcomes: Sequence[str] | None = None) -> Figure:
        """Return a figure of outcomes over the weeks; needs ``Record(weekly=True)``.

        Args:
            outcomes: their names; trust, leadership trust, attrition, engagement, stress and productivity if None.
        """
        from trustsim.plots import weekly_figure

        return weekly_figure({self.name: self.overall_weekly}, self.outcome_facts, self.caption, outcomes)

    def to_xarray(self, frame: str = "weekly") -> Any:
        """Return a frame as an ``xarray.Dataset`` with its keys as dimensions and units as attributes.

        Raises:
            InputError: xarray is not installed, or the frame was not recorded.
        """
        table = self.frame(frame)
        try:
            import xarray  # noqa: F401  # pyright: ignore[reportMissingImports]
        except ImportError as error:
            raise InputError("to_xarray needs the package xarray: pip install xarray") from error
        dimensions = [key for key in ("replication", "week", "company", "team", "employee", "grouping", "group")]
        keys = [key for key in dimensions if key in table.columns]
        if frame in ("teams", "managers") or "employee" in keys:
            keys = [key for key in keys if key != "team"] if "employee" in keys else keys
        dataset = table.set_index(keys).to_xarray()
        for name in dataset.data_vars:
            if facts := self.outcome_facts.get(str(name)):
                dataset[name].attrs = {"units": facts.unit, "long_name": facts.meaning}
        return dataset

    # -- where they come from -----------------------------------------------------------------------------------

    @property
    def name(self) -> str:
        """The scenario's name."""
        return self.manifest.name

    @property
    def scenario(self) -> Scenario:
        """The scenario, from its resolved content."""
        return load(dict(self.manifest.scenario))

    @property
    def seed(self) -> int:
        """The seed."""
        return self.manifest.seed

    @property
    def replications(self) -> int:
        """The number of replications."""
        return self.manifest.replications

    @property
    def weeks(self) -> int:
        """The number of reported weeks."""
        return self.manifest.weeks

    @property
    def caption(self) -> str:
        """What a figure or table of these results says below it."""
        here = self.manifest
        runs = f"{here.replications:,} runs of {here.weeks:,} weeks" if here.replications > 1 else f"{here.weeks:,} weeks"
        return f"{runs}, seed {here.seed}, profile {here.profile}"

    @property
    def _several(self) -> bool:
        return "overall" in self._source.available

    def rerun(self, threads: int | None = None, progress: Progress | None = None) -> Results:
        """Run the same again from the manifest alone.

        Raises:
            StoreError: this version of trustsim understands the scenario differently.
        """
        scenario = self.scenario
        if scenario.hash != self.manifest.hash:
            made_with = self.manifest.versions.get("trustsim", "another version")
            raise StoreError(f"'{self.name}' was run with trustsim {made_with}, whose scenarios mean something else")
        record = Record(**self.manifest.record)
        return produce(scenario, record, self.manifest.numbers, threads, progress)

    def equals(self, other: Results) -> bool:
        """Tell whether other results hold the same frames with the same digits."""
        return self.frames == other.frames and all(self.frame(name).equals(other.frame(name)) for name in self.frames)

    def save(self, path: PathLike) -> Path:
        """Save all frames (Parquet) and the manifest (JSON) in a folder: whole or not at all.

        Raises:
            StoreError: the folder holds other files, or cannot be written.
        """
        with new_folder(path) as folder:
            write_parts(folder, "results", self.manifest.to_json(), {name: self.frame(name) for name in self.frames})
        return Path(path)

    def __repr__(self) -> str:
        return f"<Results '{self.name}': {self.caption}; frames {', '.join(self.frames)}; hash {self.manifest.hash[:8]}>"


def open_results(path: PathLike) -> Results:
    """Open what ``Results.save`` saved; frames are read when asked for.

    Raises:
        StoreError: there is nothing, or it is damaged.
    """
    document = read_manifest(path, "results")
    return Results(Manifest.from_json(document), StoredFrames(Path(path).expanduser(), list(document["parts"])))


def produce(
    scenario: Scenario, record: Record, replications: range, threads: int | None, progress: Progress | None
) -> Results:
    """Simulate replications of a scenario and return their results."""
    from trustsim.model.week import MODEL

    if threads is not None and threads < 1:
        raise InputError(f"threads must be at least 1, got {threads}")
    recording = simulate(
        MODEL, resolve(scenario), seed=scenario.seed, replications=replications, record=record, threads=threads,
        progress=progress,
    )  # fmt: skip
    return Results.of(scenario, record, recording)
