"""Actions and incidents: opened, changed, done, closed on evidence, taken up again."""

from __future__ import annotations

from datetime import UTC, date, datetime

import uuid_utils
from msgspec import Struct, structs

from smo_review.domain.actions import (
    FIGURES,
    LONGEST,
    WANTED,
    Action,
    ActionClose,
    ActionReopen,
    Figure,
    Incident,
    Wanted,
)
from smo_review.domain.changes import Changes
from smo_review.domain.content import MILLION
from smo_review.domain.errors import UserError
from smo_review.domain.filters import EVERYTHING, Filter
from smo_review.domain.matters import Matter, standing
from smo_review.language import tr
from smo_review.operations.causes import Saved
from smo_review.operations.locks import must_lead
from smo_review.queries.actions import action_in
from smo_review.queries.counted import project_in
from smo_review.reports.causes import effect_words
from smo_review.store import catalog
from smo_review.store.database import Connection
from smo_review.store.ledger import append_matters
from smo_review.store.matters import matters
from smo_review.store.workspace import Workspace

LONGEST_WHAT = 2_000
"""Characters in which an incident is told."""


class ActionDraft(Struct, frozen=True):
    """An action as it should stand. `action` empty opens one. `size` is in millionths of a share,
    0 where none is expected; `started` empty is today (UTC)."""

    title: str
    owner: str
    due: str
    started: str = ""
    measure: Filter = EVERYTHING
    figure: Figure = "errors"
    wanted: Wanted = "down"
    size: int = 0
    cause: str = ""
    action: str = ""


class IncidentDraft(Struct, frozen=True):
    """An incident as it should stand. `incident` empty reports one."""

    title: str
    since: str
    until: str = ""
    what: str = ""
    clause: str = ""
    project: str = ""
    incident: str = ""


def save_action(ws: Workspace, draft: ActionDraft, origin: str = "") -> Saved:
    """Open an action, or change what it says; what was done stays done.

    UserError for a draft without title or owner, for dates that are none or in a wrong order, and
    for a cause that is not here.
    """
    started = draft.started or _today()
    _check_action(draft, started)
    name = draft.action or f"a-{uuid_utils.uuid7().hex}"
    with ws.write() as conn:
        before = standing(matters(conn, ["action"], name))
        if draft.action and not before:
            action_in(conn, name)
        if draft.cause and not matters(conn, ["cause"], draft.cause):
            raise UserError(
                tr("There is no such analysis here."), draft.cause, tr("List them, or begin one.")
            )
        made = Action(
            name,
            draft.title.strip(),
            draft.owner.strip(),
            draft.due,
            started,
            draft.measure,
            draft.figure,
            draft.wanted,
            draft.size,
            draft.cause,
            before[-1].matter.done if before else "",
        )
        project = before[-1].project if before else project_in(conn, draft.measure)
        return Saved(name, _replace(ws, conn, "action", project, made, origin))


def mark_done(ws: Workspace, action: str, day: str = "", origin: str = "") -> Changes:
    """Say on which day the work of an action was done (ISO; empty is today, UTC).

    UserError where that is before it was started, or no date, or still to come.
    """
    day = day or _today()
    with ws.write() as conn:
        view = action_in(conn, action)
        if not _is_day(day) or not view.action.started <= day <= _today():
            raise UserError(
                tr("“{date}” cannot be the day when it was done.", date=day),
                view.action.title,
                tr("Give a date from {first} to today.", first=view.action.started),
            )
        made = structs.replace(view.action, done=day)
        return _replace(ws, conn, "action", view.project, made, origin)


def close_action(ws: Workspace, action: str, origin: str = "") -> Changes:
    """Close an action on the evidence of the chart after it, which goes into the fact.

    UserError, with the figures, unless it is done and the shift is shown; and for who is no lead.
    """
    with ws.write() as conn:
        view = action_in(conn, action)
        must_lead(conn, ws.identity, view.project, view.action.title)
        if view.state in ("closed", "lost"):
            raise UserError(
                tr("The action is closed already."),
                view.action.title,
                tr("There is nothing to do."),
            )
        if view.state != "works":
            raise UserError(
                tr("The action cannot be closed: the chart after it does not show the shift.")
                if view.action.done
                else tr("The action cannot be closed: it is not marked as done."),
                view.action.title,
                effect_words(view),
            )
        made = ActionClose(action, view.effect.evidence(view.head))
        append_matters(conn, ws.identity, view.project, [made])
    return Changes(facts=1, origin=origin)


