"""Appraisal: how each person is judged, by results and, where presence is taken for commitment, by presence.

Equal results, less presence, a worse appraisal as ``presence_norm`` rises (S2-25): whoever is seen at work counts as
committed, without any word (Elsbach, Cable and Sherman 2010, Human Relations 63:735-760). People who work at home
object, the younger cohort most; coming in pays. Appraisals feed promotions.
"""

from __future__ import annotations

from trustsim.model.declarations import Company, Employee, Mechanism
from trustsim.model.equations import toward
from trustsim.model.numerics import clip

mechanism = Mechanism("appraisal", "How people are judged: results, and presence taken for commitment",
                      claims=("S2-25",))

#: Mean appraisal in the shipped baseline.
APPRAISAL_AT_REST = 0.733

mechanism.lever("presence_norm", group="managing", scope=Company, neutral=0.0, claims=("S2-25",),
                meaning="presence taken for commitment when people are judged")

mechanism.parameter("appraisal_rate", 0.08, unit="1/week", range=(0.01, 0.5), source="assumption",
                    meaning="how fast appraisals follow what is seen")
mechanism.parameter("presence_share", 0.5, unit="0-1", range=(0.0, 1.0), source="S2-25 (direction); assumption",
                    meaning="weight of presence against results where presence is the norm", contested=True, null=0.0)
mechanism.parameter("presence_blame", 0.08, unit="0-1", range=(0.0, 0.4), source="S2-25 (direction); assumption",
                    meaning="what a whole week at home takes from conduct as it is seen under the norm",
                    contested=True, null=0.0)
mechanism.parameter("presence_resented", 0.7, unit="logits", range=(0.0, 3.0), source="S2-25 (direction); assumption",
                    meaning="satisfaction that the norm takes from the younger who would rather be at home all week; "
                    "from the older half as much", contested=True, null=0.0)
mechanism.parameter("presence_pays", 1.0, unit="logits", range=(0.0, 4.0), source="assumption",
                    meaning="readiness to come in that the norm adds")
mechanism.parameter("appraisal_content", 0.5, unit="logits", range=(0.0, 3.0), source="assumption",
                    meaning="satisfaction that a good appraisal adds")

mechanism.field(Employee, "appraisal", newcomer=0.7, meaning="how the person is judged")
mechanism.channel(Employee, "face_time", phase="acts", meaning="what counts in appraisals beside results, 0-1")


@mechanism.contribution("face_time")
def presence_for_results(
    presence_norm: float, days_in_office: float, competence_trust_from_manager: float, delivery_seen: float,
    presence_share: float,
) -> float:
    """Put presence in the place of results: the norm's share of what lies between the two."""
    results = 0.5 * (competence_trust_from_manager + delivery_seen)
    return presence_share * presence_norm * (0.2 * days_in_office - results)


@mechanism.rule(on=Employee, phase="acts", sets="appraisal")
def appraise(
    appraisal: float, competence_trust_from_manager: float, delivery_seen: float, face_time: float,
    appraisal_rate: float,
) -> float:
    """Judge by what is believed and seen of the work, and by whatever else counts."""
    results = 0.5 * (competence_trust_from_manager + delivery_seen)
    return toward(appraisal, clip(results + face_time, 0.0, 1.0), appraisal_rate)


@mechanism.contribution("blame")
def absence_for_neglect(presence_norm: float, days_in_office: float, presence_blame: float) -> float:
    """Take absence for want of commitment."""
    return presence_blame * presence_norm * (1.0 - 0.2 * days_in_office)


@mechanism.contribution("contentment")
def resent_the_norm(presence_norm: float, flexibility_need: float, cohort: float, presence_resented: float) -> float:
    """Object to being judged by one's chair: the more, the more one needs to be away, the younger most."""
    return 0.0 - presence_resented * presence_norm * flexibility_need * (0.5 + 0.5 * cohort)


@mechanism.contribution("contentment")
def content_with_appraisal(appraisal: float, appraisal_content: float) -> float:
    """Be pleased with being judged well."""
    return appraisal_content * (appraisal - APPRAISAL_AT_REST)


@mechanism.contribution("compliance_push")
def coming_in_pays(presence_norm: float, presence_pays: float) -> float:
    """Where presence is judged, people come."""
    return presence_pays * presence_norm
