"""Search in content and notes: one contentless trigram index a batch, dropped at its purge.

Rows of the index are item rows for content and negative note numbers for notes. Two spaces end
each text, so that every character starts a trigram: a query of one or two characters, which has
no trigram of its own, is a prefix of the index's terms.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from smo_review.domain.content import Item
from smo_review.store.database import Connection

_END = "  "
_BUFFER = 32 << 20
"""Bytes of new terms that are collected before they are written: fewer merges while receiving."""


def make_index(conn: Connection, batch: int) -> None:
    """An empty index for a batch, given by number."""
    conn.execute(
        f"CREATE VIRTUAL TABLE search_{batch} USING fts5(words, content='', tokenize='trigram')"
    )
    conn.execute(f"CREATE VIRTUAL TABLE search_{batch}_terms USING fts5vocab(search_{batch}, row)")
    conn.execute(
        f"INSERT INTO search_{batch} (search_{batch}, rank) VALUES ('hashsize', {_BUFFER})"
    )


def drop_index(conn: Connection, batch: int) -> None:
    """Drop a batch's index, where it has one."""
    conn.execute(f"DROP TABLE IF EXISTS search_{batch}_terms")
    conn.execute(f"DROP TABLE IF EXISTS search_{batch}")


def words_of(item: Item) -> str:
    """What an item is found by: texts, translations, transcripts; empty where it has none."""
    found = [
        text
        for part in item.parts
        for text in (part.text, part.translation, part.transcript)
        if text
    ]
    return _folded("\n".join(found)) + _END if found else ""


def add_contents(conn: Connection, batch: int, rows: Iterable[tuple[int, str]]) -> None:
    """Index items' words, given as (item row, words) in rising order."""
    conn.executemany(f"INSERT INTO search_{batch} (rowid, words) VALUES (?, ?)", rows)


def add_notes(conn: Connection, notes: Iterable[tuple[int, int, str]]) -> None:
    """Index opened notes, given as (note number, batch number, words)."""
    for number, batch, text in notes:
        conn.execute(
            f"INSERT INTO search_{batch} (rowid, words) VALUES (?, ?)",
            (-number, _folded(text) + _END),
        )


def matching(conn: Connection, text: str, batch: int) -> str:
    """The MATCH expression that finds `text` in a batch's index; empty where nothing can.

    Rows that match are item rows, in rising order, and negative note numbers.
    """
    wanted = _folded(text)
    if len(wanted) >= 3:
        return _phrase(wanted)
    if not wanted:
        return ""
    wanted = wanted.lower()
    terms = conn.execute(
        f"SELECT term FROM search_{batch}_terms WHERE term >= ? AND term < ?",
        (wanted, wanted[:-1] + _next(wanted[-1])),
    )
    return " OR ".join(_phrase(row[0]) for row in terms)


def _phrase(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _next(character: str) -> str:
    """The next character that can stand in a text."""
    code = ord(character) + 1
    return chr(0xE000 if 0xD800 <= code <= 0xDFFF else min(code, 0x10FFFF))


def _folded(text: str) -> str:
    """One form for text written in different ways; NUL would end it early for SQLite."""
    return unicodedata.normalize("NFC", text).replace("\x00", " ")
