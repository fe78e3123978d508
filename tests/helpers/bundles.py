"""Small bundles for tests, made with the product's own writer, and evil ones made without it."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from smo_review.domain.bundles import Author, BatchInfo, Manifest, PartEntry
from smo_review.domain.content import Annotation, Gold, Item, Mark, Part
from smo_review.domain.errors import UserError
from smo_review.domain.project import ErrorCode, LabelDef, Project
from smo_review.exchange.batch_id import batch_id
from smo_review.exchange.batch_reader import BatchReader
from smo_review.exchange.bundle import open_bundle, write_bundle
from smo_review.exchange.manifest import key_id_of
from smo_review.exchange.seal import BLANK, public_key_hex, seal

KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
BATCH_KEY = b"b" * 32
AUTHOR = Author("person-lead", "Lead", "device-lead", public_key_hex(KEY))
PROJECT = Project(
    "animals",
    {"en": "Animals"},
    labels=(LabelDef("cat", {"en": "Cat"}), LabelDef("dog", {"en": "Dog"})),
    error_codes=(
        ErrorCode("wrong", {"en": "Wrong label"}, "wrong-label"),
        ErrorCode("missed", {"en": "Missed"}, "missed", critical=True, severity=3),
        ErrorCode("over", {"en": "Over-flagged"}, "over-flagged"),
    ),
)
PICTURE = b"\x89PNG\r\n\x1a\n not a real picture, but bytes to carry"


def lines(records: Sequence[msgspec.Struct]) -> bytes:
    """Records as JSON Lines."""
    return b"".join(msgspec.json.encode(record) + b"\n" for record in records)


def sample_items(count: int = 4) -> list[Item]:
    """Texts in three scripts, and one picture as the last item."""
    words = ("A cat sleeps", "ឆ្មាកំពុងដេក", "猫在睡觉")
    items = [
        Item(f"item-{n}", (Part("text", text=f"{words[n % 3]} {n}"),), language="en")
        for n in range(count - 1)
    ]
    media = hashlib.sha256(PICTURE).hexdigest()
    picture = Part("image", media=media, name="cat.png", size=len(PICTURE))
    return [*items, Item("picture", (picture,))]


def sample_annotations(items: Sequence[Item]) -> list[Annotation]:
    """Two annotators on every item; the second says dog every other time."""
    return [
        Annotation(item.id, annotator, (Mark("cat" if annotator == "ann" or n % 2 else "dog"),))
        for n, item in enumerate(items)
        for annotator in ("ann", "bob")
    ]


def write_batch(
    path: Path,
    items: Sequence[Item] | None = None,
    annotations: Sequence[Annotation] | None = None,
    gold: Sequence[Gold] | None = None,
    project: Project = PROJECT,
    media: Sequence[bytes] = (PICTURE,),
    batch_key: bytes = BATCH_KEY,
    name: str = "Sample",
) -> Manifest:
    """Write a batch bundle; without arguments the four sample items."""
    items = sample_items() if items is None else items
    annotations = sample_annotations(items) if annotations is None else annotations
    parts: list[tuple[str, list[bytes]]] = [
        ("project.json", [msgspec.json.encode(project)]),
        ("items.jsonl", [lines(items)]),
        ("annotations.jsonl", [lines(annotations)]),
    ]
    if gold is not None:
        parts.append(("gold.jsonl", [lines(gold)]))
    parts += [(f"media/{hashlib.sha256(body).hexdigest()}", [body]) for body in media]

    def manifest(entries: tuple[PartEntry, ...]) -> Manifest:
        hashes = {entry.name: entry.sha256 for entry in entries}
        identity = batch_id(project.id, hashes["items.jsonl"], hashes["annotations.jsonl"])
        return Manifest(
            "smo-bundle/1",
            "batch",
            identity,
            project.id,
            AUTHOR,
            1_700_000_000_000_000,
            {"items": len(items), "annotations": len(annotations)},
            (),
            BatchInfo(identity, project.id, name, len(items), len(annotations)),
            {key_id_of(batch_key): batch_key.hex()},
        )

    return write_bundle(path, manifest, parts, KEY)


def unpack(path: Path) -> dict[str, bytes]:
    """Every entry of a bundle, manifest and all, for a test to spoil."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def seal_zip(path: Path, entries: Sequence[tuple[str | zipfile.ZipInfo, bytes]]) -> Path:
    """A correctly signed ZIP of whatever is given: what an attacker with a key can make."""
    with path.open("w+b") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.comment = BLANK
            for name, body in entries:
                media = str(name).startswith("media/")
                stored = zipfile.ZIP_STORED if media else None
                archive.writestr(name, body, compress_type=stored)
        seal(file, KEY)
    return path


def respell(entries: dict[str, bytes], /, **changes: object) -> dict[str, bytes]:
    """The entries with a manifest that fits the changed parts, and `changes` in its fields."""
    manifest = json.loads(entries["manifest.json"])
    listed = []
    for name, body in entries.items():
        if name == "manifest.json":
            continue
        entry = {"name": name, "size": len(body), "sha256": hashlib.sha256(body).hexdigest()}
        if name.endswith(".jsonl"):
            entry["lines"] = body.count(b"\n")
        listed.append(entry)
    manifest["parts"] = listed
    if manifest["kind"] == "batch":
        found = {entry["name"]: entry for entry in listed}
        items, annotations = found["items.jsonl"], found["annotations.jsonl"]
        manifest["id"] = batch_id(manifest["project"], items["sha256"], annotations["sha256"])
        manifest["batch"] |= {
            "id": manifest["id"],
            "items": items["lines"],
            "annotations": annotations["lines"],
        }
        manifest["counts"] = {"items": items["lines"], "annotations": annotations["lines"]}
    manifest |= changes
    return entries | {"manifest.json": json.dumps(manifest).encode()}


def by_our_key(entries: dict[str, bytes]) -> dict[str, bytes]:
    """The same entries with the author whose key `seal_zip` seals with."""
    manifest = json.loads(entries["manifest.json"]) | {"author": msgspec.to_builtins(AUTHOR)}
    return entries | {"manifest.json": json.dumps(manifest).encode()}


def read_whole(path: Path) -> None:
    """Read all that `receive` would read of a batch."""
    with open_bundle(path) as bundle:
        reader = BatchReader(bundle)
        for records in (reader.items(), reader.annotations(), reader.gold()):
            list(records)
        bundle.verify()


def refusal(path: Path) -> UserError:
    """The refusal that reading gives; it always has a next step."""
    with pytest.raises(UserError) as caught:
        read_whole(path)
    assert caught.value.what
    assert caught.value.do
    return caught.value
