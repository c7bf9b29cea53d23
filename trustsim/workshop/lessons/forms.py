"""What all tables of a lesson have in common: strict types, bounds, no unknown keys; and the kinds of their texts."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from functools import cached_property
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from trustsim.errors import InputError, nearest
from trustsim.model.week import MODEL
from trustsim.scenario.forms import printable


class Form(BaseModel):
    """A table of a lesson's file."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, ignored_types=(cached_property,))


def _tuple(given: Any) -> Any:
    return tuple(given) if isinstance(given, list) else given


def _whole(given: Any) -> Any:
    return float(given) if isinstance(given, int) and not isinstance(given, bool) else given


def _outcome(name: str) -> str:
    if name not in MODEL.outcomes:
        raise ValueError(f"unknown outcome '{name}'{nearest(name, MODEL.outcomes)}")
    return name


T = TypeVar("T")
#: A list in the file, a tuple here.
Listed = Annotated[tuple[T, ...], BeforeValidator(_tuple)]
#: A name in links, answers and files.
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=40)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=300), AfterValidator(printable)]
Prose = Annotated[str, StringConstraints(min_length=1, max_length=1_200), AfterValidator(printable)]
Number = Annotated[float, BeforeValidator(_whole), Field(allow_inf_nan=False)]
Size = Annotated[float, BeforeValidator(_whole), Field(gt=0, allow_inf_nan=False)]
Points = Annotated[float, BeforeValidator(_whole), Field(ge=0, le=1_000, allow_inf_nan=False)]
Week = Annotated[int, Field(ge=1, le=520)]
Window = Annotated[tuple[Week, Week], BeforeValidator(_tuple)]
Minutes = Literal[30, 60, 90]
OutcomeName = Annotated[str, AfterValidator(_outcome)]
#: What is different in a scenario, by path.
Overrides = dict[str, bool | int | float | str]


@contextmanager
def plainly() -> Generator[None]:
    """Let what is wrong with a scenario be wrong with the table that names it.

    Raises:
        ValueError: something was.
    """
    try:
        yield
    except InputError as error:
        raise ValueError(str(error).splitlines()[0]) from error


def check_ids(what: str, ids: list[str]) -> None:
    """Check that the entries of a list have ids of their own.

    Raises:
        ValueError: two have the same.
    """
    twice = [name for place, name in enumerate(ids) if name in ids[:place]]
    if twice:
        raise ValueError(f"two {what} are called '{twice[0]}'; each needs an id of its own")
