"""The workshop: a room of people who predict, see, and try levers in teams; without any screen.

lessons/       lessons as data; exercises/: what comes of them
material.py    what a room needs of lessons and exercises
events.py      what may happen in a room, and what has
room.py        what is so in a room, as it follows from what has happened there
joining.py     what participants ask for: to come in, to answer, to go
pacing.py      from step to step, and within a step from open to locked to revealed
commands.py    the commands by name: the trainer's, and those of somebody alone
names.py       nicknames
codes.py       join codes, tokens, secrets
limits.py      how often somebody may ask
store.py       events on the disk
hosted.py      a room that is open now: its lock, who is here, who waits for news
computing.py   runs in the background
host.py        all rooms of a server
views.py       what each may see
rehearsal.py   robots that answer
session.py     a session as a file that opens again; who answered what
debrief.py     pages to keep and to print; wording.py: answers and results in words
refusals.py    why something is refused
"""

from trustsim.workshop.host import Host
from trustsim.workshop.refusals import Refused
from trustsim.workshop.room import Room
from trustsim.workshop.store import Store

__all__ = ["Host", "Refused", "Room", "Store"]
