"""Random numbers of a calibration: uniforms and normals by the seed, drawn one after the other."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri

from trustsim.model import draws
from trustsim.studies.calibration.problem import Floats


class Luck:
    """Hands out numbers that depend on the seed, the purpose, and how many were handed out before."""

    def __init__(self, seed: int, purpose: str) -> None:
        self.key = draws.keys(seed, [0])[0]
        self.purpose = draws.purpose_of(f"calibration.{purpose}")
        self.calls = 0

    def uniforms(self, *shape: int) -> Floats:
        """Return uniforms in (0, 1) of a shape."""
        size = int(np.prod(shape))
        drawn = draws.uniforms(self.key, np.arange(-(-size // 4)), self.calls, self.purpose)
        self.calls += 1
        return drawn.reshape(-1)[:size].reshape(shape)

    def normals(self, *shape: int) -> Floats:
        """Return standard normals of a shape."""
        return ndtri(self.uniforms(*shape))
