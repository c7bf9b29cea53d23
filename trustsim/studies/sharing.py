"""From what is on a screen to a question that travels, and back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from trustsim.scenario import Scenario, loads
from trustsim.scenario.asking import MOST_VARIANTS, Question, Variant, affordable
from trustsim.scenario.own_company import OwnCompany
from trustsim.scenario.shape import Value
from trustsim.studies.what_if import NAME, WhatIf

#: The reported weeks of one's own company stand in ``[run]``; a question has them apart.
WEEKS = "run.weeks"


def question_of(now: WhatIf, kept: Sequence[WhatIf] = ()) -> Question:
    """Return what is on a screen as a question: the what-if first, then those that were kept beside it.

    Args:
        now: the what-if on the screen.
        kept: others about the same company; what they say of baseline, company, runs and profile is that of ``now``.
    """
    company = {path: value for path, value in now.company.items() if not path.startswith("run.")}
    return Question(
        baseline=now.base, company=company,
        variants=tuple(variant_of(one, company) for one in (now, *kept))[:MOST_VARIANTS],
        replications=now.replications, seed=now.seed, weeks=now.baseline.weeks, profile=now.profile,
        first_day=now.first_day, currency=now.currency,
    )  # fmt: skip


def variant_of(one: WhatIf, company: dict[str, Value]) -> Variant:
    """Return a what-if as a variant; what an uploaded file says of the company gives way to one's own, as on screen."""
    start = Variant.of(loads(one.uploaded, source="uploaded file")) if one.uploaded else Variant(one.start)
    own = {path: value for path, value in start.changes.items() if path not in company}
    changes = {**own, **one.changes}
    return Variant(start.start, changes, one.title or start.name)


def what_ifs_of(question: Question) -> tuple[WhatIf, tuple[WhatIf, ...]]:
    """Return the what-if of a question, and those kept beside it; without a scenario nothing is different yet.

    Raises:
        ScenarioError: a scenario is wrong.
    """
    company: dict[str, Value] = dict(question.company)
    empty = WhatIf(base=question.baseline)
    if question.weeks != empty.baseline.weeks:
        company[WEEKS] = question.weeks
    plain = replace(
        empty, start=question.baseline, company=company, replications=question.replications, seed=question.seed,
        profile=question.profile, first_day=question.first_day, currency=question.currency,
    )  # fmt: skip
    first, *others = [_what_if(plain, variant) for variant in question.variants] or [plain]
    return first, tuple(others)


def _what_if(plain: WhatIf, variant: Variant) -> WhatIf:
    title = "" if variant.name == NAME else variant.name
    if variant.start:
        return replace(plain, start=variant.start, changes=dict(variant.changes), title=title)
    text = variant.scenario({}, {}).dump()
    return replace(plain, uploaded=text, title=title)


def with_upload(now: WhatIf, scenario: Scenario) -> WhatIf:
    """Return a screen on which an uploaded scenario is the what-if, for the same company and as long as it says."""
    company = {path: value for path, value in now.company.items() if path != WEEKS}
    if scenario.weeks != replace(now, company=company).baseline.weeks:
        company[WEEKS] = scenario.weeks
    found = replace(now, uploaded=scenario.dump(), start=now.base, changes={}, company=company, title="")
    return _afforded(found, found.scenario)


def with_company(now: WhatIf, company: OwnCompany) -> WhatIf:
    """Return a screen with one's own company in both arms; what an earlier file said of teams gives way."""
    weeks = {WEEKS: now.company[WEEKS]} if WEEKS in now.company else {}
    asked = company.asking(question_of(now))
    own = {**asked.company, **weeks}
    found = replace(now, company=own, first_day=asked.first_day, currency=asked.currency)
    return _afforded(found, found.baseline)


def _afforded(one: WhatIf, scenario: Scenario) -> WhatIf:
    """Return a screen with no more runs than are made of a company of this size."""
    return replace(one, replications=min(one.replications, affordable(scenario)))
