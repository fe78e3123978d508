"""Content that a person has judged before: prints by which it is known again, and what was said.

A print is made of each part. Bytes have their SHA-256; a picture, and each key frame of a video,
has its PDQ print of 256 bits; a text has a sketch of its runs of characters.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from msgspec import Struct

from smo_review.domain.facts import Outcome

NEAR_BITS = 31
"""Pictures whose prints differ in at most so many bits are nearly the same: published with PDQ."""
KEY_FRAMES = 5
"""Frames of a video that get a print, evenly spaced."""
FRAMES_ALIKE = 3
"""Videos of which so many key frames are nearly the same are nearly the same; all, where a video
has fewer."""
_BAND_BITS = 16

PrintKind: TypeAlias = Literal["picture", "frame"]


class Print(Struct, frozen=True):
    """The PDQ print of a part that is a picture, or of one key frame of a part that is a video."""

    part: int
    kind: PrintKind
    bits: bytes


class Seen(Struct, frozen=True):
    """An item that the person judged before, and what they said: the newest of such.

    `same` says that the bytes are the same, not only nearly. `time` is when, in microseconds since
    1970; `outcomes` and `codes` are those of all the person's verdicts on it, each once.
    """

    batch: str
    item: str
    same: bool
    time: int
    outcomes: tuple[Outcome, ...]
    codes: tuple[str, ...]
    note: str


def differing(one: bytes, other: bytes) -> int:
    """In how many bits two prints differ."""
    return (int.from_bytes(one, "big") ^ int.from_bytes(other, "big")).bit_count()


def bands(bits: bytes) -> Iterator[int]:
    """A number for each 16 bits of a print, which tells the place too."""
    for place in range(0, len(bits), 2):
        yield place << _BAND_BITS | int.from_bytes(bits[place : place + 2], "big")


def probes(bits: bytes) -> Iterator[int]:
    """The numbers to look for: a print within `NEAR_BITS` shares one of these bands.

    31 differing bits over 16 bands leave one band with at most one: so each band is looked for as
    it is, and with each of its bits turned.
    """
    for band in bands(bits):
        yield band
        for bit in range(_BAND_BITS):
            yield band ^ 1 << bit
