"""Finds annotations and projects by the names that people write in files and commands."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeAlias

from smo_review.domain.content import AnnotationKey
from smo_review.domain.errors import UserError
from smo_review.language import tr

if TYPE_CHECKING:
    from smo_review.store.database import Connection
    from smo_review.store.workspace import Workspace

Found: TypeAlias = dict[str, dict[AnnotationKey, tuple[str, ...]]]
"""By item id: every annotation of the items so named, in whichever batch, with its labels."""


def annotations_of(workspace: Workspace, items: Iterable[str]) -> Found:
    """Every annotation of the items with these ids. Ids that no item has are left out.

    An item without annotations has an empty entry.
    """
    wanted = json.dumps(sorted(set(items)))
    found: Found = {}
    with workspace.read() as conn:
        rows = conn.execute(
            "SELECT i.id, b.id, n.name, a.ordinal, l.labels FROM batches b"
            " JOIN items i ON i.batch = b.number"
            " LEFT JOIN annotations a ON a.item = i.row"
            " LEFT JOIN annotators n ON n.number = a.annotator"
            " LEFT JOIN label_sets l ON l.number = a.label_set"
            " WHERE i.id IN (SELECT value FROM json_each(?))"
            " ORDER BY i.row, a.annotator, a.ordinal",
            (wanted,),
        )
        for item, batch, annotator, ordinal, labels in rows:
            keys = found.setdefault(item, {})
            if annotator is not None:
                keys[AnnotationKey(batch, item, annotator, ordinal)] = tuple(json.loads(labels))
    return found


def batch_of(workspace: Workspace, item: str, batch: str = "") -> str:
    """The batch that an item is of, where it was named without one.

    UserError where no batch has an item of this id, or several have.
    """
    if batch:
        return batch
    with workspace.read() as conn:
        rows = conn.execute(
            "SELECT b.id FROM batches b JOIN items i ON i.batch = b.number WHERE i.id = ?"
            " ORDER BY b.number",
            (item,),
        )
        found = [row[0] for row in rows]
    if not found:
        raise UserError(
            tr("There is no item {item} in this workspace.", item=item),
            item,
            tr("Check the item's id."),
        )
    if len(found) > 1:
        raise UserError(
            tr("Several batches have an item {item}.", item=item),
            ", ".join(found),
            tr("Name one batch."),
        )
    return str(found[0])


def is_here(conn: Connection, key: AnnotationKey) -> bool:
    """Whether an annotation is in the workspace, inside a read or write that is open."""
    found = conn.execute(
        "SELECT 1 FROM annotations a JOIN items i ON i.row = a.item"
        " JOIN batches b ON b.number = i.batch JOIN annotators n ON n.number = a.annotator"
        " WHERE b.id = ? AND i.id = ? AND n.name = ? AND a.ordinal = ?",
        (key.batch, key.item, key.annotator, key.ordinal),
    )
    return found.fetchone() is not None


def parts_of(workspace: Workspace, key: AnnotationKey) -> int | None:
    """How many parts the annotation's item has; None where its content was purged."""
    from smo_review.store.catalog import item_row
    from smo_review.store.contents import open_item

    with workspace.read() as conn:
        row = item_row(conn, key.batch, key.item)
        item = None if row is None else open_item(conn, row, key.batch)
    return None if item is None else len(item.parts)


def projects(workspace: Workspace) -> tuple[str, ...]:
    """The ids of all projects that the workspace has batches or facts of."""
    with workspace.read() as conn:
        rows = conn.execute(
            "SELECT project FROM batches UNION SELECT project FROM chains ORDER BY project"
        )
        return tuple(row[0] for row in rows)


def project_body(workspace: Workspace, project: str) -> bytes:
    """The newest project file with this id as it came; empty where there is none."""
    with workspace.read() as conn:
        row = conn.execute(
            "SELECT body FROM projects WHERE id = ? ORDER BY number DESC LIMIT 1", (project,)
        ).fetchone()
    return bytes(row[0]) if row else b""
