"""One encrypted SQLite file: how it is opened, and what its refusals mean to a person."""

from __future__ import annotations

import gc
import queue
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from sqlcipher3 import dbapi2

from smo_review.domain.errors import UserError
from smo_review.language import tr

if TYPE_CHECKING:
    # sqlcipher3 carries no types; its classes are the standard module's.
    from sqlite3 import Connection as Connection
else:
    Connection = dbapi2.Connection

BUSY_SECONDS = 20
READERS = 4
_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "trusted_schema = OFF",
    "secure_delete = ON",
    "temp_store = MEMORY",
)


class _Reading(dbapi2.Connection):  # type: ignore[misc]  # no types, see above
    """A connection that only reads. `kept` belongs to all of one file together."""

    kept: dict[str, Any]


def kept_beside(conn: Connection) -> dict[str, Any]:
    """What those who read one file keep of it, for as long as it is open.

    One who writes has nothing there: what it sees may be taken back.
    """
    return conn.kept if isinstance(conn, _Reading) else {}


def connect(
    path: Path,
    key: bytes | None,
    *,
    cache_mb: int = 16,
    factory: type[Connection] = dbapi2.Connection,
) -> Connection:
    """Open a database file, encrypted with the raw 32-byte `key` or plain where that is None.

    The connection is in autocommit mode (transactions are begun by hand) and may be handed from
    thread to thread. UserError where the key does not fit or the file is none of ours.
    """
    with plain_words(path):
        conn: Connection = dbapi2.connect(
            str(path),
            isolation_level=None,
            check_same_thread=False,
            timeout=BUSY_SECONDS,
            factory=factory,
        )
        try:
            if key is not None:
                conn.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
            conn.execute("SELECT count(*) FROM sqlite_master").fetchone()
            for pragma in (*_PRAGMAS, f"cache_size = -{cache_mb * 1024}"):
                conn.execute(f"PRAGMA {pragma}")
        except dbapi2.Error:
            conn.close()
            raise
    return conn


@contextmanager
def plain_words(path: Path) -> Iterator[None]:
    """Turn the database's refusals that a person can act on into UserError; bugs pass through."""
    try:
        yield
    except dbapi2.DatabaseError as error:
        refusal = _refusal(str(error).lower(), path)
        if refusal is None:
            raise
        raise refusal from error


def _refusal(message: str, path: Path) -> UserError | None:
    where = str(path)
    if "disk is full" in message:
        return UserError(
            tr("There is no room left on the disk; nothing was changed."),
            where,
            tr("Free some space and do it again."),
        )
    if "readonly" in message or "unable to open" in message:
        return UserError(
            tr("The workspace cannot be written to; nothing was changed."),
            where,
            tr("Check that the folder exists and that you may write in it."),
        )
    if "locked" in message or "busy" in message:
        return UserError(
            tr("Another program is writing to this workspace."),
            where,
            tr("Wait until it has finished and do it again."),
        )
    if "not a database" in message or "malformed" in message or "hmac" in message:
        return UserError(
            tr("The workspace's file is damaged, or its key is another one."),
            where,
            tr("Put back a copy of the workspace, or receive the files again in a new one."),
        )
    if "disk i/o error" in message:
        return UserError(
            tr("The disk reported an error; nothing was changed."),
            where,
            tr("Check the disk and that there is room on it, then do it again."),
        )
    return None


def values(items: Iterable[Any]) -> str:
    """Integers or strings as one parameter, for `IN (SELECT value FROM json_each(?))`."""
    return msgspec.json.encode(list(items)).decode()


@contextmanager
def many_records() -> Iterator[None]:
    """Leave the garbage collector out while records are made by the hundred thousand.

    They hold no cycles; walking them again and again took a third of a merge's time.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


class Writer:
    """The one connection that writes, under a lock: any thread may ask, one at a time is served."""

    def __init__(self, conn: Connection, path: Path) -> None:
        self._conn = conn
        self._path = path
        self._lock = threading.Lock()
        self._owner = 0
        self._seen = 0

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction begun IMMEDIATE: committed at the end, rolled back by any exception."""
        with self.alone() as conn:
            conn.execute("BEGIN IMMEDIATE")
            try:
                yield conn
                conn.execute("COMMIT")
            except BaseException:
                # A full disk may have rolled back by itself already.
                if conn.in_transaction:
                    conn.execute("ROLLBACK")
                raise

    @contextmanager
    def alone(self) -> Iterator[Connection]:
        """The connection outside a transaction, for what cannot be done inside one."""
        if self._owner == threading.get_ident():
            raise RuntimeError("write() inside write(): one operation is one transaction")
        with self._lock, plain_words(self._path):
            self._owner = threading.get_ident()
            try:
                yield self._conn
            finally:
                self._owner = 0

    def foreign_writes(self) -> int:
        """A number that changes when another program wrote; never waits for our own writer."""
        if self._lock.acquire(blocking=False):
            try:
                self._seen = int(self._conn.execute("PRAGMA data_version").fetchone()[0])
            finally:
                self._lock.release()
        return self._seen

    def close(self) -> None:
        """Wait for the write under way and end the connection."""
        with self._lock:
            self._conn.close()


class Readers:
    """A small pool of connections that only read, each read from one consistent state."""

    def __init__(self, path: Path, key: bytes | None) -> None:
        self._path = path
        self._key = key
        self._slots = threading.BoundedSemaphore(READERS)
        self._idle: queue.SimpleQueue[Connection] = queue.SimpleQueue()
        self._kept: dict[str, Any] = {}

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection inside a read transaction; waits while all are in use."""
        with self._slots, plain_words(self._path):
            conn = self._take()
            try:
                conn.execute("BEGIN")
                yield conn
            finally:
                if conn.in_transaction:
                    conn.execute("ROLLBACK")
                self._idle.put(conn)

    def _take(self) -> Connection:
        try:
            return self._idle.get_nowait()
        except queue.Empty:
            conn = connect(self._path, self._key, factory=_Reading)
            assert isinstance(conn, _Reading)
            conn.kept = self._kept
            conn.execute("PRAGMA query_only = ON")
            return conn

    def close(self) -> None:
        """End every connection, after the reads under way."""
        for _ in range(READERS):
            self._slots.acquire()
        self.drop_idle()
        for _ in range(READERS):
            self._slots.release()

    def drop_idle(self) -> None:
        """End the connections that nobody uses, so that they hold nothing of the log."""
        while True:
            try:
                self._idle.get_nowait().close()
            except queue.Empty:
                return
