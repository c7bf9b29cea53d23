"""Breaches: what people make of promises kept and broken, and what they have built on them.

A week in which a promise stands is evidence of integrity (S0-05); a broken one counts at once and as long as it
stays broken. The same act harms whom it was not expected of (S3-05). While flexibility is promised and given, lives
are rebuilt around it and some people move house: then a mandate costs more (S0-04). More than half of newcomers feel
some promise broken within two years (evidence B02); what that costs in trust is part of ordinary weeks.
"""

from __future__ import annotations

from trustsim.model.declarations import Employee
from trustsim.model.equations import learned, negativity, overridden, toward
from trustsim.model.mechanism import Mechanism
from trustsim.model.numerics import clip, exp

mechanism = Mechanism("breaches", "Promises kept and broken, as people take them; lives rebuilt around them",
                      claims=("S0-04", "S0-05", "S0-25", "S1-48", "S2-10", "S3-05"))

#: The promise of flexibility is broken.
BROKEN = 3.0

mechanism.parameter("kept_weight", 0.1, unit="observations/week", range=(0.0, 1.0),
                    source="S0-05 (direction); assumption",
                    meaning="weight each week of a full promise that is kept")
mechanism.parameter("word_weight", 6.0, unit="observations", range=(0.0, 40.0), source="assumption",
                    meaning="weight of breaking a full, fresh, private promise of support, growth or security")
mechanism.parameter("lapse_weight", 0.2, unit="observations/week", range=(0.0, 3.0),
                    source="S1-48 (direction); assumption",
                    meaning="weight of each further week in which such a promise stays broken")
mechanism.parameter("fickle_weight", 3.0, unit="observations", range=(0.0, 20.0),
                    source="S0-25 (direction); assumption",
                    meaning="weight of support that goes back the way it came without a word")
mechanism.parameter("everyday_breach", 0.0113, unit="1/week", range=(0.0, 0.05), source="calibrated to B02",
                    meaning="chance a week that somebody of middling expectations feels some promise broken")
mechanism.parameter("root_rate", 0.02, unit="1/week", range=(0.0, 0.1), source="S0-04 (direction); assumption",
                    meaning="how fast lives are rebuilt around promised flexibility that is given")
mechanism.parameter("move_rate", 0.003, unit="1/week", range=(0.0, 0.02), source="S0-04 (direction); assumption",
                    meaning="chance a week of moving house on it, at full promise and full need")
mechanism.parameter("root_cost", 0.8, unit="share", range=(0.0, 3.0), source="assumption",
                    meaning="how much heavier a mandate weighs on a life rebuilt around flexibility")
mechanism.parameter("move_cost", 1.0, unit="share", range=(0.0, 4.0), source="S2-19c (direction); assumption",
                    meaning="how much heavier a mandate weighs on somebody who moved house")
mechanism.parameter("move_unease", 0.3, unit="0-1 per five days", range=(0.0, 1.0), source="assumption",
                    meaning="satisfaction with the location that required days take from somebody who moved house")

mechanism.field(Employee, "expectations", newcomer=0.5, trait=True,
                meaning="how much is expected of an employer: history, culture, cohort; the mean is 0.5")
mechanism.field(Employee, "rooted", meaning="how far a life has been rebuilt around promised flexibility")
mechanism.field(Employee, "moved_house", meaning="1 for somebody who moved house on a promise of flexibility")


@mechanism.newcomer(Employee, "expectations")
def first_expectations(trust_propensity: float, cohort: float, hope_draw: float) -> float:
    """Expect by propensity and cohort, and by a history of one's own."""
    return clip(0.5 + 0.3 * (trust_propensity - 0.6) + 0.08 * (cohort - 0.4) + 0.5 * (hope_draw - 0.5), 0.0, 1.0)


@mechanism.start(Employee, "perceived_breach")
def breaches_before(tenure_weeks: float, everyday_breach: float, past_draw: float) -> float:
    """Begin where people of this tenure would be."""
    return 1.0 if past_draw > exp(0.0 - everyday_breach * tenure_weeks) else 0.0


