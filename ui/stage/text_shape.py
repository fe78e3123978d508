"""Texts as they are counted and made safe to show.

Offsets outside are code points, inside Qt's UTF-16 units; spans never split a grapheme cluster.
"""

from __future__ import annotations

import re

from PySide6.QtCore import QTextBoundaryFinder

_ODD = re.compile("[\x00\ufdd0\ufdd1\ufffc\ufffe\uffff\ud800-\udfff]")
"""What is no character."""
BYTE_ORDER_MARK, WORD_JOINER = "\ufeff", "\u2060"
"""The mark is lost at the start of a text; the joiner is as invisible and stays."""


def plain(text: str) -> str:
    """`text` with what Qt would change or stumble over replaced one for one.

    Line ends are single in Qt, so the first half of "\\r\\n" becomes a space that nobody sees.
    """
    text = text.replace("\r\n", " \n").replace("\r", "\n")
    return _ODD.sub("\ufffd", text).replace(BYTE_ORDER_MARK, WORD_JOINER)


def units_in(text: str) -> int:
    """How many UTF-16 units `text` takes."""
    return len(text.encode("utf-16-le")) // 2


class Offsets:
    """Converts between code points and UTF-16 units of one (plain) text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._points = len(text)
        self._units = units_in(text)
        self._finder: QTextBoundaryFinder | None = None

    def to_units(self, start: int, end: int) -> tuple[int, int]:
        """A span of code points as UTF-16 units, widened to whole grapheme clusters."""
        start = min(max(0, start), self._points)
        end = min(max(start, end), self._points)
        return self._widened(self._unit(start), self._unit(end))

    def to_points(self, start: int, end: int) -> tuple[int, int]:
        """A span of UTF-16 units as code points, widened to whole grapheme clusters."""
        start, end = self._widened(start, end)
        return self._point(start), self._point(end)

    def _unit(self, point: int) -> int:
        return point if self._units == self._points else units_in(self._text[:point])

    def _point(self, unit: int) -> int:
        if self._units == self._points:
            return unit
        return len(self._text.encode("utf-16-le")[: 2 * unit].decode("utf-16-le"))

    def _widened(self, start: int, end: int) -> tuple[int, int]:
        if start == end:
            return start, end
        if self._finder is None:
            kind = QTextBoundaryFinder.BoundaryType.Grapheme
            self._finder = QTextBoundaryFinder(kind, self._text)
        return self._boundary(start, -1), self._boundary(end, 1)

    def _boundary(self, place: int, step: int) -> int:
        assert self._finder is not None
        self._finder.setPosition(place)
        if self._finder.isAtBoundary():
            return place
        if step < 0:
            return max(0, self._finder.toPreviousBoundary())
        return self._finder.toNextBoundary()
