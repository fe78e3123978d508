"""The facts of a project as they travel, with a signature over the own chain's head."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
from msgspec import Struct

from smo_review.domain.facts import Checkpoint, SealedText, checkpoint_bytes
from smo_review.store import texts as sealed_texts
from smo_review.store.database import Connection
from smo_review.store.identity import Identity
from smo_review.store.ledger import head
from smo_review.store.workspace import Workspace


class Export(Struct, frozen=True):
    """The facts of one project as they travel; the iterators read while the export is open."""

    project: str
    facts: int
    verdicts: int
    texts: int
    checkpoints: tuple[Checkpoint, ...]
    bodies: Iterator[bytes]
    sealed: Iterator[SealedText]


@contextmanager
def export_facts(ws: Workspace, name: str) -> Iterator[Export]:
    """Open project `name`'s facts for an export: `with export_facts(ws, id) as export: ...`.

    `bodies` come grouped by chain in sequence order, `sealed` are the notes that they name. The
    own chain gets a checkpoint signed now; of other chains the last one kept goes along. All is
    one consistent state; both iterators must be read inside the `with`.
    """
    with ws.write() as conn:
        _sign_head(conn, ws.identity, name)
    with ws.read() as conn:
        facts = conn.execute(
            "SELECT count(*) FROM facts f JOIN chains c ON c.number = f.chain WHERE c.project = ?",
            (name,),
        ).fetchone()[0]
        verdicts = conn.execute(
            "SELECT count(DISTINCT s.fact) FROM standings s JOIN items i ON i.row = s.item"
            " JOIN batches b ON b.number = i.batch WHERE b.project = ?",
            (name,),
        ).fetchone()[0]
        yield Export(
            project=name,
            facts=facts,
            verdicts=verdicts,
            texts=sealed_texts.count(conn, name),
            checkpoints=last_checkpoints(conn, name),
            bodies=_bodies(conn, name),
            sealed=sealed_texts.of_project(conn, name),
        )


def last_checkpoints(conn: Connection, name: str) -> tuple[Checkpoint, ...]:
    """The furthest checkpoint of each chain of a project."""
    rows = conn.execute(
        "SELECT p.body, max(p.sequence) FROM checkpoints p JOIN chains c ON c.id = p.chain"
        " WHERE c.project = ? GROUP BY p.chain ORDER BY p.chain",
        (name,),
    )
    return tuple(msgspec.json.decode(row[0], type=Checkpoint) for row in rows)


def _bodies(conn: Connection, name: str) -> Iterator[bytes]:
    rows = conn.execute(
        "SELECT f.body FROM facts f JOIN chains c ON c.number = f.chain WHERE c.project = ?"
        " ORDER BY c.id, f.sequence, f.hash",
        (name,),
    )
    return (row[0] for row in rows)


def _sign_head(conn: Connection, identity: Identity, name: str) -> None:
    chain = identity.chain(name)
    sequence, hash_ = head(conn, chain)
    if sequence < 0:
        return
    unsigned = Checkpoint(
        chain=chain,
        sequence=sequence,
        hash=hash_,
        project=name,
        person=identity.person,
        name=identity.name,
        device=identity.device,
        key=identity.public_key,
    )
    signature = identity.key.sign(checkpoint_bytes(unsigned)).hex()
    checkpoint = msgspec.structs.replace(unsigned, signature=signature)
    conn.execute(
        "INSERT OR REPLACE INTO checkpoints VALUES (?, ?, ?, ?)",
        (chain, sequence, hash_, msgspec.json.encode(checkpoint)),
    )
