"""Damages good media files in seeded ways and shows what is left of them.

`python -m tests.helpers.media_soak --count 5000 --seed 7` does it for long; it prints one JSON
object and fails where the client fell, a request outran its time, memory its bound, or a child
left something behind. File `n` of a seed is the same however many there are, so that one that
made trouble can be shown alone: `--first n --count 1`.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from smo_review.media import limits
from smo_review.media.client import Stills
from smo_review.media.reasons import Unshowable
from tests.helpers.made_media import made_files

SECONDS = 10.0
LARGEST = 700_000
SLACK = 3.0
"""What a kill and a restart may take beyond the limit on a busy machine."""
CHILDREN = 2
LOOK_EVERY = 20
RESTING = 700 * 1024**2
"""What a child may still hold between two files: what it keeps at hand, and the decoders."""


@dataclass
class Outcome:
    """What came of a run. `trouble` is empty when all held."""

    shown: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    children: set[int] = field(default_factory=set)
    slowest: float = 0.0
    peak: int = 0
    """The most that a child ever held, in bytes, and the most that one held between two files."""
    resting: int = 0
    trouble: list[str] = field(default_factory=list)

    def add(self, other: Outcome) -> None:
        """Take in what another worker found."""
        self.shown += other.shown
        self.refused += other.refused
        self.children |= other.children
        self.slowest = max(self.slowest, other.slowest)
        self.peak = max(self.peak, other.peak)
        self.resting = max(self.resting, other.resting)
        self.trouble += other.trouble


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


def soak(files: Mapping[str, bytes], count: int, seed: int, first: int = 0) -> Outcome:
    """Damage and show `count` files, each drawn from `files` by `seed`, in two children."""
    before = set(Path(tempfile.gettempdir()).iterdir())
    outcomes = [Outcome() for _ in range(CHILDREN)]
    workers = [
        threading.Thread(
            target=_work, args=(files, range(first + turn, first + count, CHILDREN), seed, outcome)
        )
        for turn, outcome in enumerate(outcomes)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    whole = Outcome()
    for outcome in outcomes:
        whole.add(outcome)
    done = whole.shown + whole.refused.total()
    if done != count:
        whole.trouble.append(f"the client fell: {done} of {count} were answered")
    left = set(Path(tempfile.gettempdir()).iterdir()) - before
    whole.trouble += [f"left behind: {path.name}" for path in left]
    whole.trouble += [f"still running: {pid}" for pid in whole.children if _is_child(pid)]
    if whole.slowest > limits.PATIENCE + SLACK:
        whole.trouble.append(f"a request took {whole.slowest:.1f} s")
    if whole.peak > limits.ADDRESS_SPACE:
        whole.trouble.append(f"a child held {whole.peak} bytes")
    if whole.resting > RESTING:
        whole.trouble.append(f"a child kept {whole.resting} bytes")
    return whole


def _work(files: Mapping[str, bytes], numbers: range, seed: int, outcome: Outcome) -> None:
    names = sorted(files)
    with Stills(seconds=SECONDS) as stills:
        for turn, number in enumerate(numbers):
            rng = random.Random(f"{seed} {number}")
            name = rng.choice(names)
            try:
                _show(stills, f"{number}", damaged(files[name], rng), outcome, rng)
                outcome.shown += 1
            except Unshowable as refused:
                outcome.refused[refused.reason] += 1
                if refused.reason in ("time", "crash"):
                    print(f"{name}, seed {seed}, number {number}: {refused.reason}")
            if turn % LOOK_EVERY == 0:
                _look(stills, outcome)
        _look(stills, outcome)


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
        elif probe.frames > 1:
            stills.picture(key, 320, 200, "clear", frame=rng.randrange(probe.frames))
        if rng.random() < 0.2:
            started = _lap(started, outcome)
            stills.count(key)
    finally:
        _lap(started, outcome)


def _lap(started: float, outcome: Outcome) -> float:
    now = time.monotonic()
    outcome.slowest = max(outcome.slowest, now - started)
    return now


def _look(stills: Stills, outcome: Outcome) -> None:
    """Into the running child: its memory, and that it holds no file and no shared memory."""
    child = stills._child
    if child is None or not child.alive():
        return
    outcome.children.add(child.pid)
    process = Path(f"/proc/{child.pid}")
    if not (process / "status").is_file():
        return  # not Linux
    status = (process / "status").read_text()
    outcome.peak = max(outcome.peak, _bytes(status, "VmHWM:"))
    outcome.resting = max(outcome.resting, _bytes(status, "VmRSS:"))
    for line in (process / "maps").read_text().splitlines():
        words = line.split(maxsplit=5)
        if words[1].startswith("rw") and words[1].endswith("s"):
            outcome.trouble.append(f"shared memory: {line}")
    for held in (process / "fd").iterdir():
        target = str(held.readlink())
        if not target.startswith(("pipe:", "/dev/null")):
            outcome.trouble.append(f"an open file: {target}")


def _bytes(status: str, name: str) -> int:
    words = status.partition(name)[2].split()
    return int(words[0]) * 1024 if words else 0


def _is_child(pid: int) -> bool:
    """True where that process still is one of the stills children."""
    try:
        return b"smo_review.media.stills" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def good_files(data: Path) -> dict[str, bytes]:
    """The good images and videos of the real data that are small enough to do many."""
    folders = (data / "images" / "good", data / "videos" / "good")
    found = (path for folder in folders for path in sorted(folder.rglob("*")))
    return {
        str(path.relative_to(data)): path.read_bytes()
        for path in found
        if path.is_file() and path.suffix and 0 < path.stat().st_size <= LARGEST
    }


def main() -> int:
    """Run from a terminal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="the real data, beside what is made here")
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    files = made_files() | (good_files(args.data) if args.data else {})
    started = time.monotonic()
    outcome = soak(files, args.count, args.seed, args.first)
    print(
        json.dumps(
            {
                "files": len(files),
                "seconds": round(time.monotonic() - started),
                "shown": outcome.shown,
                "refused": dict(outcome.refused),
                "children": len(outcome.children),
                "slowest": round(outcome.slowest, 2),
                "peak_mb": outcome.peak >> 20,
                "resting_mb": outcome.resting >> 20,
                "trouble": outcome.trouble,
            }
        )
    )
    return 1 if outcome.trouble else 0


if __name__ == "__main__":
    sys.exit(main())
