"""A file from the visitor's machine, read in the browser and handed over whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from trustsim.app.components.vue import vue


@vue("upload.vue")
def Upload(
    name: str, title: str, about: str, accept: str, most: int, say: dict[str, str], refused: str, taken: list[str],
    event_take: Callable[[dict[str, str]], None],
) -> Any:  # fmt: skip
    """Draw a field that takes a file.

    Args:
        name: of the field.
        title: its label.
        about: a sentence below it.
        accept: endings of files.
        most: the most bytes; a larger file is refused in the browser, before anything is sent.
        say: the texts ``upload`` of texts.toml.
        refused: why the last file was not taken; nothing if empty.
        taken: what was taken from it, in words.
        event_take: called with the file's name and its content in base 64.
    """
