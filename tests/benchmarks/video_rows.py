"""A covered 1080p video at 30 frames a second, played on the stage at three speeds.

The floor is the film itself: how long one frame is on show, and how long the film takes.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.benchmarks.harness import Row, quantile, telling
from tests.benchmarks.stills_rows import FILM_RATE, film

SPEEDS = (0.5, 1.0, 2.0)
LIMIT = 300


def video_rows(folder: Path) -> Iterator[Row]:
    """Frames painted late or not at all, and the processor time of the process tree."""
    path = folder / "film.mp4"
    path.write_bytes(film())
    for speed in SPEEDS:
        with telling(f"covered 1080p30 at {speed:g}x"):
            told = _played(path, speed)
        late: list[float] = told["late"]
        shown = 1000 / FILM_RATE / speed
        dropped = told["due"] - len(late) + sum(one > shown for one in late)
        yield Row(
            f"covered 1080p30, {speed:g}x: frame late by", "ms", len(late),
            round(quantile(late, 0.5), 3), round(quantile(late, 0.95), 3), round(shown, 3),
            round(quantile(late, 0.95) / shown, 3), 1.0, dropped == 0,
            round(quantile(late, 0.99), 3),
        )  # fmt: skip
        cpu, wall = told["cpu"], told["wall"]
        yield Row(
            f"covered 1080p30, {speed:g}x: processor time", "s", 1, round(cpu, 3), round(cpu, 3),
            round(wall, 3), round(cpu / wall, 3), 1.0, cpu <= wall, round(cpu, 3),
        )  # fmt: skip


def _played(path: Path, speed: float) -> dict[str, Any]:
    answer = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.video_probe", str(path), str(speed)],
        capture_output=True,
        text=True,
        timeout=LIMIT,
    )
    if answer.returncode:
        raise RuntimeError(f"the film could not be played:\n{answer.stderr[-3000:]}")
    return dict(json.loads(answer.stdout.splitlines()[-1]))
