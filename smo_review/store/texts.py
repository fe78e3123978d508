"""Notes, sealed with their batch's key; facts hold only their salted hash.

After a purge the key and the sealed words are gone, while every fact that names them still
verifies.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from smo_review.domain.errors import UserError
from smo_review.domain.facts import SealedText
from smo_review.language import tr
from smo_review.store.batch_keys import key_of, own_cipher
from smo_review.store.database import Connection, values
from smo_review.store.sealing import NONCE, seal, unseal
from smo_review.store.search import add_notes
from smo_review.store.withheld import withheld_texts

SALT = 16
MAX_NOTE = 20_000
"""Characters in one note."""
_MAX_SEALED = NONCE + 16 + SALT + 4 * MAX_NOTE


def seal_note(conn: Connection, batch: str, text: str) -> str:
    """Seal and keep a note; returns the hash for the fact, or "" for an empty text."""
    text = text.strip()
    if not text:
        return ""
    if len(text) > MAX_NOTE:
        raise UserError(
            tr("A note may have at most {n} characters.", n=MAX_NOTE), "", tr("Shorten it.")
        )
    name, cipher = own_cipher(conn, batch)
    salted = os.urandom(SALT) + text.encode()
    hash_ = hashlib.sha256(salted).hexdigest()
    conn.execute(
        "INSERT INTO texts VALUES (?, ?, ?, ?)", (hash_, batch, name, seal(cipher, salted))
    )
    return hash_


def open_notes(conn: Connection, hashes: Iterable[str]) -> dict[str, str]:
    """The words behind hashes; those that are not here, or whose key is gone, are left out."""
    found: dict[str, str] = {}
    ciphers: dict[tuple[str, str], AESGCM | None] = {}
    for hash_, batch, name, sealed in conn.execute(
        "SELECT hash, batch, key_id, sealed FROM texts"
        " WHERE hash IN (SELECT value FROM json_each(?))",
        (values(set(hashes)),),
    ).fetchall():
        if (batch, name) not in ciphers:
            key = key_of(conn, batch, name)
            ciphers[batch, name] = AESGCM(key) if key else None
        cipher = ciphers[batch, name]
        text = _open(cipher, hash_, sealed) if cipher else None
        if text is not None:
            found[hash_] = text
    return found


def _open(cipher: AESGCM, hash_: str, sealed: bytes) -> str | None:
    """The words, or None where somebody sent other bytes than the fact was made with."""
    try:
        salted = unseal(cipher, sealed)
        return salted[SALT:].decode() if hashlib.sha256(salted).hexdigest() == hash_ else None
    except (UserError, UnicodeDecodeError):
        return None


def keep(conn: Connection, texts: Iterable[SealedText]) -> None:
    """Keep sealed notes from a file; known ones stay, those of purged batches are not let back."""
    purged = {row[0] for row in conn.execute("SELECT id FROM batches WHERE purged = 1")}
    for text in texts:
        if len(text.sealed) > _MAX_SEALED or len(text.hash) != 64:
            raise UserError(
                tr("A note in the file does not have the form that was expected."),
                f"texts.jsonl, {text.hash[:64]}",
                tr("Ask for the file again; nothing was changed."),
            )
        if text.batch not in purged:
            conn.execute(
                "INSERT OR IGNORE INTO texts VALUES (?, ?, ?, ?)",
                (text.hash, text.batch, text.key_id, text.sealed),
            )


def index_notes(conn: Connection) -> None:
    """Put the notes that can now be opened, and were not yet, into their batches' indexes."""
    rows = conn.execute(
        "SELECT n.number, n.hash, i.batch FROM notes n JOIN items i ON i.row = n.item"
        " WHERE n.indexed = 0 AND EXISTS (SELECT 1 FROM texts t WHERE t.hash = n.hash)"
    ).fetchall()
    if not rows:
        return
    words = open_notes(conn, [row[1] for row in rows])
    opened = [(number, batch, words[hash_]) for number, hash_, batch in rows if hash_ in words]
    add_notes(conn, opened)
    conn.executemany("UPDATE notes SET indexed = 1 WHERE number = ?", [(n,) for n, *_ in opened])


def count(conn: Connection, name: str) -> int:
    """How many notes travel with a project's facts."""
    given = (name, values(withheld_texts(conn)))
    return int(conn.execute(f"SELECT count(*) {_OF_PROJECT}", given).fetchone()[0])


def of_project(conn: Connection, name: str) -> Iterator[SealedText]:
    """The notes, encrypted, that travel with a project's facts, in order of their hashes."""
    rows = conn.execute(
        f"SELECT t.hash, t.batch, t.key_id, t.sealed {_OF_PROJECT} ORDER BY t.hash",
        (name, values(withheld_texts(conn))),
    )
    return (SealedText(hash_, batch, key, bytes(sealed)) for hash_, batch, key, sealed in rows)


_OF_PROJECT = (
    "FROM texts t JOIN batches b ON b.id = t.batch WHERE b.project = ?1 AND NOT EXISTS"
    " (SELECT 1 FROM notes n JOIN items i ON i.row = n.item WHERE n.hash = t.hash AND i.sealed = 1)"
    " AND t.hash NOT IN (SELECT value FROM json_each(?2))"
)
"""Notes on a sealed item, and reasons of what was ruled of it, may quote it: they stay here."""
