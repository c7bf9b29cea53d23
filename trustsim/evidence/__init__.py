"""The model measured against what is said and known: claims of the founding texts, and published findings."""

from trustsim.evidence.calibrating import ModelCalibration, calibrate, calibrate_to_evidence
from trustsim.evidence.claims import Check, Claim, load_claims, load_signatures
from trustsim.evidence.findings.measuring import EVIDENCE_SEED, REPLICATIONS, Measured, measure
from trustsim.evidence.findings.targets import Target, load_targets
from trustsim.evidence.judging import Verdict, holds, judge

__all__ = [
    "EVIDENCE_SEED",
    "REPLICATIONS",
    "Check",
    "Claim",
    "Measured",
    "ModelCalibration",
    "Target",
    "Verdict",
    "calibrate",
    "calibrate_to_evidence",
    "holds",
    "judge",
    "load_claims",
    "load_signatures",
    "load_targets",
    "measure",
]
