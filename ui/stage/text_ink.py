"""How words are drawn that are chosen or found, and the bars that stand for covered ones."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QTextCharFormat, QTextLayout

from ui.shell.theme import Tokens
from ui.stage.text_lines import Line, Stretch

Ends = tuple[int, int]
"""From one UTF-16 unit up to another."""


def formats(
    stretch: Stretch, chosen: Ends | None, hits: Sequence[Ends], current: int, colours: Tokens
) -> list[QTextLayout.FormatRange]:
    """The formats of a stretch: the places that were found (in order), then what is chosen."""
    found = []
    first = bisect_left(hits, (stretch.start, 0))
    for n in range(max(0, first - 1), len(hits)):
        if hits[n][0] >= stretch.end:
            break
        tint = QColor(colours.accent)
        tint.setAlphaF(0.55 if n == current else 0.22)
        found += _range(stretch, hits[n], tint, None)
    if chosen is not None:
        found += _range(stretch, chosen, colours.accent, colours.on_accent)
    return found


def _range(
    stretch: Stretch, ends: Ends, ground: QColor, ink: QColor | None
) -> list[QTextLayout.FormatRange]:
    start, end = max(ends[0], stretch.start), min(ends[1], stretch.end)
    if start >= end:
        return []
    made = QTextLayout.FormatRange()
    made.start, made.length = start - stretch.start, end - start
    look = QTextCharFormat()
    look.setBackground(ground)
    if ink is not None:
        look.setForeground(ink)
    made.format = look
    return [made]


def paint_bars(painter: QPainter, seen: QRectF, lines: Iterable[Line], colour: QColor) -> None:
    """A bar for each line of words, a little lower than the line."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    for line in lines:
        if line.area.width() > 0 and line.area.intersects(seen):
            inset = line.area.height() * 0.18
            painter.drawRoundedRect(line.area.adjusted(0, inset, 0, -inset), 3, 3)
