"""What `check` verifies of a store; every finding is a `Problem` in plain words.

Facts are never refused for being forked, cut or unsigned: they are kept, and told here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator

import msgspec

from smo_review.domain.bundles import Problem
from smo_review.domain.changes import Progress
from smo_review.domain.errors import UserError
from smo_review.domain.facts import GENESIS, Checkpoint
from smo_review.language import tr
from smo_review.store import projections
from smo_review.store.batch_keys import key_of
from smo_review.store.database import Connection
from smo_review.store.envelopes import read_fact
from smo_review.store.ledger import signed
from smo_review.store.vault import CHUNK, StoredMedia
from smo_review.store.workspace import Workspace

_DUMPS = {
    "standings": (
        "SELECT b.id, i.id, n.name, s.ordinal, hex(f.hash), p.id, s.outcome, s.critical,"
        " s.noncritical, s.holds, s.day, s.took, s.codes FROM standings s"
        " JOIN items i ON i.row = s.item JOIN batches b ON b.number = i.batch"
        " JOIN annotators n ON n.number = s.annotator JOIN facts f ON f.row = s.fact"
        " JOIN persons p ON p.number = s.person ORDER BY 1, 2, 3, 4, 5"
    ),
    "flags": (
        "SELECT b.id, i.id, hex(f.hash), p.id, g.is_on FROM flags g JOIN items i ON i.row = g.item"
        " JOIN batches b ON b.number = i.batch JOIN facts f ON f.row = g.fact"
        " JOIN persons p ON p.number = g.person ORDER BY 1, 2, 3"
    ),
    "custody": (
        "SELECT b.id, i.id, hex(f.hash) FROM custody c JOIN items i ON i.row = c.item"
        " JOIN batches b ON b.number = i.batch JOIN facts f ON f.row = c.fact ORDER BY 1, 2, 3"
    ),
    "items": (
        "SELECT b.id, i.id, i.annotations, i.reviewed, i.incorrect, i.unsettled, i.flagged, i.open,"
        " i.sealed FROM items i JOIN batches b ON b.number = i.batch ORDER BY 1, 2"
    ),
    "rollups": "SELECT * FROM rollups ORDER BY 1, 2, 3, 4, 5, 6, 7",
    "waiting": (
        "SELECT w.batch, hex(f.hash) FROM waiting w JOIN facts f ON f.row = w.fact ORDER BY 1, 2"
    ),
    "matters": (
        "SELECT m.kind, m.subject, hex(f.hash) FROM matters m JOIN facts f ON f.row = m.fact"
        " ORDER BY 1, 2, 3"
    ),
    "facts": (
        "SELECT hex(f.hash), b.id, i.id FROM facts f LEFT JOIN items i ON i.row = f.item"
        " LEFT JOIN batches b ON b.number = i.batch ORDER BY 1"
    ),
}
"""The derived tables in names that are the same in every workspace."""


class _Undo(Exception):
    """Ends the transaction of a rebuild that was only made to compare."""


def check_store(ws: Workspace, progress: Progress | None = None) -> Iterator[Problem]:
    """Verify everything; yields what is wrong as it is found."""
    steps: tuple[tuple[str, Callable[[Workspace], Iterator[Problem]]], ...] = (
        (tr("Checking the files"), _files),
        (tr("Checking the chains"), _chains),
        (tr("Checking the signatures"), _checkpoints),
        (tr("Checking the stored content"), _media),
        (tr("Checking the tables"), _tables),
    )
    for done, (what, step) in enumerate(steps):
        if progress is not None:
            progress(done, len(steps), what)
        yield from step(ws)


def dump(conn: Connection) -> dict[str, str]:
    """A digest of each derived table, the same wherever the same facts and batches are."""
    found = {}
    for name, select in _DUMPS.items():
        digest = hashlib.sha256()
        for row in conn.execute(select):
            digest.update(msgspec.json.encode(row))
        found[name] = digest.hexdigest()
    return found


def _files(ws: Workspace) -> Iterator[Problem]:
    with ws.read() as conn:
        told = [row[0] for row in conn.execute("PRAGMA integrity_check(5)") if row[0] != "ok"]
        told += [tr("a link between tables is broken") for _ in _broken_links(conn)]
    for what in told + ws.vault.sound():
        yield Problem(
            tr("A file of the workspace is damaged: {what}.", what=what),
            str(ws.path),
            tr("Put back a copy, or receive the files again in a new workspace."),
        )


def _broken_links(conn: Connection) -> list[object]:
    return conn.execute("PRAGMA foreign_key_check").fetchmany(1)


def _chains(ws: Workspace) -> Iterator[Problem]:
    """Hashes, sequence and links of every chain, read once from start to end."""
    chain, expected, links = "", 0, {GENESIS}
    here: set[str] = set()
    with ws.read() as conn:
        for name, sequence, kept, body in conn.execute(
            "SELECT c.id, f.sequence, f.hash, f.body FROM facts f"
            " JOIN chains c ON c.number = f.chain ORDER BY c.id, f.sequence, f.hash"
        ):
            where = tr("chain {chain}, fact {sequence}", chain=name, sequence=sequence)
            if hashlib.sha256(body).digest() != kept:
                yield _problem(tr("A fact was changed after it was stored."), where)
                continue
            if name != chain:
                chain, expected, links, here = name, 0, {GENESIS}, set()
            elif sequence == expected - 1:
                yield _problem(tr("Two different facts claim the same place in a chain."), where)
                here.add(kept.hex())
                continue
            else:
                links, here = here, set()
            if sequence != expected:
                yield _problem(tr("Facts are missing before this one in its chain."), where)
            elif read_fact(body).envelope.previous not in links:
                yield _problem(tr("A fact does not follow from the one before it."), where)
            expected = sequence + 1
            here.add(kept.hex())


def _checkpoints(ws: Workspace) -> Iterator[Problem]:
    """Signatures, that they fit the facts, and that nobody else's facts are without one."""
    covered: dict[str, int] = {}
    with ws.read() as conn:
        for (body,) in conn.execute("SELECT body FROM checkpoints ORDER BY chain, sequence"):
            told = msgspec.json.decode(body, type=Checkpoint)
            where = tr("chain {chain}, fact {sequence}", chain=told.chain, sequence=told.sequence)
            found = conn.execute(
                "SELECT 1 FROM facts WHERE sequence = ? AND hash = ?"
                " AND chain = (SELECT number FROM chains WHERE id = ?)",
                (told.sequence, bytes.fromhex(told.hash), told.chain),
            ).fetchone()
            if not signed(told):
                yield _problem(
                    tr("The signature over {name}'s facts is false.", name=told.name), where
                )
            elif not found:
                yield _problem(tr("What {name} signed is not what is here.", name=told.name), where)
            else:
                covered[told.chain] = max(covered.get(told.chain, -1), told.sequence)
        for chain, project, last in conn.execute(
            "SELECT c.id, c.project, max(f.sequence) FROM facts f"
            " JOIN chains c ON c.number = f.chain GROUP BY f.chain"
        ):
            if chain != ws.identity.chain(project) and covered.get(chain, -1) < last:
                yield _problem(
                    tr("The last facts of a colleague's chain carry no signature."),
                    tr("chain {chain}, fact {sequence}", chain=chain, sequence=last),
                )


