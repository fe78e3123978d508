"""Charts as SVG: well formed, complete, legible in grey, with a table that says the same."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from smo_review.domain.charts import (
    Bar,
    BarChart,
    Cell,
    DotChart,
    Event,
    HeatMap,
    Line,
    LineChart,
    Point,
)
from smo_review.reports.drawing import ticks
from smo_review.reports.look import cut, width_of, written
from smo_review.reports.svg import drawing, svg, table

CONTROL = LineChart(
    "Accuracy",
    "share",
    (
        Line(
            "all",
            (
                Point("W1", 0.9, 0.8, 0.95, 40),
                Point("W2", None, n=2),
                Point("W3", 0.6, 0.5, 0.7, 60, "beyond three sigma", "week 3"),
            ),
        ),
    ),
    centre=0.85,
    upper=(0.95, 0.95, 0.95),
    lower=(0.75, 0.75, 0.75),
    events=(Event(2, "Guideline <2>"),),
)
BARS = BarChart(
    "Errors & causes",
    "count",
    (Bar("មួយ", 5, n=5, link="a"), Bar("二", 3), Bar("few", None)),
    running=True,
)
HEAT = HeatMap("Heat", "share", ("a", "b"), ("x", "y"), ((Cell(0.1, 12), Cell(None)),) * 2)
DOTS = DotChart(
    "Skill", "", (Bar("Dara", -0.5, -1.25, 0.25, 12, link="d"), Bar("Mei", None, n=3)), shape=1
)


@pytest.mark.parametrize(
    "chart", [CONTROL, BARS, HEAT, DOTS], ids=["control", "bars", "heat", "dots"]
)
def test_a_chart_is_one_well_formed_picture_with_a_name(chart) -> None:
    root = ET.fromstring(svg(chart))
    assert root.get("role") == "img" and root.get("aria-label") == chart.title
    heads, rows = table(chart)
    assert all(len(row) == len(heads) for row in rows)


def test_what_is_not_enough_yet_is_said_and_not_drawn_as_nought() -> None:
    _, rows = table(CONTROL)
    assert rows[1][1] == "–"
    assert "not enough yet" in svg(BARS)
    assert svg(CONTROL).count("<circle") == 3, "two points and the ring around the alarm"


def test_marks_hand_back_what_is_behind_them() -> None:
    assert [link for _, link in drawing(CONTROL).links] == ["week 3"]
    assert [link for _, link in drawing(BARS).links] == ["a"]


def _anchors(chart: LineChart) -> dict[str | None, str | None]:
    """Every text of a narrow drawing, and which end of it stands at its place."""
    root = ET.fromstring(svg(chart, 400))
    return {one.text: one.get("text-anchor") for one in root.iter() if one.tag.endswith("text")}


def test_happenings_at_one_place_are_counted_there() -> None:
    events = (Event(1, "Guideline 3"), Event(1, "Training"))
    assert "Guideline 3 +1" in _anchors(structs.replace(CONTROL, events=events))


def test_words_of_a_happening_stand_where_there_is_room_for_them() -> None:
    events = (Event(2, "An action begun this week"),)
    assert _anchors(structs.replace(CONTROL, events=events))[events[0].text] == "end"


def test_a_target_line_is_named() -> None:
    assert "target 95.0%" in svg(structs.replace(CONTROL, target=0.95))


def test_a_heat_map_tells_what_each_value_rests_on() -> None:
    assert svg(HEAT).count("n 12") == 2
    assert table(HEAT)[1][0] == ("a", "10.0% (n 12)", "–")


def test_dots_may_lie_below_nought_and_what_is_not_known_has_none() -> None:
    told = svg(DOTS)
    assert told.count("<polygon") == 1, "one square, for the one that is known"
    assert "-0.5 (n 12)" in told and "not enough yet (n 3)" in told
    assert [link for _, link in drawing(DOTS).links] == ["d"]


def test_a_pareto_tells_the_running_share() -> None:
    told = svg(BARS)
    assert "62.5%" in told and "100.0%" in told
    shares = BarChart("t", "share", (Bar("a", 0.5, n=40), Bar("b", 0.3, n=90)), running=True)
    assert "50.0% (n 40) · 50.0%" in svg(shares)
    # The third bar of all is not shown: these two are 80% of the whole.
    assert "30.0% (n 90) · 80.0%" in svg(shares)


def test_the_table_behind_a_pareto_has_the_running_share_and_no_empty_interval() -> None:
    heads, rows = table(BARS)
    assert heads == ("What", "Value", "With those above", "n")
    assert [row[2] for row in rows] == ["62.5%", "100.0%", "100.0%"]
    shares = BarChart("t", "share", (Bar("a", 0.5, n=40), Bar("b", 0.3, n=1090)), running=True)
    assert table(shares)[1] == (("a", "50.0%", "50.0%", "40"), ("b", "30.0%", "80.0%", "1,090"))
    assert table(BarChart("none", "count", (), running=True))[1] == ()


@given(st.floats(-1e6, 1e6), st.floats(1e-6, 1e6))
def test_ticks_are_inside_even_and_few(low: float, span: float) -> None:
    found = ticks(low, low + span)
    assert len(found) <= 7
    assert all(low - span * 1e-3 <= tick <= low + span * 1.001 for tick in found)


@given(st.text(max_size=40), st.floats(10, 300))
def test_a_text_that_is_cut_fits(text: str, room: float) -> None:
    assert width_of(cut(text, 12, room), 12) <= max(room, width_of("…", 12))


@given(st.text(max_size=20))
def test_any_name_gives_well_formed_xml(name: str) -> None:
    name = "".join(sign for sign in name if sign.isprintable())
    ET.fromstring(svg(BarChart(name, "share", (Bar(name, 0.5, link=name),))))


def test_values_are_written_as_people_read_them() -> None:
    assert written(0.9341, "share") == "93.4%"
    assert written(12345, "count") == "12,345"
    assert written(None, "share") == "–"


def test_a_khmer_consonant_below_another_takes_no_room() -> None:
    assert width_of("ស្រ", 12) == width_of("ស", 12)
    assert cut("ការលក់គ្រឿងស្រវឹង", 12, width_of("ការលក់គ្រឿងស្រវឹង", 12)) == "ការលក់គ្រឿងស្រវឹង"
