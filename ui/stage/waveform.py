"""How loud a video is over time, drawn over its seek bar before anything is heard.

Loud places are told by a shape above them, not by a colour.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from smo_review.media import loudness
from ui.shell.theme import Tokens

HEIGHT = 26
"""Of the whole strip, in pixels: signs above, bars below."""
SIGN = 6.0
BAR, GAP = 2.0, 1.0


class Waveform:
    """What is known of a video's loudness, ready to be drawn at any width."""

    def __init__(self) -> None:
        self._levels = b""
        self._usual = 0
        self._key: tuple[int, int] = (0, 0)
        self._bars: tuple[int, ...] = ()

    def set_levels(self, levels: bytes) -> None:
        self._levels = levels
        self._usual = loudness.usual(levels)
        self._key = (0, 0)

    @property
    def is_known(self) -> bool:
        return bool(self._levels)

    def loud_places(self, duration: int) -> int:
        """How many loud stretches there are, for people who hear the bar read out."""
        found = loudness.bars(self._levels, 100, duration)
        loud = [loudness.is_loud(level, self._usual) for level in found]
        return sum(now and not before for before, now in zip([False, *loud], loud, strict=False))

    def paint(
        self, painter: QPainter, area: QRectF, duration: int, here: float, colours: Tokens
    ) -> None:
        """Draw it in `area`; what lies before `here` (pixels across) has been played."""
        count = max(1, int(area.width() / (BAR + GAP)))
        if self._key != (count, duration):
            self._key = (count, duration)
            self._bars = loudness.bars(self._levels, count, duration)
        painter.setPen(Qt.PenStyle.NoPen)
        room = area.height() - SIGN
        before = False
        for n, level in enumerate(self._bars):
            x = area.left() + n * area.width() / count
            high = max(1.0, room * level / 255)
            painter.setBrush(colours.accent if x < here else colours.quiet)
            painter.drawRect(QRectF(x, area.bottom() - high, BAR, high))
            loud = loudness.is_loud(level, self._usual)
            if loud and not before:
                painter.setBrush(colours.text)
                painter.drawPolygon(_sign(x + BAR / 2, area.top()))
            before = loud


def _sign(x: float, top: float) -> QPolygonF:
    """A wedge that points at the place where it becomes loud."""
    half = SIGN / 2 + 0.5
    return QPolygonF([QPointF(x - half, top), QPointF(x + half, top), QPointF(x, top + SIGN - 0.5)])
