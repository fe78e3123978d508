"""What the stills child hands back: facts about a file, covers and pictures."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

Detail: TypeAlias = Literal["outline", "grey", "clear"]
COVER_SIDE = 16
"""A cover has at most this many pixels on its long side."""


class Probe(Struct, frozen=True):
    """What a file is. Width and height are upright, duration is in milliseconds.

    `error` is empty for a file that can be shown; otherwise it says in plain words why not, and
    the other fields hold what could still be told. `rotation` is how far the decoded picture was
    turned to stand upright: 0, 90, 180 or 270 degrees clockwise. `counted` says that `frames` is
    what really decodes; otherwise it is what the container claims (0 where it does not say).
    """

    ok: bool
    kind: Literal["image", "video", ""] = ""
    format: str = ""
    width: int = 0
    height: int = 0
    frames: int = 0
    duration: int = 0
    rotation: int = 0
    audio: bool = False
    error: str = ""
    counted: bool = False


class Cover(Struct, frozen=True):
    """A grey thumbnail of at most 16 px on its long side: `pixels` is one byte each, row by row.

    `width` and `height` are the cover's; `full_width` and `full_height` the upright content's.
    """

    width: int
    height: int
    pixels: bytes
    full_width: int
    full_height: int
    at: int = 0


class Picture(Struct, frozen=True):
    """A decoded picture, upright: 32-bit 0xffRRGGBB words in native order, row by row, no padding.

    `at` is the frame's time in milliseconds and `frame` its number, for video.
    """

    width: int
    height: int
    pixels: bytes
    full_width: int
    full_height: int
    detail: Detail
    at: int = 0
    frame: int = 0
