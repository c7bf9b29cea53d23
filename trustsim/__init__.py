"""trustsim: how policies on monitoring, autonomy and remote work move trust between managers and employees.

Usage:
    >>> import trustsim as ts
    >>> verdict = ts.compare("baseline", ["rto-abrupt", "rto-phased"], replications=100, seed=1)
    >>> verdict.table
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from trustsim import errors
from trustsim._version import __version__

if TYPE_CHECKING:
    from trustsim.evidence import calibrate
    from trustsim.mesa_model import Company, Employee, Manager, TrustModel
    from trustsim.model.checkpoint import Checkpoint
    from trustsim.model.recording import Record
    from trustsim.results import Results, open_results
    from trustsim.scenario import Scenario, firms, load
    from trustsim.studies import (
        Comparison,
        Design,
        Discovery,
        Explanation,
        Loop,
        MapPlan,
        PhaseMap,
        Search,
        SearchPlan,
        Sensitivity,
        Story,
        Sweep,
        VersionComparison,
        burn_in,
        compare,
        compare_versions,
        dask_executor,
        discover,
        ema_model,
        explain,
        hysteresis,
        load_design,
        load_map,
        load_search,
        open_comparison,
        open_sweep,
        phase_map,
        quartile_contrast,
        replications_needed,
        run,
        run_map,
        search,
        sensitivity,
        survey,
        sweep,
        sweep_map,
        tell,
    )

__all__ = [
    "Checkpoint",
    "Company",
    "Comparison",
    "Design",
    "Discovery",
    "Employee",
    "Explanation",
    "Loop",
    "Manager",
    "MapPlan",
    "PhaseMap",
    "Record",
    "Results",
    "Scenario",
    "Search",
    "SearchPlan",
    "Sensitivity",
    "Story",
    "Sweep",
    "TrustModel",
    "VersionComparison",
    "__version__",
    "burn_in",
    "calibrate",
    "compare",
    "compare_versions",
    "dask_executor",
    "discover",
    "ema_model",
    "errors",
    "explain",
    "firms",
    "hysteresis",
    "load",
    "load_design",
    "load_map",
    "load_search",
    "open_comparison",
    "open_results",
    "open_sweep",
    "phase_map",
    "quartile_contrast",
    "replications_needed",
    "run",
    "run_map",
    "search",
    "sensitivity",
    "survey",
    "sweep",
    "sweep_map",
    "tell",
]

#: Where each public name lives; it is loaded when first asked for, so that ``import trustsim`` is light.
_HOMES = {
    "Checkpoint": "trustsim.model.checkpoint",
    "Company": "trustsim.mesa_model",
    "Comparison": "trustsim.studies",
    "Design": "trustsim.studies",
    "Discovery": "trustsim.studies",
    "Employee": "trustsim.mesa_model",
    "Explanation": "trustsim.studies",
    "Loop": "trustsim.studies",
    "Manager": "trustsim.mesa_model",
    "MapPlan": "trustsim.studies",
    "PhaseMap": "trustsim.studies",
    "Record": "trustsim.model.recording",
    "Results": "trustsim.results",
    "Scenario": "trustsim.scenario",
    "Search": "trustsim.studies",
    "SearchPlan": "trustsim.studies",
    "Sensitivity": "trustsim.studies",
    "Story": "trustsim.studies",
    "Sweep": "trustsim.studies",
    "TrustModel": "trustsim.mesa_model",
    "VersionComparison": "trustsim.studies",
    "burn_in": "trustsim.studies",
    "calibrate": "trustsim.evidence",
    "compare": "trustsim.studies",
    "compare_versions": "trustsim.studies",
    "dask_executor": "trustsim.studies",
    "discover": "trustsim.studies",
    "ema_model": "trustsim.studies",
    "explain": "trustsim.studies",
    "firms": "trustsim.scenario",
    "hysteresis": "trustsim.studies",
    "load": "trustsim.scenario",
    "load_design": "trustsim.studies",
    "load_map": "trustsim.studies",
    "load_search": "trustsim.studies",
    "open_comparison": "trustsim.studies",
    "open_results": "trustsim.results",
    "open_sweep": "trustsim.studies",
    "phase_map": "trustsim.studies",
    "replications_needed": "trustsim.studies",
    "run": "trustsim.studies",
    "run_map": "trustsim.studies",
    "quartile_contrast": "trustsim.studies",
    "search": "trustsim.studies",
    "sensitivity": "trustsim.studies",
    "survey": "trustsim.studies",
    "sweep": "trustsim.studies",
    "sweep_map": "trustsim.studies",
    "tell": "trustsim.studies",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'trustsim' has no attribute '{name}'{errors.nearest(name, _HOMES)}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
