"""Questions put to the model: run, compare with a baseline, explain the gap, tell a person's story, survey firms."""

from trustsim.studies.comparing import compare
from trustsim.studies.comparison import Comparison, open_comparison, variance_ratio
from trustsim.studies.explaining import explain
from trustsim.studies.explanation import Explanation
from trustsim.studies.running import run
from trustsim.studies.story import Story, tell
from trustsim.studies.surveying import quartile_contrast, survey

__all__ = [
    "Comparison",
    "Explanation",
    "Story",
    "compare",
    "explain",
    "open_comparison",
    "quartile_contrast",
    "run",
    "survey",
    "tell",
    "variance_ratio",
]
