"""Work: effort out of how one is treated, output out of effort, ability and conditions; broken rules.

Most people give as they are given (conditional co-operators), a few give anyway, a few take what goes unnoticed.
That most reciprocate: trust-game evidence R02. No built-in sign for remote work: it acts through autonomy,
control and co-presence (W01, W03).

Delivery is the work as it is judged, against what one's job allows. What comes of it is output: the same work yields
more in one job than in another, by its tasks, tools and customers. All know that and allow for it, so that nothing
but output reads it.
"""

from __future__ import annotations

from trustsim.model.declarations import Employee
from trustsim.model.equations import toward
from trustsim.model.mechanism import Mechanism
from trustsim.model.numerics import clip, exp, normal

mechanism = Mechanism("work", "Effort, output, broken rules", claims=("S1-22", "S1-23", "S1-52", "S0-10"))

mechanism.parameter("effort_base", 0.63, unit="0-1", range=(0.3, 0.9), source="assumption",
                    meaning="effort of a conditional co-operator who feels neither trusted nor doubted")
mechanism.parameter("reciprocity", 0.99, unit="effort per unit of felt trust", range=(0.0, 1.0),
                    source="R02 (form; calibrated to R02b)",
                    meaning="how much effort answers felt trust", contested=True, null=0.0)
mechanism.parameter("effort_engagement", 0.3, unit="effort per unit of engagement", range=(0.0, 1.0),
                    source="assumption",
                    meaning="how much effort answers engagement")
mechanism.parameter("effort_rate", 0.3, unit="1/week", range=(0.05, 1.0), source="assumption",
                    meaning="how fast effort follows")
mechanism.parameter("opportunist_floor", 0.3, unit="0-1", range=(0.0, 0.6), source="assumption",
                    meaning="effort of an opportunist whom nobody checks")
mechanism.parameter("opportunist_checked", 0.4, unit="0-1", range=(0.0, 0.7), source="assumption",
                    meaning="effort that full checking adds to an opportunist's")
mechanism.parameter("output_at_rest", 0.6, unit="share of output", range=(0.0, 0.8), source="assumption",
                    meaning="output that does not depend on effort: process, tools, habit", practitioner=0.5)
mechanism.parameter("output_noise", 0.14, unit="log of output", range=(0.0, 0.5), source="assumption",
                    meaning="standard deviation of a week's output beyond a person's control")
mechanism.parameter("yield_spread", 0.26, unit="log of output", range=(0.0, 0.6),
                    source="Hunter, Schmidt and Judiesch 1990, Journal of Applied Psychology 75(1):28-42: 32% of the "
                    "mean in jobs of medium complexity, less the 17.8% by which the model's people differ without it",
                    meaning="standard deviation between people of what their jobs make of the same work")
mechanism.parameter("rule_rate", 0.02, unit="1/week", range=(0.001, 0.2), source="assumption",
                    meaning="chance of breaking a rule in a week, for somebody of middling trust")
mechanism.parameter("rule_trust", 2.1, unit="log of the rate", range=(0.0, 4.0),
                    source="S1-22 (direction); assumption (S1-22 holds)",
                    meaning="how much less rules are broken where the manager is trusted")

mechanism.field(Employee, "effort", newcomer=0.7, meaning="effort given this week")
mechanism.field(Employee, "job_yield", newcomer=1.0, unit="times the mean", range=(0, 10), trait=True, seat=True,
                meaning="what tasks, tools and customers of the job make of the same work")
mechanism.field(Employee, "delivery", newcomer=1.0, unit="reference output", range=(0, 5),
                meaning="real work delivered this week, judged against what the job allows")
mechanism.field(Employee, "measured_delivery", newcomer=1.0, unit="reference output", range=(0, 10),
                meaning="work delivered this week as measured, judged against what the job allows")
mechanism.field(Employee, "output", newcomer=1.0, unit="reference output", range=(0, 50),
                meaning="what comes of the work this week: delivery times what the job makes of it")
mechanism.field(Employee, "rule_breaking", meaning="1 if a rule was broken this week")
mechanism.channel(Employee, "effort_push", phase="work", meaning="what adds to the effort given, 0-1")
mechanism.channel(Employee, "delivered", phase="work", operation="product",
                  meaning="share of the work that gets through: tools, failures, home")
mechanism.channel(Employee, "rule_pull", phase="work",
                  meaning="what makes rules be broken more often, in logs of the rate")
mechanism.happening("infraction", flag="rule_breaking", meaning="a rule was broken")


@mechanism.start(Employee, "job_yield")
def jobs(yield_spread: float, yield_draw: float) -> float:
    """Draw what each job makes of work, whoever has it: lognormal with mean 1."""
    return exp(yield_spread * clip(normal(yield_draw), -4.0, 4.0) - 0.5 * yield_spread * yield_spread)


@mechanism.rule(on=Employee, phase="work", sets="effort")
def effort_given(
    effort: float, integrity_type: float, felt_trust: float, engagement: float, checking: float, delegation: float,
    effort_base: float, reciprocity: float, effort_engagement: float, effort_rate: float,
    opportunist_floor: float, opportunist_checked: float, effort_push: float,
) -> float:
    """Give as one is given; an opportunist gives what checks enforce, an unconditional person gives anyway."""
    conditional = effort_base + reciprocity * (felt_trust - 0.5) + effort_engagement * (engagement - 0.5)
    taker = opportunist_floor + opportunist_checked * checking * (1.0 - 0.3 * delegation)
    giver = 0.85 + effort_engagement * 0.5 * (engagement - 0.5)
    target = taker if integrity_type == 1.0 else (giver if integrity_type == 2.0 else conditional)
    return toward(effort, clip(target + effort_push, 0.0, 1.0), effort_rate)


@mechanism.rule(on=Employee, phase="work", sets=("delivery", "measured_delivery", "output"))
def deliver(
    effort: float, ability: float, stress: float, gaming: float, work_gain: float, delivered: float, job_yield: float,
    output_at_rest: float, output_noise: float, luck_draw: float,
) -> tuple[float, float, float]:
    """Deliver: ability x (what runs by itself + the rest x effort / 0.75) x conditions x luck; stress costs.

    What comes of it is as much as the job makes of that.
    """
    made = ability * (output_at_rest + (1.0 - output_at_rest) * effort / 0.75)
    made = made * clip(1.0 + work_gain, 0.2, 2.0) * delivered * (1.0 - 0.08 * stress * stress)
    real = clip(made * exp(output_noise * normal(luck_draw)), 0.0, 5.0)
    return real, clip(real * (1.0 + gaming), 0.0, 10.0), real * job_yield


@mechanism.rule(on=Employee, phase="work", sets="rule_breaking")
def break_rules(
    interpersonal_trust_in_manager: float, integrity_type: float, rule_pull: float, rule_rate: float, rule_trust: float,
    temptation_draw: float,
) -> float:
    """Break a rule: seldom, less where the manager is trusted, three times as often as an opportunist."""
    kind = 1.1 if integrity_type == 1.0 else 0.0
    rate = rule_rate * exp(kind + rule_pull - rule_trust * (interpersonal_trust_in_manager - 0.5))
    return 1.0 if temptation_draw < rate else 0.0
