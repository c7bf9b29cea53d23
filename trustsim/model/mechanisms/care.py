"""Care: what managers can put into the account, what each kind asks of their attention and brings beside it.

Recognition, interest in the person, being there when needed, showing weakness, standing up for people. Each takes
hours that the span thins; interest may misfire where it intrudes (S4-15), weakness shown costs a little authority
with those who trust nobody (S4-20), and who stands up for people takes some of the blows from above (S4-05).
"""

from __future__ import annotations

from trustsim.model.declarations import Employee, Manager, Mechanism, Team

mechanism = Mechanism("care", "Recognition, interest, availability, vulnerability, advocacy",
                      claims=("S0-23", "S1-24", "S3-15", "S3-19", "S4-05", "S4-15", "S4-16", "S4-20"))

#: Propensity to trust below which a manager who shows weakness is taken for a weak one.
WARY = 0.45

mechanism.lever("recognition", group="managing", scope=Team, neutral=0.5, claims=("S3-15", "S0-23"),
                meaning="good work is seen and said")
mechanism.lever("personal_interest", group="managing", scope=Team, neutral=0.0, claims=("S3-19", "S4-15", "S1-28"),
                meaning="interest in each person, one level deeper")
mechanism.lever("availability", group="managing", scope=Team, neutral=0.5, claims=("S4-16",),
                meaning="managers can be reached and ask for questions and opinions")
mechanism.lever("vulnerability", group="managing", scope=Team, neutral=0.0, claims=("S4-20", "S1-24"),
                meaning="managers show where they are still learning")
mechanism.lever("advocacy", group="managing", scope=Team, neutral=0.0, claims=("S4-05",),
                meaning="managers can be talked to honestly and stand up for their people")

mechanism.parameter("recognition_deposit", 0.04, unit="balance/week", range=(0.0, 0.2), source="S3-15; assumption",
                    meaning="what recognition puts in, from none to full")
mechanism.parameter("interest_deposit", 0.055, unit="balance/week", range=(0.0, 0.2), source="S3-19; assumption",
                    meaning="what full personal interest puts in")
mechanism.parameter("intrusion", 0.8, unit="0-1", range=(0.0, 2.0), source="S4-15; assumption",
                    meaning="share of it that is lost, at full interest, on somebody who trusts nobody")
mechanism.parameter("availability_deposit", 0.025, unit="balance/week", range=(0.0, 0.2), source="S4-16; assumption",
                    meaning="what availability puts in, from none to full")
mechanism.parameter("vulnerability_deposit", 0.027, unit="balance/week", range=(0.0, 0.2), source="S4-20; assumption",
                    meaning="what full vulnerability puts in")
mechanism.parameter("advocacy_deposit", 0.035, unit="balance/week", range=(0.0, 0.2), source="S4-05; assumption",
                    meaning="what full advocacy puts in")
mechanism.parameter("care_cost", 0.4, unit="hours/week", range=(0.0, 2.0), source="S0-23 (a cost); assumption",
                    meaning="hours that full personal interest asks for each report; the other kinds ask for less")
mechanism.parameter("recognition_vigour", 0.2, unit="logits", range=(0.0, 1.0), source="S0-28 (direction); assumption",
                    meaning="engagement that recognition adds by itself, from none to full")
mechanism.parameter("availability_nearness", 3.0, unit="contacts/week", range=(0.0, 8.0), source="S4-16; assumption",
                    meaning="how much distance availability makes up for, from none to full")
mechanism.parameter("weakness_cost", 0.3, unit="0-1 per unit of propensity", range=(0.0, 1.0),
                    source="S4-20; assumption",
                    meaning="competence that a manager loses by showing weakness, with those who trust hardly anybody")
mechanism.parameter("shelter_share", 0.4, unit="0-1", range=(0.0, 1.0), source="S4-05 (direction); assumption",
                    meaning="share of a blow from above that full advocacy takes off")


@mechanism.contribution("deposits")
def deposits_of_recognition(recognition: float, recognition_deposit: float) -> float:
    """Deposit by recognition, withdraw by its lack."""
    return recognition_deposit * (recognition - 0.5)


@mechanism.contribution("deposits")
def deposits_of_interest(
    personal_interest: float, trust_propensity: float, interest_deposit: float, intrusion: float
) -> float:
    """Deposit by interest; the more of it, the more the wary find it intrusive."""
    return interest_deposit * personal_interest * (1.0 - intrusion * personal_interest * (1.0 - trust_propensity))


@mechanism.contribution("deposits")
def deposits_of_availability(availability: float, availability_deposit: float) -> float:
    """Deposit by being there when needed, withdraw by not being there."""
    return availability_deposit * (availability - 0.5)


@mechanism.contribution("deposits")
def deposits_of_vulnerability(vulnerability: float, vulnerability_deposit: float) -> float:
    """Deposit by showing where one is still learning."""
    return vulnerability_deposit * vulnerability


@mechanism.contribution("deposits")
def deposits_of_advocacy(advocacy: float, advocacy_deposit: float) -> float:
    """Deposit by standing up for people."""
    return advocacy_deposit * advocacy


@mechanism.contribution("mismatch")
def see_the_person(personal_interest: float) -> float:
    """Who takes an interest does not start from himself."""
    return 1.0 - personal_interest


@mechanism.contribution("care_hours", on=Manager)
def hours_of_recognition(recognition: float, care_cost: float) -> float:
    """More recognition than most give takes time."""
    return 0.5 * care_cost * max(0.0, recognition - 0.5)


@mechanism.contribution("care_hours", on=Manager)
def hours_of_interest(personal_interest: float, care_cost: float) -> float:
    """Getting to know each person takes time."""
    return care_cost * personal_interest


@mechanism.contribution("care_hours", on=Manager)
def hours_of_availability(availability: float, care_cost: float) -> float:
    """Being there more than most are takes time."""
    return care_cost * max(0.0, availability - 0.5)


@mechanism.contribution("care_hours", on=Manager)
def hours_of_advocacy(advocacy: float, care_cost: float) -> float:
    """Standing up for people takes time."""
    return 0.4 * care_cost * advocacy


@mechanism.contribution("vigour")
def vigour_of_recognition(recognition: float, manager_care_share: float, recognition_vigour: float) -> float:
    """Work that is seen is worth doing."""
    return recognition_vigour * (recognition - 0.5) * manager_care_share


@mechanism.contribution("nearness")
def nearness_of_availability(
    availability: float, manager_care_share: float, availability_nearness: float
) -> float:
    """Questions asked and answered make up for distance."""
    return availability_nearness * (availability - 0.5) * manager_care_share


@mechanism.contribution("competence_shown")
def cost_of_weakness(vulnerability: float, trust_propensity: float, weakness_cost: float) -> float:
    """The wary take shown weakness for weakness."""
    return 0.0 - weakness_cost * vulnerability * max(0.0, WARY - trust_propensity)


@mechanism.contribution("shelter")
def shelter_of_advocacy(advocacy: float, manager_care_share: float, shelter_share: float) -> float:
    """Who stands up for people takes some of the blow."""
    return shelter_share * advocacy * manager_care_share
