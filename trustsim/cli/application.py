"""The commands by name, and what becomes of errors: one line each on standard error, and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Annotated, NoReturn

import typer

from trustsim._version import __version__
from trustsim.cli import (
    analysing,
    calibrating,
    demo,
    doctor,
    explaining,
    hosting,
    judging,
    looking,
    looping,
    mapping,
    measuring,
    reporting,
    searching,
    serving,
    simulating,
    sweeping,
)
from trustsim.cli.screen import listen, remark
from trustsim.errors import InputError, StoreError, TrustsimError

DONE, FAILED, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130

#: The base of what typer raises for wrong usage; where it lives depends on typer's version.
UsageProblem: type[Exception] = next(
    kind for kind in typer.BadParameter.__mro__ if issubclass(kind, Exception) and kind.__name__ == "ClickException"
)

app = typer.Typer(
    name="trustsim",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100},
)


@app.callback(invoke_without_command=True)
def trustsim(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False,
) -> None:
    """Simulate what policies on monitoring, autonomy and remote work do to trust between managers and employees.

    Begin with `trustsim demo`. A scenario is a shipped name (`trustsim scenarios`) or the path of a TOML file.
    Exit codes: 0 done, 1 something failed, 2 bad input, 130 interrupted.
    """
    if version:
        typer.echo(f"trustsim {__version__}")
    elif context.invoked_subcommand is None:
        typer.echo(context.get_help())


for command in (
    demo.demo,
    simulating.run,
    simulating.compare,
    reporting.report,
    explaining.explain,
    mapping.map_,
    looping.hysteresis,
    calibrating.calibrate,
    sweeping.sweep,
    sweeping.resume,
    sweeping.status,
    sweeping.verify,
    analysing.sensitivity,
    analysing.discover,
    searching.search,
    judging.claims,
    judging.ablation,
    measuring.evidence,
    looking.show,
    looking.scenarios,
    looking.levers,
    looking.outcomes,
    looking.schema,
    looking.validate,
    serving.app_,
    hosting.workshop,
    doctor.doctor,
):
    app.command(command.__name__.rstrip("_"))(command)


def answer(arguments: Sequence[str] | None = None) -> int:
    """Carry out a command and return its exit code.

    Args:
        arguments: what stands after ``trustsim``; that of this process if None.
    """
    try:
        code = typer.main.get_command(app).main(arguments, prog_name="trustsim", standalone_mode=False)
        sys.stdout.flush()
    except UsageProblem as problem:
        remark(_usage(problem))
        return BAD_INPUT
    except (InputError, StoreError) as error:
        remark(str(error))
        return BAD_INPUT
    except TrustsimError as error:
        remark(f"this should not happen: {error}")
        return FAILED
    except MemoryError:
        remark("out of memory: fewer employees, weeks or replications need less")
        return FAILED
    except BrokenPipeError:
        # whoever read our output has seen enough; nothing more can be written to it, not even at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    if code == INTERRUPTED:
        remark("interrupted")
    return code if isinstance(code, int) else DONE


def _usage(problem: Exception) -> str:
    """Return the line that says what is wrong with the arguments, and who knows more."""
    context = getattr(problem, "ctx", None)
    path = context.command_path if context else "trustsim"
    text = str(getattr(problem, "format_message", lambda: problem)()).rstrip(".")
    return f"{path}: {text} (`{path} --help` says more)"


def main() -> NoReturn:
    """Carry out the command of this process and leave with its exit code."""
    listen()
    sys.exit(answer())
