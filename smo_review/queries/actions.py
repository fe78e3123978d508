"""Actions and incidents as they stand: states, and what the chart after an action says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Literal, TypeAlias

from msgspec import structs

from smo_review.domain.actions import (
    SOON,
    Action,
    ActionState,
    ActionView,
    Effectiveness,
    Incident,
    IncidentView,
    standing_closes,
)
from smo_review.domain.errors import UserError
from smo_review.domain.filters import Filter
from smo_review.domain.leads import ANYBODY
from smo_review.domain.matters import Told, standing
from smo_review.language import tr
from smo_review.quality.effectiveness import effectiveness
from smo_review.quality.judged import Found, Judged, Mask, day_number
from smo_review.quality.trends import hits_of
from smo_review.queries.counted import counted_in, narrowed, wide
from smo_review.queries.leads import leads_in
from smo_review.queries.numbers import ledger_head
from smo_review.store.database import Connection
from smo_review.store.matters import matters
from smo_review.store.workspace import Workspace

_ORDER: tuple[ActionState, ...] = (
    "lost", "worse", "works", "overdue", "due", "reopened", "open", "checking", "closed",
)  # fmt: skip
"""What wants to be looked at first."""


Read: TypeAlias = Mapping[Filter, tuple[Judged, Sequence[Found]]]
"""What was read already, by the filter that `counted.wide` makes."""
NOTHING: Read = {}


def actions(
    ws: Workspace, *, project: str = "", today: str = "", read: Read = NOTHING
) -> tuple[ActionView, ...]:
    """Every action, what wants a look first, then by due date.

    `today` (ISO) is the day in UTC, as in the numbers. Each one's figures are read anew from what
    was judged, but for what was `read` already: not for the window's thread.
    """
    with ws.read() as conn:
        found = actions_in(conn, project=project, today=today, read=read)
    return tuple(
        sorted(found, key=lambda one: (_ORDER.index(one.state), one.action.due, one.action.action))
    )


def actions_in(
    conn: Connection,
    *,
    project: str = "",
    action: str | None = None,
    today: str = "",
    read: Read = NOTHING,
) -> list[ActionView]:
    """The same inside a read that is open, or only one action."""
    day = date.fromisoformat(today) if today else datetime.now(UTC).date()
    heads = _heads(standing(matters(conn, ["action"], action, project)))
    closes = _by_subject(matters(conn, ["action-close"], action, project))
    reopens = _by_subject(matters(conn, ["action-reopen"], action, project))
    counted, leads = _Counted(conn, read), leads_in(conn)
    head = ledger_head(conn)
    found = []
    for own in heads:
        newest, name = own[-1], own[-1].matter.action
        led = leads.get(newest.project, ANYBODY)
        reopened = led.counted(reopens[name])
        closed = standing_closes(led.counted(closes[name]), reopened)
        found.append(_view(newest, own[:-1], closed, reopened, counted, day))
    return [structs.replace(one, head=head) for one in found]


def action_in(conn: Connection, action: str, today: str = "") -> ActionView:
    """One action; UserError where it is not here."""
    found = actions_in(conn, action=action, today=today)
    if not found:
        raise UserError(tr("There is no such action here."), action, tr("List them, or open one."))
    return found[0]


def incidents(ws: Workspace, *, project: str = "") -> tuple[IncidentView, ...]:
    """Every incident, those that go on first, then the newest."""
    with ws.read() as conn:
        found = incidents_in(conn, project=project)
    return tuple(
        sorted(
            sorted(found, key=lambda one: one.incident.since, reverse=True),
            key=lambda one: bool(one.incident.until),
        )
    )


def incidents_in(
    conn: Connection, *, project: str = "", incident: str | None = None
) -> list[IncidentView]:
    """The same inside a read that is open, or only one incident."""
    heads = _heads(standing(matters(conn, ["incident"], incident, project)))
    found = []
    for own in heads:
        newest = own[-1]
        said: Incident = newest.matter
        found.append(
            IncidentView(
                said,
                newest.hash,
                newest.project,
                newest.name or newest.person,
                newest.time,
                _names(own[:-1]),
            )
        )
    return found


Happening: TypeAlias = tuple[str, Literal["action", "incident"], str]


def happenings(conn: Connection, wanted: Filter) -> tuple[Happening, ...]:
    """(ISO day, "action" or "incident", title) of all that may be marked on a filter's charts.

    An action is marked on the day when it was done, or from which it was worked on.
    """
    told: list[Happening] = [
        (one.matter.done or one.matter.started, "action", one.matter.title)
        for own in _heads(standing(matters(conn, ["action"], project=wanted.project)))
        for one in own[-1:]
    ]
    told += [
        (one.incident.since, "incident", one.incident.title)
        for one in incidents_in(conn, project=wanted.project)
    ]
    inside = [one for one in told if wanted.since <= one[0] <= (wanted.until or "9999")]
    return tuple(sorted(inside))


class _Counted:
    """What actions measure: read once for all of a project, narrowed for each."""

    def __init__(self, conn: Connection, read: Read) -> None:
        self._conn = conn
        self._read = dict(read)

    def of(self, action: Action, project: str) -> tuple[Judged, Mask]:
        measure = structs.replace(
            action.measure, project=action.measure.project or project, since="", until=""
        )
        judged, found = self._wide(wide(measure))
        mask = narrowed(judged, measure)
        hits = hits_of(judged, found, action.figure, measure.code, measure.clause)
        return judged.where(mask), hits[mask] > 0

    def _wide(self, wanted: Filter) -> tuple[Judged, Sequence[Found]]:
        if wanted not in self._read:
            try:
                self._read[wanted] = counted_in(self._conn, wanted)
            except UserError:
                # A batch or project that is not here: nothing is counted yet.
                self._read[wanted] = counted_in(self._conn, Filter(since="9999-12-31"))
        return self._read[wanted]


def _view(
    newest: Told,
    others: list[Told],
    closed: list[Told],
    reopened: list[Told],
    counted: _Counted,
    today: date,
) -> ActionView:
    said: Action = newest.matter
    judged, hits = counted.of(said, newest.project)
    effect = _effect(said, judged, hits)
    since = _since_close(said, judged, hits, closed[-1]) if closed else None
    decided = max([*closed, *reopened], key=lambda one: (one.time, one.hash), default=None)
    return ActionView(
        action=said,
        fact=newest.hash,
        project=newest.project,
        state=_state(said, effect, since, bool(closed), bool(reopened), today),
        effect=effect,
        by=newest.name or newest.person,
        time=newest.time,
        closes=tuple(one.hash for one in closed),
        reopened=len(reopened),
        since_close=since,
        evidence=decided.matter.evidence if decided is not None else None,
        apart=_names(others),
    )


def _effect(said: Action, judged: Judged, hits: Mask) -> Effectiveness:
    """The chart after the day when it was done, or so far after it was begun."""
    return effectiveness(
        judged,
        hits,
        said.wanted,
        day_number(said.started),
        day_number(said.done or said.started) + 1,
        clock=said.measure.clock,
        size=said.size,
        first=day_number(said.measure.since) if said.measure.since else 0,
    )


def _since_close(said: Action, judged: Judged, hits: Mask, close: Told) -> Effectiveness | None:
    """What was judged since the close against what it was closed on, looked at for a way back."""
    until: str = close.matter.evidence.until
    if not until:
        return None
    end = day_number(until) + 1
    return effectiveness(
        judged,
        hits,
        "up" if said.wanted == "down" else "down",
        end,
        end,
        clock=said.measure.clock,
        first=day_number(said.done or said.started) + 1,
    )


def _state(
    said: Action,
    effect: Effectiveness,
    since: Effectiveness | None,
    closed: bool,
    reopened: bool,
    today: date,
) -> ActionState:
    if closed:
        back = since is not None and since.verdict == "shown"
        return "lost" if back or effect.verdict != "shown" else "closed"
    if effect.verdict == "worse":
        return "worse"
    if not said.done:
        left = (date.fromisoformat(said.due) - today).days
        return "overdue" if left < 0 else "due" if left <= SOON else "open"
    if effect.verdict == "shown":
        return "works"
    return "reopened" if reopened else "checking"


def _heads(stand: Iterable[Told]) -> list[list[Told]]:
    """What stands of each subject, the newest last."""
    return list(_by_subject(stand).values())


def _by_subject(told: Iterable[Told]) -> dict[str, list[Told]]:
    found: dict[str, list[Told]] = defaultdict(list)
    for one in told:
        found[one.matter.subject].append(one)
    return found


def _names(told: Iterable[Told]) -> tuple[str, ...]:
    return tuple(one.name or one.person for one in told)
