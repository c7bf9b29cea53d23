"""What stands in a brief, as plain values: every number is one of the comparison, its explanation or its groups."""

from __future__ import annotations

import base64
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from trustsim.model.threads import Progress
from trustsim.model.week import MODEL
from trustsim.plots import inline_svg
from trustsim.plots.differences import signed
from trustsim.results import OutcomeFacts
from trustsim.scenario import Scenario, differences, explain_sources
from trustsim.scenario.completing import DEFAULT
from trustsim.studies import Comparison, Explanation
from trustsim.studies.chain import chain_of, level, plain
from trustsim.studies.groups import ForWhom, for_whom_steps

#: The outcomes of the short answer, those that a leader asks about first.
HEADLINES = (
    "leadership_trust", "interpersonal_trust_in_managers", "felt_trust", "engagement", "satisfaction", "stress",
    "attrition", "quit_intention", "productivity", "net_value",
)  # fmt: skip
#: The most outcomes that a sentence names, and rows of groups that are hit harder.
MOST_NAMED, MOST_GROUPS = 4, 12
#: Runs by which groups are compared: enough to tell who is hit harder, a few seconds of work.
GROUP_RUNS = 40
MARKS = {"yes": "✔", "no": "✘", "": "•", "no difference that matters": "=", "too close to call": "?"}
MOODS = {"yes": "better", "no": "worse", "": "other"}
TEMPLATE = "brief.html.jinja"


@dataclass(frozen=True)
class Prepared:
    """What a brief needs beside its comparison.

    Attributes:
        explanations: by scenario why it differs.
        groups: what scenarios do to whom; None leaves that out.
    """

    explanations: Mapping[str, Explanation]
    groups: ForWhom | None = None


def prepared(comparison: Comparison, *, threads: int | None = None, progress: Progress | None = None) -> Prepared:
    """Return explanations and groups for a brief; more is run for them.

    Args:
        comparison: a paired comparison.
        threads: how many threads; as many as there are processors if None.
        progress: called with (steps done, steps in all).
    """
    labels = list(comparison.scenarios)
    steps = len(labels) + 1
    explanations = {}
    for done, label in enumerate(labels):
        if progress:
            progress(done, steps)
        explanations[label] = comparison.explain(label, threads=threads)
    runs = min(comparison.baseline.replications, GROUP_RUNS)
    base = comparison.baseline.scenario.override({"run.replications": runs})
    arms = {label: arm.scenario for label, arm in comparison.scenarios.items()}
    *_, groups = for_whom_steps(base, arms, threads=threads)
    if progress:
        progress(steps, steps)
    return Prepared(explanations, groups)


def brief(comparison: Comparison, more: Prepared | None = None, *, title: str = "", currency: str = "") -> str:
    """Return the text of a brief: an HTML page that needs nothing but itself.

    Args:
        comparison: a comparison whose weeks were recorded.
        more: explanations and groups, as ``prepared`` returns them; left out if None.
        title: its heading; made of the names of the scenarios if empty.
        currency: what money is called.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader("trustsim.documentation", "brief")
    page = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return page.get_template(TEMPLATE).render(_content(comparison, more or Prepared({}), title, currency))


def _content(comparison: Comparison, more: Prepared, title: str, currency: str) -> dict[str, Any]:
    labels = list(comparison.scenarios)
    names = f"{', '.join(labels)} compared with {comparison.baseline.name}"
    facts = comparison.outcome_facts
    manifest = comparison.baseline.manifest
    return {
        "title": title or names,
        "names": names,
        "caption": comparison.caption,
        "figure": inline_svg(comparison.plot(), "comparison", f"Outcomes over the weeks and differences: {names}"),
        "arms": [_arm(comparison, label, more.explanations.get(label), currency) for label in labels],
        "several": len(labels) > 1,
        "groups": None if more.groups is None else _groups(more.groups),
        "baseline": _scenario(comparison.baseline.scenario),
        "assumptions": comparison.assumptions is not None,
        "notes": sorted({note for label in labels for note in comparison.notes[label]}),
        "versions": dict(manifest.versions),
        "settings": {
            "replications": manifest.replications, "weeks": manifest.weeks, "seed": manifest.seed,
            "profile": manifest.profile,
        },
        "command": _command(comparison),
        "files": [_scenario(one) for one in _scenarios(comparison)],
        "data": comparison.to_json(),
        "csv": base64.b64encode(csv_of(comparison).encode()).decode(),
        "outcomes": len(facts),
    }  # fmt: skip


def csv_of(comparison: Comparison) -> str:
    """Return the table of a comparison as CSV."""
    return comparison.table.to_csv(index=False)


# -- an arm ---------------------------------------------------------------------------------------------------------


def _arm(comparison: Comparison, label: str, why: Explanation | None, currency: str) -> dict[str, Any]:
    arm = comparison.scenarios[label]
    table = comparison.table
    rows = table[table["scenario"] == label]
    links = chain_of(comparison, label, why)
    return {
        "label": label,
        "title": arm.manifest.title,
        "story": arm.scenario.story,
        "sentence": sentence(rows, comparison.outcome_facts),
        "rows": list(_rows(rows, comparison.outcome_facts, currency)),
        "changes": list(_changes(comparison.baseline.scenario, arm.scenario)),
        "chain": [link.text for link in links if link.kind != "why"],
        "made_of": [link.text for link in links if link.kind == "why"],
        "why": None if why is None or not why.lever_names else inline_svg(
            why.plot(), f"why-{list(comparison.scenarios).index(label)}", f"Contributions to the differences of {label}"
        ),
        "why_caption": "" if why is None else why.caption,
    }  # fmt: skip


def sentence(rows: pd.DataFrame, facts: Mapping[str, OutcomeFacts]) -> str:
    """Return in a sentence what gets clearly better, clearly worse, and what cannot be told.

    Args:
        rows: the rows of a comparison's table that belong to one scenario.
        facts: what is known of the outcomes, by name.
    """
    found = {str(row["outcome"]): row for row in rows.to_dict("records") if row["outcome"] in HEADLINES}
    parts = []
    for mood, words in (("yes", "Better"), ("no", "Worse")):
        some = sorted((n for n in found if found[n]["better"] == mood), key=lambda n: -_size(found[n], facts[n]))
        if some:
            named = [f"{plain(n)} {signed(found[n]['difference'], facts[n].matters)}" for n in some[:MOST_NAMED]]
            parts.append(f"{words}: {', '.join(named)}.")
    if not parts:
        parts.append("Nothing that is asked about first differs clearly by enough to matter.")
    open_ones = [plain(n) for n in HEADLINES if n in found and found[n]["verdict"] == "too close to call"]
    return " ".join([*parts, *([f"Too close to call: {', '.join(open_ones)}."] if open_ones else [])])


def _size(row: Mapping[Any, Any], facts: OutcomeFacts) -> float:
    return abs(row["difference"]) / facts.matters


def _rows(rows: pd.DataFrame, facts: Mapping[str, OutcomeFacts], currency: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table of outcomes, in words and figures."""
    groups = {outcome.name: outcome.group for outcome in MODEL.outcomes.values()}
    for row in rows.to_dict("records"):
        name = str(row["outcome"])
        known, clear = facts[name], row["verdict"] in ("higher", "lower")
        matters = known.matters
        yield {
            "name": plain(name), "unit": currency if currency and known.unit == "money" else known.unit,
            "meaning": known.meaning, "group": groups.get(name, ""), "head": name in HEADLINES,
            "baseline": level(row["baseline_value"], known), "scenario": level(row["scenario_value"], known),
            "difference": signed(row["difference"], matters), "low": signed(row["low"], matters),
            "high": signed(row["high"], matters), "range_low": signed(row["range_low"], matters),
            "range_high": signed(row["range_high"], matters), "verdict": str(row["verdict"]),
            "assumption_low": signed(row["assumption_low"], matters),
            "assumption_high": signed(row["assumption_high"], matters),
            "mark": MARKS[row["better"] if clear else row["verdict"]],
            "mood": MOODS[row["better"]] if clear else "open",
        }  # fmt: skip


