"""``map``: a grid over two paths, each cell a paired comparison; or a dose-response over one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from trustsim.cli import options
from trustsim.cli.screen import document, progress, remark
from trustsim.errors import InputError

if TYPE_CHECKING:
    from trustsim.cli.arms import Wishes
    from trustsim.studies import MapPlan
    from trustsim.studies.maps import Axis

AXIS = "PATH=LOW:HIGH:STEPS"
Scenario = Annotated[str | None, typer.Argument(metavar="SCENARIO", help="a shipped name, or the path of a TOML file")]
Shipped = Annotated[
    str | None, typer.Option("--shipped", metavar="NAME", help="a shipped map; `trustsim map` alone lists them")
]
File = Annotated[Path | None, typer.Option("--file", metavar="FILE", help="a map of your own, a TOML file")]
X = Annotated[str | None, typer.Option("--x", metavar=AXIS, help="what varies across; or PATH=VALUE,VALUE,...")]
Y = Annotated[str | None, typer.Option("--y", metavar=AXIS, help="what varies upwards; without it: a dose-response")]
Panels = Annotated[
    str | None,
    typer.Option("--panels", metavar="PATH=VALUE,...", help="a third path: a map or a line for each"),
]
Against = Annotated[str | None, typer.Option("--against", metavar="SCENARIO", help="take off this one, cell by cell")]
Refine = Annotated[
    int | None, typer.Option("--refine", metavar="N", help="halve the steps N times where neighbouring cells differ")
]
Ridge = Annotated[
    str | None, typer.Option("--ridge", metavar="PATH", help="mark where values reach 10 and 90% along this axis")
]
Outcomes = Annotated[
    list[str] | None, typer.Option("--outcome", metavar="NAME", help="what is measured (productivity); repeatable")
]


def map_(
    scenario: Scenario = None,
    shipped: Shipped = None,
    file: File = None,
    x: X = None,
    y: Y = None,
    panels: Panels = None,
    against: Against = None,
    outcome: Outcomes = None,
    refine: Refine = None,
    ridge: Ridge = None,
    replications: options.Replications = None,
    seed: options.Seed = None,
    weeks: options.Weeks = None,
    profile: options.Profile = None,
    sets: options.Sets = None,
    out: options.Out = None,
    figure: options.FigureFile = None,
    json: options.Json = False,
    quiet: options.Quiet = False,
    threads: options.Threads = None,
) -> None:
    """Map where a policy wins and where it loses, over two paths.

    Every cell is run with the same luck. With --against each cell is a paired comparison of SCENARIO with it; without,
    the values themselves, or with --x only, differences from the first dose. --set holds in every cell, for both.
    --outcome, --x and so on may also change a shipped map. --out saves tables as CSV. A first map:

    trustsim map baseline --x policy.surveillance=0:1:6 --outcome stress
    """
    from trustsim.cli.arms import Wishes
    from trustsim.cli.places import check_places

    if not (shipped or file or scenario or x):
        _list_shipped(json)
        return
    wishes = Wishes.of(replications, seed, weeks, profile, sets)
    plan = _plan(wishes, scenario, shipped, file, x, y, panels, against, outcome, {"refine": refine, "ridge": ridge})
    check_places(out, figure)

    from trustsim.cli.keeping import keep, keeping_what_is_finished
    from trustsim.studies import run_map

    with keeping_what_is_finished(out), progress(quiet) as tell:
        found = run_map(plan, threads=threads, progress=tell)
    kept = keep(found, out, figure)
    if json:
        document(found.to_json())
    else:
        from trustsim.cli.mapped import show_map

        show_map(found, quiet)
    remark(kept, quiet)


def _list_shipped(json: bool) -> None:
    from trustsim.cli.looking import list_titled
    from trustsim.studies import load_map, shipped_maps

    hint = "`trustsim map --shipped NAME` draws one, `trustsim map --help` says how to make your own."
    list_titled("maps", [load_map(name) for name in shipped_maps()], hint, json)


def _plan(
    wishes: Wishes,
    scenario: str | None,
    shipped: str | None,
    file: Path | None,
    x: str | None,
    y: str | None,
    panels: str | None,
    against: str | None,
    outcomes: list[str] | None,
    more: Mapping[str, Any],
) -> MapPlan:
    """Return the plan that the options make: of a shipped map or a file, or of nothing, with changes."""
    from trustsim.studies import MapPlan, load_map

    if shipped and file:
        raise InputError("--shipped and --file both name a map; leave one out")
    sides = {name: axis_of(text, f"--{name}") for name, text in (("x", x), ("y", y)) if text}
    changes: dict[str, Any] = sides | {"scenario": scenario, "against": against, "panels": _panels(panels)}
    changes |= more
    changes["outcomes"] = tuple(outcomes) if outcomes else None
    changes |= {name.removeprefix("--"): value for name, (_, value) in wishes.options.items()}
    if shipped or file:
        plan = load_map(shipped or Path(file or "").expanduser())
        return plan.but(**changes, set={**plan.set, **wishes.sets})
    if not scenario or not x:
        raise InputError(f"map needs a scenario and --x {AXIS}; or --shipped NAME: `trustsim map` lists them")
    return MapPlan(**{name: value for name, value in changes.items() if value is not None}, set=wishes.sets)


def axis_of(text: str, option: str) -> Axis:
    """Return the axis that ``path=low:high:steps`` or ``path=value,value,...`` describes.

    Raises:
        InputError: it describes none.
    """
    from trustsim.studies.maps import Axis

    path, values = values_of(text, option)
    return Axis(path, values, source=option)


def values_of(text: str, option: str) -> tuple[str, tuple[float, ...]]:
    """Return the path and the values that an option names.

    Raises:
        InputError: it names none.
    """
    from trustsim.studies.documents import values_of as listed

    path, equals, values = (part.strip() for part in text.partition("="))
    wrong = InputError(f"{option} {text}: give it as {AXIS}, such as policy.surveillance=0:1:11, or PATH=0,0.5,1")
    if not equals or not path or not values:
        raise wrong
    try:
        if ":" in values:
            low, high, steps = values.split(":")
            given: Any = {"low": float(low), "high": float(high), "steps": int(steps)}
        else:
            given = [float(value) for value in values.split(",")]
    except ValueError:
        raise wrong from None
    return path, listed(given, option)


def _panels(text: str | None) -> Any:
    if not text:
        return None
    from trustsim.studies.mapping import panels_of

    path, values = values_of(text, "--panels")
    return panels_of({path: list(values)})
