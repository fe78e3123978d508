"""Sound: how soon it is heard, and how far the frames are from it.

The floors are what people notice: sound a tenth of a second after a key still seems to be at once,
and 40 ms between lips and words are not seen (half of what ITU-R BT.1359 takes for detectable).
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.benchmarks.harness import Row, telling, waited

SPEEDS = (0.5, 1.0, 2.0)
AT_ONCE, LIPS = 100.0, 40.0
LIMIT = 180


def sound_rows(folder: Path) -> Iterator[Row]:
    """Measured through a sound server of its own; none where there is no PulseAudio."""
    starts: list[float] = []
    for speed in SPEEDS:
        with telling(f"sound at {speed:g}x"):
            told = _played(speed)
        if told is None:
            print("  no sound server could be started: no rows of sound", file=sys.stderr)
            return
        starts += told["start"]
        yield waited(f"sound, {speed:g}x: frames off what is heard", told["off"], LIPS)
    yield waited("sound: asked to heard", starts, AT_ONCE)


def _played(speed: float) -> dict[str, Any] | None:
    answer = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.sound_probe", str(speed)],
        capture_output=True,
        text=True,
        timeout=LIMIT,
    )
    if answer.returncode:
        raise RuntimeError(f"the sound could not be played:\n{answer.stderr[-3000:]}")
    told: dict[str, Any] | None = json.loads(answer.stdout.splitlines()[-1])
    return told
