"""The Mesa face: ``TrustModel``, and employees, managers and companies as agents that can be looked into and changed.

Usage:
    >>> class Stoic(Employee):
    ...     def strain_of_the_week(self, stress):
    ...         return stress
    >>> model = TrustModel("rto-abrupt", rng=7, employee_class=Stoic)
    >>> model.step()
"""

from trustsim.mesa_model.agents import Company, Employee, Manager, agent_classes
from trustsim.mesa_model.model import TrustModel
from trustsim.mesa_model.seating import Event

__all__ = ["Company", "Employee", "Event", "Manager", "TrustModel", "agent_classes"]
