"""The batches in a workspace, and what is the person's own in it."""

from __future__ import annotations

import time
from typing import Any

from smo_review.domain.bundles import Author
from smo_review.domain.project import Project, words
from smo_review.domain.views import BatchSummary
from smo_review.language import current
from smo_review.store import catalog
from smo_review.store.catalog import BatchRow
from smo_review.store.database import Connection
from smo_review.store.workspace import Workspace

_DAY = 86_400


def batches(ws: Workspace) -> tuple[BatchSummary, ...]:
    """Every batch to review: due soonest first, those without a date last.

    `verdicts` counts the person's own that stand, `verdicts_today` those of the current day (UTC,
    as in the numbers). `resume_item` is the setting "resume:BATCH".
    """
    with ws.read() as conn:
        found = [
            _summary(conn, ws.identity.person, row)
            for row in catalog.all_batches(conn)
            if row.info.kind == "review"
        ]
    return tuple(sorted(found, key=lambda one: one.info.due or "9999"))


def _summary(conn: Connection, person: str, row: BatchRow) -> BatchSummary:
    batch, project = row.info.id, row.info.project
    done = conn.execute(
        "SELECT coalesce(sum(n), 0) FROM rollups WHERE axis = 'item' AND key = '' AND day = 0"
        " AND project = ? AND batch = ? AND outcome = 'done'",
        (project, batch),
    ).fetchone()[0]
    verdicts, today = conn.execute(
        "SELECT coalesce(sum(n), 0), coalesce(sum(n) FILTER (WHERE day = ?), 0) FROM rollups"
        " WHERE axis = 'auditor' AND key = ? AND batch = ?",
        (int(time.time()) // _DAY, person, batch),
    ).fetchone()
    rows = (row.first_row, row.first_row + row.items - 1)
    flagged, unsettled = (
        conn.execute(
            f"SELECT count(*) FROM items WHERE row BETWEEN ? AND ? AND {condition}", rows
        ).fetchone()[0]
        for condition in ("flagged = 1", "unsettled > 0")
    )
    return BatchSummary(
        info=row.info,
        project_name=words(row.project.name, current()),
        items_done=done,
        verdicts=verdicts,
        verdicts_today=today,
        resume_item=catalog.read_setting(conn, f"resume:{batch}") or "",
        purged=row.purged,
        flagged=flagged,
        unsettled=unsettled,
        hidden_share=row.project.hidden_gold.share,
    )


def projects_here(ws: Workspace) -> dict[str, str]:
    """The projects of all batches and exercises that are here: id to name."""
    with ws.read() as conn:
        rows = catalog.all_batches(conn)
    return {row.info.project: words(row.project.name, current()) for row in rows}


def project_of(ws: Workspace, batch: str) -> Project:
    """The project as it came with a batch; UserError where the batch is not here."""
    with ws.read() as conn:
        return catalog.batch_row(conn, batch).project


def setting(ws: Workspace, key: str) -> Any:
    """A private value kept with `save_setting`, or None."""
    with ws.read() as conn:
        return catalog.read_setting(conn, key)


def person(ws: Workspace) -> Author:
    """Who works in this workspace."""
    return ws.identity.author
