"""Sections on what is open beside the verdicts: actions, incidents, disputes, questions."""

from __future__ import annotations

from datetime import UTC, datetime

from smo_review.domain.matters import standing
from smo_review.domain.reports import Section, Table
from smo_review.language import tr
from smo_review.queries.actions import actions, incidents
from smo_review.queries.reports.basis import Basis
from smo_review.queries.reports.disputed import dispute_section
from smo_review.reports.causes import state_words as action_words
from smo_review.store.matters import matters
from smo_review.store.workspace import Workspace

MOST_QUESTIONS = 20


def open_sections(basis: Basis, ws: Workspace) -> tuple[Section, ...]:
    """Actions and incidents that go on, disputes, and questions that the guideline leaves open."""
    return (
        _actions(basis, ws),
        _incidents(basis, ws),
        dispute_section(basis, ws),
        question_section(basis, ws),
    )


def _today(basis: Basis) -> str:
    """The day on which the report is made, in UTC: what is due counts from it."""
    return datetime.fromtimestamp(basis.request.made / 1_000_000, UTC).date().isoformat()


def _actions(basis: Basis, ws: Workspace) -> Section:
    title = tr("Open actions")
    found = actions(ws, project=basis.project.id, today=_today(basis))
    rows = [
        (one.action.title, one.action.owner, one.action.due, action_words(one))
        for one in found
        if one.state != "closed"
    ]
    heads = (tr("Action"), tr("Owner"), tr("Due"), tr("State"))
    tables = (Table(title, heads, tuple(rows)),) if rows else ()
    return Section("actions", title, () if rows else (tr("None is open."),), tables=tables)


def _incidents(basis: Basis, ws: Workspace) -> Section:
    title = tr("Incidents that go on")
    rows = [
        (
            one.incident.title,
            one.incident.since,
            basis.clause(one.incident.clause) if one.incident.clause else "–",
            one.incident.what or "–",
        )
        for one in incidents(ws, project=basis.project.id)
        if not one.incident.until
    ]
    heads = (tr("Incident"), tr("Since"), tr("Nearest clause"), tr("What is seen"))
    tables = (Table(title, heads, tuple(rows)),) if rows else ()
    return Section("incidents", title, () if rows else (tr("None goes on."),), tables=tables)


def question_section(basis: Basis, ws: Workspace) -> Section:
    """What the guideline does not decide, as sessions left it open."""
    with ws.read() as conn:
        told = standing(matters(conn, ("question",), project=basis.project.id))
    rows = [
        (one.matter.text, basis.clause(one.matter.clause) if one.matter.clause else "–")
        for one in told
        if not one.matter.answered
    ][:MOST_QUESTIONS]
    title = tr("Open questions to the guideline")
    heads = (tr("Question"), tr("Clause"))
    tables = (Table(title, heads, tuple(rows)),) if rows else ()
    return Section("questions", title, () if rows else (tr("None is open."),), tables=tables)
