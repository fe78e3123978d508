"""What stands in the database as columns, kept while a workspace is open and brought up to date.

A column is fetched as one text of numbers, a stretch of items at a time: a third of what rows as
tuples cost. Facts are only ever added, so that after further ones nothing but the items they speak
of is read again. Not for the window's thread.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from sys import intern
from typing import Any, TypeAlias

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from smo_review.domain.changes import Progress
from smo_review.domain.content import HEAVIEST, MILLION
from smo_review.domain.facts import Verdict
from smo_review.language import tr
from smo_review.quality.judged import Found, Ints, Mask
from smo_review.store.database import Connection, kept_beside, many_records, values
from smo_review.store.envelopes import read_fact

Rows: TypeAlias = NDArray[np.void]
_Findings: TypeAlias = tuple[tuple[Any, ...], ...]
"""The fields of each finding of one fact, which never changes."""
_STRETCH = 50_000
"""Items whose columns are fetched at a time."""
_OWN = {
    "item": "i8", "annotator": "i4", "ordinal": "i8", "fact": "i8", "person": "i4", "outcome": "i1",
    "critical": "i1", "noncritical": "i1", "holds": "i1", "day": "i8", "took": "i8",
}  # fmt: skip
_SAID = {"kind": "i1", "label_set": "i4", "made": "i8", "weight": "i8"}
_OF_ITEM = {"batch": "i4", "severity": "i1", "language": "i4", "stratum": "i4"}
ROW = np.dtype([*_OWN.items(), *_SAID.items(), *_OF_ITEM.items()])
"""One standing verdict: its row of `standings`, with what its annotation and its item say.

`weight` is the item's times the annotation's; `severity` -1 where unknown; `language` and
`stratum` (the annotation's own, else the item's) are places in `Columns`.
"""
_STANDING = (
    "SELECT "
    + ", ".join(f"group_concat(s.{name})" for name in _OWN)
    + ", "
    + ", ".join(f"group_concat(a.{name})" for name in _SAID)
    # The planner takes an index of annotators for as good, which reads each page again and again.
    + ", json_group_array(a.stratum) FROM standings s"
    " JOIN annotations a INDEXED BY sqlite_autoindex_annotations_1"
    " ON a.item = s.item AND a.annotator = s.annotator AND a.ordinal = s.ordinal WHERE s.item "
)
_ITEMS = (
    "SELECT group_concat(row), group_concat(batch), group_concat(coalesce(severity, -1)),"
    " group_concat(weight), json_group_array(language), json_group_array(stratum) FROM items"
    " WHERE reviewed > 0 AND row "
)
ANNOTATION = ("item", "annotator", "ordinal")
_NAME = "columns"
_KEYS = ("fact", "ordinal", "annotator", "item")


class Columns(Struct, frozen=True):
    """Every standing verdict that weighs something, in the order of item, annotator, ordinal and
    fact; and the names that places stand for, in the order they were met."""

    rows: Rows
    languages: tuple[str, ...]
    strata: tuple[str, ...]


class _Kept(Struct):
    """What was read of a workspace: `through` is the newest fact's row; `here` the state of its
    batches, which is no fact and which standings wait for."""

    here: tuple[Any, ...]
    through: int
    columns: Columns


_LOCK = threading.Lock()
"""Two who ask at once read once."""


def columns_in(conn: Connection, progress: Progress | None = None) -> Columns:
    """Everything that stands in the state that an open read sees."""
    with _LOCK:
        return _brought_up(conn, progress).columns


def found_in(conn: Connection, places: dict[int, int]) -> list[Found]:
    """The findings of verdicts, by the facts' rows; `places` are their entries."""
    with _LOCK:
        known: dict[int, _Findings] = kept_beside(conn).setdefault("findings", {})
        new = [row for row in places if row not in known]
        with many_records():
            for row, body in conn.execute(
                "SELECT row, body FROM facts WHERE row IN (SELECT value FROM json_each(?))",
                (values(new),),
            ):
                known[row] = _findings(body)
    return [Found(place, *one) for row, place in places.items() for one in known[row]]


def several(rows: Rows) -> Mask:
    """Which rows are of an annotation on which several verdicts stand."""
    alike = np.ones(max(len(rows) - 1, 0), dtype=np.bool_)
    for name in ANNOTATION:
        alike &= rows[name][1:] == rows[name][:-1]
    told: Mask = np.append(alike, False)[: len(rows)] | np.append(False, alike)[: len(rows)]
    return told


def _findings(body: bytes) -> _Findings:
    told = read_fact(body).payload
    assert isinstance(told, Verdict)
    return tuple(
        (
            intern(one.code), one.error_class, one.critical, one.severity, intern(one.label),
            intern(one.right_label), intern(one.root_cause), intern(one.clause),
        )
        for one in told.findings
    )  # fmt: skip


