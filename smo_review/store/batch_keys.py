"""The keys of batches: a batch packed twice has two, and each opens what was sealed with it."""

from __future__ import annotations

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from smo_review.domain.errors import UserError
from smo_review.language import tr
from smo_review.store.database import Connection
from smo_review.store.sealing import key_id


def add_keys(conn: Connection, batch: int, keys: dict[str, str]) -> None:
    """Keep the keys of a batch (its number) as they came in a manifest: {key id: hex}.

    UserError where one is not 32 bytes or does not bear its own name.
    """
    for name, text in keys.items():
        try:
            key = bytes.fromhex(text)
        except ValueError:
            key = b""
        if len(key) != 32 or key_id(key) != name:
            raise UserError(
                tr("A key of the batch is damaged; expected 32 bytes under their own name."),
                f"manifest.json, batch_keys, {name}",
                tr("Ask for the file again; nothing was changed."),
            )
        conn.execute("INSERT OR IGNORE INTO batch_keys VALUES (?, ?, ?)", (batch, name, key))


def key_of(conn: Connection, batch: str, name: str) -> bytes | None:
    """One key of a batch (its id), or None where it is not here or was destroyed."""
    found = conn.execute(
        "SELECT k.key FROM batch_keys k JOIN batches b ON b.number = k.batch"
        " WHERE b.id = ? AND k.key_id = ?",
        (batch, name),
    ).fetchone()
    return bytes(found[0]) if found else None


def own_cipher(conn: Connection, batch: str) -> tuple[str, AESGCM]:
    """(key id, cipher) that this workspace seals a batch's content and notes with."""
    found = conn.execute("SELECT key_id, purged FROM batches WHERE id = ?", (batch,)).fetchone()
    key = key_of(conn, batch, found[0]) if found else None
    if key is None:
        raise UserError(
            tr("The content of this batch was purged; its words cannot be opened or added."),
            batch,
            tr("Receive the batch's file again to see and write them."),
        )
    return found[0], AESGCM(key)
