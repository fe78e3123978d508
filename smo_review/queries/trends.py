"""Trends, comparisons, breakdowns and gaps, over what was judged and a filter leaves.

A filter's code and clause say which errors are counted; they never narrow what they are counted
over, so that one code's rate is a rate. Reading costs what was judged: not for the window's
thread. Whoever asks several questions of one filter reads once (`material`).
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from msgspec import Struct, structs

from smo_review.domain.filters import EVERYTHING, Filter
from smo_review.domain.trends import (
    Comparison,
    Gaps,
    Heat,
    Mark,
    Matrix,
    Measure,
    Pareto,
    Shift,
    Span,
    Step,
    Trend,
    TrendPoint,
)
from smo_review.quality import breakdowns
from smo_review.quality import gaps as quality_gaps
from smo_review.quality.gaps import apart
from smo_review.quality.judged import Found, Ints, Judged, Mask, day_number, iso_day
from smo_review.quality.trends import (
    ENOUGH_POINTS,
    Reading,
    hits_of,
    measured,
    read,
    series,
    summed,
)
from smo_review.queries.counted import narrowed
from smo_review.queries.day_sums import day_sums
from smo_review.queries.judged import findings_in, judged
from smo_review.queries.marks import marks
from smo_review.queries.numbers import ledger_head
from smo_review.queries.overlaps import annotated, doubles, golds_by_row
from smo_review.store import catalog
from smo_review.store.workspace import Workspace

_SHARES: dict[Measure, str] = {"errors": "incorrect", "critical": "critical"}


class Material(Struct, frozen=True):
    """What was judged under a filter, read once. `order` are the labels as the projects have them.

    `judged` leaves out what only says which errors are meant; `found` are its findings.
    """

    wanted: Filter
    judged: Judged
    found: tuple[Found, ...]
    marks: tuple[Mark, ...]
    order: tuple[str, ...]

    def hits(self, measure: Measure) -> Ints:
        """What counts in each entry, of the errors that the filter names."""
        return hits_of(self.judged, self.found, measure, self.wanted.code, self.wanted.clause)


def material(ws: Workspace, wanted: Filter = EVERYTHING) -> Material:
    """Everything that the functions below need. UserError as `judged` raises it."""
    base = structs.replace(wanted, code="", clause="", outcome="", right_label="")
    columns = judged(ws, base)
    with ws.read() as conn:
        order = [label.id for row in catalog.all_batches(conn) for label in row.project.labels]
        return Material(
            wanted,
            columns,
            tuple(findings_in(conn, columns)),
            marks(conn, wanted),
            tuple(dict.fromkeys(order)),
        )


def trend(
    ws: Workspace, wanted: Filter = EVERYTHING, measure: Measure = "errors", by: Step = "week"
) -> Trend:
    """A measure by day or week as a control chart; from the roll-ups where they know it."""
    if rolled(wanted, measure):
        return quick_trend(ws, wanted, measure, by)
    return trend_of(material(ws, wanted), measure, by)


def rolled(wanted: Filter, measure: Measure) -> bool:
    """Whether the roll-ups know the measure by day: a share, of batches and days alone."""
    days = structs.replace(wanted, since="", until="")
    return days.only_batches and measure != "findings"


def quick_trend(ws: Workspace, wanted: Filter, measure: Measure, by: Step) -> Trend:
    """The same from the roll-ups: what it costs does not depend on how much was judged."""
    with ws.read() as conn:
        told = summed(day_sums(conn, wanted, measure), measure, by)
        return _trend(read(told), wanted, by, marks(conn, wanted), ledger_head(conn))


def trend_of(read_once: Material, measure: Measure = "errors", by: Step = "week") -> Trend:
    """The same from what was read."""
    columns, wanted = read_once.judged, read_once.wanted
    told = series(columns, read_once.hits(measure), measure, by, columns.clock(wanted.clock))
    return _trend(read(told), wanted, by, read_once.marks, columns.head)


def trend_within(
    read_once: Material, narrow: Filter, measure: Measure = "errors", by: Step = "week"
) -> Trend:
    """The same of a part of what was read: `narrow` is its filter with more said."""
    columns = read_once.judged
    mask = narrowed(columns, narrow)
    hits = hits_of(columns, read_once.found, measure, narrow.code, narrow.clause)
    own = columns.where(mask)
    told = series(own, hits[mask], measure, by, own.clock(narrow.clock))
    return _trend(read(told), narrow, by, read_once.marks, columns.head)


def _trend(told: Reading, wanted: Filter, by: Step, marked: tuple[Mark, ...], head: str) -> Trend:
    starts = told.series.starts
    return Trend(
        told.series.kind,
        by,
        wanted.clock,
        wanted,
        tuple(_point(told, at, by, wanted) for at in range(len(starts))),
        told.series.whole,
        told.chart.centre if told.chart else None,
        len(starts) >= ENOUGH_POINTS,
        told.broken,
        _shift(told),
        marked,
        head,
    )


def _shift(told: Reading) -> Shift | None:
    at = told.shift
    if at is None:
        return None
    parts = (told.series.weighed[:at], told.series.weighed[at:])
    before, after = (sum(h for h, _ in part) / sum(n for _, n in part) for part in parts)
    return Shift(at, iso_day(told.series.starts[at]), before, after)


def _point(told: Reading, at: int, by: Step, wanted: Filter) -> TrendPoint:
    start = told.series.starts[at]
    end = start if by == "day" else start + 6
    chart, smooth = told.chart, told.smooth
    # A week at the edge of the filter is no longer than the filter.
    since = max(filter(None, (iso_day(start), wanted.since)))
    until = min(filter(None, (iso_day(end), wanted.until)))
    opens = structs.replace(wanted, since=since, until=until)
    outcome = _SHARES.get(told.series.kind, "")
    if not wanted.code and not wanted.clause:
        opens = structs.replace(opens, outcome=outcome or "incorrect")
    return TrendPoint(
        iso_day(start),
        iso_day(end),
        told.series.hits[at],
        told.series.rates[at],
        opens,
        lower=chart.low[at] if chart else None,
        upper=chart.high[at] if chart else None,
        smooth=smooth.values[at] if smooth else None,
        smooth_lower=smooth.low[at] if smooth else None,
        smooth_upper=smooth.high[at] if smooth else None,
        rules=tuple(one.rule for one in told.broken if at in one.places),
    )


def compare(
    ws: Workspace,
    before: Span,
    after: Span,
    wanted: Filter = EVERYTHING,
    measure: Measure = "errors",
) -> Comparison:
    """A measure in two stretches of days; the filter's own days are put aside."""
    return compare_of(
        material(ws, structs.replace(wanted, since="", until="")), before, after, measure
    )


