"""The question of a leader who has never seen the app, asked on its first page."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page

from tests.browser.pages import cards, put, settle, slide

Cards = dict[str, dict[str, str]]


@dataclass
class Asking:
    """What it took to get an answer.

    Attributes:
        page: the first page, with its numbers there.
        patience: seconds to wait for an answer at most.
        actions: how many things were typed, chosen or moved.
        waited: seconds of waiting for final numbers after the last action of a question.
    """

    page: Page
    patience: float = 300.0
    actions: int = 0
    waited: list[float] = field(default_factory=list)

    def act(self, step: Callable[..., Any], *values: Any) -> None:
        """Do something on the page."""
        self.actions += 1
        step(self.page, *values)

    def answer(self) -> Cards:
        """Wait until the numbers are final, and return what the cards say."""
        began = time.monotonic()
        settle(self.page, self.patience)
        self.waited.append(time.monotonic() - began)
        return cards(self.page)


def ask(asking: Asking) -> tuple[Cards, Cards]:
    """Ask: my company; what if we call them in from next month, or phase it in over two quarters with a choice?

    Returns:
        What the cards say of the order at once, and of the one that is phased in.
    """
    asking.act(put, "population.employees", 200)
    asking.act(put, "policy.span_of_control", 9)
    asking.act(slide, "policy-remote-days", 4)
    asking.act(slide, "policy-flexibility-promise", 0.9)
    asking.act(put, "start", "rto-three-days")
    asking.act(slide, "announce-week", 1)
    asking.act(slide, "notice-weeks", 4)
    at_once = asking.answer()
    asking.act(put, "start", "rto-explained-with-choice")
    asking.act(slide, "announce-week", 1)
    asking.act(slide, "ramp-weeks", 26)
    return at_once, asking.answer()