def _brought_up(conn: Connection, progress: Progress | None) -> _Kept:
    here = tuple(conn.execute("SELECT count(*), sum(number), sum(purged) FROM batches").fetchone())
    through = int(conn.execute("SELECT coalesce(max(row), 0) FROM facts").fetchone()[0])
    beside = kept_beside(conn)
    kept: _Kept | None = beside.get(_NAME)
    if kept is None or kept.here != here:
        kept = _Kept(here, through, _whole(conn, progress))
    elif kept.through > through:
        # A read that began before another's: what is kept is newer than what it may see.
        return _Kept(here, through, _whole(conn, progress))
    elif kept.through < through:
        kept = _Kept(here, through, _renewed(conn, kept))
    beside[_NAME] = kept
    return kept


def _whole(conn: Connection, progress: Progress | None) -> Columns:
    names = _Names((), ())
    last = int(conn.execute("SELECT coalesce(max(item), 0) FROM standings").fetchone()[0])
    parts = []
    for first in range(1, last + 1, _STRETCH):
        if progress is not None:
            progress(first, last, tr("Reading verdicts"))
        parts.append(_read(conn, names, "BETWEEN ? AND ?", (first, first + _STRETCH - 1)))
    return names.columns(np.concatenate([np.empty(0, ROW), *parts]))


def _renewed(conn: Connection, kept: _Kept) -> Columns:
    """What is kept, with the items read again that facts came for."""
    changed = [
        row[0]
        for row in conn.execute(
            "SELECT DISTINCT item FROM facts WHERE row > ? AND item IS NOT NULL ORDER BY item",
            (kept.through,),
        )
    ]
    before = kept.columns
    if not changed:
        return before
    names = _Names(before.languages, before.strata)
    new = _read(conn, names, "IN (SELECT value FROM json_each(?))", (values(changed),))
    items, fresh = before.rows["item"], new["item"]
    parts, end = [], 0
    for item, start, first, last in zip(
        changed,
        np.searchsorted(items, changed).tolist(),
        np.searchsorted(fresh, changed).tolist(),
        np.searchsorted(fresh, changed, "right").tolist(),
        strict=True,
    ):
        parts += [before.rows[end:start], new[first:last]]
        end = int(np.searchsorted(items, item, "right"))
    return names.columns(np.concatenate([*parts, before.rows[end:]]))


def _read(conn: Connection, names: _Names, which: str, given: tuple[Any, ...]) -> Rows:
    """The rows of some items, in order."""
    *told, own_strata = conn.execute(_STANDING + which, given).fetchone()
    if told[0] is None:
        return np.empty(0, ROW)
    numbers = [_numbers(text) for text in told]
    rows = np.empty(len(numbers[0]), ROW)
    for name, column in zip((*_OWN, *_SAID), numbers, strict=True):
        rows[name] = column
    *told, languages, strata = conn.execute(_ITEMS + which, given).fetchone()
    item, batch, severity, weight = (_numbers(text) for text in told)
    order = np.argsort(item, kind="stable")
    at = order[np.searchsorted(item, rows["item"], sorter=order)]
    rows["batch"], rows["severity"] = batch[at], severity[at]
    rows["weight"] = np.minimum(rows["weight"] * weight[at] // MILLION, HEAVIEST)
    rows["language"] = names.languages(_texts(languages))[at]
    own = names.strata(_texts(own_strata))
    none = names.strata([""])[0]
    rows["stratum"] = np.where(own == none, names.strata(_texts(strata))[at], own)
    rows = rows[np.lexsort([rows[name] for name in _KEYS])]
    # What weighs nothing (a hidden repeat) stands for nothing.
    weighs = rows["weight"] > 0
    return rows if weighs.all() else rows[weighs]


def _numbers(text: str) -> Ints:
    return np.fromstring(text, dtype=np.int64, sep=",")


def _texts(text: str) -> list[str]:
    return msgspec.json.decode(text, type=list[str])


class _Coded:
    """Names by their places, in the order they are met."""

    def __init__(self, known: Sequence[str]) -> None:
        self.places = {name: place for place, name in enumerate(known)}

    def __call__(self, names: Sequence[str]) -> Ints:
        for name in sorted(set(names)):
            self.places.setdefault(name, len(self.places))
        return np.array([self.places[name] for name in names], dtype=np.int64)


class _Names:
    def __init__(self, languages: Sequence[str], strata: Sequence[str]) -> None:
        self.languages, self.strata = _Coded(languages), _Coded(strata)

    def columns(self, rows: Rows) -> Columns:
        """The rows with the names that were met."""
        return Columns(rows, tuple(self.languages.places), tuple(self.strata.places))
