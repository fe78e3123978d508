"""Workspaces to measure in: made once for a run, each with one batch."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from smo_review.operations.receive import receive
from smo_review.operations.workspace import open_workspace
from tests.benchmarks import made
from tests.benchmarks.harness import telling

SIZES = {"1080p": (1920, 1080), "12 MP": (4000, 3000)}
PICTURES, DRAWN = 120, 8


@cache
def pictures(size: tuple[int, int]) -> tuple[bytes, ...]:
    """JPEGs of photograph-like detail, all different files.

    A few are drawn; the others are those with another comment inside, which costs a decoder
    nothing and makes a file of its own for every cache.
    """
    width, height = size
    drawn = []
    for number in range(DRAWN):
        dice = np.random.default_rng(number)
        coarse = dice.integers(0, 255, (height // 40, width // 40, 3), dtype=np.uint8)
        image = cv2.resize(coarse, size, interpolation=cv2.INTER_CUBIC)
        grain = dice.integers(0, 12, (height, width, 1), dtype=np.uint8)
        file = io.BytesIO()
        Image.fromarray(cv2.add(image, np.repeat(grain, 3, axis=2))).save(file, "JPEG", quality=85)
        drawn.append(file.getvalue())
    return tuple(_commented(drawn[number % DRAWN], number) for number in range(PICTURES))


def _commented(jpeg: bytes, number: int) -> bytes:
    words = f"picture {number}".encode()
    return jpeg[:2] + b"\xff\xfe" + (len(words) + 2).to_bytes(2, "big") + words + jpeg[2:]


def image_workspace(folder: Path, name: str, count: int) -> Path:
    """A workspace with one batch of `count` image items, made once; `name` is one of `SIZES`."""
    path = folder / f"workspace-{name}-{count}"
    if not path.exists():
        with telling(f"make and receive {count:,} items, {name}"):
            batch = made.make_batch(folder / f"{name}-{count}.smo", count, pictures(SIZES[name]))
            ws = open_workspace(path, create=True)
            receive(ws, batch)
            ws.close()
    return path
