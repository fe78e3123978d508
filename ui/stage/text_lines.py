"""Text laid out in lines, a stretch at a time, measured without being kept.

A stretch is a paragraph, or a part of a long one that ends where a line does. What is kept of it
is where its lines lie; its words are laid out again when they are painted, for those in sight.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import cast
from unicodedata import bidirectional

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QTextLayout, QTextLine, QTextOption

from ui.stage.text_shape import units_in

LONGEST = 2000
"""Code points of one stretch: what is laid out at once."""
LINE_HEIGHT, KHMER_LINE_HEIGHT = 1.3, 1.5
"""Of the tallest line in a stretch: Khmer signs are stacked, below the line too."""
PARAGRAPH = 0.35
"""Of a line's height, between paragraphs."""
_KHMER = re.compile("[\u1780-\u17ff]")
ABOVE = 0.35
"""The share of the space between lines that is above; below there are underlines."""
LATIN_MEASURE, CHINESE_MEASURE = 75, 40
"""Characters of a line that is easy to read."""
_SAMPLE = "the quick brown fox jumps over the lazy dog "
_LOOK = 400


@dataclass(frozen=True)
class Setting:
    """How a text is set: its font, and the width of the column in pixels."""

    font: QFont
    width: float


@dataclass(frozen=True)
class Line:
    """A line from `start` to `end` (UTF-16 units), and where its words lie in the column."""

    start: int
    end: int
    area: QRectF


@dataclass(frozen=True)
class Stretch:
    """Code points `first` to `last`, units `start` to `end`; lines are `row` pixels apart."""

    first: int
    last: int
    start: int
    end: int
    is_rtl: bool
    top: float
    row: float
    lines: tuple[Line, ...]

    @property
    def bottom(self) -> float:
        return self.top + self.row * len(self.lines)


def measure(font: QFont) -> float:
    """The width of a column that is easy to read, in any script."""
    metrics = QFontMetricsF(font)
    latin = metrics.horizontalAdvance(_SAMPLE) / len(_SAMPLE) * LATIN_MEASURE
    return min(latin, metrics.horizontalAdvance("\u6c38") * CHINESE_MEASURE)


def stretches(text: str, setting: Setting) -> Iterator[Stretch]:
    """The stretches of a (plain) text from its beginning; each is laid out as it is asked for."""
    first, start, top = 0, 0, 0.0
    while True:
        end = text.find("\n", first)
        end = end if end >= 0 else len(text)
        is_rtl = _is_rtl(text[first : min(end, first + _LOOK)])
        while True:
            made = _stretch(text, first, end, start, is_rtl, top, setting)
            yield made
            first, start, top = made.last, made.end, made.bottom
            if first == end:
                break
        if end == len(text):
            return
        first, start, top = end + 1, start + 1, top + PARAGRAPH * made.row


def _stretch(
    text: str, first: int, end: int, start: int, is_rtl: bool, top: float, setting: Setting
) -> Stretch:
    """The stretch at `first` of a paragraph that goes on to `end`."""
    last = min(end, first + LONGEST)
    words = text[first:last]
    layout, row = laid_out(words, setting, is_rtl)
    count = layout.lineCount()
    if last < end and count > 1:
        # The last line would have gone on: it begins the next stretch.
        count -= 1
        kept = layout.lineAt(count).textStart()
        words = words.encode("utf-16-le")[: 2 * kept].decode("utf-16-le")
    lines = []
    for n in range(count):
        line = layout.lineAt(n)
        begins = start + line.textStart()
        area = line.naturalTextRect().translated(0, top)
        lines.append(Line(begins, begins + line.textLength(), area))
    units = units_in(words)
    return Stretch(first, first + len(words), start, start + units, is_rtl, top, row, tuple(lines))


def laid_out(
    words: str, setting: Setting, is_rtl: bool, row: float = 0.0
) -> tuple[QTextLayout, float]:
    """`words` in lines, never taken for rich text; and how far apart the lines are."""
    layout = QTextLayout(words, setting.font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    direction = Qt.LayoutDirection
    option.setTextDirection(direction.RightToLeft if is_rtl else direction.LeftToRight)
    option.setAlignment(Qt.AlignmentFlag.AlignRight if is_rtl else Qt.AlignmentFlag.AlignLeft)
    layout.setTextOption(option)
    layout.beginLayout()
    lines = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(setting.width)
        lines.append(line)
    if not row:
        share = KHMER_LINE_HEIGHT if _KHMER.search(words) else LINE_HEIGHT
        row = share * max(line.height() for line in lines)
    for n, line in enumerate(lines):
        line.setPosition(QPointF(0, n * row + (row - line.height()) * ABOVE))
    layout.endLayout()
    return layout, row


def stretch_at(found: Sequence[Stretch], unit: int) -> int:
    """The index of the stretch that holds a place in the text."""
    return max(0, bisect_right(found, unit, key=lambda stretch: stretch.start) - 1)


def stretch_below(found: Sequence[Stretch], y: float) -> int:
    """The index of the stretch at a height in the column, of the nearest where there is none."""
    return max(0, bisect_right(found, y, key=lambda stretch: stretch.top) - 1)


def span_areas(
    text: str, found: Sequence[Stretch], setting: Setting, start: int, end: int
) -> tuple[QRectF, ...]:
    """Where a span of UTF-16 units lies: a rectangle for each line that it touches."""
    areas: list[QRectF] = []
    for stretch in islice(found, stretch_at(found, start), None):
        if stretch.start >= end:
            break
        layout: QTextLayout | None = None
        for n, line in enumerate(stretch.lines):
            first, last = max(start, line.start), min(end, line.end)
            if first >= last:
                continue
            if (first, last) == (line.start, line.end):
                areas.append(line.area)
                continue
            if layout is None:
                words = text[stretch.first : stretch.last]
                layout, _ = laid_out(words, setting, stretch.is_rtl, stretch.row)
            made = layout.lineAt(n)
            ends = [caret_x(made, unit - stretch.start) for unit in (first, last)]
            width = max(ends) - min(ends)
            areas.append(QRectF(min(ends), line.area.top(), width, line.area.height()))
    return tuple(areas)


def caret_x(line: QTextLine, unit: int) -> float:
    """Where the caret before a UTF-16 unit stands."""
    # The stubs promise an object; it is the place and the unit that was meant.
    return cast(tuple[float, int], line.cursorToX(unit))[0]


def _is_rtl(text: str) -> bool:
    """Whether the first letter that has a direction goes from right to left."""
    found = (bidirectional(char) for char in text)
    return next((kind for kind in found if kind in ("L", "R", "AL")), "L") != "L"
