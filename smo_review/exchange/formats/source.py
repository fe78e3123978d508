"""One door to every kind of source: its format is named, or told from its content."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Literal, TypeAlias

from smo_review.exchange.formats.columns import Map
from smo_review.exchange.formats.jsonl import json_records, read_jsonl
from smo_review.exchange.formats.label_studio import is_task, read_label_studio
from smo_review.exchange.formats.records import Rows, Told
from smo_review.exchange.formats.source_file import PEEK, open_source
from smo_review.exchange.formats.tables import read_csv

SourceFormat: TypeAlias = Literal["csv", "jsonl", "label-studio"]
FORMATS: tuple[str, ...] = ("auto", "jsonl", "csv", "label-studio")
_READERS = {"csv": read_csv, "jsonl": read_jsonl, "label-studio": read_label_studio}


def read_rows(path: Path, format: str, mapped: Map, told: Told) -> Rows:
    """The rows of a source. `format` is one of `FORMATS`; UserError where it cannot be read."""
    named = detect(path) if format == "auto" else format
    return _READERS[named](path, mapped, told)


def detect(path: Path) -> SourceFormat:
    """Told from the first records: JSON is told from CSV by its first character."""
    with open_source(path) as stream:
        if not stream.peek(PEEK).lstrip().startswith((b"[", b"{")):
            return "csv"
        first = islice(json_records(stream, path), 20)
        tasks = any(isinstance(record, dict) and is_task(record) for _, record in first)
    return "label-studio" if tasks else "jsonl"
