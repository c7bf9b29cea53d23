"""``demo``: the main job from end to end, without an argument: a table, a figure, what to see, what to try next."""

from __future__ import annotations

import shutil
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from trustsim.cli import options
from trustsim.cli.screen import console, document, progress, remark

if TYPE_CHECKING:
    from trustsim.studies import Comparison

BASELINE = "baseline"
SCENARIOS = ("trust-first", "verify-first", "surveillance", "rto-abrupt", "rto-phased")
#: The rows of the table, from top to bottom, and how one says that they are higher or lower.
PHRASES = {
    "leadership_trust": ("the leadership is trusted more", "the leadership is trusted less"),
    "interpersonal_trust_in_managers": ("people trust their managers more", "people trust their managers less"),
    "interpersonal_trust_in_employees": ("managers trust their people more", "managers trust their people less"),
    "felt_trust": ("people feel more trusted", "people feel less trusted"),
    "engagement": ("engagement rises", "engagement falls"),
    "satisfaction": ("satisfaction rises", "satisfaction falls"),
    "stress": ("stress rises", "stress falls"),
    "attrition": ("more people leave", "fewer people leave"),
    "rule_breaking": ("more rules are broken", "fewer rules are broken"),
    "productivity": ("more gets done", "less gets done"),
    "measured_productivity": ("more is measured", "less is measured"),
}
OUTCOMES = tuple(PHRASES)
FIGURES = ("comparison.png", "comparison.pdf")
#: The most outcomes that a sentence names.
MOST_NAMED = 4


def demo(
    replications: options.Replications = None,
    seed: options.Seed = None,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="where the figure goes", show_default=True)] = Path(
        "trustsim-demo"
    ),
    json: options.Json = False,
    quiet: options.Quiet = False,
    threads: options.Threads = None,
) -> None:
    """Begin here: compare five policies with the baseline.

    Trust first, verify first, surveillance, and a return to the office, abrupt and phased, each against the same
    company without them. Prints one table and writes a figure.
    """
    from trustsim.cli.arms import Wishes
    from trustsim.cli.places import check_folder

    wishes = Wishes.of(replications, seed, None, None, None)
    arms = [wishes.laid_over(name) for name in (BASELINE, *SCENARIOS)]
    check_folder(out, ours=FIGURES[0])

    from trustsim.studies import compare

    if not json and not quiet:
        console().print(INTRODUCTION)
    with progress(quiet) as tell:
        comparison = compare(arms[0], arms[1:], threads=threads, progress=tell)
    if json:
        document(comparison.to_json())
    else:
        show(comparison, quiet)
    draw(comparison, out, say=remark if json else typer.echo, quiet=quiet)
    if not json and not quiet:
        typer.echo(suggestions())


INTRODUCTION = """\
A company of 120 people and their managers, week by week for two years, and the same company under five policies, \
each many times with the same luck. What differs is the policy.
"""


def show(comparison: Comparison, quiet: bool = False) -> None:
    """Print the table and, unless asked to be quiet, what to see in it."""
    from trustsim.cli.tables import legend, matrix_tables
    from trustsim.results import NOT_CALIBRATED

    screen = console()
    screen.print("Differences from the baseline", style="bold")
    screen.print(comparison.caption)
    for table in matrix_tables(
        comparison, [name for name in OUTCOMES if name in comparison.outcome_facts], screen.width
    ):
        screen.print()
        screen.print(table)
    if quiet:
        return
    screen.print(f"\n{legend()}")
    screen.print("\nWhat to see", style="bold")
    for line in observations(comparison):
        screen.print(textwrap.fill(line, screen.width - 1, initial_indent="- ", subsequent_indent="  "))
    screen.print(f"\nMind: {NOT_CALIBRATED}. Nothing here is advice about people.\n", style="bold")


def draw(comparison: Comparison, folder: Path, say: Any, quiet: bool) -> None:
    """Write the figure as PNG and PDF."""
    from trustsim.plots import save_figure

    figure = comparison.plot()
    written = [save_figure(figure, folder / name) for name in FIGURES]
    if not quiet:
        say(f"figure: {' and '.join(str(path) for path in written)}")


