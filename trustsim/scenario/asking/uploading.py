"""Scenario files of strangers: read in full or not at all, and one plain message for whatever is wrong."""

from __future__ import annotations

from pathlib import PurePath

from trustsim.errors import ScenarioError
from trustsim.scenario.asking.bounds import check_bounds
from trustsim.scenario.loading import loads
from trustsim.scenario.problems import clean
from trustsim.scenario.reading import MOST_BYTES, decode
from trustsim.scenario.scenario import Scenario

#: How files begin that are no text, and what they are; a name says little, a stranger's least.
SIGNS = (
    (b"PK\x03\x04", "a ZIP archive or a workbook"),
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
    (b"SQLite format", "a database"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"PAR1", "a Parquet file"),
)
#: Other languages whose first character cannot begin a scenario.
TEXTS = (("{", "JSON"), ("<", "HTML or XML"), ("%YAML", "YAML"), ("---", "YAML"))


def opened_upload(content: bytes, name: str) -> Scenario:
    """Return the scenario in an uploaded file; it can extend shipped scenarios only.

    Args:
        content: the bytes of the file.
        name: what the stranger calls it; it is shown in messages, never used as a path.

    Raises:
        ScenarioError: what is wrong, in one line.
    """
    label = clean(PurePath(name.replace("\\", "/")).name or "the file", 60)
    if len(content) > MOST_BYTES:
        raise ScenarioError(f"{label}: a scenario file holds at most 64 kB, this one {len(content) / 1024:,.0f} kB")
    if not content.strip():
        raise ScenarioError(f"{label}: is empty; a scenario file is TOML text, such as the Share page copies")
    for sign, kind in SIGNS:
        if content.startswith(sign):
            raise ScenarioError(f"{label}: is {kind}, not a scenario file; that is TOML text")
    text = decode(content, label)
    for sign, kind in TEXTS:
        if text.lstrip().startswith(sign):
            raise ScenarioError(f"{label}: looks like {kind}; a scenario file is TOML text")
    try:
        scenario = loads(text, source=label)
    except ScenarioError as error:
        raise ScenarioError(_one_line(str(error))) from error
    check_bounds(scenario, label)
    return scenario


def _one_line(message: str) -> str:
    first, *more = message.splitlines()
    return f"{first} ({len(more)} more to mend)" if more else first
