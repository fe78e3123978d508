"""Rows become items with annotations: rows of one item come together, media are found.

Records are kept encoded, as they will be written, so that a million short rows fit in memory.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import msgspec
from msgspec import Struct, structs

from smo_review.domain.bundles import Rejected
from smo_review.domain.content import Annotation, Gold, Item, Mark, Part
from smo_review.domain.project import Project
from smo_review.exchange.formats.media_files import MediaFile, MediaFiles
from smo_review.exchange.formats.records import BadCell, Piece, Row, Said
from smo_review.language import tr

MAX_RECORD = 12 << 20
"""Bytes of one item or annotation; readers of bundles take no longer lines."""

MAX_NEW_LABELS = 2000
"""Different labels that data may bring; with more, the column holds something else."""

Moved: TypeAlias = dict[int, int | None]
"""Pieces that became another part than their number says, or none."""
Files: TypeAlias = dict[str, MediaFile]
_encode = msgspec.json.Encoder().encode


class Labels:
    """The labels that may be used: a project's own by id or name, else whatever the data says."""

    def __init__(self, project: Project | None) -> None:
        self.used: dict[str, None] = {}
        self._open = project is None or not project.labels
        self._ids: dict[str, str] = {}
        for label in reversed(project.labels if project else ()):
            self._ids |= {name.casefold(): label.id for name in label.name.values()}
        self._ids |= {
            label.id.casefold(): label.id for label in (project.labels if project else ())
        }
        self._exact = {label.id for label in (project.labels if project else ())}

    def id(self, name: str, field: str) -> str:
        """The label's id; BadCell for one that the project does not have."""
        if self._open or name in self._exact:
            found: str | None = name
        else:
            found = self._ids.get(name.casefold())
        if found is None:
            raise BadCell(field, tr("the project has no label “{name}”", name=name))
        if len(self.used) >= MAX_NEW_LABELS and self._open and found not in self.used:
            reason = tr("there are more than {n} different labels", n=MAX_NEW_LABELS)
            raise BadCell(field, reason)
        return found

    def use(self, said: tuple[Said, ...], gold: tuple[str, ...] | None) -> None:
        """Remember the labels of a row that was taken in, in the order of their first use."""
        for one in said:
            self.used.update(dict.fromkeys(mark.label for mark in one.marks))
        self.used.update(dict.fromkeys(gold or ()))


@dataclass(slots=True)
class _Entry:
    """An item under way: encoded, with a digest of its content to know it again."""

    item: bytes
    digest: bytes
    annotations: list[bytes] = field(default_factory=list)
    annotators: list[str] = field(default_factory=list)
    gold: tuple[str, ...] | None = None


