"""The pack for the weekly quality meeting: headline figures, what changed, where errors gather,
what is open, and an agenda made from them."""

from __future__ import annotations

from msgspec import structs

from smo_review.domain.numbers import Rate
from smo_review.domain.reports import Request, Section
from smo_review.language import tr
from smo_review.quality.gaps import apart
from smo_review.quality.judged import Mask, iso_day, week_starts
from smo_review.queries.reports import matters, parts, teams
from smo_review.queries.reports.basis import Basis, accuracy, per_entry, rate_figure
from smo_review.queries.reports.examples import examples
from smo_review.queries.reports.lists import Chosen
from smo_review.queries.reports.mistakes import errors_section
from smo_review.queries.reports.targets import kpi_section
from smo_review.reports.look import written
from smo_review.store.workspace import Workspace


def subject(basis: Basis) -> str:
    """Which week, and whose."""
    week = _week(basis, teams.own(basis).mask)
    return tr("{who}, week of {day}", who=teams.subject(basis), day=iso_day(week)) if week else ""


def asked_days(basis: Basis) -> Request:
    """The request with the days that the pack is about."""
    week = _week(basis, teams.own(basis).mask)
    if basis.request.since or not week:
        return basis.request
    return structs.replace(basis.request, since=iso_day(week), until=iso_day(week + 6))


def sections(basis: Basis, ws: Workspace) -> tuple[Section, ...]:
    """The week that is asked for with `since`, else that of the newest verdict."""
    own = teams.own(basis)
    mine = _asked(basis, own)
    day = basis.judged.day
    first = int(day[mine.mask].min(initial=_week(basis, own.mask)))
    before = basis.dated(own, 0, first - 1)
    errors = errors_section(basis, mine, tr("Where errors gather this week"))
    open_ones = matters.open_sections(basis, ws)
    return (
        Section("overview", tr("Headline figures"), figures=parts.overview(basis, mine)),
        _changed(basis, mine, before),
        kpi_section(basis, ws, _days_of(basis, mine)),
        parts.progress_section(basis, own, tr("Course")),
        errors,
        Section("examples", tr("Examples to talk about"), examples=examples(basis, mine, 5)),
        *open_ones,
        _agenda(basis, mine.mask, open_ones),
    )


def _asked(basis: Basis, own: Chosen) -> Chosen:
    """The entries that the pack is about."""
    if basis.request.since:
        return basis.since(own)
    week = _week(basis, own.mask)
    return basis.dated(own, week, week + 6)


def _days_of(basis: Basis, mine: Chosen) -> Chosen:
    """Everybody's entries of the same days, which KPIs of the project are over."""
    days = basis.judged.day
    if not mine.mask.any():
        return basis.period
    return basis.dated(basis.everything, int(days[mine.mask].min()), int(days[mine.mask].max()))


def _week(basis: Basis, own: Mask) -> int:
    """The Monday of the newest verdict's week; 0 where there is none."""
    return int(week_starts(basis.judged.day[own]).max(initial=0))


def _changed(basis: Basis, mine: Chosen, before: Chosen) -> Section:
    """This week beside all weeks before it."""
    judged = basis.judged
    now, then = accuracy(judged, mine.mask), accuracy(judged, before.mask)
    figures = (
        rate_figure(
            "changed/now", tr("Accuracy in this period"), now, items=parts.wrong_list(basis, mine)
        ),
        rate_figure(
            "changed/before",
            tr("Accuracy before"),
            then,
            items=basis.behind(
                ("before", tr("Incorrect before"), parts.wrong_of(basis, before)),
                ("before-checked", tr("Checked before"), before),
            ),
        ),
    )
    return Section("changed", tr("What changed"), (_change_words(now, then),), figures=figures)


def _change_words(now: Rate, then: Rate) -> str:
    """What two accuracies say beside each other."""
    if not now.n or not then.n:
        return tr("There is no earlier week to compare with.")
    _, least, most = apart(now, then)
    low, high = written(least, "share"), written(most, "share")
    if least > 0:
        return tr("Accuracy is higher than before: difference {low} to {high} (95%).",
                  low=low, high=high)  # fmt: skip
    if most < 0:
        return tr("Accuracy is lower than before: difference {low} to {high} (95%).",
                  low=low, high=high)  # fmt: skip
    return tr("No change of accuracy is shown: difference {low} to {high} (95%).",
              low=low, high=high)  # fmt: skip


def _agenda(basis: Basis, mask: Mask, open_ones: tuple[Section, ...]) -> Section:
    """What to talk about, from what the figures say."""
    found = basis.findings(mask)
    often = sorted(per_entry(found, "code").items(), key=lambda told: (-told[1], told[0]))
    critical = {one.place for one in found if one.critical}
    points = [tr("Figures and what changed.")]
    if critical:
        points.append(tr("Critical errors, one by one: {n}.", n=len(critical)))
    points += [
        tr("Cause of “{code}”: {n} annotations.", code=basis.code(code), n=n)
        for code, n in often[:3]
    ]
    points += [
        tr("{title}: {n}.", title=one.title, n=len(one.tables[0].rows))
        for one in open_ones
        if one.tables and one.id != "disputes"
    ]
    if open_ones[2].figures:
        points.append(tr("Disputes that are open: {n}.", n=int(open_ones[2].figures[0].value or 0)))
    points.append(tr("Who does what until when."))
    return Section("agenda", tr("Agenda"), points=tuple(points))
