"""Codes and secrets: how a room is found, and how somebody proves who they are.

A join code has six characters of 31, some 900 million codes. Wrong codes are counted (``limits.py``): at the most that
all machines of a network together may try, the chance to meet a given room within an hour is about 1 in 60,000.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

#: Without characters that are taken for one another: 0 and O, 1, I and L.
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH, ROOM_LENGTH = 6, 8
#: Random bytes of a token or a secret.
SECRET_BYTES = 18
#: What people type for what they read.
_TYPED = str.maketrans({"-": "", " ": "", "\u2013": ""})


def new_code() -> str:
    """Return a join code."""
    return _some(LETTERS, CODE_LENGTH)


def new_room() -> str:
    """Return the id of a room, for addresses; it opens nothing."""
    return _some("abcdefghijkmnpqrstuvwxyz23456789", ROOM_LENGTH)


def new_secret() -> str:
    """Return what proves who somebody is: 144 random bits, in letters that may stand in an address."""
    return secrets.token_urlsafe(SECRET_BYTES)


def shown(code: str) -> str:
    """Return a code as people read it."""
    half = CODE_LENGTH // 2
    return f"{code[:half]}-{code[half:]}"


def typed(text: str) -> str:
    """Return the code that somebody typed, whatever case, spaces and dashes; nothing where it can be none."""
    code = "".join(text[: 4 * CODE_LENGTH].upper().translate(_TYPED).split())
    return code if len(code) == CODE_LENGTH and set(code) <= set(LETTERS) else ""


def hashed(secret: str) -> str:
    """Return what is kept of a token: enough to know it again, not enough to show it."""
    return hashlib.sha256(secret.encode()).hexdigest()


def same(given: str, kept: str) -> bool:
    """Tell whether two secrets are the same, in a time that does not tell how far they agree."""
    return hmac.compare_digest(given.encode(), kept.encode())


def _some(letters: str, length: int) -> str:
    return "".join(secrets.choice(letters) for _ in range(length))
