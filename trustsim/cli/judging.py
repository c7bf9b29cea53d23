"""``claims``: what the founding texts say, run as experiments."""

from __future__ import annotations

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
    given: dict[str, Any] = {"replications": replications, "seed": seed}
    given = {name: value for name, value in given.items() if value is not None}
    with progress(quiet) as tell:
        verdicts = judge(chosen, threads=threads, progress=tell, **given)
    if page:
        page.write_text(claims_page(verdicts), encoding="utf-8")
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
