"""Packing in tests: a signer, a source written on the spot, and a batch read back whole."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from smo_review.domain.bundles import Manifest
from smo_review.domain.content import Annotation, Gold, Item
from smo_review.domain.project import Project
from smo_review.exchange.batch_reader import BatchReader
from smo_review.exchange.bundle import open_bundle
from smo_review.operations.pack import Packed, PackOptions, pack
from smo_review.store.identity import Identity

PNG = b"\x89PNG\r\n\x1a\n" + b"not a whole picture"
MP4 = b"\0\0\0\x18ftypisom" + bytes(40)


@dataclass(frozen=True)
class Batch:
    """A batch as its file holds it, and what packing it answered."""

    packed: Packed
    manifest: Manifest
    project: Project
    items: tuple[Item, ...]
    annotations: tuple[Annotation, ...]
    gold: tuple[Gold, ...]

    @property
    def said(self) -> list[tuple[str, str, tuple[str, ...]]]:
        """(item, annotator, labels) of every annotation."""
        return [(a.item, a.annotator, a.labels) for a in self.annotations]

    @property
    def texts(self) -> list[str]:
        """The text of every text part, item after item."""
        return [part.text for item in self.items for part in item.parts if part.kind == "text"]

    @property
    def reasons(self) -> list[tuple[int, str]]:
        """(line, field) of every row that could not be used."""
        return [(row.line, row.field) for row in self.packed.rejected_rows]


def signer() -> Identity:
    """Somebody with a new key."""
    return Identity("p-test", "Tester", "d-test", Ed25519PrivateKey.generate())


def read_batch(path: Path, packed: Packed) -> Batch:
    """Read a batch back through the checks that every reader makes."""
    with open_bundle(path) as bundle:
        reader = BatchReader(bundle)
        items, annotations = tuple(reader.items()), tuple(reader.annotations())
        gold = tuple(reader.gold())
        bundle.verify()
        project = bundle.record("project.json", Project)
        return Batch(packed, bundle.manifest, project, items, annotations, gold)


def pack_file(source: Path, *maps: str, out: Path | None = None, **options: Any) -> Batch:
    """Pack a file and read the batch back."""
    out = out or source.with_name(source.name + ".smo")
    packed = pack(source, out, PackOptions(maps=maps, **options), signer())
    return read_batch(out, packed)


def pack_bytes(folder: Path, content: bytes | str, *maps: str, **options: Any) -> Batch:
    """Pack a source with this content."""
    source = folder / "source"
    source.write_bytes(content.encode() if isinstance(content, str) else content)
    return pack_file(source, *maps, **options)


def pack_tasks(folder: Path, tasks: list[dict[str, Any]], *maps: str, **options: Any) -> Batch:
    """Pack Label Studio tasks."""
    return pack_bytes(folder, json.dumps(tasks), *maps, **options)


def task(data: dict[str, Any], *results: dict[str, Any], **annotation: Any) -> dict[str, Any]:
    """A Label Studio task with one annotation that has these results."""
    said = {"completed_by": 1, "result": list(results)} | annotation
    return {"id": 1, "data": data, "annotations": [said]}


def choice(label: str) -> dict[str, Any]:
    """A Label Studio result that chooses one label for the whole task."""
    return {"type": "choices", "to_name": "text", "value": {"choices": [label]}}
