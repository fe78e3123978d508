"""The vault: media in sealed chunks of 1 MiB, in a file of its own beside the database.

The vault knows numbers only; which batch and which SHA-256 a number belongs to, and the key, are
in the database. A chunk is sealed together with its medium's number and its place, so chunks
cannot be swapped unseen. A number begins with the time it was made at: media of more than a day
ago that the database never came to know (a receive that was cut off) are swept at the next
receive. Their key was never kept, so nobody can open them meanwhile.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from msgspec import Struct

from smo_review.domain.errors import UserError
from smo_review.language import tr
from smo_review.store.database import Readers, Writer, connect
from smo_review.store.sealing import seal, unseal

CHUNK = 1 << 20
_DAY = 86_400
_TABLE = """
CREATE TABLE IF NOT EXISTS chunks (
    media INTEGER NOT NULL, place INTEGER NOT NULL, sealed BLOB NOT NULL,
    PRIMARY KEY (media, place)
)
"""


class StoredMedia(Struct, frozen=True):
    """One medium as the database knows it: its number in the vault, hash and size in bytes."""

    number: int
    sha256: str
    size: int


class Vault:
    """The second file of a workspace. Its own writer lock: media never wait for verdicts."""

    def __init__(self, path: Path) -> None:
        self.path = path
        conn = connect(path, None, cache_mb=4)
        conn.execute(_TABLE)
        self._writer = Writer(conn, path)
        self._readers = Readers(path, None)

    def put(self, key: bytes, sha256: str, chunks: Iterable[bytes]) -> StoredMedia:
        """Seal and store one medium from pieces of any length, durable when this returns.

        UserError where the bytes do not have the SHA-256 they were announced with; then nothing
        of them stays.
        """
        cipher = AESGCM(key)
        number = int(time.time()) << 30 | secrets.randbits(30)
        digest = hashlib.sha256()
        size = 0
        with self._writer.write() as conn:
            for place, block in enumerate(_blocks(chunks)):
                digest.update(block)
                size += len(block)
                conn.execute(
                    "INSERT INTO chunks VALUES (?, ?, ?)",
                    (number, place, seal(cipher, block, _about(number, place))),
                )
            if digest.hexdigest() != sha256:
                raise UserError(
                    tr("A media file does not have the content that was announced."),
                    f"media/{sha256}",
                    tr("Ask for the file again; nothing was changed."),
                )
        return StoredMedia(number, sha256, size)

    def read(self, key: bytes, media: StoredMedia, start: int = 0, length: int = -1) -> bytes:
        """`length` bytes from `start` on (-1: to the end); opens only the chunks that it needs."""
        end = media.size if length < 0 else min(media.size, start + length)
        if end <= start:
            return b""
        cipher = AESGCM(key)
        first = start // CHUNK
        with self._readers.read() as conn:
            rows = conn.execute(
                "SELECT place, sealed FROM chunks WHERE media = ? AND place BETWEEN ? AND ?"
                " ORDER BY place",
                (media.number, first, (end - 1) // CHUNK),
            ).fetchall()
        data = b"".join(unseal(cipher, sealed, _about(media.number, at)) for at, sealed in rows)
        if len(data) < end - first * CHUNK:
            raise UserError(
                tr("Part of a media file is missing in the workspace."),
                f"media/{media.sha256}",
                tr("Run the check, then receive the batch's file again in a new workspace."),
            )
        return data[start - first * CHUNK : end - first * CHUNK]

    def delete(self, numbers: Iterable[int]) -> None:
        """Drop media; the pages are overwritten."""
        with self._writer.write() as conn:
            conn.executemany("DELETE FROM chunks WHERE media = ?", [(n,) for n in numbers])

    def numbers(self) -> set[int]:
        """The numbers of all media that are stored."""
        with self._readers.read() as conn:
            return {row[0] for row in conn.execute("SELECT media FROM chunks WHERE place = 0")}

    def sweep(self, known: set[int]) -> int:
        """Drop media of more than a day ago whose number is not known; returns how many."""
        before = int(time.time() - _DAY) << 30
        lost = [number for number in self.numbers() - known if number < before]
        if lost:
            self.delete(lost)
        return len(lost)

    def truncate_log(self) -> bool:
        """Empty the write-ahead log; whether that could be done now."""
        self._readers.drop_idle()
        with self._writer.alone() as conn:
            busy = conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        return not busy

    def sound(self) -> list[str]:
        """What SQLite itself finds wrong with the file."""
        with self._readers.read() as conn:
            rows = conn.execute("PRAGMA integrity_check(5)").fetchall()
        return [row[0] for row in rows if row[0] != "ok"]

    def close(self) -> None:
        self._readers.close()
        self._writer.close()


def _about(number: int, place: int) -> bytes:
    return f"{number}/{place}".encode()


def _blocks(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in blocks of CHUNK; an empty medium is one empty block."""
    waiting = bytearray()
    empty = True
    for piece in chunks:
        waiting += piece
        while len(waiting) >= CHUNK:
            empty = False
            yield bytes(waiting[:CHUNK])
            del waiting[:CHUNK]
    if waiting or empty:
        yield bytes(waiting)
