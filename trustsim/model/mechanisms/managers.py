"""Managers: what they feel able to do at a distance, what they believe of remote work, what training and backing change.

Self-efficacy has three facets that go together: doing the work of a manager at a distance, influencing, coordinating.
Each is what one brought plus what was gained by training, backing and support. Two beliefs about remote work, how
well people perform (in percent) and whether motivation lasts, drift toward what was brought and what is seen of one's
own team; training pulls them toward the evidence. Initial shares: evidence G02; roles and age: G03.
"""

from __future__ import annotations

from trustsim.model.declarations import Company, Manager, Mechanism, World
from trustsim.model.equations import toward
from trustsim.model.numerics import clip, normal

mechanism = Mechanism("managers", "Self-efficacy and beliefs of managers; training and backing",
                      claims=("S1-32", "S1-33", "S1-34", "S1-35", "S1-37", "S1-38", "S1-39", "S1-46", "S1-54", "S4-21"))

#: What a middling team of the baseline shows its manager of delivery and conduct: beliefs move with the difference.
DELIVERY_AT_REST = 0.775
CONDUCT_AT_REST = 0.805
#: The mean beliefs that managers brought, from which doubts are counted.
PERFORMANCE_AT_REST = 0.3
MOTIVATION_AT_REST = 0.5

mechanism.lever("leadership_training", group="managing", scope=Company, neutral=0.0, claims=("S1-46",),
                meaning="training of managers to delegate, to keep talking and to resist monitoring")
mechanism.lever("evidence_training", group="managing", scope=Company, neutral=0.0, claims=("S1-54",),
                meaning="training that corrects beliefs about remote work by the evidence")
mechanism.lever("leadership_support", group="managing", scope=Company, neutral=0.5, claims=("S1-39", "S4-21"),
                meaning="time and backing that the company gives its managers")
mechanism.lever("professional_roles", kind="population", group="population", scope=World, unit="share", neutral=None,
                default=0.483, meaning="share of managers in professional roles", source="G03; assumption")
mechanism.lever("young_managers", kind="population", group="population", scope=World, unit="share", neutral=None,
                default=0.15, meaning="share of managers under 30", source="assumption")

mechanism.parameter("efficacy_spread", 0.22, unit="0-1", range=(0.0, 0.4), source="G02",
                    meaning="standard deviation of each facet of self-efficacy between managers")
mechanism.parameter("youth_deficit", 0.11, unit="0-1", range=(0.0, 0.4), source="G03",
                    meaning="how much less able to coordinate at a distance managers under 30 feel")
mechanism.parameter("belief_spread", 8.6, unit="percent", range=(0.0, 20.0), source="G02; G03",
                    meaning="standard deviation, in a role, of what is believed of remote performance")
mechanism.parameter("role_gap", 7.0, unit="percent", range=(0.0, 20.0), source="G03",
                    meaning="how much better managers in professional roles think of remote performance")
mechanism.parameter("motivation_spread", 0.18, unit="0-1", range=(0.0, 0.4), source="G02",
                    meaning="standard deviation of what is believed of motivation at a distance")
mechanism.parameter("belief_rate", 0.03, unit="1/week", range=(0.0, 0.3), source="assumption",
                    meaning="how fast beliefs follow what was brought and what is seen")
mechanism.parameter("experience_share", 0.4, unit="0-1", range=(0.0, 1.0), source="S1-54 (direction); assumption",
                    meaning="weight of what a manager sees of a team that works at home all week")
mechanism.parameter("correction_rate", 0.06, unit="1/week", range=(0.0, 0.3), source="S1-54 (direction); assumption",
                    meaning="how fast full training moves beliefs to the evidence")
mechanism.parameter("remote_truth", 2.5, unit="percent", range=(-10.0, 15.0),
                    source="W01 and W03 (between +13 and 0); assumption",
                    meaning="remote performance as training teaches it")
mechanism.parameter("motivation_truth", 0.65, unit="0-1", range=(0.0, 1.0), source="assumption",
                    meaning="lasting motivation as training teaches it")
mechanism.parameter("training_rate", 0.05, unit="1/week", range=(0.005, 0.3), source="S1-46 (a lag); assumption",
                    meaning="how fast training becomes habit, and is lost without it")
mechanism.parameter("training_assurance", 0.15, unit="0-1", range=(0.0, 0.5), source="S1-46 (direction); assumption",
                    meaning="self-efficacy that training adds")
mechanism.parameter("backing_assurance", 0.2, unit="0-1", range=(0.0, 0.6), source="S1-39 (direction); assumption",
                    meaning="self-efficacy that backing adds, from none to full")
