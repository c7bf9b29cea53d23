"""What a reader must know of a difference before trusting it: which parts are predictions that no study has tested."""

from __future__ import annotations

from trustsim.results import NOT_CALIBRATED
from trustsim.scenario import Scenario, differences

#: The last part of a path, and what is to be said where a comparison turns on it.
PREDICTIONS = {"abruptness": "a prediction, no study varies it"}


def notes_on(baseline: Scenario, scenario: Scenario) -> list[str]:
    """Return the notes on a comparison of two scenarios."""
    changed = {path.rpartition(".")[2] for path in differences(baseline, scenario)}
    return [f"{key}: {note}" for key, note in PREDICTIONS.items() if key in changed] + [NOT_CALIBRATED]
