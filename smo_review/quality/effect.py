"""Whether an action worked: the chart after it, judged by the stretch before it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

from msgspec import Struct

from smo_review.quality.causes import Change, change
from smo_review.quality.charts import Chart, ewma_of, p_chart
from smo_review.quality.rules import WESTERN_ELECTRIC, broken

Wanted: TypeAlias = Literal["down", "up"]
Verdict: TypeAlias = Literal["shown", "not shown", "worse", "not enough"]
Stretch: TypeAlias = Sequence[tuple[float, float]]
"""(hits, n) of each day or week, in time order. Points with nothing checked are passed over."""


class Effect(Struct, frozen=True):
    """What the data after an action say.

    "shown" needs both: the two stretches differ the wanted way (Newcombe's interval leaves out 0),
    and the points after it break a control limit or a Western Electric rule on that side of the
    old centre. "worse" is a difference the other way. `signals` are places (from 0) in `after`, the
    chart of the points after the action under the old centre; `smooth` are its moving averages.
    """

    verdict: Verdict
    change: Change | None = None
    after: Chart | None = None
    smooth: Chart | None = None
    signals: tuple[int, ...] = ()


def effect(before: Stretch, after: Stretch, wanted: Wanted) -> Effect:
    """Judge an action by the rate before and after it. Neither side may be empty of checks."""
    before = [(hits, n) for hits, n in before if n > 0]
    after = [(hits, n) for hits, n in after if n > 0]
    totals = [(sum(h for h, _ in part), sum(n for _, n in part)) for part in (before, after)]
    moved = change(totals[0], totals[1])
    if moved is None:
        return Effect("not enough")
    chart = p_chart([h for h, _ in after], [n for _, n in after], moved.before)
    smooth = ewma_of(chart)
    signals = _signals(chart, smooth, -1 if wanted == "down" else 1)
    if moved.direction == "not shown" or (moved.direction == wanted and not signals):
        return Effect("not shown", moved, chart, smooth, signals)
    verdict: Verdict = "shown" if moved.direction == wanted else "worse"
    return Effect(verdict, moved, chart, smooth, signals)


def _signals(chart: Chart, smooth: Chart, side: int) -> tuple[int, ...]:
    """Points that tell of a shift to one side: -1 down, 1 up."""
    one_sided = [max(0.0, side * z) for z in chart.z]
    places = {place for found in broken(one_sided, WESTERN_ELECTRIC).values() for place in found}
    places.update(place for place in smooth.outside if side * smooth.z[place] > 0)
    return tuple(sorted(places))
