"""Sources to pack as live work, and a project that tells of hidden golds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from smo_review.operations.pack import PackOptions
from smo_review.operations.workspace import Workspace

PROJECT = """
id = "markets"
name = "Markets"
[hidden_gold]
share = {share}
[[labels]]
id = "hate"
name = "Hate"
[[labels]]
id = "spam"
name = "Spam"
"""


def table(folder: Path, name: str, prefix: str, n: int, people: tuple[str, ...]) -> Path:
    """A source with one annotation a row; texts and ids begin with `prefix`."""
    path = folder / name
    rows = ["id,text,annotator,label"]
    for place in range(n):
        for turn, person in enumerate(people):
            label = ("hate", "spam")[(place + turn) % 2]
            rows.append(
                f"{prefix}-{(place * 7919) % 100_003:06d},{prefix} {place},{person},{label}"
            )
    path.write_text("\n".join(rows), "utf-8")
    return path


def options(folder: Path, share: float = 0.2, **more: Any) -> PackOptions:
    path = folder / f"project-{share}.toml"
    path.write_text(PROJECT.format(share=share), "utf-8")
    return PackOptions(project=path, **more)


def ids_of(ws: Workspace, batch: str) -> list[str]:
    """The ids of a batch's items, in its order."""
    with ws.read() as conn:
        rows = conn.execute(
            "SELECT i.id FROM items i JOIN batches b ON b.number = i.batch WHERE b.id = ?"
            " ORDER BY i.row",
            (batch,),
        )
        return [row[0] for row in rows]
