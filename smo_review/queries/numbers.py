"""The first numbers, read from the roll-ups: the cost does not depend on how much was reviewed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from smo_review.domain.errors import UserError
from smo_review.domain.numbers import Group, Numbers
from smo_review.language import tr
from smo_review.quality.figures import Counts, figures
from smo_review.quality.intervals import rate
from smo_review.store.database import Connection
from smo_review.store.rollups import KINDS, OUTCOME_NAMES
from smo_review.store.workspace import Workspace

DIMENSIONS = ("annotator", "label", "code", "auditor", "day")
_UNRANKED = KINDS.index("votes")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def numbers(workspace: Workspace, *, by: str = "", batch: str = "", project: str = "") -> Numbers:
    """Figures over everything in reach, and by one of `DIMENSIONS`.

    Votes without a person behind them count in the totals and are left out of the annotators. A
    label's group counts an annotation under each label it carries; a code's group counts the
    incorrect annotations it was found in; an auditor's group counts that auditor's own verdicts.
    UserError for an unknown dimension, batch or project.
    """
    if by and by not in DIMENSIONS:
        raise UserError(
            tr("Numbers cannot be broken down by “{by}”.", by=by),
            "--by",
            tr("Choose one of: {all}.", all=", ".join(DIMENSIONS)),
        )
    with workspace.read() as conn:
        must_exist(conn, batch, project)
        total = figures(_counts(_cells(conn, "total", batch, project)))
        found = _groups(conn, by, batch, project) if by else {}
        names = _auditor_names(conn, found) if by == "auditor" else {}
        head = ledger_head(conn)
        sealed = sum(
            cell[4] for cell in _cells(conn, "item", batch, project) if cell[3] == "sealed"
        )
    judged = total.accuracy.n
    return Numbers(
        all=total,
        by=by,
        groups=tuple(
            Group(
                key,
                figures(counts),
                names.get(key, key),
                # An auditor's own verdicts may outnumber the annotations where several reviewed.
                rate(min(counts.correct + counts.incorrect, judged), judged),
            )
            for key, counts in sorted(found.items())
        ),
        head=head,
        sealed=sealed,
    )


def ledger_head(conn: Connection) -> str:
    """SHA-256 (hex) over the newest fact of every chain: two ledgers alike have the same head."""
    rows = conn.execute(
        "SELECT c.id, f.sequence, hex(f.hash) FROM chains c JOIN facts f ON f.chain = c.number"
        " WHERE f.sequence = (SELECT max(sequence) FROM facts WHERE chain = c.number)"
        " ORDER BY c.id, f.hash"
    )
    digest = hashlib.sha256()
    for row in rows:
        digest.update(repr(row).encode())
    return digest.hexdigest()


def must_exist(conn: Connection, batch: str, project: str) -> None:
    """UserError for a batch or project that is named and not here."""
    for table, column, wanted in (("batches", "id", batch), ("batches", "project", project)):
        if (
            wanted
            and not conn.execute(
                f"SELECT 1 FROM {table} WHERE {column} = ? LIMIT 1", (wanted,)
            ).fetchone()
        ):
            known = [row[0] for row in conn.execute(f"SELECT DISTINCT {column} FROM {table}")]
            raise UserError(
                tr("There is no “{name}” in this workspace.", name=wanted),
                "--batch" if column == "id" else "--project",
                tr("Choose one of: {all}.", all=", ".join(known)),
            )


def _cells(conn: Connection, axis: str, batch: str, project: str) -> Iterable[Sequence[Any]]:
    """(key, day, kind, outcome, n, critical, noncritical) of an axis."""
    where, values = "axis = ?", [axis]
    for column, wanted in (("batch", batch), ("project", project)):
        if wanted:
            where += f" AND {column} = ?"
            values.append(wanted)
    cells: Iterable[Sequence[Any]] = conn.execute(
        "SELECT key, day, kind, outcome, sum(n), sum(critical), sum(noncritical) FROM rollups"
        f" WHERE {where} GROUP BY key, day, kind, outcome",
        values,
    )
    return cells


def _groups(conn: Connection, by: str, batch: str, project: str) -> dict[str, Counts]:
    cells: dict[str, list[Sequence[Any]]] = {}
    for cell in _cells(conn, "total" if by == "day" else by, batch, project):
        key, day, kind, outcome = cell[:4]
        if by == "annotator" and kind == _UNRANKED:
            continue
        if by == "day":
            if not outcome:
                continue
            key = (_EPOCH + timedelta(days=day)).date().isoformat()
        cells.setdefault(key, []).append(cell)
    return {key: _counts(rows) for key, rows in cells.items()}


def _counts(cells: Iterable[Sequence[Any]]) -> Counts:
    """Add cells up. Where the axis does not count what is unreviewed, all that is there counts."""
    n = dict.fromkeys(("", *OUTCOME_NAMES), 0)
    critical = noncritical = 0
    for _key, _day, _kind, outcome, count, with_critical, with_noncritical in cells:
        n[outcome] += count
        if outcome == "incorrect":
            critical += with_critical
            noncritical += with_noncritical
    reviewed = sum(n[outcome] for outcome in OUTCOME_NAMES)
    return Counts(
        annotations=n[""] or reviewed,
        correct=n["correct"],
        incorrect=n["incorrect"],
        ambiguous=n["ambiguous"],
        unreviewable=n["unreviewable"],
        unsettled=n["unsettled"],
        critical=critical,
        noncritical=noncritical,
    )


def _auditor_names(conn: Connection, found: Iterable[str]) -> dict[str, str]:
    """Names to read, told apart by the id's end where two people share one."""
    names = {key: name or key for key, name in conn.execute("SELECT id, name FROM persons")}
    shared = [names.get(key, key) for key in found]
    return {
        key: f"{names.get(key, key)} ({key[-6:]})"
        if shared.count(names.get(key, key)) > 1
        else names.get(key, key)
        for key in found
    }
