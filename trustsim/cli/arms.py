"""The scenarios of a command: loaded, with the command's options laid over them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from trustsim.errors import InputError
from trustsim.scenario import Scenario, load, parse_set
from trustsim.scenario.asking.copying import WORLD


@dataclass(frozen=True)
class Wishes:
    """What a command's options ask of every scenario.

    Attributes:
        options: by option the path of a scenario and its value, for options that were given.
        sets: the value of each path of ``--set``.
    """

    options: Mapping[str, tuple[str, int | str]] = field(default_factory=dict)
    sets: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        replications: int | None,
        seed: int | None,
        weeks: int | None,
        profile: str | None,
        sets: Sequence[str] | None,
    ) -> Wishes:
        """Return the wishes that the shared options express.

        Raises:
            InputError: a ``--set`` cannot be read, or a path is set twice.
        """
        given = {"replications": replications, "seed": seed, "weeks": weeks, "profile": profile}
        options = {f"--{name}": (f"run.{name}", value) for name, value in given.items() if value is not None}
        taken = {path: option for option, (path, _) in options.items()}
        values: dict[str, Any] = {}
        for text in sets or ():
            path, value = parse_set(text)
            if path in values or path in taken:
                raise InputError(f"--set {path}: set once already, by {taken.get(path, '--set')}; leave one out")
            values[path] = value
        return cls(options, values)

    @property
    def world(self) -> dict[str, Any]:
        """The sets that concern the world."""
        return {path: value for path, value in self.sets.items() if path.partition(".")[0] in WORLD}

    @property
    def policy(self) -> dict[str, Any]:
        """The sets that concern policy."""
        return {path: value for path, value in self.sets.items() if path not in self.world}

    def laid_over(self, name: str, *, policy: bool = True) -> Scenario:
        """Return a scenario with the wishes fulfilled.

        Args:
            name: a shipped name or a path.
            policy: False leaves its policy as it is.

        Raises:
            ScenarioError: the scenario is wrong, or a wish is.
        """
        scenario = load(name)
        sets = dict(self.sets) if policy else self.world
        values = dict(self.options.values()) | sets
        if not values:
            return scenario
        sources = [*self.options, *(["--set"] if sets else [])]
        return scenario.override(values, source=sources[0] if len(sources) == 1 else "command line")
