"""``TrustModel``: one run of a scenario as a Mesa model."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from numbers import Integral
from pathlib import Path
from typing import Any, Self

import mesa

from trustsim.errors import InputError, StoreError, nearest
from trustsim.mesa_model.agents import CompanyView, EmployeeView, ManagerView, agent_classes, chosen_classes
from trustsim.mesa_model.keeping import Keeping
from trustsim.mesa_model.luck import go_on_with_mesa, mesa_luck
from trustsim.mesa_model.methods import Overrides, say_slow
from trustsim.mesa_model.saving import PathLike, Saved, read, write
from trustsim.mesa_model.seating import Event, Seating
from trustsim.model.engine import Batch
from trustsim.model.plain import PlainDriver
from trustsim.model.plan import Plan
from trustsim.model.recording import Level, Record, Recording
from trustsim.model.rules import RuleSet
from trustsim.model.week import MODEL
from trustsim.results import Manifest, Results
from trustsim.results.frames import Frames
from trustsim.scenario import Scenario, load, resolve

#: Seeds lie below this, as in scenarios.
SEEDS = 1 << 63

Source = str | os.PathLike[str] | Mapping[str, Any] | Scenario | Plan


class TrustModel(mesa.Model):
    """One run of a scenario, week by week, with Mesa agents that can be looked into and changed.

    Burn-in is run at construction: ``week`` is 0 then. ``running`` turns False at the horizon. The run equals
    replication ``replication`` of ``run(scenario, seed=rng)`` bit for bit, unless somebody interferes.

    Usage:
        >>> model = TrustModel("rto-abrupt", rng=7)
        >>> model.step()
        >>> model.agents_by_type[Employee].select(lambda one: one.stress > 0.6).agg("felt_trust", numpy.mean)

    Args:
        scenario: a shipped name, the path of a TOML file, a dict, a scenario, or an already resolved plan.
        rng: the seed of the run; without one fresh entropy, and ``seed`` tells which.
        replication: the number of the replication.
        employee_class: a subclass of ``Employee``, of which newcomers are too. If it overrides a rule, the model runs
            agent by agent, and slowly.
        manager_class: a subclass of ``Manager``.
        company_class: a subclass of ``Company``.
        record: what to keep of all weeks for ``results``; outcomes only if None.
        ledger: the level at which causes of changes of trust are kept, if ``record`` names none; empty keeps none.
        ruleset: another model than ours, such as one with a plug-in mechanism.
        resume: where to go on from; ``open`` gives it.

    Raises:
        InputError: the scenario, the seed or the replication is wrong.
        DeclarationError: a subclass overrides what it cannot, or wants arguments that a rule has not.

    Attributes:
        seed: the seed of the run.
        settings: the scenario; None for a bare plan. (The name ``scenario`` is Mesa's.)
        plan: the numbers that the scenario resolves to.
        world: uncertainties of the environment, which can be set, and parameters.
        datacollector: Mesa's, with every outcome of every week from 0 on; put another in its place at will.
    """

    def __init__(
        self,
        scenario: Source = "baseline",
        rng: Any = None,
        replication: int = 0,
        *,
        employee_class: type[EmployeeView] | None = None,
        manager_class: type[ManagerView] | None = None,
        company_class: type[CompanyView] | None = None,
        record: Record | None = None,
        ledger: Level = "employee",
        ruleset: RuleSet = MODEL,
        resume: Saved | None = None,
    ) -> None:
        self._next_id = 1
        self.seed = self._seeded(rng)
        self.replication = _whole("replication", replication)
        self.settings = None if isinstance(scenario, Plan) else load(scenario, declared=ruleset)
        self.plan = scenario if isinstance(scenario, Plan) else resolve(load(scenario, declared=ruleset))
        self.record = record or Record()
        level = replace(self.record, ledger=self.record.ledger or ledger).ledger
        self._run = Batch(ruleset, self.plan, self.seed, [self.replication], level)
        self._tables = {entity: array[0] for entity, array in self._run.state.arrays.items()}
        self._kept = Keeping(self._run, self.record, level)
        classes = chosen_classes(ruleset, employee_class, manager_class, company_class)
        self._seating = Seating(self, self._run, classes)
        self.world = classes.world(self)
        overrides = Overrides(classes[:3], self._seating.answering)
        self._evaluator = PlainDriver(self._run, overrides)
        if overrides.by:
            say_slow(" and ".join(overrides.by))
            self._run.driver = self._evaluator
        if resume is None:
            self._begin(agents_decide=bool(overrides.by))
        else:
            self._resume(resume)
        self.running = self.week < self.plan.weeks
        reporters = {name: partial(_reported, outcome=name) for name in ruleset.outcomes}
        self.datacollector = mesa.DataCollector(model_reporters={"week": "week", **reporters})
        self.datacollector.collect(self)

    def _seeded(self, rng: Any) -> int:
        """Make Mesa's own generators, and return the seed of the run."""
        seed = _whole("rng", rng) if isinstance(rng, Integral) else None
        given: Any = rng if seed is None else seed
        try:
            super().__init__(rng=given)
        except TypeError as error:
            raise InputError(f"rng must be None, a whole number or what Mesa takes for one, not {rng!r}") from error
        return int(self.rng.integers(SEEDS)) if seed is None else seed

    def _begin(self, agents_decide: bool) -> None:
        """Run the weeks up to 0; agents that override rules live through them, others come to life at their end."""
        if agents_decide:
            self._seating.seat_leaders()
        self._run.start()
        while self._run.week < 0:
            self._run_week(agents_decide)
        self._seating.seat_leaders()
        self._seating.seat_people()

    def _run_week(self, with_agents: bool = True) -> None:
        if with_agents:
            self._seating.remember()
        self._run.step()
        self._kept.week()
        if with_agents:
            self._seating.seat_people()

    # -- running ------------------------------------------------------------------------------------------------

    def step(self) -> None:
        """Run one week."""
        self._run_week()
        self.running = self.week < self.plan.weeks
        self.datacollector.collect(self)

    @property
    def week(self) -> int:
        """The week that was run last; 0 after the burn-in."""
        return self._run.week

    @property
    def scenario(self) -> None:
        """Nothing: later versions of Mesa keep a scenario of another kind here; ours is ``settings``."""
        return None

    @scenario.setter
    def scenario(self, scenario: object) -> None:
        """Let Mesa set its own, which is not used."""

    def register_agent(self, agent: mesa.Agent) -> None:
        """Take note of a new agent and number it, in every version of Mesa from 1 on."""
        super().register_agent(agent)
        agent.unique_id = self._next_id
        self._next_id += 1

    # -- looking ------------------------------------------------------------------------------------------------

    def outcomes(self, company: str | None = None) -> dict[str, float]:
        """Return every outcome of the last week, of a company or of all together; NaN where it has no value.

        Raises:
            InputError: there is no such company.
        """
        names = [one.name for one in self.plan.companies]
        if company is not None and company not in names:
            raise InputError(f"no company is called '{company}'{nearest(company, names)}; there are {', '.join(names)}")
        return self._kept.outcomes(None if company is None else names.index(company))

    def causes(self, state: str) -> dict[str, float]:
        """Return what moved a trust state in the last week, by cause, summed over all employees.

        The sum is the change of the state summed over those who are employed: who joins brings the state in, who
        leaves takes it out. What was set by hand since the last week counts to the next one.

        Raises:
            InputError: there is no such state, or the model keeps no ledger.
        """
        return self._kept.causes(state, None, 0)

    @property
    def events(self) -> list[Event]:
        """What happened to employees in the last week: quits, hires, broken promises and the like."""
        return list(self._seating.events())

    def results(self) -> Results:
        """Return what ``record`` asked for as ``Results``, as ``run`` returns them; weeks to come are NaN.

        Raises:
            InputError: the model was made of a bare plan.
        """
        if self.settings is None:
            raise InputError("results belong to a scenario, and this model was made of a plan: see recording()")
        scenario = self.settings.override({"run.seed": self.seed})
        runs = range(self.replication, self.replication + 1)
        return Results(Manifest.of(scenario, self._run.ruleset, self.record, runs), Frames(self.recording()))

    def recording(self) -> Recording:
        """Return what ``record`` asked for as arrays."""
        return self._kept.recording()

    def __repr__(self) -> str:
        name = "plan" if self.settings is None else self.settings.name
        here = f"{sum(one is not None for one in self._seating.people):,} of {self.plan.employees:,} seats taken"
        where = f"week {self.week} of {self.plan.weeks}"
        return f"<{type(self).__name__} '{name}': {where}, {here}, seed {self.seed}, replication {self.replication}>"

    # -- saving -------------------------------------------------------------------------------------------------

    def save(self, path: PathLike) -> Path:
        """Save the model in a file, whole or not at all; a run split in two equals the whole bit for bit.

        Attributes of your own, and what the ``datacollector`` has collected, are not saved.

        Raises:
            StoreError: the file cannot be written.
        """
        values = {
            "week": self.week,
            "seed": self.seed,
            "replication": self.replication,
            "ledger": self._kept.level,
            "scenario": None if self.settings is None else self.settings.document(full=True),
            "classes": [cls.__name__ for cls in self._seating.classes],
            "next_id": self._next_id,
            "luck": mesa_luck(self),
        }
        state = {f"state/{entity.name}": array for entity, array in self._run.state.arrays.items()}
        kept = {**state, **self._kept.arrays(), "on": self._run.on, "numbers": self._seating.numbers()}
        return write(path, self._run.ruleset, Saved(self.plan, self.record, values, kept))

    @classmethod
    def open(
        cls,
        path: PathLike,
        *,
        employee_class: type[EmployeeView] | None = None,
        manager_class: type[ManagerView] | None = None,
        company_class: type[CompanyView] | None = None,
        ruleset: RuleSet = MODEL,
    ) -> Self:
        """Return the model that ``save`` saved, at the same week. Subclasses of agents are to be given again.

        Raises:
            StoreError: the file is missing, damaged, no model, of another version, or needs a subclass.
        """
        saved = read(path, ruleset)
        values = saved.values
        classes = chosen_classes(ruleset, employee_class, manager_class, company_class)
        for kind, name, given, ours in zip(
            classes._fields, values["classes"], classes, agent_classes(ruleset), strict=True
        ):
            if name not in (given.__name__, ours.__name__):
                raise StoreError(f"{path} was run with its own class '{name}': open it with {kind}_class={name}")
        return cls(
            saved.plan if values["scenario"] is None else load(values["scenario"], declared=ruleset),
            values["seed"], values["replication"], employee_class=employee_class, manager_class=manager_class,
            company_class=company_class, record=saved.record, ledger=values["ledger"], ruleset=ruleset, resume=saved,
        )  # fmt: skip

    def _resume(self, saved: Saved) -> None:
        """Take over the state of a saved model."""
        if self.plan != saved.plan:
            raise StoreError("the saved scenario means something else in this version of trustsim: run it anew")
        for entity, array in self._run.state.arrays.items():
            array[...] = saved.arrays[f"state/{entity.name}"]
        self._run.on[:] = saved.arrays["on"]
        self._run.week = saved.values["week"]
        self._kept.fill(saved.arrays)
        self._seating.reseat(saved.arrays["numbers"])
        self._next_id = saved.values["next_id"]
        go_on_with_mesa(self, self.week, saved.values["luck"])


def _whole(name: str, value: Any) -> int:
    """Return a seed or the number of a replication."""
    if isinstance(value, Integral) and not isinstance(value, bool) and 0 <= int(value) < SEEDS:
        return int(value)
    raise InputError(f"{name} must be a whole number from 0 to 2**63 - 1, not {value!r}")


def _reported(model: TrustModel, outcome: str) -> float:
    return model.outcomes()[outcome]
