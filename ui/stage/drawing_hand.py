"""Brings keys and mouse of a canvas to the pen while something is drawn, before anybody else."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from smo_review.domain.content import Location
from ui.stage.drawing import Point, Tool, sketch_of
from ui.stage.drawing_pen import DRAG_BEGINS, Pen
from ui.stage.viewport import Viewport

Type = QEvent.Type


class Hand(QObject):
    """Draws on `canvas`, whose content lies where `view` says; `pan` moves it by pixels."""

    drawn = Signal(object)
    """A finished `drawing.Sketch`."""
    hinted = Signal(str)
    """What to do now, in words."""
    moved = Signal(QPointF)
    """The cross is at this place of the canvas now."""

    def __init__(
        self,
        canvas: QWidget,
        view: Callable[[], Viewport],
        pan: Callable[[float, float], None],
    ) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._view = view
        self._pan = pan
        self._panned: QPointF | None = None
        self.pen: Pen | None = None

    def start(
        self, tool: Tool, shapes: Sequence[Sequence[Point]], place: Location | None = None
    ) -> None:
        """Draw with `tool`, pulled to `shapes`; a `place` that it made is taken up again."""
        view = self._view()
        begun = sketch_of(place, (view.content.width(), view.content.height()))
        self.pen = Pen(tool, view, shapes, begun if begun and begun.tool == tool else None)
        self._panned = None
        self._canvas.setCursor(Qt.CursorShape.CrossCursor)
        self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        self._go_first()
        self._after_step()

    def stop(self) -> bool:
        """Draw no more; whether anything was being drawn."""
        was, self.pen = self.pen is not None, None
        if was:
            self._canvas.removeEventFilter(self)
            self._canvas.unsetCursor()
            self._canvas.update()
        return was

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if self.pen is None:
            return False
        if isinstance(event, QKeyEvent) and kind in (Type.ShortcutOverride, Type.KeyPress):
            return self._key(self.pen, event)
        if isinstance(event, QMouseEvent):
            return self._mouse(self.pen, event)
        if kind == Type.FocusIn:
            # The reader of keys watches whatever gets the focus, from now on: go before it again.
            QTimer.singleShot(0, self, self._go_first)
        return False

    def _go_first(self) -> None:
        """The last filter installed is asked first."""
        self._canvas.removeEventFilter(self)
        if self.pen is not None:
            self._canvas.installEventFilter(self)

    def _key(self, pen: Pen, event: QKeyEvent) -> bool:
        if not pen.takes(event):
            return False
        if event.type() == Type.KeyPress:
            pen.key(event, self._view())
            self._keep_in_sight(self._spot(pen))
            self._after_step()
        else:
            event.accept()
        return event.type() == Type.KeyPress

    def _mouse(self, pen: Pen, event: QMouseEvent) -> bool:
        spot, held, view = event.position(), event.modifiers(), self._view()
        if event.type() == Type.MouseMove:
            self._move(pen, spot, held)
        elif event.button() != Qt.MouseButton.LeftButton:
            return False
        elif event.type() == Type.MouseButtonPress:
            self._panned = None if pen.press(spot, view) else spot
        elif event.type() == Type.MouseButtonRelease:
            pen.release(spot, held, view)
            self._panned = None
        elif event.type() == Type.MouseButtonDblClick:
            pen.double_click()
        self._after_step()
        return True

    def _move(self, pen: Pen, spot: QPointF, held: Qt.KeyboardModifier) -> None:
        """A drag that is no part of the drawing moves the content."""
        if self._panned is not None:
            away = spot - self._panned
            if not pen.is_let_go and away.manhattanLength() < DRAG_BEGINS:
                return
            pen.let_go()
            self._pan(away.x(), away.y())
            self._panned = spot
        pen.move(spot, held, self._view())

    def _after_step(self) -> None:
        pen = self.pen
        if pen is None:
            return
        if pen.done:
            self.stop()
            self.drawn.emit(pen.sketch)
            return
        self.moved.emit(self._spot(pen))
        self.hinted.emit(pen.hint())
        self._canvas.update()

    def _spot(self, pen: Pen) -> QPointF:
        return self._view().transform().map(QPointF(*pen.at))

    def _keep_in_sight(self, spot: QPointF) -> None:
        """Move the content along where the cross would leave the canvas."""
        room = self._canvas.rect().toRectF()
        x = min(max(spot.x(), room.left()), room.right())
        y = min(max(spot.y(), room.top()), room.bottom())
        if (x, y) != (spot.x(), spot.y()):
            self._pan(x - spot.x(), y - spot.y())
