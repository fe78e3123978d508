"""Charts as records: what is shown, not how it is drawn. Window, HTML and PDF draw the same one.

Values are in the chart's `unit`: "share" (0..1, written as percent) or "count", or any word that
stands behind a plain number. None is "not enough yet", and is drawn as nothing. A `link` names what
opens behind a mark; it is handed back, never followed here.
"""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct


class Point(Struct, frozen=True):
    """A value at a place along a line, with its interval and count. `alarm` says in words why it
    stands out, or is empty."""

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    alarm: str = ""
    link: str = ""


class Event(Struct, frozen=True):
    """Something that happened before point `at`: a guideline version, an action, an incident."""

    at: int
    text: str


class Line(Struct, frozen=True):
    """One line of a chart."""

    name: str
    points: tuple[Point, ...]


class LineChart(Struct, frozen=True):
    """Lines over the same labels. A control chart has one line, `centre` and limits by point."""

    title: str
    unit: str
    lines: tuple[Line, ...]
    centre: float | None = None
    upper: tuple[float | None, ...] = ()
    lower: tuple[float | None, ...] = ()
    target: float | None = None
    events: tuple[Event, ...] = ()


class Bar(Struct, frozen=True):
    """One bar with its interval and count."""

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    link: str = ""


class BarChart(Struct, frozen=True):
    """Bars from the top down, in the order given. `running` adds the running share of the whole
    (Pareto) behind each bar; bars that are shares are shares of that whole, shown here or not."""

    title: str
    unit: str
    bars: tuple[Bar, ...]
    target: float | None = None
    running: bool = False


class DotChart(Struct, frozen=True):
    """A dot with its interval a row, from the top down in the order given: for values that have
    no nought to start a bar from. `shape` tells dots of one chart from those of another."""

    title: str
    unit: str
    rows: tuple[Bar, ...]
    shape: int = 0


class Cell(Struct, frozen=True):
    """One cell of a heat map; `n` is how much its value rests on, written below it.

    `few`: too little stands behind it to compare it with others.
    """

    value: float | None
    n: int | None = None
    link: str = ""
    few: bool = False


class HeatMap(Struct, frozen=True):
    """A table whose cells are darker the larger their value; the number stands in each."""

    title: str
    unit: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]


Chart: TypeAlias = LineChart | BarChart | DotChart | HeatMap
