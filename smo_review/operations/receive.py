"""Receive a file: a batch, results or gold, in any order, once or twice, whole or not at all."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from smo_review.domain.bundles import Received
from smo_review.domain.changes import Progress
from smo_review.domain.facts import SealedText
from smo_review.exchange.batch_reader import BatchReader, read_project
from smo_review.exchange.bundle import Bundle, open_bundle
from smo_review.exchange.limits import MEDIA, PROJECT, WITH_MEDIA, refused
from smo_review.exchange.lines import decode, line_of
from smo_review.language import tr
from smo_review.store.envelopes import Envelope
from smo_review.store.ingest import ingest_batch, ingest_gold
from smo_review.store.ledger import merge_facts

if TYPE_CHECKING:
    from smo_review.operations.workspace import Workspace


class _About(msgspec.Struct):
    """The batch that a fact's payload names, whatever its kind."""

    batch: str = ""


def receive(workspace: Workspace, path: Path, progress: Progress | None = None) -> Received:
    """Take one file into the workspace and tell what it brought.

    `items` and `annotations` are those of the file, also where the batch was here already.
    Results may come before their batch: their facts are kept and count when it comes. UserError
    for a file that is not right, and `Cancelled`, leave the workspace as it was.
    """
    with open_bundle(path, progress) as bundle:
        manifest = bundle.manifest
        facts = (0, 0)
        batches: tuple[str, ...]
        if manifest.kind in WITH_MEDIA:
            _receive_batch(workspace, bundle, progress)
            batches = (manifest.id,)
        elif manifest.kind == "gold":
            batches = (_receive_gold(workspace, bundle, progress),)
        else:
            named: dict[str, None] = {}
            facts = _receive_results(workspace, bundle, named, progress)
            batches = tuple(named)
        lines = {part.name: part.lines or 0 for part in manifest.parts}
        return Received(
            path=str(path),
            kind=manifest.kind,
            id=manifest.id,
            project=manifest.project,
            items=lines.get("items.jsonl", 0),
            annotations=lines.get("annotations.jsonl", 0),
            facts_new=facts[0],
            facts_known=facts[1],
            verified=True,
            batches=batches,
        )


def _receive_batch(workspace: Workspace, bundle: Bundle, progress: Progress | None) -> None:
    manifest = bundle.manifest
    reader = BatchReader(bundle)
    assert manifest.batch is not None  # the manifest was checked
    ingest_batch(
        workspace,
        manifest.batch,
        read_project(bundle),
        reader.items(),
        reader.annotations() if manifest.kind == "batch" else (),
        manifest.batch_keys,
        ((part.name.removeprefix(MEDIA), bundle.chunks(part.name)) for part in bundle.media()),
        progress,
        reader.gold(),
        reader.sheet(),
    )


def _receive_gold(workspace: Workspace, bundle: Bundle, progress: Progress | None) -> str:
    manifest = bundle.manifest
    if bundle.has(PROJECT):
        read_project(bundle)
    batch = manifest.batch.id if manifest.batch else manifest.id
    ingest_gold(workspace, batch, BatchReader(bundle).gold(), progress)
    return batch


def _receive_results(
    workspace: Workspace, bundle: Bundle, named: dict[str, None], progress: Progress | None
) -> tuple[int, int]:
    """Merge the facts; returns (new, known) and fills `named` with the batches they speak of."""
    if bundle.has(PROJECT):
        read_project(bundle)
    return merge_facts(
        workspace,
        _bodies(bundle, named),
        bundle.manifest.checkpoints,
        bundle.records("texts.jsonl", SealedText),
        progress,
    )


def _bodies(bundle: Bundle, named: dict[str, None]) -> Iterator[bytes]:
    """The facts' bytes, each looked at here so that a refusal can name its line."""
    envelopes = msgspec.json.Decoder(Envelope)
    payloads = msgspec.json.Decoder(_About)
    for number, body in enumerate(bundle.lines("facts.jsonl"), 1):
        fact = decode(envelopes, body, "facts.jsonl", number)
        if fact.project != bundle.manifest.project:
            raise refused(
                tr(
                    "A fact belongs to the project “{other}”; expected “{project}”.",
                    other=fact.project,
                    project=bundle.manifest.project,
                ),
                line_of("facts.jsonl", number),
            )
        # A payload of a newer kind may name its batch in another way, or none.
        with contextlib.suppress(ValueError):
            if batch := payloads.decode(fact.payload).batch:
                named.setdefault(batch)
        yield body
