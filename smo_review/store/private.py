"""The person's private figures: a file of their own with a key of their own.

Nothing but `operations.private` and `queries.private` opens it; a test and an import contract hold
that. It is opened for each reading and writing, so that an open workspace gives no way to it. It
keeps sums by day, severity, level and category: no item, no batch, no content, no time of day.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from smo_review.domain.errors import UserError
from smo_review.domain.private import (
    Away,
    CheckIn,
    DayRevealed,
    PrivateFigures,
    Revealed,
    Severity,
    Sufficed,
)
from smo_review.domain.project import CoverLevel
from smo_review.language import tr
from smo_review.store.database import Connection, connect, plain_words
from smo_review.store.keys import drop_key, find_key, make_key
from smo_review.store.workspace import CARD, read_card

DATABASE = "private.db"
VERSION = 2
_UNKNOWN = -1
"""Stands for "no severity came with the item": a primary key holds no NULL."""
_STEPS = (
    (
        "CREATE TABLE exposure (day INTEGER NOT NULL, severity INTEGER NOT NULL, level TEXT NOT"
        " NULL, milliseconds INTEGER NOT NULL, PRIMARY KEY (day, severity, level)) WITHOUT ROWID",
        "CREATE TABLE sufficed (day INTEGER NOT NULL, level TEXT NOT NULL, category TEXT NOT NULL,"
        " severity INTEGER NOT NULL, verdicts INTEGER NOT NULL,"
        " PRIMARY KEY (day, level, category, severity)) WITHOUT ROWID",
    ),
    (
        "CREATE TABLE away (day INTEGER PRIMARY KEY, times INTEGER NOT NULL,"
        " milliseconds INTEGER NOT NULL)",
        "CREATE TABLE check_ins (day INTEGER PRIMARY KEY, step INTEGER NOT NULL)",
    ),
)
"""What each version added, in order."""


def key_name(folder: Path) -> str:
    """The name under which the key of a workspace's private figures is kept."""
    return f"{read_card(folder / CARD)}-private"


@contextmanager
def writing(folder: Path) -> Iterator[Connection]:
    """The figures of the workspace in `folder`, made at first need, inside one transaction.

    UserError where they cannot be opened or written; then nothing was changed.
    """
    file = folder / DATABASE
    conn = _open(folder)
    try:
        with plain_words(file):
            conn.execute("BEGIN IMMEDIATE")
            _bring_up_to_date(conn)
            yield conn
            conn.execute("COMMIT")
    finally:
        conn.close()


@contextmanager
def reading(folder: Path) -> Iterator[Connection | None]:
    """The figures to read, or None where nothing was ever kept. UserError as in `writing`."""
    file = folder / DATABASE
    if not _kept(file):
        yield None
        return
    conn = _open(folder)
    try:
        with plain_words(file):
            if 0 < _version(conn) < VERSION:
                conn.execute("BEGIN IMMEDIATE")
                _bring_up_to_date(conn)
                conn.execute("COMMIT")
            conn.execute("PRAGMA query_only = ON")
            yield conn if _version(conn) else None
    finally:
        conn.close()


def erase(folder: Path) -> None:
    """Destroy the key, then the file. UserError where that cannot be; erasing again finishes it."""
    file = folder / DATABASE
    try:
        drop_key(key_name(folder))
        for suffix in ("", "-wal", "-shm", "-journal"):
            Path(f"{file}{suffix}").unlink(missing_ok=True)
    except OSError as error:
        raise UserError(
            tr("Your private figures could not be erased."),
            str(file),
            tr("Close other programs that use this folder, then erase them again."),
        ) from error


def add_exposure(
    conn: Connection, day: int, severity: Severity, milliseconds: Mapping[CoverLevel, int]
) -> None:
    """Add milliseconds revealed, by level, to a day (a proleptic Gregorian ordinal)."""
    conn.executemany(
        "INSERT INTO exposure VALUES (?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET milliseconds = milliseconds + excluded.milliseconds",
        [(day, _number(severity), level, amount) for level, amount in milliseconds.items()],
    )