def reopen_action(ws: Workspace, action: str, origin: str = "") -> Changes:
    """Take up again an action whose shift is gone; the figures that say so go into the fact.

    UserError, with the figures, while the data still show the shift; and for who is no lead.
    """
    with ws.write() as conn:
        view = action_in(conn, action)
        must_lead(conn, ws.identity, view.project, view.action.title)
        if view.state != "lost":
            raise UserError(
                tr("The action is not closed.")
                if view.state != "closed"
                else tr("The action stays closed: the data since do not speak against it."),
                view.action.title,
                effect_words(view),
            )
        back = view.since_close
        told = back if back is not None and back.verdict == "shown" else view.effect
        made = ActionReopen(action, told.evidence(view.head), view.closes)
        append_matters(conn, ws.identity, view.project, [made])
    return Changes(facts=1, origin=origin)


def save_incident(ws: Workspace, draft: IncidentDraft, origin: str = "") -> Saved:
    """Report an incident, or change what is known of it; an `until` says that it is over.

    UserError for one without title, for dates that are none or in a wrong order, and for a clause
    that the guideline does not have.
    """
    title = draft.title.strip()
    if not 0 < len(title) <= LONGEST or len(draft.what) > LONGEST_WHAT:
        raise UserError(
            tr("An incident needs a title of 1 to {n} characters.", n=LONGEST),
            title[:50],
            tr("Correct it; nothing was recorded."),
        )
    _must_be_days(draft.since, draft.until or draft.since)
    name = draft.incident or f"n-{uuid_utils.uuid7().hex}"
    made = Incident(name, title, draft.since, draft.until, draft.what.strip(), draft.clause.strip())
    with ws.write() as conn:
        before = standing(matters(conn, ["incident"], name))
        if draft.incident and not before:
            raise UserError(
                tr("There is no such incident here."), name, tr("List them, or report one.")
            )
        project = before[-1].project if before else project_in(conn, Filter(project=draft.project))
        if made.clause not in (old.matter.clause for old in before):
            _must_be_a_clause(conn, project, made.clause)
        return Saved(name, _replace(ws, conn, "incident", project, made, origin))


def _must_be_a_clause(conn: Connection, project: str, number: str) -> None:
    """UserError for a clause that no guideline of the project has, where one has any."""
    known = {
        clause.number
        for row in catalog.all_batches(conn)
        if row.info.project == project
        for clause in row.project.guideline.clauses
    }
    if number and known and number not in known:
        raise UserError(
            tr("The guideline has no clause {number}.", number=number),
            "--clause",
            tr("Choose one of: {all}.", all=", ".join(sorted(known))),
        )


def _replace(
    ws: Workspace,
    conn: Connection,
    kind: str,
    project: str,
    made: Action | Incident,
    origin: str,
) -> Changes:
    """Append what stands instead of every version that is here; what stands adds nothing."""
    before = standing(matters(conn, [kind], made.subject))
    if [structs.replace(one.matter, replaces=()) for one in before] == [
        structs.replace(made, replaces=())
    ]:
        return Changes(origin=origin)
    new: Matter = structs.replace(made, replaces=tuple(one.hash for one in before))
    append_matters(conn, ws.identity, project, [new])
    return Changes(facts=1, origin=origin)


def _check_action(draft: ActionDraft, started: str) -> None:
    for value, what in (
        (draft.title, tr("An action needs a title of 1 to {n} characters.", n=LONGEST)),
        (draft.owner, tr("An action needs an owner: who does it.")),
    ):
        if not 0 < len(value.strip()) <= LONGEST:
            raise UserError(what, value[:50], tr("Correct it; nothing was recorded."))
    if draft.figure not in FIGURES or draft.wanted not in WANTED or not 0 <= draft.size <= MILLION:
        raise UserError(
            tr("An action moves a share up or down, by 0 to 1."),
            draft.title,
            tr("Correct it; nothing was recorded."),
        )
    _must_be_days(started, draft.due)
    for day in filter(None, (draft.measure.since, draft.measure.until)):
        _must_be_days(day, day)


def _must_be_days(first: str, last: str) -> None:
    for day in (first, last):
        if not _is_day(day):
            raise UserError(
                tr("“{date}” is not a date.", date=day), "", tr("Write it like 2026-01-31.")
            )
    if last < first:
        raise UserError(
            tr("{last} is before {first}.", last=last, first=first),
            "",
            tr("Correct it; nothing was recorded."),
        )


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
