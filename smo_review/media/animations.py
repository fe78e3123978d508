"""How long each frame of an animation is on show, read from the file's own tables.

Decoders tell this only frame by frame, after decoding. These readers follow no offset out of the
file, only go forward and end with the data. Sources of the layouts: GIF89a (graphic control), PNG
third edition (fcTL), the WebP container (ANMF).
"""

from __future__ import annotations

import struct

from smo_review.media.containers import read_container

_AT_LEAST, _INSTEAD = 20, 100
"""Frames shorter than this are shown for a tenth of a second, as browsers do."""


def frame_times(data: bytes, format: str, frames: int) -> tuple[int, ...]:
    """Milliseconds for each of the `frames` of an animated image; empty where there is but one,
    and for pages that have no time."""
    readers = {"GIF": _gif, "PNG": _png, "WEBP": _webp, "AVIF": _avif}
    if frames < 2 or format not in readers:
        return ()
    try:
        times = readers[format](data, frames)
    except (struct.error, IndexError):
        return ()
    return tuple(time if time >= _AT_LEAST else _INSTEAD for time in times[:frames])


def _avif(data: bytes, frames: int) -> list[int]:
    """Only the whole length is easily read: frames are taken to be equally long."""
    return [read_container(data, "AVIF").duration // frames] * frames


def _gif(data: bytes, frames: int) -> list[int]:
    """A frame takes the time of the graphic control before it."""
    times: list[int] = []
    wait, at = 0, 13 + _palette(data[10])
    while len(times) < frames:
        kind = data[at : at + 1]
        if kind == b"!":
            if data[at + 1] == 0xF9:
                wait = struct.unpack_from("<H", data, at + 4)[0] * 10
            at += 2
        elif kind == b",":
            times.append(wait)
            wait = 0
            at += 11 + _palette(data[at + 9])
        else:
            break
        while at < len(data) and data[at]:
            at += 1 + data[at]
        at += 1
    return times


def _palette(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _png(data: bytes, frames: int) -> list[int]:
    times: list[int] = []
    at = 8
    while len(times) < frames and at + 12 <= len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        if kind == b"fcTL":
            part, whole = struct.unpack_from(">HH", data, at + 28)
            times.append(part * 1000 // (whole or 100))
        at += 12 + size
    return times


def _webp(data: bytes, frames: int) -> list[int]:
    times: list[int] = []
    at = 12
    while len(times) < frames and at + 8 <= len(data):
        kind, size = struct.unpack_from("<4sI", data, at)
        if kind == b"ANMF":
            times.append(int.from_bytes(data[at + 20 : at + 23], "little"))
        at += 8 + size + size % 2
    return times