def add_sufficed(
    conn: Connection,
    day: int,
    level: CoverLevel,
    category: str,
    severity: Severity,
    verdicts: int,
) -> None:
    """Add verdicts that were given with `level` as the most revealed to a day."""
    conn.execute(
        "INSERT INTO sufficed VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET verdicts = verdicts + excluded.verdicts",
        (day, level, category, _number(severity), verdicts),
    )


def add_away(conn: Connection, day: int, milliseconds: int) -> None:
    """Add one time away to a day."""
    conn.execute(
        "INSERT INTO away VALUES (?, 1, ?) ON CONFLICT DO UPDATE SET times = times + 1,"
        " milliseconds = milliseconds + excluded.milliseconds",
        (day, milliseconds),
    )


def put_check_in(conn: Connection, day: int, step: int) -> None:
    """Keep the answer of a day, in place of one given before."""
    conn.execute("INSERT OR REPLACE INTO check_ins VALUES (?, ?)", (day, step))


def read_figures(conn: Connection, today: int, days: int) -> PrivateFigures:
    """The sums over the `days` days that end with `today`."""
    since = today - days
    revealed = conn.execute(
        "SELECT severity, level, coalesce(sum(milliseconds) FILTER (WHERE day = ?), 0),"
        " sum(milliseconds) FROM exposure WHERE day > ? AND day <= ?"
        " GROUP BY severity, level ORDER BY severity, level",
        (today, since, today),
    )
    sufficed = conn.execute(
        "SELECT category, level, sum(verdicts) FROM sufficed WHERE day > ? AND day <= ?"
        " GROUP BY category, level ORDER BY category, level",
        (since, today),
    )
    by_day = conn.execute(
        "SELECT day, severity, sum(milliseconds) FROM exposure WHERE day > ? AND day <= ?"
        " GROUP BY day, severity ORDER BY day, severity",
        (since, today),
    )
    away, check_ins = (
        conn.execute(
            f"SELECT * FROM {table} WHERE day > ? AND day <= ? ORDER BY day", (since, today)
        )
        for table in ("away", "check_ins")
    )
    return PrivateFigures(
        days,
        tuple(Revealed(_known(severity), *rest) for severity, *rest in revealed),
        tuple(Sufficed(*row) for row in sufficed),
        tuple(DayRevealed(day, _known(severity), amount) for day, severity, amount in by_day),
        tuple(Away(*row) for row in away),
        tuple(CheckIn(*row) for row in check_ins),
    )


def _known(severity: int) -> Severity:
    return None if severity == _UNKNOWN else severity


def _number(severity: Severity) -> int:
    return _UNKNOWN if severity is None else severity


def _kept(file: Path) -> bool:
    """Whether anything was ever kept: a creation cut off may leave an empty file."""
    return file.exists() and file.stat().st_size > 0


def _open(folder: Path) -> Connection:
    file = folder / DATABASE
    try:
        key = find_key(key_name(folder), file) if _kept(file) else _new_key(folder)
        # Made here, because SQLite would make it readable for others; its log takes after it.
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
        conn = connect(file, key, cache_mb=1)
    except (UserError, OSError) as error:
        raise UserError(
            tr("Your private figures cannot be opened."),
            str(file),
            tr("Try again later, or erase them on the page “Only for me” to begin anew."),
        ) from error
    if _version(conn) > VERSION:
        conn.close()
        raise UserError(
            tr("Your private figures were written by a newer SMO Review."),
            str(file),
            tr("Update SMO Review on this machine, then open them again."),
        )
    return conn


def _new_key(folder: Path) -> bytes:
    """A key for figures that begin now; what a creation cut off left of one opens nothing."""
    name = key_name(folder)
    drop_key(name)
    return make_key(name)


def _bring_up_to_date(conn: Connection) -> None:
    """Add the tables that are missing, inside a transaction."""
    for statements in _STEPS[_version(conn) :]:
        for statement in statements:
            conn.execute(statement)
    conn.execute(f"PRAGMA user_version = {VERSION}")


def _version(conn: Connection) -> int:
    return int(conn.execute("PRAGMA user_version").fetchone()[0])
