"""One batch on its way into the database: its items, annotations, words, and waiting facts."""

from __future__ import annotations

import datetime
import functools
from array import array
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

import msgspec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlcipher3 import dbapi2

from smo_review.domain.bundles import BatchInfo
from smo_review.domain.changes import Progress
from smo_review.domain.content import HEAVIEST, Annotation, Item
from smo_review.domain.errors import UserError
from smo_review.domain.project import Project
from smo_review.language import tr
from smo_review.store import projections
from smo_review.store.contents import AnnotationBody, seal_item
from smo_review.store.database import Connection
from smo_review.store.rollups import KINDS
from smo_review.store.search import add_contents, make_index, words_of

T = TypeVar("T")
_ROWS = 4096
_MOST = 2**31
_EPOCH = datetime.date(1970, 1, 1)
_KIND = {name: number for number, name in enumerate(KINDS)}


class Intake:
    """One batch on its way in, inside a write."""

    def __init__(
        self,
        conn: Connection,
        info: BatchInfo,
        project: Project,
        key_name: str,
        cipher: AESGCM,
        progress: Progress | None,
        weightless: frozenset[str] = frozenset(),
    ) -> None:
        self._weightless = weightless
        self._conn = conn
        self._info = info
        self._cipher = cipher
        self._progress = progress
        self._rows: dict[str, int] = {}
        self._counts = array("L")
        self._label_sets: dict[tuple[str, ...], int] = {}
        self._annotators: dict[str, int] = {}
        found = conn.execute(
            "SELECT number, first_row, purged FROM batches WHERE id = ?", (info.id,)
        ).fetchone()
        self._again = found is not None
        if found:
            self.number, self._first, purged = found
            if not purged:
                raise refused(tr("Another program has just received this batch."), info.id)
            conn.execute(
                "UPDATE batches SET purged = 0, key_id = ? WHERE number = ?",
                (key_name, self.number),
            )
        else:
            self._first = 1 + conn.execute("SELECT coalesce(max(row), 0) FROM items").fetchone()[0]
            self.number = conn.execute(
                "INSERT INTO batches (id, project, project_file, info, first_row, items, key_id)"
                " VALUES (?, ?, ?, ?, ?, 0, ?) RETURNING number",
                (
                    info.id,
                    project.id,
                    _project_file(conn, project),
                    msgspec.json.encode(info),
                    self._first,
                    key_name,
                ),
            ).fetchone()[0]
        make_index(conn, self.number)

    def take(self, items: Iterable[Item], annotations: Iterable[Annotation]) -> None:
        """Store everything; of a batch that was purged only the content is missing."""
        for chunk in chunks(items):
            self._take_items(chunk)
            self._tell(len(self._rows), self._info.items, tr("Receiving items"))
        if self._again:
            self._index_again()
            return
        self._counts = array("L", bytes(array("L").itemsize * len(self._rows)))
        done = 0
        for marked in chunks(annotations):
            self._take_annotations(marked)
            done += len(marked)
            self._tell(done, self._info.annotations, tr("Receiving annotations"))
        last = self._first + len(self._rows) - 1
        self._conn.execute(
            "UPDATE batches SET items = ? WHERE number = ?", (len(self._rows), self.number)
        )
        self._conn.executemany(
            "UPDATE items SET annotations = ?, open = 1 WHERE row = ?",
            ((count, row) for row, count in enumerate(self._counts, self._first) if count),
        )
        projections.count_annotations(self._conn, self._first, last)
        self._wake_facts()

    def _take_items(self, items: list[Item]) -> None:
        rows, contents, found = [], [], []
        for item in items:
            row = self._row(item)
            _check_numbers(item)
            kinds = ",".join(dict.fromkeys(part.kind for part in item.parts))
            rows.append(
                (
                    row,
                    self.number,
                    item.id,
                    kinds,
                    item.language,
                    item.severity,
                    item.stratum,
                    # A hidden gold stands for nothing, though its file must not say so.
                    0 if item.id in self._weightless else item.weight,
                )
            )
            contents.append((row, seal_item(self._cipher, row, item)))
            words = words_of(item)
            if words:
                found.append((row, words))
        if not self._again:
            self._conn.executemany(
                "INSERT INTO items (row, batch, id, kinds, language, severity, stratum, weight,"
                " annotations, open) VALUES (?,?,?,?,?,?,?,?,0,0)",
                rows,
            )
        self._conn.executemany("INSERT INTO contents VALUES (?, ?)", contents)
        add_contents(self._conn, self.number, found)

    def _row(self, item: Item) -> int:
        if item.id in self._rows:
            raise refused(tr("The item {item} is there twice.", item=item.id), "items.jsonl")
        row: int = self._first + len(self._rows)
        if self._again:
            found = self._conn.execute(
                "SELECT row FROM items WHERE batch = ? AND id = ?", (self.number, item.id)
            ).fetchone()
            if not found:
                raise refused(
                    tr("The item {item} was not in this batch before.", item=item.id), "items.jsonl"
                )
            row = found[0]
        self._rows[item.id] = row
        return row

    def _take_annotations(self, annotations: list[Annotation]) -> None:
        rows = []
        for one in annotations:
            item = self._rows.get(one.item)
            if item is None:
                raise refused(
                    tr("An annotation names the item {item}, which is not there.", item=one.item),
                    "annotations.jsonl",
                )
            if not 0 <= one.ordinal < _MOST:
                raise refused(
                    tr("An annotation of {item} has a wrong ordinal.", item=one.item),
                    "annotations.jsonl",
                )
            if not 0 <= one.weight <= HEAVIEST:
                raise refused(
                    tr("An annotation of {item} has a weight out of range.", item=one.item),
                    "annotations.jsonl",
                )
            self._counts[item - self._first] += 1
            body = AnnotationBody(one.marks, one.guideline, one.made)
            labels = (one.marks[0].label,) if len(one.marks) == 1 else one.labels
            rows.append(
                (
                    item,
                    self._annotator(one.annotator),
                    one.ordinal,
                    _KIND[one.kind],
                    self._label_set(labels),
                    msgspec.json.encode(body),
                    one.weight,
                    one.stratum,
                    _day(one.made),
                )
            )
        try:
            self._conn.executemany("INSERT INTO annotations VALUES (?,?,?,?,?,?,?,?,?)", rows)
        except dbapi2.IntegrityError:
            raise refused(
                tr("An annotation is there twice: same item, annotator and ordinal."),
                "annotations.jsonl",
            ) from None

    def _annotator(self, name: str) -> int:
        number = self._annotators.get(name)
        if number is None:
            number = self._annotators[name] = _number(self._conn, "annotators", "name", name)
        return number

    def _label_set(self, labels: tuple[str, ...]) -> int:
        number = self._label_sets.get(labels)
        if number is None:
            text = msgspec.json.encode(sorted(labels)).decode()
            number = _number(self._conn, "label_sets", "labels", text)
            self._label_sets[labels] = number
        return number

    def _wake_facts(self) -> None:
        """Facts that came before their batch count from now on."""
        rows = [
            row[0]
            for row in self._conn.execute(
                "SELECT fact FROM waiting WHERE batch = ? ORDER BY fact", (self._info.id,)
            )
        ]
        self._conn.execute("DELETE FROM waiting WHERE batch = ?", (self._info.id,))
        projections.place_again(self._conn, rows)

    def _index_again(self) -> None:
        """The notes of a purged batch are looked for again in the new index."""
        self._conn.execute(
            "UPDATE notes SET indexed = 0 WHERE item IN (SELECT row FROM items WHERE batch = ?)",
            (self.number,),
        )

    def _tell(self, done: int, total: int, what: str) -> None:
        if self._progress is not None:
            self._progress(done, total, what)


