"""``claims`` and ``ablation``: what the founding texts say, run as experiments; what the signatures rest on."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from trustsim.cli import options
from trustsim.cli.looking import as_json
from trustsim.cli.screen import console, document, progress, remark
from trustsim.errors import InputError, nearest

if TYPE_CHECKING:
    from trustsim.evidence import Claim

Only = Annotated[list[str] | None, typer.Option("--only", metavar="ID", help="judge this claim only; repeatable")]
Page = Annotated[Path | None, typer.Option("--page", metavar="FILE", help="write the page of all verdicts")]


def claims(
    only: Only = None,
    fast: Annotated[bool, typer.Option("--fast", help="the named subset that the tests run")] = False,
    page: Page = None,
    replications: options.Replications = None,
    seed: options.Seed = None,
    json: options.Json = False,
    quiet: options.Quiet = False,
    threads: options.Threads = None,
) -> None:
    """Check the claims of the founding texts by experiments.

    Each row is an experiment, judged by its interval and its size.
    """
    from trustsim.evidence import judge, load_claims
    from trustsim.evidence.report import claim_rows, claims_page, summary

    chosen = _chosen(load_claims(), only or [], fast)
    _check_files(page=page)
    with progress(quiet) as tell:
        verdicts = judge(chosen, threads=threads, progress=tell, **_given(replications=replications, seed=seed))
    if page:
        page.expanduser().write_text(claims_page(verdicts), encoding="utf-8")
    rows = claim_rows(verdicts)
    if json:
        document(as_json({"claims": rows}))
        return
    screen = console()
    for row in rows:
        screen.print(f"{row['id']:8} {row['verdict']:20} {row['claim']}")
        if row["verdict"] in ("fails", "untestable"):
            screen.print(f"{'':29}{row['reason']}")
    screen.print(f"\n{len(rows)} claims: {summary(verdicts)}", style="bold")
    remark(f"page: {page}" if page else "", quiet)


def _chosen(found: list[Claim], only: list[str], fast: bool) -> list[Claim]:
    known = {claim.id: claim for claim in found}
    for name in only:
        if name not in known:
            raise InputError(f"--only {name}: no such claim{nearest(name, known)}; `trustsim claims` lists them")
    return [claim for claim in found if (not only or claim.id in only) and (not fast or claim.fast)]


Table = Annotated[Path | None, typer.Option("--table", metavar="FILE", help="write the table as CSV")]
AblationPage = Annotated[Path | None, typer.Option("--page", metavar="FILE", help="write the table as a page")]
MechanismName = Annotated[
    list[str] | None, typer.Option("--mechanism", metavar="NAME", help="switch this off only; repeatable")
]
SignatureName = Annotated[
    list[str] | None,
    typer.Option("--signature", metavar="ID", help="measure this face of a signature only; repeatable"),
]


def ablation(
    mechanism: MechanismName = None,
    signature: SignatureName = None,
    table: Table = None,
    page: AblationPage = None,
    replications: options.Replications = None,
    seed: options.Seed = None,
    json: options.Json = False,
    quiet: options.Quiet = False,
    threads: options.Threads = None,
) -> None:
    """Measure which signatures rest on which mechanism.

    Each mechanism is switched off in turn, and every face of a signature is measured again.
    """
    from trustsim.evidence.ablation import MECHANISMS, ablate, ablation_page, as_csv
    from trustsim.evidence.claims import load_signatures

    faces = {face.id: face for face in load_signatures()}
    _known("mechanism", mechanism or (), MECHANISMS)
    _known("signature", signature or (), faces)
    chosen = [face for face in faces.values() if not signature or face.id in signature]
    _check_files(table=table, page=page)
    with progress(quiet) as tell:
        given = _given(replications=replications, seed=seed)
        rows = ablate(chosen, mechanism or tuple(MECHANISMS), threads=threads, progress=tell, **given)
    if table:
        table.expanduser().write_text(as_csv(rows), encoding="utf-8")
    if page:
        page.expanduser().write_text(ablation_page(rows, chosen), encoding="utf-8")
    if json:
        document(as_json({"ablation": [asdict(row) | {"share": row.share, "verdict": row.verdict} for row in rows]}))
        return
    screen = console()
    for row in rows:
        screen.print(f"{row.verdict:9}{row.share:6.2f}  {row.signature:12} {row.outcome:32} without {row.mechanism}")
    for path in filter(None, (table, page)):
        remark(f"written: {path}", quiet)


def _given(**options: Any) -> dict[str, Any]:
    """Return the options that somebody gave; the others keep the defaults of what is called."""
    return {name: value for name, value in options.items() if value is not None}


def _check_files(**files: Path | None) -> None:
    """Check before minutes of work that what comes of them can be written."""
    from trustsim.cli.places import check_file

    for option, path in files.items():
        if path is not None:
            check_file(path, f"--{option}")


def _known(option: str, names: Iterable[str], known: Collection[str]) -> None:
    for name in names:
        if name not in known:
            raise InputError(
                f"--{option} '{name}': no such {option}{nearest(name, known)}; there are {', '.join(known)}"
            )
