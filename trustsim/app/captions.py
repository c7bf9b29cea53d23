"""What stands below numbers, in words: from how many runs they are, and how contested evidence was read."""

from __future__ import annotations

from trustsim.app import texts
from trustsim.results import Manifest


def reading_of(profile: str) -> str:
    """Return what a reading of contested evidence is called; a profile of a plug-in by its own name."""
    return texts.maybe(f"evidence.profile_{profile}") or profile.replace("_", " ")


def runs_of(here: Manifest) -> str:
    """Return from how many runs of how many weeks results are."""
    return texts.say("caption.runs", runs=f"{here.replications:,}", weeks=f"{here.weeks:,}")


def rest_of(here: Manifest) -> str:
    """Return what else must be known to get the same digits again."""
    return texts.say("caption.rest", reading=reading_of(here.profile), seed=here.seed)


def caption_of(here: Manifest) -> str:
    """Return all that stands below numbers of a comparison."""
    return texts.say("caption.all", runs=runs_of(here), rest=rest_of(here))
