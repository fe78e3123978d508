"""Drawing on pictures by mouse and keys: boxes, outlines, their handles, snapping and undo."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from smo_review.domain.content import Box, Location, Mark, Part, Pin, Polygon
from tests.helpers.stage_media import (
    FRAME_MS,
    PROJECT,
    FakeStills,
    item_view,
    pattern,
    shows_colours,
)
from tests.helpers.stage_pen import (
    BARE,
    LEFT,
    Key,
    canvas_of,
    click,
    drag,
    draw_by_keys,
    keys,
    near,
    seen,
)
from tests.helpers.stage_window import stage_window
from ui.shell.actions import Act, Actions
from ui.stage.marks import StageMark
from ui.stage.stage import Stage

SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
IMAGE = item_view(1, Part("image", media="one"))
FILM = item_view(2, Part("video", media="film"))
TOP, LOW = QPointF(100, 50), QPointF(300, 150)
"""Two places in the picture of 400 x 200 pixels."""


@pytest.fixture
def stage(qtbot: Any, qapp: QApplication, actions: Actions) -> Iterator[Stage]:
    files = {"one": [pattern(400, 200)], "film": [pattern(shift=n) for n in range(40)]}
    with stage_window(qtbot, qapp, actions, FakeStills(files), 640, 700) as made:
        made.show_item(IMAGE, PROJECT)
        yield made


@pytest.fixture
def found(stage: Stage) -> list[Location]:
    """The locations that were drawn."""
    kept: list[Location] = []
    stage.located.connect(kept.append)
    return kept


def test_a_drag_and_enter_make_a_box_where_it_was_dragged(
    stage: Stage, found: list[Location]
) -> None:
    stage.start_drawing("box")
    drag(stage, LOW, TOP)
    assert found == []
    keys(stage, Key.Key_Return)
    assert near(found[0], 250_000, 250_000, 500_000, 500_000)
    assert stage.level == "covered"


def test_arrow_keys_and_enter_make_a_box_without_a_mouse(
    stage: Stage, found: list[Location]
) -> None:
    draw_by_keys(stage)
    keys(stage, Key.Key_Return)
    (box,) = found
    assert isinstance(box, Box)
    assert box.x < 500_000 < box.x + box.w and box.y < 500_000 < box.y + box.h


def test_two_clicks_make_a_box_and_a_click_beside_it_takes_it(
    stage: Stage, found: list[Location]
) -> None:
    stage.start_drawing("box")
    click(stage, TOP)
    click(stage, LOW)
    click(stage, QPointF(20, 20))
    assert near(found[0], 250_000, 250_000, 500_000, 500_000)


def test_a_finished_box_is_nudged_and_resized_by_keys_in_whole_pixels(
    stage: Stage, found: list[Location]
) -> None:
    stage.start_drawing("box", Box(0, 250_000, 250_000, 250_000, 250_000))
    keys(stage, Key.Key_Right)
    keys(stage, Key.Key_Right, held=SHIFT)
    keys(stage, Key.Key_Right, held=CTRL)
    keys(stage, Key.Key_Down, held=CTRL | SHIFT)
    keys(stage, Key.Key_Return)
    (box,) = found
    assert isinstance(box, Box)
    least = max(1.0, 1 / canvas_of(stage)._viewport.scale) * 2_500
    assert box.x == pytest.approx(250_000 + 11 * least, abs=2)
    assert box.w == pytest.approx(250_000 + least, abs=2)
    assert box.h == pytest.approx(250_000 + 20 * least, abs=2)
    assert box.y == 250_000


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_on_a_turned_picture_keys_go_where_they_point_on_the_screen(
    stage: Stage, actions: Actions, found: list[Location], turns: int
) -> None:
    for _ in range(turns):
        actions.press(Act.ROTATE)
    stage.start_drawing("box", Box(0, 400_000, 400_000, 200_000, 200_000))
    pen = canvas_of(stage)._hand.pen
    assert pen is not None

    def area() -> Any:
        view = canvas_of(stage)._viewport
        corners = [view.transform().map(QPointF(*point)) for point in pen.sketch.points]
        xs, ys = [spot.x() for spot in corners], [spot.y() for spot in corners]
        return min(xs), min(ys), max(xs), max(ys)

    left, top, _, low = area()
    keys(stage, Key.Key_Right)
    assert area()[0] > left and area()[1] == pytest.approx(top)
    low = area()[3]
    left = area()[0]
    keys(stage, Key.Key_Down, held=CTRL)
    assert area()[3] > low
    assert area()[0] == pytest.approx(left) and area()[1] == pytest.approx(top)


def test_handles_are_dragged_and_picked_by_tab(stage: Stage, found: list[Location]) -> None:
    stage.start_drawing("box", Box(0, 250_000, 250_000, 250_000, 250_000))
    drag(stage, QPointF(200, 100), QPointF(300, 150))
    keys(stage, Key.Key_Return)
    assert near(found[0], 250_000, 250_000, 500_000, 500_000)
    stage.start_drawing("box", found[0])
    keys(stage, Key.Key_Tab, Key.Key_Left)
    keys(stage, Key.Key_Return)
    moved = found[1]
    assert isinstance(moved, Box) and isinstance(found[0], Box)
    assert moved.x < found[0].x and moved.w > found[0].w and moved.y == found[0].y


def test_a_box_is_dragged_as_a_whole_and_stops_at_the_edge(
    stage: Stage, found: list[Location]
) -> None:
    stage.start_drawing("box", Box(0, 250_000, 250_000, 250_000, 250_000))
    drag(stage, QPointF(150, 75), QPointF(-200, 75))
    keys(stage, Key.Key_Return)
    assert near(found[0], 0, 250_000, 250_000, 250_000)


def test_clicks_make_an_outline_that_the_first_corner_closes(
    stage: Stage, found: list[Location]
) -> None:
    stage.start_drawing("polygon")
    for place in (TOP, QPointF(300, 50), LOW, TOP + QPointF(1, 1)):
        click(stage, place)
    keys(stage, Key.Key_Return)
    (outline,) = found
    assert isinstance(outline, Polygon) and len(outline.points) == 3


def test_a_double_click_closes_an_outline(stage: Stage, found: list[Location]) -> None:
    stage.start_drawing("polygon")
    for place in (TOP, QPointF(300, 50), LOW):
        click(stage, place)
    QTest.mouseDClick(canvas_of(stage), LEFT, pos=seen(stage, LOW))
    keys(stage, Key.Key_Return)
    (outline,) = found
    assert isinstance(outline, Polygon) and len(outline.points) == 3


def test_keys_make_an_outline_and_tab_goes_to_its_first_corner(
    stage: Stage, found: list[Location]
) -> None:
    stage.start_drawing("polygon")
    keys(stage, Key.Key_Return, *[Key.Key_Right] * 4, Key.Key_Return)
    keys(stage, *[Key.Key_Down] * 4, Key.Key_Return)
    keys(stage, Key.Key_Tab, Key.Key_Return, Key.Key_Return)
    (outline,) = found
    assert isinstance(outline, Polygon) and len(outline.points) == 3


def test_an_outline_of_corners_in_a_line_is_not_closed(stage: Stage, found: list[Location]) -> None:
    stage.start_drawing("polygon")
    keys(stage, Key.Key_Return, *[Key.Key_Right] * 2, Key.Key_Return)
    keys(stage, *[Key.Key_Right] * 2, Key.Key_Return)
    keys(stage, Key.Key_Tab, Key.Key_Return, Key.Key_Return)
    assert found == []
    assert canvas_of(stage)._hand.pen is not None


@pytest.mark.parametrize("back", [(Key.Key_Backspace, BARE), (Key.Key_Z, CTRL)])
def test_the_last_step_of_a_drawing_is_taken_back_and_the_verdicts_undo_is_left_alone(
    stage: Stage, actions: Actions, found: list[Location], back: Any
) -> None:
    undone: list[int] = []
    actions.bind(Act.UNDO, lambda: undone.append(1), stage)
    stage.start_drawing("polygon")
    for place in (TOP, QPointF(300, 50), LOW, QPointF(100, 150)):
        click(stage, place)
    QTest.keyClick(canvas_of(stage), *back)
    pen = canvas_of(stage)._hand.pen
    assert pen is not None and len(pen.sketch.points) == 3
    keys(stage, Key.Key_Y, held=CTRL)
    assert len(pen.sketch.points) == 4
    keys(stage, Key.Key_Escape)
    assert undone == []
    QTest.keyRelease(canvas_of(stage), *back)
    actions.press(Act.UNDO)
    assert undone == [1]


def test_one_step_back_undoes_one_whole_drag(stage: Stage, found: list[Location]) -> None:
    stage.start_drawing("box", Box(0, 250_000, 250_000, 250_000, 250_000))
    drag(stage, QPointF(150, 75), QPointF(250, 125))
    keys(stage, Key.Key_Backspace, Key.Key_Return)
    assert near(found[0], 250_000, 250_000, 250_000, 250_000)


def test_escape_covers_and_gives_the_drawing_up(
    stage: Stage, actions: Actions, qtbot: Any, found: list[Location]
) -> None:
    actions.press(Act.TOGGLE_REVEAL)
    stage.start_drawing("box")
    drag(stage, TOP, LOW)
    with qtbot.waitSignal(stage.gave_up):
        keys(stage, Key.Key_Escape)
    assert stage.level == "covered"
    assert found == [] and not stage._hint.isVisible()
    keys(stage, Key.Key_Return)
    assert found == []


def test_a_corner_is_pulled_to_a_mark_unless_alt_is_held(
    stage: Stage, found: list[Location]
) -> None:
    other = Box(0, 500_000, 500_000, 250_000, 250_000)
    stage.set_marks([StageMark("0:0", 0, Mark("harm", other))])
    for held in (BARE, ALT):
        stage.start_drawing("box")
        drag(stage, QPointF(60, 30), QPointF(198, 98), held)
        keys(stage, Key.Key_Return)
    pulled, free = found
    assert isinstance(pulled, Box) and isinstance(free, Box)
    assert (pulled.x + pulled.w, pulled.y + pulled.h) == (500_000, 500_000)
    assert free.x + free.w < 500_000 and free.y + free.h < 500_000


def test_zooming_and_moving_go_on_while_a_box_is_drawn(
    stage: Stage, actions: Actions, found: list[Location]
) -> None:
    stage.start_drawing("box")
    click(stage, QPointF(150, 80))
    actions.press(Act.ZOOM_IN)
    actions.press(Act.ZOOM_IN)
    actions.press(Act.PAN_RIGHT)
    actions.press(Act.ROTATE)
    click(stage, QPointF(220, 110))
    keys(stage, Key.Key_Return)
    assert near(found[0], 375_000, 400_000, 175_000, 150_000)


def test_the_content_follows_a_cross_that_keys_lead_out_of_sight(
    stage: Stage, actions: Actions
) -> None:
    for _ in range(8):
        actions.press(Act.ZOOM_IN)
    stage.start_drawing("box")
    keys(stage, *[Key.Key_Right] * 60)
    pen, canvas = canvas_of(stage)._hand.pen, canvas_of(stage)
    assert pen is not None
    spot = canvas._viewport.transform().map(QPointF(*pen.at))
    assert canvas.rect().adjusted(-1, -1, 1, 1).toRectF().contains(spot)
    assert pen.at[0] > 250


@pytest.mark.parametrize("step", ["facts", "covered", "outline", "grey", "clear", "lens"])
def test_one_can_draw_at_every_step_of_the_reveal_and_drawing_reveals_nothing(
    stage: Stage, actions: Actions, found: list[Location], step: str
) -> None:
    if step == "lens":
        actions.press(Act.LENS)
    elif step not in ("facts", "covered"):
        while stage.level != step:
            actions.press(Act.REVEAL_MORE)
    if step == "facts":
        actions.press(Act.REVEAL_LESS)
    level = stage.level
    draw_by_keys(stage)
    canvas = canvas_of(stage)
    assert stage.level == level
    shown = canvas.grab().toImage()
    if level in ("facts", "covered"):
        assert not shows_colours(shown)
    keys(stage, Key.Key_Return)
    assert len(found) == 1
    assert stage.level == level


def test_a_box_on_a_video_is_drawn_on_a_frame_that_stands_still(
    stage: Stage, actions: Actions, found: list[Location]
) -> None:
    stage.show_item(FILM, PROJECT)
    actions.press(Act.PLAY_PAUSE)
    stage.start_drawing("box")
    view: Any = stage.parts.views[0]
    assert not view.is_playing
    keys(stage, *[Key.Key_Left, Key.Key_Up] * 2, Key.Key_Return)
    keys(stage, *[Key.Key_Right, Key.Key_Down] * 4, Key.Key_Return, Key.Key_Return)
    assert isinstance(found[0], Box)


def test_a_shape_taken_up_again_of_another_kind_is_drawn_anew(
    stage: Stage, found: list[Location]
) -> None:
    stage.start_drawing("box", Pin(0, 500_000, 500_000, FRAME_MS))
    pen = canvas_of(stage)._hand.pen
    assert pen is not None and pen.sketch.points == ()
