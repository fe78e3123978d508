"""What a person at the client waits for: next item, reveal, verdict; key press to painted."""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from smo_review.domain.views import VerdictDraft
from smo_review.operations.verdicts import record_verdict
from smo_review.operations.workspace import open_workspace
from smo_review.queries.batches import batches
from tests.benchmarks import made
from tests.benchmarks.harness import FRAME, Row, quantile, telling, waited
from tests.benchmarks.processes import run_probe
from tests.benchmarks.workspaces import SIZES, image_workspace, pictures

SMALL, LARGE = 1_000, 100_000
PRESSES = 150
STAGE, COVER = (1280, 800), (16, 16)
JUMPS = 25
"""Each jump fetches its item and the three after it, so that few enough are new every time."""


_REDUCED = {
    8: cv2.IMREAD_REDUCED_COLOR_8,
    4: cv2.IMREAD_REDUCED_COLOR_4,
    2: cv2.IMREAD_REDUCED_COLOR_2,
    1: cv2.IMREAD_COLOR,
}


def next_rows(folder: Path) -> Iterator[Row]:
    """Next item, prefetched."""
    for name in SIZES:
        for count in (SMALL, LARGE):
            workspace = image_workspace(folder, name, count)
            with telling(f"next item, {name}, {count:,} items"):
                answer = run_probe("next", str(workspace), str(PRESSES))
            yield waited(f"next item prefetched, {name}, {count:,} items", answer["ms"], FRAME)


def far_rows(folder: Path) -> Iterator[Row]:
    """Next item, not prefetched, against OpenCV's reduced decode of the same files.

    Two floors: the picture at the stage's size, and the cover alone, which is what is painted.
    """
    for name, size in SIZES.items():
        workspace = image_workspace(folder, name, SMALL)
        with telling(f"next item not prefetched, {name}"):
            answer = run_probe("far", str(workspace), str(JUMPS))
            decodes = {
                what: quantile([reduced(one, size, to) for one in pictures(size)[:30]], 0.95)
                for what, to in {"picture": STAGE, "cover": COVER}.items()
            }
        # What is painted is the cover; what anybody else would have to decode is the picture.
        for what, floor in decodes.items():
            yield waited(f"next item not prefetched, {name}, by {what}", answer["ms"], floor, 1.5)


def reduced(jpeg: bytes, size: tuple[int, int], most: tuple[int, int]) -> float:
    """Milliseconds of OpenCV's decode of a JPEG of `size` inside `most`, reduced if it can be."""
    share = min(most[0] / size[0], most[1] / size[1])
    wanted = round(size[0] * share), round(size[1] * share)
    flag = next(flag for part, flag in _REDUCED.items() if size[0] // part >= wanted[0])
    start = time.perf_counter()
    image = cv2.imdecode(np.frombuffer(jpeg, np.uint8), flag)
    cv2.resize(image, wanted, interpolation=cv2.INTER_AREA)
    return (time.perf_counter() - start) * 1000


def reveal_rows(folder: Path) -> Iterator[Row]:
    """Reveal, from the key to the first picture painted."""
    for name in SIZES:
        workspace = image_workspace(folder, name, SMALL)
        with telling(f"reveal, {name}"):
            answer = run_probe("reveal", str(workspace), "60")
        yield waited(f"reveal, {name}", answer["ms"], FRAME)


def verdict_rows(folder: Path) -> Iterator[Row]:
    """A verdict, durable and the next item painted, against one commit of its rows and a frame."""
    for count in (SMALL, LARGE):
        source = image_workspace(folder, "1080p", count)
        workspace = folder / f"judged-{count}"
        shutil.copytree(source, workspace)
        with telling(f"verdict, {count:,} items"):
            floor = FRAME + _commit_floor(folder, count)
            answer = run_probe("judge", str(workspace), "100")
        yield waited(f"verdict, {count:,} items", answer["ms"], floor, 1.5)
        shutil.rmtree(workspace)


def _commit_floor(folder: Path, count: int) -> float:
    """p95 of one FULL commit of as many rows as a verdict writes, through the same cipher."""
    path = folder / f"commit-{count}"
    shutil.copytree(image_workspace(folder, "1080p", count), path)
    ws = open_workspace(path)
    batch = batches(ws)[0].info.id
    dice, times = random.Random(1), []
    record_verdict(ws, VerdictDraft(batch, "item-0000000", made.ANNOTATORS[0], "correct"))
    with ws.read() as conn:
        rows = {
            name: conn.execute(f"SELECT * FROM {name}").fetchall()
            for name in ("facts", "standings", "rollups", "undo_steps")
        }
        item = conn.execute("SELECT * FROM items LIMIT 1").fetchone()
    for number in range(200):
        start = time.perf_counter()
        with ws.write() as conn:
            for name, found in rows.items():
                fresh = [_renumbered(name, row, number, dice) for row in found]
                places = ",".join("?" * len(found[0]))
                conn.executemany(f"INSERT OR REPLACE INTO {name} VALUES ({places})", fresh)
            places = ",".join("?" * len(item))
            conn.execute(f"INSERT OR REPLACE INTO items VALUES ({places})", item)
        times.append((time.perf_counter() - start) * 1000)
    ws.close()
    shutil.rmtree(path)
    return quantile(times, 0.95)


def _renumbered(name: str, row: tuple, number: int, dice: random.Random) -> tuple:
    """The row of another verdict: new facts, standings and steps; roll-ups are written over."""
    if name == "facts":
        return (row[0] + number + 1, row[1], row[2] + number + 1, dice.randbytes(32), *row[4:])
    if name == "standings":
        return (row[0] + number + 1, *row[1:])
    if name == "undo_steps":
        return (row[0] + number + 1, *row[1:])
    return row
