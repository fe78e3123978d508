"""A workspace: one person's store on one machine, a folder with a database and a vault."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import uuid_utils

from smo_review.domain.errors import UserError
from smo_review.language import tr
from smo_review.store import projections
from smo_review.store.database import Connection, Readers, Writer, connect, plain_words
from smo_review.store.identity import Identity, make_identity, read_identity
from smo_review.store.keys import find_key, make_key
from smo_review.store.migrations import bring_up_to_date, copies
from smo_review.store.vault import Vault

CARD = "workspace.json"
DATABASE = "workspace.db"
VAULT = "vault.db"
FORMAT = "smo-workspace/1"


class Workspace:
    """An open workspace. Any thread may call; `write()` is one at a time, reads run beside it."""

    def __init__(self, path: Path, key: bytes) -> None:
        self.path = path
        self._key = key
        file = path / DATABASE
        conn = connect(file, key)
        try:
            with plain_words(file):
                bring_up_to_date(conn, file)
            self._writer = Writer(conn, file)
            self._settle_in()
            self._readers = Readers(file, key)
            self.vault = Vault(path / VAULT)
            with self.read() as reader:
                self._identity = read_identity(reader)
        except BaseException:
            conn.close()
            raise

    def _settle_in(self) -> None:
        with self._writer.alone() as conn:
            known = dict(conn.execute("SELECT key, value FROM meta"))
        if known.get("projections") == projections.VERSION:
            return
        with self._writer.write() as conn:
            if not conn.execute("SELECT 1 FROM identity").fetchone():
                make_identity(conn)
            projections.rebuild(conn)

    @property
    def identity(self) -> Identity:
        """Who works here."""
        return self._identity

    def write(self) -> AbstractContextManager[Connection]:
        """A connection inside BEGIN IMMEDIATE: commits at the end, or takes all of it back."""
        return self._writer.write()

    def read(self) -> AbstractContextManager[Connection]:
        """A pooled connection that sees one consistent state."""
        return self._readers.read()

    def renamed(self) -> None:
        """Read the identity again after the person changed their name."""
        with self.read() as conn:
            self._identity = read_identity(conn)

    def foreign_writes(self) -> int:
        """A number that changes when another program wrote to this workspace."""
        return self._writer.foreign_writes()

    def truncate_logs(self) -> bool:
        """Empty both write-ahead logs and drop copies made by migrations; whether all could be."""
        self._readers.drop_idle()
        with self._writer.alone() as conn:
            busy = conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        for copy in copies(self.path / DATABASE):
            copy.unlink(missing_ok=True)
        return self.vault.truncate_log() and not busy

    def copy_database(self, folder: Path) -> None:
        """Copy the database as it stands, encrypted by the same key, into another folder."""
        target = connect(folder / DATABASE, self._key)
        try:
            with self.read() as conn:
                conn.backup(target)
        finally:
            target.close()

    def close(self) -> None:
        """End all connections, after what is under way."""
        self._readers.close()
        self._writer.close()
        self.vault.close()


def open_workspace(path: Path, *, create: bool = False) -> Workspace:
    """Open the workspace in a folder; with `create`, make it where there is none.

    UserError where there is none, its key is not on this machine, it is damaged, newer than this
    program, or the folder cannot be written to.
    """
    path = path.absolute()
    card = path / CARD
    if not card.is_file() or not (path / DATABASE).is_file():
        if not create:
            raise UserError(
                tr("There is no workspace here."),
                str(path),
                tr("Receive a batch's file to make one, or name another folder."),
            )
        return _create(path)
    return Workspace(path, find_key(read_card(card), path))


def _create(path: Path) -> Workspace:
    """Make the folder, the card, the key, then the database; a creation cut off is taken up."""
    with _folder_words(path):
        path.mkdir(parents=True, exist_ok=True)
        card = path / CARD
        if (path / DATABASE).exists():
            raise UserError(
                tr("This folder holds a workspace's database without its card."),
                str(card),
                tr("Put {name} back from a copy, or name another folder.", name=CARD),
            )
        name = f"w-{uuid_utils.uuid4().hex}"
        key = make_key(name)
        _write_card(card, name)
    return Workspace(path, key)


@contextmanager
def _folder_words(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UserError(
            tr("A workspace cannot be made here: {reason}.", reason=error.strerror or str(error)),
            str(path),
            tr("Name a folder that you may write to."),
        ) from error


def _write_card(card: Path, name: str) -> None:
    temporary = card.with_name(f".{CARD}.tmp")
    with temporary.open("w", encoding="utf-8") as out:
        json.dump({"format": FORMAT, "id": name}, out)
        out.flush()
        os.fsync(out.fileno())
    temporary.replace(card)


def read_card(card: Path) -> str:
    """The id of the workspace that a card belongs to; UserError where it cannot be read."""
    try:
        told = json.loads(card.read_text(encoding="utf-8"))
        found, name = told["format"], told["id"]
    except (OSError, ValueError, KeyError, TypeError):
        found, name = "", ""
    if found != FORMAT or not isinstance(name, str) or not name.replace("-", "").isalnum():
        raise UserError(
            tr("This folder's workspace card cannot be read."),
            str(card),
            tr("Put it back from a copy, or name another folder."),
        )
    return name
