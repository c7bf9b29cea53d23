"""Options that several commands share, as types."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

ScenarioName = Annotated[str, typer.Argument(metavar="SCENARIO", help="a shipped name, or the path of a TOML file")]
Replications = Annotated[
    int | None, typer.Option("--replications", metavar="N", help="runs of each scenario, which differ in luck only")
]
Seed = Annotated[int | None, typer.Option("--seed", metavar="N", help="where the luck starts")]
Weeks = Annotated[int | None, typer.Option("--weeks", metavar="N", help="weeks that are reported, after the burn-in")]
Profile = Annotated[
    str | None,
    typer.Option("--profile", metavar="NAME", help="reading of contested evidence: meta_analytic, practitioner, null"),
]
Sets = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="PATH=VALUE", help="set a value, such as policy.surveillance=0.4; repeatable"),
]
Out = Annotated[Path | None, typer.Option("--out", metavar="DIR", help="save the results in a new or an empty folder")]
FigureFile = Annotated[
    Path | None, typer.Option("--figure", metavar="FILE", help="draw a figure: a name ending in .pdf, .png or .svg")
]
Json = Annotated[bool, typer.Option("--json", help="print one JSON document and nothing else")]
Assumptions = Annotated[
    str | None,
    typer.Option("--assumptions", metavar="NAME", help="how far differences move: over `profiles`, or the `posterior`"),
]
Quiet = Annotated[bool, typer.Option("--quiet", help="no progress and no remarks")]
Threads = Annotated[
    int | None, typer.Option("--threads", metavar="N", min=1, max=1024, help="as many as processors, if left out")
]
