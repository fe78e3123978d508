"""A hand that draws on the stage, by mouse and keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from smo_review.domain.content import Box, Location
from ui.stage.canvas import Canvas
from ui.stage.image_view import ImageView
from ui.stage.stage import Stage

Key = Qt.Key
BARE = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton


def canvas_of(stage: Stage) -> Canvas:
    view = stage.parts.views[0]
    assert isinstance(view, ImageView)
    return view.canvas


def seen(stage: Stage, place: QPointF) -> QPoint:
    """Where a place of the picture, in its pixels, is on the canvas."""
    return canvas_of(stage)._viewport.transform().map(place).toPoint()


def keys(stage: Stage, *pressed: Key, held: Qt.KeyboardModifier = BARE) -> None:
    for key in pressed:
        QTest.keyClick(canvas_of(stage), key, held)


def drag(stage: Stage, start: QPointF, end: QPointF, held: Qt.KeyboardModifier = BARE) -> None:
    canvas, first, last = canvas_of(stage), seen(stage, start), seen(stage, end)
    QTest.mousePress(canvas, LEFT, held, first)
    for spot in (first + (last - first) / 2, last):
        _move(canvas, spot, held)
    QTest.mouseRelease(canvas, LEFT, held, last)


def _move(canvas: Canvas, spot: QPoint, held: Qt.KeyboardModifier) -> None:
    """A move with modifiers, which QTest cannot send."""
    where = QPointF(spot)
    event = QMouseEvent(QEvent.Type.MouseMove, where, canvas.mapToGlobal(where), LEFT, LEFT, held)
    QApplication.sendEvent(canvas, event)


def click(stage: Stage, place: QPointF) -> None:
    QTest.mouseClick(canvas_of(stage), LEFT, pos=seen(stage, place))


def near(place: Location, *numbers: int) -> bool:
    """Whether a box lies there, within a screen pixel or two."""
    assert isinstance(place, Box)
    told = (place.x, place.y, place.w, place.h)
    return all(abs(one - other) <= 12_000 for one, other in zip(told, numbers, strict=True))


def draw_by_keys(stage: Stage) -> None:
    """A box around the middle: four steps up and left, eight down and right."""
    stage.start_drawing("box")
    keys(stage, *[Key.Key_Left, Key.Key_Up] * 4, Key.Key_Return)
    keys(stage, *[Key.Key_Right, Key.Key_Down] * 8, Key.Key_Return)
