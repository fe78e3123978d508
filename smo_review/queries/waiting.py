"""What waits for somebody: actions, incidents, disputes, batches, golds, drifting auditors.

These are those of a filter's batch or project, whatever else the filter says: a dispute has no
label to narrow it by.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import get_args

import numpy as np
from msgspec import structs

from smo_review.domain.actions import SOON, ActionState, ActionView, IncidentView
from smo_review.domain.auditors import AuditorDrift
from smo_review.domain.disputes import DisputeState, DisputeView
from smo_review.domain.filters import Clock, Filter
from smo_review.domain.numbers import Rate
from smo_review.domain.overview import Area, OverviewRow, Way, Weight
from smo_review.domain.scores import GoldHealth
from smo_review.domain.views import BatchSummary
from smo_review.language import tr
from smo_review.quality.intervals import wilson
from smo_review.quality.judged import day_number, iso_day
from smo_review.quality.newest import NEWEST, full_weeks, shifted
from smo_review.queries.actions import NOTHING, Read, actions, incidents
from smo_review.queries.auditors import drifts
from smo_review.queries.batches import batches
from smo_review.queries.counted import base, wide
from smo_review.queries.disputes import disputes
from smo_review.queries.gold_health import gold_health
from smo_review.queries.judged import meant
from smo_review.queries.trends import Material
from smo_review.reports.causes import effect_words, state_words
from smo_review.reports.look import written
from smo_review.store.workspace import Workspace

_DAY = 86_400_000_000
Checked = tuple[Area, int]
_ACTIONS: dict[ActionState, Weight] = {
    "lost": "look",
    "worse": "look",
    "overdue": "look",
    "works": "waits",
    "due": "waits",
    "reopened": "waits",
}
_DISPUTES: dict[DisputeState, Weight] = {
    "apart": "look",
    "late": "look",
    "looked": "waits",
    "open": "waits",
    "second-look": "waits",
}


def waiting(
    ws: Workspace, read_once: Material, today: date
) -> tuple[list[OverviewRow], list[Checked]]:
    """The rows, and how many of each were looked at."""
    wanted = read_once.wanted
    here = [one for one in batches(ws) if meant(one.info, wanted)]
    project = wanted.project
    if wanted.batch and not project:
        project = next((one.info.project for one in here), "")
    known = _known(read_once, {one.info.project for one in here})
    acted = actions(ws, project=project, today=today.isoformat(), read=known)
    happened = [one for one in incidents(ws, project=project) if not one.incident.until]
    disputed = disputes(ws, batch=wanted.batch, project=wanted.project)
    ids = {one.info.id for one in here}
    golds = [one for one in gold_health(ws, batch=wanted.batch) if not project or one.batch in ids]
    found = drifts(ws, batch=wanted.batch, project=wanted.project)
    told = [
        *(_action(one) for one in acted if one.state in _ACTIONS),
        *map(_incident, happened),
        *_disputed(disputed, wanted),
        *_batches(here, today),
        *_golds(golds, wanted),
        *_drifting(found, today, wanted),
    ]
    checked: list[Checked] = [
        ("actions", len(acted)),
        ("incidents", len(happened)),
        ("disputes", len(disputed)),
        ("batches", len(here)),
        ("gold", len(golds)),
        ("auditors", len(found)),
    ]
    return told, checked


def _known(read_once: Material, projects: set[str]) -> Read:
    """What was read, as actions ask for it: where it is all of one project."""
    said = read_once.wanted
    whole = structs.replace(base(said), project=next(iter(projects), ""))
    if len(projects) != 1 or whole != wide(whole):
        return NOTHING
    told = (read_once.judged, read_once.found)
    # Without days either clock leaves the same.
    return {structs.replace(whole, clock=clock): told for clock in get_args(Clock)}


def _action(one: ActionView) -> OverviewRow:
    said = one.action
    due = tr("done {day}", day=said.done) if said.done else tr("due {day}", day=said.due)
    return OverviewRow(
        key=f"action {said.action}",
        area="actions",
        weight=_ACTIONS[one.state],
        state=one.state,
        said=state_words(one),
        name=said.title,
        words=tr("{owner}, {due}. {effect}", owner=said.owner, due=due, effect=effect_words(one)),
        way=Way("action", Filter(project=one.project), said.action),
        count=one.effect.after.n,
        figure=one.effect.after if one.effect.after.n else None,
    )


def _incident(one: IncidentView) -> OverviewRow:
    said = one.incident
    return OverviewRow(
        key=f"incident {said.incident}",
        area="incidents",
        weight="waits",
        state="open",
        said=tr("goes on"),
        name=said.title,
        words=tr("Since {day}, reported by {name}.", day=said.since, name=one.by),
        way=Way("incident", Filter(project=one.project), said.incident),
        count=1,
    )


def _disputed(found: Sequence[DisputeView], wanted: Filter) -> Iterator[OverviewRow]:
    """One row a state: how many stand there, and since when the oldest does."""
    for state, weight in _DISPUTES.items():
        own = [one for one in found if one.state == state]
        if not own:
            continue
        oldest = iso_day(min(one.since for one in own) // _DAY)
        name, said = {
            "apart": (tr("Ruled twice, differently"), tr("to settle")),
            "late": (tr("Something came after the ruling"), tr("to look at")),
            "looked": (tr("Second look given, ruling open"), tr("to rule")),
            "open": (tr("Disputes not ruled yet"), tr("to rule")),
            "second-look": (tr("Second look wanted"), tr("with an auditor")),
        }[state]
        words = tr("Disputed annotations: {n}, the oldest since {day}.", n=len(own), day=oldest)
        mine = sum(one.hidden for one in own)
        if mine:
            words += " " + tr("You are asked for {n} of them.", n=mine)
        way = Way("dispute", Filter(project=wanted.project, batch=wanted.batch), own[0].key.item)
        yield OverviewRow(
            f"dispute {state}", "disputes", weight, state, said, name, words, way, len(own)
        )


def _batches(here: Sequence[BatchSummary], today: date) -> Iterator[OverviewRow]:
    """Samples that are not back whole and batches with a date, each; all others together."""
    rest = []
    for one in here:
        if one.purged or one.items_done >= one.info.items:
            continue
        late = bool(one.info.due) and (date.fromisoformat(one.info.due) - today).days
        if one.info.sampling is not None or (one.info.due and late <= SOON):
            yield _batch(one, one.info.due != "" and late < 0)
        else:
            rest.append(one)
    if len(rest) == 1:
        yield _batch(rest[0], overdue=False)
    elif rest:
        left = sum(one.info.items - one.items_done for one in rest)
        yield OverviewRow(
            key="batch rest",
            area="batches",
            weight="waits",
            state="left",
            said=tr("to review"),
            name=tr("{n} batches", n=len(rest)),
            words=tr(
                "{left} of {items} items are left to review in them.",
                left=f"{left:,}",
                items=f"{sum(one.info.items for one in rest):,}",
            ),
            way=Way("batches"),
            count=left,
        )


def _batch(one: BatchSummary, overdue: bool) -> OverviewRow:
    info = one.info
    left = info.items - one.items_done
    drawn = info.sampling is not None
    given = {"left": f"{left:,}", "items": f"{info.items:,}"}
    words = (
        tr("A sample: {left} of its {items} items are not back yet.", **given)
        if drawn
        else tr("{left} of {items} items are left to review.", **given)
    )
    if info.due:
        words += " " + tr("Due {day}.", day=info.due)
    state, said = ("not returned", tr("not returned")) if drawn else ("left", tr("to review"))
    if overdue:
        state, said = "overdue", tr("overdue")
    return OverviewRow(
        key=f"batch {info.id}",
        area="batches",
        weight="look" if overdue else "waits",
        state=state,
        said=said,
        name=info.name or info.id,
        words=words,
        way=Way("batch", Filter(batch=info.id), info.id),
        count=left,
    )


def unsettled(n: int, wanted: Filter) -> Iterator[OverviewRow]:
    """Annotations on which double reviews disagree and nobody has settled it."""
    if n:
        yield OverviewRow(
            key="unsettled",
            area="batches",
            weight="waits",
            state="unsettled",
            said=tr("to settle"),
            name=tr("Unsettled annotations"),
            words=tr(
                "Auditors disagree on {n} annotations; they are in no rate until it is settled.",
                n=f"{n:,}",
            ),
            way=Way("items", structs.replace(wanted, outcome="unsettled", code="", clause="")),
            count=n,
        )


def _golds(found: Sequence[GoldHealth], wanted: Filter) -> Iterator[OverviewRow]:
    signs = Counter(sign for one in found for sign in one.signs)
    names = {
        "contested": (tr("Contested golds"), tr("Most people say another thing than the gold.")),
        "disputed": (tr("Disputed golds"), tr("A ruling or another gold says otherwise.")),
        "outdated": (tr("Outdated golds"), tr("Their clause was changed or is gone.")),
        "memorised": (tr("Memorised golds"), tr("Who saw them before is right and fast.")),
    }
    for sign, (name, words) in names.items():
        if signs[sign]:
            yield OverviewRow(
                key=f"gold {sign}",
                area="gold",
                weight="look",
                state=sign,
                said=tr("to rotate"),
                name=name,
                words=tr("{n} of {all} golds. {words}", n=signs[sign], all=len(found), words=words),
                way=Way("gold", Filter(batch=wanted.batch), sign),
                count=signs[sign],
            )


def _drifting(found: Sequence[AuditorDrift], today: date, wanted: Filter) -> Iterator[OverviewRow]:
    """Auditors whose chart has an alarm in the newest full weeks and who moved, by name."""
    sums = [
        [
            (week.day, round(week.value * week.effective), round(week.effective))
            for week in one.drift.weeks
        ]
        for one in found
    ]
    mondays = np.array([day_number(day) for own in sums for day, _, n in own if n], dtype=np.int64)
    weeks = full_weeks(mondays, day_number(today.isoformat()), Filter())
    days = {iso_day(one) for one in weeks[-NEWEST:]}
    for one, moved in zip(found, shifted(sums, weeks), strict=True):
        alarms = [day for day in one.drift.alarms if day in days]
        if not moved or not alarms:
            continue
        last = next(week for week in one.drift.weeks if week.day == alarms[-1])
        low, high = wilson(last.value * last.effective, last.effective)
        yield OverviewRow(
            key=f"auditor {one.person}",
            area="auditors",
            weight="look",
            state="drift",
            said=tr("drift"),
            name=one.name,
            words=tr(
                "Week of {day}: {value} of {n} called incorrect, {centre} over all weeks.",
                day=last.day,
                value=written(last.value, "share"),
                n=last.n,
                centre=written(one.drift.centre, "share"),
            ),
            way=Way("auditor", Filter(project=wanted.project, batch=wanted.batch), one.person),
            count=last.n,
            figure=Rate(last.value, last.n, low, high),
        )