def _changes(base: Scenario, arm: Scenario) -> Iterator[dict[str, str]]:
    """Yield every value in which a scenario differs from the baseline."""
    before = {row.path: row for row in explain_sources(base)}
    after = {row.path: row for row in explain_sources(arm)}
    for path in told_differences(base, arm):
        known = after.get(path) or before[path]
        yield {
            "path": path, "unit": known.unit, "meaning": known.meaning,
            "before": shown_value(before[path].value) if path in before else "–",
            "after": shown_value(after[path].value) if path in after else "–",
        }  # fmt: skip


def told_differences(base: Scenario, arm: Scenario) -> list[str]:
    """Return the paths at which scenarios differ, without the defaults of entries that only one of them has."""
    sources = base.sources | arm.sources
    both = base.values.keys() & arm.values.keys()
    return [path for path in differences(base, arm) if path in both or sources[path] != DEFAULT]


def shown_value(value: object) -> str:
    """Return a value of a scenario as a page shows it."""
    if isinstance(value, tuple):
        return ", ".join(value)
    return f"{value:g}".replace("-", "−") if isinstance(value, float) else str(value)


def _groups(found: ForWhom) -> dict[str, Any]:
    facts = {one.name: one for one in found.manifest.outcomes}
    rows = [
        {
            "scenario": row["scenario"], "grouping": row["grouping"], "group": row["group"],
            "people": f"{row['people']:.0f}", "outcome": plain(row["outcome"]),
            "difference": signed(row["difference"], facts[row["outcome"]].matters),
            "beyond": signed(row["beyond"], facts[row["outcome"]].matters), "unit": row["unit"],
            "low": signed(row["beyond_low"], facts[row["outcome"]].matters),
            "high": signed(row["beyond_high"], facts[row["outcome"]].matters),
        }
        for row in found.hardest.head(MOST_GROUPS).to_dict("records")
    ]  # fmt: skip
    return {"rows": rows, "withheld": len(found.withheld), "caption": found.caption}


# -- where it comes from --------------------------------------------------------------------------------------------


def _scenarios(comparison: Comparison) -> list[Scenario]:
    named = {label: arm.scenario for label, arm in comparison.scenarios.items()}
    return [comparison.baseline.scenario, *named.values()]


def _scenario(scenario: Scenario) -> dict[str, str]:
    return {
        "name": scenario.name, "title": scenario.title, "story": scenario.story, "hash": scenario.hash,
        "file": f"{Path(scenario.name).name}.toml", "text": scenario.dump(full=True),
    }  # fmt: skip


def _command(comparison: Comparison) -> str:
    """Return the command that makes the same digits from the scenario files of the brief."""
    here = comparison.baseline.manifest
    files = [shlex.quote(_scenario(one)["file"]) for one in _scenarios(comparison)]
    words = ["trustsim compare", *files, f"--replications {here.replications} --seed {here.seed}"]
    return " ".join(words)
