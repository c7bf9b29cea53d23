"""Ways to tell people apart, so that outcomes can be read for whom they hold."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Grouping:
    """A way to tell people apart: ``labels`` of the ranges of ``field`` that ``edges`` divide."""

    name: str
    field: str
    edges: tuple[float, ...]
    labels: tuple[str, ...]
    meaning: str


FIFTHS = ("lowest fifth", "second fifth", "middle fifth", "fourth fifth", "highest fifth")
#: Edges of fifths are those of the trait's distribution at default parameters, frozen.
GROUPINGS = (
    Grouping(
        "tenure",
        "tenure_weeks",
        (26, 104, 260),
        ("under half a year", "under 2 years", "under 5 years", "5 years and more"),
        "tenure",
    ),
    Grouping("ability", "ability", (0.899, 0.970, 1.030, 1.101), FIFTHS, "fifth by ability"),
    Grouping("flexibility need", "flexibility_need", (0.4, 0.7), ("low", "middling", "high"), "need for flexibility"),
    Grouping("home by choice", "unwilling_days", (0.5,), ("yes", "no"), "whether days at home are wanted"),
    Grouping("moved house", "moved_house", (0.5,), ("no", "yes"), "whether moved house on a promise of flexibility"),
    Grouping("expectations", "expectations", (0.35, 0.65), ("low", "middling", "high"), "expected of an employer"),
    Grouping("cohort", "cohort", (0.5,), ("older", "younger"), "cohort"),
    Grouping(
        "trust propensity", "trust_propensity", (0.474, 0.562, 0.638, 0.726), FIFTHS, "fifth by propensity to trust"
    ),
    Grouping("loyalty", "loyalty", (0.35, 0.7), ("low", "middling", "high"), "loyalty"),
    Grouping("commute", "commute", (40.0, 70.0), ("short", "middling", "long"), "way to the office and back"),
    Grouping("distance", "hub_distance", (0.5,), ("near", "far"), "distance to the hub"),
)
