"""What runs came to: tidy frames with provenance, saved and opened again."""

from trustsim.results.intervals import Estimate, mean_interval, middle, welch_interval
from trustsim.results.manifest import NOT_CALIBRATED, Manifest, OutcomeFacts
from trustsim.results.results import Results, open_results, produce, results_of

__all__ = [
    "NOT_CALIBRATED",
    "Estimate",
    "Manifest",
    "OutcomeFacts",
    "Results",
    "mean_interval",
    "middle",
    "open_results",
    "produce",
    "results_of",
    "welch_interval",
]
