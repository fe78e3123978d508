"""A big JSON document on its way to the parser, which itself knows no bounds.

The parser needs time that grows with the square of the depth, and keeps a string whole however
long it is; so both are watched before it sees them.
"""

from __future__ import annotations

import io
import re
from itertools import accumulate

import ijson

from smo_review.language import tr

MAX_RECORD = 32 << 20
"""Bytes of one record."""

MAX_DEPTH = 200

_STRING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_STEPS = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}
_OTHERS = bytes(set(range(256)) - _STEPS.keys())


class BoundedJson:
    """A stream of JSON that ends in a JSONError where a record is too large or too deep.

    `taken` counts the bytes read; the reader sets it back to 0 after each record.
    """

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream
        self._depth = 0
        self._carried = b""
        self.taken = 0

    def read(self, size: int = -1) -> bytes:
        chunk = self._stream.read(size)
        self.taken += len(chunk)
        if self.taken > MAX_RECORD:
            raise ijson.JSONError(tr("a record is larger than {n} bytes", n=MAX_RECORD))
        self._follow(chunk)
        return chunk

    def _follow(self, chunk: bytes) -> None:
        """Keep count of the depth: brackets count where they stand outside strings."""
        data = self._carried + chunk
        bare, quote, _ = _STRING.sub(b"", data).partition(b'"')
        # A string that is still open is carried over as its quote, and half an escape with it.
        half = (len(data) - len(data.rstrip(b"\\"))) % 2
        self._carried = quote + b"\\" * half if quote else b""
        steps = map(_STEPS.__getitem__, bare.translate(None, _OTHERS))
        depths = list(accumulate(steps, initial=self._depth))
        self._depth = depths[-1]
        if max(depths) > MAX_DEPTH:
            raise ijson.JSONError(tr("it is nested deeper than {n} levels", n=MAX_DEPTH))
