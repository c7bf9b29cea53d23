"""Mechanisms of other packages: an installed package names its ``Mechanism`` under the entry point trustsim.mechanisms.

[project.entry-points."trustsim.mechanisms"]
quiet_hours = "quiet_hours:mechanism"

It joins the week after ours, in order of the entry points' names: compiled, listed, swept and explained like them.
"""

from __future__ import annotations

from importlib.metadata import entry_points

from trustsim.errors import DeclarationError
from trustsim.model.mechanism import Mechanism

GROUP = "trustsim.mechanisms"


def installed_mechanisms() -> list[Mechanism]:
    """Return the mechanisms that installed packages add, in order of their entry points' names.

    Raises:
        DeclarationError: one cannot be loaded, or is no ``Mechanism``.
    """
    found = []
    for point in sorted(entry_points(group=GROUP), key=lambda one: one.name):
        package = point.dist.name if point.dist else "an installed package"
        who = f"{GROUP}: '{point.name}' of {package} ({point.value})"
        try:
            mechanism = point.load()
        except (ImportError, AttributeError) as error:
            raise DeclarationError(f"{who} cannot be loaded: {error}; mend or uninstall {package}") from error
        if not isinstance(mechanism, Mechanism):
            raise DeclarationError(f"{who} is no Mechanism but {type(mechanism).__name__}; mend or uninstall {package}")
        found.append(mechanism)
    return found