mechanism.parameter("backing_hours", 3.0, unit="hours/week", range=(0.0, 10.0), source="S4-21 (direction); assumption",
                    meaning="attention that backing frees, from none to full")
mechanism.parameter("assurance_rate", 0.08, unit="1/week", range=(0.01, 0.5), source="assumption",
                    meaning="how fast self-efficacy follows")
mechanism.parameter("training_latitude", 0.5, unit="logits", range=(0.0, 3.0), source="S1-46 (direction); assumption",
                    meaning="delegation that training adds, and checking that it takes")
mechanism.parameter("norm_resisted", 0.4, unit="0-1", range=(0.0, 1.0), source="S1-46 (direction); assumption",
                    meaning="share of a norm of micromanagement that trained managers do not pass on")
mechanism.parameter("training_talk", 0.5, unit="contacts/week", range=(0.0, 3.0), source="S1-46; assumption",
                    meaning="what trained managers make up for distance by keeping in touch")
mechanism.parameter("disbelief_scrutiny", 0.4, unit="logits", range=(0.0, 3.0), source="S1-01 (direction); assumption",
                    meaning="checking of people at home by a manager ten percent, or a fifth, more doubtful than others")

mechanism.field(Manager, "professional", trait=True, meaning="1 in a professional role")
mechanism.field(Manager, "young", trait=True, meaning="1 under 30")
mechanism.field(Manager, "doing", newcomer=0.55, trait=True, meaning="feels able to manage at a distance, as brought")
mechanism.field(Manager, "influencing", newcomer=0.55, trait=True,
                meaning="feels able to influence at a distance, as brought")
mechanism.field(Manager, "coordinating", newcomer=0.55, trait=True,
                meaning="feels able to coordinate at a distance, as brought")
mechanism.field(Manager, "assurance_gained", range=(-1, 1), meaning="self-efficacy gained or lost since")
mechanism.field(Manager, "self_efficacy", newcomer=0.55,
                meaning="feels able to lead people whom one does not see: the mean of three facets")
mechanism.field(Manager, "performance_prior", unit="percent", range=(-80, 80), trait=True,
                meaning="how much better people perform at home, as believed before any experience")
mechanism.field(Manager, "motivation_prior", newcomer=0.5, trait=True,
                meaning="how well motivation lasts at home, as believed before any experience")
mechanism.field(Manager, "belief_remote", unit="percent", range=(-80, 80),
                meaning="how much better people perform at home, as believed now")
mechanism.field(Manager, "belief_motivation", newcomer=0.5, meaning="how well motivation lasts at home, as believed now")
mechanism.field(Manager, "trained", meaning="how far training has become habit")
mechanism.channel(Manager, "assurance", phase="policy", meaning="what makes managers feel abler at a distance, 0-1")
mechanism.reduction("reports_mean_delivery_seen", nobody=DELIVERY_AT_REST)
mechanism.reduction("reports_mean_conduct_seen", nobody=CONDUCT_AT_REST)
mechanism.reduction("reports_mean_days_in_office", nobody=5.0)


@mechanism.newcomer(Manager, "professional", "young", "performance_prior", "motivation_prior")
def convictions(
    professional_roles: float, young_managers: float, belief_spread: float, role_gap: float, motivation_spread: float,
    role_draw: float, age_draw: float, performance_draw: float, motivation_draw: float,
) -> tuple[float, float, float, float]:
    """Draw role, age and beliefs: who doubts performance is likelier to doubt motivation (correlation one half)."""
    expert = 1.0 if role_draw < professional_roles else 0.0
    doubt = normal(performance_draw)
    lasting = 0.5 * doubt + 0.866 * normal(motivation_draw)
    performance = 0.3 + role_gap * (expert - 0.483) + belief_spread * doubt
    return (
        expert, 1.0 if age_draw < young_managers else 0.0, clip(performance, -80.0, 80.0),
        clip(0.503 + motivation_spread * lasting, 0.0, 1.0),
    )  # fmt: skip


@mechanism.newcomer(Manager, "belief_remote", "belief_motivation")
def first_beliefs(performance_prior: float, motivation_prior: float) -> tuple[float, float]:
    """Begin with what one brought."""
    return performance_prior, motivation_prior


@mechanism.newcomer(Manager, "doing", "influencing", "coordinating", "self_efficacy")
def facets(
    young: float, efficacy_spread: float, youth_deficit: float,
    common_draw: float, doing_draw: float, influencing_draw: float, coordinating_draw: float,
) -> tuple[float, float, float, float]:
    """Draw the three facets: half in common, half of their own; the youngest feel less able to coordinate."""
    share = 0.7071 * efficacy_spread
    common = 0.55 + share * normal(common_draw)
    does = clip(common + share * normal(doing_draw), 0.0, 1.0)
    influences = clip(common + share * normal(influencing_draw), 0.0, 1.0)
    coordinates = common - youth_deficit * (young - 0.15) + share * normal(coordinating_draw)
    coordinates = clip(coordinates, 0.0, 1.0)
    return does, influences, coordinates, (does + influences + coordinates) / 3.0


