"""``Workshop``: takes what is asked of the workshop's pages, and passes on all else."""

from __future__ import annotations

from collections.abc import Callable

from starlette.applications import Starlette

from trustsim.app.guards import Application, Receive, Scope, Send
from trustsim.app.workshop import pages
from trustsim.app.workshop.api import Api
from trustsim.app.workshop.hosting import address, the_host
from trustsim.workshop.host import Host

#: Where its pages begin.
PLACES = ("/workshop", "/learn")


class Workshop:
    """An ASGI application before another: the workshop's pages and calls are its own."""

    def __init__(
        self, other: Application, host: Callable[[], Host] = the_host, reached: Callable[[], str] = address
    ) -> None:
        """Put the workshop before another application.

        Args:
            other: answers everything else.
            host: returns the rooms; called when the first call comes.
            reached: returns where phones reach this server; nothing if it is where pages ask.
        """
        self.other, self.host, self.reached = other, host, reached
        self._own: Application | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on."""
        ours = scope["type"] == "http" and self._is_ours(scope)
        await (self.own if ours else self.other)(scope, receive, send)

    @property
    def own(self) -> Application:
        """The application of the workshop."""
        if self._own is None:
            self._own = Starlette(routes=[*Api(self.host(), self.reached).routes(), *pages.routes()])
        return self._own

    @staticmethod
    def _is_ours(scope: Scope) -> bool:
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        return any(path == place or path.startswith(f"{place}/") for place in PLACES)
