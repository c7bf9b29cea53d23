"""The session as a link, read when a page is first opened and kept in the address; and what is kept beside it."""

from __future__ import annotations

from dataclasses import replace

import solara

from trustsim.app import state, texts
from trustsim.app.components.link import Link
from trustsim.app.components.notice import Notice
from trustsim.errors import InputError
from trustsim.scenario.asking import MOST_VARIANTS, Question, open_link, to_link
from trustsim.studies.sharing import question_of, what_ifs_of
from trustsim.studies.what_if import WhatIf

#: What-ifs that the visitor keeps to compare with the one on the screen, the oldest first.
kept: solara.Reactive[tuple[WhatIf, ...]] = solara.reactive(())
#: What of a link was moved or left out, until the visitor has read it.
said: solara.Reactive[tuple[str, ...]] = solara.reactive(())
#: So many stand beside the one on the screen.
MOST_KEPT = MOST_VARIANTS - 1


def question() -> Question:
    """Return what is on the visitor's screen, and what is kept beside it, as a question that travels."""
    return question_of(state.current(), kept.value)


def open_address(query: str) -> None:
    """Put what a link holds on the screen; what of it does not fit is left out and said."""
    opened = open_link(query)
    remarks = list(opened.said)
    try:
        now, others = what_ifs_of(opened.question)
        _ = now.baseline, now.scenario, [one.scenario for one in others]
    except InputError as error:
        remarks.append(str(error).splitlines()[0])
        now, others = WhatIf(), ()
    state.session.value = state.Session(now)
    kept.value = others
    said.value = tuple(remarks)


def keep(name: str) -> None:
    """Keep the what-if on the screen beside it, under a name."""
    keep_this(state.session.value.now, name)


def keep_this(one: WhatIf, name: str) -> None:
    """Keep a what-if beside the one on the screen, under a name; the oldest goes where there are too many."""
    title = "".join(character for character in name.strip() if character.isprintable())[:80]
    if title:
        others = [other for other in kept.value if other.title != title]
        kept.value = (*others, replace(one, title=title))[-MOST_KEPT:]


def drop(place: int) -> None:
    """Forget a what-if that was kept."""
    kept.value = tuple(one for number, one in enumerate(kept.value) if number != place)


def bring(place: int) -> None:
    """Put a what-if that was kept on the screen, under its name; it stays kept, and undo brings back what was there."""
    if place < len(kept.value):
        one = kept.value[place]
        state.change(replace(one, title=one.title or one.scenario.title))


@solara.component
def Session(here: str) -> None:
    """Read the link that the visitor came by, and keep the address up to date; draw what must be said of the link."""
    router = solara.use_router()
    read = solara.use_ref(False)
    if not read.current:
        read.current = True
        if router.search:
            open_address(router.search)
    with solara.Div():  # Solara lays a sheet of its own, white in the dark too, below several parts without one
        Link(query=to_link(question()), here=here)
        if said.value:
            Notice(
                title=texts.say("link.title"), lines=list(said.value), shut_words=texts.say("link.shut"),
                event_shut=lambda _: said.set(()),
            )  # fmt: skip
