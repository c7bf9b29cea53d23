"""A what-if question as a value, and the forms in which it travels.

question.py  what is compared with what: shipped scenarios and what is changed in them
links.py     the question in the query of a link: short, versioned, tolerant
copying.py   the question as scenario files, as a command line, as Python: each gives the same digits
bounds.py    how far a visitor of the app may go, who shares a machine with others
uploading.py scenario files of strangers: one plain message for whatever is wrong
"""

from trustsim.scenario.asking.bounds import BOUNDS, affordable, check_bounds
from trustsim.scenario.asking.copying import as_command, as_files, as_python
from trustsim.scenario.asking.links import Opened, open_link, to_link
from trustsim.scenario.asking.question import MOST_VARIANTS, Question, Variant
from trustsim.scenario.asking.uploading import opened_upload

__all__ = [
    "BOUNDS",
    "MOST_VARIANTS",
    "Opened",
    "Question",
    "Variant",
    "affordable",
    "as_command",
    "as_files",
    "as_python",
    "check_bounds",
    "open_link",
    "opened_upload",
    "to_link",
]
