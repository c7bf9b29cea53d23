"""The ASGI entry, ``trustsim.app.asgi:app``, for ``trustsim app`` and for any ASGI server.

Solara reads its settings when it is first imported, so they are made here before that.
"""

from __future__ import annotations

import os
import threading

from trustsim.app import bundle, settings
from trustsim.app.guards import Guarded
from trustsim.app.workshop.entry import Workshop

#: Sessions that may be open at a time: each holds a thread and about a megabyte.
MOST_VISITORS = int(os.environ.get("TRUSTSIM_MOST_VISITORS", "200"))
OFFLINE = not bundle.missing()

settings.make()

import solara.server.app  # noqa: E402 - after its settings
import solara.server.starlette  # noqa: E402
from solara.server import kernel_context  # noqa: E402

from trustsim.app.sockets import QueuedSocket  # noqa: E402


class _Plain:
    """Stands in for the traceback that Solara shows to the visitor where a page cannot be made: words and a number."""

    @staticmethod
    def format_exception(*_: object) -> list[str]:
        """Write the exception into the log, and return what the visitor reads."""
        from trustsim.app import jobs, texts

        return [texts.say("panel.page_failed", number=jobs.report())]


solara.server.app.traceback = _Plain  # Solara has no other seam for it
solara.server.starlette.WebsocketWrapper = QueuedSocket  # nor for this

_warm = threading.Event()


def warm() -> None:
    """Compile the model and run the baseline, so that the first visitor's first move is quick."""
    from trustsim.app import state
    from trustsim.studies.what_if import WhatIf

    start = WhatIf()
    for _ in state.estimator().estimates(start.baseline, {"": start.scenario}):
        _warm.set()


threading.Thread(target=warm, daemon=True, name="warm").start()
app = Guarded(
    Workshop(solara.server.starlette.app),
    visitors=lambda: len(kernel_context.contexts),
    most=MOST_VISITORS,
    ready=_warm.is_set,
    offline=OFFLINE,
)
