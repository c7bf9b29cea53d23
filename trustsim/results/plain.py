"""Results as plain values for JSON, where nothing is NaN."""

from __future__ import annotations

import json
import math
from typing import Any

import pandas as pd

from trustsim._version import __version__
from trustsim.results.manifest import Manifest


def plain_head(manifest: Manifest) -> dict[str, Any]:
    """Return what every document begins with: version, profile, seed, replications and weeks."""
    return {
        "trustsim": __version__,
        "profile": manifest.profile,
        "seed": manifest.seed,
        "replications": manifest.replications,
        "weeks": manifest.weeks,
    }


def plain_rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table as dicts; NaN becomes None."""
    return [
        {str(key): None if isinstance(value, float) and math.isnan(value) else value for key, value in row.items()}
        for row in table.to_dict("records")
    ]


def as_json(document: dict[str, Any]) -> str:
    """Return the text of a document: the same bytes for the same digits."""
    return json.dumps(document, indent=1, allow_nan=False, ensure_ascii=False)