# -- what to see ----------------------------------------------------------------------------------------------------


class Differences:
    """The rows of a comparison by scenario and outcome."""

    def __init__(self, comparison: Comparison) -> None:
        self.rows = {(row["scenario"], row["outcome"]): row for row in comparison.table.to_dict("records")}
        self.facts = comparison.outcome_facts

    def said(self, scenario: str, outcome: str) -> str:
        """Return the verdict."""
        return self.rows[scenario, outcome]["verdict"]

    def size(self, scenario: str, outcome: str, signed: bool = True) -> str:
        """Return the difference in its unit."""
        from trustsim.cli.tables import number

        value = self.rows[scenario, outcome]["difference"]
        return number(value if signed else abs(value), self.facts[outcome].matters, signed)

    def clear(self, scenario: str, better: str) -> list[str]:
        """Return the outcomes that are clearly better (``yes``) or worse (``no``), those that differ most first."""
        found = [
            (abs(row["difference"]) / self.facts[name].matters, name)
            for name in OUTCOMES
            if (row := self.rows.get((scenario, name))) and row["better"] == better
        ]
        return [name for _, name in sorted(found, reverse=True)]

    def sentence(self, scenario: str) -> str:
        """Return what changes most in a scenario, for the better and for the worse."""
        good, bad = ([self.phrase(scenario, name) for name in self.clear(scenario, kind)] for kind in ("yes", "no"))
        if not good and not bad:
            return f"{scenario}: nothing here differs by enough to matter."
        parts = [", ".join(phrases[:MOST_NAMED]) for phrases in (good, bad) if phrases]
        end = "" if good and bad else f"; nothing here gets {'worse' if good else 'better'}"
        return f"{scenario}: {', but '.join(parts)}{end}."

    def phrase(self, scenario: str, outcome: str) -> str:
        """Return in plain words how an outcome differs."""
        higher, lower = PHRASES[outcome]
        words = higher if self.said(scenario, outcome) == "higher" else lower
        return f"{words} ({self.size(scenario, outcome)})"


def observations(comparison: Comparison) -> list[str]:
    """Return what is to be seen, in plain words; what the verdicts do not bear out is not said."""
    found = Differences(comparison)
    lines = [found.sentence(scenario) for scenario in SCENARIOS]
    real, measured = (found.said("surveillance", name) for name in ("productivity", "measured_productivity"))
    if measured == "higher" and real != "higher":
        lines.append(
            f"Under surveillance the measured output rises ({found.size('surveillance', 'measured_productivity')}) and "
            f"the real one does not ({found.size('surveillance', 'productivity')}): people move the number."
        )
    if all(found.said(scenario, "leadership_trust") == "lower" for scenario in ("rto-abrupt", "rto-phased")):
        at_once, in_steps = (
            found.size(scenario, "leadership_trust", signed=False) for scenario in ("rto-abrupt", "rto-phased")
        )
        lines.append(
            "Both mandates order the same five days with the same few words. Trust in the leadership falls by "
            f"{at_once} if they come at once and by {in_steps} if they come in half a year; partly since the days then "
            "also begin later. No study varies the pace alone, so this is a prediction."
        )
    return lines


def suggestions() -> str:
    """Return what to try next, with the name under which this command can be called."""
    name = called()
    return f"""
What to try next
  every outcome of one policy, with intervals:
    {name} compare baseline rto-abrupt
  the same order, well explained:
    {name} compare baseline rto-abrupt --set mandates.rto.explanation=0.9
  what a scenario says and which file says it; what else can be set; what else is shipped:
    {name} show rto-abrupt
    {name} levers
    {name} scenarios"""


def called() -> str:
    """Return how this program can be called: by its name where that is on the path, else as it was called."""
    if shutil.which("trustsim"):
        return "trustsim"
    program = Path(sys.argv[0])
    return str(program) if program.stem == "trustsim" else "python -m trustsim"
