"""A video's storyboard: covered key frames with their times, one of them chosen."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from smo_review.language import tr
from ui.shell.theme import scaled, tokens_of
from ui.stage.cover import paint_image, paint_plate
from ui.stage.shots import Tile

GAP = 12.0


class Board(QWidget):
    """Only the chosen key frame can be revealed here, the others stay covered."""

    opened = Signal(int)
    """The person wants to see the video from this time on, in milliseconds."""
    touched = Signal()
    chosen_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Key frames, covered"))
        self._tiles: tuple[Tile, ...] = ()
        self._content = QSizeF(16, 9)
        self._chosen = 0
        self._plain = False
        self._picture: QImage | None = None

    def set_tiles(self, tiles: tuple[Tile, ...], content: QSizeF) -> None:
        self._tiles = tiles
        self._content = content
        self._chosen = 0
        self._picture = None
        self.update()

    def set_plain(self, plain: bool) -> None:
        """Show plain plates instead of covers."""
        self._plain = plain
        self.update()

    @property
    def at(self) -> int:
        """The time of the chosen key frame."""
        return self._tiles[self._chosen].at if self._tiles else 0

    def choose(self, step: int) -> None:
        """Another key frame, `step` on."""
        wanted = min(len(self._tiles) - 1, max(0, self._chosen + step))
        if self._tiles and wanted != self._chosen:
            self._chosen = wanted
            self.cover_now()
            self.update()
            self.chosen_changed.emit()

    def reveal(self, picture: QImage) -> None:
        """Show the chosen key frame."""
        self._picture = picture
        self.update()

    def cover_now(self) -> None:
        """Drop what is revealed and paint the cover before anything else happens."""
        had = self._picture is not None
        self._picture = None
        if had and self.isVisible():
            self.repaint()

    def tile_size(self) -> QSize:
        """How large a key frame is painted, in device pixels."""
        areas = self._areas()
        return (areas[0].size() * self.devicePixelRatioF()).toSize() if areas else QSize(1, 1)

    def _areas(self) -> list[QRectF]:
        """Tiles as large as fit, in rows, each with a line for its time beneath."""
        count = len(self._tiles)
        if not count:
            return []
        caption = self._caption_height()
        best, columns = 0.0, 1
        for tried in range(1, count + 1):
            width = self._tile_width(tried, math.ceil(count / tried), caption)
            if width > best:
                best, columns = width, tried
        height = best * self._content.height() / self._content.width()
        rows = math.ceil(count / columns)
        left = (self.width() - columns * best - (columns - 1) * GAP) / 2
        top = (self.height() - rows * (height + caption) - (rows - 1) * GAP) / 2
        return [
            QRectF(
                left + (n % columns) * (best + GAP),
                top + (n // columns) * (height + caption + GAP),
                best,
                height,
            )
            for n in range(count)
        ]

    def _tile_width(self, columns: int, rows: int, caption: float) -> float:
        across = (self.width() - (columns + 1) * GAP) / columns
        down = (self.height() - (rows + 1) * GAP) / rows - caption
        return max(1.0, min(across, down * self._content.width() / self._content.height()))

    def _caption_height(self) -> float:
        return self.fontMetrics().height() + 4.0

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.touched.emit()
        for n, area in enumerate(self._areas()):
            if area.contains(event.position()):
                self.choose(n - self._chosen)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if any(area.contains(event.position()) for area in self._areas()):
            self.opened.emit(self.at)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.paint(painter)
        painter.end()

    def paint(self, painter: QPainter) -> None:
        """Everything that is seen here; tests replay it into an image."""
        colours = tokens_of(self.palette())
        painter.fillRect(self.rect(), colours.sunken)
        painter.setFont(scaled(self.font(), "small"))
        for n, (tile, area) in enumerate(zip(self._tiles, self._areas(), strict=True)):
            if n == self._chosen and self._picture is not None:
                paint_image(painter, area, self._picture)
            elif self._plain:
                paint_plate(painter, area, colours.line)
            else:
                paint_image(painter, area, tile.cover)
            painter.setPen(colours.text if n == self._chosen else colours.quiet)
            caption = QRectF(area.bottomLeft() + QPointF(0, 3), QSizeF(area.width(), 20))
            painter.drawText(caption, Qt.AlignmentFlag.AlignHCenter, time_text(tile.at))
            if n == self._chosen:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(colours.accent, 3))
                painter.drawRect(area.adjusted(-2, -2, 2, 2))


def time_text(milliseconds: int) -> str:
    """Minutes, seconds and thousandths: 1:02.345."""
    seconds, thousandths = divmod(milliseconds, 1000)
    return f"{seconds // 60}:{seconds % 60:02}.{thousandths:03}"


def clock_text(milliseconds: int) -> str:
    """Hours where there are any, minutes and seconds: 1:02 or 1:02:03."""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
