"""``Results``: what a scenario's runs came to, as tidy frames with their provenance."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from trustsim.errors import InputError, Interrupted, StoreError, nearest
from trustsim.model.engine import simulate
from trustsim.model.recording import Record, Recording
from trustsim.model.threads import Progress
from trustsim.results.curves import weekly_curves, window_of
from trustsim.results.dataset import dataset_of
from trustsim.results.frames import NAMES, REQUESTS, Frames
from trustsim.results.intervals import mean_interval, middle
from trustsim.results.manifest import NOT_CALIBRATED, Manifest, OutcomeFacts
from trustsim.results.plain import as_json, plain_head, plain_rows
from trustsim.results.store import PathLike, Source, StoredFrames, new_folder, read_manifest, write_parts
from trustsim.scenario import Scenario, load, resolve

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from trustsim.model.checkpoint import Checkpoint


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

    # -- frames -------------------------------------------------------------------------------------------------

    @property
    def frames(self) -> list[str]:
        """The names of the frames that were recorded."""
        return list(self._source.available)

    def frame(self, name: str, outcomes: Collection[str] | None = None) -> pd.DataFrame:
        """Return a frame by its name.

        Args:
            name: one of ``frames``.
            outcomes: those to take of a frame of outcomes, without making the others; all if None.

        Raises:
            InputError: there is no such frame, or it was not recorded; the message says what to ask for.
        """
        if name in ("overall", "overall_weekly") and not self._several:
            name = "outcomes" if name == "overall" else "weekly"
        if name not in NAMES:
            raise InputError(f"no frame is called '{name}'{nearest(name, NAMES)}; there are {', '.join(NAMES)}")
        if name not in self._source.available:
            raise InputError(f"'{name}' was not recorded: run with record=Record({REQUESTS[name]})")
        if outcomes is not None:
            whole = self._made[name] if name in self._made else self._source.part(name, outcomes)
            return whole.drop(columns=[one for one in self.outcome_facts if one in whole and one not in outcomes])
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
        overall, companies = self.overall, self.outcomes
        rows = []
        for name, facts in self.outcome_facts.items():
            mean, low, high = mean_interval(overall[name])
            range_low, range_high = middle(companies[name])
            rows.append((name, facts.unit, mean, low, high, range_low, range_high))
        return pd.DataFrame(rows, columns=["outcome", "unit", "mean", "low", "high", "range_low", "range_high"])

    def data_dictionary(self) -> pd.DataFrame:
        """Return name, frame, unit and meaning of every column of the frames that are there."""
        columns = {(name, frame) for frame in self.frames for name in self.frame(frame).columns}
        rows = [row for row in self.manifest.dictionary if (row["name"], row["frame"]) in columns]
        return pd.DataFrame(rows)

    def plot(self, outcomes: Sequence[str] | None = None) -> Figure:
        """Return a figure of outcomes over the weeks; needs ``Record(weekly=True)``.

        Args:
            outcomes: their names; trust, leadership trust, attrition, engagement, stress and productivity if None.
        """
        from trustsim.plots import chosen_outcomes, weekly_figure

        names = chosen_outcomes(outcomes, self.outcome_facts)
        source = f"{self.caption}; {NOT_CALIBRATED}"
        curves = {self.name: self.curves(names)}
        return weekly_figure(
            curves, self.outcome_facts, source, names, marks=self.announcements, notes=self.curve_notes
        )

    def curves(self, outcomes: Sequence[str] | None = None) -> pd.DataFrame:
        """Return outcome, week, mean, low, high, range_low, range_high: what a figure over the weeks shows.

        Counts of events are running means over a quarter; needs ``Record(weekly=True)``.

        Args:
            outcomes: their names; all if None.
        """
        names = list(outcomes or self.outcome_facts)
        return weekly_curves(self.frame("overall_weekly", names), self.outcome_facts, names)

    @property
    def curve_notes(self) -> dict[str, str]:
        """By outcome what is to be said of its curve."""
        windows = {name: window_of(facts) for name, facts in self.outcome_facts.items()}
        return {name: f"{window}-week mean" for name, window in windows.items() if window > 1}

    @property
    def announcements(self) -> list[int]:
        """The weeks in which the scenario announces mandates."""
        mandates = self.manifest.scenario.get("mandates", {})
        return sorted({int(mandate["announce_week"]) for mandate in mandates.values()})

    def to_dict(self) -> dict[str, Any]:
        """Return what ``trustsim run --json`` prints, as plain values; NaN is None."""
        here = self.manifest
        return plain_head(here) | {"scenario": here.name, "hash": here.hash, "outcomes": plain_rows(self.summary())}

    def to_json(self) -> str:
        """Return what ``trustsim run --json`` prints: the same bytes for a seed, on any number of threads."""
        return as_json(self.to_dict())

    def to_xarray(self, frame: str = "weekly") -> Any:
        """Return a frame as an ``xarray.Dataset`` with its keys as dimensions and units as attributes.

        Raises:
            InputError: xarray is not installed, or the frame was not recorded.
        """
        return dataset_of(frame, self.frame(frame), self.outcome_facts)

    # -- where they come from -----------------------------------------------------------------------------------

    @property
    def name(self) -> str:
        """The scenario's name."""
        return self.manifest.name

    @cached_property
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
        runs = f"{here.replications:,} runs of " if here.replications > 1 else ""
        return f"{runs}{here.weeks:,} weeks, seed {here.seed}, profile {here.profile}"

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
        frames = ", ".join(self.frames)
        return f"<Results '{self.name}': {self.caption}; frames {frames}; hash {self.manifest.hash[:8]}>"


def open_results(path: PathLike) -> Results:
    """Open what ``Results.save`` saved; frames are read when asked for.

    Raises:
        StoreError: there is nothing, or it is damaged.
    """
    document = read_manifest(path, "results")
    there = [name for name in NAMES if f"{name}.parquet" in document["parts"]]
    return Results(Manifest.from_json(document), StoredFrames(Path(path).expanduser(), there))


def produce(
    scenario: Scenario,
    record: Record,
    replications: range,
    threads: int | None,
    progress: Progress | None,
    checkpoint: Checkpoint | None = None,
) -> Results:
    """Simulate replications of a scenario, from a checkpoint if there is one, and return their results.

    Raises:
        InputError: there are no threads, or the checkpoint does not fit.
        Interrupted: somebody stopped it; the results of the runs finished by then come along.
    """
    from trustsim.model.week import MODEL

    try:
        recording = simulate(
            MODEL, resolve(scenario), seed=scenario.seed, replications=replications, record=record, threads=threads,
            progress=progress, checkpoint=checkpoint,
        )  # fmt: skip
    except Interrupted as interruption:
        if not isinstance(interruption.finished, Recording):
            raise
        kept = replications[: len(interruption.finished.replications)]
        fewer = scenario.override({"run.replications": len(kept)})
        raise Interrupted(Results(Manifest.of(fewer, MODEL, record, kept), Frames(interruption.finished))) from None
    return results_of(scenario, record, replications, recording)


def results_of(scenario: Scenario, record: Record, replications: range, recording: Recording) -> Results:
    """Return the results that a recording of replications of a scenario holds; ``record`` says what was to be kept."""
    from trustsim.model.week import MODEL

    return Results(Manifest.of(scenario, MODEL, record, replications), Frames(recording))
