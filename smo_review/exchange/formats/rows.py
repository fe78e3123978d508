"""A record (column name to value) of a table or a JSON file, turned into a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from msgspec import Struct, structs

from smo_review.domain.bundles import Rejected
from smo_review.domain.content import Location, Mark, PartKind
from smo_review.exchange.formats.cells import (
    fraction_of,
    labels_of,
    location_of,
    marks_of,
    short_text_of,
    text_of,
    whole_of,
)
from smo_review.exchange.formats.columns import Columns
from smo_review.exchange.formats.nested import nested_of
from smo_review.exchange.formats.records import BadCell, Piece, Row, Said
from smo_review.language import tr

NOBODY = "annotator"
"""Who said it where the source does not tell."""

MAX_VOTES = 1000
_KINDS: tuple[PartKind, ...] = ("text", "image", "video")
Cells: TypeAlias = Mapping[str, Any]
Sayers: TypeAlias = Callable[[Cells, tuple[Piece, ...]], tuple[Said, ...]]


class _Names(Struct, frozen=True):
    """The single columns of a file, looked up once."""

    id: str | None
    language: str | None
    category: str | None
    severity: str | None
    gold: str | None


class RowMaker:
    """Makes rows of records under one choice of columns."""

    def __init__(self, columns: Columns) -> None:
        one = columns.one
        self._names = _Names(*(one(name) for name in _Names.__struct_fields__))
        self._pieces = [(kind, c) for kind in _KINDS for c in columns.fields.get(kind, ())]
        # The first translation belongs to the first text, the second to the second.
        texts, others = (columns.fields.get(name, ()) for name in ("text", "translation"))
        self._translations = dict(zip(texts, others, strict=False))
        self._said = _sayers(columns)
        # Without an id, an annotator or a span nothing says that two rows belong together.
        self._alone = columns.form != "long" or not (one("annotator") or one("start"))

    def make(self, line: int, cells: Cells) -> Row | Rejected:
        """The row, or why it cannot be used."""
        try:
            return self._make(line, cells)
        except BadCell as bad:
            return Rejected(line, bad.field, bad.reason)

    def _make(self, line: int, cells: Cells) -> Row:
        names = self._names
        get = cells.get
        pieces = tuple(
            Piece(kind, text if kind == "text" else text.strip(), self._translated(column, cells))
            for kind, column in self._pieces
            if (text := text_of(get(column), kind)) and not text.isspace()
        )
        item = short_text_of(get(names.id), "id") if names.id else ""
        if not item and not pieces:
            raise BadCell("id", tr("the row has neither an id nor content"))
        gold = labels_of(get(names.gold), "gold") if names.gold else None
        return Row(
            line,
            item,
            pieces,
            self._said(cells, pieces),
            gold,
            short_text_of(get(names.language), "language", 35) if names.language else "",
            short_text_of(get(names.category), "category") if names.category else "",
            whole_of(get(names.severity), "severity", 4) if names.severity else None,
            self._alone,
        )

    def _translated(self, column: str, cells: Cells) -> str:
        """What stands beside the text of a column; empty where nothing does."""
        name = self._translations.get(column)
        text = text_of(cells.get(name), "translation") if name else ""
        return "" if text.isspace() else text


def _sayers(columns: Columns) -> Sayers:
    if columns.form == "votes":
        return _votes(columns)
    if columns.form == "wide":
        return _wide(columns.fields["label"])
    return _long(columns)


def _votes(columns: Columns) -> Sayers:
    def said(cells: Cells, _pieces: tuple[Piece, ...]) -> tuple[Said, ...]:
        votes: list[Said] = []
        for label, column in columns.counts:
            marks = (Mark(label),)
            for _ in range(whole_of(cells.get(column), f"count:{label}", MAX_VOTES) or 0):
                votes.append(Said(f"vote-{len(votes) + 1}", marks, "votes"))
        return tuple(votes)

    return said


def _wide(columns: tuple[str, ...]) -> Sayers:
    def said(cells: Cells, pieces: tuple[Piece, ...]) -> tuple[Said, ...]:
        return tuple(
            Said(short_text_of(column, "annotator"), marks)
            for column in columns
            if (marks := marks_of(cells.get(column), "label", pieces)) is not None
        )

    return said


def _long(columns: Columns) -> Sayers:
    label, annotator, confidence = map(columns.one, ("label", "annotator", "confidence"))
    start, end = columns.one("start"), columns.one("end")
    if annotator and not label:
        return _nested(annotator)

    def said(cells: Cells, pieces: tuple[Piece, ...]) -> tuple[Said, ...]:
        marks = marks_of(cells.get(label), "label", pieces) if label else None
        who = short_text_of(cells.get(annotator), "annotator") if annotator else NOBODY
        share = fraction_of(cells.get(confidence), "confidence") if confidence else None
        if marks is None:
            return ()
        where = location_of(cells.get(start), cells.get(end), pieces) if start and end else None
        if share is not None or where is not None:
            marks = tuple(_placed(mark, where, share) for mark in marks)
        return (Said(who or NOBODY, marks),)

    return said


def _nested(column: str) -> Sayers:
    def said(cells: Cells, pieces: tuple[Piece, ...]) -> tuple[Said, ...]:
        return tuple(
            Said(short_text_of(who, "annotator") or NOBODY, marks)
            for who, label in nested_of(cells.get(column), "annotator")
            if (marks := marks_of(label, "label", pieces)) is not None
        )

    return said


def _placed(mark: Mark, where: Location | None, share: int | None) -> Mark:
    return structs.replace(mark, location=mark.location or where, confidence=share)
