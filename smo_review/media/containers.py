"""What a video's container tells by itself: its streams, whether one is sound, and its length.

OpenCV tells neither. These readers only look at tables of contents, follow no offsets out of the
file and stop after a bounded number of steps; what they cannot tell stays "no sound, length 0".
Sources of the layouts: ISO/IEC 14496-12 (MP4 boxes), RFC 8794 and 9559 (EBML, Matroska), the
RIFF/AVI 1.0 chunk layout, ISO/IEC 13818-1 (transport stream tables, program stream packets), the
Flash Video file format 10.1 (tags).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from msgspec import Struct

_STEPS = 20_000
_TS_PACKETS = 4_000
_TS_SOUND = {0x03, 0x04, 0x0F, 0x11, 0x1C, 0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87}
_TS_SOUND_DESCRIPTORS = {0x6A, 0x7A, 0x7B, 0x7C, 0x81}
_EBML_SEGMENT, _EBML_INFO, _EBML_TRACKS = 0x18538067, 0x1549A966, 0x1654AE6B
_EBML_CLUSTER, _EBML_TRACK = 0x1F43B675, 0xAE
_EBML_SCALE, _EBML_DURATION, _EBML_TRACK_TYPE = 0x2AD7B1, 0x4489, 0x83
_EBML_SOUND = 2


class Told(Struct, frozen=True):
    """What the container says: `duration` in milliseconds, 0 where it does not say; `streams`
    counts all of its streams, pictures, sounds and others."""

    audio: bool = False
    duration: int = 0
    streams: int = 0


def read_container(data: bytes, format: str) -> Told:
    """Look into `data`, a video of a format that `sniff` names."""
    readers = {
        "AVI": _avi,
        "TS": _transport,
        "WEBM": _matroska,
        "MKV": _matroska,
        "MPEG": _program,
        "FLV": _flash,
    }
    try:
        return readers.get(format, _mp4)(data)
    except (struct.error, IndexError, OverflowError, ValueError):
        return Told()


def _milliseconds(seconds: float) -> int:
    return round(seconds * 1000) if 0 < seconds < 1e9 else 0


def _boxes(data: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """(type, first byte, end) of the contents of each box between `start` and `end`."""
    for _ in range(_STEPS):
        if start + 8 > end:
            return
        size, kind = struct.unpack_from(">I4s", data, start)
        header = 8
        if size == 1:
            size, header = struct.unpack_from(">Q", data, start + 8)[0], 16
        elif size == 0:
            size = end - start
        if size < header:
            return
        yield kind, start + header, min(start + size, end)
        start += size


def _mp4(data: bytes) -> Told:
    """The length is the movie's own, edits included; else that of its longest track.

    It is counted from where the first track begins, as the frames' times are.
    """
    scale, movie, lengths, handlers, waits = 0, 0.0, [0.0], [], []
    for kind, start, end in _boxes(data, 0, len(data)):
        if kind != b"moov":
            continue
        for inner, first, last in _boxes(data, start, end):
            if inner == b"mvhd":
                scale, units = _header_times(data, first)
                movie = _seconds(scale, units)
            elif inner == b"mvex":
                movie = max(movie, _seconds(scale, _fragments_time(data, first, last)))
            elif inner == b"trak":
                handler, seconds, wait = _track(data, first, last)
                handlers.append(handler)
                if handler in (b"soun", b"vide", b"pict"):
                    lengths.append(seconds)
                    waits.append(_seconds(scale, wait))
    length = movie - min(waits, default=0.0) if movie else max(lengths)
    return Told(b"soun" in handlers, _milliseconds(length), len(handlers))


def _seconds(scale: int, units: int) -> float:
    return units / scale if scale else 0.0


def _header_times(data: bytes, at: int) -> tuple[int, int]:
    """(units a second, units) of a movie's or track's header box whose contents begin at `at`."""
    if data[at] == 1:
        scale, units = struct.unpack_from(">IQ", data, at + 20)
    else:
        scale, units = struct.unpack_from(">II", data, at + 12)
    unknown = units in (0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF)
    return scale, 0 if unknown else units


def _fragments_time(data: bytes, start: int, end: int) -> int:
    for kind, first, _ in _boxes(data, start, end):
        if kind == b"mehd":
            return int(struct.unpack_from(">Q" if data[first] == 1 else ">I", data, first + 4)[0])
    return 0


def _track(data: bytes, start: int, end: int) -> tuple[bytes, float, int]:
    """(handler, seconds, movie units that it waits before it begins) of one track."""
    handler, seconds, wait = b"", 0.0, 0
    for kind, first, last in _boxes(data, start, end):
        if kind == b"mdia":
            for inner, at, _ in _boxes(data, first, last):
                if inner == b"hdlr":
                    handler = data[at + 8 : at + 12]
                elif inner == b"mdhd":
                    seconds = _seconds(*_header_times(data, at))
        elif kind == b"edts":
            for inner, at, _ in _boxes(data, first, last):
                if inner == b"elst":
                    wait = _empty_edit(data, at)
    return handler, seconds, wait


def _empty_edit(data: bytes, at: int) -> int:
    """The length of an edit list's first entry where that shows nothing (media time -1)."""
    if not struct.unpack_from(">I", data, at + 4)[0]:
        return 0
    length, begins = struct.unpack_from(">Qq" if data[at] == 1 else ">Ii", data, at + 8)
    return int(length) if begins == -1 else 0


