"""What a source is read into: rows in the project's words, and the reasons against a row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from msgspec import Struct

from smo_review.domain.bundles import Rejected
from smo_review.domain.content import AnnotatorKind, Mark, PartKind

MAX_FIELD = 1 << 20
"""Characters in one text; nobody reviews a longer one."""


class BadCell(Exception):
    """One value of a row cannot be used: which field, and why in the person's language."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field
        self.reason = reason


class Piece(Struct, frozen=True, omit_defaults=True):
    """A part as the source names it: a text itself, or a reference to a media file.

    `translation` is what the text says in another language, where the source tells.
    """

    kind: PartKind
    value: str
    translation: str = ""


class Said(Struct, frozen=True):
    """What one annotator said in a row. Locations count `part` over the row's pieces."""

    annotator: str
    marks: tuple[Mark, ...]
    kind: AnnotatorKind = "person"
    made: str = ""


class Row(Struct, frozen=True):
    """One row of a source. `alone` says that without an id it is an item of its own.

    `gold` is None where the row says nothing about it; an empty tuple means "no label applies".
    """

    line: int
    id: str = ""
    pieces: tuple[Piece, ...] = ()
    said: tuple[Said, ...] = ()
    gold: tuple[str, ...] | None = None
    language: str = ""
    category: str = ""
    severity: int | None = None
    alone: bool = False


Rows: TypeAlias = Iterator[Row | Rejected]


@dataclass
class Told:
    """What a reader tells beside its rows: which column gave which field, and what it left out."""

    columns: dict[str, list[str]] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)
