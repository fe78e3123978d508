"""What a file holds, told without a workspace."""

from __future__ import annotations

from pathlib import Path

import msgspec

from smo_review.domain.bundles import Inspection
from smo_review.domain.changes import Progress


def inspect(path: Path, progress: Progress | None = None) -> Inspection:
    """Open a bundle and read every part to its end; UserError for anything that is not right.

    `verified` is true in every answer: what does not verify is refused.
    """
    from smo_review.exchange.batch_reader import read_project
    from smo_review.exchange.bundle import open_bundle
    from smo_review.exchange.limits import PROJECT

    with open_bundle(path, progress) as bundle:
        bundle.verify()
        if bundle.has(PROJECT):
            read_project(bundle)
        manifest = bundle.manifest
        lines = {part.name: part.lines or 0 for part in manifest.parts}
        return Inspection(
            kind=manifest.kind,
            id=manifest.id,
            project=manifest.project,
            items=lines.get("items.jsonl", 0),
            annotations=lines.get("annotations.jsonl", 0),
            facts=lines.get("facts.jsonl", 0),
            parts=tuple(msgspec.to_builtins(part) for part in manifest.parts),
            author=manifest.author,
            verified=True,
        )
