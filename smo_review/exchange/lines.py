"""Lines of JSON from a file that nobody vouches for: bounded in length, number and depth."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TypeVar

import msgspec

from smo_review.domain.errors import UserError
from smo_review.exchange import limits
from smo_review.language import tr

T = TypeVar("T")
_STRING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"')
_BRACKET = re.compile(rb"[\[{\]}]")


def split_lines(chunks: Iterable[bytes], part: str, expected: int) -> Iterator[bytes]:
    """The lines in `chunks`, without their line ends; UserError where there are not `expected`.

    Every line must end with a line feed, and none may be longer than `limits.MAX_LINE`.
    """
    number = 0
    rest = b""
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\n")
        for line in whole:
            number += 1
            if number > expected:
                raise _miscounted(part, expected)
            yield line
        if len(rest) > limits.MAX_LINE:
            raise limits.refused(
                tr("A line is too long; at most {n} bytes are taken.", n=limits.MAX_LINE),
                line_of(part, number + 1),
            )
    if rest:
        raise limits.refused(tr("The last line has no end."), line_of(part, number + 1))
    if number != expected:
        raise _miscounted(part, expected)


def decode_lines(lines: Iterable[bytes], part: str, kind: type[T]) -> Iterator[T]:
    """Each line as a record; UserError says line, field and what was expected."""
    decoder = msgspec.json.Decoder(kind)
    for number, line in enumerate(lines, 1):
        yield decode(decoder, line, part, number)


def decode(decoder: msgspec.json.Decoder[T], line: bytes, part: str, number: int = 0) -> T:
    """The record in line `number` of `part` (0: in the whole of it).

    UserError with msgspec's own word on the field and what was expected of it.
    """
    if too_deep(line):
        reason = tr("it is nested deeper than {n} levels", n=limits.MAX_DEPTH)
    else:
        try:
            return decoder.decode(line)
        except (ValueError, RecursionError) as error:
            reason = str(error).rstrip(".")
    raise limits.refused(
        tr("A record is not as it must be: {reason}.", reason=reason),
        line_of(part, number) if number else part,
    )


def too_deep(line: bytes) -> bool:
    """Whether lists and objects lie in each other deeper than `limits.MAX_DEPTH`."""
    if line.count(b"[") + line.count(b"{") <= limits.MAX_DEPTH:
        return False  # the usual line: there are not even so many brackets
    depth = 0
    for bracket in _BRACKET.finditer(_STRING.sub(b"", line)):
        depth += 1 if bracket.group() in b"[{" else -1
        if depth > limits.MAX_DEPTH:
            return True
    return False


def line_of(part: str, number: int) -> str:
    """Where a refusal points to."""
    return tr("{part}, line {number}", part=part, number=number)


def _miscounted(part: str, expected: int) -> UserError:
    return limits.refused(
        tr("A part has another number of lines than declared; expected {n}.", n=expected),
        part,
    )