@mechanism.rule(on=Employee, phase="policy", sets=("breach_felt", "perceived_breach"))
def feel_breach(
    breach_felt: float, perceived_breach: float, expectations: float, expectation_gap: float,
    company_word_broken: float, company_word_lapsed: float, word_weight: float, everyday_breach: float,
    breach_threshold: float, everyday_draw: float,
) -> tuple[float, float]:
    """Feel a promise broken: a great one at once, small ones by chance, more where more was assumed than agreed."""
    great = word_weight * company_word_broken * (0.5 + expectations) > breach_threshold
    chance = everyday_breach * (0.4 + 2.0 * expectation_gap + 3.0 * company_word_lapsed)
    felt = 1.0 if great or everyday_draw < chance else 0.0
    return max(breach_felt, felt), max(perceived_breach, felt)


@mechanism.rule(on=Employee, phase="policy", sets=("rooted", "moved_house"))
def build_on_it(
    rooted: float, moved_house: float, flexibility_need: float, company_flexibility_promised: float,
    company_flexibility_status: float, root_rate: float, move_rate: float, move_draw: float,
) -> tuple[float, float]:
    """Rebuild one's life around flexibility while it is promised and given, up to the need; perhaps move house."""
    given = company_flexibility_promised * (1.0 if company_flexibility_status < BROKEN else 0.0)
    moves = 1.0 if move_draw < move_rate * given * flexibility_need else 0.0
    return toward(rooted, max(rooted, flexibility_need), root_rate * given), max(moved_house, moves)


@mechanism.contribution("mandate_burden")
def burden_of_roots(
    rooted: float, moved_house: float, company_flexibility_promised: float, company_flexibility_publicity: float,
    root_cost: float, move_cost: float, hypocrisy: float,
) -> float:
    """A mandate weighs more on a rebuilt life, and more against a public promise."""
    public = 1.0 + hypocrisy * company_flexibility_promised * company_flexibility_publicity
    return (1.0 + root_cost * rooted) * (1.0 + move_cost * moved_house) * public


@mechanism.contribution("ease")
def unease_of_movers(
    moved_house: float, home_days_missed: float, exempt: float, company_required_days: float, move_unease: float
) -> float:
    """Required days cost somebody who moved house more."""
    required = overridden(home_days_missed, exempt, company_required_days)
    return 0.0 - move_unease * moved_house * required


@mechanism.rule(on=Employee, phase="trust", cause="promise broken",
                sets=("leadership_trust", "leadership_trust_confidence"))
def word_broken_to_me(
    leadership_trust: float, leadership_trust_confidence: float, expectations: float, company_word_broken: float,
    company_word_lapsed: float, word_weight: float, lapse_weight: float, loss_weight: float, prior_strength: float,
) -> tuple[float, float]:
    """Take a broken promise as evidence of bad faith, at once and each week that it stays broken."""
    weight = (word_weight * company_word_broken + lapse_weight * company_word_lapsed) * (0.5 + expectations)
    weight = weight * negativity(0.05, leadership_trust, loss_weight)
    return (
        learned(leadership_trust, leadership_trust_confidence, 0.05, weight, prior_strength),
        leadership_trust_confidence + weight,
    )


@mechanism.rule(on=Employee, phase="trust", cause="words and deeds",
                sets=("leadership_trust", "leadership_trust_confidence"))
def unreliable(
    leadership_trust: float, leadership_trust_confidence: float, company_fickleness: float, fickle_weight: float,
    loss_weight: float, prior_strength: float,
) -> tuple[float, float]:
    """Take a course that is changed back without a word as a sign that nobody's word can be relied on."""
    weight = fickle_weight * company_fickleness * negativity(0.2, leadership_trust, loss_weight)
    return (
        learned(leadership_trust, leadership_trust_confidence, 0.2, weight, prior_strength),
        leadership_trust_confidence + weight,
    )


@mechanism.rule(on=Employee, phase="trust", cause="promise kept",
                sets=("leadership_trust", "leadership_trust_confidence"))
def promise_kept(
    leadership_trust: float, leadership_trust_confidence: float, company_word_kept: float, kept_weight: float,
    prior_strength: float,
) -> tuple[float, float]:
    """Count each week in which a promise stands as evidence of integrity."""
    weight = kept_weight * company_word_kept
    return (
        learned(leadership_trust, leadership_trust_confidence, 0.85, weight, prior_strength),
        leadership_trust_confidence + weight,
    )
