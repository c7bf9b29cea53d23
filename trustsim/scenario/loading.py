"""Loading scenarios: a shipped name, a file or a dict, and what it extends."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trustsim.errors import InputError, ScenarioError
from trustsim.scenario.catalogue import Catalogue, catalogue_of
from trustsim.scenario.completing import IDENTITY
from trustsim.scenario.documents import validated
from trustsim.scenario.layers import Given, entries, lay
from trustsim.scenario.problems import Problems, clean, shown
from trustsim.scenario.reading import decode, locate, parse, plain, read, shipped_folder
from trustsim.scenario.scenario import Scenario, assemble
from trustsim.scenario.shape import NAME_LENGTH, Declarations

#: So many scenarios may extend one another in a row.
LONGEST_CHAIN = 8

Layer = dict[str, Given]


@dataclass(frozen=True)
class _Document:
    """A document, what messages call it, its name if it says none, its real path and where relative paths start."""

    content: dict[str, Any]
    label: str
    stem: str
    file: str = ""
    folder: Path | None = None


def load(
    source: str | os.PathLike[str] | Mapping[str, Any] | Scenario, *, declared: Declarations | None = None
) -> Scenario:
    """Return a scenario, read, validated and completed.

    Args:
        source: the name of a shipped scenario, the path of a TOML file, or a dict shaped like one. A scenario is
            returned as it is.
        declared: the declarations of another model than ours, such as one with a plug-in mechanism.

    Raises:
        ScenarioError: the file cannot be read, or what it says is wrong; the message has a line for each problem.
    """
    if isinstance(source, Scenario):
        return source
    catalogue = catalogue_of(declared)
    if isinstance(source, Mapping):
        return _scenario(_Document(plain(source, "scenario"), "scenario", "scenario"), catalogue)
    if not isinstance(source, str | os.PathLike):
        raise ScenarioError(f"a scenario is given by its name, the path of a file or a dict, not {shown(source)}")
    return _scenario(_open(locate(source, Path(), "scenario")), catalogue)


def loads(text: str, *, source: str = "scenario", declared: Declarations | None = None) -> Scenario:
    """Return the scenario in a TOML text, such as an upload; it can extend shipped scenarios only.

    Args:
        text: what a file would hold.
        source: what messages call it.
        declared: the declarations of another model than ours.

    Raises:
        ScenarioError: it is no TOML, or what it says is wrong.
    """
    decode(text.encode("utf-8", "surrogatepass"), source)
    return _scenario(_Document(parse(text, source), source, "scenario"), catalogue_of(declared))


def _scenario(document: _Document, catalogue: Catalogue) -> Scenario:
    given, inherited = _layers(document, catalogue, [document])
    return assemble(given, inherited, catalogue)


def _open(path: Path) -> _Document:
    label = clean(path.name if path.parent == shipped_folder() else str(path), 200)
    content = parse(read(path), label)
    stem = "".join(c for c in path.stem if c.isprintable())[:NAME_LENGTH]
    return _Document(content, label, stem or "scenario", os.path.realpath(path), path.parent)


def _layers(document: _Document, catalogue: Catalogue, chain: list[_Document]) -> tuple[Layer, Layer]:
    """Return what a document and all that it extends give, and what the extended ones give alone."""
    inherited: Layer = {}
    extends = document.content.get("extends")
    if isinstance(extends, str):
        base = _extended(extends, document, chain)
        given, _ = _layers(base, catalogue, [*chain, base])
        inherited = {path: value for path, value in given.items() if path not in IDENTITY}
    taken = entries(inherited, "timeline")
    leaves = validated(document.content, document.label, catalogue, taken)
    leaves["name"] = leaves.get("name") or document.stem
    problems = Problems()
    given = lay(inherited, leaves, document.label, list(catalogue.named), problems)
    problems.check()
    return given, inherited


def _extended(extends: str, document: _Document, chain: list[_Document]) -> _Document:
    """Return the document that another one extends."""
    label = document.label
    if Path(extends).is_absolute():
        raise ScenarioError(f"{label}: extends must be a shipped scenario or a relative path, not '{clean(extends)}'")
    base = locate(extends, document.folder, label)
    try:
        opened = _open(base)
    except ScenarioError as error:
        raise ScenarioError(f"{error} (extended by {label})") from error
    if opened.file in [earlier.file for earlier in chain]:
        circle = " -> ".join(step.label for step in [*chain, opened])
        raise ScenarioError(f"{label}: extends goes in a circle: {circle}")
    if len(chain) >= LONGEST_CHAIN:
        raise ScenarioError(f"{label}: at most {LONGEST_CHAIN} scenarios extend one another, here more")
    return opened


def parse_set(text: str) -> tuple[str, Any]:
    """Return path and value of ``path=value`` as given on the command line: TOML values, or bare words as text.

    Raises:
        InputError: there is no ``=``, or no path before it.
    """
    path, equals, value = text.partition("=")
    if not equals or not path.strip():
        raise InputError(f"--set {clean(text)}: give it as path=value, such as policy.surveillance=0.4")
    value = value.strip()
    try:
        document = parse(f"value = {value}", "--set") if "\n" not in value else {"value": value}
    except ScenarioError:
        document = {"value": value}
    return path.strip(), document["value"]
