"""Questions put to the model: run, compare, explain or map the gap, tell a person's story, survey firms."""

from trustsim.studies.comparing import compare
from trustsim.studies.comparison import Comparison, open_comparison, variance_ratio
from trustsim.studies.explaining import explain
from trustsim.studies.explanation import Explanation
from trustsim.studies.mapping import phase_map, run_map
from trustsim.studies.maps import MapPlan, load_map, shipped_maps
from trustsim.studies.phases import PhaseMap
from trustsim.studies.running import burn_in, run
from trustsim.studies.story import Story, tell
from trustsim.studies.surveying import quartile_contrast, survey

__all__ = [
    "Comparison",
    "Explanation",
    "MapPlan",
    "PhaseMap",
    "Story",
    "burn_in",
    "compare",
    "explain",
    "load_map",
    "open_comparison",
    "phase_map",
    "quartile_contrast",
    "run",
    "run_map",
    "shipped_maps",
    "survey",
    "tell",
    "variance_ratio",
]
