"""The seek bar of a video: where it is, and labels that lie on a stretch of time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from smo_review.domain.content import Pin, TimeRange
from smo_review.language import tr
from ui.shell.theme import scaled, tokens_of
from ui.stage.marks import StageMark, annotator_style, chip_size, colour_of, paint_chip

TRACK = 20
INSET = 8
ROWS_AT_MOST = 4


@dataclass(frozen=True)
class _Stretch:
    key: str
    name: str
    start: int
    end: int
    colour: QColor
    style: Qt.PenStyle
    row: int


class TimeBar(QWidget):
    """Times are milliseconds. A row for each overlapping label lies under the track."""

    sought = Signal(int)
    mark_clicked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Position in the video"))
        self._duration = 1
        self._at = 0
        self._stretches: list[_Stretch] = []
        self._chosen = ""

    def set_duration(self, duration: int) -> None:
        self._duration = max(1, duration)
        self.update()

    def set_at(self, at: int) -> None:
        self._at = at
        self.update()

    def set_marks(self, marks: Sequence[tuple[StageMark, str]]) -> None:
        """Those of the marks that have a place in time; the others are left out."""
        self._stretches = []
        ends: list[int] = []
        for mark, name in sorted(marks, key=lambda pair: _times(pair[0])):
            start, end = _times(mark)
            if start < 0:
                continue
            row = next((n for n, taken in enumerate(ends) if taken <= start), len(ends))
            ends[row : row + 1] = [end]
            row = min(row, ROWS_AT_MOST - 1)
            style = annotator_style(mark.annotation_index)
            self._stretches.append(
                _Stretch(mark.key, name, start, end, colour_of(mark), style, row)
            )
        self.updateGeometry()
        self.update()

    def select_mark(self, key: str) -> int | None:
        """Highlight a mark; returns when it starts, if it is here."""
        self._chosen = key
        self.update()
        return next((mark.start for mark in self._stretches if mark.key == key), None)

    def sizeHint(self) -> QSize:
        rows = 1 + max((mark.row for mark in self._stretches), default=-1)
        return QSize(240, TRACK + rows * self._row_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for mark, area in zip(self._stretches, self._areas(), strict=True):
            if area.contains(event.position()):
                self.mark_clicked.emit(mark.key)
                return
        self._seek(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._seek(event)

    def _seek(self, event: QMouseEvent) -> None:
        share = (event.position().x() - INSET) / max(1, self.width() - 2 * INSET)
        self.sought.emit(round(min(1.0, max(0.0, share)) * self._duration))

    def _x(self, at: int) -> float:
        return INSET + min(1.0, at / self._duration) * (self.width() - 2 * INSET)

    def _font(self) -> QFont:
        return scaled(self.font(), "small", bold=True)

    def _row_height(self) -> float:
        return chip_size("", self._font()).height() + 4

    def _areas(self) -> list[QRectF]:
        """Where each label's name stands: from its start, kept in sight."""
        areas = []
        for mark in self._stretches:
            size = chip_size(mark.name, self._font())
            x = min(self._x(mark.start), self.width() - INSET - size.width())
            y = TRACK + mark.row * self._row_height() + 3
            areas.append(QRectF(QPointF(max(0.0, x), y), size))
        return areas

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = tokens_of(self.palette())
        groove = QRectF(INSET, TRACK / 2 - 2, self.width() - 2 * INSET, 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.line)
        painter.drawRoundedRect(groove, 2, 2)
        painter.setBrush(colours.accent)
        here = self._x(self._at)
        painter.drawRoundedRect(QRectF(INSET, groove.top(), here - INSET, 4), 2, 2)
        painter.drawEllipse(QPointF(here, TRACK / 2), 7, 7)
        painter.setFont(self._font())
        for mark, area in zip(self._stretches, self._areas(), strict=True):
            y = area.top() - 2
            is_chosen = mark.key == self._chosen
            painter.setPen(QPen(mark.colour, 4 if is_chosen else 3, mark.style))
            end = max(self._x(mark.end), self._x(mark.start) + 3)
            painter.drawLine(QPointF(self._x(mark.start), y), QPointF(end, y))
            paint_chip(painter, area, mark.name, mark.colour, mark.style, is_chosen)
        painter.end()


def _times(mark: StageMark) -> tuple[int, int]:
    """Start and end of a mark in time; (-1, -1) where it has none."""
    match mark.mark.location:
        case TimeRange(start=start, end=end):
            return start, end
        case Pin(at=int(at)):
            return at, at
        case _:
            return -1, -1
