"""Heat maps and confusion matrices as SVG. No name is ever cut: it wraps, or a number stands for it
that a list below explains.

Turned letters were left: Khmer and Chinese are hard to read that way.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from smo_review.domain.charts import HeatMap
from smo_review.reports.drawing import Drawing
from smo_review.reports.look import LINE, Look, cut, width_of, wrapped, written

Lines: TypeAlias = tuple[str, ...]
"""A name as it stands under each other."""
MOST_LINES = 3
"""Lines of a column's head; where one needs more, all are numbered."""
_PAD = 8.0


class _Named(NamedTuple):
    """What stands above the columns and before the rows, and the list of what is numbered."""

    heads: tuple[Lines, ...]
    rows: tuple[Lines, ...]
    listed: tuple[str, ...] = ()


def draw_heat(chart: HeatMap, width: float, look: Look) -> Drawing:
    """Draw it `width` pixels wide, as high as its heads, its rows and its list need."""
    size = look.size
    counted = any(told.n is not None for row in chart.cells for told in row)
    high, step = size * (3.4 if counted else 2.1), size * LINE
    room, cell = _widths(chart, width, size)
    named = _named(chart, room, cell, size, 2 if counted else 1)
    top = step * max((len(head) for head in named.heads), default=1) + size * 0.7
    foot = top + high * len(chart.rows)
    across, places = _places(named.listed, width, size)
    below = step * -(-len(named.listed) // across) + size if named.listed else 0.0
    made = Drawing(chart.title, width, foot + 6 + below, look)
    for n, head in enumerate(named.heads):
        # The last line of every head stands above its cells.
        first = top - size * 0.7 - step * (len(head) - 1)
        for at, words in enumerate(head):
            made.text(room + (n + 0.5) * cell, first + at * step, words, "middle", look.quiet)
    for n, row in enumerate(named.rows):
        first = top + n * high + high / 2 + size * 0.36 - step * (len(row) - 1) / 2
        for at, words in enumerate(row):
            made.text(room - _PAD, first + at * step, words, "end")
    _cells(made, chart, (room, top, cell, high))
    for n, words in enumerate(named.listed):
        down, place = divmod(n, across)
        made.text(place * places, foot + size + step * (down + 0.5), words, colour=look.quiet)
    return made


def _widths(chart: HeatMap, width: float, size: float) -> tuple[float, float]:
    """Pixels for the names of the rows, and for a column. Figures come before names."""
    widest = 0.3 if len(chart.columns) > 3 else 0.45
    # Rows of the same names as the columns may be numbered: room for that too.
    number = f"{len(chart.rows)}  " if chart.rows == chart.columns else ""
    names = (width_of(number + name, size) for name in chart.rows)
    room = min(widest * width, max([60.0, *names]) + 20)
    room = max(60.0, min(room, width - 3.8 * size * len(chart.columns)))
    return room, (width - room) / max(1, len(chart.columns))


def _named(chart: HeatMap, room: float, cell: float, size: float, most: int) -> _Named:
    """Names as they are where all fit; else numbers above the columns and, where the rows are the
    same names, before them too. Rows that find no room are lettered."""
    same = chart.rows == chart.columns
    heads = _all_wrapped(chart.columns, size, cell - 6, MOST_LINES)
    numbers = tuple((str(n + 1),) for n in range(len(chart.columns)))
    counted = tuple(f"{n + 1}  {name}" for n, name in enumerate(chart.columns))
    rows = _all_wrapped(counted if same and not heads else chart.rows, size, room - _PAD, most)
    if rows:
        listed = counted if not heads and not same else ()
        return _Named(heads or numbers, rows, listed)
    if same:
        return _Named(numbers, numbers, counted)
    letters = tuple((_letters(n),) for n in range(len(chart.rows)))
    listed = tuple(f"{mark}  {name}" for (mark,), name in zip(letters, chart.rows, strict=True))
    return _Named(heads or numbers, letters, listed + (() if heads else counted))


def _all_wrapped(
    names: Sequence[str], size: float, room: float, most: int
) -> tuple[Lines, ...] | None:
    """All names in at most so many lines each, or None where one does not fit."""
    found = [wrapped(name, size, room, most) for name in names]
    return tuple(lines for lines in found if lines) if all(found) else None


def _letters(n: int) -> str:
    """A, B .. Z, AA, AB .."""
    return (_letters(n // 26 - 1) if n >= 26 else "") + chr(ord("A") + n % 26)


def _places(listed: Sequence[str], width: float, size: float) -> tuple[int, float]:
    """How many entries of the list stand beside each other, and how wide each place is."""
    widest = max((width_of(one, size) for one in listed), default=0.0) + 2 * size
    across = max(1, int(width // widest)) if listed else 1
    return across, width / across


def _cells(made: Drawing, chart: HeatMap, frame: tuple[float, float, float, float]) -> None:
    room, head, cell, high = frame
    look, size = made.look, made.look.size
    values = [c.value for row in chart.cells for c in row if c.value is not None and not c.few]
    most = max([1e-12, *values])
    for row, cells in enumerate(chart.cells):
        top = head + row * high
        for n, told in enumerate(cells):
            area = (room + n * cell, top, cell - 2, high - 2)
            depth = 0.0 if told.value is None else 0.06 + 0.5 * max(0.0, told.value) / most
            made.rect(area, look.accent, look.line, 0.0 if told.few else depth)
            middle, colour = area[0] + cell / 2, look.quiet if told.few else ""
            value = written(told.value, chart.unit)
            # Alone in its cell it stands in the middle.
            down = size * 1.4 if told.n else high / 2 + size * 0.36 - 1
            made.text(middle, top + down, f"({value})" if told.few else value, "middle", colour)
            if told.n:
                words = cut(f"n {told.n:,}", size, cell - 4)
                ink = "" if depth > 0.25 and not told.few else look.quiet
                made.text(middle, top + size * 2.8, words, "middle", ink)
            if told.link:
                made.links.append((area, told.link))
