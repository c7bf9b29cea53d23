"""What all tests share: how hard Hypothesis looks, and figures without a screen."""

import os
from importlib.util import find_spec

from hypothesis import HealthCheck, settings

os.environ["MPLBACKEND"] = "Agg"

# Tests that drive the app need the extra `app` and the group `browser`; make test does without (make browser).
collect_ignore = [] if find_spec("playwright") and find_spec("solara") else ["browser"]

# Compiled kernels make a first example slow, so no example has a deadline. HYPOTHESIS_PROFILE chooses another profile.
settings.register_profile("fast", max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("fast"), max_examples=100, derandomize=True, print_blob=True)
settings.register_profile("again", settings.get_profile("ci"), max_examples=25)  # on another Python
settings.register_profile("nightly", settings.get_profile("fast"), max_examples=2000, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fast"))
