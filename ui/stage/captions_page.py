"""The lines of a transcript with their times: bars until they are revealed, then the words.

While covered the page keeps where the lines lie and no words.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.shell.theme import scaled, tokens_of
from ui.stage.text_lines import Setting, Stretch, laid_out, stretch_below

PADDING = 8.0
EDGE = 3.0
"""The line beside what is said now: it is told by that, not only by its ground."""
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
STEPS: dict[int, int] = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class CaptionsPage(QWidget):
    """Line `n` is stretch `n`; `wanted` says which one the person chose."""

    wanted = Signal(int)
    touched = Signal()
    looked_at = Signal(QRectF)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._setting = Setting(QFont(), 0.0)
        self._left = 0.0
        self._times: Sequence[str] = ()
        self._found: list[Stretch] = []
        self._words: Sequence[str] | None = None
        self._plain = False
        self._now: int | None = None
        self._chosen = 0

    def begin(self, setting: Setting, left: float, times: Sequence[str]) -> None:
        """Another setting: `times` stand before the lines, which begin at `left`."""
        self._setting, self._left, self._times = setting, left, times
        self._found.clear()

    def add(self, more: Sequence[Stretch], room: QRectF) -> None:
        """More lines were measured; take all of `room`, or as much as they need."""
        self._found.extend(more)
        needed = self._found[-1].bottom + 2 * PADDING
        self.resize(round(room.width()), round(max(room.height(), needed)))
        self.update()

    def show_words(self, words: Sequence[str]) -> None:
        self._words = words
        self.update()

    def cover_now(self) -> None:
        """Forget the words and paint the bars before anything else happens."""
        had = self._words is not None
        self._words = None
        if had and self.isVisible():
            self.repaint()

    def set_plain(self, plain: bool) -> None:
        """Show not even the bars."""
        self._plain = plain
        self.update()

    @property
    def is_revealed(self) -> bool:
        return self._words is not None

    def set_now(self, line: int | None) -> None:
        """The line that is said now."""
        if line == self._now:
            return
        self._now = line
        if line is not None:
            self._chosen = line
            self._look_at(line)
        self.update()

    def _look_at(self, line: int) -> None:
        if line < len(self._found):
            self.looked_at.emit(self._area(self._found[line]))

    def _area(self, stretch: Stretch) -> QRectF:
        return QRectF(0, PADDING + stretch.top, self.width(), stretch.bottom - stretch.top)

    # Keys and the mouse.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = STEPS.get(event.key())
        if step is not None and self._found:
            self._chosen = min(len(self._found) - 1, max(0, self._chosen + step))
            self._look_at(self._chosen)
            self.update()
        elif event.key() in ENTER and self._found:
            self.wanted.emit(self._chosen)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.touched.emit()
        if event.button() != Qt.MouseButton.LeftButton or not self._found:
            return
        line = stretch_below(self._found, event.position().y() - PADDING)
        if self._area(self._found[line]).contains(event.position()):
            self._chosen = line
            self.wanted.emit(line)
            self.update()

    # Painting.

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.paint(painter, event.rect().toRectF())
        painter.end()

    def paint(self, painter: QPainter, part: QRectF | None = None) -> None:
        """Everything that is seen in `part`, or in all; tests replay it into an image."""
        part = part if part is not None else self.rect().toRectF()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = tokens_of(self.palette())
        painter.fillRect(part, colours.raised)
        if self._plain:
            return
        first = stretch_below(self._found, part.top() - PADDING)
        for n in range(first, len(self._found)):
            stretch = self._found[n]
            if PADDING + stretch.top > part.bottom():
                break
            self._paint_line(painter, n, stretch)

    def _paint_line(self, painter: QPainter, n: int, stretch: Stretch) -> None:
        colours = tokens_of(self.palette())
        area = self._area(stretch)
        if n == self._now:
            painter.fillRect(area, colours.chosen)
            painter.fillRect(QRectF(0, area.top(), EDGE, area.height()), colours.accent)
        if n == self._chosen and self.hasFocus():
            painter.setPen(colours.accent)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(area.adjusted(1, 0, -1, -1))
        if n < len(self._times):
            painter.setFont(scaled(self.font(), "small"))
            painter.setPen(colours.quiet)
            place = QRectF(PADDING, area.top(), self._left - 2 * PADDING, stretch.row)
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(place, flags, self._times[n])
        painter.save()
        painter.translate(self._left, PADDING)
        if self._words is None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.line)
            for line in stretch.lines:
                inset = line.area.height() * 0.18
                painter.drawRoundedRect(line.area.adjusted(0, inset, 0, -inset), 3, 3)
        else:
            painter.setPen(colours.text)
            layout, _ = laid_out(self._words[n], self._setting, stretch.is_rtl, stretch.row)
            layout.draw(painter, QPointF(0, stretch.top))
        painter.restore()
