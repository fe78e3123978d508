"""What a lead looks at first: what is off under a filter, and what waits, in one read.

The columns are read once; what waits for somebody is told by `waiting`. Not for the window's
thread.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

from msgspec import structs

from smo_review.domain.filters import EVERYTHING, Filter, FilterChoices
from smo_review.domain.kpis import KpiFigure, KpiState
from smo_review.domain.numbers import Rate
from smo_review.domain.overview import Area, Overview, OverviewRow, Way, Weight, in_order
from smo_review.domain.trends import Measure, Side, Span, Trend
from smo_review.language import titled, tr, translated
from smo_review.quality.judged import UNSETTLED, day_number, iso_day
from smo_review.quality.kpi_words import amount, state_words
from smo_review.quality.newest import NEWEST, Part, full_weeks, moved, parts_of
from smo_review.queries.filters import filter_choices
from smo_review.queries.kpis import kpis_of
from smo_review.queries.trends import Material, material, trend_within
from smo_review.queries.waiting import unsettled, waiting
from smo_review.queries.week_change import changes
from smo_review.reports.causes import factor_words
from smo_review.reports.trend_words import MEASURES, broken_words, measure_name, value_words
from smo_review.store.workspace import Workspace

_WATCHED: tuple[Measure, ...] = ("errors", "critical", "noncritical")
"""The registry's shares that a control chart shows."""
_FEW = 5
"""More labels, annotators or codes than this that moved are told in one row."""
_KPI_WEIGHT: dict[KpiState, Weight] = {
    "alarm": "alarm",
    "below target": "look",
    "not decided": "unsure",
    "not enough yet": "unsure",
}


def overview(ws: Workspace, wanted: Filter = EVERYTHING, today: str = "") -> Overview:
    """Everything that needs a look, and what could not be told yet.

    Figures are those of the filter. Actions, incidents, disputes, batches, golds and auditors are
    those of its batch or project, whatever else it says. `today` (ISO) is the day in UTC. UserError
    as `judged`.
    """
    day = date.fromisoformat(today) if today else datetime.now(UTC).date()
    read_once = material(ws, wanted)
    columns = read_once.judged
    days = columns.clock(wanted.clock)
    weeks = full_weeks(days[columns.counted], day_number(day.isoformat()), wanted)
    newest = weeks[-NEWEST:]
    choices = filter_choices(ws)
    with_target = [one for one in kpis_of(ws, read_once) if one.target is not None]
    over = _over(read_once, newest)
    parts = tuple(parts_of(columns, read_once.found, wanted)) if newest else ()
    told = [
        *map(_kpi, (one for one in with_target if one.state in _KPI_WEIGHT)),
        *_signals(read_once, over, newest, choices),
        *_parts(read_once, over, moved(columns, parts, days, weeks), newest, choices),
        *changes(read_once, weeks),
        *unsettled(int((columns.outcome == UNSETTLED).sum()), wanted),
    ]
    rest, checked = waiting(ws, read_once, day)
    looked: list[tuple[Area, int]] = [
        ("kpis", len(with_target)),
        ("signals", len(_WATCHED) + len(parts) if newest else 0),
        *checked,
    ]
    spans = tuple(Span(iso_day(one), iso_day(one + 6)) for one in newest)
    return Overview(
        in_order([*told, *rest]), tuple(looked), spans, day.isoformat(), len(columns), columns.head
    )


def _kpi(one: KpiFigure) -> OverviewRow:
    key = f"{one.id} {one.group}".strip()
    side = "≥" if one.direction == "higher" else "≤"
    target = tr("target {target}", target=f"{side}\u00a0{amount(one.unit, one.target)}")
    return OverviewRow(
        key=f"kpi {key}",
        area="kpis",
        weight=_KPI_WEIGHT[one.state],
        state=one.state,
        said=state_words(one.state),
        name=one.name,
        words=f"{one.sentence} · {target}",
        way=Way("kpi", key=key),
        count=one.n,
        figure=Rate(one.value, one.n, one.low, one.high),
        unit=one.unit,
    )


def _over(read_once: Material, newest: tuple[int, ...]) -> Filter:
    """The filter up to the newest full week: a week that goes on moves no limits yet."""
    columns, wanted = read_once.judged, read_once.wanted
    if not newest or not (columns.clock(wanted.clock)[columns.counted] > newest[-1] + 6).any():
        return wanted
    return structs.replace(wanted, until=iso_day(newest[-1] + 6))


