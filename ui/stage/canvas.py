"""The surface that a picture or frame is painted on: its cover, what is revealed, and its marks.

Painting is a pure function of what the canvas holds: with no picture there is only the cover.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from smo_review.domain.content import Location
from ui.shell.theme import scaled, tokens_of
from ui.stage import pointer
from ui.stage.cover import paint_image, paint_plate
from ui.stage.drawing import Tool
from ui.stage.drawing_hand import Hand
from ui.stage.drawing_paint import paint_drawing
from ui.stage.mark_layer import MarkLayer, under
from ui.stage.mark_names import Chips
from ui.stage.marks import Drawn, StageMark
from ui.stage.viewport import Viewport

PAN_STEP = 64
DRAG_BEGINS = 4
SMALLEST_SEEN = 12.0
"""A chosen mark smaller than this on screen is zoomed in on."""
ZOOM_STEP = 1.25


class Canvas(QWidget):
    """`cover` is always there once something is; `picture` only while it is revealed."""

    viewport_changed = Signal()
    mark_clicked = Signal(str)
    drawn = Signal(object)
    """A finished `drawing.Sketch`."""
    hinted = Signal(str)
    """What to do now, in words."""
    touched = Signal()
    lens_resized = Signal(int)
    """One size larger (1) or smaller (-1), by the wheel with Shift."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(160, 120)
        self._viewport = Viewport(QSizeF(16, 9), QSizeF(self.size()))
        self._cover: QImage | None = None
        self._picture: QImage | None = None
        self._lens_on = False
        self._lens_size = 1.0
        self._plain = False
        self._message = ""
        self._marks = MarkLayer()
        self._at: int | None = None
        self._pointer = QPointF()
        self._hand = Hand(self, lambda: self._viewport, self._pan_by)
        self._hand.drawn.connect(self.drawn)
        self._hand.hinted.connect(self.hinted)
        self._hand.moved.connect(self._aim)
        self._pressed_at: QPointF | None = None
        self._dragging = False

    # What is shown.

    def set_content(self, width: int, height: int) -> None:
        """The content's full size, upright."""
        self._viewport = Viewport(QSizeF(max(1, width), max(1, height)), QSizeF(self.size()))
        self.update()

    def set_cover(self, cover: QImage | None, at: int | None = None) -> None:
        """Another picture or frame, covered; what was revealed of the last one is gone."""
        self._cover = cover
        self._picture = None
        self._at = at
        self._message = ""
        self.update()

    def set_plain(self, plain: bool) -> None:
        """Show a plain plate instead of the cover."""
        self._plain = plain
        self.update()

    def reveal(self, picture: QImage, cover: QImage, at: int | None, lens: bool) -> None:
        """Show a picture, whole or under the lens only."""
        self._picture = picture
        self._cover = cover
        self._at = at
        self._set_lens(lens)
        self.update()

    def set_lens_size(self, size: float) -> None:
        """The lens is this many times its usual size."""
        self._lens_size = size
        self.update()

    def cover_now(self) -> None:
        """Drop what is revealed and paint the cover before anything else happens."""
        had = self._picture is not None
        self._picture = None
        self._set_lens(False)
        if had and self.isVisible():
            self.repaint()

    def set_message(self, message: str) -> None:
        """Words in place of content that cannot be shown."""
        self._message = message
        self._cover = self._picture = None
        self.update()

    @property
    def is_revealed(self) -> bool:
        return self._picture is not None

    def picture_size(self) -> QSize:
        """How many pixels of the content, at most, can be told apart at this zoom."""
        ratio = self.devicePixelRatioF()
        wanted = self._viewport.content * self._viewport.scale * ratio
        return wanted.boundedTo(self._viewport.content).toSize()

    # Marks.

    def set_marks(self, marks: Sequence[tuple[StageMark, str]]) -> None:
        self._marks.set_marks(marks)
        self.update()

    def select_mark(self, key: str) -> None:
        self._marks.chosen = key
        found = [mark for mark in self._layout()[0] if mark.key == key]
        if found:
            self._bring_into_sight(found[0])
        self.update()

    def _bring_into_sight(self, mark: Drawn) -> None:
        area = mark.area
        content = self._viewport.area()
        if not content.width() or not content.height():
            return
        x, y = self._viewport.fraction(area.center())
        side = max(area.width(), area.height())
        if not mark.is_pin and side < SMALLEST_SEEN:
            self._look(self._viewport.zoomed(4 * SMALLEST_SEEN / max(1.0, side), area.center()))
            self._look(self._viewport.centred(x, y))
        elif not self.rect().toRectF().contains(area) and self._viewport.zoom > 1:
            self._look(self._viewport.centred(x, y))

    def toggle_marks(self) -> None:
        """Put the marks away to see the content alone, or show them again."""
        self._marks.is_on = not self._marks.is_on
        self.update()

    def _layout(self) -> tuple[list[Drawn], Chips]:
        return self._marks.layout(self._viewport, self._at, self._chip_font(), self._room())

    def _room(self) -> QRectF:
        return self.rect().toRectF().adjusted(4, 4, -4, -4)

    def _chip_font(self) -> QFont:
        return scaled(self.font(), "small", bold=True)

    # Looking around.

    def zoom(self, factor: float) -> None:
        middle = self.rect().toRectF().center()
        self._look(self._viewport.zoomed(factor, middle) if factor else self._viewport.fitted())

    def pan(self, across: int, down: int) -> None:
        self._look(self._viewport.panned(-across * PAN_STEP, -down * PAN_STEP))

    def _pan_by(self, dx: float, dy: float) -> None:
        self._look(self._viewport.panned(dx, dy))

    def rotate(self) -> None:
        self._look(self._viewport.turned())

    def _look(self, viewport: Viewport) -> None:
        if viewport != self._viewport:
            self._viewport = viewport
            self.viewport_changed.emit()
            self.update()

    # Drawing.

    def start_drawing(self, tool: Tool, place: Location | None = None) -> None:
        """Draw with `tool`; a `place` that it made is taken up again."""
        self._hand.start(tool, self._marks.shapes(self._viewport), place)

    def cancel_drawing(self) -> bool:
        """Give up what is being drawn; whether anything was."""
        return self._hand.stop()

    def _aim(self, spot: QPointF) -> None:
        """The lens goes where the cross of a drawing is."""
        self._pointer = spot

    def _set_lens(self, on: bool) -> None:
        if on and not self._lens_on:
            spot = self.mapFromGlobal(self.cursor().pos()).toPointF()
            inside = self.underMouse() and self._viewport.area().contains(spot)
            self._pointer = spot if inside else self._viewport.area().center()
            self._take_arrows()
        self._lens_on = on

    def _take_arrows(self) -> None:
        """Arrow keys are ours for now: the last filter installed is asked first."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.removeEventFilter(self)
        self.installEventFilter(self)
        self.update()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._steered(event)
        return False

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._steers(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def _steers(self, event: QKeyEvent) -> bool:
        return self._lens_on and pointer.is_step(event)

    def _steered(self, event: QKeyEvent) -> bool:
        if not self._steers(event):
            return False
        area = self._viewport.area() & self.rect().toRectF()
        self._pointer = pointer.stepped(self._pointer, event, area)
        self.update()
        return True

    # The mouse.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self.touched.emit()
        self._pressed_at = event.position()
        self._dragging = False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        spot = event.position()
        if self._pressed_at is None:
            self._hover(spot)
        elif self._dragging or (spot - self._pressed_at).manhattanLength() >= DRAG_BEGINS:
            self._dragging = True
            away = spot - self._pressed_at
            self._pan_by(away.x(), away.y())
            self._pressed_at = spot
        if self._lens_on:
            self._pointer = spot
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._pressed_at is None:
            return
        self._pressed_at = None
        if self._dragging:
            return
        key = under(*self._layout(), event.position())
        if key is not None:
            self.mark_clicked.emit(key)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(None)

    def _hover(self, spot: QPointF | None) -> None:
        """Name the mark under the pointer too. Nothing is revealed by it."""
        if self._marks.hover(under(*self._layout(), spot)):
            self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self._lens_on and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            # Some systems turn the wheel sideways while Shift is down.
            turned = event.angleDelta().y() or event.angleDelta().x()
            self.lens_resized.emit(1 if turned > 0 else -1)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            factor = ZOOM_STEP ** (event.angleDelta().y() / 120)
            self._look(self._viewport.zoomed(factor, event.position()))
        else:
            delta = event.pixelDelta() if not event.pixelDelta().isNull() else event.angleDelta()
            self._pan_by(delta.x(), delta.y())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._viewport = self._viewport.resized(QSizeF(event.size()))
        self._pointer = self._viewport.area().center()
        self.viewport_changed.emit()

    # Painting.

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.paint(painter)
        painter.end()

    def paint(self, painter: QPainter) -> None:
        """Everything that is seen here; tests replay it into an image."""
        colours = tokens_of(self.palette())
        painter.fillRect(self.rect(), colours.sunken)
        if self._message:
            painter.setPen(colours.quiet)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(24, 24, -24, -24), flags, self._message)
            return
        self._paint_content(painter)
        drawn, chips = self._layout()
        painter.setFont(self._chip_font())
        self._marks.paint(painter, drawn, chips, self._room())
        if self._hand.pen is not None:
            paint_drawing(painter, self._hand.pen, self._viewport, colours.accent)

    def _paint_content(self, painter: QPainter) -> None:
        whole = QRectF(QPointF(0, 0), self._viewport.content)
        painter.save()
        painter.setTransform(self._viewport.transform(), True)
        if self._picture is not None and not self._lens_on:
            paint_image(painter, whole, self._picture)
        elif self._cover is not None and not self._plain:
            paint_image(painter, whole, self._cover)
        else:
            paint_plate(painter, whole, tokens_of(self.palette()).line)
        painter.restore()
        if self._picture is not None and self._lens_on:
            radius = pointer.LENS_SHARE * self._lens_size * min(self.width(), self.height())
            with pointer.lens(painter, self._pointer, radius):
                painter.setTransform(self._viewport.transform(), True)
                paint_image(painter, whole, self._picture)
