"""What a scenario of one model can say: its shape, its form, its paths. The one place that asks for the model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from typing import Any

from pydantic import BaseModel

from trustsim.model.declarations import EventKind, Lever, Parameter
from trustsim.scenario.forms import form
from trustsim.scenario.shape import SETS, Declarations, Leaf, Named, Node, Table, event_kinds, shape


class Catalogue:
    """The declarations of a model, arranged by dotted path.

    Attributes:
        declared: the model's levers, parameters and records.
        tree: what a scenario may hold.
    """

    def __init__(self, declared: Declarations) -> None:
        self.declared = declared
        self.tree = shape(declared)
        self.events: dict[str, EventKind] = event_kinds(declared)
        self.levers: dict[str, Lever] = {lever.path: lever for lever in declared.levers.values()}
        self.parameters: dict[str, Parameter] = {f"parameters.{p.key}": p for p in declared.parameters.values()}

    def __reduce__(self) -> tuple[Any, ...]:
        if _is_the_models(self):
            return the_catalogue, ()
        return Catalogue, (self.declared,)

    @cached_property
    def form(self) -> type[BaseModel]:
        """The pydantic model of a scenario file."""
        return form(self.tree)

    @cached_property
    def fixed(self) -> dict[str, Leaf]:
        """Every leaf whose path contains no name that a user gives, by path."""
        return dict(leaves(self.tree))

    @cached_property
    def named(self) -> dict[str, Named]:
        """The tables of named entries, by name: records, timeline, teams, companies."""
        return {key: node for key, node in self.tree.items() if isinstance(node, Named)}

    def node(self, parts: Sequence[str], event: str = SETS) -> Node | None:
        """Return what stands at a path, given as its parts; ``event`` is the kind of a timeline entry."""
        node: Node | None = self.tree
        rest = list(parts)
        while rest and node is not None:
            part = rest.pop(0)
            if isinstance(node, Named):
                node = node.kinds.get(event, node.kinds[SETS])
            elif isinstance(node, Leaf):
                return None
            else:
                node = node.get(part)
        return node

    def leaf(self, path: str, event: str = SETS) -> Leaf | None:
        """Return the leaf at a dotted path, or None where there is none."""
        node = self.node(path.split("."), event)
        return node if isinstance(node, Leaf) else None

    def paths(self, names: Mapping[str, Sequence[str]] | None = None) -> Iterator[str]:
        """Yield every known path; ``names`` are the entries of the named tables, ``NAME`` where there are none."""
        yield from self.fixed
        for table, named in self.named.items():
            for name in (names or {}).get(table) or ("NAME",):
                for kind in named.kinds.values():
                    yield from (f"{table}.{name}.{path}" for path, _ in leaves(kind))


def leaves(table: Table, prefix: str = "") -> Iterator[tuple[str, Leaf]]:
    """Yield the paths and leaves below a table, without named entries."""
    for key, node in table.items():
        if isinstance(node, Leaf):
            yield prefix + key, node
        elif not isinstance(node, Named):
            yield from leaves(node, f"{prefix}{key}.")


@cache
def the_catalogue() -> Catalogue:
    """Return the catalogue of the model itself, made when first asked for."""
    from trustsim.model.week import MODEL

    return Catalogue(MODEL)


_others: list[Catalogue] = []


def catalogue_of(declared: Declarations | None) -> Catalogue:
    """Return the catalogue of a model's declarations; of the model itself if None."""
    if declared is None:
        return the_catalogue()
    for known in _others:
        if known.declared is declared:
            return known
    _others[:] = [*_others[-3:], Catalogue(declared)]
    return _others[-1]


def _is_the_models(catalogue: Catalogue) -> bool:
    return the_catalogue.cache_info().currsize > 0 and catalogue is the_catalogue()
