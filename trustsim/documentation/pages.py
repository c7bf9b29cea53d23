"""Every page that is made from the code, by the name of its file in ``docs``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from trustsim.documentation import equations, rules, tables
from trustsim.documentation.markdown import Maker, filled_in
from trustsim.errors import InputError
from trustsim.model.declarations import Company, Employee, Manager
from trustsim.model.rules import RuleSet
from trustsim.model.week import MODEL
from trustsim.results.manifest import dictionary
from trustsim.scenario import schema

#: Pages that are written by hand but for their tables.
WRITTEN = ("odd.md",)
MADE = "<!-- Made from the code by `python -m trustsim.documentation`: change the code, not this page. -->"
EQUATIONS = """\
# Equations

Every rule of the model as it runs, by mechanism: whom it is for, when it runs, what it sets, and its text. Names are
those of [the ODD description](odd.md), whose tables give units, ranges, defaults and sources. `_draw` marks a uniform
draw in (0, 1) of the rule's own; `normal` is the standard normal quantile, `clip(x, low, high)` holds x between bounds,
`logistic(x)` is 1 / (1 + e^-x), `power(x, p)` is x to the power p, `root(x)` the square root. A contribution is added
to its channel.
"""
DICTIONARY = """\
# Data dictionary

The columns of the frames of `Results`. `company` is there where there are several companies; a frame is there if
`Record` asked for it (`outcomes` always is).
"""


def docs_folder() -> Path:
    """Return the folder of the pages in a checkout.

    Raises:
        InputError: this is no checkout.
    """
    folder = Path(__file__).resolve().parents[2] / "docs"
    if not folder.is_dir():
        raise InputError(f"there is no folder {folder}: pages are made in a checkout, or in a folder that is named")
    return folder


def pages(folder: Path, ruleset: RuleSet = MODEL) -> dict[str, str]:
    """Return the text of every page by the name of its file.

    Args:
        folder: where the pages are; what is written by hand is taken from there.
        ruleset: the model.
    """
    found = {name: filled_in((folder / name).read_text(encoding="utf-8"), makers(ruleset)) for name in WRITTEN}
    return found | {
        "equations.md": f"{MADE}\n\n{EQUATIONS}\n{equations.equations(ruleset)}\n",
        "data-dictionary.md": f"{MADE}\n\n{DICTIONARY}\n{tables.data_dictionary(dictionary(ruleset))}\n",
        "scenario.schema.json": json.dumps(schema(ruleset), indent=1, ensure_ascii=False) + "\n",
    }


def makers(ruleset: RuleSet) -> Mapping[str, Maker]:
    """Return what makes each generated part of a page, by its name."""
    return {
        "levers": lambda: tables.settings(ruleset, "lever"),
        "uncertainties": lambda: tables.settings(ruleset, "uncertainty"),
        "population": lambda: tables.settings(ruleset, "population"),
        "mandates": lambda: tables.mandates(ruleset),
        "events": lambda: tables.events(ruleset),
        "company-state": lambda: tables.state(ruleset, Company),
        "manager-state": lambda: tables.state(ruleset, Manager),
        "employee-state": lambda: tables.state(ruleset, Employee),
        "week": lambda: rules.week(ruleset),
        "rules": lambda: rules.schedule(ruleset),
        "beginnings": lambda: rules.beginnings(ruleset),
        "channels": lambda: tables.channels(ruleset),
        "sums": lambda: tables.sums(ruleset),
        "draws": lambda: rules.draws(ruleset),
        "ledger": lambda: rules.ledger(ruleset),
        "outcomes": lambda: tables.outcomes(ruleset),
        "groupings": tables.groupings,
        "happenings": lambda: tables.happenings(ruleset),
        "parameters": lambda: tables.parameters(ruleset),
        "profiles": lambda: tables.profiles(ruleset),
        "scenarios": tables.scenarios,
        "submodels": lambda: equations.submodels(ruleset),
    }
