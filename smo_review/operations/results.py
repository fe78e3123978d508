"""Write a results file: the facts of one project, to hand back."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from smo_review.domain.bundles import BUNDLE_FORMAT, Manifest, PartEntry
from smo_review.domain.changes import Progress
from smo_review.domain.errors import UserError
from smo_review.exchange.bundle import Content, write_bundle
from smo_review.language import tr
from smo_review.queries.lookup import project_body, projects
from smo_review.store.handing_over import export_facts

if TYPE_CHECKING:
    from smo_review.operations.workspace import Workspace


def export_results(
    workspace: Workspace, out: Path, *, project: str = "", progress: Progress | None = None
) -> dict[str, int]:
    """Write all facts of `project` to `out`; returns {"facts", "verdicts", "texts"}.

    The project may be left out where the workspace has only one. A file that is there is replaced
    when the new one is complete; an error or `Cancelled` leaves it. Facts travel as they are kept,
    everybody's that are here, so handing back twice or by way of others loses nothing.
    """
    name = _chosen(projects(workspace), project)
    identity = workspace.identity
    body = project_body(workspace, name)
    with export_facts(workspace, name) as export:
        counts = {"facts": export.facts, "verdicts": export.verdicts, "texts": export.texts}
        parts: list[tuple[str, Content]] = [("project.json", [body])] if body else []
        parts += [
            ("facts.jsonl", _lines(export.bodies)),
            ("texts.jsonl", _lines(msgspec.json.encode(text) for text in export.sealed)),
        ]

        def manifest(entries: tuple[PartEntry, ...]) -> Manifest:
            facts = next(entry for entry in entries if entry.name == "facts.jsonl")
            return Manifest(
                format=BUNDLE_FORMAT,
                kind="results",
                id=f"r-{facts.sha256[:24]}",
                project=name,
                author=identity.author,
                made=time.time_ns() // 1000,
                counts=counts,
                parts=(),
                checkpoints=export.checkpoints,
            )

        write_bundle(out, manifest, parts, identity.key, progress)
    return counts


def _chosen(there: tuple[str, ...], named: str) -> str:
    """The project that is meant; UserError that lists them where that is not clear."""
    if named in there:
        return named
    if not there:
        raise UserError(
            tr("The workspace has no project yet."), named, tr("Receive a batch first.")
        )
    if named or len(there) > 1:
        raise UserError(
            tr("There is no project “{name}” here.", name=named)
            if named
            else tr("The workspace has several projects."),
            ", ".join(there),
            tr("Name one of them with --project."),
        )
    return there[0]


def _lines(bodies: Iterable[bytes]) -> Iterator[bytes]:
    for body in bodies:
        yield body
        yield b"\n"
