"""CSV: the delimiter from the header line, quotes strictly read, every broken row listed."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from smo_review.domain.bundles import Rejected
from smo_review.domain.errors import UserError
from smo_review.exchange.formats.columns import Map, choose
from smo_review.exchange.formats.records import MAX_FIELD, Rows, Told
from smo_review.exchange.formats.rows import RowMaker
from smo_review.exchange.formats.source_file import not_utf8, open_source
from smo_review.language import tr

MAX_COLUMNS = 2000
MAX_ROW = 8 * MAX_FIELD
"""Characters of one row, over all its columns and lines."""
_QUOTED = re.compile(r'"[^"]*"')


class _LongLine(Exception):
    """A line is longer than a field may be."""


class _Lines:
    """Lines with their ends, counted, which can be handed back after a broken row."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._again: list[str] = []
        self.taken: list[str] = []
        self._size = 0
        self.number = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._again.pop() if self._again else self._text.readline(MAX_FIELD + 2)
        if not line:
            raise StopIteration
        self.number += 1
        if len(line) > MAX_FIELD and not line.endswith(("\n", "\r")):
            while line and not line.endswith(("\n", "\r")):
                line = self._text.readline(MAX_FIELD)
            raise _LongLine
        self.taken.append(line)
        self._size = self._size + len(line) if len(self.taken) > 1 else len(line)
        if self._size > MAX_ROW:
            raise _LongLine
        return line

    def retry_after_first(self) -> None:
        """Hand back all lines of the row under way but its first: a stray quote ate them."""
        rest = self.taken[1:]
        self._again += reversed(rest)
        self.number -= len(rest)


def read_csv(path: Path, mapped: Map, told: Told) -> Rows:
    """The rows of a CSV file with a header. UserError where the header cannot be used."""
    csv.field_size_limit(MAX_FIELD)
    with open_source(path) as stream:
        text = io.TextIOWrapper(stream, "utf-8", "surrogateescape", newline="")
        lines = _Lines(text)
        header = _header(lines, path)
        columns = choose(mapped, header.names, str(path))
        told.columns.update(columns.told())
        make = RowMaker(columns).make
        for line, cells in _records(lines, header):
            if isinstance(cells, Rejected):
                yield cells
            else:
                yield make(line, dict(zip(header.names, cells, strict=False)))
        text.detach()


class _Header:
    def __init__(self, names: list[str], delimiter: str) -> None:
        self.names = names
        self.delimiter = delimiter


def _header(lines: _Lines, path: Path) -> _Header:
    delimiter = ","
    try:
        first = next((line for line in lines if line.strip()), "")
        bare = _QUOTED.sub("", first)
        delimiter = max(",;\t", key=bare.count)
        lines.number -= 1
        lines.taken = []
        lines._again.append(first)
        cells = next(csv.reader(lines, delimiter=delimiter, strict=True), [])
    except (csv.Error, _LongLine) as error:
        raise UserError(
            tr("The header line cannot be read."),
            tr("{path}, line 1", path=path),
            tr("Write the columns' names in the first line, with commas between."),
        ) from error
    names = [cell.strip() or f"column_{n}" for n, cell in enumerate(cells, 1)]
    _check_header(names, path)
    return _Header(names, delimiter)


def _check_header(names: list[str], path: Path) -> None:
    if not names:
        raise UserError(
            tr("The source is empty."), str(path), tr("Choose a file with a header and rows.")
        )
    twice = next((name for n, name in enumerate(names) if name in names[:n]), None)
    unreadable = any(not _clean(name) or "\0" in name for name in names)
    if twice is not None:
        raise UserError(
            tr("Two columns are called “{name}”.", name=twice),
            tr("{path}, line 1", path=path),
            tr("Give every column a name of its own."),
        )
    if unreadable:
        raise UserError(
            tr("The header line is not text in UTF-8."),
            tr("{path}, line 1", path=path),
            tr("Save the file as UTF-8 and pack it again."),
        )
    if len(names) > MAX_COLUMNS:
        raise UserError(
            tr("The header line has {n} columns.", n=len(names)),
            tr("{path}, line 1", path=path),
            tr("Check that it is the right file; at most {n} are read.", n=MAX_COLUMNS),
        )


def _records(lines: _Lines, header: _Header) -> Iterator[tuple[int, list[str] | Rejected]]:
    """(line it starts at, cells or why not) for each record; blank lines are passed over."""
    reader = csv.reader(lines, delimiter=header.delimiter, strict=True)
    while True:
        start = lines.number + 1
        lines.taken = []
        try:
            cells = next(reader, None)
        except _LongLine:
            reason = tr("the row is longer than {n} characters", n=MAX_FIELD)
            yield start, Rejected(start, "", reason)
            continue
        except csv.Error as error:
            lines.retry_after_first()
            reader = csv.reader(lines, delimiter=header.delimiter, strict=True)
            yield start, Rejected(start, "", tr("broken quotes: {reason}", reason=error))
            continue
        if cells is None:
            return
        if cells:
            yield start, _checked(start, cells, header.names)


def _checked(line: int, cells: list[str], names: list[str]) -> list[str] | Rejected:
    width = len(names)
    if len(cells) != width and (len(cells) < width or any(cells[width:])):
        return Rejected(
            line,
            "",
            tr("{n} columns were expected, {found} found", n=width, found=len(cells)),
        )
    if not _clean("".join(cells)):
        column = next(n for n, cell in enumerate(cells[:width]) if not _clean(cell))
        return Rejected(line, names[column], not_utf8())
    return cells


def _clean(text: str) -> bool:
    """Whether every byte was UTF-8: the others were read as lone surrogates."""
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
