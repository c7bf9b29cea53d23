"""``InsideTeam``: one team of one run, stepped week by week, looked into, and changed by hand.

What it shows is a function of the scenario, the seed, the team and the changes: going back, taking a change back or
looking into another team runs the same weeks again, which takes milliseconds.
"""

from __future__ import annotations

from trustsim.errors import InputError
from trustsim.mesa_model import TrustModel
from trustsim.scenario import Scenario
from trustsim.studies.running import ScenarioLike, chosen_scenario
from trustsim.studies.story import Story
from trustsim.studies.team import changes
from trustsim.studies.team.changes import Change, Changeable
from trustsim.studies.team.following import KEPT, Following, managers_of
from trustsim.studies.team.picture import TeamPicture, picture_of

#: Larger companies are not looked into: a picture is of one team, and every week is stepped while somebody waits.
MOST_EMPLOYEES = 2_000


class InsideTeam:
    """One team of a run, week by week.

    Usage:
        >>> inside = InsideTeam("rto-abrupt", seed=7)
        >>> inside.step(26)
        >>> inside.change("team", "surveillance", 0.6)
        >>> inside.step()
        >>> inside.picture().people[0].tie.interpersonal_up

    Attributes:
        scenario: what is run.
        replication: which replication of it.
        team: the key of the team that is looked into.
        changes: what was set by hand, in order.
    """

    def __init__(
        self,
        scenario: ScenarioLike,
        team: str = "",
        *,
        seed: int | None = None,
        replication: int = 0,
        profile: str | None = None,
    ) -> None:
        """Make the run and stand at week 0, after the burn-in.

        Args:
            scenario: a scenario, the name of a shipped one, the path of a file, or a dict shaped like one.
            team: the key of the team, such as ``team-001``; the first one if empty.
            seed: where the luck starts; the scenario's own if None.
            replication: the number of the replication, from 0.
            profile: the reading of contested evidence; the scenario's own if None.

        Raises:
            ScenarioError: the scenario is wrong.
            InputError: there is no such team, or the company is larger than ``MOST_EMPLOYEES``.
        """
        self.scenario: Scenario = chosen_scenario(scenario, seed=seed, profile=profile)
        self.replication = replication
        self.changes: tuple[Change, ...] = ()
        employees = int(str(self.scenario.get("population.employees")))
        if employees > MOST_EMPLOYEES:
            raise InputError(
                f"a team can be looked into in companies of at most {MOST_EMPLOYEES:,} people, not {employees:,}; "
                "one of a hundred or two behaves alike"
            )
        self._begin(team)

    def _begin(self, team: str) -> None:
        """Make the run and stand at week 0 with what was changed there."""
        model = TrustModel(self.scenario, self.scenario.seed, self.replication)
        self._following = Following(model, team)
        self.team = self._following.manager.team
        self._make(0)

    # -- time ---------------------------------------------------------------------------------------------------

    @property
    def week(self) -> int:
        """The week that was run last; 0 before the first."""
        return self._following.model.week

    @property
    def weeks(self) -> int:
        """How many weeks there are."""
        return self._following.model.plan.weeks

    @property
    def running(self) -> bool:
        """Whether there are weeks left."""
        return bool(self._following.model.running)

    @property
    def teams(self) -> list[str]:
        """The keys of the teams that can be looked into."""
        return list(dict.fromkeys(manager.team for manager in managers_of(self._following.model)))

    def step(self, weeks: int = 1) -> None:
        """Run some weeks, as many as there are left.

        Args:
            weeks: how many.

        Raises:
            InputError: a negative number.
        """
        if weeks < 0:
            raise InputError(f"a number of weeks to run cannot be {weeks}; go_to({self.week + weeks}) goes back")
        self._run_to(min(self.week + weeks, self.weeks))

    def go_to(self, week: int, team: str | None = None) -> None:
        """Stand at a week. What was changed by hand later than that is made again when its week is reached again.

        Args:
            week: the week, from 0 on.
            team: look into this team from now on; the same one if None.

        Raises:
            InputError: there is no such week or team.
        """
        if not 0 <= week <= self.weeks:
            raise InputError(f"there are weeks 0 to {self.weeks}, not {week}")
        if week < self.week or team not in (None, self.team):
            self._begin(self.team if team is None else team)
        self._run_to(week)

    def _run_to(self, week: int) -> None:
        while self.week < week:
            self._following.step()
            self._make(self.week)

    def _make(self, week: int) -> None:
        """Make the changes that belong to a week, when its end is reached again."""
        for change in self.changes:
            if change.week == week:
                changes.make(self._following.model, change)

    # -- changing -----------------------------------------------------------------------------------------------

    def changeable(self, who: str) -> list[Changeable]:
        """Return what can be set of ``team``, ``company``, ``manager`` or a person, with ranges and values now.

        Raises:
            InputError: there is nobody of this name, or the person has left.
        """
        return changes.changeable(self._following.model, self.team, who)

    def change(self, who: str, name: str, value: float) -> Change:
        """Set a lever or a state by hand, now. Changes of later weeks, made before going back, are dropped.

        Args:
            who: ``team``, ``company``, ``manager``, or the key of a person such as ``team-001/3#0``.
            name: the lever or state.
            value: what it is set to.

        Raises:
            InputError: there is no such lever or state of them, or the value is out of range.
        """
        made = changes.make(self._following.model, Change(self.week, self.team, who, name, value))
        self.changes = (*(one for one in self.changes if one.week <= self.week), made)
        return made

    def take_back(self) -> None:
        """Take the last change back and run the same weeks without it; nothing happens where there is none."""
        week, self.changes = self.week, self.changes[:-1]
        self._begin(self.team)
        self._run_to(week)

    # -- looking ------------------------------------------------------------------------------------------------

    def picture(self) -> TeamPicture:
        """Return the team as it is now, as plain data."""
        return picture_of(self._following)

    def story(self, key: str) -> Story | None:
        """Return a person's story so far; None before the first week is over.

        Args:
            key: who, such as ``team-001/3#0``; without ``#`` the last one in the seat.

        Raises:
            InputError: there is nobody of this name in the team.
        """
        diary = self._following.diary(key)
        return None if diary is None else Story(self.scenario, self.replication, diary)

    def course(self) -> dict[str, list[float]]:
        """Return the means over the people of the team by week, from week 0 to now; NaN where nobody is there.

        The states are those of a story: trust, stress, engagement and others (``following.KEPT``).
        """
        return {name: [float(week[place]) for week in self._following.course] for place, name in enumerate(KEPT)}

    def __repr__(self) -> str:
        made = f", {len(self.changes)} changes by hand" if self.changes else ""
        return f"<InsideTeam {self.team} of '{self.scenario.name}': week {self.week} of {self.weeks}{made}>"
