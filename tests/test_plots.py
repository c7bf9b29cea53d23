"""Figures: what they say, that nothing overlaps, the same bytes for the same figure, any format."""

import subprocess
import sys
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

import trustsim as ts
from trustsim.errors import InputError
from trustsim.plots import draw_differences, draw_weekly, save_figure, strokes
from trustsim.plots.differences import signed
from trustsim.plots.style import COLOURS, spread
from trustsim.scenario import load

ARMS = ("trust-first", "verify-first", "surveillance", "rto-abrupt", "rto-phased")


def small(scenario: str, **identity: str) -> ts.Scenario:
    size = {"population.employees": 40, "run.weeks": 40, "run.replications": 5}
    return load(scenario).override(size | identity)


@pytest.fixture(scope="module")
def comparison() -> ts.Comparison:
    return ts.compare(small("baseline"), [small(name) for name in ARMS])


def texts(figure: Figure) -> str:
    return " ".join(text.get_text() for text in figure.findobj(lambda artist: hasattr(artist, "get_text"))).replace(
        "\n", " "
    )


@given(st.lists(st.floats(-1, 1), min_size=1, max_size=12), st.floats(0.01, 0.5))
def test_labels_are_moved_apart_and_keep_their_order(positions, gap):
    moved = spread(positions, gap)
    order = np.argsort(positions, kind="stable")
    assert (np.diff(np.array(moved)[order]) >= gap - 1e-9).all()
    assert np.mean(moved) == pytest.approx(np.mean(positions), abs=1e-9)


@given(st.floats(0.01, 0.5), st.integers(1, 12))
def test_labels_with_room_stay_where_they_are(gap, count):
    positions = [2.0 * gap * place for place in range(count)]
    assert spread(positions, gap) == pytest.approx(positions)


def test_comparison_says_units_runs_bands_and_that_it_is_not_calibrated(comparison):
    found = texts(comparison.plot())
    assert all(name in found for name in ("baseline", *ARMS))
    for words in (
        "5 runs of 40 weeks, seed 1", "95% interval", "middle 90% of single companies", "not calibrated",
        "leadership trust (0–1)", "attrition (% per year), 13-week mean", "smallest difference that matters",
    ):  # fmt: skip
        assert words in found


def test_labels_do_not_overlap(comparison):
    figure = comparison.plot()
    FigureCanvasAgg(figure).draw()
    for axes in figure.axes:
        boxes = [text.get_window_extent() for text in axes.texts]
        assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))


def test_arms_are_told_apart_without_colour():
    look = strokes(["baseline", *ARMS, "seventh", "eighth"])
    assert look["baseline"].colour == COLOURS[0]
    assert len({(stroke.dashes, stroke.marker) for stroke in look.values()}) == 8


def test_results_show_how_single_companies_differ(comparison):
    figure = comparison.baseline.plot(["stress", "engagement"])
    assert len(figure.axes) == 2
    assert "the lighter band the middle 90% of single companies" in texts(figure)


def test_without_weekly_values_a_comparison_shows_differences_only():
    bare = ts.compare(small("baseline"), small("hybrid"), replications=2, record=ts.Record())
    figure = bare.plot(["stress", "attrition"])
    assert len(figure.axes) == 1
    assert "Above" not in texts(figure)
    with pytest.raises(InputError, match="weekly=True"):
        bare.baseline.plot()


def test_many_arms_one_run_and_odd_names_can_be_drawn(tmp_path):
    names = ["$x_1$ & <b>", "a name that is far too long to stand beside a line", *"cdefgh"]
    arms = [small("hybrid", name=name) for name in names]
    comparison = ts.compare(small("baseline"), arms, replications=1, weeks=2)
    save_figure(comparison.plot(), tmp_path / "figure.svg")
    assert "$x_1$ & <b>" in texts(comparison.plot())


def test_an_outcome_without_any_value_leaves_an_empty_panel(comparison):
    facts = comparison.outcome_facts["stress"]
    curve = comparison.baseline.curves(["stress"])
    curve.loc[:, ["mean", "low", "high", "range_low", "range_high"]] = np.nan
    axes = draw_weekly(Figure().add_subplot(), {"baseline": curve}, facts)
    assert axes.get_ylim() == (0.0, 1.0)


def test_pieces_take_and_return_axes(comparison):
    axes = Figure().add_subplot()
    rows = comparison.table.query("scenario == 'surveillance'")
    drawn = draw_differences(axes, rows, comparison.outcome_facts, strokes(["a"])["a"], ["stress", "unheard_of"][:1])
    assert drawn is axes
    assert [text.get_text() for text in axes.texts] == [
        signed(rows.set_index("outcome").loc["stress", "difference"], comparison.outcome_facts["stress"].matters)
    ]


@pytest.mark.parametrize(
    ("value", "matters", "expected"),
    [(0.1234, 0.02, "+0.123"), (-12.34, 1.0, "−12.3"), (0.0, 1.0, "0.0"), (-0.01, 1.0, "0.0"), (np.nan, 1.0, "–")],
)
def test_differences_are_given_to_a_tenth_of_what_matters(value, matters, expected):
    assert signed(value, matters) == expected


def test_an_unknown_outcome_names_the_nearest(comparison):
    with pytest.raises(InputError, match="did you mean 'engagement'"):
        comparison.plot(["engagment"])


@pytest.mark.parametrize("suffix", [".png", ".pdf", ".svg"])
def test_the_same_figure_is_the_same_file(comparison, tmp_path, suffix):
    files = [save_figure(comparison.plot(), tmp_path / "deep" / f"{place}{suffix}") for place in range(2)]
    assert files[0].read_bytes() == files[1].read_bytes()
    assert len(files[0].read_bytes()) > 10_000


def test_other_formats_and_places_are_errors(comparison, tmp_path):
    with pytest.raises(InputError, match=r"must end in \.pdf, \.png, \.svg, not '\.doc'"):
        save_figure(comparison.plot(), tmp_path / "figure.doc")
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="cannot be written"):
        save_figure(comparison.plot(), tmp_path / "file" / "figure.png")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_drawing_leaves_pyplot_alone():
    code = "import sys, trustsim.plots; print('matplotlib.pyplot' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
