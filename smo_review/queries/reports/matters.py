"""Sections on what stands beside the verdicts: KPIs, actions, incidents, disputes, questions."""

from __future__ import annotations

from datetime import UTC, datetime

from smo_review.domain.filters import Filter
from smo_review.domain.kpis import KpiFigure
from smo_review.domain.matters import standing
from smo_review.domain.reports import Figure, ItemRef, Section, Table
from smo_review.language import tr
from smo_review.quality.kpi_words import amount, state_words
from smo_review.queries.actions import actions, incidents
from smo_review.queries.disputes import dispute_figures, disputes
from smo_review.queries.kpis import kpis
from smo_review.queries.reports.basis import Basis, count_figure, rate_figure
from smo_review.reports.causes import state_words as action_words
from smo_review.store.matters import matters
from smo_review.store.workspace import Workspace

MOST_QUESTIONS = 20
_OF_OTHERS = frozenset(
    {"agreement", "agreement_kappa", "agreement_ac1", "agreement_alpha", "auditor_agreement",
     "self_consistency", "coverage"}
)  # fmt: skip
"""KPIs that rest on something else than the annotations that were checked."""
_PERSONAL = frozenset({"throughput", "median_time"})
"""How fast people work is no figure of quality: a report does not hold it against anybody."""


def kpi_section(basis: Basis, ws: Workspace, since: str = "", until: str = "") -> Section:
    """Every KPI over the whole with its target, what is missed first said so in words."""
    asked = basis.request
    wanted = Filter(
        project=basis.project.id,
        batch=asked.batch,
        since=since or asked.since,
        until=until or asked.until,
    )
    found = [one for one in kpis(ws, wanted) if not one.group and one.id not in _PERSONAL]
    rows = [
        (one.name, _kpi(one), amount(one.unit, one.target), state_words(one.state)) for one in found
    ]
    heads = (tr("KPI"), tr("Value"), tr("Target"), tr("State"))
    # KPIs are of the project: agreement and disputes know no team.
    title = tr("KPIs of the whole project") if asked.team else tr("KPIs and targets")
    tables = (Table(tr("Figures with their targets"), heads, tuple(rows)),) if rows else ()
    return Section("kpis", title, () if rows else (tr("Nothing was judged yet."),), tables=tables)


def _kpi(one: KpiFigure) -> Figure:
    unit = "share" if one.unit == "share" else ""
    items = "" if one.id in _OF_OTHERS else "checked"
    return Figure(
        f"kpi/{one.id}", "", one.value, unit, one.n, one.low, one.high, one.sentence, items
    )


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


def dispute_section(basis: Basis, ws: Workspace) -> Section:
    """Disputes by what became of them, and the clauses that caused those that were upheld."""
    title = tr("Disputes")
    found = dispute_figures(ws, batch=basis.request.batch, project=basis.project.id)
    if not found.disputed:
        return Section("disputes", title, (tr("No verdict was disputed."),))
    views = disputes(ws, batch=basis.request.batch, project=basis.project.id)
    items = basis.named(
        "disputed",
        tr("Disputed"),
        basis.unsealed(ItemRef(one.key.batch, one.key.item, one.key.annotator) for one in views),
        len(views),
    )
    figures = (
        count_figure("disputes/open", tr("Open"), found.open, items=items),
        rate_figure(
            "disputes/rate",
            tr("Disputed, of those found incorrect"),
            found.dispute_rate,
            items=items,
        ),
        rate_figure(
            "disputes/upheld", tr("Upheld, of those ruled"), found.overturn_rate, items=items
        ),
    )
    rows = tuple(
        (
            basis.clause(one.clause),
            count_figure(f"disputes/{one.clause}/accepted", "", one.accepted, items=items),
            count_figure(f"disputes/{one.clause}/partly", "", one.partly, items=items),
        )
        for one in found.clauses
    )
    heads = (tr("Clause"), tr("Upheld"), tr("Upheld in part"))
    tables = (Table(tr("Clauses that upheld disputes come from"), heads, rows),) if rows else ()
    return Section("disputes", title, figures=figures, tables=tables)


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
