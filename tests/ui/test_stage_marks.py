"""Labels on pictures: where they lie, what they are called, how they are chosen and pinned."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QTransform
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from smo_review.domain.content import Box, Location, Mark, Part, Pin, Polygon, Span
from tests.helpers.stage_media import PROJECT, FakeStills, item_view, pattern, pixels_of
from ui.shell import theme
from ui.shell.actions import Act, Actions
from ui.shell.keys import KeyReader
from ui.stage import marks
from ui.stage.canvas import Canvas
from ui.stage.image_view import ImageView
from ui.stage.loader import InlineLoader
from ui.stage.mark_names import placed_names
from ui.stage.marks import StageMark
from ui.stage.stage import Stage
from ui.stage.viewport import Viewport

SIZE = QSizeF(400, 200)
IMAGE = item_view(1, Part("image", media="one"), Part("text", "words"))
MIDDLE = Box(0, 400_000, 400_000, 200_000, 200_000)
EDGES = Box(0, 0, 0, 1_000_000, 1_000_000)


def mark(key: str, place: Location, index: int = 0, label: str = "harm") -> StageMark:
    return StageMark(key, index, Mark(label, place))


@pytest.fixture
def stage(qtbot: Any, actions: Actions, qapp: QApplication) -> Iterator[Stage]:
    theme.apply(qapp, "light", 100)
    files = {"one": [pattern(400, 200)]}
    loader = InlineLoader(lambda batch, sha: b"", lambda: FakeStills(files))
    made = Stage(loader, actions)
    KeyReader(qapp, actions).setParent(made)
    actions.enter("review")
    qtbot.addWidget(made)
    made.resize(640, 700)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.show_item(IMAGE, PROJECT)
    yield made
    loader.close()
    made.close()


def canvas_of(stage: Stage) -> Canvas:
    view = stage.parts.views[0]
    assert isinstance(view, ImageView)
    return view.canvas


def shape(place: Location) -> list[tuple[int, int]]:
    made = marks.outline(mark("m", place), SIZE)
    assert made is not None
    return [(round(point.x()), round(point.y())) for point in made.toList()]


# Shapes.


def test_a_box_lies_where_its_millionths_say() -> None:
    assert shape(Box(0, 100_000, 500_000, 250_000, 250_000))[:4] == [
        (40, 100),
        (140, 100),
        (140, 150),
        (40, 150),
    ]


def test_a_turned_box_turns_clockwise_about_its_top_left_corner_and_stays_a_rectangle() -> None:
    turned = shape(Box(0, 500_000, 500_000, 250_000, 250_000, 90_000))
    assert turned[:4] == [(200, 100), (200, 200), (150, 200), (150, 100)]


def test_a_polygon_and_a_pin_lie_where_they_say() -> None:
    assert shape(Polygon(0, ((0, 0), (500_000, 0), (0, 1_000_000)))) == [(0, 0), (200, 0), (0, 200)]
    assert shape(Pin(0, 250_000, 500_000)) == [(100, 100)]


def test_a_pin_on_a_video_is_drawn_near_its_time_only() -> None:
    pin = (mark("m", Pin(0, 0, 0, at=5_000)), "Harmful")
    drawn = [bool(marks.laid_out([pin], SIZE, QTransform(), at)) for at in (0, 4_800, 5_400, 9_000)]
    assert drawn == [False, True, True, False]


def test_annotators_differ_by_line_where_colours_come_round_again() -> None:
    looks = [(marks.annotator_colour(n), marks.annotator_style(n)) for n in range(40)]
    assert len(set(looks)) == 40


@given(st.sampled_from(marks.COLOURS))
def test_every_name_reads_on_its_colour(colour: str) -> None:
    ground = QColor(colour)

    def luminance(of: QColor) -> float:
        parts = [
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
            for c in (of.redF(), of.greenF(), of.blueF())
        ]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    lighter, darker = sorted((luminance(ground), luminance(marks.ink_on(ground))), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


boxes = st.builds(
    Box,
    st.just(0),
    st.integers(0, 700_000),
    st.integers(0, 700_000),
    st.integers(50_000, 300_000),
    st.integers(50_000, 300_000),
)


@given(st.lists(boxes, min_size=1, max_size=6))
def test_names_stay_in_sight_and_off_each_other(qapp: QApplication, places: list[Box]) -> None:
    room = QRectF(0, 0, 900, 700)
    found = [(mark(str(n), place, n), "Harmful") for n, place in enumerate(places)]
    drawn = marks.laid_out(found, QSizeF(900, 700), QTransform(), None)
    chips = placed_names(drawn, theme.font(), room, room)
    for n, chip in enumerate(chips):
        assert room.contains(chip)
        for other in chips[:n]:
            shared = chip & other
            assert shared.width() <= 1 or shared.height() <= 1


def test_the_name_of_a_lone_box_stands_outside_of_it(qapp: QApplication) -> None:
    drawn = marks.laid_out([(mark("m", MIDDLE), "Harmful")], SIZE, QTransform(), None)
    whole = QRectF(QPointF(), SIZE)
    (chip,) = placed_names(drawn, theme.font(), whole, whole)
    assert not chip.intersects(drawn[0].area)


# Looking around.

turns = st.integers(0, 3)
places = st.floats(0.05, 0.95)


@given(turns, st.floats(1, 8), places, places, places, places)
def test_a_point_of_the_window_is_the_place_that_is_seen_there(
    quarters: int, zoom: float, x: float, y: float, at_x: float, at_y: float
) -> None:
    view = Viewport(SIZE, QSizeF(640, 480))
    for _ in range(quarters):
        view = view.turned()
    view = view.zoomed(zoom, QPointF(640 * at_x, 480 * at_y))
    spot = view.transform().map(QPointF(x * SIZE.width(), y * SIZE.height()))
    assert view.fraction(spot) == (pytest.approx(x), pytest.approx(y))


def test_zooming_keeps_what_is_under_the_pointer(qapp: QApplication) -> None:
    view = Viewport(SIZE, QSizeF(640, 480)).zoomed(4, QPointF(320, 240))
    anchor = QPointF(400, 260)
    before, after = view.fraction(anchor), view.zoomed(1.5, anchor).fraction(anchor)
    assert after == (pytest.approx(before[0]), pytest.approx(before[1]))


@given(st.lists(st.tuples(st.floats(-2000, 2000), st.floats(-2000, 2000)), max_size=5))
def test_content_is_never_moved_out_of_sight(moves: list[tuple[float, float]]) -> None:
    view = Viewport(SIZE, QSizeF(640, 480)).zoomed(3, QPointF(320, 240))
    for dx, dy in moves:
        view = view.panned(dx, dy)
    assert view.area().intersects(QRectF(200, 150, 240, 180))


def test_after_a_quarter_turn_the_content_still_fits(stage: Stage, actions: Actions) -> None:
    actions.press(Act.ROTATE)
    canvas = canvas_of(stage)
    assert canvas.rect().toRectF().contains(canvas._viewport.area())
    assert canvas._viewport.area().height() > canvas._viewport.area().width()


# Choosing.


def test_a_click_on_a_mark_selects_it_the_smallest_of_those_that_lie_there(
    stage: Stage, qtbot: Any
) -> None:
    canvas = canvas_of(stage)
    stage.set_marks([mark("large", EDGES), mark("small", MIDDLE)])
    spots = {"small": canvas._viewport.area().center(), "large": QPointF(0, 0)}
    spots["large"] = canvas._viewport.area().topLeft() + QPointF(30, 30)
    for key, spot in spots.items():
        with qtbot.waitSignal(stage.mark_selected) as got:
            QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=spot.toPoint())
        assert got.args == [key]


def test_a_click_on_a_name_selects_its_mark_under_the_cover_too(stage: Stage, qtbot: Any) -> None:
    canvas = canvas_of(stage)
    stage.set_marks([mark("m", MIDDLE)])
    chip = canvas._layout()[1][0]
    with qtbot.waitSignal(stage.mark_selected) as got:
        QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=chip.center().toPoint())
    assert got.args == ["m"]
    assert stage.level == "covered"


def test_marks_carry_the_project_s_words_and_are_drawn_over_the_cover(stage: Stage) -> None:
    canvas = canvas_of(stage)
    plain = pixels_of(canvas.grab().toImage())
    stage.set_marks([mark("m", MIDDLE, 1)])
    assert [drawn.name for drawn in canvas._layout()[0]] == ["Harmful"]
    assert (pixels_of(canvas.grab().toImage()) != plain).any()


def test_selecting_a_mark_goes_to_its_part_and_brings_it_into_sight(
    stage: Stage, actions: Actions
) -> None:
    canvas = canvas_of(stage)
    corner = Box(0, 10_000, 10_000, 60_000, 60_000)
    stage.set_marks([mark("corner", corner), mark("words", Span(1, 0, 3))])
    for _ in range(8):
        actions.press(Act.ZOOM_IN)
    for _ in range(20):
        actions.press(Act.PAN_RIGHT)
    assert not canvas.rect().toRectF().contains(canvas._layout()[0][0].area)
    stage.select_mark("words")
    assert stage._current == 1
    stage.select_mark("corner")
    assert stage._current == 0
    assert canvas.rect().toRectF().contains(canvas._layout()[0][0].area)


def test_a_mark_too_small_to_see_is_zoomed_in_on_and_stays_covered(stage: Stage) -> None:
    canvas = canvas_of(stage)
    stage.set_marks([mark("dot", Box(0, 500_000, 500_000, 4_000, 4_000))])
    stage.select_mark("dot")
    assert canvas._layout()[0][0].area.width() > 12
    assert stage.level == "covered"


# Pinning.


def test_a_click_pins_the_place_that_was_clicked_also_on_a_turned_picture(
    stage: Stage, actions: Actions, qtbot: Any
) -> None:
    canvas = canvas_of(stage)
    actions.press(Act.ROTATE)
    actions.press(Act.ZOOM_IN)
    spot = canvas._viewport.transform().map(QPointF(100, 150))
    stage.start_pin()
    with qtbot.waitSignal(stage.located) as got:
        QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=spot.toPoint())
    (pin,) = got.args
    assert isinstance(pin, Pin) and pin.part == 0 and pin.at is None
    assert pin.x == pytest.approx(250_000, abs=5_000)
    assert pin.y == pytest.approx(750_000, abs=5_000)


def test_arrow_keys_and_enter_pin_without_a_mouse(stage: Stage, qtbot: Any) -> None:
    canvas = canvas_of(stage)
    stage.start_pin()
    for _ in range(4):
        QTest.keyClick(canvas, Qt.Key.Key_Left)
    with qtbot.waitSignal(stage.located) as got:
        QTest.keyClick(canvas, Qt.Key.Key_Return)
    (pin,) = got.args
    assert pin.x < 450_000 and pin.y == 500_000


def test_escape_gives_up_the_pin(stage: Stage, qtbot: Any) -> None:
    canvas = canvas_of(stage)
    stage.start_pin()
    assert stage._hint.isVisible()
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert not stage._hint.isVisible()
    with qtbot.assertNotEmitted(stage.located):
        QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(200, 200))


def test_dragging_pans_and_pins_nothing(stage: Stage, actions: Actions, qtbot: Any) -> None:
    canvas = canvas_of(stage)
    for _ in range(6):
        actions.press(Act.ZOOM_IN)
    before = canvas._viewport
    stage.start_pin()
    with qtbot.assertNotEmitted(stage.located):
        QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(200, 200))
        QTest.mouseMove(canvas, QPoint(160, 200))
        QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(160, 200))
    assert canvas._viewport.x > before.x
