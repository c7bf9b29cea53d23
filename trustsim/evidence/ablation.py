"""Which signatures rest on which mechanisms: each switched off in turn, and every face of a signature measured again.

Off means that the rules of a mechanism contribute nothing and its states stay as they were. What rests on it shrinks
below a fifth of its size (or turns around); what does not keeps its sign and at least half. The table is shipped, as
``ablation.csv``; a test says that it is what this module measures.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from importlib.resources import files
from io import StringIO

import numpy as np

from trustsim.evidence.claims import Check, Claim
from trustsim.evidence.judging import Bench, Progress, contrasts
from trustsim.model.engine import Batch
from trustsim.model.week import MODEL

#: What is switched off under each name: whole mechanisms, or single rules of one ("mechanism.rule").
MECHANISMS: dict[str, tuple[str, ...]] = {
    "effort answers felt trust": ("work.effort_given",),
    "acts follow trust": ("acts.act_on_trust",),
    "conduct is seen": ("signals.visibility",),
    "monitoring": ("monitoring",),
    "orders": ("order",),
    "promises": ("promises",),
    "repair": ("repair",),
    "staircase": ("staircase",),
    "support": ("support",),
    "autonomy at home": ("acts.gain_of_autonomy_at_home", "acts.loss_to_micromanagement"),
}
RESTS, HOLDS = 0.2, 0.5
TABLE = "ablation.csv"


@dataclass(frozen=True)
class Row:
    """A face of a signature with a mechanism on and off.

    Args:
        signature: the id of the face in ``signatures.toml``.
        outcome: what is measured.
        mechanism: what is switched off.
        on: the mean contrast with everything on, in the outcome's unit.
        off: the mean contrast without the mechanism.
    """

    signature: str
    outcome: str
    mechanism: str
    on: float
    off: float

    @property
    def share(self) -> float:
        """What is left of the contrast, as a share of its size; negative if it turned around."""
        return self.off / self.on

    @property
    def verdict(self) -> str:
        """Return "rests" on the mechanism, "holds" without it, or "weakened"."""
        return "rests" if self.share < RESTS else ("holds" if self.share >= HOLDS else "weakened")


def switched_off(mechanism: str) -> Callable[[Batch], None]:
    """Return what switches a mechanism of ``MECHANISMS`` off in a batch.

    Raises:
        KeyError: the model has no such mechanism or rule.
    """
    named = MECHANISMS[mechanism]
    known = {
        name for wired in MODEL.rules for name in (wired.rule.mechanism, f"{wired.rule.mechanism}.{wired.rule.name}")
    }
    if not known.issuperset(named):
        raise KeyError(", ".join(sorted(set(named) - known)))

    def prepare(batch: Batch) -> None:
        for name in named:
            batch.switch(name, on=False)

    return prepare


def ablate(
    signatures: Sequence[Claim],
    mechanisms: Sequence[str] = tuple(MECHANISMS),
    *,
    replications: int = 8,
    employees: int = 120,
    seed: int = 20,
    threads: int | None = None,
    progress: Progress | None = None,
) -> list[Row]:
    """Measure signatures with each mechanism switched off.

    Args:
        signatures: what is measured; `load_signatures` has them all.
        mechanisms: what is switched off, one at a time; keys of ``MECHANISMS``.
        replications: runs an arm.
        employees: people an arm.
        seed: with each replication's number the key of all draws.
        threads: how many threads.
        progress: called with (mechanisms done, mechanisms in all).
    """
    faces = [(signature, check) for signature in signatures for check in signature.checks]

    def sizes(prepare: Callable[[Batch], None] | None) -> list[float]:
        bench = Bench(replications, employees, seed, threads, prepare)
        return [_size(check, signature.profile, bench) for signature, check in faces]

    on = sizes(None)
    rows = []
    for done, mechanism in enumerate(mechanisms, start=1):
        off = sizes(switched_off(mechanism))
        for (signature, check), before, after in zip(faces, on, off, strict=True):
            rows.append(Row(signature.id, check.outcome, mechanism, _shown(before), _shown(after)))
        if progress:
            progress(done, len(mechanisms))
    return rows


def _size(check: Check, profile: str, bench: Bench) -> float:
    return float(np.nanmean(contrasts(check, profile, bench)))


def _shown(size: float) -> float:
    """Round to the four digits that are shipped."""
    return float(f"{size:.4g}")


def shipped() -> list[Row]:
    """Return the shipped table."""
    text = files("trustsim.evidence").joinpath(TABLE).read_text(encoding="utf-8")
    return [
        Row(row["signature"], row["outcome"], row["mechanism"], float(row["on"]), float(row["off"]))
        for row in csv.DictReader(StringIO(text))
    ]


def as_csv(rows: Iterable[Row]) -> str:
    """Return the table as it is shipped: a line for each face and mechanism, four digits."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*(field.name for field in fields(Row)), "share", "verdict"])
    for row in rows:
        numbers = (f"{row.on:.4g}", f"{row.off:.4g}", f"{row.share:.2f}")
        writer.writerow([row.signature, row.outcome, row.mechanism, *numbers, row.verdict])
    return out.getvalue()


HEAD = f"""# What rests on what

Written by `trustsim ablation --page docs/ablation.md`. Each mechanism is switched off in turn (its rules contribute
nothing, its states stay as they were) and every face of a signature is measured again, on the same luck. Numbers are
what is left of the contrast, as a share of its size with everything on. **Bold** rests on the mechanism: less than
{RESTS:g} is left, or it turned around. Else at least {HOLDS:g} is left, with its sign; what lies between is in
*italics*. A share above 1 says that the mechanism works against the face.
"""


def ablation_page(rows: Sequence[Row], signatures: Sequence[Claim]) -> str:
    """Return the page: what is switched off, a row for each face and a column for each mechanism."""
    claims = {signature.id: signature.claim for signature in signatures}
    mechanisms = list(dict.fromkeys(row.mechanism for row in rows))
    lines = [HEAD, *_switched(mechanisms), "", _line(["signature", "outcome", "size", *mechanisms])]
    lines.append("|---" * (len(mechanisms) + 3) + "|")
    for signature, outcome in dict.fromkeys((row.signature, row.outcome) for row in rows):
        found = {row.mechanism: row for row in rows if (row.signature, row.outcome) == (signature, outcome)}
        size = f"{found[mechanisms[0]].on:.3g}"
        lines.append(_line([signature, f"`{outcome}`", size, *(_cell(found[name]) for name in mechanisms)]))
    lines += ["", "| signature | what it says |", "|---|---|"]
    lines += [_line([row, claims[row]]) for row in dict.fromkeys(row.signature for row in rows)]
    return "\n".join(lines) + "\n"


def _switched(mechanisms: Iterable[str]) -> Iterator[str]:
    for name in mechanisms:
        yield f"- {name}: " + ", ".join(f"`{rule}`" for rule in MECHANISMS[name])


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _cell(row: Row) -> str:
    mark = {"rests": "**", "weakened": "*", "holds": ""}[row.verdict]
    return f"{mark}{row.share:.2f}{mark}"
