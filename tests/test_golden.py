"""The model's numbers are the kept ones: exactly where they were made, within 1e-9 elsewhere."""

import pytest

from tests import golden


@pytest.fixture(scope="module")
def numbers() -> dict[golden.Key, float]:
    return golden.compute()


def test_every_number_is_the_kept_one(numbers: dict[golden.Key, float]) -> None:
    """If this fails and the change is meant: ``python -m tests.golden_refresh``, and read what it shows."""
    platform, kept = golden.read()
    assert numbers.keys() == kept.keys()
    tolerance = 0.0 if platform == golden.here() else 1e-9
    assert numbers == pytest.approx(kept, rel=tolerance, abs=0.0)


def test_scenarios_and_seeds_differ(numbers: dict[golden.Key, float]) -> None:
    """No scenario and no seed is there twice under two names."""
    stress = [value for (_, _, outcome), value in numbers.items() if outcome == "stress"]
    assert len(set(stress)) == len(stress) == len(golden.SCENARIOS) * len(golden.SEEDS)
