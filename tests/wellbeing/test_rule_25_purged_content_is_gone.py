"""Rule 25: purged content is gone from database, write-ahead log and search index.

Every page of every file is decrypted and searched, free pages and the frames of the log too; and
so are the sealed bytes that were in the vault: with the key gone nobody could open them, but they
are not to lie there either.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from sqlcipher3 import dbapi2

from smo_review.domain.views import QueueFilter, VerdictDraft
from smo_review.operations.receive import receive
from smo_review.operations.verdicts import record_verdict
from smo_review.operations.workspace import open_workspace
from smo_review.queries.batches import batches
from smo_review.queries.numbers import numbers
from smo_review.queries.queue import queue_listing
from smo_review.store.keys import key_file
from smo_review.store.workspace import Workspace
from tests.helpers.disk_marks import NOTE, WORDS, Needles, marked_batch

MAIN = Path(__file__).resolve().parents[2] / "main.py"
PAGE, TAIL, SALT = 4096, 80, 16
"""SQLCipher 4: pages of 4096 bytes, the initial vector first in a page's last 80 bytes."""
FRAME = 24
"""Bytes before each page in the log; 32 come before them all."""


@pytest.fixture
def needles(tmp_path: Path) -> Needles:
    return marked_batch(tmp_path / "source")[1]


@pytest.fixture
def ws(tmp_path: Path, needles: Needles) -> Iterator[Workspace]:
    """A workspace in which the marked batch was received, judged and searched."""
    workspace = open_workspace(tmp_path / "work", create=True)
    batch = receive(workspace, tmp_path / "source" / "marked.smo").id
    for item in ("png", "words"):
        record_verdict(workspace, VerdictDraft(batch, item, "dara", "correct", note=NOTE))
    assert len(queue_listing(workspace, batch, QueueFilter(text=WORDS))) == 1
    yield workspace
    workspace.close()


def key_of(folder: Path) -> bytes:
    name = json.loads((folder / "workspace.json").read_text("utf-8"))["id"]
    return bytes.fromhex(key_file(name).read_text("ascii"))


def opened(page: bytes, key: bytes, first: bool) -> bytes:
    """One page in the clear."""
    sealed = page[SALT if first else 0 : -TAIL]
    vector = page[-TAIL : -TAIL + 16]
    return Cipher(algorithms.AES256(key), modes.CBC(vector)).decryptor().update(sealed)


def decrypted(folder: Path) -> bytes:
    """Every page of the database, of its copies and of its log."""
    key = key_of(folder)
    found = []
    for file in sorted(folder.glob("workspace.db*")):
        data = file.read_bytes()
        if file.name.endswith("-wal"):
            for at in range(32, len(data) - PAGE - FRAME + 1, PAGE + FRAME):
                number = int.from_bytes(data[at : at + 4], "big")
                found.append(opened(data[at + FRAME : at + FRAME + PAGE], key, number == 1))
        elif not file.name.endswith("-shm"):
            for at in range(0, len(data) - PAGE + 1, PAGE):
                found.append(opened(data[at : at + PAGE], key, at == 0))
    return b"\n".join(found)


def everything(folder: Path) -> bytes:
    """The decrypted pages, and all files as they are."""
    files = (file.read_bytes() for file in folder.rglob("*") if file.is_file())
    return b"\n".join((decrypted(folder), *files))


def sealed_media(folder: Path) -> list[bytes]:
    """A piece from the middle of each sealed chunk in the vault."""
    conn = dbapi2.connect(str(folder / "vault.db"))
    rows = conn.execute("SELECT sealed FROM chunks").fetchall()
    conn.close()
    return [sealed[len(sealed) // 2 :][:48] for (sealed,) in rows]


def keys_of_batches(ws: Workspace) -> list[bytes]:
    with ws.read() as conn:
        rows = conn.execute("SELECT * FROM batch_keys").fetchall()
    return [one for row in rows for one in row if isinstance(one, bytes) and len(one) >= 16]


def purge(folder: Path, batch: str) -> None:
    """By the command, in a process of its own."""
    answer = subprocess.run(
        [sys.executable, str(MAIN), "--workspace", str(folder), "--json", "purge", batch],
        env=os.environ | {"PYTHONPATH": str(MAIN.parent)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr


def indexed(found: bytes) -> int:
    """How many of the words' rare trigrams are there: what the search index is made of."""
    return sum(one in found for one in (b"a-q", b"tz-", b"z-o", b"k-7", b"sk-", b"rtz"))


def test_before_the_purge_the_same_search_finds_index_keys_and_sealed_media(ws: Workspace) -> None:
    found = everything(ws.path)
    assert b"CREATE TABLE items" in found
    assert indexed(decrypted(ws.path)) > 2
    assert keys_of_batches(ws) and all(one in found for one in keys_of_batches(ws))
    media = sealed_media(ws.path)
    assert len(media) >= 3
    assert all(one in found for one in media)


def test_after_the_purge_nothing_is_left_in_any_file(ws: Workspace, needles: Needles) -> None:
    copy = ws.path / "workspace.db.before-1"
    copy.write_bytes((ws.path / "workspace.db").read_bytes())
    batch = batches(ws)[0].info.id
    before = numbers(ws).all
    keys, media = keys_of_batches(ws), sealed_media(ws.path)
    ws.close()
    purge(ws.path, batch)
    found = everything(ws.path)
    assert b"CREATE TABLE items" in found
    assert [name for name, needle in needles.items() if needle in found] == []
    assert indexed(decrypted(ws.path)) < 2, "three bytes may stand somewhere by chance"
    assert [one for one in keys + media if one in found] == []
    assert not copy.exists()
    for name in ("workspace.db-wal", "vault.db-wal"):
        log = ws.path / name
        assert not log.exists() or not log.stat().st_size
    again = open_workspace(ws.path)
    assert numbers(again).all == before
    assert queue_listing(again, batch, QueueFilter(text=WORDS)) == []
    again.close()
