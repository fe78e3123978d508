"""Writes an AVI file: JPEG frames with mono 16-bit sound beside them, one chunk of each a frame.

Layout: RIFF 'AVI ' = LIST hdrl (avih; LIST strl for video, LIST strl for sound) + LIST movi
('00dc' frame, '01wb' sound, ...) + idx1. All numbers are little-endian.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

_HAS_INDEX, _INTERLEAVED, _KEY_FRAME = 0x10, 0x100, 0x10
_SAMPLE_BYTES = 2


def write_avi(
    frames: Sequence[bytes], size: tuple[int, int], fps: int, sound: bytes, rate: int
) -> bytes:
    """The whole file. `frames` are JPEG files of `size` (width, height) pixels; `sound` is mono
    signed 16-bit PCM at `rate` samples a second, as long as the frames or shorter."""
    share = rate // fps * _SAMPLE_BYTES
    movi, index = bytearray(b"movi"), bytearray()
    for number, frame in enumerate(frames):
        pieces = ((b"00dc", frame), (b"01wb", sound[number * share : (number + 1) * share]))
        for name, data in pieces:
            index += struct.pack("<4sIII", name, _KEY_FRAME, len(movi), len(data))
            movi += _chunk(name, data)
    biggest = max(len(frame) for frame in frames)
    streams = _video_stream(size, fps, len(frames), biggest) + _sound_stream(
        rate, min(len(sound), share * len(frames)) // _SAMPLE_BYTES, share
    )
    header = _list(b"hdrl", _main_header(size, fps, len(frames), biggest) + streams)
    body = header + _chunk(b"LIST", bytes(movi)) + _chunk(b"idx1", bytes(index))
    return _chunk(b"RIFF", b"AVI " + body)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack("<4sI", name, len(data)) + data + b"\0" * (len(data) % 2)


def _list(name: bytes, data: bytes) -> bytes:
    return _chunk(b"LIST", name + data)


def _main_header(size: tuple[int, int], fps: int, frames: int, biggest: int) -> bytes:
    microseconds, flags, streams = 1_000_000 // fps, _HAS_INDEX | _INTERLEAVED, 2
    fields = (microseconds, biggest * fps, 0, flags, frames, 0, streams, biggest, *size)
    return _chunk(b"avih", struct.pack("<14I", *fields, 0, 0, 0, 0))


def _stream_header(
    kind: bytes, codec: bytes, scale: int, rate: int, length: int, buffer: int, sample: int
) -> bytes:
    fields = struct.pack(
        "<4s4sIHHIIIIIIII4H", kind, codec, 0, 0, 0, 0, scale, rate, 0, length, buffer,
        0xFFFFFFFF, sample, 0, 0, 0, 0,
    )  # fmt: skip
    return _chunk(b"strh", fields)


def _video_stream(size: tuple[int, int], fps: int, frames: int, biggest: int) -> bytes:
    width, height = size
    form = struct.pack(
        "<IiiHH4sIiiII", 40, width, height, 1, 24, b"MJPG", width * height * 3, 0, 0, 0, 0
    )
    head = _stream_header(b"vids", b"MJPG", 1, fps, frames, biggest, 0)
    return _list(b"strl", head + _chunk(b"strf", form))


def _sound_stream(rate: int, samples: int, buffer: int) -> bytes:
    pcm, channels = 1, 1
    form = struct.pack(
        "<HHIIHH", pcm, channels, rate, rate * _SAMPLE_BYTES, _SAMPLE_BYTES, 8 * _SAMPLE_BYTES
    )
    head = _stream_header(b"auds", b"\0\0\0\0", 1, rate, samples, buffer, _SAMPLE_BYTES)
    return _list(b"strl", head + _chunk(b"strf", form))
