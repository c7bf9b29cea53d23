"""Questions put to the model: run, compare, explain or map the gap, tell a story, survey firms, sweep, time it."""

from trustsim.studies.comparing import compare
from trustsim.studies.comparison import Comparison, open_comparison, variance_ratio
from trustsim.studies.designs import Arm, Design, StoppingRule, load_design, shipped_designs
from trustsim.studies.discovery import Discovery, discover
from trustsim.studies.explaining import explain
from trustsim.studies.explanation import Explanation
from trustsim.studies.exporting import ema_model, sweep_arrays, sweep_map, write_netcdf
from trustsim.studies.loops import Loop, hysteresis
from trustsim.studies.mapping import phase_map, run_map
from trustsim.studies.maps import MapPlan, load_map, shipped_maps
from trustsim.studies.phases import PhaseMap
from trustsim.studies.precision import replications_needed
from trustsim.studies.running import burn_in, run
from trustsim.studies.searching import Goal, Search, SearchPlan, load_search, search, shipped_searches
from trustsim.studies.sensitivity import Sensitivity, sensitivity
from trustsim.studies.story import Story, tell
from trustsim.studies.surveying import quartile_contrast, survey
from trustsim.studies.sweeps import Estimate, Status, Sweep, dask_executor, estimate, open_sweep, sweep
from trustsim.studies.timing import Timing, time_week
from trustsim.studies.versions import VersionComparison, compare_versions

__all__ = [
    "Arm",
    "Comparison",
    "Design",
    "Discovery",
    "Estimate",
    "Explanation",
    "Goal",
    "Loop",
    "MapPlan",
    "PhaseMap",
    "Search",
    "SearchPlan",
    "Sensitivity",
    "Status",
    "StoppingRule",
    "Story",
    "Sweep",
    "Timing",
    "VersionComparison",
    "burn_in",
    "compare",
    "compare_versions",
    "dask_executor",
    "discover",
    "ema_model",
    "estimate",
    "explain",
    "hysteresis",
    "load_design",
    "load_map",
    "load_search",
    "open_comparison",
    "open_sweep",
    "phase_map",
    "quartile_contrast",
    "replications_needed",
    "run",
    "run_map",
    "search",
    "sensitivity",
    "shipped_designs",
    "shipped_maps",
    "shipped_searches",
    "survey",
    "sweep",
    "sweep_arrays",
    "sweep_map",
    "tell",
    "time_week",
    "variance_ratio",
    "write_netcdf",
]
