"""Choosing words with keys or the mouse: a stretch of text from an anchor to a caret."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QTextLayout

from ui.stage.text_lines import Stretch, caret_x, stretch_at, stretch_below

MOVES = frozenset(
    {
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
    }
)


class TextChoice:
    """`anchor` and `caret` are UTF-16 units; `layout(n)` lays stretch `n` out."""

    def __init__(self, found: Sequence[Stretch], layout: Callable[[int], QTextLayout]) -> None:
        self._found = found
        self._layout = layout
        self.anchor = self.caret = 0

    @property
    def ends(self) -> tuple[int, int]:
        return min(self.anchor, self.caret), max(self.anchor, self.caret)

    def move_to(self, unit: int, *, keep_anchor: bool) -> None:
        self.caret = unit
        if not keep_anchor:
            self.anchor = unit

    def move(self, key: Qt.Key, *, keep_anchor: bool) -> None:
        """Follow an arrow key, Home or End."""
        self.move_to(self._moved(key), keep_anchor=keep_anchor)

    def place_at(self, spot: QPointF) -> int:
        """The place in the text nearest to a spot in the column."""
        n = stretch_below(self._found, spot.y())
        stretch = self._found[n]
        line = int(max(0.0, spot.y() - stretch.top) / stretch.row)
        return self._in_line(n, min(line, len(stretch.lines) - 1), spot.x())

    def caret_area(self) -> QRectF:
        """Where the caret stands in the column."""
        n, line = self._line()
        area = self._found[n].lines[line].area
        return QRectF(self._caret_x(n, line), area.top(), 2, area.height())

    def _moved(self, key: Qt.Key) -> int:
        n, line = self._line()
        stretch = self._found[n]
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            return self._step(n, forward=(key == Qt.Key.Key_Right) != stretch.is_rtl)
        if key == Qt.Key.Key_Home:
            return stretch.lines[line].start
        if key == Qt.Key.Key_End:
            return self._end(n, line)
        x = self._caret_x(n, line)
        line += 1 if key == Qt.Key.Key_Down else -1
        if not 0 <= line < len(stretch.lines):
            n += 1 if line > 0 else -1
            if not 0 <= n < len(self._found):
                return self.caret
            line = 0 if line > 0 else len(self._found[n].lines) - 1
        return self._in_line(n, line, x)

    def _step(self, n: int, *, forward: bool) -> int:
        """One cluster on or back, over the ends of stretches too."""
        stretch = self._found[n]
        at = self.caret - stretch.start
        if forward and self.caret >= stretch.end:
            return self._found[n + 1].start if n + 1 < len(self._found) else self.caret
        if not forward and at <= 0:
            return self._found[n - 1].end if n else 0
        layout = self._layout(n)
        moved = layout.nextCursorPosition(at) if forward else layout.previousCursorPosition(at)
        return stretch.start + moved

    def _line(self) -> tuple[int, int]:
        """The stretch and the line in it where the caret is."""
        n = stretch_at(self._found, self.caret)
        lines = self._found[n].lines
        found = [place for place, line in enumerate(lines) if line.start <= self.caret]
        return n, found[-1] if found else 0

    def _end(self, n: int, line: int) -> int:
        """Behind the last cluster of a line; of a wrapped line, before it."""
        stretch = self._found[n]
        end = stretch.lines[line].end
        if line == len(stretch.lines) - 1:
            return end
        return stretch.start + self._layout(n).previousCursorPosition(end - stretch.start)

    def _in_line(self, n: int, line: int, x: float) -> int:
        found = self._layout(n).lineAt(line).xToCursor(x)
        return self._found[n].start + found

    def _caret_x(self, n: int, line: int) -> float:
        at = self.caret - self._found[n].start
        return caret_x(self._layout(n).lineAt(line), at)
