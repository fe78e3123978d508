"""No uncovered pixel is ever painted before a reveal: every paint of a session is replayed.

The same session with the cover switched off must be caught; else this test proves nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from smo_review.domain.content import Part
from smo_review.domain.pictures import Cover
from tests.helpers.held_images import large_images
from tests.helpers.stage_media import (
    PROJECT,
    FakeStills,
    item_view,
    pattern,
    pixels_of,
    shows_colours,
    shows_detail,
)
from ui.shell import theme
from ui.shell.actions import Act, Actions
from ui.shell.keys import KeyReader
from ui.stage import cover as covers
from ui.stage.board import Board
from ui.stage.canvas import Canvas
from ui.stage.loader import InlineLoader
from ui.stage.stage import Stage
from ui.stage.text_page import TextPage

SECRET = "ZebraXylophone"
FILES = {
    "one": [pattern()],
    "two": [pattern(400, 300, 1)],
    "film": [pattern(shift=n) for n in range(40)],
}
IMAGE = item_view(1, Part("image", media="one"))
OTHER = item_view(2, Part("image", media="two"))
FILM = item_view(3, Part("video", media="film"))
POST = item_view(4, Part("image", media="one"), Part("text", f"{SECRET} " * 30))


@dataclass
class Watch:
    """Replays every paint of content into an image and keeps what gives content away."""

    paints: int = 0
    flashes: list[str] = field(default_factory=list)
    doing: str = ""
    is_revealed: Callable[[QWidget], bool] = lambda widget: False

    def look(self, widget: QWidget, image: QImage) -> None:
        self.paints += 1
        if self.is_revealed(widget):
            return
        if shows_colours(image) or any(shows_detail(image, area) for area in _contents(widget)):
            self.flashes.append(f"{type(widget).__name__} while {self.doing}")


def _contents(widget: QWidget) -> list[QRectF]:
    if isinstance(widget, Canvas):
        return [widget._viewport.area()] if widget._cover is not None else []
    if isinstance(widget, Board):
        # The frame of the chosen key frame is drawn over its edge.
        return [area.adjusted(2, 2, -2, -2) for area in widget._areas()]
    return []


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    kept = Watch()
    for kind in (Canvas, Board, TextPage):
        original = kind.paint

        def paint(self: Any, painter: QPainter, *part: Any, original: Any = original) -> None:
            original(self, painter, *part)
            image = QImage(self.size(), QImage.Format.Format_RGB32)
            again = QPainter(image)
            original(self, again)
            again.end()
            kept.look(self, image)

        monkeypatch.setattr(kind, "paint", paint)
    yield kept


class Clock:
    """Seconds that pass only when the test says so."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def stage(qtbot: Any, actions: Actions, clock: Clock, qapp: QApplication) -> Iterator[Stage]:
    theme.apply(qapp, "light", 100)
    loader = InlineLoader(lambda batch, sha: sha.encode(), lambda: FakeStills(FILES))
    made = Stage(loader, actions, now=clock)
    KeyReader(qapp, actions).setParent(made)
    actions.enter("review")
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    loader.close()
    made.close()


def _covered_session(stage: Stage, actions: Actions, watch: Watch, qapp: QApplication) -> None:
    """Everything that a window goes through, with nothing revealed."""

    def do(what: str, act: Callable[[], object]) -> None:
        watch.doing = what
        act()
        QTest.qWait(1)
        grabbed = stage.grab().toImage()
        if shows_colours(grabbed):
            watch.flashes.append(f"the window after {what}")

    do("the first item", lambda: stage.show_item(IMAGE, PROJECT))
    do("another item", lambda: stage.show_item(OTHER, PROJECT))
    do("resizing", lambda: stage.resize(640, 500))
    do("resizing back", lambda: stage.resize(800, 600))
    for act in (Act.ZOOM_IN, Act.ZOOM_IN, Act.PAN_LEFT, Act.ROTATE, Act.ZOOM_OUT, Act.ZOOM_FIT):
        do(act.name, lambda act=act: actions.press(act))
    do("dark theme", lambda: theme.apply(qapp, "dark", 100))
    do("light theme, large", lambda: theme.apply(qapp, "light", 150))
    do("full screen", stage.showFullScreen)
    do("window again", stage.showNormal)
    do("moving the window", lambda: stage.move(stage.pos() + QPoint(40, 30)))
    do("hovering", lambda: QTest.mouseMove(stage.parts.views[0], QPoint(200, 200)))
    do("hiding", stage.hide)
    do("showing", stage.show)
    do("a video", lambda: stage.show_item(FILM, PROJECT))
    do("playing", lambda: actions.press(Act.PLAY_PAUSE))
    QTest.qWait(250)
    do("stopping", lambda: actions.press(Act.PLAY_PAUSE))
    do("seeking", lambda: actions.press(Act.SEEK_FORWARD))
    do("stepping back", lambda: actions.press(Act.STEP_BACK))
    do("a post", lambda: stage.show_item(POST, PROJECT))
    do("the next part", lambda: actions.press(Act.NEXT_PART))
    do("pinning", stage.start_pin)
    do("covering", lambda: actions.press(Act.COVER_ALL))


def test_no_uncovered_pixel_is_painted_in_a_session_without_a_reveal(
    stage: Stage, actions: Actions, watch: Watch, qapp: QApplication
) -> None:
    _covered_session(stage, actions, watch, qapp)
    assert watch.paints > 30
    assert watch.flashes == []


