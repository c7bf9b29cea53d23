"""Questions put to the model: run a scenario, compare it with a baseline, explain the gap, tell a person's story."""

from trustsim.studies.comparing import compare
from trustsim.studies.comparison import Comparison, open_comparison, variance_ratio
from trustsim.studies.explaining import explain
from trustsim.studies.explanation import Explanation
from trustsim.studies.running import run
from trustsim.studies.story import Story, tell

__all__ = [
    "Comparison",
    "Explanation",
    "Story",
    "compare",
    "explain",
    "open_comparison",
    "run",
    "tell",
    "variance_ratio",
]