class Gathering:
    """Collects rows. `rejected` lists the first of those that could not be used."""

    LISTED = 100

    def __init__(self, media: MediaFiles, labels: Labels, language: str = "") -> None:
        self._media = media
        self.labels = labels
        self._language = language
        self._entries: dict[str, _Entry] = {}
        self._repeats: dict[str, int] = {}
        self.files: Files = {}
        self.rejected: list[Rejected] = []
        self.rejected_count = 0
        self._missing: set[str] = set()
        self.annotations = 0

    @property
    def items(self) -> int:
        return len(self._entries)

    @property
    def media_missing(self) -> int:
        """How many media files were named and are not beside the source."""
        return len(self._missing)

    def reject(self, row: Rejected) -> None:
        """Count a row that cannot be used; the first ones are kept to be shown."""
        self.rejected_count += 1
        if len(self.rejected) < self.LISTED:
            self.rejected.append(row)

    def add(self, row: Row) -> None:
        """Take a row in, wholly or, where something in it cannot be used, not at all."""
        try:
            said = tuple(self._said(entry) for entry in row.said)
            gold = self._gold(row)
            self._add(row, said, gold)
        except BadCell as bad:
            self.reject(Rejected(row.line, bad.field, bad.reason))

    def _said(self, said: Said) -> Said:
        marks = tuple(self._mark(mark) for mark in said.marks)
        return said if marks == said.marks else structs.replace(said, marks=marks)

    def _mark(self, mark: Mark) -> Mark:
        label = self.labels.id(mark.label, "label")
        return mark if label == mark.label else structs.replace(mark, label=label)

    def _gold(self, row: Row) -> tuple[str, ...] | None:
        if row.gold is None:
            return None
        return tuple(self.labels.id(name, "gold") for name in row.gold)

    def _add(self, row: Row, said: tuple[Said, ...], gold: tuple[str, ...] | None) -> None:
        """Everything that can go wrong comes first, so that a row is never half taken in."""
        digest = content_digest(row.pieces)
        key, repeat = self._key(row, digest)
        entry = self._entries.get(key)
        fresh = entry is None or (bool(row.pieces) and not entry.digest)
        if entry is not None and not fresh and row.pieces and digest != entry.digest:
            raise BadCell("id", tr("an earlier row gives the id “{id}” other content", id=row.id))
        if entry is not None and gold is not None and entry.gold not in (None, gold):
            raise BadCell("gold", tr("another row gives this item another gold"))
        parts, moved, files = self._parts(row.pieces)
        language = row.language or self._language
        item = Item(key, parts, language, row.category, row.severity) if fresh else None
        encoded = _encoded(item, "text") if item else b""
        known = list(entry.annotators) if entry else []
        lines = [self._annotation(key, known, one, moved) for one in said]
        if entry is None:
            entry = self._entries[key] = _Entry(encoded, digest)
        elif fresh:
            entry.item, entry.digest = encoded, digest
        self._repeats.update(repeat)
        self.files.update(files)
        self.labels.use(said, gold)
        entry.annotators = known
        entry.annotations += lines
        entry.gold = entry.gold if gold is None else gold
        self.annotations += len(lines)

    def _key(self, row: Row, digest: bytes) -> tuple[str, dict[str, int]]:
        """The item's id, and what to remember of repeated content once the row is in."""
        if row.id:
            return row.id, {}
        key = "c-" + digest.hex()[:24]
        if not row.alone:
            return key, {}
        count = self._repeats.get(key, 0) + 1
        return (key if count == 1 else f"{key}-{count}"), {key: count}

    def _parts(self, pieces: tuple[Piece, ...]) -> tuple[tuple[Part, ...], Moved, Files]:
        """The parts, where pieces went (one whose file is not there has none), and the files."""
        parts: list[Part] = []
        moved: Moved = {}
        files: Files = {}
        for n, piece in enumerate(pieces):
            if piece.kind == "text":
                parts.append(Part("text", piece.value, translation=piece.translation))
            elif file := self._file(piece):
                parts.append(Part(file.kind, media=file.sha256, name=file.name, size=file.size))
                files[file.sha256] = file
            else:
                moved[n] = None
                continue
            if len(parts) - 1 != n:
                moved[n] = len(parts) - 1
        return tuple(parts), moved, files

    def _file(self, piece: Piece) -> MediaFile | None:
        file = self._media.resolve(piece.value, piece.kind)
        if file is None and self._media.named:
            name = piece.value[-200:]
            raise BadCell(piece.kind, tr("“{name}” is not in the media folder", name=name))
        if file is None:
            self._missing.add(piece.value)
        return file

    def _annotation(self, key: str, known: list[str], said: Said, moved: Moved) -> bytes:
        """One annotation, encoded; `known` are the item's annotators so far and grows by one."""
        marks = tuple(_moved_mark(mark, moved) for mark in said.marks) if moved else said.marks
        ordinal = known.count(said.annotator)
        known.append(said.annotator)
        annotation = Annotation(key, said.annotator, marks, ordinal, said.kind, made=said.made)
        return _encoded(annotation, "label")

    def item_lines(self) -> Iterator[bytes]:
        """The items as JSON, in the order in which they first came."""
        return (entry.item for entry in self._entries.values())

    def annotation_lines(self) -> Iterator[bytes]:
        """The annotations as JSON, those of one item together."""
        return (line for entry in self._entries.values() for line in entry.annotations)

    def media(self) -> Iterator[tuple[str, Path]]:
        """The media, by the SHA-256 of their bytes."""
        return ((sha256, file.path) for sha256, file in self.files.items())

    def gold_lines(self) -> list[bytes]:
        """The gold as JSON, of the items that have it."""
        return [
            _encode(Gold(key, entry.gold))
            for key, entry in self._entries.items()
            if entry.gold is not None
        ]


def _encoded(record: Struct, field: str) -> bytes:
    line = _encode(record)
    if len(line) > MAX_RECORD:
        raise BadCell(field, tr("the record is larger than {n} bytes", n=MAX_RECORD))
    return line


def content_digest(pieces: tuple[Piece, ...]) -> bytes:
    """What tells content apart; empty for a row without any."""
    if not pieces:
        return b""
    return hashlib.sha256(_encode(pieces)).digest()[:16]


def _moved_mark(mark: Mark, moved: Moved) -> Mark:
    """The mark on the part that its piece became; without its place where that is missing."""
    if mark.location is None or mark.location.part not in moved:
        return mark
    part = moved[mark.location.part]
    if part is None:
        return structs.replace(mark, location=None)
    return structs.replace(mark, location=structs.replace(mark.location, part=part))