def _media(ws: Workspace) -> Iterator[Problem]:
    with ws.read() as conn:
        rows = conn.execute(
            "SELECT b.id, m.number, m.sha256, m.size, m.key_id FROM media m"
            " JOIN batches b ON b.number = m.batch"
        ).fetchall()
        keys = {(batch, name): key_of(conn, batch, name) for batch, *_, name in rows}
    for batch, number, sha256, size, name in rows:
        key = keys[batch, name]
        media = StoredMedia(number, sha256, size)
        if key is None or not _whole(ws, key, media):
            yield Problem(
                tr("A media file cannot be opened, or is not what it was."),
                f"{batch}, media/{sha256}",
                tr("Purge the batch and receive its file again."),
            )


def _whole(ws: Workspace, key: bytes, media: StoredMedia) -> bool:
    digest = hashlib.sha256()
    try:
        for start in range(0, media.size, CHUNK):
            digest.update(ws.vault.read(key, media, start, CHUNK))
    except UserError:
        return False
    return digest.hexdigest() == media.sha256


def _tables(ws: Workspace) -> Iterator[Problem]:
    """The derived tables against a rebuild that is taken back again."""
    differing: list[str] = []
    try:
        with ws.write() as conn:
            before = dump(conn)
            projections.rebuild(conn)
            after = dump(conn)
            differing += [name for name in before if before[name] != after[name]]
            raise _Undo
    except _Undo:
        pass
    for name in differing:
        yield Problem(
            tr("A table does not say what the ledger says."),
            name,
            tr("Rebuild the tables; no fact is lost."),
        )


def _problem(what: str, where: str) -> Problem:
    return Problem(
        what, where, tr("Ask for the results file again; what is here is kept as it is.")
    )
