"""Equations that several mechanisms share. Rules may call them; their text goes into the kernels."""

from __future__ import annotations

from trustsim.model import numerics
from trustsim.model.numerics import clip, root


def toward(state: float, target: float, rate: float) -> float:
    """Return ``state`` moved by the share ``rate`` of its distance to ``target``."""
    return state + rate * (target - state)


def negativity(evidence: float, level: float, loss_weight: float) -> float:
    """Return the weight of a signal for its sign: ``loss_weight`` if it lies below what is believed, else 1.

    Bad events weigh more than good ones (Slovic 1993, Risk Analysis 13:675-682).
    """
    return loss_weight if evidence < level else 1.0


def learned(level: float, confidence: float, evidence: float, weight: float, prior_strength: float) -> float:
    """Return the trust level after a signal: the mean of a Beta belief after ``weight`` observations of ``evidence``.

    level + weight / (prior_strength + confidence + weight) x (evidence - level); exactly ``level`` at weight 0.
    Beta reputation: Josang and Ismail 2002, "The beta reputation system", 15th Bled Electronic Commerce Conference.
    """
    return clip(level + weight / (prior_strength + confidence + weight) * (evidence - level), 0.0, 1.0)


def faded(level: float, confidence: float, prior: float, memory: float, prior_strength: float) -> float:
    """Return the trust level after a week's forgetting: evidence keeps the share ``memory``, the prior its weight."""
    fade = (1.0 - memory) * prior_strength / (prior_strength + memory * confidence)
    return clip(level + fade * (prior - level), 0.0, 1.0)


def spread(level: float, confidence: float, prior_strength: float) -> float:
    """Return the standard deviation of a Beta belief: what a person cannot yet know of the other."""
    return root(level * (1.0 - level) / (prior_strength + confidence + 1.0))


def meeting(days: float, others: float, common: float) -> float:
    """Return the share of the week in which one meets a colleague in the office, above that at half a week each.

    Of days drawn apart both come on days / 5 x others / 5; of days in common on the fewer: min(days, others) / 5.
    ``common`` is the share of the days that are in common.
    """
    return (1.0 - common) * 0.04 * days * others + common * 0.2 * min(days, others) - 0.25


def overridden(missed: float, exempt: float, required: float) -> float:
    """Return the share of the week at home that an order takes from somebody who wants it, as far as it holds for them.

    ``missed`` are days a week at home, wanted and not had; ``required`` the days in the office that an order asks for.
    """
    return 0.2 * missed * (1.0 - exempt) if required > 0.0 else 0.0


#: What a rule may call, in the order of the generated text.
HELPERS = (*numerics.HELPERS, toward, negativity, learned, faded, spread, meeting, overridden)