def _elements(data: bytes, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """(id, first byte, end) of each EBML element; one of unknown size reaches to `end`."""
    for _ in range(_STEPS):
        if start >= end:
            return
        length = 9 - data[start].bit_length()
        if length > 4:
            return
        name = int.from_bytes(data[start : start + length], "big")
        start += length
        width = 9 - data[start].bit_length()
        if width > 8:
            return
        mask = (1 << (7 * width)) - 1
        size = int.from_bytes(data[start : start + width], "big") & mask
        start += width
        last = end if size == mask else min(start + size, end)
        yield name, start, last
        start = last


def _matroska(data: bytes) -> Told:
    kinds, duration = [], 0.0
    for name, start, end in _elements(data, 0, len(data)):
        if name != _EBML_SEGMENT:
            continue
        for inner, first, last in _elements(data, start, end):
            if inner == _EBML_INFO:
                duration = _info_seconds(data, first, last)
            elif inner == _EBML_TRACKS:
                kinds = _track_kinds(data, first, last)
            elif inner == _EBML_CLUSTER and last == end:
                break  # the last cluster, or one of unknown size: no tables after it
    return Told(_EBML_SOUND in kinds, _milliseconds(duration), len(kinds))


def _info_seconds(data: bytes, start: int, end: int) -> float:
    scale, units = 1_000_000, 0.0
    for name, first, last in _elements(data, start, end):
        if name == _EBML_SCALE:
            scale = int.from_bytes(data[first:last], "big")
        elif name == _EBML_DURATION and last - first in (4, 8):
            units = struct.unpack(">f" if last - first == 4 else ">d", data[first:last])[0]
    return units * scale / 1e9


def _track_kinds(data: bytes, start: int, end: int) -> list[int]:
    return [
        int.from_bytes(data[at:stop], "big")
        for name, first, last in _elements(data, start, end)
        if name == _EBML_TRACK
        for inner, at, stop in _elements(data, first, last)
        if inner == _EBML_TRACK_TYPE
    ]


def _chunks(data: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    for _ in range(_STEPS):
        if start + 8 > end:
            return
        kind, size = struct.unpack_from("<4sI", data, start)
        yield kind, start + 8, min(start + 8 + size, end)
        start += 8 + size + size % 2


def _avi(data: bytes) -> Told:
    audio, duration, streams = False, 0.0, 0
    for kind, start, end in _chunks(data, 12, len(data)):
        if kind != b"LIST" or data[start : start + 4] != b"hdrl":
            continue
        for inner, first, last in _chunks(data, start + 4, end):
            if inner != b"LIST" or data[first : first + 4] != b"strl":
                continue
            for name, at, _ in _chunks(data, first + 4, last):
                if name == b"strh":
                    streams += 1
                    audio = audio or data[at : at + 4] == b"auds"
                    if data[at : at + 4] == b"vids":
                        scale, rate, _start, length = struct.unpack_from("<IIII", data, at + 20)
                        duration = length * scale / rate if rate else 0.0
    return Told(audio, _milliseconds(duration), streams)


def _transport(data: bytes) -> Told:
    """The length of a transport stream is known only by decoding it."""
    tables = {0}
    first, step = (0, 188) if data[:1] == b"\x47" else (4, 192)
    for start in range(first, min(len(data) - 187, _TS_PACKETS * step), step):
        sync, flags, low, control = data[start : start + 4]
        number = (flags & 0x1F) << 8 | low
        if sync != 0x47 or not flags & 0x40 or number not in tables or not control & 0x10:
            continue
        body = start + 4 + (1 + data[start + 4] if control & 0x20 else 0)
        table = data[body + 1 + data[body] : start + 188]
        if number == 0:
            tables |= _program_tables(table)
        elif table[:1] == b"\x02":
            kinds = _stream_kinds(table)
            return Told(any(kinds), 0, len(kinds))
    return Told()


def _program_tables(table: bytes) -> set[int]:
    entries = range(8, 3 + ((table[1] & 0x0F) << 8 | table[2]) - 4, 4)
    found = (struct.unpack_from(">HH", table, at) for at in entries if at + 4 <= len(table))
    return {number & 0x1FFF for program, number in found if program}


def _stream_kinds(table: bytes) -> list[bool]:
    """Of each stream in a program's table, whether it is sound."""
    end = min(3 + ((table[1] & 0x0F) << 8 | table[2]) - 4, len(table))
    at = 12 + ((table[10] & 0x0F) << 8 | table[11])
    kinds = []
    while at + 5 <= end:
        length = (table[at + 3] & 0x0F) << 8 | table[at + 4]
        told = table[at] == 0x06 and _descriptors(table[at + 5 : at + 5 + length])
        kinds.append(table[at] in _TS_SOUND or told)
        at += 5 + length
    return kinds


def _descriptors(data: bytes) -> bool:
    at = 0
    while at + 2 <= len(data):
        if data[at] in _TS_SOUND_DESCRIPTORS:
            return True
        at += 2 + data[at + 1]
    return False


def _program(data: bytes) -> Told:
    """The streams of a program stream's first packets; its length is known only by decoding."""
    found, at = set(), 0
    for _ in range(_STEPS):
        at = data.find(b"\0\0\1", at)
        if at < 0 or at + 9 > len(data):
            break
        name = data[at + 3]
        if 0xBD <= name <= 0xEF and name not in (0xBE, 0xBF):
            # Of the private stream 1 only what is marked as AC-3, DTS or PCM is sound.
            kind = data[at + 9 + data[at + 8]] if name == 0xBD else name
            found.add((name, kind))
            at += struct.unpack_from(">H", data, at + 4)[0]
        at += 4
    sounds = [0xC0 <= name <= 0xDF or (name == 0xBD and kind >= 0x80) for name, kind in found]
    return Told(any(sounds), 0, len(found))


def _flash(data: bytes) -> Told:
    """The length stands as a number named "duration" in the first tags."""
    kinds, at = set(), 13
    for _ in range(_TS_PACKETS):
        if at + 11 > len(data):
            break
        kinds.add(data[at] & 0x1F)
        at += 15 + int.from_bytes(data[at + 1 : at + 4], "big")
    named = data.find(b"\0\x08duration\0", 0, 1 << 16)
    seconds = struct.unpack_from(">d", data, named + 11)[0] if named >= 0 else 0.0
    return Told(8 in kinds, _milliseconds(seconds), len(kinds & {8, 9}))
