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

from ui.shell.theme import scaled, tokens_of
from ui.stage import marks as drawing
from ui.stage import pointer
from ui.stage.cover import paint_image, paint_plate
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
    pinned = Signal(float, float)
    """The place that was pinned, 0..1 across and down."""
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
        self._marks: list[tuple[StageMark, str]] = []
        self._chosen = ""
        self._at: int | None = None
        self._pointer = QPointF()
        self._pinning = False
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
        self._marks = list(marks)
        self.update()

    def select_mark(self, key: str) -> None:
        self._chosen = key
        found = [mark for mark in self._drawn() if mark.key == key]
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

    def _drawn(self) -> list[Drawn]:
        view = self._viewport
        return drawing.laid_out(self._marks, view.content, view.transform(), self._at)

    def _chips(self, drawn: Sequence[Drawn]) -> list[QRectF]:
        room = self.rect().toRectF().adjusted(4, 4, -4, -4)
        return drawing.placed_chips(drawn, self._chip_font(), room)

    def _chip_font(self) -> QFont:
        return scaled(self.font(), "small", bold=True)

    # Looking around.

    def zoom(self, factor: float) -> None:
        middle = self.rect().toRectF().center()
        self._look(self._viewport.zoomed(factor, middle) if factor else self._viewport.fitted())

    def pan(self, across: int, down: int) -> None:
        self._look(self._viewport.panned(-across * PAN_STEP, -down * PAN_STEP))

    def rotate(self) -> None:
        self._look(self._viewport.turned())

    def _look(self, viewport: Viewport) -> None:
        if viewport != self._viewport:
            self._viewport = viewport
            self.viewport_changed.emit()
            self.update()

    # Pinning.

    def start_pin(self) -> None:
        self._pinning = True
        self._pointer = self._viewport.area().center()
        self.setCursor(Qt.CursorShape.CrossCursor)
        self._take_arrows()

    def cancel_pin(self) -> None:
        if self._pinning:
            self._pinning = False
            self.unsetCursor()
            self.update()

    def _pin(self) -> None:
        x, y = self._viewport.fraction(self._pointer)
        self.cancel_pin()
        self.pinned.emit(x, y)

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
        if self._pinning and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return True
        return pointer.is_step(event) and (self._pinning or self._lens_on)

    def _steered(self, event: QKeyEvent) -> bool:
        if not self._steers(event):
            return False
        if not pointer.is_step(event):
            self._pin()
            return True
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
        if self._pressed_at is not None:
            away = spot - self._pressed_at
            if self._dragging or away.manhattanLength() >= DRAG_BEGINS:
                self._dragging = True
                self._look(self._viewport.panned(away.x(), away.y()))
                self._pressed_at = spot
        if self._lens_on or self._pinning:
            self._pointer = spot
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._pressed_at is None:
            return
        self._pressed_at = None
        if self._dragging:
            return
        if self._pinning:
            self._pointer = event.position()
            self._pin()
            return
        drawn = self._drawn()
        key = drawing.hit(drawn, self._chips(drawn), event.position())
        if key is not None:
            self.mark_clicked.emit(key)

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
            self._look(self._viewport.panned(delta.x(), delta.y()))

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
        drawn = self._drawn()
        painter.setFont(self._chip_font())
        drawing.paint_marks(painter, drawn, self._chips(drawn), self._chosen)
        if self._pinning:
            pointer.paint_crosshair(painter, self._pointer)

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
