"""Long polling: a page asks for its view and waits until it is another than the one it has."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from trustsim.workshop.hosted import Hosted
from trustsim.workshop.material import Plain
from trustsim.workshop.refusals import TooFast

#: How long a page waits for news before it is told to ask again.
SECONDS = 25.0
#: How often what no event tells of (who is here) is looked at.
LOOK_SECONDS = 1.0
#: So many pages of one person may wait at a time.
MOST_WAITING = 6

#: Set when the server is about to end, so that nobody who waits holds it up.
ending = threading.Event()
_waiting: Counter[tuple[str, str]] = Counter()


async def view_when_new(
    request: Request, hosted: Hosted, who: str, version: Callable[[], str], view: Callable[[], Plain]
) -> Response:
    """Return a view as soon as its version is another than the one a page has; 204 if that takes too long.

    Args:
        request: with ``since``, the version that the page has; without it the view is returned at once.
        hosted: the room.
        who: who asks.
        version: returns the version of the view now.
        view: makes the view.

    Raises:
        TooFast: too many pages of theirs wait already.
    """
    since, key = request.query_params.get("since"), (hosted.room.id, who)
    if _waiting[key] >= MOST_WAITING:
        raise TooFast(5.0)
    _waiting[key] += 1
    try:
        end = time.monotonic() + SECONDS
        while since is not None and version() == since:
            left = end - time.monotonic()
            if left <= 0 or ending.is_set():
                return Response(status_code=204)
            await hosted.bell.wait(min(left, LOOK_SECONDS), unless=lambda: version() != since)
    finally:
        _waiting[key] -= 1
        if not _waiting[key]:
            del _waiting[key]
    return JSONResponse(await run_in_threadpool(_held, hosted, view))


def _held(hosted: Hosted, view: Callable[[], Plain]) -> Plain:
    with hosted.lock:
        return view()
