"""The model measured against what is said and known: the claims of the founding texts, as data and one runner."""

from trustsim.evidence.claims import Check, Claim, load_claims, load_signatures
from trustsim.evidence.judging import Verdict, judge

__all__ = ["Check", "Claim", "Verdict", "judge", "load_claims", "load_signatures"]