def compare_of(
    read_once: Material, before: Span, after: Span, measure: Measure = "errors"
) -> Comparison:
    """The same from what was read. ValueError for a date that is none."""
    columns = read_once.judged
    hits, days = read_once.hits(measure), columns.clock(read_once.wanted.clock)
    first, second = (
        measured(columns, hits, measure, _within(days, span)) for span in (before, after)
    )
    told = Comparison(measure, before, after, first, second, head=columns.head)
    if not first.n or not second.n:
        return told
    difference, low, high = apart(second, first)
    direction = "up" if low > 0 else "down" if high < 0 else "not shown"
    return structs.replace(told, difference=difference, low=low, high=high, direction=direction)


def _within(days: Ints, span: Span) -> Mask:
    mask: Mask = np.ones(len(days), dtype=np.bool_)
    if span.since:
        mask &= days >= day_number(span.since)
    if span.until:
        mask &= days <= day_number(span.until)
    return mask


def breakdown(ws: Workspace, wanted: Filter = EVERYTHING, of: breakdowns.Of = "code") -> Pareto:
    """Incorrect annotations by code, clause, label or annotator, the largest first."""
    return breakdown_of(material(ws, wanted), of)


def breakdown_of(read_once: Material, of: breakdowns.Of = "code") -> Pareto:
    """The same from what was read; a filter's code and clause leave annotations that have them."""
    hits = read_once.hits("errors")
    found = [one for one in read_once.found if hits[one.place]]
    return breakdowns.pareto_of(read_once.judged, found, of, read_once.wanted, hits)


def confusion(
    ws: Workspace, wanted: Filter = EVERYTHING, against: Literal["findings", "gold"] = "findings"
) -> Matrix:
    """Given against right labels: by the findings, or by gold over items that have one."""
    return confusion_of(ws, material(ws, wanted), against)


def confusion_of(
    ws: Workspace, read_once: Material, against: Literal["findings", "gold"] = "findings"
) -> Matrix:
    """The same from what was read. A filter's code and clause choose among the findings."""
    columns, wanted = read_once.judged, read_once.wanted
    if against == "gold":
        golds = golds_by_row(ws, wanted.batch)
        pairs = breakdowns.by_gold(columns, golds)
        n = int(np.isin(columns.item, list(golds)).sum())
    else:
        kinds = (wanted.code, wanted.clause)
        found = [
            one
            for one in read_once.found
            if kinds[0] in ("", one.code) and kinds[1] in ("", one.clause)
        ]
        pairs, n = breakdowns.by_findings(columns, found), int(columns.counted.sum())
    return breakdowns.matrix(pairs, against, read_once.order, wanted, n, columns.head)


def heat(ws: Workspace, wanted: Filter = EVERYTHING) -> Heat:
    """The share incorrect of each annotator's annotations with each label."""
    return heat_of(material(ws, wanted))


def heat_of(read_once: Material) -> Heat:
    """The same from what was read."""
    hits = read_once.hits("errors")
    return breakdowns.heat(read_once.judged, hits, read_once.order, read_once.wanted)


def gaps(ws: Workspace, wanted: Filter = EVERYTHING) -> Gaps:
    """Clauses that split auditors, labels with low agreement, languages behind."""
    return gaps_of(ws, material(ws, wanted))


def gaps_of(ws: Workspace, read_once: Material) -> Gaps:
    """The same from what was read."""
    columns, wanted = read_once.judged, read_once.wanted
    with ws.read() as conn:
        double = doubles(conn, columns)
        items, label_sets, sets, weight = annotated(conn, wanted)
    _, times = np.unique(items, return_counts=True)
    return Gaps(
        quality_gaps.split_clauses(double, wanted),
        quality_gaps.label_agreement(items, label_sets, sets, wanted, weight),
        quality_gaps.language_gaps(columns, read_once.hits("errors"), wanted),
        len(double),
        int((times > 1).sum()),
        columns.head,
    )
