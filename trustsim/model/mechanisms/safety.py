"""Safety: whether people dare to speak up, to err and to be themselves; what that does to errors.

Psychological safety (Edmondson 1999, Administrative Science Quarterly 44:350-383) rests on trust in the manager and
between colleagues and on what happens to those who err; a team has a climate of it. Everybody errs. Who feels safe
reports it, and a reported error is learned from; one that is hidden comes back. Mistakes may be punished openly,
which frightens all who see it, or held against people without a word, which is noticed slowly and goes as deep.
"""

from __future__ import annotations

from trustsim.model.declarations import Employee, Mechanism, Team
from trustsim.model.equations import toward
from trustsim.model.numerics import clip, exp, logistic

mechanism = Mechanism("safety", "Psychological safety; errors, reported, hidden, repeated; punished mistakes",
                      claims=("S3-03", "S4-06", "S4-08"))

mechanism.lever("punishment", group="managing", scope=Team, neutral=0.0,
                meaning="how often a mistake that somebody owns up to is punished openly", claims=("S4-06",))
mechanism.lever("subtle_punishment", group="managing", scope=Team, neutral=0.0,
                meaning="how far mistakes are held against people without a word", claims=("S4-06",))

mechanism.parameter("safety_base", 0.7, unit="logits", range=(-2.0, 3.0), source="assumption",
                    meaning="safety where trust is as in the reference company and nothing frightens")
mechanism.parameter("safety_trust", 3.0, unit="logits per unit of trust", range=(0.0, 8.0),
                    source="S4-08 (direction); assumption",
                    meaning="how much safety rests on trust in the manager's good intent")
mechanism.parameter("safety_peers", 1.5, unit="logits per unit of trust", range=(0.0, 6.0), source="assumption",
                    meaning="how much it rests on trust between colleagues")
mechanism.parameter("safety_climate", 1.0, unit="logits per unit of safety", range=(0.0, 3.0), source="assumption",
                    meaning="how much it follows how safe the others in the team feel")
mechanism.parameter("safety_rate", 0.15, unit="1/week", range=(0.02, 0.6), source="assumption",
                    meaning="how fast safety follows")
mechanism.parameter("fear_jolt", 2.0, unit="logits", range=(0.0, 10.0), source="S4-06 (direction); assumption",
                    meaning="fright of being punished for a mistake; colleagues take half of it")
mechanism.parameter("fear_memory", 0.92, unit="share/week", range=(0.5, 0.99), source="assumption",
                    meaning="share of a fright that is left after a week")
mechanism.parameter("unease_weight", 0.6, unit="logits", range=(0.0, 4.0), source="S4-06 (direction); assumption",
                    meaning="safety lost where all mistakes are held against people")
mechanism.parameter("unease_rate", 0.03, unit="1/week", range=(0.005, 0.3),
                    source="S4-06 (subtle is slower); assumption",
                    meaning="how fast it is noticed that mistakes are held against people")
mechanism.parameter("error_rate", 0.06, unit="1/week", range=(0.005, 0.4), source="assumption",
                    meaning="chance of an error in a week, for somebody of middling stress")
mechanism.parameter("error_stress", 0.8, unit="log of the rate", range=(0.0, 3.0), source="assumption",
                    meaning="how much more often strained people err")
mechanism.parameter("report_slope", 6.0, unit="logits per unit of safety", range=(0.0, 15.0),
                    source="S3-03 (direction); assumption",
                    meaning="how much safety decides whether an error is reported")
mechanism.parameter("repeat_chance", 0.12, unit="1/week", range=(0.0, 0.5), source="S3-03 (direction); assumption",
                    meaning="chance a week that an error that was hidden comes back")

mechanism.field(Employee, "safety", newcomer=0.6, meaning="psychological safety")
mechanism.field(Employee, "fear", unit="logits", range=(0, 100), meaning="fright left of mistakes that were punished")
mechanism.field(Employee, "unease", meaning="how far one has noticed that mistakes are held against people")
mechanism.field(Employee, "error_reported", meaning="1 in a week in which one owns up to an error")
mechanism.field(Employee, "error_repeated", meaning="1 in a week in which a hidden error comes back")
mechanism.field(Employee, "error_hidden", meaning="1 while an error is hidden and not learned from")
mechanism.field(Employee, "punished_now", meaning="1 in a week in which one is punished for a mistake")
mechanism.channel(Employee, "fearlessness", phase="wellbeing",
                  meaning="what makes people feel safe or afraid, in logits")
mechanism.reduction("peers_mean_safety", nobody=0.65)
mechanism.reduction("peers_sum_punished_now", nobody=0.0)


@mechanism.rule(on=Employee, phase="work", sets=("error_reported", "error_repeated", "error_hidden"))
def err(
    error_hidden: float, safety: float, stress: float, error_rate: float, error_stress: float, repeat_chance: float,
    report_slope: float, error_draw: float, report_draw: float,
) -> tuple[float, float, float]:
    """Err anew or again; report it with the chance logistic in safety; what is reported is learned from."""
    fresh = error_rate * exp(error_stress * (stress - 0.35))
    again = error_hidden * repeat_chance
    repeated = 1.0 if error_draw < again else 0.0
    errs = 1.0 if error_draw < again + fresh else 0.0
    reported = errs if report_draw < logistic(report_slope * (safety - 0.6)) else 0.0
    return reported, repeated, max(error_hidden, errs) * (1.0 - reported)


@mechanism.rule(on=Employee, phase="work", sets="punished_now")
def be_punished(error_reported: float, punishment: float, punish_draw: float) -> float:
    """Be punished for a mistake that one owned up to."""
    return error_reported if punish_draw < punishment else 0.0


@mechanism.rule(on=Employee, phase="wellbeing", sets="fear")
def take_fright(
    fear: float, punished_now: float, peers_sum_punished_now: float, fear_jolt: float, fear_memory: float
) -> float:
    """Take fright at being punished, or at seeing it happen to a colleague; it wears off."""
    return clip(fear_memory * fear + fear_jolt * (punished_now + 0.5 * min(peers_sum_punished_now, 1.0)), 0.0, 100.0)


@mechanism.rule(on=Employee, phase="wellbeing", sets="unease")
def notice(unease: float, subtle_punishment: float, unease_rate: float) -> float:
    """Notice slowly that mistakes are held against people."""
    return toward(unease, subtle_punishment, unease_rate)


@mechanism.rule(on=Employee, phase="wellbeing", sets="safety")
def feel_safe(
    safety: float, interpersonal_trust_in_manager: float, peer_trust: float, peers_mean_safety: float, fear: float,
    unease: float, fearlessness: float, safety_base: float, safety_trust: float, safety_peers: float,
    safety_climate: float, unease_weight: float, safety_rate: float,
) -> float:
    """Safety follows trust up, trust beside, the climate of the team, and what frightens."""
    target = safety_base + safety_trust * (interpersonal_trust_in_manager - 0.67) + safety_peers * (peer_trust - 0.63)
    target = target + safety_climate * (peers_mean_safety - 0.65) + fearlessness
    return toward(safety, logistic(target - 0.3 * fear - unease_weight * unease), safety_rate)
