"""A proxy that shows a server below a path, as nginx would: it takes the path away and passes the rest on.

python tests/browser/proxy.py PORT PATH       # prints the address at which it listens, and serves until it is ended
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress


async def serve(port: int, path: str) -> None:
    """Listen on a free port and say where."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, OSError):
            there, out = await asyncio.open_connection("127.0.0.1", port)
            out.write(passed_on(await reader.readuntil(b"\r\n\r\n"), path))
            await asyncio.gather(_copy(reader, out), _copy(there, writer))

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    sys.stdout.write(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}{path}\n")
    sys.stdout.flush()
    await server.serve_forever()


def passed_on(head: bytes, path: str) -> bytes:
    """Return the head of a request without the path; one request a connection, but for sockets, which stay open."""
    first, *lines = head.decode("latin-1").split("\r\n")
    method, target, version = first.split(" ")
    assert target.startswith(path), target
    if not any(line.lower().startswith("upgrade:") for line in lines):
        lines = ["Connection: close", *(line for line in lines if not line.lower().startswith("connection:"))]
    return "\r\n".join([f"{method} {target.removeprefix(path) or '/'} {version}", *lines]).encode("latin-1")


async def _copy(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await source.read(65_536):
            target.write(data)
            await target.drain()
        target.close()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), sys.argv[2]))
