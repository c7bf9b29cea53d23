"""Texts to copy: a link, a file, a command, a program."""

from __future__ import annotations

from typing import Any

from trustsim.app.components.vue import vue


@vue("copies.vue")
def Copies(copies: list[dict[str, str]], say: dict[str, str], link: str = "") -> Any:
    """Draw texts with a button each that copies it.

    Args:
        copies: name, title, text and about (a sentence) of each.
        say: the texts ``copies`` of texts.toml.
        link: the query of the session's link, whose address only the browser knows; none if empty.
    """
