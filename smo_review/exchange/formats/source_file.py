"""A source file as a stream of UTF-8 bytes: unpacked, without a byte order mark, bounded."""

from __future__ import annotations

import codecs
import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

from smo_review.domain.errors import UserError
from smo_review.language import tr

PEEK = 1 << 16
_MAGIC = (
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"%PDF",
    b"\xd0\xcf\x11\xe0",
    b"SQLite format",
)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\x0b\x0c\x1b")) + b"\x7f"


class _Transcoded(io.RawIOBase):
    """UTF-16 bytes handed on as UTF-8, a chunk at a time."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self._decoder = codecs.getincrementaldecoder("utf-16")("strict")
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._left:
            chunk = self._source.read(PEEK)
            self._left = self._decoder.decode(chunk, final=not chunk).encode("utf-8")
            if not chunk:
                break
        count = min(len(buffer), len(self._left))
        buffer[:count] = self._left[:count]
        self._left = self._left[count:]
        return count


@contextmanager
def open_source(path: Path) -> Iterator[io.BufferedReader[Any]]:
    """The file's content as UTF-8 bytes, whatever it is wrapped in.

    Reads plain and gzip files in UTF-8 or UTF-16 with a byte order mark. UserError where there is
    no such file, where it is not text, or where its wrapping is broken.
    """
    if not path.is_file():
        raise UserError(
            tr("There is no file to pack here."), str(path), tr("Check the path of the source.")
        )
    try:
        with path.open("rb") as plain:
            packed = plain.read(2) == b"\x1f\x8b"
            plain.seek(0)
            source = cast(IO[bytes], gzip.GzipFile(fileobj=plain) if packed else plain)
            with io.BufferedReader(_unmarked(source), PEEK) as stream:
                _refuse_binary(stream.peek(PEEK), path)
                yield stream
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise UserError(
            tr("The compressed source is damaged."), str(path), tr("Copy or export it again.")
        ) from error
    except UnicodeDecodeError as error:
        raise UserError(
            tr("The source is not valid {encoding}.", encoding=error.encoding.upper()),
            str(path),
            tr("Save it as UTF-8 and pack it again."),
        ) from error


def _unmarked(source: IO[bytes]) -> io.RawIOBase:
    head = source.read(3)
    source.seek(0)
    if head[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return _Transcoded(source)
    if head == codecs.BOM_UTF8:
        source.seek(3)
    return cast(io.RawIOBase, source)


def _refuse_binary(head: bytes, path: Path) -> None:
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if head.startswith(_MAGIC) or controls * 20 > len(head):
        raise UserError(
            tr("The source is not a text file."),
            str(path),
            tr("Save the table as CSV in UTF-8, or export JSON, and pack that."),
        )


def not_utf8() -> str:
    """The reason against bytes that are not UTF-8, and what helps."""
    return tr("not valid UTF-8; save the file as UTF-8")


def bounded_lines(stream: IO[bytes], limit: int) -> Iterator[bytes | None]:
    """The lines without their ends; None stands for a line longer than `limit` bytes."""
    while line := stream.readline(limit + 1):
        if len(line) <= limit or line.endswith(b"\n"):
            yield line.rstrip(b"\r\n")
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(limit)
        yield None
