"""Puts a report together: one state of the ledger, one language, one record."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import cast

from msgspec import structs

from smo_review.domain.errors import UserError
from smo_review.domain.reports import (
    KINDS,
    ItemList,
    Language,
    Report,
    Request,
    Section,
    figures_of,
)
from smo_review.language import LANGUAGES, current, speaking, tr, translated
from smo_review.queries.reports import feedback, risk, teams, weekly
from smo_review.queries.reports.basis import Basis, project_of
from smo_review.store.catalog import read_setting
from smo_review.store.workspace import Workspace

TEMPLATES_SETTING = "report_templates"
"""The workspace's own setting: a folder, as text."""


def request(
    ws: Workspace,
    kind: str,
    *,
    project: str = "",
    annotator: str = "",
    team: str = "",
    batch: str = "",
    since: str = "",
    until: str = "",
    language: str = "",
) -> Request:
    """What is asked for, made sure of; UserError for a kind, project or language that is none."""
    if kind not in KINDS:
        raise UserError(
            tr("There is no report “{kind}”.", kind=kind), "",
            tr("Choose one of: {all}.", all=", ".join(KINDS)),
        )  # fmt: skip
    if language and language not in LANGUAGES:
        raise UserError(
            tr("There is no language “{code}”.", code=language), "--language",
            tr("Choose one of: {all}.", all=", ".join(LANGUAGES)),
        )  # fmt: skip
    if kind == "annotator" and not annotator:
        raise UserError(
            tr("Feedback is for one annotator."), "--annotator", tr("Name the annotator.")
        )
    if since and until and since > until:
        raise UserError(
            tr("The first day comes after the last."),
            "--since",
            tr("Name an earlier first day, or a later last one."),
        )
    with ws.read() as conn:
        name = project_of(conn, project).id
        mine = [id_ for (id_,) in conn.execute("SELECT id FROM batches WHERE project = ?", (name,))]
    if batch and batch not in mine:
        raise UserError(
            tr("Project {project} has no batch “{name}”.", project=name, name=batch),
            "--batch",
            tr("Choose one of: {all}.", all=", ".join(mine)),
        )
    return Request(
        kind, name, time.time_ns() // 1000, annotator, team, batch, since, until,
        cast(Language, language or current()),
    )  # fmt: skip


def report_templates(ws: Workspace) -> Path | None:
    """The folder of templates that this workspace keeps, or None for ours."""
    with ws.read() as conn:
        kept = read_setting(conn, TEMPLATES_SETTING)
    return Path(kept) if isinstance(kept, str) and kept else None


def build(ws: Workspace, asked: Request) -> tuple[Report, str]:
    """The report and the project's name, both in the report's language.

    UserError where there is nothing to tell it of.
    """
    with speaking(asked.language):
        basis = Basis(ws, asked)
        subject, sections = _told(basis, ws)
        report = Report(
            request=asked,
            title=translated(KINDS[asked.kind]),
            subject=subject,
            period=_period(weekly.asked_days(basis) if asked.kind == "weekly" else asked),
            head=basis.head,
            sections=sections,
        )
        report = structs.replace(report, lists=_in_order(report, basis.lists.all()))
        return report, basis.say(basis.project.name)


def _in_order(report: Report, lists: tuple[ItemList, ...]) -> tuple[ItemList, ...]:
    """The lists in the order in which figures name them."""
    named = dict.fromkeys(one.items for one in figures_of(report))
    places = {id_: place for place, id_ in enumerate(named)}
    return tuple(sorted(lists, key=lambda one: places.get(one.id, len(places))))


def _told(basis: Basis, ws: Workspace) -> tuple[str, tuple[Section, ...]]:
    kinds: dict[str, Callable[[], tuple[str, tuple[Section, ...]]]] = {
        "annotator": lambda: (feedback.subject(basis), feedback.sections(basis)),
        "team": lambda: (teams.subject(basis), teams.sections(basis)),
        "central": lambda: ("", teams.central_sections(basis, ws)),
        "weekly": lambda: (weekly.subject(basis), weekly.sections(basis, ws)),
        "risk": lambda: ("", risk.sections(basis, ws)),
    }
    return kinds[basis.request.kind]()


def _period(asked: Request) -> str:
    batch = tr("batch {batch}", batch=asked.batch) + ", " if asked.batch else ""
    if asked.since and asked.until:
        return batch + tr("{since} to {until}", since=asked.since, until=asked.until)
    if asked.since:
        return batch + tr("since {since}", since=asked.since)
    if asked.until:
        return batch + tr("until {until}", until=asked.until)
    return batch + tr("all days")
