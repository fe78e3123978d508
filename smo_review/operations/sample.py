"""Make the sample batch: benign, made-up posts from resources/sample, drawn and spoken by code.

The same bytes every time: nothing is drawn by chance that is not seeded, and the sample has a key
and a maker of its own. Its content is public, so its keys need not be secret.
"""

from __future__ import annotations

import hashlib
import random
import tomllib
import zlib
from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec import Struct

from smo_review.domain.bundles import BUNDLE_FORMAT, Author, BatchInfo, Manifest, PartEntry
from smo_review.domain.changes import Progress
from smo_review.domain.content import (
    MILLION,
    Annotation,
    Box,
    Gold,
    Item,
    Location,
    Mark,
    Part,
    Polygon,
    Span,
    TimeRange,
)
from smo_review.domain.project import Project
from smo_review.exchange.batch_id import batch_id
from smo_review.exchange.bundle import write_bundle
from smo_review.exchange.manifest import key_id_of
from smo_review.exchange.project_file import load_project
from smo_review.language import tr
from smo_review.media.draw_clips import draw_clip
from smo_review.media.draw_scenes import draw_scene

PEOPLE = ("dara", "sophea", "lin", "maya")
MODEL = "model"
NAME = "market-square"
_MADE = 1_790_000_000_000_000  # September 2026: the sample's own clock stands still
_THOUSAND = MILLION // 1000  # places in the sample's file are thousandths


class SampleFiles(Struct, frozen=True):
    """The two files of the sample, and how much is in them."""

    batch: Path
    gold: Path
    items: int
    annotations: int


class Post(Struct, frozen=True, forbid_unknown_fields=True):
    """An item as resources/sample/batch.toml describes it."""

    id: str
    gold: tuple[str, ...]
    rationale: str
    clause: str
    category: str
    severity: int
    language: str = ""
    text: str = ""
    image: dict[str, Any] | None = None
    video: dict[str, Any] | None = None
    transcript: str = ""
    translation: str = ""
    where: dict[str, Any] = {}
    wrong: dict[str, tuple[str, ...]] = {}


def make_sample(folder: Path, progress: Progress | None = None) -> SampleFiles:
    """Write the sample batch and its gold as bundles into `folder`, which is made if need be."""
    shelf = resources.files("resources") / "sample"
    with resources.as_file(shelf / "project.toml") as file:
        project = load_project(file)
    posts = msgspec.convert(
        tomllib.loads((shelf / "batch.toml").read_text("utf-8"))["items"], list[Post]
    )
    media: dict[str, bytes] = {}
    items = []
    for number, post in enumerate(posts):
        items.append(_item(post, media))
        if progress is not None:
            progress(number + 1, len(posts), tr("Drawing the sample"))
    annotations = [one for n, (post, item) in enumerate(zip(posts, items, strict=True))
                   for one in _annotations(n, post, item, project.guideline.version)]  # fmt: skip
    gold = [Gold(post.id, post.gold, post.rationale, post.clause) for post in posts]
    folder.mkdir(parents=True, exist_ok=True)
    files = SampleFiles(
        folder / f"{NAME}.smo", folder / f"{NAME}.gold.smo", len(items), len(annotations)
    )
    parts = [
        ("project.json", [msgspec.json.encode(project)]),
        ("items.jsonl", _lines(items)),
        ("annotations.jsonl", _lines(annotations)),
        *((f"media/{name}", [data]) for name, data in sorted(media.items())),
    ]
    key = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"smo sample device").digest())
    made = write_bundle(files.batch, _Batch(project, len(items), len(annotations)), parts, key)
    write_bundle(
        files.gold,
        msgspec.structs.replace(made, kind="gold", batch=None, batch_keys={},
                                counts={"gold": len(gold)}),
        [("project.json", [msgspec.json.encode(project)]), ("gold.jsonl", _lines(gold))],
        key,
    )  # fmt: skip
    return files


