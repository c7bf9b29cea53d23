"""What Mesa keeps beside the columns, in its several versions: its random generators and its clock.

The simulation draws from neither; a user's own steps may.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import mesa

#: What Mesa's own generator is; the state of another that a user gave is not saved.
GENERATOR = "PCG64"


class NoNumbers:
    """Hands agents no numbers, since the model does: in Mesa 3.3 what hands them out keeps every model for ever."""

    def __getitem__(self, model: object) -> Iterator[int]:
        return iter((0,))


def mesa_luck(model: mesa.Model) -> dict[str, Any]:
    """Return the states of Mesa's generators as plain values."""
    state = model.rng.bit_generator.state
    return {"random": model.random.getstate(), "rng": state if state["bit_generator"] == GENERATOR else None}


def go_on_with_mesa(model: mesa.Model, week: int, luck: Mapping[str, Any]) -> None:
    """Set Mesa's generators to saved states and its clock to a week."""
    version, words, spare = luck["random"]
    model.random.setstate((version, tuple(words), spare))
    if luck["rng"] is not None:
        model.rng.bit_generator.state = luck["rng"]
    model.steps = week
    steps: Any = getattr(model, "_default_schedule", None)
    if steps is not None:  # Mesa 3.5 steps by a schedule that begins at time 1
        steps.stop()
        model.time = float(week)  # pyright: ignore[reportAttributeAccessIssue] - not in Mesa 3.3
        steps.schedule = replace(steps.schedule, start=None)
        steps.start()
