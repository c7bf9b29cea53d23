"""A scenario as a model that the EMA workbench can drive: its uncertainties, its levers, its outcomes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from trustsim.errors import InputError, nearest
from trustsim.model.engine import simulate
from trustsim.model.week import MODEL
from trustsim.scenario import Scenario, resolve
from trustsim.studies.designs.factors import Choice, Factor, factor_of
from trustsim.studies.libraries import library
from trustsim.studies.running import ScenarioLike, chosen_scenario, outcome_values

#: The workbench wants names that Python could have: dots are written so.
DOT = "__"


def ema_model(
    scenario: ScenarioLike,
    uncertainties: Mapping[str, Any],
    levers: Mapping[str, Any] | None = None,
    outcomes: Sequence[str] = ("leadership_trust", "attrition"),
    *,
    replications: int = 10,
    seed: int = 1,
    weeks: int | None = None,
    name: str = "trustsim",
) -> Any:
    """Return an ``ema_workbench.Model`` of a scenario: each experiment is the mean over some replications.

    Paths are its parameters, with two underscores for each dot: ``policy__surveillance``. Every experiment has the same
    luck.

    Usage:
        >>> model = ema_model("baseline", {"environment.labour_market": {"low": 0, "high": 1}})
        >>> experiments, results = ema_workbench.perform_experiments(model, scenarios=50)

    Args:
        scenario: a scenario, the name of a shipped one, the path of a file, or a dict shaped like one.
        uncertainties: by path a range ``{"low", "high"}`` or a list of values.
        levers: the same of what a policy sets.
        outcomes: the outcomes that an experiment returns.
        replications: how many runs an experiment takes.
        seed: where the luck starts.
        weeks: how many weeks are reported; the scenario's own number if None.
        name: the model's name, letters and digits only.

    Raises:
        InputError: the EMA workbench is not installed, or an outcome or range is wrong.
        ScenarioError: the scenario or a path is wrong.
    """
    workbench = library("ema_workbench", "research", "ema_model")
    for outcome in outcomes:
        if outcome not in MODEL.outcomes:
            raise InputError(f"no outcome is called '{outcome}'{nearest(outcome, MODEL.outcomes)}")
    base = chosen_scenario(scenario, weeks=weeks)
    groups = [
        {path: factor_of(path, given, "ema_model") for path, given in some.items()}
        for some in (uncertainties, levers or {})
    ]
    for factors in groups:
        for path, factor in factors.items():
            for end in factor.ends:
                base.override({path: end}, "ema_model")
    experiment = _Experiment(base, tuple(outcomes), replications, seed)
    model = workbench.Model(name, function=experiment)
    model.uncertainties, model.levers = ([_parameter(workbench, *pair) for pair in some.items()] for some in groups)
    model.outcomes = [workbench.ScalarOutcome(outcome) for outcome in outcomes]
    return model


class _Experiment:
    """What the workbench calls with the values of an experiment; it can be pickled."""

    __name__ = "trustsim"

    def __init__(self, base: Scenario, outcomes: tuple[str, ...], replications: int, seed: int) -> None:
        self.base, self.outcomes, self.replications, self.seed = base, outcomes, replications, seed

    def __call__(self, **values: Any) -> dict[str, float]:
        given = {path.replace(DOT, "."): _plain(value) for path, value in values.items()}
        plan = resolve(self.base.override(given, "experiment"))
        recording = simulate(MODEL, plan, seed=self.seed, replications=range(self.replications))
        means = outcome_values(recording).mean(axis=0)
        return {name: float(means[list(MODEL.outcomes).index(name)]) for name in self.outcomes}


def _plain(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else value


def _parameter(workbench: Any, path: str, factor: Factor) -> Any:
    name = path.replace(".", DOT)
    if isinstance(factor, Choice):
        return workbench.CategoricalParameter(name, list(factor.values))
    if factor.whole:
        return workbench.IntegerParameter(name, int(factor.low), int(factor.high))
    return workbench.RealParameter(name, factor.low, factor.high)