@pytest.mark.parametrize("grey", [False, True])
def test_with_the_cover_switched_off_the_same_session_is_caught(
    stage: Stage,
    actions: Actions,
    watch: Watch,
    qapp: QApplication,
    monkeypatch: pytest.MonkeyPatch,
    grey: bool,
) -> None:
    raw = pattern()[:, :, ::-1].copy()
    image = QImage(raw.data, 320, 240, 960, QImage.Format.Format_RGB888).copy()
    if grey:
        image = image.convertToFormat(QImage.Format.Format_Grayscale8)

    def uncovered(cover: Cover) -> QImage:
        return image

    monkeypatch.setattr(covers, "cover_image", uncovered)
    _covered_session(stage, actions, watch, qapp)
    caught = "\n".join(watch.flashes)
    for what in ("the first item", "another item", "resizing", "ROTATE", "dark theme", "a video"):
        assert f"while {what}" in caught, what


def test_frames_that_are_not_covered_are_caught_while_a_video_plays(
    stage: Stage, actions: Actions, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(covers, "frame_cover", covers.picture_image)
    monkeypatch.setattr("ui.stage.lane_desk.COVER_SIDE", 320)
    stage.show_item(FILM, PROJECT)
    watch.doing = "playing"
    actions.press(Act.PLAY_PAUSE)
    QTest.qWait(250)
    assert "Canvas while playing" in watch.flashes


ENDINGS: dict[str, Callable[[Stage, Actions, Clock], object]] = {
    "toggling": lambda stage, actions, clock: actions.press(Act.TOGGLE_REVEAL),
    "covering all": lambda stage, actions, clock: actions.press(Act.COVER_ALL),
    "time running out": lambda stage, actions, clock: _let_time_run_out(stage, clock),
    "another item": lambda stage, actions, clock: stage.show_item(OTHER, PROJECT),
    "leaving the window": lambda stage, actions, clock: QApplication.sendEvent(
        stage, QEvent(QEvent.Type.WindowDeactivate)
    ),
    "hiding": lambda stage, actions, clock: stage.hide(),
    "minimising": lambda stage, actions, clock: stage.showMinimized(),
}


def _let_time_run_out(stage: Stage, clock: Clock) -> None:
    clock.now += 10.1
    QTest.qWait(300)


@pytest.mark.parametrize(
    ("view", "reveal"),
    [
        (IMAGE, "whole"),
        (IMAGE, "lens"),
        (FILM, "whole"),
        (FILM, "lens"),
        (FILM, "playing"),
        (POST, "whole"),
    ],
    ids=["image", "image-lens", "video", "video-lens", "video-playing", "post"],
)
@pytest.mark.parametrize("ending", ENDINGS)
def test_the_first_paint_after_a_reveal_ends_is_covered_and_nothing_is_kept(
    stage: Stage,
    actions: Actions,
    watch: Watch,
    clock: Clock,
    view: Any,
    reveal: str,
    ending: str,
) -> None:
    stage.show_item(view, PROJECT)
    if reveal == "playing":
        actions.press(Act.PLAY_PAUSE)
    actions.press(Act.LENS if reveal == "lens" else Act.TOGGLE_REVEAL)
    for _ in range(4):
        actions.press(Act.REVEAL_MORE)
    QTest.qWait(60)
    assert stage.level == "clear"
    assert shows_colours(stage.grab().toImage())
    watch.flashes.clear()
    watch.doing = ending
    watch.is_revealed = lambda widget: any(state.is_revealed for state in stage._states)
    ENDINGS[ending](stage, actions, clock)
    QTest.qWait(5)
    assert stage.level == "covered"
    assert watch.flashes == []
    assert not shows_colours(stage.grab().toImage())
    assert large_images(stage) == []


def test_holding_reveals_only_while_the_key_is_down(
    stage: Stage, actions: Actions, watch: Watch
) -> None:
    stage.show_item(IMAGE, PROJECT)
    canvas = stage.parts.views[0].focusProxy()
    assert canvas is not None
    QTest.keyPress(canvas, Qt.Key.Key_Space)
    assert stage.level == "outline"
    QTest.keyClick(canvas, Qt.Key.Key_Plus)
    assert stage.level == "grey"
    watch.is_revealed = lambda widget: stage._states[0].is_revealed
    watch.flashes.clear()
    watch.doing = "letting go"
    QTest.keyRelease(canvas, Qt.Key.Key_Space)
    assert stage.level == "covered"
    assert watch.paints and watch.flashes == []
    assert large_images(stage) == []


def test_the_lens_uncovers_nothing_outside_of_its_ring(stage: Stage, actions: Actions) -> None:
    stage.show_item(IMAGE, PROJECT)
    actions.press(Act.LENS)
    for _ in range(4):
        actions.press(Act.REVEAL_MORE)
    canvas = stage.parts.views[0].canvas  # type: ignore[attr-defined]
    shown = pixels_of(canvas.grab().toImage())
    coloured = np.ptp(shown, axis=2) > 100
    rows, columns = np.nonzero(coloured)
    radius = 0.18 * min(canvas.width(), canvas.height()) + 3
    away = np.hypot(columns - canvas._pointer.x(), rows - canvas._pointer.y())
    assert len(rows) > 100
    assert away.max() <= radius


def test_while_covered_no_image_larger_than_a_cover_is_held(stage: Stage, actions: Actions) -> None:
    for view in (IMAGE, OTHER, FILM, POST):
        stage.prefetch([IMAGE, OTHER, FILM])
        stage.show_item(view, PROJECT)
        actions.press(Act.PLAY_PAUSE)
        QTest.qWait(60)
        assert large_images(stage) == []
    stage.show_item(IMAGE, PROJECT)
    actions.press(Act.TOGGLE_REVEAL)
    assert large_images(stage) != []
