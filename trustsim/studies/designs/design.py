"""``Design``: which scenarios a study runs, how often and in which arms, as a value."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, cast, get_args

from trustsim.errors import InputError, nearest
from trustsim.studies.designs.factors import SCENARIO, Choice, Factor, factor_of
from trustsim.studies.designs.stopping import StoppingRule, rule_of
from trustsim.studies.documents import table_of
from trustsim.studies.running import ScenarioLike

Method = Literal["grid", "zip", "list", "latin_hypercube", "sobol_sequence", "sobol", "morris"]
METHODS: tuple[Method, ...] = get_args(Method)
#: Methods that draw points from ranges, and so need ``samples``.
SAMPLING = ("latin_hypercube", "sobol_sequence", "sobol", "morris")
#: Without an own number a design runs so many replications of a point.
REPLICATIONS = 20
MOST_REPLICATIONS = 100_000
#: The arm that is always there: nothing is set in it unless the design says so.
BASELINE = "baseline"
#: Settings that are no factors: the design says them itself, or they are luck.
NO_FACTORS = ("run.seed", "run.replications")


@dataclass(frozen=True)
class Arm:
    """What differs in one of several paired runs of each point: values by path, or another scenario."""

    set: Mapping[str, Any] = field(default_factory=dict)
    scenario: ScenarioLike | None = None


@dataclass(frozen=True)
class Design:
    """Which scenarios a study runs. Only what is declared varies; every run k has the same luck at every point.

    Usage:
        >>> Design("baseline", {"policy.surveillance": [0.0, 0.5, 1.0]}, replications=20)
        >>> Design.from_file("scenarios/designs/surveillance-autonomy.toml")

    Attributes:
        scenario: the scenario of every point; or several, which are a factor then.
        factors: what varies, by dotted path: a list of values, ``{"low", "high", "steps"}``, or for the sampling
            methods a range ``{"low", "high"}`` (``"whole": True`` for whole numbers).
        zip: groups of factors that vary together, each group crossed with everything else (method "grid").
        points: the points themselves, as values by path (method "list").
        method: how points are made: "grid" (every combination), "zip" (factors vary together), "list",
            "latin_hypercube", "sobol_sequence" (points that fill the space evenly), "sobol" (Saltelli's scheme for
            Sobol' indices) or "morris" (trajectories for screening).
        samples: how many points; base samples of "sobol" (a power of 2), trajectories of "morris".
        second_order: points for the second-order indices of "sobol" too.
        replications: runs of each point (and arm) that differ in luck only, or the rule that says when they suffice.
        arms: by name what differs in each of several paired runs of every point. The arm "baseline" is always there.
        set: values of paths at every point.
        seed: where the luck starts, of runs and of sampled points.
        weeks: how many weeks are reported; the scenario's own number if None.
        profile: the reading of contested evidence; the scenario's own if None.
        name: the design's name.
        title: one line for headings.
        story: what the design asks, in plain words.
    """

    scenario: ScenarioLike | Sequence[ScenarioLike] = "baseline"
    factors: Mapping[str, Any] = field(default_factory=dict)
    zip: Sequence[Mapping[str, Any]] = ()
    points: Sequence[Mapping[str, Any]] = ()
    method: Method = "grid"
    samples: int | None = None
    second_order: bool = False
    replications: int | StoppingRule | Mapping[str, Any] = REPLICATIONS
    arms: Mapping[str, Any] = field(default_factory=dict)
    set: Mapping[str, Any] = field(default_factory=dict)
    seed: int = 1
    weeks: int | None = None
    profile: str | None = None
    name: str = "design"
    title: str = ""
    story: str = ""

    def __post_init__(self) -> None:
        where = f"{self.name}: factors"
        self._become("factors", {path: factor_of(path, given, where) for path, given in self.factors.items()})
        groups = [_choices(group, f"{self.name}: zip") for group in self.zip]
        self._become("zip", tuple(groups))
        self._become("points", tuple(dict(table_of(point, f"{self.name}: points")) for point in self.points))
        self._become("arms", {name: _arm(given, f"{self.name}: arms.{name}") for name, given in self.arms.items()})
        if isinstance(self.replications, Mapping):
            self._become("replications", rule_of(self.replications, self.name))
        self._check_method()
        self._check_counts()
        self._check_paths()

    def _become(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)

    # -- checks -------------------------------------------------------------------------------------------------

    def _check_method(self) -> None:
        if self.method not in METHODS:
            hint = nearest(str(self.method), METHODS) or f"; there are {', '.join(METHODS)}"
            raise InputError(f"{self.name}: method must be a known one, not {self.method!r}{hint}")
        if (self.method in SAMPLING) != (self.samples is not None):
            wrong = "needs samples, how many points it draws" if self.samples is None else "takes no samples"
            raise InputError(f"{self.name}: method '{self.method}' {wrong}")
        if bool(self.points) != (self.method == "list"):
            wrong = "needs points" if not self.points else "takes no points; method = 'list' does"
            raise InputError(f"{self.name}: method '{self.method}' {wrong}")
        if self.method == "list" and self.factors:
            raise InputError(f"{self.name}: method 'list' takes its factors from the points; leave [factors] out")
        if self.zip and self.method != "grid":
            raise InputError(f"{self.name}: zip goes with method 'grid' only")
        for factor in self.factors.values():
            if self.method in ("grid", "zip") and not isinstance(factor, Choice):
                raise InputError(
                    f"{self.name}: factors: {factor.path}: method '{self.method}' needs a list of values or "
                    "{ low, high, steps }, not a range"
                )
        _check_equal_lengths([*self.zip, *([self.factors] if self.method == "zip" else [])], self.name)

    def _check_counts(self) -> None:
        counts = {"samples": self.samples, "seed": self.seed, "weeks": self.weeks}
        if not isinstance(self.replications, StoppingRule):
            counts["replications"] = cast(int, self.replications)
        for name, value in counts.items():
            low = 0 if name == "seed" else 1
            if value is not None and (isinstance(value, bool) or not isinstance(value, int) or value < low):
                raise InputError(f"{self.name}: {name} must be a whole number from {low}, got {value!r}")
        if self.most_replications > MOST_REPLICATIONS:
            raise InputError(
                f"{self.name}: replications must be at most {MOST_REPLICATIONS:,}, got {self.most_replications:,}"
            )
        if self.method == "sobol" and self.samples and self.samples & (self.samples - 1):
            raise InputError(
                f"{self.name}: samples of method 'sobol' must be a power of 2, such as 256, got {self.samples}"
            )

    def _check_paths(self) -> None:
        varied = self._varied()
        settings = {"set": self.set} | {f"arms.{name}": arm.set for name, arm in self.arms.items()}
        for who, values in settings.items():
            for path in values:
                if path in varied:
                    raise InputError(f"{self.name}: {path} varies by {varied[path]}, so {who} cannot fix it")
                if path in (*NO_FACTORS, *(["run.weeks", "run.profile"] if who == "set" else [])):
                    raise InputError(f"{self.name}: {who}: {path} is a setting of the design itself: set it there")
        if SCENARIO in varied and any(arm.scenario is not None for arm in self.arms.values()):
            raise InputError(f"{self.name}: the scenario varies by {varied[SCENARIO]}, so no arm can name another one")
        rule = self.stopping
        if rule is not None and rule.arm and rule.arm not in [*self.arm_names][1:]:
            hint = nearest(rule.arm, self.arms) or f"; there are {', '.join(self.arm_names[1:]) or 'none'}"
            raise InputError(f"{self.name}: replications: no arm is called '{rule.arm}'{hint}")

    def _varied(self) -> dict[str, str]:
        """Return what varies each path, and check that nothing does twice, and that it may vary."""
        varied: dict[str, str] = {}
        named = [("scenario", SCENARIO)] if self.several else []
        named += [("[factors]", path) for path in self.factors]
        named += [(f"zip group {number}", path) for number, group in enumerate(self.zip, 1) for path in group]
        named += [("points", path) for path in (self.points[0] if self.points else ())]
        for who, path in named:
            if path in varied:
                raise InputError(f"{self.name}: {path} varies twice, by {varied[path]} and by {who}; leave one out")
            if path in NO_FACTORS:
                raise InputError(f"{self.name}: {who}: {path} cannot vary: it is a setting of the design itself")
            varied[path] = who
        for number, point in enumerate(self.points, 1):
            if list(point) != list(self.points[0]) and set(point) != set(self.points[0]):
                other = sorted(set(point) ^ set(self.points[0]))[0]
                raise InputError(f"{self.name}: points: all must set the same paths; point {number} differs in {other}")
        return varied

    # -- what it says -------------------------------------------------------------------------------------------

    @classmethod
    def from_file(cls, source: str | os.PathLike[str]) -> Design:
        """Return the design in a TOML file, or a shipped one by its name.

        Raises:
            InputError: there is no such design, or what it says is wrong.
        """
        from trustsim.studies.designs.reading import load_design

        return load_design(source)

    @property
    def several(self) -> bool:
        """Whether there are several scenarios, which are a factor then."""
        return isinstance(self.scenario, list | tuple)

    @property
    def scenarios(self) -> tuple[ScenarioLike, ...]:
        """The scenarios, one or several."""
        return (
            tuple(cast(Sequence[ScenarioLike], self.scenario)) if self.several else (cast(ScenarioLike, self.scenario),)
        )

    @property
    def stopping(self) -> StoppingRule | None:
        """The rule that says when the replications of a point suffice, if there is one."""
        return self.replications if isinstance(self.replications, StoppingRule) else None

    @property
    def most_replications(self) -> int:
        """How many replications a point has at most."""
        return (
            self.replications.at_most if isinstance(self.replications, StoppingRule) else cast(int, self.replications)
        )

    @property
    def first_replications(self) -> int:
        """How many replications a point has at least."""
        return self.replications.at_least if isinstance(self.replications, StoppingRule) else self.most_replications

    @property
    def arm_names(self) -> tuple[str, ...]:
        """The names of the arms, the baseline first."""
        return tuple(dict.fromkeys([BASELINE, *self.arms]))

    def arm(self, name: str) -> Arm:
        """Return an arm by its name; the baseline arm sets nothing unless the design says so."""
        return self.arms.get(name, Arm())

    @property
    def all_factors(self) -> Iterator[Factor]:
        """Every factor, those of groups too; those of points are not declared."""
        yield from self.factors.values()
        for group in self.zip:
            yield from group.values()

    @property
    def paths(self) -> list[str]:
        """The paths that vary, in the order of the table's columns; the scenario is first where it varies."""
        return list(self._varied())

    def but(self, **changes: Any) -> Design:
        """Return the same design with other values of some attributes; None leaves one as it is."""
        return replace(self, **{name: value for name, value in changes.items() if value is not None})

    def __repr__(self) -> str:
        arms = f" x {len(self.arm_names)} arms" if self.arms else ""
        how = f"until {self.stopping.outcome} is narrow enough" if self.stopping else f"x {self.replications}"
        over = ", ".join(self.paths) or "nothing"
        return f"<Design '{self.name}': {self.method} over {over}{arms} {how}, seed {self.seed}>"


def _choices(group: Mapping[str, Any], where: str) -> dict[str, Choice]:
    found: dict[str, Choice] = {}
    for path, given in table_of(group, where).items():
        factor = factor_of(path, given, where)
        if not isinstance(factor, Choice):
            raise InputError(f"{where}: {path}: factors that vary together need lists of values, not a range")
        found[path] = factor
    return found


def _check_equal_lengths(groups: Iterable[Mapping[str, Any]], name: str) -> None:
    for group in groups:
        lengths = {path: len(factor.values) for path, factor in group.items()}
        if len(set(lengths.values())) > 1:
            counts = ", ".join(f"{path} has {count}" for path, count in lengths.items())
            raise InputError(f"{name}: factors that vary together need equally many values: {counts}")


def _arm(given: Any, where: str) -> Arm:
    """Return the arm that a table of values by path, perhaps with a scenario, describes."""
    if isinstance(given, Arm):
        return given
    values = dict(table_of(given, where))
    scenario = values.pop(SCENARIO, None)
    return Arm(values, scenario)