def _signals(
    read_once: Material, over: Filter, newest: tuple[int, ...], choices: FilterChoices
) -> Iterator[OverviewRow]:
    """Each whole measure whose chart breaks a rule in the newest full weeks."""
    if not newest:
        return
    for measure in _WATCHED:
        trend = trend_within(read_once, over, measure)
        row = _signal(trend, newest, measure_name(measure, dict(choices.code), trend.filter.code))
        if row is not None:
            yield row


def _parts(
    read_once: Material,
    over: Filter,
    found: tuple[Part, ...],
    newest: tuple[int, ...],
    choices: FilterChoices,
) -> Iterator[OverviewRow]:
    """Labels, annotators and codes that moved and whose own chart breaks a rule there."""
    by_field: dict[tuple[str, Measure], list[OverviewRow]] = {}
    for part in found:
        narrow = structs.replace(over, **{part.field: part.key})
        trend = trend_within(read_once, narrow, part.measure)
        row = _signal(trend, newest, _part_name(part, choices))
        if row is not None:
            by_field.setdefault((part.field, part.measure), []).append(row)
    for (field, measure), rows in by_field.items():
        if len(rows) <= _FEW:
            yield from rows
        else:
            yield _folded(over, field, measure, rows)


def _part_name(part: Part, choices: FilterChoices) -> str:
    name = choices.name(part.field, part.key)
    if part.field == "code":
        return measure_name(part.measure, {part.key: name}, part.key)
    what = (
        factor_words("label", part.key, {part.key: name})
        if part.field == "label"
        else factor_words("annotator", name)
    )
    return titled(translated(MEASURES[part.measure]), what)


def _signal(trend: Trend, newest: tuple[int, ...], name: str) -> OverviewRow | None:
    """A chart that breaks a rule in the newest weeks; the side that is worse comes first."""
    starts = {iso_day(one) for one in newest}
    places = {at for at, one in enumerate(trend.points) if one.start in starts}
    rules = [one for one in trend.broken if places & set(one.places)]
    if not rules:
        return None
    order: tuple[Side, ...] = ("above", "either", "below")
    rules.sort(key=lambda one: order.index(one.side))
    side, last = rules[0].side, trend.points[max(places)]
    news = tuple(at for at in rules[0].places if at in places)
    words = [
        tr(
            "Week of {day}: {value} of {n}, {centre} over all weeks.",
            day=last.start,
            value=value_words(last.rate.value, trend.measure),
            n=f"{last.rate.n:,}",
            centre=value_words(trend.whole.value, trend.measure),
        ),
        broken_words(trend, structs.replace(rules[0], places=news)),
    ]
    if len(rules) > 1:
        words.append(tr("Further rules that are broken there: {n}.", n=len(rules) - 1))
    worse: Weight = "alarm" if trend.measure == "critical" else "look"
    state, said = {
        "above": ("higher", tr("higher")),
        "either": ("unusual", tr("unusual")),
        "below": ("lower", tr("lower")),
    }[side]
    wanted = trend.filter
    return OverviewRow(
        key=f"signal {trend.measure} {wanted.label} {wanted.annotator} {wanted.code}",
        area="signals",
        weight="calm" if side == "below" else worse if side == "above" else "look",
        state=state,
        said=said,
        name=name,
        words=" ".join(words),
        way=Way("chart", wanted, measure=trend.measure),
        count=last.rate.n,
        figure=last.rate,
    )


def _folded(wanted: Filter, field: str, measure: Measure, rows: list[OverviewRow]) -> OverviewRow:
    """Many at once are one thing to look at, and where to see them beside each other."""
    heaviest = in_order(rows)[0]
    name = {
        "label": tr("{measure}: {n} labels", measure=measure_name(measure, {}), n=len(rows)),
        "annotator": tr(
            "{measure}: {n} annotators", measure=measure_name(measure, {}), n=len(rows)
        ),
        "code": tr("{measure}: {n} codes", measure=measure_name(measure, {}), n=len(rows)),
    }[field]
    return structs.replace(
        heaviest,
        key=f"signal {measure} {field}s",
        name=name,
        words=tr(
            "They moved together in the newest full weeks: {names}.",
            names="; ".join(one.name.partition(": ")[2] for one in rows),
        ),
        way=Way("pareto" if field == "code" else "heat", wanted),
        count=len(rows),
        figure=None,
    )
