"""Texts as they are counted and made safe to show.

Offsets outside are code points, inside Qt's UTF-16 units; spans never split a grapheme cluster.
"""

from __future__ import annotations

import re

from smo_review.domain.clusters import widened

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

    def to_units(self, start: int, end: int) -> tuple[int, int]:
        """A span of code points as UTF-16 units, widened to whole grapheme clusters."""
        start, end = self.whole(start, end)
        return self._unit(start), self._unit(end)

    def to_points(self, start: int, end: int) -> tuple[int, int]:
        """A span of UTF-16 units as code points, widened to whole grapheme clusters."""
        return self.whole(self._point(start), self._point(end))

    def whole(self, start: int, end: int) -> tuple[int, int]:
        """A span of code points inside of the text, widened to whole grapheme clusters."""
        start = min(max(0, start), self._points)
        return widened(self._text, start, min(max(start, end), self._points))

    def _unit(self, point: int) -> int:
        return point if self._units == self._points else units_in(self._text[:point])

    def _point(self, unit: int) -> int:
        """The code point that a unit belongs to."""
        if self._units == self._points:
            return unit
        return len(self._text.encode("utf-16-le")[: 2 * unit].decode("utf-16-le", "ignore"))
