"""Facts about other matters than verdicts, found by their kind and what they are about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from smo_review.domain.matters import Told
from smo_review.store.database import Connection, values
from smo_review.store.envelopes import read_fact
from smo_review.store.placing import Placed


def index(conn: Connection, placed: Iterable[Placed]) -> None:
    """Make the facts about matters findable; those about items under review are passed over."""
    found = [
        (read.envelope.kind, read.matter.subject, row)
        for row, read, _ in placed
        if read.matter is not None
    ]
    if found:
        conn.executemany("INSERT OR IGNORE INTO matters VALUES (?, ?, ?)", found)


def matters(
    conn: Connection, kinds: Iterable[str], subject: str | None = None, project: str = ""
) -> list[Told]:
    """All facts of some kinds, of one subject or project where one is named, in no order.

    None is left out: `domain.matters.standing` takes away those that were replaced.
    """
    rows = conn.execute(
        "SELECT f.hash, f.body, c.project FROM matters m JOIN facts f ON f.row = m.fact"
        " JOIN chains c ON c.number = f.chain"
        " WHERE m.kind IN (SELECT value FROM json_each(?1))"
        " AND (?2 IS NULL OR m.subject = ?2) AND (?3 = '' OR c.project = ?3)",
        (values(kinds), subject, project),
    ).fetchall()
    return _told(conn, rows)


def about(conn: Connection, kinds: Iterable[str], subjects: Iterable[str]) -> list[Told]:
    """All facts of some kinds about any of these subjects, in no order."""
    rows = conn.execute(
        "SELECT f.hash, f.body, c.project FROM matters m JOIN facts f ON f.row = m.fact"
        " JOIN chains c ON c.number = f.chain"
        " WHERE m.kind IN (SELECT value FROM json_each(?))"
        " AND m.subject IN (SELECT value FROM json_each(?))",
        (values(kinds), values(subjects)),
    ).fetchall()
    return _told(conn, rows)


def _told(conn: Connection, rows: Sequence[tuple[bytes, bytes, str]]) -> list[Told]:
    if not rows:
        return []
    names = dict(conn.execute("SELECT id, name FROM persons"))
    found = []
    for hash_, body, said in rows:
        read = read_fact(body)
        head = read.envelope
        if read.matter is not None:
            name = names.get(head.person, "")
            found.append(
                Told(hash_.hex(), head.kind, head.person, name, head.time, read.matter, said)
            )
    return found
