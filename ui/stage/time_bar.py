"""The seek bar of a video: where it is, how loud it is, the marked range, and labels in time."""

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
from ui.stage.waveform import HEIGHT, Waveform

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
        self._wave = Waveform()
        self._range: tuple[int | None, int | None] = (None, None)

    def set_levels(self, levels: bytes) -> None:
        """How loud it is, as far as that is known (see `smo_review.media.loudness`)."""
        grown = bool(levels) != self._wave.is_known
        self._wave.set_levels(levels)
        loud = self._wave.loud_places(self._duration)
        self.setAccessibleDescription(tr("{n} loud places", n=loud) if levels else "")
        if grown:
            self.updateGeometry()
        self.update()

    def set_range(self, start: int | None, end: int | None) -> None:
        """The stretch of time that the person marks; None where an end is not marked."""
        self._range = (start, end)
        self.update()

    def starts(self) -> list[tuple[int, str]]:
        """When each label in time begins, and its key, in order."""
        return [(mark.start, mark.key) for mark in self._stretches]

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
        return QSize(240, round(self._top() + TRACK + rows * self._row_height()))

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

    def _top(self) -> int:
        """Where the track begins: under the waveform, where there is one."""
        return HEIGHT if self._wave.is_known else 0

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
            y = self._top() + TRACK + mark.row * self._row_height() + 3
            areas.append(QRectF(QPointF(max(0.0, x), y), size))
        return areas

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = tokens_of(self.palette())
        middle = self._top() + TRACK / 2
        groove = QRectF(INSET, middle - 2, self.width() - 2 * INSET, 4)
        here = self._x(self._at)
        if self._wave.is_known:
            strip = QRectF(INSET, 1, groove.width(), HEIGHT - 1)
            self._wave.paint(painter, strip, self._duration, here, colours)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.line)
        painter.drawRoundedRect(groove, 2, 2)
        painter.setBrush(colours.accent)
        painter.drawRoundedRect(QRectF(INSET, groove.top(), here - INSET, 4), 2, 2)
        painter.drawEllipse(QPointF(here, middle), 7, 7)
        self._paint_range(painter, middle)
        painter.setFont(self._font())
        for mark, area in zip(self._stretches, self._areas(), strict=True):
            y = area.top() - 2
            is_chosen = mark.key == self._chosen
            painter.setPen(QPen(mark.colour, 4 if is_chosen else 3, mark.style))
            end = max(self._x(mark.end), self._x(mark.start) + 3)
            painter.drawLine(QPointF(self._x(mark.start), y), QPointF(end, y))
            paint_chip(painter, area, mark.name, mark.colour, mark.style, is_chosen)
        painter.end()

    def _paint_range(self, painter: QPainter, middle: float) -> None:
        """Brackets at the ends of the marked range, a line between them where both are."""
        painter.setPen(QPen(tokens_of(self.palette()).text, 2))
        ends = [(at, way) for at, way in zip(self._range, (1, -1), strict=True) if at is not None]
        for at, way in ends:
            x = self._x(at)
            top, bottom = middle - TRACK / 2 + 1, middle + TRACK / 2 - 1
            painter.drawLine(QPointF(x, top), QPointF(x, bottom))
            for y in (top, bottom):
                painter.drawLine(QPointF(x, y), QPointF(x + 5 * way, y))
        if len(ends) == 2:
            y = middle + TRACK / 2 - 1
            painter.drawLine(QPointF(self._x(ends[0][0]), y), QPointF(self._x(ends[1][0]), y))


def _times(mark: StageMark) -> tuple[int, int]:
    """Start and end of a mark in time; (-1, -1) where it has none."""
    match mark.mark.location:
        case TimeRange(start=start, end=end):
            return start, end
        case Pin(at=int(at)):
            return at, at
        case _:
            return -1, -1
