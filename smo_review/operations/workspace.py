"""Open a workspace, and change what is the person's own in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from platformdirs import user_data_path

from smo_review.domain.changes import Changes
from smo_review.store import catalog, identity
from smo_review.store.workspace import Workspace, open_workspace

__all__ = ["Workspace", "default_path", "open_workspace", "save_setting", "set_person_name"]


def default_path() -> Path:
    """Where the workspace lies when none is named."""
    return user_data_path("smo-review") / "workspace"


def set_person_name(ws: Workspace, name: str) -> Changes:
    """Give the person another readable name; the facts signed before keep the id, which stays."""
    with ws.write() as conn:
        identity.set_name(conn, name)
    ws.renamed()
    return Changes(settings=True)


def save_setting(ws: Workspace, key: str, value: Any) -> Changes:
    """Keep a private value, anything JSON can hold: it stays here and is no fact."""
    with ws.write() as conn:
        catalog.save_setting(conn, key, value)
    return Changes(settings=True)
