"""Two versions of the model: saved results of one set beside those of another, what differs in numbers and in settings.

saved.py      what a folder of results, a comparison or a sweep holds, whatever version wrote it
running.py    the same asked of the version that is here
settings.py   what differs in versions, values and outcomes
comparing.py  ``compare_versions``
finding.py    ``VersionComparison``
"""

from trustsim.studies.versions.comparing import compare_versions
from trustsim.studies.versions.finding import VersionComparison

__all__ = ["VersionComparison", "compare_versions"]
