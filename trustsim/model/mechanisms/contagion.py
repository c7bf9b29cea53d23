"""Contagion: who sees colleagues go thinks of going too.

Felps et al. 2009, Academy of Management Journal 52:545-561. What counts is exits beyond the usual, so that the
ordinary coming and going of the baseline moves nobody on average.
"""

from __future__ import annotations

from trustsim.model.declarations import Mechanism, Team
from trustsim.model.numerics import clip

mechanism = Mechanism("contagion", "Colleagues' exits as a reason to leave", claims=("S0-09", "S2-14"))

mechanism.parameter("exit_contagion", 2.5, unit="logits per share of the team", range=(0.0, 10.0),
                    source="Felps et al. 2009 (direction); assumption",
                    meaning="wish to leave that the sight of the whole team leaving adds")
mechanism.parameter("exit_memory", 0.88, unit="share/week", range=(0.5, 0.99), source="assumption",
                    meaning="share of an exit that is felt a week later")
mechanism.parameter("usual_exits", 0.03, unit="share of the team", range=(0.0, 0.2), source="Q01 (by exit_memory)",
                    meaning="exits felt in the ordinary coming and going")

mechanism.field(Team, "heads", unit="people", range=(0, 5e6), meaning="members employed at the start of the week")
mechanism.field(Team, "exits_felt", range=(0, 20), unit="share of the team",
                meaning="exits of the last weeks that are still felt")


@mechanism.rule(on=Team, phase="policy", sets=("heads", "exits_felt"))
def who_is_missing(
    heads: float, exits_felt: float, reports_sum_employed: float, exit_memory: float
) -> tuple[float, float]:
    """Notice who is missing since last week."""
    gone = max(heads - reports_sum_employed, 0.0) / max(heads, 1.0)
    return reports_sum_employed, clip(exit_memory * exits_felt + gone, 0.0, 20.0)


@mechanism.contribution("wish")
def follow_those_who_left(team_exits_felt: float, exit_contagion: float, usual_exits: float) -> float:
    """Think of going where more than usual have gone."""
    return exit_contagion * (min(team_exits_felt, 1.0) - usual_exits)
