"""The model measured against what is said and known: claims of the founding texts, and published findings."""

from trustsim.evidence.calibrating import calibrate, calibrate_to_evidence
from trustsim.evidence.claims import Check, Claim, load_claims, load_signatures
from trustsim.evidence.judging import Verdict, judge
from trustsim.evidence.measuring import EVIDENCE_SEED, Measured, measure
from trustsim.evidence.targets import Target, load_targets

__all__ = [
    "EVIDENCE_SEED",
    "Check",
    "Claim",
    "Measured",
    "Target",
    "Verdict",
    "calibrate",
    "calibrate_to_evidence",
    "judge",
    "load_claims",
    "load_signatures",
    "load_targets",
    "measure",
]
