"""Nicknames: short, visible, and different enough to be told apart. Nothing else is asked of anybody."""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Collection

from trustsim.workshop.refusals import NotNow, Refused

#: The most characters of a name: it must fit beside others on a projector.
NAME_LENGTH = 24
#: Marks that may stand on one letter; more make towers that cover other lines.
MOST_MARKS = 2
BIRDS = (
    "Avocet", "Bittern", "Curlew", "Dipper", "Egret", "Falcon", "Godwit", "Heron", "Ibis", "Jackdaw", "Kestrel",
    "Lapwing", "Magpie", "Nuthatch", "Osprey", "Plover", "Quail", "Robin", "Siskin", "Tern", "Wagtail", "Wren",
)  # fmt: skip


def clean_name(text: object, what: str = "A nickname") -> str:
    """Return a name with its spaces put in order.

    Raises:
        Refused: it is empty, too long, or has control, invisible or bidirectional characters.
    """
    if not isinstance(text, str):
        raise Refused(f"{what} must be a text.")
    name = " ".join(unicodedata.normalize("NFKC", text[: 10 * NAME_LENGTH]).split())
    if not name:
        raise Refused(f"{what} needs at least one letter.")
    if len(name) > NAME_LENGTH:
        raise Refused(f"{what} has at most {NAME_LENGTH} characters; this one has {len(name)}.")
    if not name.isprintable() or _towers(name) or not any(character.isalnum() for character in name):
        raise Refused(f"{what} may have letters, digits, spaces and usual signs only.")
    return name


def free_name(wanted: str, taken: Collection[str]) -> str:
    """Return a name that nobody has: the wanted one, or it with a number.

    Args:
        wanted: a clean name; a bird's if empty.
        taken: the names that others have.
    """
    used = {folded(name) for name in taken}
    if not wanted:
        birds = [bird for bird in BIRDS if folded(bird) not in used]
        wanted = secrets.choice(birds or BIRDS)
    name, number = wanted, 1
    while folded(name) in used:
        number += 1
        ending = f" {number}"
        name = wanted[: NAME_LENGTH - len(ending)].rstrip() + ending
    return name


def check_free(name: str, taken: Collection[str]) -> None:
    """Check that nobody has a name, or one that looks the same.

    Raises:
        NotNow: somebody has; the message offers another.
    """
    other = free_name(name, taken)
    if other != name:
        raise NameTaken(name, other)


class NameTaken(NotNow):
    """Somebody in the room has this name already; ``suggestion`` is a free one."""

    code = "name_taken"

    def __init__(self, name: str, suggestion: str) -> None:
        super().__init__(f"Somebody here is called {name} already. How about {suggestion}?")
        self.suggestion = suggestion


def folded(name: str) -> str:
    """Return what two names share that are read the same: without case, accents, spaces and signs."""
    parts = unicodedata.normalize("NFKD", name.casefold())
    return (
        "".join(one for one in parts if not unicodedata.combining(one) and unicodedata.category(one)[0] in "LNM")
        or name
    )


def _towers(name: str) -> bool:
    """Tell whether a letter carries more marks than any language has."""
    marks = 0
    for character in unicodedata.normalize("NFD", name):
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks > MOST_MARKS:
            return True
    return False
