"""A process that keeps answers is killed in the middle of it: what it acknowledged is there."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_workshop_room import a_host
from trustsim.workshop import Store

ROOT = Path(__file__).parents[1]
#: Lets a person answer on and on, and says each answer that is acknowledged.
ANSWERING = """
import sys
from pathlib import Path
from itertools import count
from tests.test_workshop_room import a_host, act, say
from trustsim.workshop import Store

host = a_host(Store(Path(sys.argv[1])))
hosted = next(iter(host.rooms.values()), None) or host.open_room("fixture")
if not hosted.room.people:
    host.enter(hosted, "Ana")
    act(hosted, "goto", step="guess")
for number in count(int(sys.argv[2])):
    say(hosted, 1, "guess", number % 100)
    sys.stdout.write(f"{number}\\n")
    sys.stdout.flush()
"""


@pytest.mark.parametrize("kills", [3])
def test_no_acknowledged_answer_is_lost(tmp_path, kills):
    acknowledged = 0
    for kill in range(kills):
        process = subprocess.Popen(
            [sys.executable, "-c", ANSWERING, str(tmp_path), str(acknowledged + 1)], cwd=ROOT, stdout=subprocess.PIPE
        )
        assert process.stdout is not None
        for line in process.stdout:
            acknowledged = int(line)
            if acknowledged % 40 == 10 + 7 * kill:
                break
        process.send_signal(signal.SIGKILL)
        acknowledged = max(acknowledged, *(int(line) for line in process.stdout.read().split()), 0)
        process.stdout.close()
        process.wait()
        store = Store(tmp_path)
        (hosted,) = a_host(store).rooms.values()
        found = hosted.room.answers["guess"][1]["value"]
        assert found in (acknowledged % 100, (acknowledged + 1) % 100)  # the last one may lack its acknowledgement
        assert [event.number for event in store.events(hosted.room.id)] == list(range(1, hosted.room.last + 1))
        store.close()
