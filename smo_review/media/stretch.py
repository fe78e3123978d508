"""Sound slower or faster at the same pitch: overlap-add of short pieces that fit each other.

WSOLA (Verhelst and Roelands, ICASSP 1993): each next piece is taken from near where it is due,
at the offset where it is most like what would have followed the piece before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

HOP = 360
"""Samples handed out at a time: 15 ms at 24 kHz. A piece is twice as long."""
SEARCH = 200
"""How far from its due place a piece is looked for, in samples each way."""


class Stretch:
    """Reads `sound` (mono, signed 16 bit) from sample `at`, `rate` times as fast as it was made."""

    def __init__(self, sound: NDArray[np.int16], at: int, rate: float) -> None:
        self.sound = sound
        self._at = float(at)
        self._rate = rate
        rise = np.sin(np.linspace(0, np.pi / 2, HOP, dtype=np.float32)) ** 2
        self._rise, self._fall = rise, 1 - rise
        self._follows: int | None = None
        """Where what would follow the last piece begins."""

    @property
    def at(self) -> float:
        """The sample that is due next."""
        return self._at

    def next(self) -> NDArray[np.int16]:
        """`HOP` samples more; shorter at the end of the sound, then empty."""
        due = int(self._at)
        if due >= len(self.sound):
            return self.sound[:0]
        self._at += HOP * self._rate
        if self._rate == 1.0:
            return self.sound[due : due + HOP]
        begin = due if self._follows is None else self._fitting(due, self._follows)
        piece = self._floats(begin)
        if self._follows is not None:
            piece = piece * self._rise + self._floats(self._follows) * self._fall
        self._follows = begin + HOP
        return piece.astype(np.int16)

    def _fitting(self, due: int, follows: int) -> int:
        """The begin near `due` whose piece is most like the one at `follows`."""
        first = max(0, due - SEARCH)
        around = self.sound[first : due + SEARCH + HOP].astype(np.float32)
        model = self._floats(follows)
        if len(around) < HOP + 1:
            return due
        likeness = np.correlate(around, model, "valid")
        # Loud places are not better places: divide by the energy of each piece.
        energy = np.convolve(around * around, np.ones(HOP, np.float32), "valid")
        return first + int(np.argmax(likeness / np.sqrt(energy + 1.0)))

    def _floats(self, begin: int) -> NDArray[np.float32]:
        piece = self.sound[begin : begin + HOP].astype(np.float32)
        return np.pad(piece, (0, HOP - len(piece)))
