"""Questions put to the model: run a scenario, compare it with a baseline."""

from trustsim.studies.comparing import compare
from trustsim.studies.comparison import Comparison, open_comparison, variance_ratio
from trustsim.studies.running import run

__all__ = ["Comparison", "compare", "open_comparison", "run", "variance_ratio"]
