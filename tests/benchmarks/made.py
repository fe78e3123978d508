"""Made-up batches of any size, written as bundles: quick to make, like real ones in shape."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from smo_review.domain.bundles import BUNDLE_FORMAT, Author, BatchInfo, Manifest, PartEntry
from smo_review.domain.content import Annotation, Item, Mark, Part
from smo_review.domain.project import Project
from smo_review.exchange.batch_id import batch_id
from smo_review.exchange.bundle import write_bundle
from smo_review.exchange.manifest import key_id_of
from smo_review.exchange.project_file import default_project

LABELS = ("normal", "offensive", "hateful")
ANNOTATORS = ("ann-1", "ann-2")
_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
_LATIN = "market price river boat noodle garden match goal ticket rain bridge street song phone"
_KHMER = "ផ្សារ តម្លៃ ទន្លេ ទូក មី សួន បាល់ ភ្លៀង ស្ពាន"
_CHINESE = "市场 价格 河边 面条 花园 比赛 车票 下雨 老桥"
_WORDS = tuple(f"{_LATIN} {_KHMER} {_CHINESE}".split())


@cache
def project() -> Project:
    """The project of every made-up batch."""
    return default_project(LABELS)


def text(number: int) -> str:
    """About 20 words of several scripts, the same for the same number."""
    dice = random.Random(number)
    return " ".join(dice.choice(_WORDS) for _ in range(20)) + f" {number}"


def items(count: int, pictures: Sequence[bytes]) -> Iterator[Item]:
    """Text items; with pictures, image items that take turns with them."""
    names = [hashlib.sha256(picture).hexdigest() for picture in pictures]
    for number in range(count):
        if names:
            turn = number % len(names)
            part = Part("image", "", names[turn], f"{turn}.jpg", len(pictures[turn]))
        else:
            part = Part("text", text(number))
        yield Item(f"item-{number:07}", (part,), "en", "post", number % 5)


def annotations(count: int) -> Iterator[Annotation]:
    """One annotation each by two annotators."""
    for number in range(count):
        for turn, annotator in enumerate(ANNOTATORS):
            label = LABELS[(number * 7 + turn) % len(LABELS)]
            yield Annotation(f"item-{number:07}", annotator, (Mark(label),))


def make_batch(path: Path, count: int, pictures: Sequence[bytes] = ()) -> Path:
    """Write a batch of `count` items; pictures are kept once however many items show them."""
    made = project()

    def manifest(parts: tuple[PartEntry, ...]) -> Manifest:
        hashes = {part.name: part.sha256 for part in parts}
        name = batch_id(made.id, hashes["items.jsonl"], hashes["annotations.jsonl"])
        key = hashlib.sha256(str(path.name).encode()).digest()
        numbers = {"items": count, "annotations": count * len(ANNOTATORS)}
        info = BatchInfo(name, made.id, path.stem, count, count * len(ANNOTATORS))
        return Manifest(
            format=BUNDLE_FORMAT, kind="batch", id=name, project=made.id,
            author=Author("p-bench", "Bench", "d-bench", ""), made=1_790_000_000_000_000,
            counts=numbers, parts=parts, batch=info, batch_keys={key_id_of(key): key.hex()},
        )  # fmt: skip

    encode = msgspec.json.encode
    write_bundle(
        path,
        manifest,
        [
            ("project.json", [encode(made)]),
            ("items.jsonl", (encode(item) + b"\n" for item in items(count, pictures))),
            ("annotations.jsonl", (encode(one) + b"\n" for one in annotations(count))),
            *{f"media/{hashlib.sha256(p).hexdigest()}": [p] for p in pictures}.items(),
        ],
        _KEY,
    )
    return path
