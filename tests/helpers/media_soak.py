"""Damages good media files in seeded ways and shows what is left of them.

`python -m tests.helpers.media_soak --count 5000 --seed 7 FOLDER` does it for long; it prints one
JSON object and fails where the client fell, a request outran its time, or memory its bound.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from smo_review.media import limits
from smo_review.media.client import Stills
from smo_review.media.reasons import Unshowable

SECONDS = 10.0
LARGEST = 700_000
SLACK = 3.0
"""What a kill and a restart may take beyond the limit on a busy machine."""


@dataclass
class Outcome:
    """What came of a run. `trouble` is empty when all held."""

    shown: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    children: set[int] = field(default_factory=set)
    slowest: float = 0.0
    peak: int = 0
    trouble: list[str] = field(default_factory=list)


def damaged(data: bytes, rng: random.Random) -> bytes:
    """`data` with one kind of damage: flipped, cut, overwritten, repeated or taken out."""
    body = bytearray(data)
    start = rng.randrange(max(1, min(len(body), 512 if rng.random() < 0.5 else len(body))))
    length = rng.choice((1, 2, 4, 8, 64, 1024))
    kind = rng.randrange(6)
    if kind == 0:
        for _ in range(rng.choice((1, 3, 20, 200))):
            body[rng.randrange(len(body))] ^= 1 << rng.randrange(8)
    elif kind == 1:
        del body[rng.randrange(1, len(body)) :]
    elif kind == 2:
        body[start : start + length] = rng.choice((b"\xff", b"\0", b"\x7f")) * length
    elif kind == 3:
        body[start:start] = body[start : start + length] * rng.choice((1, 2, 50))
    elif kind == 4:
        del body[start : start + length]
    else:
        body[start : start + length] = rng.randbytes(length)
    return bytes(body)


def soak(files: Sequence[Path], count: int, seed: int) -> Outcome:
    """Damage and show `count` files, each drawn from `files` by `seed`."""
    outcome = Outcome()
    rng = random.Random(seed)
    with Stills(seconds=SECONDS) as stills:
        for number in range(count):
            path = rng.choice(files)
            data = damaged(path.read_bytes(), rng)
            try:
                _show(stills, f"{number}", data, outcome, rng)
                outcome.shown += 1
            except Unshowable as refused:
                outcome.refused[refused.reason] += 1
                if refused.reason in ("time", "crash"):
                    print(f"{path.name}, seed {seed}, number {number}: {refused.reason}")
            _measure(stills, outcome)
        if outcome.slowest > limits.PATIENCE + SLACK:
            outcome.trouble.append(f"a request took {outcome.slowest:.1f} s")
        if outcome.peak > limits.ADDRESS_SPACE:
            outcome.trouble.append(f"the child held {outcome.peak} bytes")
    return outcome


def _show(stills: Stills, key: str, data: bytes, outcome: Outcome, rng: random.Random) -> None:
    """What the client would do with it; each request is timed by itself."""
    started = time.monotonic()
    try:
        probe = stills.load(key, data)
        started = _lap(started, outcome)
        cover = stills.cover(key)
        if max(cover.width, cover.height) > 16:
            outcome.trouble.append(f"a cover of {cover.width}x{cover.height}")
        started = _lap(started, outcome)
        stills.picture(key, 640, 400, rng.choice(("outline", "grey", "clear")))
        started = _lap(started, outcome)
        if probe.kind == "video":
            stills.storyboard(key, 4)
            started = _lap(started, outcome)
            stills.picture(key, 320, 200, "clear", at=rng.randrange(10_000))
    finally:
        _lap(started, outcome)


def _lap(started: float, outcome: Outcome) -> float:
    now = time.monotonic()
    outcome.slowest = max(outcome.slowest, now - started)
    return now


def _measure(stills: Stills, outcome: Outcome) -> None:
    child = stills._child
    if child is None or not child.alive():
        return
    outcome.children.add(child.pid)
    status = Path(f"/proc/{child.pid}/status")
    if status.is_file():
        held = status.read_text().partition("VmHWM:")[2].split()
        outcome.peak = max(outcome.peak, int(held[0]) * 1024 if held else 0)


def good_files(data: Path) -> list[Path]:
    """The good images and videos of the real data that are small enough to do many."""
    folders = (data / "images" / "good", data / "videos" / "good")
    found = (path for folder in folders for path in sorted(folder.rglob("*")))
    return [
        path
        for path in found
        if path.is_file() and path.suffix and 0 < path.stat().st_size <= LARGEST
    ]


def main() -> int:
    """Run from a terminal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="the real data")
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    outcome = soak(good_files(args.folder), args.count, args.seed)
    print(
        json.dumps(
            {
                "shown": outcome.shown,
                "refused": dict(outcome.refused),
                "children": len(outcome.children),
                "slowest": round(outcome.slowest, 2),
                "peak": outcome.peak,
                "trouble": outcome.trouble,
            }
        )
    )
    return 1 if outcome.trouble else 0


if __name__ == "__main__":
    sys.exit(main())
