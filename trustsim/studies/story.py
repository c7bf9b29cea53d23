"""``tell``: one person's story in plain words: how trust moved and why, what happened to them, why they left."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from trustsim._version import __version__
from trustsim.errors import InputError
from trustsim.model.declarations import Employee
from trustsim.model.week import MODEL
from trustsim.results.plain import as_json
from trustsim.scenario import Scenario
from trustsim.studies.diary import MARK, Diary, keep_diary
from trustsim.studies.running import ScenarioLike, chosen_scenario

#: What is smaller than this is no movement of trust worth a word (the outcomes' smallest difference that matters), and
#: no part of one.
MOVES, PART = 0.02, 0.005
#: The most causes that are named for one state, the most single weeks, and the most weeks of one kind of event.
MOST_CAUSES, MOST_WEEKS, MOST_TIMES = 5, 6, 8
#: A trait is worth a word if it is so many standard deviations from the mean of the company.
UNUSUAL = 1.0
#: A state that moves by less is steady.
STEADY = 0.05
#: States beside trust, and what they are called.
CONDITION = {
    "felt_trust": "feeling of being trusted", "stress": "stress", "engagement": "engagement",
    "satisfaction": "satisfaction", "quit_intention": "wish to leave",
}  # fmt: skip
#: What a manager does and what each sees of the other.
DEALINGS = {
    "signals_seen": "signals a week between them and the manager",
    "delegation": "share of the decisions left to them",
    "checking": "share of their work that is checked",
    "monitoring_felt": "monitoring as felt",
}


def tell(
    scenario: ScenarioLike,
    employee: str,
    *,
    replication: int = 0,
    seed: int | None = None,
    weeks: int | None = None,
    profile: str | None = None,
) -> Story:
    """Tell the story of one person in one replication.

    Args:
        scenario: a scenario, the name of a shipped one, the path of a file, or a dict shaped like one.
        employee: who: team and place in it as in the frames, such as ``team-001/3``: the first person who has this
            seat in the reported weeks. ``team-001/3#2`` is who has it after two others.
        replication: the number of the replication, from 0.
        seed: where the luck starts; the scenario's own if None.
        weeks: how many weeks are reported; the scenario's own number if None.
        profile: the reading of contested evidence; the scenario's own if None.

    Raises:
        ScenarioError: the scenario is wrong, or a number is out of range.
        InputError: there is no such person or replication.
    """
    if replication < 0:
        raise InputError(f"replications count from 0, there is none with the number {replication}")
    chosen = chosen_scenario(scenario, seed=seed, weeks=weeks, profile=profile)
    return Story(chosen, replication, keep_diary(chosen, employee, replication))


class Story:
    """One person's story, made of what was booked to causes and what happened.

    Usage:
        >>> print(tell("rto-abrupt", "team-001/3"))

    Attributes:
        scenario: what was run.
        replication: in which replication.
        diary: the numbers, week by week.
    """

    def __init__(self, scenario: Scenario, replication: int, diary: Diary) -> None:
        """Use ``tell`` instead.

        Args:
            scenario: what was run.
            replication: in which replication.
            diary: the numbers, week by week.
        """
        self.scenario, self.replication, self.diary = scenario, replication, diary
        self.weeks = [int(week) for week in diary.states.index]

    @property
    def title(self) -> str:
        """Who and where."""
        return f"{self.diary.employee} in {self.scenario.name}: {self.scenario.title}"

    @property
    def caption(self) -> str:
        """Which run the story is from."""
        run = f"replication {self.replication} of {self.scenario.weeks:,} weeks"
        return f"{run}, seed {self.scenario.seed}, profile {self.scenario.profile}"

    @property
    def trust(self) -> list[dict[str, Any]]:
        """For each state of trust: state, meaning, start, end, change, and its causes, the largest first."""
        found = []
        for state in MODEL.booked:
            own = self.diary.bookings[self.diary.bookings["state"] == state]
            sums = own.groupby("cause", sort=False)["amount"].sum()
            causes = [{"cause": str(cause), "amount": float(amount)} for cause, amount in sums.items()]
            start, end = float(self.diary.before[state]), float(self.diary.states[state].iloc[-1])
            found.append(
                {
                    "state": state, "meaning": MODEL.fields[Employee, state].meaning, "start": start, "end": end,
                    "change": end - start, "causes": sorted(causes, key=lambda row: -abs(row["amount"])),
                }
            )  # fmt: skip
        return found

    @property
    def sharpest(self) -> pd.DataFrame:
        """The weeks in which a single cause moved trust most: week, state, cause, amount, in order of weeks."""
        large = self.diary.bookings[self.diary.bookings["amount"].abs() >= MOVES]
        few = large.sort_values("amount", key=lambda column: -column.abs(), kind="stable").head(MOST_WEEKS)
        return few.sort_values("week", kind="stable")

    @property
    def departure(self) -> dict[str, Any] | None:
        """Week, kind and cause of the event by which the person left; None for somebody who stayed."""
        if not self.diary.left:
            return None
        last = self.diary.events[self.diary.events["week"] == self.weeks[-1]]
        leaving = last[last["kind"].isin(_ways_out())]
        how: Mapping[Any, Any] = leaving.to_dict("records")[0] if len(leaving) else {"kind": "left", "cause": ""}
        return {"week": self.weeks[-1], "kind": str(how["kind"]), "cause": str(how["cause"])}

    # -- in words -----------------------------------------------------------------------------------------------

    @property
    def paragraphs(self) -> list[str]:
        """The story, a line or two for each part of it."""
        parts = [self._arrival(), self._traits(), *map(_trust_line, self.trust), self._sharpest_weeks()]
        parts += [*self._states(DEALINGS), *self._states(CONDITION), *self._happenings(), self._ending()]
        return [part for part in parts if part]

    def _arrival(self) -> str:
        team, first = self.diary.team, self.weeks[0]
        if self.diary.hired:
            return f"Hired into {team} in week {first}, number {self.diary.occupant + 1} in this seat."
        tenure = self.diary.before["tenure_weeks"]
        return f"In {team} when the account begins, in week {first}, with the company for {tenure:,.0f} weeks."

    def _traits(self) -> str:
        words, first = [], self.weeks[0]
        for (entity, name), field in MODEL.fields.items():
            if entity is not Employee or not field.trait:
                continue
            value, mean = (float(frame[name].loc[first]) for frame in (self.diary.states, self.diary.colleagues))
            spread = float(self.diary.spread[name])
            kinds = dict(re.findall(r"(\d+) ([a-z]+)", field.unit))
            if str(int(value)) in kinds:
                words.append(f"{_plain(name)} {kinds[str(int(value))]}")
            elif spread > 0.0 and abs(value - mean) >= UNUSUAL * spread:
                more = "high" if value > mean else "low"
                words.append(f"{more} {_plain(name)} ({_level(value)}; in the company {_level(mean)})")
        return f"What they bring: {', '.join(words)}." if words else ""

    def _sharpest_weeks(self) -> str:
        rows = self.sharpest.to_dict("records")
        words = [f"week {r['week']}: {r['cause']} {_signed(r['amount'])} ({_plain(r['state'])})" for r in rows]
        return f"Weeks in which one cause moved trust most: {'; '.join(words)}." if words else ""

    def _states(self, names: Mapping[str, str]) -> Iterator[str]:
        """Yield a line for each of some states: at first, at the end, colleagues, and its extremes."""
        for name, words in names.items():
            own = self.diary.states[name]
            start, end, peers = float(self.diary.before[name]), float(own.iloc[-1]), self.diary.colleagues[name].mean()
            if max(own.max(), start) - min(own.min(), start) < STEADY:
                yield f"{_capital(words)}: {own.mean():.2f} throughout (in the company {peers:.2f})."
                continue
            high, low = (self.weeks[int(place)] for place in (own.to_numpy().argmax(), own.to_numpy().argmin()))
            yield (
                f"{_capital(words)}: {start:.2f} at first, {end:.2f} at the end, highest in week {high} "
                f"({own.max():.2f}), lowest in week {low} ({own.min():.2f}), in the company {peers:.2f}."
            )

    def _happenings(self) -> Iterator[str]:
        """Yield a line for each kind of event that befell the person, but for how they came and went."""
        for kind, happening in MODEL.happenings.items():
            weeks = self.diary.events[self.diary.events["kind"] == kind]["week"].tolist()
            if not weeks or kind == "hire" or (self.departure or {}).get("kind") == kind:
                continue
            some = ", ".join(map(str, weeks[:MOST_TIMES])) + (" ..." if len(weeks) > MOST_TIMES else "")
            times = f"{len(weeks)} times, weeks" if len(weeks) > 1 else "once, week"
            yield f"{_capital(happening.meaning)}: {times} {some}."

    def _ending(self) -> str:
        last = self.weeks[-1]
        frames = self.diary.states, self.diary.colleagues
        wish, usual = (_level(float(frame["quit_intention"].iloc[-1])) for frame in frames)
        if (departure := self.departure) is None:
            end = "at the end, in week" if last == self.scenario.weeks else "in week"
            return f"Still there {end} {last}, with a wish to leave of {wish} (in the company {usual})."
        happening = MODEL.happenings.get(departure["kind"])
        how = happening.meaning.replace("somebody", "they") if happening else "they left"
        why = f"; what weighed most: {departure['cause']}" if departure["cause"] else ""
        lost = [(c["amount"], c["cause"], row["state"]) for row in self.trust for c in row["causes"]]
        most = [item for item in sorted(lost)[:3] if item[0] <= -MOVES]
        worst = [f"{cause} ({_plain(state)} {_signed(amount)})" for amount, cause, state in most]
        before = f" What had cost most trust until then: {', '.join(worst)}." if worst else ""
        return f"In week {last} {how}{why}. The wish to leave was {wish} (in the company {usual}).{before}"

    def __str__(self) -> str:
        return "\n".join([self.title, self.caption, "", *self.paragraphs])

    def __repr__(self) -> str:
        weeks = f"weeks {self.weeks[0]} to {self.weeks[-1]}"
        return f"<Story of {self.diary.employee} in '{self.scenario.name}': {weeks}; {self.caption}>"

    # -- JSON ---------------------------------------------------------------------------------------------------

    def to_dict(self) -> dict[str, Any]:
        """Return what ``trustsim explain --employee --json`` prints, as plain values."""
        here, diary = self.scenario, self.diary
        head = {"trustsim": __version__, "profile": here.profile, "seed": here.seed, "replication": self.replication}
        who = {"employee": diary.employee, "team": diary.team, "occupant": diary.occupant}
        when = {"first_week": self.weeks[0], "last_week": self.weeks[-1], "hired": diary.hired}
        return head | {"weeks": here.weeks, "scenario": here.name, "hash": here.hash} | who | when | {
            "left": self.departure,
            "trust": self.trust,
            "sharpest": self.sharpest.to_dict("records"),
            "events": diary.events.to_dict("records"),
            "others": [f"{diary.employee}{MARK}{number}" for number in diary.others],
            "story": self.paragraphs,
        }  # fmt: skip

    def to_json(self) -> str:
        """Return what ``trustsim explain --employee --json`` prints."""
        return as_json(self.to_dict())


def _level(value: float) -> str:
    return f"{value:.2f}".replace("-", "−")


def _signed(amount: float) -> str:
    return f"{amount:+.2f}".replace("-", "−")


def _capital(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}"


def _plain(state: str) -> str:
    return state.replace("_", " ")


def _ways_out() -> set[str]:
    """Return the kinds of events by which people leave: those that happen as a rule empties their seat."""
    flags = {happening.flag: kind for kind, happening in MODEL.happenings.items()}
    leaving = [w.rule for w in MODEL.rules if "employed" in w.rule.sets and w.rule.who == "employed"]
    return {flags[name] for rule in leaving for name in rule.sets if name in flags}


def _trust_line(row: Mapping[str, Any]) -> str:
    """Return in words how a state of trust moved, and why."""
    change = row["change"]
    moved = f"{'rose' if change > 0 else 'fell'} by {abs(change):.2f}" if abs(change) >= MOVES else "hardly moved"
    named = [cause for cause in row["causes"] if abs(cause["amount"]) >= PART][:MOST_CAUSES]
    rest = change - sum(cause["amount"] for cause in named)
    why = [f"{cause['cause']} {_signed(cause['amount'])}" for cause in named]
    why += [f"everything else {_signed(rest)}"] if abs(rest) >= PART else []
    reasons = f": {', '.join(why)}" if why else ""
    return f"{_capital(row['meaning'])} {moved}, from {row['start']:.2f} to {row['end']:.2f}{reasons}."
