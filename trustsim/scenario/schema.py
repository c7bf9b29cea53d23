"""The JSON Schema of scenario files, for editors and other programs."""

from __future__ import annotations

from typing import Any

from trustsim.scenario.catalogue import catalogue_of
from trustsim.scenario.shape import Declarations

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema(declared: Declarations | None = None) -> dict[str, Any]:
    """Return the JSON Schema of scenario files, made from the model's declarations.

    Args:
        declared: the declarations of another model than ours.
    """
    result = catalogue_of(declared).form.model_json_schema()
    definitions = result["$defs"]
    for name in ("ScenarioParameters", "ScenarioTimelineSet"):
        definitions[name]["properties"] |= _dotted(definitions, name)
    description = "A scenario of trustsim: a company, its policies and what happens in which week."
    return {"$schema": DIALECT} | result | {"title": "Scenario", "description": description}


def _dotted(definitions: dict[str, Any], name: str, prefix: str = "") -> dict[str, Any]:
    """Return what stands in the tables of a table under dotted keys, as a file may say it too."""
    found: dict[str, Any] = {}
    for key, node in definitions[name].get("properties", {}).items():
        inside = node.get("$ref", "").rpartition("/")[2]
        if inside:
            found |= _dotted(definitions, inside, f"{prefix}{key}.")
        elif prefix:
            found[prefix + key] = node
    return found
