"""The scenarios between two: one of them, in which some of what differs is as in the other."""

from __future__ import annotations

from collections.abc import Iterable

from trustsim.errors import ScenarioError
from trustsim.scenario.completing import IDENTITY
from trustsim.scenario.layers import as_document, entries, flatten
from trustsim.scenario.loading import load
from trustsim.scenario.scenario import Scenario, differences
from trustsim.scenario.shape import LIST_KEYS, Value

#: Entries of these tables differ path by path; those of other named tables (mandates, the timeline) as a whole.
BY_PATH = ("teams", "companies")


class Mixtures:
    """The scenarios between two: the first, in which some of what differs is as in the second.

    What differs is told by lever: a dotted path (``policy.autonomy``, ``teams.platform.policy.autonomy``), a mandate as
    a whole (``mandates.rto``), an entry of the timeline as a whole (``timeline.trial``). In a mixture that lacks a team
    the policy of that team has no effect. Levers that make no valid scenario without one another, such as an apology
    for a mandate and that mandate, count as one, ``mandates.rto + timeline.sorry``. What belongs to ``[run]`` is the
    first scenario's in every mixture.

    Attributes:
        levers: the name of each lever that differs.
    """

    def __init__(self, first: Scenario, second: Scenario) -> None:
        """Find what differs.

        Args:
            first: the scenario without any of the changes.
            second: the scenario with all of them.
        """
        self._scenarios = first, second
        self._catalogue = first._catalogue
        self._values = _leaves(first), _leaves(second)
        differing = (self._lever(path) for path in differences(first, second) if not path.startswith("run."))
        self._parts = [(lever,) for lever in dict.fromkeys(differing)]
        while (clash := self._clash()) is not None:
            together = (*self._parts[clash[0]], *self._parts[clash[1]])
            self._parts = [part for place, part in enumerate(self._parts) if place not in clash] + [together]
        self.levers = tuple(" + ".join(part) for part in self._parts)

    def mixture(self, chosen: Iterable[int]) -> Scenario:
        """Return the first scenario with some levers as in the second.

        Args:
            chosen: the places of these levers in ``levers``.

        Raises:
            ScenarioError: together they make no valid scenario.
        """
        taken = sorted(chosen)
        try:
            return self._mixed(taken)
        except ScenarioError as error:
            first, second = (scenario.name for scenario in self._scenarios)
            levers = ", ".join(self.levers[place] for place in taken)
            raise ScenarioError(f"'{first}' with {levers} of '{second}' is no valid scenario: {error}") from error

    def _lever(self, path: str) -> str:
        table, _, rest = path.partition(".")
        whole = table in self._catalogue.named and table not in BY_PATH
        return f"{table}.{rest.partition('.')[0]}" if whole else path

    def _mixed(self, chosen: Iterable[int]) -> Scenario:
        levers = {lever for place in chosen for lever in self._parts[place]}
        before, after = self._values
        values = {path: value for path, value in before.items() if self._lever(path) not in levers}
        values |= {path: value for path, value in after.items() if self._lever(path) in levers}
        for table in BY_PATH:
            for name, entry in entries(values, table).items():
                if "employees" not in entry:
                    values = {path: value for path, value in values.items() if not path.startswith(f"{table}.{name}.")}
        return load(as_document(values), declared=self._catalogue.declared)

    def _clash(self) -> tuple[int, int] | None:
        """Return two parts that need each other: one without which, or with which alone, nothing valid is made."""
        everything = set(range(len(self._parts)))
        for one in everything:
            others = sorted(everything - {one})
            alone, without = self._is_valid({one}), self._is_valid(others)
            if others and not (alone and without):
                mates = (m for m in others if self._is_valid({one, m} if not alone else everything - {one, m}))
                return one, next(mates, others[0])
        return None

    def _is_valid(self, chosen: Iterable[int]) -> bool:
        try:
            self._mixed(chosen)
        except ScenarioError:
            return False
        return True


def _leaves(scenario: Scenario) -> dict[str, Value]:
    """Return every value that a scenario would need if it extended nothing, by dotted path."""
    names = {f"{table}.{name}.{key}" for table, key in LIST_KEYS.items() for name in entries(scenario.values, table)}
    leaves = flatten(scenario.document(full=True))
    return {path: value for path, value in leaves.items() if path not in names and path not in IDENTITY[1:]}
