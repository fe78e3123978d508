"""What a lead looks at first: rows of what is off and what waits, each with its way to more.

A row says nothing that the page it leads to would not say; it is no ranking of people.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

from smo_review.domain.filters import Filter
from smo_review.domain.kpis import Unit
from smo_review.domain.numbers import Rate
from smo_review.domain.trends import Measure, Span

Area: TypeAlias = Literal[
    "kpis", "signals", "changes", "actions", "incidents", "disputes", "batches", "gold", "auditors"
]
AREAS: tuple[Area, ...] = (
    "kpis", "signals", "changes", "actions", "incidents", "disputes", "batches", "gold", "auditors"
)  # fmt: skip
Weight: TypeAlias = Literal["alarm", "look", "waits", "unsure", "calm"]
WEIGHTS: tuple[Weight, ...] = ("alarm", "look", "waits", "unsure", "calm")
"""Act on it now; look at it; somebody's turn; it cannot be told yet; as it should be. The first
three need a look."""
ASKING: tuple[Weight, ...] = WEIGHTS[:3]
Place: TypeAlias = Literal[
    "kpi", "chart", "heat", "pareto", "compare", "action", "incident", "dispute", "batch",
    "batches", "items", "gold", "auditor",
]  # fmt: skip


class Way(Struct, frozen=True, omit_defaults=True):
    """Where a row is decided. `filter` is what figures are about there; `key` names the KPI, batch,
    action, incident or person; `before` and `after` are the days to compare."""

    to: Place
    filter: Filter = Filter()
    key: str = ""
    measure: Measure = "errors"
    before: Span = Span()
    after: Span = Span()


class OverviewRow(Struct, frozen=True):
    """One line. `key` is the same as long as it is about the same thing.

    `state` is a code, `said` how a person reads it; so are `name` and `words`, a sentence. `figure`
    has the value in `unit` with its interval; where nothing is estimated it is None, and `count` is
    how many there are.
    """

    key: str
    area: Area
    weight: Weight
    state: str
    said: str
    name: str
    words: str
    way: Way
    count: int
    figure: Rate | None = None
    unit: Unit = "share"


class Overview(Struct, frozen=True):
    """All rows, by area and in it the heaviest first; the area with the heaviest row comes first.

    `judged` counts the annotations with a verdict that the filter leaves: where there are none,
    nothing is as it should be. `checked` says how many of each were looked at. `weeks` are the
    newest full weeks in which something was judged, `today` the day (UTC) that due dates were held
    against.
    """

    rows: tuple[OverviewRow, ...]
    checked: tuple[tuple[Area, int], ...]
    weeks: tuple[Span, ...]
    today: str
    judged: int
    head: str

    @property
    def asking(self) -> tuple[OverviewRow, ...]:
        """The rows that need a look."""
        return tuple(row for row in self.rows if row.weight in ASKING)


def in_order(rows: list[OverviewRow]) -> tuple[OverviewRow, ...]:
    """Areas by their heaviest row, rows in them by weight; what weighs the same keeps its order."""

    def weight(row: OverviewRow) -> int:
        return WEIGHTS.index(row.weight)

    heaviest: dict[Area, int] = {}
    for row in rows:
        heaviest[row.area] = min(heaviest.get(row.area, len(WEIGHTS)), weight(row))
    return tuple(
        sorted(rows, key=lambda row: (heaviest[row.area], AREAS.index(row.area), weight(row)))
    )
