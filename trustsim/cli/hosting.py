"""``trustsim workshop``: open rooms on this machine for the people around it, and say how they come in."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trustsim.cli.places import check_file, check_writable
from trustsim.cli.screen import remark
from trustsim.cli.serving import EVERYWHERE, NoBrowser, Port, check_installed, listen, serve_on, shown_host
from trustsim.errors import InputError

if TYPE_CHECKING:
    from trustsim.workshop import Host
    from trustsim.workshop.hosted import Hosted

Here = Annotated[
    str, typer.Option("--host", metavar="NAME", help="listen here; 0.0.0.0 is reached from the room's devices")
]
Lesson = Annotated[str, typer.Option("--lesson", metavar="NAME", help="a shipped lesson, or the path of your own file")]
Title = Annotated[str, typer.Option("--title", metavar="TEXT", help="what the room is called")]
Rooms = Annotated[int, typer.Option("--rooms", metavar="N", min=1, max=20, help="how many rooms to open")]
Store = Annotated[
    Path | None, typer.Option("--store", metavar="DIR", help="keep rooms here; your own data folder if not given")
]
Keep = Annotated[
    float, typer.Option("--keep-days", metavar="N", min=0.04, max=3650, help="delete a room that long after its end")
]
Open = Annotated[Path | None, typer.Option("--open", metavar="FILE", help="open a saved session again (session.json)")]
New = Annotated[bool, typer.Option("--new", help="open new rooms, whatever rooms were open before")]
Address = Annotated[
    str, typer.Option("--address", metavar="URL", help="where phones reach this machine, if not as it is found")
]
Robots = Annotated[
    int, typer.Option("--rehearse", metavar="N", min=0, max=40, help="let so many robots join, to rehearse alone")
]
Paper = Annotated[
    Path | None,
    typer.Option("--paper", metavar="FILE", help="write pages for a room without devices (HTML), and exit"),
]
#: Earlier rooms that are listed.
MOST_LISTED = 5


def workshop(
    host: Here = "0.0.0.0",
    port: Port = 8765,
    no_browser: NoBrowser = False,
    lesson: Lesson = "",
    title: Title = "",
    rooms: Rooms = 1,
    store: Store = None,
    keep_days: Keep = 30.0,
    open_: Open = None,
    new: New = False,
    address: Address = "",
    rehearse: Robots = 0,
    paper: Paper = None,
) -> int:
    """Host a workshop for a room of people: no internet needed.

    They join from their own phones by a code or a QR code; the trainer leads from the console, whose address is shown.
    Rooms that were open within the last hours go on where they were. Ctrl-C ends it; nothing is lost.
    """
    if paper is not None:
        return _on_paper(lesson, paper)
    check_installed()
    folder = (store or _data_folder()).expanduser()
    check_writable(folder, f"--store {folder}")
    listening = listen(host, port)
    own = f"http://{shown_host(host)}:{listening.getsockname()[1]}"
    reached = address.rstrip("/") or f"http://{_found(host)}:{listening.getsockname()[1]}"
    os.environ |= {
        "TRUSTSIM_WORKSHOP_STORE": str(folder),
        "TRUSTSIM_WORKSHOP_KEEP_DAYS": str(keep_days),
        "TRUSTSIM_WORKSHOP_ADDRESS": reached,
    }
    from trustsim.app.workshop.hosting import the_host
    from trustsim.workshop import rehearsal

    opened = _opened(the_host(), lesson, title, rooms, open_, new)
    if rehearse:
        rehearsal.rehearse(the_host(), opened[0], rehearse)
    _say(the_host(), opened, own, reached)
    serve_on(listening, shown="" if no_browser else _console(own, opened[0]))
    return 0


def _opened(host: Host, lesson: str, title: str, rooms: int, path: Path | None, new: bool) -> list[Hosted]:
    """Return the rooms to show: one from a file, those that go on, and new ones up to the number that is wanted."""
    from trustsim.workshop.session import open_session

    if path is not None:
        return [open_session(host, path)]
    going = [] if new else host.going()
    return [*going, *(host.open_room(lesson, title) for _ in range(rooms - len(going)))]


def _say(host: Host, opened: list[Hosted], own: str, reached: str) -> None:
    from trustsim.workshop.codes import shown

    for hosted in opened:
        remark(f"{hosted.room.title}: code {shown(hosted.room.code)}, join at {reached}/workshop")
        remark(f"  trainer    {_console(own, hosted)}")
        remark(f"  projector  {own}/workshop/{hosted.room.id}/projector#{hosted.room.key}")
    earlier = [one for one in host.rooms.values() if one not in opened and not one.room.alone]
    for hosted in sorted(earlier, key=lambda one: one.room.last_at)[-MOST_LISTED:]:
        remark(f"kept from {hosted.room.last_at[:10]}, {hosted.room.title}: {_console(own, hosted)}")
    remark(f"kept in {host.store.folder} for {host.keep_days:g} days after something last happened (--keep-days)")
    remark("Whoever knows a trainer's address leads the room: share it with a second trainer only. Ctrl-C ends it.")


def _console(own: str, hosted: Hosted) -> str:
    return f"{own}/workshop/{hosted.room.id}/console#{hosted.room.secret}"


def _found(host: str) -> str:
    """Return by which address the devices of a room reach this machine: nothing is sent to find it."""
    if host not in EVERYWHERE:
        return shown_host(host)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect(("192.0.2.1", 9))  # an address of documentation: only the way there is looked up
            return str(asking.getsockname()[0])
        except OSError:
            remark("no network was found: phones cannot reach this machine yet (--address says where, once they can)")
            return "localhost"


def _data_folder() -> Path:
    """Return where this user's rooms are kept."""
    home = os.environ.get("XDG_DATA_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(home) if home else Path.home() / ".local" / "share") / "trustsim" / "workshop"


def _on_paper(lesson: str, path: Path) -> int:
    """Write the questions of a lesson to print, and beside them the results to read aloud."""
    from trustsim.studies.estimating import Estimator
    from trustsim.workshop.debrief import paper_pages
    from trustsim.workshop.host import LESSON
    from trustsim.workshop.material import the_material

    if path.suffix.lower() not in (".html", ".htm"):
        raise InputError(f"--paper {path}: the name must end in .html, not '{path.suffix}'")
    check_file(path, "--paper")
    aloud = path.with_name(f"{path.stem}-read-aloud{path.suffix}")
    material = the_material()
    remark("running the experiments, some seconds each")
    questions, results = paper_pages(material.load_lesson(lesson or LESSON), material, Estimator().all_runs)
    for target, text in ((path, questions), (aloud, results)):
        target.write_text(text, "utf-8")
        remark(f"written: {target}")
    return 0
