"""What a company's own numbers may tell: the free inputs, each with the measures that can tell it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from trustsim.studies.calibration import FreeInput, free_input
from trustsim.studies.company_data.measures import ENGAGEMENT, LEAVING, STRESS, TRUST


@dataclass(frozen=True)
class CompanyInput:
    """A free input and the measures of which at least one is needed to tell it."""

    path: str
    low: float
    high: float
    reason: str
    told_by: tuple[str, ...]


COMPANY_INPUTS = (
    CompanyInput("population.trust_propensity.mean", 0.4, 0.8, "levels of trust, felt and given", TRUST),
    CompanyInput("population.opportunists", 0.0, 0.25, "people who do not answer trust with effort", TRUST),
    CompanyInput("environment.friction_rate", 0.03, 0.4, "everyday hurts that take from trust in managers",
                 ("trust_in_manager_share",)),
    CompanyInput("environment.executive_competence", 0.1, 0.9, "what people see of the leadership",
                 ("leadership_trust_share",)),
    CompanyInput("environment.labour_market", 0.1, 0.9, "how easily those who want to leave can", LEAVING),
    CompanyInput("parameters.leaving.quit_rate", 0.004, 0.045, "level of quitting", LEAVING),
    CompanyInput("parameters.leaving.intent_base", -3.0, 0.3, "level of the wish to leave", ("quit_intention",)),
    CompanyInput("parameters.wellbeing.engagement_base", -1.5, 2.0, "level of engagement", ENGAGEMENT),
    CompanyInput("parameters.wellbeing.stress_base", -2.2, 1.2, "level of stress", STRESS),
)  # fmt: skip

#: What may differ between teams: how they are led, as far as trust in the manager and engagement tell it.
TEAM_INPUTS = (
    CompanyInput("policy.fairness", 0.1, 0.9, "stands for how the team is led, by trust in its manager",
                 ("trust_in_manager_share",)),
    CompanyInput("policy.autonomy", 0.1, 0.9, "stands for how the team works, by its engagement",
                 ("engagement", "engaged_share", "disengaged_share")),
)  # fmt: skip


def inputs_for(measured: Collection[str], given: Collection[str]) -> tuple[list[FreeInput], list[CompanyInput]]:
    """Return the inputs that some measures can tell, and those for which a measure is missing.

    Args:
        measured: the names of what was measured in the whole company.
        given: paths that the user knows, and so are not free.
    """
    free = [known for known in COMPANY_INPUTS if known.path not in given]
    told = [known for known in free if set(known.told_by) & set(measured)]
    return [free_input(known.path, known.reason, known.low, known.high) for known in told], [
        known for known in free if known not in told
    ]


def team_inputs(team: str, measured: Collection[str]) -> list[FreeInput]:
    """Return what may differ between a team and the rest of its company, as its measures can tell it."""
    return [
        FreeInput(f"teams.{team}.{known.path}", known.low, known.high, 0.5, "0-1", known.reason)
        for known in TEAM_INPUTS
        if set(known.told_by) & set(measured)
    ]
