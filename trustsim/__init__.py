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
    from trustsim.mesa_model import TrustModel
    from trustsim.model.recording import Record
    from trustsim.results import Results, open_results
    from trustsim.scenario import Scenario, load
    from trustsim.studies import Comparison, compare, open_comparison, run

__all__ = [
    "Comparison",
    "Record",
    "Results",
    "Scenario",
    "TrustModel",
    "__version__",
    "compare",
    "errors",
    "load",
    "open_comparison",
    "open_results",
    "run",
]

#: Where each public name lives; it is loaded when first asked for, so that ``import trustsim`` is light.
_HOMES = {
    "Comparison": "trustsim.studies",
    "Record": "trustsim.model.recording",
    "Results": "trustsim.results",
    "Scenario": "trustsim.scenario",
    "TrustModel": "trustsim.mesa_model",
    "compare": "trustsim.studies",
    "load": "trustsim.scenario",
    "open_comparison": "trustsim.studies",
    "open_results": "trustsim.results",
    "run": "trustsim.studies",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'trustsim' has no attribute '{name}'{errors.nearest(name, _HOMES)}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