def _project_file(conn: Connection, project: Project) -> int:
    body = msgspec.json.encode(project)
    conn.execute(
        "INSERT INTO projects (id, body) VALUES (?, ?) ON CONFLICT DO NOTHING", (project.id, body)
    )
    return int(conn.execute("SELECT number FROM projects WHERE body = ?", (body,)).fetchone()[0])


def _number(conn: Connection, table: str, column: str, value: str) -> int:
    conn.execute(f"INSERT INTO {table} ({column}) VALUES (?) ON CONFLICT DO NOTHING", (value,))
    found = conn.execute(f"SELECT number FROM {table} WHERE {column} = ?", (value,)).fetchone()
    return int(found[0])


@functools.lru_cache(maxsize=4096)
def _day(made: str) -> int:
    """Days since 1970 of an ISO date or time (UTC where it names no zone); 0 where it is none."""
    try:
        when = datetime.datetime.fromisoformat(made)
    except ValueError:
        return 0
    if when.tzinfo is not None:
        when = when.astimezone(datetime.UTC)
    return max(0, (when.date() - _EPOCH).days)


def _check_numbers(item: Item) -> None:
    if not 0 <= item.weight <= HEAVIEST or not 0 <= (item.severity or 0) <= 4:
        raise refused(
            tr("The item {item} has a weight or severity that is out of range.", item=item.id),
            "items.jsonl",
        )


def refused(what: str, where: str) -> UserError:
    """The refusal of a batch's file."""
    return UserError(what, where, tr("Ask for the file again; nothing was changed."))


def chunks(records: Iterable[T]) -> Iterator[list[T]]:
    """Records in lists of a good size for one statement."""
    stream = iter(records)
    while chunk := list(islice(stream, _ROWS)):
        yield chunk
