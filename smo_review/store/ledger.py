"""The ledger: facts in chains, a chain being one device in one project.

Own facts are appended to the chain's head, read inside BEGIN IMMEDIATE. Facts of others are kept
byte for byte; merging is set union, so the order, grouping and repetition of files change nothing.
A merge refuses only what is no fact at all or carries a false signature; forks, gaps and broken
links are kept and told by `checking`.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from itertools import islice

import msgspec
import uuid_utils
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from smo_review.domain.changes import Progress
from smo_review.domain.errors import UserError
from smo_review.domain.facts import (
    GENESIS,
    Checkpoint,
    Fact,
    SealedText,
    checkpoint_bytes,
)
from smo_review.domain.kinds import MATTERS
from smo_review.domain.matters import Matter
from smo_review.language import tr
from smo_review.store import matters
from smo_review.store import texts as sealed_texts
from smo_review.store.database import Connection, many_records, values
from smo_review.store.envelopes import KINDS, Read, read_fact, write_fact
from smo_review.store.identity import Identity
from smo_review.store.placing import Placed, entries_of, items_at, place, set_waiting
from smo_review.store.projections import CHUNK, project
from smo_review.store.standings import Entry, Payload
from smo_review.store.workspace import Workspace

_KIND_OF: dict[type[Payload] | type[Matter], str] = {
    told: kind for kind, told in (*KINDS.items(), *MATTERS.items())
}


def append(
    conn: Connection, identity: Identity, name: str, made: Sequence[tuple[int, Payload]]
) -> list[Entry]:
    """Add this device's own facts to its chain in project `name`, and project them.

    `made` are (item row, payload) in the order of doing. Returns the facts as entries, with their
    rows and hashes. Must be called inside a write: that is what keeps the chain from forking.
    """
    entries = entries_of(conn, _extend(conn, identity, name, made))
    project(conn, entries, items_at(conn, {item for item, _ in made}))
    return entries


def append_matters(
    conn: Connection, identity: Identity, name: str, made: Sequence[Matter]
) -> list[str]:
    """Add this device's own facts about matters to its chain, inside a write; their hashes."""
    placed = _extend(conn, identity, name, [(None, matter) for matter in made])
    matters.index(conn, placed)
    return [read.hash.hex() for _, read, _ in placed]


def _extend(
    conn: Connection,
    identity: Identity,
    name: str,
    made: Sequence[tuple[int | None, Payload | Matter]],
) -> list[Placed]:
    """Write facts at the chain's head."""
    chain = identity.chain(name)
    number = _chain_numbers(conn, {chain: name})[chain]
    sequence, previous = head(conn, chain)
    row = _last_row(conn)
    rows: list[tuple[object, ...]] = []
    placed: list[Placed] = []
    for item, payload in made:
        sequence += 1
        row += 1
        fact = Fact(
            id=str(uuid_utils.uuid7()),
            kind=_KIND_OF[type(payload)],
            project=name,
            chain=chain,
            sequence=sequence,
            previous=previous,
            person=identity.person,
            device=identity.device,
            time=time.time_ns() // 1000,
            payload=msgspec.to_builtins(payload),
        )
        read = read_fact(write_fact(fact))
        previous = read.hash.hex()
        rows.append((row, number, sequence, read.hash, item, read.body))
        placed.append((row, read, item))
    conn.executemany("INSERT INTO facts VALUES (?,?,?,?,?,?)", rows)
    return placed


def head(conn: Connection, chain: str) -> tuple[int, str]:
    """The last sequence of a chain and its hash; (-1, GENESIS) where there is none yet."""
    found = conn.execute(
        "SELECT sequence, hash FROM facts WHERE chain = (SELECT number FROM chains WHERE id = ?)"
        " ORDER BY sequence DESC, hash LIMIT 1",
        (chain,),
    ).fetchone()
    return (found[0], found[1].hex()) if found else (-1, GENESIS)


def merge_facts(
    ws: Workspace,
    bodies: Iterable[bytes],
    checkpoints: Iterable[Checkpoint] = (),
    texts: Iterable[SealedText] = (),
    progress: Progress | None = None,
) -> tuple[int, int]:
    """Take in facts from a file, all or nothing; returns (new, known).

    `bodies` are the facts' bytes exactly as they came, best grouped by chain in order. Facts whose
    batch is not here wait for it. UserError where a body is no well-formed fact, a checkpoint's
    signature is false, or a text does not fit its hash's form; an exception from the iterators
    (a damaged file, `Cancelled`) takes everything back as well.
    """
    with many_records(), ws.write() as conn:
        merge = _Merge(conn)
        stream = iter(bodies)
        while chunk := list(islice(stream, CHUNK)):
            merge.take(chunk)
            if progress is not None:
                progress(merge.new + merge.known, None, tr("Merging facts"))
        for checkpoint in checkpoints:
            _keep_checkpoint(conn, checkpoint)
        sealed_texts.keep(conn, texts)
        sealed_texts.index_notes(conn)
    return merge.new, merge.known


