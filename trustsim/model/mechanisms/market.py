"""Market: the employer's leverage, flexible rivals, layoffs.

Outside options gate leaving, not the wish to leave. A large employer whom it is hard to match holds people and is
obeyed more (S2-15). Rivals that offer flexibility draw those who need it, most where they miss it (S2-12). Layoffs
lower outside options, since others look too; the text has them create options (S2-11), and the sign can be set.
"""

from __future__ import annotations

from trustsim.model.declarations import Company, Mechanism, World
from trustsim.model.numerics import clip

mechanism = Mechanism("market", "Employer's leverage, flexible rivals, layoffs",
                      claims=("S0-18", "S2-11", "S2-12", "S2-15"))

mechanism.lever("employer_leverage", kind="uncertainty", group="environment", scope=World, neutral=0.5,
                meaning="how hard the employer is to match: 0 a small firm among many, 1 a giant",
                claims=("S2-15",))
mechanism.lever("rival_flexibility", kind="uncertainty", group="environment", scope=World, neutral=0.5,
                meaning="how much flexibility rivals offer", claims=("S0-18", "S2-12"))

mechanism.parameter("leverage_hold", 0.4, unit="log of the rate", range=(0.0, 2.0),
                    source="S2-15 (direction); assumption",
                    meaning="how much leverage closes the way out")
mechanism.parameter("leverage_push", 0.8, unit="logits", range=(0.0, 3.0), source="S2-15 (direction); assumption",
                    meaning="readiness to comply that leverage adds")
mechanism.parameter("leverage_quiets", 0.1, unit="0-1", range=(0.0, 0.5), source="assumption",
                    meaning="how much more resentment it takes to speak up against an employer of full leverage")
mechanism.parameter("rival_pull", 0.5, unit="log of the rate", range=(0.0, 3.0), source="S2-12 (direction); assumption",
                    meaning="how much flexible rivals draw those who need flexibility")
mechanism.parameter("rival_missed", 0.8, unit="log of the rate", range=(0.0, 4.0),
                    source="S0-18 (direction); assumption",
                    meaning="how much more they draw those who miss a whole week at home")
mechanism.parameter("layoff_options", 0.4, unit="log of the rate", range=(-3.0, 3.0),
                    source="S2-11 (the text's sign is negative here); assumption",
                    meaning="how much layoffs close the way out; below 0 they open it")
mechanism.parameter("layoff_memory", 0.96, unit="share/week", range=(0.5, 0.999), source="assumption",
                    meaning="share of the shadow of layoffs that is left after a week")

mechanism.field(Company, "layoff_shadow", range=(0, 10), unit="tenths of the staff",
                meaning="layoffs of the last months that are still felt")


@mechanism.contribution("pull")
def held_by_leverage(employer_leverage: float, leverage_hold: float) -> float:
    """Find it hard to match the employer."""
    return 0.0 - leverage_hold * (employer_leverage - 0.5)


@mechanism.contribution("compliance_push")
def obey_leverage(employer_leverage: float, leverage_push: float) -> float:
    """Obey more whom it is hard to match."""
    return leverage_push * (employer_leverage - 0.5)


@mechanism.contribution("daring")
def quieted_by_leverage(employer_leverage: float, leverage_quiets: float) -> float:
    """Speak up less against whom it is hard to match."""
    return 0.0 - leverage_quiets * (employer_leverage - 0.5)


@mechanism.contribution("pull")
def drawn_by_rivals(
    rival_flexibility: float, flexibility_need: float, home_days_missed: float, rival_pull: float, rival_missed: float
) -> float:
    """Be drawn by flexible rivals: by need, and more for days missed."""
    drawn = rival_pull * flexibility_need + rival_missed * 0.2 * home_days_missed
    return drawn * (rival_flexibility - 0.5)


@mechanism.rule(on=Company, phase="policy", sets="layoff_shadow")
def cast_shadow(layoff_shadow: float, layoff_share: float, layoff_memory: float) -> float:
    """Remember layoffs for some months."""
    return clip(layoff_memory * layoff_shadow + 10.0 * layoff_share, 0.0, 10.0)


@mechanism.contribution("pull")
def nowhere_to_go(company_layoff_shadow: float, layoff_options: float) -> float:
    """Find fewer places, since others look too."""
    return 0.0 - layoff_options * min(company_layoff_shadow, 2.0)
