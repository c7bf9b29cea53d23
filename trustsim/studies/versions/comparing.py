"""``compare_versions``: saved results of another version of the model beside those of this one."""

from __future__ import annotations

from collections.abc import Sequence

from trustsim.errors import InputError
from trustsim.model.threads import Progress
from trustsim.results import Results
from trustsim.results.store import PathLike
from trustsim.studies.comparison import Comparison
from trustsim.studies.running import ScenarioLike
from trustsim.studies.versions.finding import VersionComparison
from trustsim.studies.versions.running import version_here
from trustsim.studies.versions.saved import Version, saved_version
from trustsim.studies.versions.settings import comparable_outcomes


def compare_versions(
    saved: PathLike | Results | Comparison,
    this: PathLike | Results | Comparison | None = None,
    *,
    scenarios: Sequence[ScenarioLike] | None = None,
    saved_defaults: bool = False,
    threads: int | None = None,
    progress: Progress | None = None,
) -> VersionComparison:
    """Set saved results of another version of the model beside those of this one: same scenarios, same luck.

    What was saved holds all that is needed: which scenarios, how often, with which seed. Left to itself this runs what
    was asked there with the rules and the defaults that are here, and pairs run k with run k.

    Usage:
        >>> found = compare_versions("results-of-last-year")
        >>> found.table, found.settings

    Args:
        saved: the folder of saved results, a comparison or a sweep, or results at hand.
        this: the same of this version (or of any other); what was saved is run again if None.
        scenarios: run these in the place of the saved scenarios of the same name, as they are meant here.
        saved_defaults: keep every value that a scenario had there, so that only the rules differ; what this version
            does not know is left out, and listed.
        threads: how many threads; as many as there are processors if None. No digit depends on it.
        progress: called with (runs done, runs in all).

    Raises:
        InputError: there is no such folder, it holds other things, another scenario or other outcomes.
        StoreError: a folder is damaged.
        Interrupted: somebody stopped it.
    """
    there = saved_version(saved)
    if this is None:
        here = version_here(there, scenarios, saved_defaults, threads, progress)
    elif scenarios is not None or saved_defaults:
        raise InputError("saved results are set beside saved results as they are: leave out scenarios and defaults")
    else:
        here = saved_version(this)
    labels = [label for label in there.arms if label in here.arms]
    _check(there, here, labels)
    return VersionComparison(there, here, labels)


def _check(saved: Version, this: Version, labels: Sequence[str]) -> None:
    """Check that both versions hold the same kind of thing, and agree in scenarios, weeks, profile and outcomes."""
    if saved.kind != this.kind:
        raise InputError(f"{saved.where} holds {saved.kind}, {this.where} {this.kind}: name two folders of one kind")
    if not labels:
        raise InputError(
            f"{saved.where} holds {_few(saved)}, {this.where} {_few(this)}: they have no scenario in common"
        )
    for label in labels:
        one, two = saved.arms[label].settings, this.arms[label].settings
        for name in one.keys() & two.keys():
            if one[name] != two[name]:
                raise InputError(
                    f"'{label}' cannot be compared: run.{name} is {one[name]} in {saved.where} and {two[name]} in "
                    f"{this.where}"
                )
    if not comparable_outcomes(saved, this):
        raise InputError(f"{saved.where} and {this.where} have no outcome in common")


def _few(version: Version) -> str:
    names = [f"'{label}'" for label in version.arms]
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
