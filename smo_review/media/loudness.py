"""How loud a sound is over time, told in few bytes, so that a scream is seen before it is heard.

A level is one byte for each `STEP` of time: the sound's mean power in decibels below full scale,
0 for -60 dB and less, 255 for 0 dB. Loudness in the meaning of a standard (ITU-R BS.1770) also
weighs frequencies; for a warning the mean power is enough.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

STEP = 100
"""Milliseconds of one level."""
FLOOR_DB = -60.0
LOUD = 196
"""From this level on (about -14 dB) a place is loud in itself."""
SUDDEN = 64
"""A place this much over the sound's usual level (about 15 dB) stands out."""


def levels_of(sound: NDArray[np.int16], rate: int) -> bytes:
    """The levels of mono signed 16-bit `sound` at `rate` samples a second."""
    samples = rate * STEP // 1000
    whole = -(-len(sound) // samples) if len(sound) else 0
    found = np.zeros(whole, np.uint8)
    # In slices: an hour of sound as floating numbers would be large.
    for first in range(0, whole, 600):
        part = sound[first * samples : (first + 600) * samples].astype(np.float32) / 32768
        part = np.pad(part, (0, -len(part) % samples)).reshape(-1, samples)
        power = np.maximum((part * part).mean(axis=1), 1e-12)
        share = (10 * np.log10(power) - FLOOR_DB) / -FLOOR_DB
        found[first : first + len(share)] = (share.clip(0, 1) * 255).round()
    return found.tobytes()


def bars(levels: bytes, count: int, duration: int) -> tuple[int, ...]:
    """The loudest level in each of `count` equal stretches of `duration` milliseconds."""
    if not levels or count < 1 or duration < 1:
        return ()
    found = []
    for n in range(count):
        first = n * duration // (count * STEP)
        last = max(first + 1, -(-(n + 1) * duration // (count * STEP)))
        found.append(max(levels[first:last], default=0))
    return tuple(found)


def is_loud(level: int, usual: int) -> bool:
    """Whether a place is to be marked: loud, or far louder than the sound usually is."""
    return level >= LOUD or (level >= LOUD // 2 and level - usual >= SUDDEN)


def usual(levels: bytes) -> int:
    """The median of the levels that are not silence; 0 where all is."""
    heard = np.frombuffer(levels, np.uint8)
    heard = heard[heard > 0]
    return int(np.median(heard)) if len(heard) else 0
