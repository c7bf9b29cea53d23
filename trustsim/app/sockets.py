"""Messages to browsers, sent without waiting: Solara's own socket hands each from thread to thread and back."""

from __future__ import annotations

import threading
from collections import deque
from typing import Any

from solara.server.starlette import WebsocketWrapper
from solara.server.websocket import WebSocketDisconnect


class QueuedSocket(WebsocketWrapper):
    """The socket of a page, to which any thread writes in order without waiting for the loop.

    A new estimate is some ten messages. Each cost the thread that draws two changes of thread, in which others compute.
    """

    def __init__(self, ws: Any, portal: Any) -> None:
        """Make it in the thread of the loop.

        Args:
            ws: Starlette's socket.
            portal: how other threads call the loop.
        """
        super().__init__(ws, portal)
        self._waiting: deque[str | bytes] = deque()
        self._turn = threading.Lock()
        self._sending = self._gone = False

    def send_text(self, data: str) -> None:
        """Send a text after what was sent before it.

        Raises:
            WebSocketDisconnect: the browser is gone.
        """
        self._put(data)

    def send_bytes(self, data: bytes) -> None:
        """Send bytes after what was sent before them.

        Raises:
            WebSocketDisconnect: the browser is gone.
        """
        self._put(data)

    def _put(self, data: str | bytes) -> None:
        if self._gone:
            raise WebSocketDisconnect
        with self._turn:
            self._waiting.append(data)
            if self._sending:
                return
            self._sending = True
        try:
            self.event_loop.call_soon_threadsafe(self._begin)
        except RuntimeError as error:  # the server ends
            raise WebSocketDisconnect from error

    def _begin(self) -> None:
        task = self.event_loop.create_task(self._send_all())
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _send_all(self) -> None:
        """Send what waits until nothing does."""
        try:
            while (data := self._next()) is not None:
                await (self._send_text_exc(data) if isinstance(data, str) else self._send_bytes_exc(data))
        except BaseException as problem:
            self._gone = True
            if not isinstance(problem, WebSocketDisconnect):
                raise

    def _next(self) -> str | bytes | None:
        with self._turn:
            if self._waiting:
                return self._waiting.popleft()
            self._sending = False
            return None
