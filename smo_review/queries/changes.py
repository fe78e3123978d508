"""Whether somebody else changed the workspace."""

from __future__ import annotations

from smo_review.store.workspace import Workspace


def foreign_writes(ws: Workspace) -> int:
    """A number that differs from the last one where another program wrote; own writes keep it."""
    return ws.foreign_writes()