class _Merge:
    """One merge under way: the chains that it has met and how far each reaches here."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn
        self._row = _last_row(conn)
        self._numbers: dict[str, int] = {}
        self._last: dict[int, int] = {}
        self.new = 0
        self.known = 0

    def take(self, bodies: list[bytes]) -> None:
        reads = [read_fact(body) for body in bodies]
        self._meet({read.envelope.chain: read.envelope.project for read in reads})
        fresh = self._unknown(reads)
        self.new += len(fresh)
        self.known += len(reads) - len(fresh)
        placed, items = place(self._conn, self._row + 1, fresh)
        self._row += len(placed)
        self._conn.executemany(
            "INSERT INTO facts VALUES (?,?,?,?,?,?)",
            [
                (
                    row,
                    self._numbers[read.envelope.chain],
                    read.envelope.sequence,
                    read.hash,
                    item,
                    read.body,
                )
                for row, read, item in placed
            ],
        )
        set_waiting(self._conn, placed)
        matters.index(self._conn, placed)
        project(self._conn, entries_of(self._conn, placed), items)

    def _meet(self, chains: dict[str, str]) -> None:
        unmet = {chain: name for chain, name in chains.items() if chain not in self._numbers}
        if unmet:
            numbers = _chain_numbers(self._conn, unmet)
            self._numbers.update(numbers)
            for number in numbers.values():
                found = self._conn.execute(
                    "SELECT max(sequence) FROM facts WHERE chain = ?", (number,)
                ).fetchone()[0]
                self._last[number] = -1 if found is None else found

    def _unknown(self, reads: list[Read]) -> list[Read]:
        """Those that are not here yet, each once. Beyond a chain's end nothing can be here."""
        overlap: dict[int, list[int]] = {}
        for read in reads:
            number = self._numbers[read.envelope.chain]
            if read.envelope.sequence <= self._last[number]:
                overlap.setdefault(number, []).append(read.envelope.sequence)
        here = {
            found[0]
            for number, sequences in overlap.items()
            for found in self._conn.execute(
                "SELECT hash FROM facts WHERE chain = ? AND sequence BETWEEN ? AND ?",
                (number, min(sequences), max(sequences)),
            )
        }
        fresh = []
        for read in reads:
            if read.hash not in here:
                here.add(read.hash)
                fresh.append(read)
                number = self._numbers[read.envelope.chain]
                self._last[number] = max(self._last[number], read.envelope.sequence)
        return fresh


def _last_row(conn: Connection) -> int:
    return int(conn.execute("SELECT coalesce(max(row), 0) FROM facts").fetchone()[0])


def _chain_numbers(conn: Connection, chains: dict[str, str]) -> dict[str, int]:
    """The numbers of chains, given as {chain id: project}; new ones get one."""
    conn.executemany(
        "INSERT INTO chains (id, project) VALUES (?, ?) ON CONFLICT DO NOTHING", chains.items()
    )
    return dict(
        conn.execute(
            "SELECT id, number FROM chains WHERE id IN (SELECT value FROM json_each(?))",
            (values(chains),),
        )
    )


def signed(checkpoint: Checkpoint) -> bool:
    """Whether a checkpoint's signature is its key's own."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(checkpoint.key)).verify(
            bytes.fromhex(checkpoint.signature), checkpoint_bytes(checkpoint)
        )
    except (InvalidSignature, ValueError):
        return False
    return True


def _keep_checkpoint(conn: Connection, checkpoint: Checkpoint) -> None:
    if not signed(checkpoint):
        raise UserError(
            tr("The signature over {name}'s facts is false.", name=checkpoint.name),
            checkpoint.chain,
            tr("Ask for the file again; nothing was changed."),
        )
    conn.execute(
        "INSERT OR IGNORE INTO checkpoints VALUES (?, ?, ?, ?)",
        (
            checkpoint.chain,
            checkpoint.sequence,
            checkpoint.hash,
            msgspec.json.encode(checkpoint),
        ),
    )
    conn.execute(
        "INSERT INTO persons (id, name) VALUES (?, ?) ON CONFLICT (id) DO UPDATE"
        " SET name = excluded.name WHERE id NOT IN (SELECT person FROM identity)",
        (checkpoint.person, checkpoint.name),
    )
