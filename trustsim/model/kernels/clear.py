"""The kernel that begins a week: what happened to those who have left counts in the week in which they left only."""

from __future__ import annotations

from trustsim.model.declarations import Employee
from trustsim.model.kernels.text import RULES_OF_A_PART, KernelText
from trustsim.model.rules import EMPLOYED


class ClearText(KernelText):
    """The kernel that takes back the flags of happenings at empty seats."""

    def body(self) -> None:
        """Write a loop for each flag."""
        columns = self.ruleset.columns[Employee]
        alive = self.own(Employee, columns[EMPLOYED])
        flags = [columns[happening.flag] for happening in self.ruleset.happenings.values()]
        with self.rows(Employee):
            for first in range(0, len(flags), RULES_OF_A_PART):
                with self.part():
                    listed = flags[first : first + RULES_OF_A_PART]
                    self.places(Employee, [*listed, columns[EMPLOYED]])
                    # few seats are empty: to write all flags anew would take a large company longer than a rule
                    with self.each(), self.block(f"if {alive} == 0.0:"):
                        self.emit(*(f"{self.own(Employee, index)} = 0.0" for index in listed))
