"""Ideas: how often somebody comes up with something new that is put to use, and what output gains from it.

Ideas need safety, engagement and being trusted (S3-25), and colleagues who meet (S0-14): the chance that two who
come to the office meet there, worth what those who meet put into it (S0-29). They follow all this with a lag, and
output follows them with another: strategy believed in, engagement, ideas, output, in that order (S0-10).
"""

from __future__ import annotations

from trustsim.model.declarations import Employee, Manager
from trustsim.model.equations import meeting, toward
from trustsim.model.mechanism import Mechanism
from trustsim.model.numerics import clip, exp

mechanism = Mechanism("ideas", "Ideas out of safety, engagement and meeting; output out of ideas",
                      claims=("S0-10", "S0-14", "S0-29", "S3-25"))

mechanism.parameter("idea_rate", 0.08, unit="1/week", range=(0.005, 0.5), source="assumption",
                    meaning="ideas of a person a week, in the reference company")
mechanism.parameter("idea_safety", 1.4, unit="log of the rate", range=(0.0, 5.0),
                    source="S3-25 (direction); assumption",
                    meaning="how much more ideas come where people feel safe")
mechanism.parameter("idea_engagement", 1.4, unit="log of the rate", range=(0.0, 5.0),
                    source="S0-10 (direction); assumption",
                    meaning="how much more ideas come from the engaged")
mechanism.parameter("idea_trusted", 0.5, unit="log of the rate", range=(0.0, 3.0),
                    source="S1-22 (direction); assumption",
                    meaning="how much more ideas come from those who feel trusted: they dare more")
mechanism.parameter("idea_lag", 0.08, unit="1/week", range=(0.01, 0.5), source="S0-10 (order); assumption",
                    meaning="how fast ideas follow what they need")
mechanism.parameter("idea_meeting", 0.6, unit="log of the rate", range=(0.0, 4.0),
                    source="S0-14 (direction); assumption",
                    meaning="how much more ideas come at full co-presence gain from a week together",
                    contested=True, null=0.0)
mechanism.parameter("usual_ideas", 0.093, unit="ideas/week", range=(0.005, 0.5),
                    source="assumption (the baseline's mean)",
                    meaning="ideas of a person a week at which output is as usual")
mechanism.parameter("improvement_gain", 0.025, unit="share of output", range=(0.0, 0.2), source="assumption",
                    meaning="output that twice the usual ideas add in the long run")
mechanism.parameter("improvement_rate", 0.03, unit="1/week", range=(0.005, 0.3), source="assumption",
                    meaning="how fast output follows ideas")

mechanism.field(Employee, "inventiveness", unit="log of the rate", range=(-10, 10),
                meaning="readiness for ideas above or below the reference company's")
mechanism.field(Employee, "idea_now", meaning="1 in a week in which the person has an idea that is put to use")
mechanism.field(Manager, "idea_flow", newcomer=0.093, unit="ideas/week", meaning="the team's ideas of the last months")
mechanism.channel(Employee, "idea_push", phase="wellbeing", meaning="what brings ideas, in logs of the rate")
mechanism.reduction("reports_mean_idea_now", nobody=0.093)


@mechanism.contribution("idea_push")
def ideas_of_meeting(
    days_in_office: float, peers_mean_days_in_office: float, common_days: float, engagement: float,
    copresence_gain: float, idea_meeting: float,
) -> float:
    """Meet in the office, against half a week each; it is worth what those who meet put into it."""
    together = meeting(days_in_office, peers_mean_days_in_office, common_days)
    return idea_meeting * copresence_gain * together * (engagement / 0.62)


@mechanism.rule(on=Employee, phase="wellbeing", sets="inventiveness")
def ripen(
    inventiveness: float, safety: float, engagement: float, felt_trust: float, idea_safety: float,
    idea_engagement: float, idea_trusted: float, idea_lag: float,
) -> float:
    """Let ideas ripen: readiness follows safety, engagement and felt trust."""
    target = idea_safety * (safety - 0.65) + idea_engagement * (engagement - 0.62) + idea_trusted * (felt_trust - 0.77)
    return toward(inventiveness, target, idea_lag)


@mechanism.rule(on=Employee, phase="wellbeing", sets="idea_now")
def have_idea(inventiveness: float, idea_push: float, idea_rate: float, idea_draw: float) -> float:
    """Have an idea: by chance, out of readiness and of what brings ideas."""
    return 1.0 if idea_draw < idea_rate * exp(inventiveness + idea_push) else 0.0


@mechanism.rule(on=Manager, phase="work", sets="idea_flow")
def gather_ideas(idea_flow: float, reports_mean_idea_now: float, improvement_rate: float) -> float:
    """Keep the ideas of the last months in mind."""
    return toward(idea_flow, reports_mean_idea_now, improvement_rate)


@mechanism.contribution("work_gain")
def gain_of_ideas(manager_idea_flow: float, usual_ideas: float, improvement_gain: float) -> float:
    """Work better by the ideas of the last months, against the usual flow."""
    return improvement_gain * clip(manager_idea_flow / usual_ideas - 1.0, -1.0, 2.0)
