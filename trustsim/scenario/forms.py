"""The shape of a scenario as pydantic models: strict types, bounds, no unknown keys, nothing infinite."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Union

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag, create_model

from trustsim.scenario.shape import LIST_KEYS, NAME_LENGTH, SETS, Leaf, Named, Node, Table

#: The most entries in one list or table that a user names.
MOST_ENTRIES, MOST_HAPPENINGS = 2_000, 500

_STRICT = ConfigDict(strict=True, extra="forbid", frozen=True, protected_namespaces=())


def form(tree: Table) -> type[BaseModel]:
    """Return the model of a whole scenario file, made from its shape."""
    return _model("Scenario", tree)


def printable(text: str) -> str:
    """Return a text without control, invisible or bidirectional characters.

    Raises:
        ValueError: it has some.
    """
    if not text.isprintable():
        raise ValueError("has control or invisible characters")
    return text


def _prose(text: str) -> str:
    printable(text.replace("\n", " ").replace("\t", " "))
    return text


def _name(text: str) -> str:
    if "." in text or text != text.strip():
        raise ValueError("has dots, or spaces around it")
    return printable(text)


def _whole(value: Any) -> Any:
    """Let a whole number pass that comes as a float, as in a design's samples."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


NameText = Annotated[str, Field(min_length=1, max_length=NAME_LENGTH), AfterValidator(_name)]


def _leaf_type(leaf: Leaf) -> Any:
    bounds: dict[str, Any] = {}
    if leaf.kind in ("number", "whole"):
        bounds = {key: value for key, value in (("ge", leaf.low), ("le", leaf.high)) if math.isfinite(value)}
    return {
        "number": Annotated[float, Field(allow_inf_nan=False, **bounds)],
        "whole": Annotated[int, BeforeValidator(_whole), Field(**bounds)],
        "line": Annotated[str, Field(max_length=leaf.length), AfterValidator(printable)],
        "prose": Annotated[str, Field(max_length=leaf.length), AfterValidator(_prose)],
        "name": NameText,
        "names": Annotated[list[NameText], Field(max_length=MOST_ENTRIES)],
        "flag": bool,
        "choice": Literal[leaf.choices] if leaf.choices else str,
    }[leaf.kind]


def _field(name: str, key: str, node: Node) -> tuple[Any, Any]:
    if isinstance(node, Leaf):
        unit: Any = {"unit": node.unit} if node.unit else None
        return _leaf_type(node), Field(default=node.default, description=node.meaning, json_schema_extra=unit)
    if isinstance(node, Named):
        return _named_type(name, key, node), Field(default=None, description=node.meaning)
    return _model(name, node), Field(default=None)


def _named_type(name: str, key: str, node: Named) -> Any:
    required = {"name"} if LIST_KEYS.get(key) == "name" else set()
    models = {kind: _model(name + _camel(kind), table, required | {"event"}) for kind, table in node.kinds.items()}
    entry: Any = models[SETS]
    if key == "timeline":
        tagged = tuple(Annotated[model, Tag(kind or "set")] for kind, model in models.items())
        entry = Annotated[Union[tagged], Discriminator(_event_of)]  # noqa: UP007 - made of a tuple
    if key in LIST_KEYS:
        most = MOST_HAPPENINGS if key == "timeline" else MOST_ENTRIES
        return Annotated[list[entry], Field(max_length=most)]
    return Annotated[dict[NameText, entry], Field(max_length=MOST_ENTRIES)]


def _event_of(entry: Any) -> Any:
    kind = entry.get("event", "set") if isinstance(entry, Mapping) else getattr(entry, "event", "set")
    return kind if isinstance(kind, str) else None


def _model(name: str, table: Table, required: set[str] | None = None) -> type[BaseModel]:
    fields: dict[str, Any] = {}
    for key, node in table.items():
        annotation, field = _field(name + _camel(key), key, node)
        if required and key in required and isinstance(node, Leaf):
            field = Field(description=node.meaning)
        fields[key] = (annotation, field)
    return create_model(name, __config__=_STRICT, **fields)


def _camel(key: str) -> str:
    return "".join(part.capitalize() for part in key.split("_"))
