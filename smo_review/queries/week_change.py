"""What changed since the week before: accuracy and critical accuracy, in a sentence each."""

from __future__ import annotations

from collections.abc import Iterator

from smo_review.domain.kpis import ENOUGH
from smo_review.domain.numbers import Rate
from smo_review.domain.overview import OverviewRow, Way, Weight
from smo_review.domain.trends import Comparison, Measure, Span
from smo_review.language import tr
from smo_review.quality.judged import iso_day
from smo_review.queries.trends import Material, compare_of
from smo_review.reports.look import written


def changes(read_once: Material, weeks: tuple[int, ...]) -> Iterator[OverviewRow]:
    """The newest full week against the full week before it, of those that have something judged."""
    if len(weeks) < 2:
        return
    before, after = (Span(iso_day(one), iso_day(one + 6)) for one in weeks[-2:])
    told: tuple[tuple[Measure, str, Weight], ...] = (
        ("errors", tr("Accuracy"), "look"),
        ("critical", tr("Critical accuracy"), "alarm"),
    )
    for measure, name, worse in told:
        found = compare_of(read_once, before, after, measure)
        yield _change(read_once, found, name, worse)


def _change(read_once: Material, told: Comparison, name: str, worse: Weight) -> OverviewRow:
    # What is compared are errors; accuracy is the rest.
    was, now = _rest(told.before), _rest(told.after)
    sides = tr(
        "{before} of {n} before, {after} of {m} after",
        before=written(was.value, "share"),
        n=f"{was.n:,}",
        after=written(now.value, "share"),
        m=f"{now.n:,}",
    )
    days = tr("Week of {after} against that of {before}.", after=told.after_span.since,
              before=told.before_span.since)  # fmt: skip
    weight: Weight = "calm"
    few = min(was.n, now.n) < ENOUGH
    if few or told.difference is None or told.low is None or told.high is None:
        weight, state, said = "unsure", "not enough yet", tr("not enough yet")
        words = tr("It takes {enough} judged in each week: {sides}.", enough=ENOUGH, sides=sides)
    elif told.direction == "not shown":
        state, said = "no change shown", tr("no change shown")
        words = tr(
            "{measure}: no change is shown; it may lie between {low} and {high}. {sides}.",
            measure=name, low=_signed(-told.high), high=_signed(-told.low), sides=sides,
        )  # fmt: skip
    else:
        size = tr("{n} points", n=_points(abs(told.difference)))
        low, high = sorted((abs(told.low), abs(told.high)))
        given = {"measure": name, "size": size, "low": _points(low), "high": _points(high)}
        if told.direction == "up":
            weight, state, said = worse, "fell", tr("fell")
            words = tr("{measure} fell by {size} ({low} to {high}): {sides}.", **given, sides=sides)
        else:
            state, said = "rose", tr("rose")
            words = tr("{measure} rose by {size} ({low} to {high}): {sides}.", **given, sides=sides)
    return OverviewRow(
        key=f"change {told.measure}",
        area="changes",
        weight=weight,
        state=state,
        said=said,
        name=name,
        words=f"{words} {days}",
        way=Way(
            "compare", read_once.wanted, measure=told.measure,
            before=told.before_span, after=told.after_span,
        ),
        count=now.n,
        figure=now,
    )  # fmt: skip


def _rest(rate: Rate) -> Rate:
    if rate.value is None or rate.low is None or rate.high is None:
        return rate
    return Rate(1 - rate.value, rate.n, 1 - rate.high, 1 - rate.low)


def _points(share: float) -> str:
    return f"{share * 100:.1f}"


def _signed(share: float) -> str:
    size = _points(abs(share))
    sign = "" if size == _points(0) else "−" if share < 0 else "+"
    return sign + tr("{n} points", n=size)
