"""Figures: functions of frames and of what is known about outcomes; they return axes or figures and show nothing."""

from trustsim.plots.differences import draw_differences
from trustsim.plots.figures import chosen_outcomes, comparison_figure, weekly_figure
from trustsim.plots.style import FORMATS, save_figure, strokes
from trustsim.plots.weekly import draw_weekly

__all__ = [
    "FORMATS",
    "chosen_outcomes",
    "comparison_figure",
    "draw_differences",
    "draw_weekly",
    "save_figure",
    "strokes",
    "weekly_figure",
]
