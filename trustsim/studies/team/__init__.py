"""One team of one run, week by week: a picture of it, everybody's story, and a hand that changes something.

- ``following.py``: what became of the people of a team, from the agents of a ``TrustModel``
- ``picture.py``: the team as plain data: who is there, what each thinks of the other, what happened
- ``changes.py``: what can be changed by hand
- ``inside.py``: ``InsideTeam``, all of it together
"""

from trustsim.studies.team.changes import Change, Changeable, changeable
from trustsim.studies.team.inside import InsideTeam
from trustsim.studies.team.picture import Belief, Person, TeamPicture, Tie

__all__ = ["Belief", "Change", "Changeable", "InsideTeam", "Person", "TeamPicture", "Tie", "changeable"]