@mechanism.contribution("assurance", on=Manager)
def assured_by_training(trained: float, training_assurance: float) -> float:
    """Who has been trained feels abler."""
    return training_assurance * trained


@mechanism.contribution("assurance", on=Manager)
def assured_by_backing(leadership_support: float, backing_assurance: float) -> float:
    """Who is backed feels abler."""
    return backing_assurance * (leadership_support - 0.5)


@mechanism.contribution("hours", on=Manager)
def time_of_backing(leadership_support: float, backing_hours: float) -> float:
    """Backing frees time for the reports."""
    return backing_hours * (leadership_support - 0.5)


@mechanism.rule(on=Manager, phase="policy", sets="trained")
def practise(trained: float, leadership_training: float, training_rate: float) -> float:
    """Make a habit of what was taught, slowly."""
    return toward(trained, leadership_training, training_rate)


@mechanism.rule(on=Manager, phase="policy", sets=("assurance_gained", "self_efficacy"))
def feel_able(
    assurance_gained: float, doing: float, influencing: float, coordinating: float, assurance: float,
    assurance_rate: float,
) -> tuple[float, float]:
    """Feel able at a distance: the mean of the facets, and what was gained since."""
    gained = clip(toward(assurance_gained, assurance, assurance_rate), -1.0, 1.0)
    return gained, clip((doing + influencing + coordinating) / 3.0 + gained, 0.0, 1.0)


@mechanism.rule(on=Manager, phase="trust", sets=("belief_remote", "belief_motivation"))
def believe(
    belief_remote: float, belief_motivation: float, performance_prior: float, motivation_prior: float,
    reports_mean_delivery_seen: float, reports_mean_conduct_seen: float, reports_mean_days_in_office: float,
    delivery_slope: float, belief_rate: float, experience_share: float,
) -> tuple[float, float]:
    """Believe what one brought, and what one sees of one's own people as far as they work at home."""
    lived = experience_share * (1.0 - 0.2 * reports_mean_days_in_office)
    seen = 100.0 * (reports_mean_delivery_seen - DELIVERY_AT_REST) / delivery_slope
    performance = toward(belief_remote, performance_prior + 2.0 * lived * seen, belief_rate)
    lasting = motivation_prior + 2.0 * lived * (reports_mean_conduct_seen - CONDUCT_AT_REST)
    return clip(performance, -80.0, 80.0), clip(toward(belief_motivation, lasting, belief_rate), 0.0, 1.0)


@mechanism.rule(on=Manager, phase="trust", sets=("belief_remote", "belief_motivation"))
def corrected(
    belief_remote: float, belief_motivation: float, evidence_training: float, correction_rate: float,
    remote_truth: float, motivation_truth: float,
) -> tuple[float, float]:
    """Be taught the evidence: beliefs move toward it, from either side."""
    rate = correction_rate * evidence_training
    return toward(belief_remote, remote_truth, rate), toward(belief_motivation, motivation_truth, rate)


@mechanism.contribution("latitude")
def latitude_of_training(manager_trained: float, training_latitude: float) -> float:
    """Trained managers delegate more."""
    return training_latitude * manager_trained


@mechanism.contribution("scrutiny")
def restraint_of_training(
    manager_trained: float, micromanagement: float, training_latitude: float, norm_scrutiny: float, norm_resisted: float
) -> float:
    """Trained managers check less, and pass on less of a norm of micromanagement."""
    return 0.0 - manager_trained * (training_latitude + norm_resisted * norm_scrutiny * micromanagement)


@mechanism.contribution("nearness")
def keep_talking(manager_trained: float, training_talk: float) -> float:
    """Trained managers keep in touch with whom they do not see."""
    return training_talk * manager_trained


@mechanism.contribution("scrutiny")
def scrutiny_of_disbelief(
    manager_belief_remote: float, manager_belief_motivation: float, days_in_office: float, disbelief_scrutiny: float
) -> float:
    """Who doubts that people work at home checks them there, beyond what the middling manager does."""
    doubt = 0.1 * (PERFORMANCE_AT_REST - manager_belief_remote)
    doubt = 0.5 * doubt + 2.5 * (MOTIVATION_AT_REST - manager_belief_motivation)
    return disbelief_scrutiny * (1.0 - 0.2 * days_in_office) * doubt
