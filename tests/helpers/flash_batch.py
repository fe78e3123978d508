"""A batch of every kind of content whose every pixel gives itself away where it is painted."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

from PIL import Image

from smo_review.domain.content import Annotation, Box, Item, Mark, Part, PartKind
from smo_review.media.avi import write_avi
from tests.helpers.bundles import PROJECT, write_batch
from tests.helpers.flash_watch import BLOCK, checks

FPS, FRAMES = 10, 30
SIZE = 640, 480
WORDS = " ".join(BLOCK * 12 for _ in range(60))
IMAGE, WIDE, FILM, TEXT, POST = range(5)
"""The items' places in the queue."""


def _file(format: str, width: int, height: int, shift: int, **options: int) -> bytes:
    file = io.BytesIO()
    picture = Image.fromarray(checks(width, height, shift)[:, :, ::-1])
    picture.save(file, format, **options)
    return file.getvalue()


def flash_batch(path: Path) -> Path:
    """Two images, a video, a text, and a post of an image and a text; each with an annotation."""
    image = _file("PNG", *SIZE, 0)
    wide = _file("JPEG", 1600, 600, 8, quality=95, subsampling=0)
    frames = [_file("JPEG", *SIZE, 4 * n, quality=95, subsampling=0) for n in range(FRAMES)]
    film = write_avi(frames, SIZE, FPS, bytes(16_000 * FRAMES // FPS), 8_000)

    def part(kind: PartKind, body: bytes, name: str) -> Part:
        return Part(kind, "", hashlib.sha256(body).hexdigest(), name, len(body))

    items = [
        Item("image", (part("image", image, "a.png"),), severity=2),
        Item("wide", (part("image", wide, "b.jpg"),), severity=2),
        Item("film", (part("video", film, "c.avi"),), severity=2),
        Item("text", (Part("text", WORDS),), "en", severity=2),
        Item("post", (part("image", image, "a.png"), Part("text", WORDS))),
    ]
    marked = Mark("cat", Box(0, 200_000, 200_000, 300_000, 300_000))
    annotations = [
        Annotation(item.id, "ann", (marked if item.parts[0].kind == "image" else Mark("dog"),))
        for item in items
    ]
    write_batch(path, items, annotations, project=PROJECT, media=(image, wide, film))
    return path