class _Batch:
    """Makes the batch's manifest once its parts, from which its id follows, are written."""

    def __init__(self, project: Project, items: int, annotations: int) -> None:
        self._project = project
        self._counts = {"items": items, "annotations": annotations}

    def __call__(self, parts: tuple[PartEntry, ...]) -> Manifest:
        project, hashes = self._project, {part.name: part.sha256 for part in parts}
        name = batch_id(project.id, hashes["items.jsonl"], hashes["annotations.jsonl"])
        key = hashlib.sha256(b"smo sample batch").digest()
        return Manifest(
            format=BUNDLE_FORMAT,
            kind="batch",
            id=name,
            project=project.id,
            author=Author("p-sample", "SMO Review sample", "d-sample", ""),
            made=_MADE,
            counts=self._counts,
            parts=parts,
            batch=BatchInfo(
                id=name,
                project=project.id,
                name=NAME,
                made="2026-09-21",
                due="2027-12-31",
                guideline=project.guideline.version,
                items=self._counts["items"],
                annotations=self._counts["annotations"],
            ),
            batch_keys={key_id_of(key): key.hex()},
        )


def _lines(records: Iterable[Struct]) -> Iterator[bytes]:
    for record in records:
        yield msgspec.json.encode(record) + b"\n"


def _item(post: Post, media: dict[str, bytes]) -> Item:
    """The item with its parts; what it shows goes into `media` by its SHA-256."""
    parts = [Part("text", post.text, translation=post.translation)] if post.text else []
    if post.image is not None:
        drawing = {"seed": zlib.crc32(post.id.encode()), "size": (960, 640), **post.image}
        drawing["size"] = tuple(drawing["size"])
        picture = draw_scene(drawing.pop("scene"), **drawing)
        parts.append(_media_part(post, "image", ".jpg", picture, media))
    if post.video is not None:
        clip = draw_clip(post.video["clip"], post.transcript)
        parts.append(_media_part(post, "video", ".avi", clip, media))
    return Item(post.id, tuple(parts), post.language, post.category, post.severity)


def _media_part(post: Post, kind: Any, ending: str, data: bytes, media: dict[str, bytes]) -> Part:
    name = hashlib.sha256(data).hexdigest()
    media[name] = data
    said = post.transcript if kind == "video" else ""
    return Part(kind, "", name, post.id + ending, len(data), said)


def _annotations(number: int, post: Post, item: Item, guideline: str) -> Iterator[Annotation]:
    """Three people and the model; one person, in turn, had no time, unless they were wrong."""
    away = PEOPLE[number % len(PEOPLE)]
    for annotator in (*PEOPLE, MODEL):
        if annotator == away and annotator not in post.wrong:
            continue
        dice = random.Random(f"{post.id} {annotator}")
        marks = []
        for label in post.wrong.get(annotator, post.gold):
            place = _place(post.where[label], item) if label in post.where else None
            sure = None
            if annotator == MODEL:
                place = _shifted(place, dice)
                sure = dice.randrange(520_000, 990_000)
            marks.append(Mark(label, place, sure))
        yield Annotation(
            post.id,
            annotator,
            tuple(marks),
            kind="model" if annotator == MODEL else "person",
            guideline=guideline,
        )


def _place(where: Any, item: Item) -> Location:
    """A location from what the file says: phrase, box, outline or time."""
    kinds = [part.kind for part in item.parts]
    if isinstance(where, str):
        part = kinds.index("text")
        start = item.parts[part].text.index(where)
        return Span(part, start, start + len(where))
    if isinstance(where[0], list):
        corners = tuple((x * _THOUSAND, y * _THOUSAND) for x, y in where)
        return Polygon(kinds.index("image"), corners)
    if len(where) == 4:
        x, y, w, h = (value * _THOUSAND for value in where)
        return Box(kinds.index("image"), x, y, w, h)
    start, end = where
    return TimeRange(kinds.index("video"), start, end)


def _shifted(place: Location | None, dice: random.Random) -> Location | None:
    """A little off, as a model is; text and outlines stay."""
    if isinstance(place, Box):
        across, down = dice.randint(-20, 20) * _THOUSAND, dice.randint(-20, 20) * _THOUSAND
        return Box(place.part, place.x + across, place.y + down, place.w, place.h)
    if isinstance(place, TimeRange):
        return TimeRange(place.part, place.start + dice.randint(0, 400), place.end)
    return place
