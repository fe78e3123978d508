"""Everything a workspace holds, as values that can be compared."""

from __future__ import annotations

from typing import Any

from smo_review.store.workspace import Workspace


def dump(workspace: Workspace) -> dict[str, Any]:
    """Every row of every table, the words in the search indexes, and what the vault has."""
    told: dict[str, Any] = {"vault": sorted(workspace.vault.numbers())}
    with workspace.read() as conn:
        tables = [
            row[0]
            for row in conn.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            )
        ]
        for table in tables:
            told[table] = sorted(map(repr, conn.execute(f"SELECT * FROM {table}")))
    return told


def heads(workspace: Workspace) -> dict[str, tuple[int, str]]:
    """By chain: the last sequence and its hash."""
    with workspace.read() as conn:
        rows = conn.execute(
            "SELECT c.id, max(f.sequence), hex(f.hash) FROM facts f"
            " JOIN chains c ON c.number = f.chain GROUP BY f.chain"
        )
        return {chain: (sequence, head) for chain, sequence, head in rows}


def facts(workspace: Workspace) -> set[bytes]:
    """The bytes of all facts."""
    with workspace.read() as conn:
        return {bytes(row[0]) for row in conn.execute("SELECT body FROM facts")}
