"""The undo stack: private to this workspace, kept in the database so that it survives a restart.

A step is what one operation did: the facts it wrote and those that stood before. Undo and redo
write further facts; nothing is ever taken out of the ledger.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec
from msgspec import Struct

from smo_review.store.database import Connection

KEPT = 500
"""Steps that can be undone; older ones are forgotten."""
What: TypeAlias = Literal["verdict", "flag", "settle"]


class Act(Struct, frozen=True, omit_defaults=True):
    """One change: the hashes of the own facts that stood before, and of the one that came."""

    what: What
    batch: str
    item: str
    before: tuple[str, ...]
    after: str
    annotator: str = ""
    ordinal: int = 0


class Step(Struct, frozen=True):
    """What one operation did."""

    number: int
    acts: tuple[Act, ...]


def push(conn: Connection, acts: list[Act]) -> None:
    """Remember what an operation did; what was undone before can no longer be redone.

    Where it changed one thing several times, only the first state and the last are remembered.
    """
    whole: dict[tuple[str, str, str, str, int], Act] = {}
    for act in acts:
        key = (act.what, act.batch, act.item, act.annotator, act.ordinal)
        earlier = whole.get(key)
        whole[key] = msgspec.structs.replace(act, before=earlier.before) if earlier else act
    # What is undone stands above all that is not: the others need not be looked through.
    conn.execute(
        "DELETE FROM undo_steps WHERE number > coalesce((SELECT number FROM undo_steps"
        " WHERE undone = 0 ORDER BY number DESC LIMIT 1), -1)"
    )
    body = msgspec.json.encode(list(whole.values()))
    conn.execute("INSERT INTO undo_steps (body) VALUES (?)", (body,))
    conn.execute(
        "DELETE FROM undo_steps WHERE number <= (SELECT max(number) FROM undo_steps) - ?", (KEPT,)
    )


def next_step(conn: Connection, *, undone: bool) -> Step | None:
    """The step that undo (`undone` False) or redo would act on."""
    order = "ASC" if undone else "DESC"
    found = conn.execute(
        f"SELECT number, body FROM undo_steps WHERE undone = ? ORDER BY number {order} LIMIT 1",
        (int(undone),),
    ).fetchone()
    return Step(found[0], msgspec.json.decode(found[1], type=tuple[Act, ...])) if found else None


def mark(conn: Connection, step: Step, *, undone: bool) -> None:
    """Say that a step is now undone, or done again."""
    conn.execute("UPDATE undo_steps SET undone = ? WHERE number = ?", (int(undone), step.number))


def forget(conn: Connection, step: Step) -> None:
    """Take a step out that can be undone and done again no more."""
    conn.execute("DELETE FROM undo_steps WHERE number = ?", (step.number,))
