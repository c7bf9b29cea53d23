"""Signals: what each side sees of the other, and what distance hides.

Distance loses conduct, motives and effort most and outcomes hardly (S1-10, S1-13, S1-14); in all it costs about a
fifth of the feedback (evidence W13). Contact restores them; attention bounds contact, and the span thins attention.
"""

from __future__ import annotations

from trustsim.model.declarations import Employee, Team
from trustsim.model.mechanism import Mechanism
from trustsim.model.numerics import clip, exp, normal, root

mechanism = Mechanism("signals", "What is seen of work, conduct and motives, and what distance hides",
                      claims=("S1-10", "S1-13", "S1-14", "S1-51"))

mechanism.lever("checkins", group="managing", scope=Team, unit="contacts/week", range=(0, 10), neutral=None,
                default=1.0,
                meaning="planned contacts of a manager with each report; attention bounds them", claims=("S1-51",))

mechanism.parameter("contact_hours", 0.5, unit="hours/contact", range=(0.1, 2.0), source="assumption",
                    meaning="attention that a planned contact takes")
mechanism.parameter("outcome_loss", 0.06, unit="0-1", range=(0.0, 0.3), source="W13 (sum); assumption (split)",
                    meaning="share of outcomes that distance hides")
mechanism.parameter("conduct_loss", 0.6, unit="0-1", range=(0.1, 0.9), source="W13 (sum); assumption (split)",
                    meaning="share of conduct, motives and effort that distance hides without contact")
mechanism.parameter("contact_half", 1.5, unit="contacts/week", range=(0.3, 6.0), source="assumption",
                    meaning="contacts that restore half of what distance hides")
mechanism.parameter("signal_noise", 0.12, unit="0-1", range=(0.02, 0.5), source="assumption",
                    meaning="standard deviation of what is seen in the office")
mechanism.parameter("delivery_slope", 0.9, unit="evidence per unit of output", range=(0.2, 3.0),
                    source="assumption (claims and signatures hold with G04)",
                    meaning="how much output above or below what is expected says about competence")
mechanism.parameter("conduct_slope", 2.15, unit="evidence per unit of effort", range=(0.2, 3.0),
                    source="assumption (claims and signatures hold with G04)",
                    meaning="how much effort above or below what is expected says about good intent")
mechanism.parameter("activity_seen", 0.15, unit="0-1", range=(0.0, 0.5), source="assumption",
                    meaning="weight that full surveillance adds to what is seen of work")

mechanism.field(Employee, "contact", newcomer=1.0, unit="contacts/week", range=(0, 20),
                meaning="contacts with the manager this week")
mechanism.field(Employee, "work_seen", newcomer=0.8, meaning="share of the work that the manager sees")
mechanism.field(Employee, "conduct_visibility", newcomer=0.7,
                meaning="share of conduct and motives that each sees of the other")
mechanism.field(Employee, "signals_seen", newcomer=2.0, unit="signals/week", range=(0, 20),
                meaning="signals that the dyad exchanges this week")
mechanism.field(Employee, "delivery_seen", newcomer=0.7,
                meaning="this week's evidence on whether the person delivers, as seen by the manager")
mechanism.field(Employee, "conduct_seen", newcomer=0.7,
                meaning="this week's evidence on the person's good intent, as seen by the manager")
mechanism.channel(Employee, "activity_data", phase="signals", meaning="work seen by other means than contact")
mechanism.channel(Employee, "nearness", phase="signals", meaning="what makes up for distance, in contacts a week")
mechanism.channel(Employee, "haze", phase="signals", operation="product",
                  meaning="times by which what is seen of work is noisier")
mechanism.channel(Employee, "blame", phase="signals",
                  meaning="what is read as character and is none, taken from conduct seen")


@mechanism.rule(on=Employee, phase="signals", sets="contact")
def meet(
    checkins: float, days_in_office: float, manager_attention: float, manager_span: float, contact_hours: float
) -> float:
    """Meet as planned as far as attention goes (saturating), and by chance in the office."""
    room = max(manager_attention / (contact_hours * max(manager_span, 1.0)), 0.001)
    return room * (1.0 - exp(-checkins / room)) + 0.16 * days_in_office


@mechanism.contribution("activity_data")
def data_on_activity(surveillance: float, surveillance_breadth: float, activity_seen: float) -> float:
    """Surveillance shows activity: a little on work, nothing on motives."""
    return activity_seen * surveillance * (0.5 + surveillance_breadth)


@mechanism.rule(on=Employee, phase="signals", sets=("work_seen", "conduct_visibility", "signals_seen"))
def visibility(
    days_in_office: float, contact: float, activity_data: float, nearness: float, outcome_loss: float,
    conduct_loss: float,
    contact_half: float
) -> tuple[float, float, float]:
    """Lose with distance, regain with contact: conduct x (1 - loss x remote share x half / (half + contact))."""
    remote = 1.0 - 0.2 * days_in_office
    hidden = remote * contact_half / (contact_half + max(contact + nearness, 0.0))
    outcomes = clip(0.85 * (1.0 - outcome_loss * remote) + activity_data, 0.0, 1.0)
    conduct = clip(0.8 * (1.0 - conduct_loss * hidden), 0.0, 1.0)
    return outcomes, conduct, 1.5 * outcomes + 1.5 * conduct


@mechanism.rule(on=Employee, phase="signals", sets="delivery_seen")
def see_delivery(delivery: float, gaming: float, work_seen: float, haze: float, signal_noise: float,
delivery_slope: float, reading_draw: float) -> float:
    """Read the output against what is expected, with noise that grows where less is seen; some gaming is believed."""
    noise = signal_noise * haze * normal(reading_draw) / root(max(work_seen, 0.05))
    return clip(0.78 + delivery_slope * (delivery * (1.0 + 0.4 * gaming) - 1.0) + noise, 0.0, 1.0)


@mechanism.rule(on=Employee, phase="signals", sets="conduct_seen")
def see_conduct(
    effort: float, rule_breaking: float, blame: float, conduct_visibility: float, signal_noise: float,
    conduct_slope: float,
    reading_draw: float
) -> float:
    """Read effort and rule breaking as good or bad intent, with noise that grows where less is seen."""
    noise = signal_noise * normal(reading_draw) / root(max(conduct_visibility, 0.05))
    return clip(0.78 + conduct_slope * (effort - 0.75) - 0.5 * rule_breaking * conduct_visibility - blame + noise,
    0.0, 1.0)


