"""How a database comes to the newest schema: sqlite-utils' migrations, after a copy was made."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from smo_review.domain.errors import UserError
from smo_review.language import tr
from smo_review.store.database import Connection
from smo_review.store.schema import STEPS, VERSION

if TYPE_CHECKING:
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations


def bring_up_to_date(conn: Connection, path: Path) -> None:
    """Make or migrate the tables; a copy of an existing file is kept beside it as `.before-N`.

    A database that is up to date costs one question. UserError where it is newer than this
    program.
    """
    found = int(conn.execute("PRAGMA user_version").fetchone()[0])
    if found == VERSION:
        return
    if found > VERSION:
        raise UserError(
            tr("This workspace was written by a newer SMO Review."),
            str(path),
            tr("Update SMO Review on this machine, then open it again."),
        )
    if found:
        _copy(conn, path, found)
    # sqlite-utils loads numpy: only who makes or upgrades a workspace pays for that.
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations

    steps = Migrations("smo-review")
    _register(steps)
    steps.apply(Database(conn))
    conn.execute(f"PRAGMA user_version = {VERSION}")


def copies(path: Path) -> list[Path]:
    """The copies of the database at `path` that migrations have left beside it."""
    return sorted(path.parent.glob(f"{path.name}.before-*"))


def _copy(conn: Connection, path: Path, found: int) -> None:
    conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    conn.execute("BEGIN IMMEDIATE")
    try:
        shutil.copy2(path, path.with_name(f"{path.name}.before-{found + 1}"))
    except OSError as error:
        raise UserError(
            tr("The workspace could not be copied before its upgrade; nothing was changed."),
            str(path),
            tr("Free some space and open it again."),
        ) from error
    finally:
        conn.execute("ROLLBACK")


def _register(steps: Migrations) -> None:
    for name, statements in STEPS:

        @steps(name=name)
        def _step(db: Database, statements: str = statements) -> None:
            for statement in statements.split(";"):
                if statement.strip():
                    db.execute(statement)
