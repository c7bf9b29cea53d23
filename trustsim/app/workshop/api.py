"""The calls of the workshop's pages, below ``/workshop/api``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from trustsim.app.workshop.asking import (
    Endpoint,
    address_of,
    answering,
    check_role,
    participant,
    participant_cookie,
    sent,
    token_of,
    trainer_cookie,
    with_cookie,
)  # fmt: skip
from trustsim.app.workshop.downloads import DOWNLOADS
from trustsim.app.workshop.waiting import view_when_new
from trustsim.workshop import codes, commands, joining, rehearsal, views
from trustsim.workshop.host import Entry, Host
from trustsim.workshop.hosted import Hosted
from trustsim.workshop.refusals import NoSuchRoom, NotNow, NotYours, Refused, Stranger

#: Where the calls stand. (A ``Mount`` would make it part of the root path, which links and cookies need.)
PREFIX = "/workshop/api"


class Api:
    """The calls, for the rooms of a host."""

    def __init__(self, host: Host, address: Callable[[], str]) -> None:
        """Make them.

        Args:
            host: the rooms.
            address: returns where phones reach this server; nothing if it is where pages ask.
        """
        self.host, self.address = host, address

    def routes(self) -> list[Route]:
        """Return the routes."""
        calls: dict[tuple[str, str], Endpoint] = {
            ("GET", "/lessons"): self.lessons,
            ("POST", "/join"): self.join,
            ("POST", "/learn"): self.learn,
            ("GET", "/rooms/{room}/state"): self.state,
            ("POST", "/rooms/{room}/answer"): self.answer,
            ("POST", "/rooms/{room}/pace"): self.pace,
            ("POST", "/rooms/{room}/leave"): self.leave,
            ("POST", "/rooms/{room}/enter"): self.enter,
            ("GET", "/rooms/{room}/console"): self.console,
            ("GET", "/rooms/{room}/projector"): self.projector,
            ("POST", "/rooms/{room}/command"): self.command,
            ("POST", "/rooms/{room}/rooms"): self.open_room,
            ("GET", "/rooms/{room}/join.svg"): self.qr,
            ("GET", "/rooms/{room}/{download}"): self.download,
        }
        return [
            Route(f"{PREFIX}{path}", answering(call, self.host), methods=[method])
            for (method, path), call in calls.items()
        ]

    def hosted(self, request: Request) -> Hosted:
        """Return the room that an address names."""
        return self.host.room(request.path_params["room"])

    # -- coming in ----------------------------------------------------------------------------------------------

    async def lessons(self, request: Request) -> Response:
        """Say which lessons are shipped."""
        found = await run_in_threadpool(self._lessons)
        return JSONResponse({"lessons": found})

    def _lessons(self) -> list[dict[str, Any]]:
        loaded = [self.host.material.load_lesson(name) for name in self.host.material.shipped_lessons()]
        return [{**lesson.public(), "name": lesson.name} for lesson in loaded]

    async def join(self, request: Request) -> Response:
        """Let somebody in; whoever is in already stays who they are."""
        content = await sent(request)
        address = address_of(request)
        hosted = await run_in_threadpool(self.host.by_code, content.get("code"), address)
        try:
            known = participant(request, hosted)
        except Stranger:
            given = content.get("code"), content.get("name", ""), address
            return _entered(request, await run_in_threadpool(self.host.join, *given), 201)
        return _entered(request, Entry(hosted, known, token_of(request, participant_cookie(hosted))), 200)

    async def learn(self, request: Request) -> Response:
        """Open a room for somebody alone."""
        content = await sent(request)
        entry = await run_in_threadpool(self.host.learn, content.get("lesson"), address_of(request))
        return _entered(request, entry, 201)

    async def enter(self, request: Request) -> Response:
        """Let a trainer or a projector in, who knows the secret."""
        content, hosted = await sent(request), self.hosted(request)
        secret = content.get("secret")
        self.host.wrong.check(address_of(request))
        role = hosted.role_of(secret) if isinstance(secret, str) else ""
        if not role:
            self.host.wrong.take(address_of(request))
            raise NotYours("This link opens nothing. Ask for the one that the terminal shows.")
        answer = JSONResponse({"room": hosted.room.id, "role": role})
        return with_cookie(request, answer, trainer_cookie(hosted), str(secret))

    # -- participants -------------------------------------------------------------------------------------------

    async def state(self, request: Request) -> Response:
        """Say what a participant sees."""
        hosted = self.hosted(request)
        person = participant(request, hosted)
        room = hosted.room
        return await view_when_new(
            request, hosted, str(person), lambda: str(room.version_for(person)),
            lambda: views.participant_view(hosted, person),
        )  # fmt: skip

    async def answer(self, request: Request) -> Response:
        """Take an answer, and say that it is kept once it is on the disk."""
        hosted = self.hosted(request)
        person = participant(request, hosted)
        self.host.sent.take(f"{hosted.room.id}/{person}")
        content = await sent(request)
        given = joining.answer, person, content.get("step"), content.get("answer")
        events = await run_in_threadpool(hosted.do, *given)
        tried = [event.data["number"] for event in events if event.kind == "tried"]
        self.host.worker.look()
        return JSONResponse({"kept": True} | ({"try": tried[0]} if tried else {}))

    async def pace(self, request: Request) -> Response:
        """Let somebody alone go on."""
        hosted = self.hosted(request)
        person = participant(request, hosted)
        if not hosted.room.alone:
            raise NotYours
        content = await sent(request)
        name = content.pop("command", "")
        await run_in_threadpool(hosted.do, commands.pace_alone, person, name, content)
        self.host.worker.look()
        return JSONResponse({"kept": True})

    async def leave(self, request: Request) -> Response:
        """Let somebody go, and forget their name."""
        hosted = self.hosted(request)
        person = participant(request, hosted)
        await run_in_threadpool(hosted.do, joining.leave, person)
        answer = JSONResponse({"kept": True})
        answer.delete_cookie(participant_cookie(hosted), path=f"{request.scope.get('root_path', '')}/workshop")
        return answer

    # -- trainers -----------------------------------------------------------------------------------------------

    async def console(self, request: Request) -> Response:
        """Say what the trainer sees."""
        hosted = self.hosted(request)
        check_role(request, hosted, "trainer")
        links = self.links(request, hosted)
        worker, days = self.host.worker, self.host.keep_days
        return await view_when_new(
            request, hosted, "trainer", lambda: views.console_version(hosted, worker),
            lambda: views.console_view(hosted, worker, links, days),
        )  # fmt: skip

    async def projector(self, request: Request) -> Response:
        """Say what is shown on the wall."""
        hosted = self.hosted(request)
        check_role(request, hosted, "trainer", "projector")
        link = self.links(request, hosted)["join"]
        return await view_when_new(
            request, hosted, "projector", lambda: str(hosted.room.last), lambda: views.projector_view(hosted, link)
        )

    async def command(self, request: Request) -> Response:
        """Carry out a command of the trainer, unless the room has moved on since they looked."""
        hosted = self.hosted(request)
        check_role(request, hosted, "trainer")
        content = await sent(request)
        name, seen = content.pop("command", ""), content.pop("seen", None)
        answer = await run_in_threadpool(self._commanded, request, hosted, str(name), seen, content)
        self.host.worker.look()
        return JSONResponse({"kept": True} | answer)

    def _commanded(
        self, request: Request, hosted: Hosted, name: str, seen: object, content: dict[str, Any]
    ) -> dict[str, Any]:
        with hosted.lock:
            if seen is not None and seen != hosted.room.pace:
                raise NotNow("The room has moved on since; look again.", "moved_on")
            if name == "readmit":
                token = self.host.readmit(hosted, content.get("participant"))
                return {"link": f"{self.links(request, hosted)['join']}#{token}"}
            if name == "rehearse":
                rehearsal.rehearse(self.host, hosted, content.get("participants"))
                return {}
            hosted.do(commands.command, name, content)
            return {}

    async def open_room(self, request: Request) -> Response:
        """Open another room on this machine."""
        check_role(request, self.hosted(request), "trainer")
        content = await sent(request)
        lesson, title = content.get("lesson") or "", content.get("title") or ""
        if lesson and lesson not in self.host.material.shipped_lessons():
            raise Refused("Lessons of one's own are opened in the terminal.")
        hosted = await run_in_threadpool(self.host.open_room, lesson, joining.clean_title(title))
        code = codes.shown(hosted.room.code)
        return JSONResponse({"room": hosted.room.id, "code": code, "links": self.links(request, hosted)}, 201)

    async def qr(self, request: Request) -> Response:
        """Draw the join link as a QR code."""
        hosted = self.hosted(request)
        check_role(request, hosted, "trainer", "projector")
        return Response(drawn(self.links(request, hosted)["join"]), media_type="image/svg+xml")

    async def download(self, request: Request) -> Response:
        """Hand out the session, its answers, the debrief, or pages to print."""
        hosted = self.hosted(request)
        check_role(request, hosted, "trainer")
        made = DOWNLOADS.get(request.path_params["download"])
        if made is None:
            raise NoSuchRoom("There is no such page.")
        content = await run_in_threadpool(made.make, hosted)
        name = f"workshop-{hosted.room.opened_at[:10]}-{request.path_params['download']}"
        headers = {"content-disposition": f'attachment; filename="{name}"'} if made.kept else {}
        return Response(content, media_type=made.kind, headers=headers)

    def links(self, request: Request, hosted: Hosted) -> dict[str, str]:
        """Return by whom the addresses of a room."""
        root = request.scope.get("root_path", "")
        base = self.address() or f"{request.url.scheme}://{request.url.netloc}{root}"
        return links_of(base, hosted)


def links_of(base: str, hosted: Hosted) -> dict[str, str]:
    """Return the addresses of a room: to join, for the console, for the projector.

    Args:
        base: where the server is reached, without a slash at the end.
        hosted: the room.
    """
    room = hosted.room
    return {
        "join": f"{base}/workshop/{room.code}",
        "console": f"{base}/workshop/{room.id}/console#{room.secret}",
        "projector": f"{base}/workshop/{room.id}/projector#{room.key}",
    }


def drawn(link: str) -> bytes:
    """Return a QR code as SVG, dark on white whatever the theme."""
    import io

    import segno

    out = io.BytesIO()
    segno.make(link, error="m", micro=False).save(out, kind="svg", scale=8, border=3, light="#fff", xmldecl=False)
    return out.getvalue()


def _entered(request: Request, entry: Entry, status: int) -> Response:
    person = entry.hosted.room.people[entry.person]
    content = {"room": entry.hosted.room.id, "id": person.id, "name": person.name, "team": person.team}
    answer = JSONResponse(content | {"token": entry.token}, status)
    return with_cookie(request, answer, participant_cookie(entry.hosted), entry.token)
