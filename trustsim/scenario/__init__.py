"""What a user asks for: scenarios, made of the model's declarations.

    load(name, path or dict) -> Scenario -> override({path: value}) -> Scenario -> resolve -> Plan

A scenario is a value for every dotted path. A file says what differs from the scenario that it extends:

- values replace values, path by path; ``set`` and ``parameters`` too;
- ``[[teams]]`` and ``[[companies]]`` are laid over those of the same ``name``, ``[[timeline]]`` over those of the same
  ``label``, ``[mandates.NAME]`` over the mandate of that name; entries of the timeline without a label are new ones;
- ``remove = true`` in one of these takes away the inherited one;
- ``abruptness`` takes the place of inherited ``notice_weeks`` and ``ramp_weeks``, and they of it;
- a timeline entry that says another ``event`` keeps only when, where and by whom;
- ``name``, ``title`` and ``story`` are not inherited.

``firms`` draws scenarios of firms that differ as ``scenarios/firms.toml`` says.
"""

from trustsim.scenario.loading import load, loads, parse_set
from trustsim.scenario.population import firms, spreads
from trustsim.scenario.reading import FIRMS, shipped
from trustsim.scenario.resolving import resolve
from trustsim.scenario.scenario import Scenario, differences
from trustsim.scenario.schema import schema
from trustsim.scenario.shape import PROFILES
from trustsim.scenario.showing import Row, explain_sources
from trustsim.scenario.spread import Spread

__all__ = [
    "FIRMS",
    "PROFILES",
    "Row",
    "Scenario",
    "Spread",
    "differences",
    "explain_sources",
    "firms",
    "load",
    "loads",
    "parse_set",
    "resolve",
    "schema",
    "shipped",
    "spreads",
]
