"""The estimate of what is on the screen, for pages that show it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from trustsim.app import state, texts
from trustsim.app.components.chart import Mark
from trustsim.app.jobs import Job, use_job
from trustsim.model.threads import Stop
from trustsim.results import OutcomeFacts
from trustsim.studies.estimating import Estimated
from trustsim.studies.what_if import WhatIf

#: The main outcomes, which pages show as cards.
CARDS = ("interpersonal_trust_in_managers", "leadership_trust", "attrition", "engagement", "stress", "productivity")
#: What is shown beside them where a company has put in its own prices.
MONEY = ("cost",)
#: The label of the what-if in the tables of estimates.
SCENARIO = "what-if"


@dataclass(frozen=True)
class Shown:
    """An estimate, and what pages draw of it.

    Attributes:
        question: what was asked.
        estimated: the comparison, and from how many runs it is.
        table: the rows of the comparison by outcome; while it is provisional, of the main outcomes and
            those whose curves are needed.
        curves: by arm, as legends call it, the outcomes over the weeks; the baseline first.
    """

    question: WhatIf
    estimated: Estimated
    table: pd.DataFrame
    curves: dict[str, pd.DataFrame]

    @property
    def facts(self) -> dict[str, OutcomeFacts]:
        """What is known of the outcomes, by name."""
        return self.estimated.comparison.outcome_facts

    @property
    def provisional(self) -> str:
        """What is to be said while more runs are to come; nothing once the numbers are final."""
        one = self.estimated
        return "" if one.final else texts.say("progress.provisional", runs=one.runs, of=one.of)

    @property
    def notes(self) -> dict[str, str]:
        """By outcome what is to be said of its curve."""
        return self.estimated.comparison.baseline.curve_notes


def use_estimate(question: WhatIf, outcomes: Sequence[str]) -> Job[Shown]:
    """Return the estimate of a what-if, which tightens while nothing changes; a hook, for components only.

    Args:
        question: the what-if.
        outcomes: those whose curves are needed.
    """

    def work(stop: Stop) -> Iterator[Shown]:
        arms, estimator = {SCENARIO: question.scenario}, state.estimator()
        for estimated in estimator.estimates(question.baseline, arms, stop=stop):
            comparison = estimated.comparison
            names = {
                texts.say("arms.baseline"): comparison.baseline,
                arm_title(question): comparison.scenarios[SCENARIO],
            }
            curves = {name: estimator.curves(results, outcomes) for name, results in names.items()}
            table = comparison.table if estimated.final else comparison.table_of({*CARDS, *MONEY, *outcomes})
            yield Shown(question, estimated, table.set_index("outcome"), curves)

    return use_job(work, [question, tuple(outcomes)])


def arm_title(question: WhatIf) -> str:
    """Return what legends call the what-if."""
    return question.title or texts.say("arms.scenario")


def marks_of(question: WhatIf) -> list[Mark]:
    """Return what happens when in the what-if, for charts."""
    return [Mark(one.week, texts.maybe(f"events.{one.kind}") or one.kind) for one in question.happenings]
