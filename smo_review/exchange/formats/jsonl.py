"""JSON records: JSON Lines, one array of objects, or one pretty-printed object."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any, TypeAlias

import ijson
import msgspec

from smo_review.domain.bundles import Rejected
from smo_review.domain.errors import UserError
from smo_review.exchange.formats.bounded_json import BoundedJson
from smo_review.exchange.formats.columns import Map, choose
from smo_review.exchange.formats.prodigy import is_prodigy, prodigy_row
from smo_review.exchange.formats.records import Rows, Told
from smo_review.exchange.formats.rows import RowMaker
from smo_review.exchange.formats.source_file import PEEK, bounded_lines, not_utf8, open_source
from smo_review.language import tr

LOOK_AHEAD = 1000
"""Records whose names are looked at before columns are guessed."""

MAX_LINE = 64 << 20
Records: TypeAlias = Iterator[tuple[int, dict[str, Any] | Rejected]]


def read_jsonl(path: Path, mapped: Map, told: Told) -> Rows:
    """The rows of a JSON or JSON Lines file of records."""
    with open_source(path) as stream:
        records = json_records(stream, path)
        while ahead := list(islice(records, LOOK_AHEAD)):
            if any(isinstance(record, dict) for _, record in ahead):
                break
            yield from (record for _, record in ahead if isinstance(record, Rejected))
        else:
            return
        first = next((record for _, record in ahead if isinstance(record, dict)), {})
        if not mapped and is_prodigy(first):
            yield from _prodigy(chain(ahead, records), told)
        else:
            yield from _mapped(ahead, records, path, mapped, told)


def _prodigy(records: Records, told: Told) -> Rows:
    told.columns.update(id=["_input_hash"], text=["text"], label=["label", "spans", "answer"])
    for line, record in records:
        yield record if isinstance(record, Rejected) else prodigy_row(line, record, told)


def _mapped(
    ahead: list[tuple[int, dict[str, Any] | Rejected]],
    records: Records,
    path: Path,
    mapped: Map,
    told: Told,
) -> Rows:
    names = _names(ahead)
    # A mapped field may come only late in the file, so it is looked for in all of it.
    wanted = {name for value in mapped.values() for word in value for name in word.split(",")}
    late = wanted - set(names)
    columns = choose(mapped, [*names, *late], str(path))
    told.columns.update(columns.told())
    make = RowMaker(columns).make
    for line, record in chain(ahead, records):
        if isinstance(record, Rejected):
            yield record
            continue
        if late:
            late -= record.keys()
        yield make(line, record)
    if late:
        choose(mapped, names, str(path))


def _names(ahead: list[tuple[int, dict[str, Any] | Rejected]]) -> list[str]:
    names: dict[str, None] = {}
    for _, record in ahead:
        if isinstance(record, dict):
            names.update(dict.fromkeys(record))
    return list(names)


def json_records(stream: io.BufferedReader, path: Path) -> Records:
    """(line or record number, object or why not) for each record of the file.

    In JSON Lines a broken line is listed; in one big JSON document nothing after a mistake can be
    trusted, so that is a UserError.
    """
    head = stream.peek(PEEK).lstrip()
    if not head:
        raise UserError(tr("The source is empty."), str(path), tr("Choose a file with records."))
    if head.startswith(b"[") or not _is_lines(head):
        return _documents(stream, path, "item" if head.startswith(b"[") else "")
    return _lines(stream)


def _is_lines(head: bytes) -> bool:
    """Whether the first line is a whole JSON object, or cannot be the start of a longer one."""
    first, newline, _ = head.partition(b"\n")
    if not newline:
        return True
    try:
        return isinstance(msgspec.json.decode(first), dict)
    except msgspec.DecodeError as error:
        return "truncated" not in str(error)
    except (UnicodeDecodeError, RecursionError):
        return True


def _lines(stream: io.BufferedReader) -> Records:
    decode = msgspec.json.Decoder().decode
    for number, line in enumerate(bounded_lines(stream, MAX_LINE), 1):
        if line is None:
            yield number, Rejected(number, "", tr("the line is longer than {n} bytes", n=MAX_LINE))
        elif line and not line.isspace():
            try:
                record = decode(line)
            except UnicodeDecodeError:
                yield number, Rejected(number, "", not_utf8())
                continue
            except (msgspec.DecodeError, RecursionError) as error:
                yield number, Rejected(number, "", tr("not valid JSON: {reason}", reason=error))
                continue
            yield from _objects(number, record)


def _documents(stream: io.BufferedReader, path: Path, prefix: str) -> Records:
    number = 0
    source = BoundedJson(stream)
    try:
        for record in ijson.items(source, prefix, use_float=True, multiple_values=not prefix):
            source.taken = 0
            for found in _objects(number + 1, record):
                number = found[0]
                yield found
    except (ijson.JSONError, ValueError, OverflowError) as error:
        raise UserError(
            tr("The source is not valid JSON: {reason}.", reason=_reason(error)),
            tr("{path}, record {n}", path=path, n=number + 1),
            tr("Correct that place or export the file again; it may have been cut off."),
        ) from error


def _reason(error: Exception) -> str:
    """The parser's own first line, which it gives as bytes where the document is not UTF-8."""
    told = error.args[0] if error.args else ""
    if isinstance(told, bytes) or isinstance(error, UnicodeError):
        return not_utf8()
    return (str(told).splitlines() or [type(error).__name__])[0].rstrip(".")


def _objects(number: int, record: Any) -> Records:
    """A record by itself, or the many that one object holds under their ids."""
    if not isinstance(record, dict):
        yield number, Rejected(number, "", tr("an object was expected"))
    elif len(record) > 1 and all(isinstance(value, dict) for value in record.values()):
        for place, (key, value) in enumerate(record.items(), number):
            yield place, {"id": key} | value
    else:
        yield number, record
