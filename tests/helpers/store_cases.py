"""Batches, workspaces and facts for tests of the store."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec import Struct

from smo_review.domain.bundles import BatchInfo
from smo_review.domain.content import Annotation, Item, Mark, Part
from smo_review.domain.facts import GENESIS, Checkpoint, Fact, checkpoint_bytes, fact_hash
from smo_review.domain.project import ErrorCode, LabelDef, Project, RootCause
from smo_review.store.checking import dump
from smo_review.store.envelopes import write_fact
from smo_review.store.handing_over import export_facts
from smo_review.store.ingest import Ingested, MediaSource, ingest_batch
from smo_review.store.sealing import key_id
from smo_review.store.workspace import Workspace, open_workspace

PROJECT = Project(
    "project",
    {"en": "Project"},
    labels=(LabelDef("hate", {"en": "Hate"}), LabelDef("spam", {"en": "Spam"})),
    error_codes=(
        ErrorCode("missed-critical", {"en": "Missed, severe"}, "missed", critical=True, severity=4),
        ErrorCode("missed-plain", {"en": "Missed"}, "missed"),
        ErrorCode("wrong", {"en": "Wrong"}, "wrong-label"),
        ErrorCode("wrong-detail", {"en": "Wrong"}, "wrong-label", parent="wrong"),
        ErrorCode("over", {"en": "Over-flagged"}, "over-flagged"),
    ),
    root_causes=(RootCause("haste", {"en": "Haste"}),),
)
DAY = 86_400_000_000


class Case(Struct, frozen=True):
    """A batch that can be received as often as a test likes."""

    info: BatchInfo
    items: tuple[Item, ...]
    annotations: tuple[Annotation, ...]
    keys: dict[str, str]
    media: tuple[tuple[str, bytes], ...] = ()
    project: Project = PROJECT

    def sources(self) -> list[MediaSource]:
        return [(sha256, [data]) for sha256, data in self.media]


def case(
    items: int | Iterable[Item] = 4,
    annotators: Sequence[str] = ("ann", "bob"),
    *,
    batch: str = "b-1",
    project: Project = PROJECT,
    media: Sequence[tuple[str, bytes]] = (),
) -> Case:
    """A batch of text items, each annotated by everybody, with labels in turn."""
    if isinstance(items, int):
        items = [Item(f"i{n}", (Part("text", text=f"text number {n}"),)) for n in range(items)]
    items = tuple(items)
    annotations = tuple(
        Annotation(item.id, name, (Mark(("hate", "spam")[(place + turn) % 2]),))
        for place, item in enumerate(items)
        for turn, name in enumerate(annotators)
    )
    key = os.urandom(32)
    info = BatchInfo(batch, project.id, "Batch", len(items), len(annotations))
    return Case(info, items, annotations, {key_id(key): key.hex()}, tuple(media), project)


def take(ws: Workspace, one: Case) -> Ingested:
    """Receive a batch."""
    return ingest_batch(
        ws, one.info, one.project, one.items, one.annotations, one.keys, one.sources()
    )


def made(folder: Path, *cases: Case) -> Workspace:
    """A new workspace with batches in it."""
    ws = open_workspace(folder, create=True)
    for one in cases:
        take(ws, one)
    return ws


def derived(ws: Workspace) -> dict[str, str]:
    """A digest of each derived table."""
    with ws.read() as conn:
        return dump(conn)


def exported(
    ws: Workspace, project: str = "project"
) -> tuple[list[bytes], tuple[Checkpoint, ...], list[Any]]:
    """The facts, checkpoints and sealed notes of a project."""
    with export_facts(ws, project) as export:
        return list(export.bodies), export.checkpoints, list(export.sealed)


class Writer:
    """Writes facts of one device by hand, to say things that the operations never would."""

    def __init__(self, person: str, project: str = "project") -> None:
        self.person = person
        self._project = project
        self._previous = GENESIS
        self._sequence = 0
        self._key = Ed25519PrivateKey.from_private_bytes(person.encode().ljust(32, b"-"))

    @property
    def chain(self) -> str:
        return f"chain of {self.person}"

    def write(self, kind: str, payload: Any, time: int = DAY) -> bytes:
        """The next fact of the chain."""
        body = write_fact(
            Fact(
                id=f"{self.person}-{self._sequence}",
                kind=kind,
                project=self._project,
                chain=self.chain,
                sequence=self._sequence,
                previous=self._previous,
                person=self.person,
                device=f"device of {self.person}",
                time=time,
                payload=msgspec.to_builtins(payload),
            )
        )
        self._previous = fact_hash(body)
        self._sequence += 1
        return body

    def checkpoint(self) -> Checkpoint:
        """A signature over all facts written so far."""
        unsigned = Checkpoint(
            chain=self.chain,
            sequence=self._sequence - 1,
            hash=self._previous,
            project=self._project,
            person=self.person,
            name=self.person.title(),
            device=f"device of {self.person}",
            key=self._key.public_key().public_bytes_raw().hex(),
        )
        signature = self._key.sign(checkpoint_bytes(unsigned)).hex()
        return msgspec.structs.replace(unsigned, signature=signature)
