"""Messages between the client and the stills child.

A message is two lengths (4 bytes each, little-endian), a MessagePack head and a payload: the
file's bytes on the way in, a picture's pixels on the way out. Both ends bound what they read;
the client checks all that the child says, because the child has touched foreign bytes.
"""

from __future__ import annotations

import struct
from typing import IO, TypeAlias

import msgspec
from msgspec import Struct

from smo_review.domain.pictures import Cover, Detail, Picture, Probe
from smo_review.media import limits
from smo_review.media.reasons import Reason

_LENGTHS = struct.Struct("<II")
_HEAD_BYTES = 1 << 20


class Load(Struct, frozen=True, tag="load"):
    """Take the payload as `key`, for a stage of this size; forget `drop`."""

    key: str
    width: int
    height: int
    drop: tuple[str, ...] = ()


class Prepare(Struct, frozen=True, tag="prepare"):
    """Make what a reveal shows first, while there is time for it."""

    key: str


class CoverAt(Struct, frozen=True, tag="cover"):
    key: str
    at: int = 0


class PictureOf(Struct, frozen=True, tag="picture"):
    key: str
    width: int
    height: int
    detail: Detail
    frame: int | None = None
    at: int | None = None


class Board(Struct, frozen=True, tag="board"):
    key: str
    count: int


class Count(Struct, frozen=True, tag="count"):
    """Decode to the end, to learn how many frames there really are."""

    key: str


class PrintOf(Struct, frozen=True, tag="print"):
    """The print of an image, or of what a video shows at `at` milliseconds."""

    key: str
    at: int = 0


class Drop(Struct, frozen=True, tag="drop"):
    key: str


Request: TypeAlias = Load | Prepare | CoverAt | PictureOf | Board | Count | PrintOf | Drop


class Told(Struct, frozen=True, tag="told"):
    """What a file is; with the cover of an image, for which nobody then has to ask again."""

    probe: Probe
    cover: Cover | None = None


class Covers(Struct, frozen=True, tag="covers"):
    covers: tuple[Cover, ...]


class Shown(Struct, frozen=True, tag="shown"):
    """A picture whose pixels are the payload."""

    picture: Picture


class Printed(Struct, frozen=True, tag="printed"):
    """A PDQ print of 32 bytes, or none where there is too little in the picture."""

    bits: bytes


class Working(Struct, frozen=True, tag="working"):
    """Not done yet: ask the same again to go on."""


class Refusal(Struct, frozen=True, tag="refusal"):
    reason: Reason


class Done(Struct, frozen=True, tag="done"):
    pass


Answer: TypeAlias = Told | Covers | Shown | Printed | Working | Refusal | Done

_encoder = msgspec.msgpack.Encoder()
_requests = msgspec.msgpack.Decoder(Request)
_answers = msgspec.msgpack.Decoder(Answer)


class BrokenWire(Exception):
    """The other end is gone or speaks nonsense."""


def send(stream: IO[bytes], message: Struct, payload: bytes | memoryview = b"") -> None:
    """Write one message; OSError where the other end is gone."""
    head = _encoder.encode(message)
    body = memoryview(payload).cast("B")
    stream.write(_LENGTHS.pack(len(head), len(body)) + head)
    if body:
        stream.write(body)
    stream.flush()


def receive_request(stream: IO[bytes]) -> tuple[Request, bytes] | None:
    """The next request, or None when the client has closed its end."""
    try:
        head, payload = receive(stream, limits.BYTES)
    except EOFError:
        return None
    return _requests.decode(head), payload


def receive_answer(stream: IO[bytes]) -> tuple[Answer, bytes]:
    """The next answer; BrokenWire where there is none or it is malformed."""
    try:
        head, payload = receive(stream, limits.OUTPUT_PIXELS * 4)
        return _answers.decode(head), payload
    except (EOFError, OSError, ValueError, msgspec.MsgspecError) as trouble:
        raise BrokenWire from trouble


def receive(stream: IO[bytes], most: int) -> tuple[bytes, bytes]:
    """The head and the payload of one message; BrokenWire where it says that it is too large."""
    head, payload = _LENGTHS.unpack(_exactly(stream, _LENGTHS.size))
    if head > _HEAD_BYTES or payload > most:
        raise BrokenWire
    return _exactly(stream, head), _exactly(stream, payload)


def _exactly(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size) if size else b""
    if len(data) < size:
        raise EOFError
    return data
