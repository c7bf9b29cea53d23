"""Companies simulated at known values are calibrated blind, and the values come back. Takes minutes: nightly."""

import numpy as np
import pytest

from trustsim.studies.calibration.recovery import prior_table, recover
from trustsim.studies.company_data import read_cells
from trustsim.studies.company_data.design import design

pytestmark = pytest.mark.nightly


def test_intervals_of_nine_in_ten_hold_the_truth_of_simulated_companies():
    planned = design([cell for cell in read_cells("example") if not cell.team], {}, 8, "example")
    table = prior_table(planned.problem, planned, 450)
    found = recover(planned.problem, planned, table, 48, seed=4)
    assert found["repetition"].nunique() == 48
    assert 0.80 <= found["covered"].mean() <= 0.97
    told = found[found["path"].isin(["parameters.wellbeing.stress_base", "parameters.wellbeing.engagement_base"])]
    for _, some in told.groupby("path"):
        assert np.corrcoef(some["truth"], some["mean"])[0, 1] > 0.95
