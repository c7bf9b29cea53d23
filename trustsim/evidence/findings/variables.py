"""States of people that numbers are about: columns of the model by their names, and a few that combine them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt

from trustsim.model.outcomes.trust import HIGH_TRUST

Floats = npt.NDArray[np.float64]
#: Gives the column of a state by its name.
Column = Callable[[str], Floats]


def trust_in_manager(column: Column) -> Floats:
    """Return the employee's trust in the manager: the mean of both kinds."""
    return 0.5 * (column("competence_trust_in_manager") + column("interpersonal_trust_in_manager"))


def trust_from_manager(column: Column) -> Floats:
    """Return the manager's trust in the employee: the mean of both kinds."""
    return 0.5 * (column("competence_trust_from_manager") + column("interpersonal_trust_from_manager"))


def trust_gap(column: Column) -> Floats:
    """Return 1 where the manager trusts highly and the employee does not feel it, -1 the other way round, else 0."""
    given = trust_from_manager(column) > HIGH_TRUST
    felt = column("felt_trust") > HIGH_TRUST
    return given.astype(np.float64) - felt.astype(np.float64)


def organisational_trust(column: Column) -> Floats:
    """Return trust in leaders and, both kinds, in the manager: the mean, as surveys of firms have it."""
    return (column("leadership_trust") + 2.0 * trust_in_manager(column)) / 3.0


COMBINED: Mapping[str, Callable[[Column], Floats]] = {
    function.__name__: function for function in (trust_in_manager, trust_from_manager, trust_gap, organisational_trust)
}


def values_of(variable: str, column: Column) -> Floats:
    """Return a variable of everybody."""
    return COMBINED[variable](column) if variable in COMBINED else column(variable)
