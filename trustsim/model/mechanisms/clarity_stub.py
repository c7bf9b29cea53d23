from __future__ import annotations
from trustsim.model.declarations import Mechanism, Team
mechanism = Mechanism("clarity_stub", "stub")
mechanism.lever("clarity", group="communication", scope=Team, neutral=0.5, meaning="stub")
