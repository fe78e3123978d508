"""What looks after the person must not be felt: known content among 100,000, the mixed queue."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from smo_review.domain.content import Item, Part
from smo_review.domain.seen import Print, bands
from smo_review.domain.views import QueueFilter
from smo_review.queries.queue import queue_listing
from smo_review.queries.seen import already_seen
from smo_review.store import prints
from smo_review.store.workspace import Workspace
from tests.benchmarks.harness import FRAME, Row, telling, timed, waited
from tests.helpers.store_cases import case, made

SIZES = (1_000, 100_000)
LOOKS = 100


def seen_rows(folder: Path) -> Iterator[Row]:
    """Looking for a picture like one of so many that were judged; ten bits differ."""
    for size in SIZES:
        with telling(f"already seen, {size:,}"):
            times = _looks(_workspace(folder / f"seen-{size}", size), size)
        yield waited(f"already seen: look-up among {size:,}", times, FRAME)


def mixed_rows(folder: Path) -> Iterator[Row]:
    """The first page of a filtered queue in which lighter items are mixed in."""
    for size in SIZES:
        with telling(f"mixed queue, {size:,}"):
            times = _pages(_workspace(folder / f"mixed-{size}", size))
        yield waited(f"mixed queue: first page of {size:,}", times, FRAME)


def _looks(ws: Workspace, size: int) -> list[float]:
    dice = random.Random(size)
    kept = [dice.randbytes(32) for _ in range(size)]
    first = _keep(ws, kept)
    wanted = [_near(dice, kept) for _ in range(LOOKS)]
    times = [timed(partial(already_seen, ws, first, (near,))) * 1000 for near in wanted]
    ws.close()
    return times


def _pages(ws: Workspace) -> list[float]:
    page = partial(queue_listing, ws, "b-1", QueueFilter(show="open"), 100)
    times = [timed(page) * 1000 for _ in range(LOOKS)]
    ws.close()
    return times


def _workspace(folder: Path, size: int) -> Workspace:
    """Image items, two in five of high severity, ten of them in a row."""
    items = (
        Item(
            f"item-{n:07}",
            (Part("image", media=hashlib.sha256(str(n).encode()).hexdigest()),),
            severity=4 if n % 25 < 10 else n % 3,
        )
        for n in range(size)
    )
    return made(folder, case(items, ("ann",)))


def _keep(ws: Workspace, kept: list[bytes]) -> int:
    """Keep a print for each item; the row of the first."""
    first = queue_listing(ws, "b-1", QueueFilter(show="open"), 1)[0]
    with ws.write() as conn:
        for n, bits in enumerate(kept):
            prints.keep_print(conn, first + n, 0, prints.PICTURE, bits, bands(bits))
    return first


def _near(dice: random.Random, kept: list[bytes]) -> Print:
    number = int.from_bytes(dice.choice(kept), "big")
    for bit in dice.sample(range(256), 10):
        number ^= 1 << bit
    return Print(0, "picture", number.to_bytes(32, "big"))
