"""The state of a visitor's session: one what-if, its history, and what is shared between sessions (read only).

``solara.reactive`` at the level of a module is a value per session; nothing else here may change.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import solara

from trustsim.errors import InputError
from trustsim.studies.estimating import Estimator
from trustsim.studies.what_if import WhatIf

#: Steps that can be undone.
MOST_STEPS = 100
#: How long the screen before a change is shown again.
REPLAY_SECONDS = 1.5


@dataclass(frozen=True)
class Session:
    """What a visitor has on the screen: the what-if, and those before and after it.

    Attributes:
        now: the what-if.
        past: earlier ones, the oldest first.
        future: those that were undone, the next first.
        moving: what the last change moved: more of the same is no new step.
        refused: why the last change was not taken, in words.
    """

    now: WhatIf = field(default_factory=WhatIf)
    past: tuple[WhatIf, ...] = ()
    future: tuple[WhatIf, ...] = ()
    moving: str = ""
    refused: str = ""


#: The session of the visitor whose event or page is being handled.
session = solara.reactive(Session())
#: The lever whose card lies on the visitor's screen; none if empty.
card = solara.reactive("")
#: Where the visitor was sent last: the path of a page, and a number that differs each time; the frame takes them there.
sent: solara.Reactive[dict[str, Any]] = solara.reactive({"path": "", "number": 0})


def current() -> WhatIf:
    """Return the what-if on the visitor's screen; a component that calls this is drawn again when it changes."""
    return session.value.now


def change(new: WhatIf | Callable[[WhatIf], WhatIf], moving: str = "") -> None:
    """Put another what-if on the screen, if it makes sense; else keep the one there and say why.

    Args:
        new: the what-if, or what makes it from the one there.
        moving: what is being moved, such as the path of a lever: a drag is one step back, not fifty.
    """
    here = session.value
    try:
        now = new(here.now) if callable(new) else new
        _ = now.baseline, now.scenario
    except InputError as error:
        session.value = replace(here, refused=str(error))
        return
    if now == here.now:
        session.value = replace(here, refused="")
        return
    goes_on = bool(moving) and moving == here.moving
    past = here.past if goes_on else (*here.past, here.now)[-MOST_STEPS:]
    session.value = Session(now, past, (), moving)


def send(path: str) -> None:
    """Take the visitor to another page, below whatever path a proxy shows the app.

    Args:
        path: of the page, as it stands in links.
    """
    sent.value = {"path": path, "number": sent.value["number"] + 1}


def undo() -> None:
    """Go back a step."""
    here = session.value
    if here.past:
        session.value = Session(here.past[-1], here.past[:-1], (here.now, *here.future))


def redo() -> None:
    """Take a step that was undone again."""
    here = session.value
    if here.future:
        session.value = Session(here.future[0], (*here.past, here.now), here.future[1:])


def replay() -> None:
    """Show the screen before the last change again, and then the change once more."""
    here = session.value
    if not here.past:
        return
    session.value = replace(here, now=here.past[-1], moving="")

    def again() -> None:
        time.sleep(REPLAY_SECONDS)
        if session.value.now is here.past[-1]:
            session.value = here

    threading.Thread(target=again, daemon=True).start()


def reset() -> None:
    """Go back to the company as it is, with nothing changed; what is known of the company stays."""
    change(lambda now: replace(now, start=now.base, uploaded="", changes={}, title=""))


@cache
def estimator() -> Estimator:
    """Return what makes estimates for all sessions of this server."""
    return Estimator()
