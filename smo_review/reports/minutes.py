"""The minutes of a guided session, told on a page: figures, rulings, questions, actions.

No content is in it: items stand under their names, beside what the trainer asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from smo_review.domain.agreement import Coefficient
from smo_review.domain.charts import Bar, BarChart
from smo_review.domain.minutes import ItemMinutes, Minutes, Ruled
from smo_review.domain.numbers import Rate
from smo_review.domain.project import words
from smo_review.domain.sessions import Round
from smo_review.language import current, listed, speaking, tr
from smo_review.reports.look import written
from smo_review.reports.page import bullets, drawn, figure, grid, heading, page, paragraph

LEAST_VOTES = 2
"""With fewer, a spread would tell who voted what."""


def minutes_html(told: Minutes, language: str) -> str:
    """The minutes as one HTML file in `language`."""
    with speaking(language):
        return page(tr("Minutes: {title}", title=told.title), _parts(told))


def _parts(told: Minutes) -> Iterator[str]:
    yield heading(1, told.title)
    yield paragraph(_about(told), quiet=True)
    yield paragraph(_summary(told))
    yield heading(2, tr("Agreement"))
    yield from _agreement(told)
    yield heading(2, tr("Rulings"))
    yield from _rulings(told)
    yield heading(2, tr("Questions to the guideline"))
    yield from _questions(told)
    yield heading(2, tr("Actions"))
    yield from _actions(told)
    yield heading(2, tr("Attendance"))
    yield from _attendance(told)
    yield heading(2, tr("Item by item"))
    for number, item in enumerate(told.items, 1):
        yield from _item(told, number, item)
    yield paragraph(
        tr("Read from the ledger at {head}. Intervals are 95%.", head=told.head[:16]), quiet=True
    )


def _about(told: Minutes) -> str:
    return " · ".join(
        part
        for part in (
            tr("Minutes of a guided session"),
            words(told.project_name, current()),
            f"{_clock(told.began)} – {_clock(told.ended)}",
            tr("led by {name}", name=told.presenter),
        )
        if part
    )


def _clock(time: int) -> str:
    return f"{datetime.fromtimestamp(time / 1_000_000, UTC):%Y-%m-%d %H:%M} UTC"


def _summary(told: Minutes) -> str:
    ruled = sum(one.ruling is not None and not one.ruling.undecided for one in told.items)
    lines = [
        tr(
            "{people} people, {items} items; {ruled} ruled.",
            people=len(told.attendance),
            items=len(told.items),
            ruled=ruled,
        )
    ]
    if told.before.value is not None:
        lines.append(
            tr("Before the discussion {rate} of pairs of voters agreed.", rate=_rate(told.before))
        )
    if told.after.value is not None:
        lines.append(tr("After it {rate} agreed.", rate=_rate(told.after)))
    if told.shift.value is not None and told.shift.low is None:
        lines.append(
            tr(
                "On {n} items that were voted on twice, agreement changed by {points} percentage "
                "points.",
                n=told.shift.n,
                points=_points(told.shift.value),
            )
        )
    elif told.shift.value is not None:
        lines.append(
            tr(
                "On the {n} items that were voted on twice, agreement changed by {points} "
                "percentage points ({low} to {high}).",
                n=told.shift.n,
                points=_points(told.shift.value),
                low=_points(told.shift.low),
                high=_points(told.shift.high),
            )
        )
    return " ".join(lines)


def _rate(rate: Rate) -> str:
    if rate.low is None:
        return tr("{rate} (too few items for an interval)", rate=written(rate.value, "share"))
    low, high = written(rate.low, "share"), written(rate.high, "share")
    return f"{written(rate.value, 'share')} ({low} – {high})"


def _points(value: float | None) -> str:
    return "–" if value is None else f"{value * 100:+.1f}".replace("-", "−")


def _agreement(told: Minutes) -> Iterator[str]:
    if told.before.value is None:
        yield paragraph(tr("Not enough yet: no item has two votes that were shown."))
        return
    bars = [
        Bar(name, rate.value, rate.low, rate.high, rate.n)
        for name, rate in ((tr("First vote"), told.before), (tr("Second vote"), told.after))
    ]
    yield figure(BarChart(tr("Pairs of voters who agree"), "share", tuple(bars)))
    yield grid(
        tr("Corrected for chance, over whole answers"),
        (tr("Coefficient"), tr("First vote"), tr("Second vote")),
        [(one.name, _coefficient(one.before), _coefficient(one.after)) for one in told.measures],
    )
    yield paragraph(
        tr("Over so few items these vary widely: read the intervals, not the values alone."),
        quiet=True,
    )


def _coefficient(one: Coefficient) -> str:
    if one.value is None:
        return tr("not enough yet")
    if one.low is None or one.high is None:
        return _signed(one.value)
    return f"{_signed(one.value)} ({_signed(one.low)} – {_signed(one.high)})"


def _signed(value: float) -> str:
    return f"{value:.2f}".replace("-", "−")


def _rulings(told: Minutes) -> Iterator[str]:
    rows = [
        (
            f"{number}. {_name(item)}",
            _answer(told, item.ruling),
            _clause(told, item.ruling.clause),
            item.ruling.reason,
        )
        for number, item in enumerate(told.items, 1)
        if item.ruling is not None
    ]
    if not rows:
        yield paragraph(tr("Nothing was ruled."))
        return
    heads = (tr("Item"), tr("Ruling"), tr("Clause"), tr("Reason"))
    yield grid(tr("What the group agreed on"), heads, rows)


def _questions(told: Minutes) -> Iterator[str]:
    if not told.questions:
        yield paragraph(tr("None was asked."))
        return
    yield bullets(
        " · ".join(
            part
            for part in (
                one.text,
                _clause(told, one.clause),
                tr("answered: {answer}", answer=one.answered)
                if one.answered
                else tr("not answered yet"),
            )
            if part
        )
        for one in told.questions
    )


def _actions(told: Minutes) -> Iterator[str]:
    if not told.actions:
        yield paragraph(tr("None was agreed on."))
        return
    yield grid(
        tr("What is to be done"),
        (tr("Action"), tr("Owner"), tr("Due"), tr("State")),
        [
            (
                one.text or "–",
                one.owner or "–",
                one.due or "–",
                tr("done") if one.done else tr("not done yet"),
            )
            for one in told.actions
        ],
    )


def _attendance(told: Minutes) -> Iterator[str]:
    if not told.attendance:
        yield paragraph(tr("Nobody voted, and nobody was asked to come."))
        return
    first = sum(one.before is not None for one in told.items)
    second = sum(one.after is not None for one in told.items)
    yield grid(
        tr("On how many items each person voted"),
        (tr("Name"), tr("First vote"), tr("Second vote"), tr("Too late"), tr("Twice, differently")),
        [
            (
                one.name,
                tr("{n} of {all}", n=one.first, all=first),
                tr("{n} of {all}", n=one.second, all=second),
                str(one.late),
                str(one.twice),
            )
            for one in told.attendance
        ],
    )


def _item(told: Minutes, number: int, item: ItemMinutes) -> Iterator[str]:
    yield heading(3, f"{number}. {_name(item)}")
    if item.sealed:
        yield paragraph(tr("This item is sealed; nothing is told of it."))
        return
    if item.prompt:
        yield paragraph(item.prompt)
    yield from _spread(told, item)
    if item.remarks:
        yield bullets(item.remarks)
    if item.ruling is not None:
        lines = (
            tr("Ruling: {answer}", answer=_answer(told, item.ruling)),
            item.ruling.reason,
            tr("recorded by {name}", name=item.ruling.by),
        )
        yield paragraph("\n".join(filter(None, lines)))


def _spread(told: Minutes, item: ItemMinutes) -> Iterator[str]:
    named = ((tr("First vote"), item.before), (tr("Second vote"), item.after))
    shown = [(name, one) for name, one in named if one is not None]
    rounds = [(name, one) for name, one in shown if one.votes >= LEAST_VOTES]
    bars = [
        Bar(tr("vote {n}: {answer}", n=one.round, answer=_labels(told, side.labels)), side.n)
        for _, one in rounds
        for side in one.spread
    ]
    if bars:
        title = tr("Votes on {item}", item=_name(item))
        yield drawn(BarChart(title, "count", tuple(bars)))
        answers = dict.fromkeys(side.labels for _, one in rounds for side in one.spread)
        rows = [
            (_labels(told, labels), *(str(_votes(one, labels)) for _, one in rounds))
            for labels in answers
        ]
        yield grid(title, (tr("Answer"), *(name for name, _ in rounds)), rows)
    if not shown:
        yield paragraph(tr("No vote was shown."))
    elif len(rounds) < len(shown):
        yield paragraph(tr("Fewer than two votes: telling them would name somebody."))


def _votes(one: Round, labels: tuple[str, ...]) -> int:
    return next((side.n for side in one.spread if side.labels == labels), 0)


def _name(item: ItemMinutes) -> str:
    return item.source or item.item


def _answer(told: Minutes, ruling: Ruled) -> str:
    return tr("left open") if ruling.undecided else _labels(told, ruling.labels)


def _labels(told: Minutes, labels: Sequence[str]) -> str:
    names = (words(told.labels[one], current()) if one in told.labels else one for one in labels)
    return listed(names) or tr("none of the labels")


def _clause(told: Minutes, number: str) -> str:
    title = words(told.clauses[number], current()) if number in told.clauses else ""
    return f"{number} {title}".strip()
