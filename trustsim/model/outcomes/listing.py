"""How an outcome is declared: a numerator, decorated with its unit, direction, smallest difference that matters."""

from __future__ import annotations

from collections.abc import Callable

from trustsim.model.declarations import Direction, Employee, Entity, Outcome

Measure = Callable[..., float]


def headcount(employed: float) -> float:
    """Count the people employed."""
    return employed


class Listing(list[Outcome]):
    """The outcomes of a group, in the order in which they were declared."""

    def __call__(
        self, unit: str, better: Direction, matters: float, scale: float, meaning: str, group: str,
        *, name: str = "", entity: Entity = Employee, over: Measure = headcount,
    ) -> Callable[[Measure], Measure]:
        """Declare the decorated function as the numerator of an outcome; ``over`` is its denominator."""

        def declare(function: Measure) -> Measure:
            self.append(
                Outcome(name or function.__name__, unit, better, matters, meaning, scale, entity, function, over, group)
            )
            return function

        return declare
