"""What the client tells the player child, and what the child tells back.

Both ends speak when they have something to say: nothing is an answer to anything. Times in a
video are milliseconds; `when` is the monotonic clock in seconds, which all processes share.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec
from msgspec import Struct

Silence: TypeAlias = Literal["none", "broken", "device", "crash", "missing"]
"""Why there is no sound: the file has none, or it cannot be decoded; there is nothing to play it
on; the child ended; the machine has no library for it."""


class Take(Struct, frozen=True, tag="take"):
    """Decode the payload's sound as `key`, in place of what was decoded before. Plays nothing."""

    key: str


class Play(Struct, frozen=True, tag="play"):
    """Play from `at`, `speed` times as fast, `volume` 0..1. `run` comes back with each place."""

    key: str
    run: int
    at: int
    speed: float
    volume: float


class Halt(Struct, frozen=True, tag="halt"):
    """Be silent, at once."""


class Volume(Struct, frozen=True, tag="volume"):
    volume: float


class Forget(Struct, frozen=True, tag="forget"):
    """Drop what was decoded."""


Order: TypeAlias = Take | Play | Halt | Volume | Forget


class Levels(Struct, frozen=True, tag="levels"):
    """How loud it is (see `smo_review.media.loudness`), as far as it is decoded."""

    key: str
    levels: bytes
    whole: bool


class Place(Struct, frozen=True, tag="place"):
    """`at` was heard at the moment `when`."""

    run: int
    at: float
    when: float


class Over(Struct, frozen=True, tag="over"):
    """The sound has been played to its end."""

    run: int


class Silent(Struct, frozen=True, tag="silent"):
    key: str
    why: Silence


class Alive(Struct, frozen=True, tag="alive"):
    """Nothing new; still at work."""


Report: TypeAlias = Levels | Place | Over | Silent | Alive

orders = msgspec.msgpack.Decoder(Order)
reports = msgspec.msgpack.Decoder(Report)
