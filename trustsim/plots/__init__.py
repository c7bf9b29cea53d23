"""Figures: functions of frames and of what is known about outcomes; they return axes or figures and show nothing."""

from trustsim.plots.calibration import calibration_figure
from trustsim.plots.differences import draw_differences
from trustsim.plots.discovery import BoxSide, Span, discovery_figure
from trustsim.plots.doses import dose_figure, draw_doses
from trustsim.plots.figures import chosen_outcomes, comparison_figure, weekly_figure
from trustsim.plots.forest import ForestRow, draw_forest, forest_figure
from trustsim.plots.loops import draw_loop, loop_figure
from trustsim.plots.maps import map_figure
from trustsim.plots.searching import search_figure
from trustsim.plots.sensitivity import convergence_figure, draw_convergence, draw_indices, sensitivity_figure
from trustsim.plots.style import FORMATS, inline_svg, save_figure, strokes
from trustsim.plots.tiles import Side, Tiles, draw_tiles
from trustsim.plots.waterfall import Bar, draw_waterfall, explanation_figure
from trustsim.plots.weekly import draw_weekly

__all__ = [
    "FORMATS",
    "Bar",
    "BoxSide",
    "ForestRow",
    "Side",
    "Span",
    "Tiles",
    "calibration_figure",
    "chosen_outcomes",
    "comparison_figure",
    "convergence_figure",
    "discovery_figure",
    "dose_figure",
    "draw_convergence",
    "draw_differences",
    "draw_doses",
    "draw_forest",
    "draw_indices",
    "draw_loop",
    "draw_tiles",
    "draw_waterfall",
    "draw_weekly",
    "explanation_figure",
    "forest_figure",
    "inline_svg",
    "loop_figure",
    "map_figure",
    "save_figure",
    "search_figure",
    "sensitivity_figure",
    "strokes",
    "weekly_figure",
]
