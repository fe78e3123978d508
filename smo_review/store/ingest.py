"""Receiving: a batch's items, annotations and media into the store, all or nothing.

Media go into the vault first, item content is sealed row by row with the batch's key, words go
into the batch's index, and facts that came before their batch begin to count.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

import msgspec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from msgspec import Struct

from smo_review.domain.bundles import BatchInfo
from smo_review.domain.changes import Progress
from smo_review.domain.content import Annotation, Gold, Item
from smo_review.domain.errors import UserError
from smo_review.domain.learning import Sheet
from smo_review.domain.project import Project
from smo_review.language import tr
from smo_review.store.batch_keys import add_keys
from smo_review.store.database import Connection, many_records
from smo_review.store.hidden import members_of
from smo_review.store.intake import Intake, chunks
from smo_review.store.texts import index_notes
from smo_review.store.vault import StoredMedia
from smo_review.store.workspace import Workspace

MediaSource: TypeAlias = tuple[str, Iterable[bytes]]
"""(SHA-256 in hex, its bytes in pieces)."""


class Ingested(Struct, frozen=True):
    """What a batch's file brought: counts as they are in the workspace, and whether it was new."""

    items: int
    annotations: int
    new: bool


def put_media(ws: Workspace, key: bytes, media: Iterable[MediaSource]) -> list[StoredMedia]:
    """Stream media into the vault under a batch's key; on any failure none of them stays."""
    stored: list[StoredMedia] = []
    try:
        for sha256, chunks in media:
            stored.append(ws.vault.put(key, sha256, chunks))
    except BaseException:
        ws.vault.delete([one.number for one in stored])
        raise
    return stored


def sweep(ws: Workspace) -> int:
    """Drop media that no batch knows, left by a receive that was cut off; returns how many."""
    with ws.read() as conn:
        known = {row[0] for row in conn.execute("SELECT number FROM media")}
    return ws.vault.sweep(known)


def ingest_batch(
    ws: Workspace,
    info: BatchInfo,
    project: Project,
    items: Iterable[Item],
    annotations: Iterable[Annotation],
    batch_keys: dict[str, str],
    media: Iterable[MediaSource] = (),
    progress: Progress | None = None,
    gold: Iterable[Gold] = (),
    sheet: Sheet | None = None,
) -> Ingested:
    """Take in a batch. `media` are read to the end first, then `items`, `annotations`, `gold`.

    All of it is one transaction. A batch that is here already gains only its gold and the keys
    that it did not have, and the other iterators are not read; one that was purged gets its
    content back. UserError where an annotation names no item, or an item or annotation is there
    twice; that, an exception from an iterator or `Cancelled` leaves the workspace as it was.
    """
    if not batch_keys:
        raise UserError(
            tr("The batch comes without a key."),
            "manifest.json, batch_keys",
            tr("Ask for the file again; nothing was changed."),
        )
    with ws.read() as conn:
        found = conn.execute("SELECT number, purged FROM batches WHERE id = ?", (info.id,))
        here = found.fetchone()
    if here and not here[1]:
        with ws.write() as conn:
            add_keys(conn, here[0], batch_keys)
            _put_gold(conn, info.id, gold, progress)
            index_notes(conn)
        return _as_stored(ws, info.id)
    sweep(ws)
    name = next(iter(batch_keys))
    try:
        key = bytes.fromhex(batch_keys[name])
    except ValueError:
        key = b""
    cipher = _cipher(key, name)
    stored = put_media(ws, key, media)
    try:
        with many_records(), ws.write() as conn:
            hidden = members_of(conn, ws.identity, info.id).get(info.id, ())
            weightless = frozenset(one.item for one in hidden)
            batch = Intake(conn, info, project, name, cipher, progress, weightless)
            add_keys(conn, batch.number, batch_keys)
            batch.take(items, annotations)
            if sheet is not None:
                conn.execute(
                    "INSERT OR REPLACE INTO sheets VALUES (?, ?)",
                    (batch.number, msgspec.json.encode(sheet)),
                )
            _put_gold(conn, info.id, gold, progress)
            conn.executemany(
                "INSERT OR REPLACE INTO media VALUES (?, ?, ?, ?, ?)",
                [(batch.number, one.sha256, one.number, one.size, name) for one in stored],
            )
            index_notes(conn)
    except BaseException:
        ws.vault.delete([one.number for one in stored])
        raise
    return msgspec.structs.replace(_as_stored(ws, info.id), new=True)


def _cipher(key: bytes, name: str) -> AESGCM:
    if len(key) != 32:
        raise UserError(
            tr("A key of the batch is damaged; expected 32 bytes under their own name."),
            f"manifest.json, batch_keys, {name}",
            tr("Ask for the file again; nothing was changed."),
        )
    return AESGCM(key)


def _as_stored(ws: Workspace, batch: str) -> Ingested:
    with ws.read() as conn:
        items, annotations = conn.execute(
            "SELECT count(*), coalesce(sum(annotations), 0) FROM items"
            " WHERE batch = (SELECT number FROM batches WHERE id = ?)",
            (batch,),
        ).fetchone()
    return Ingested(items, annotations, False)


def ingest_gold(
    ws: Workspace, batch: str, gold: Iterable[Gold], progress: Progress | None = None
) -> int:
    """Keep the reference answers of a batch, which may come before it; returns how many."""
    with ws.write() as conn:
        return _put_gold(conn, batch, gold, progress)


def _put_gold(conn: Connection, batch: str, gold: Iterable[Gold], progress: Progress | None) -> int:
    count = 0
    for chunk in chunks(gold):
        conn.executemany(
            "INSERT OR REPLACE INTO gold VALUES (?, ?, ?)",
            [(batch, one.item, msgspec.json.encode(one)) for one in chunk],
        )
        count += len(chunk)
        if progress is not None:
            progress(count, None, tr("Receiving gold"))
    return count
