"""Tables as Markdown, and how the generated parts of a page are filled in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from trustsim.errors import InputError, nearest

Maker = Callable[[], str]
_BLOCK = re.compile(r"(<!-- generated: (?P<name>[\w-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table; the head names the columns, and one that ends in ``:`` is set to the right."""
    marks = ["---:" if name.endswith(":") else "---" for name in head]
    lines = [[name.removesuffix(":") for name in head], marks, *([cell(value) for value in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def cell(value: object) -> str:
    """Return a value as it stands in a cell."""
    if value is None:
        return ""
    text = number(value) if isinstance(value, int | float) and not isinstance(value, bool) else str(value)
    return " ".join(text.replace("|", "\\|").split())


def number(value: float) -> str:
    """Return a number without needless digits."""
    text = f"{value:,.10g}" if abs(value) < 1e15 else f"{value:g}"
    return text.replace("-", "−")


def code(names: Iterable[str]) -> str:
    """Return names in the type of code, with commas between."""
    return ", ".join(f"`{name}`" for name in names)


def reach(low: float | None, high: float | None) -> str:
    """Return a range; nothing where a choice is named."""
    return "" if low is None or high is None else f"{number(low)} to {number(high)}"


def filled_in(text: str, makers: Mapping[str, Maker]) -> str:
    """Return a page with every block between ``<!-- generated: NAME -->`` and ``<!-- end -->`` made anew.

    Raises:
        InputError: a block has a name that nothing is made for.
    """

    def made(match: re.Match[str]) -> str:
        name = match["name"]
        if name not in makers:
            raise InputError(f"nothing is generated under the name '{name}'{nearest(name, makers)}")
        return f"{match[1]}\n{makers[name]()}\n\n{match[3]}"

    return _BLOCK.sub(made, text)
