"""Projections: what stands, kept up to date in the transaction that adds facts.

Always computed from the set of facts on an item, whatever their order; adding one at a time, many
at once, or all again (`rebuild`) gives the same tables. One way for all of them: `placing` finds
the items that facts speak of, `project` brings standings, flags, custody, item states and
roll-ups up to date for those items, in a handful of queries however many facts there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from smo_review.domain.changes import Progress
from smo_review.domain.content import HEAVIEST, MILLION
from smo_review.domain.facts import Custody, Flag
from smo_review.language import tr
from smo_review.store import matters
from smo_review.store.database import Connection, values
from smo_review.store.envelopes import notes_in, read_fact
from smo_review.store.placing import ItemRow, entries_of, facts_on, items_at, place, set_waiting
from smo_review.store.rollups import UNSETTLED, Deltas, bucket
from smo_review.store.standings import Entry, Standing, combined, heads, seals, standings

VERSION = "5"
"""Kept in meta; another version there rebuilds the projections when the workspace is opened."""
CHUNK = 8192
_INCORRECT = 1
Key = tuple[int, int, int]
"""(item, annotator, ordinal) as numbers."""


def project(conn: Connection, new: Sequence[Entry], items: dict[int, ItemRow]) -> None:
    """Bring every derived table up to date for facts just placed on `items`.

    Facts on the same items in rows below the first new one must have been projected before.
    """
    if not new:
        return
    _note(conn, new)
    rows = {entry.item for entry in new}
    earlier = facts_on(conn, rows, below=min(entry.row for entry in new))
    names = {
        entry.payload.annotator
        for entries in (earlier, new)
        for entry in entries
        if not isinstance(entry.payload, Flag | Custody)
    }
    work = _Work(conn, items, rows, {entry.item for entry in earlier})
    annotators = dict(
        conn.execute(
            "SELECT name, number FROM annotators WHERE name IN (SELECT value FROM json_each(?))",
            (values(names),),
        )
    )
    touched: set[Key] = set()
    flagged: set[int] = set()
    by_key: dict[Key, list[Entry]] = {}
    flags: dict[int, list[Entry]] = {}
    custody: dict[int, list[Entry]] = {}
    for entries, fresh in ((earlier, False), (new, True)):
        for entry in entries:
            told = entry.payload
            if isinstance(told, Flag):
                flags.setdefault(entry.item, []).append(entry)
                if fresh:
                    flagged.add(entry.item)
                continue
            if isinstance(told, Custody):
                custody.setdefault(entry.item, []).append(entry)
                continue
            key = (entry.item, annotators.get(told.annotator, -1), told.ordinal)
            if key in by_key:
                by_key[key].append(entry)
            elif key in work.annotations:
                by_key[key] = [entry]
            if fresh:
                touched.add(key)
    for key in touched:
        if key in by_key:
            work.set_standings(key, standings(by_key[key]))
    for item in flagged:
        work.set_flags(item, flags[item])
    for item, entries_ in custody.items():
        work.set_custody(item, entries_)
    work.write()


class _Work:
    """The rows that facts touch: read at once, changed here, written at once.

    `rows` are the items; `known` those on which there may be standings already.
    """

    def __init__(
        self, conn: Connection, items: dict[int, ItemRow], rows: set[int], known: set[int]
    ) -> None:
        self._conn = conn
        self._items = items
        self.annotations: dict[Key, tuple[int, int, int, str]] = {
            row[:3]: row[3:]
            for row in conn.execute(
                "SELECT item, annotator, ordinal, kind, label_set, weight, stratum FROM annotations"
                " WHERE item IN (SELECT value FROM json_each(?))",
                (values(rows),),
            )
        }
        self.before: dict[Key, list[Standing]] = defaultdict(list)
        if known:
            for row in conn.execute(
                "SELECT * FROM standings WHERE item IN (SELECT value FROM json_each(?))",
                (values(known),),
            ):
                self.before[row[:3]].append(Standing._make(row[3:]))
        self._deltas = Deltas()
        self._gone: list[tuple[int, ...]] = []
        self._added: list[tuple[Any, ...]] = []
        self._states: dict[int, list[int]] = {}
        self._flags: dict[int, list[tuple[int, int, int, int]]] = {}
        self._custody: dict[int, list[Entry]] = {}

    def set_standings(self, key: Key, after: list[Standing]) -> None:
        """Replace what stands on an annotation, and count the difference."""
        before = self.before.get(key)
        if before:
            if before == after:
                return
            self._gone += [(*key, row.fact) for row in before]
            self._count(key, before, -1)
        if after:
            self._added += [key + row for row in after]
            self._count(key, after, 1)

    def set_flags(self, item: int, entries: list[Entry]) -> None:
        """Replace the flags of an item."""
        self._flags[item] = [
            (item, entry.row, entry.person, int(entry.payload.on))
            for entry in heads(entries, (Flag,))
            if isinstance(entry.payload, Flag)
        ]

    def set_custody(self, item: int, entries: list[Entry]) -> None:
        """Replace what is known of an item's custody: all facts of that kind on it."""
        self._custody[item] = entries

    def _count(self, key: Key, rows: list[Standing], sign: int) -> None:
        """Add what an annotation's standing verdicts come to, or take it away."""
        item = self._items[key[0]]
        kind, label_set, own_weight, own_stratum = self.annotations[key]
        batch, weight = item.batch, min(item.weight * own_weight // MILLION, HEAVIEST)
        # Nearly all annotations have one verdict: that way is kept short.
        first = rows[0] if len(rows) == 1 else combined(rows)
        outcome, critical, noncritical = first.outcome, first.critical, first.noncritical
        day = first.day
        self._deltas.annotations[
            batch,
            own_stratum or item.stratum,
            weight,
            key[1],
            kind,
            label_set,
            outcome,
            critical,
            noncritical,
            day,
            first.codes,
        ] += sign
        state = self._states.get(item.row)
        if state is None:
            state = self._states[item.row] = [item.reviewed, item.incorrect, item.unsettled]
        state[0] += sign
        if outcome == _INCORRECT:
            state[1] += sign
        elif outcome == UNSETTLED:
            state[2] += sign
        if isinstance(first, Standing):
            took = bucket(first.took)
            self._deltas.own[
                batch, weight, kind, first.person, outcome, critical, noncritical, day, took
            ] += sign
            return
        for person in {row.person for row in rows}:
            own = [row for row in rows if row.person == person]
            took = bucket(max(row.took for row in own))
            told = own[0] if len(own) == 1 else combined(own)
            self._deltas.own[
                batch,
                weight,
                kind,
                person,
                told.outcome,
                told.critical,
                told.noncritical,
                told.day,
                took,
            ] += sign

    def write(self) -> None:
        """Write everything that was changed."""
        conn = self._conn
        if self._gone:
            conn.executemany(
                "DELETE FROM standings WHERE item = ? AND annotator = ? AND ordinal = ?"
                " AND fact = ?",
                self._gone,
            )
        self._added.sort()
        conn.executemany("INSERT INTO standings VALUES (?,?,?,?,?,?,?,?,?,?,?,?)", self._added)
        if self._flags:
            conn.executemany("DELETE FROM flags WHERE item = ?", [(i,) for i in self._flags])
            conn.executemany(
                "INSERT INTO flags VALUES (?,?,?,?)",
                [row for rows in self._flags.values() for row in rows],
            )
        conn.executemany(
            "INSERT OR IGNORE INTO custody VALUES (?,?)",
            [(item, entry.row) for item, found in self._custody.items() for entry in found],
        )
        self._write_items()
        self._deltas.flush(conn)

    def _write_items(self) -> None:
        changed = []
        for row in sorted(self._states.keys() | self._flags.keys() | self._custody.keys()):
            item = self._items[row]
            state = self._states.get(row) or [item.reviewed, item.incorrect, item.unsettled]
            flagged = item.flagged
            if row in self._flags:
                flagged = int(any(is_on for *_, is_on in self._flags[row]))
            sealed = item.sealed
            if row in self._custody:
                sealed = int(bool(seals(self._custody[row])))
            # Nobody is asked to judge what is sealed.
            open_ = int(state[0] < item.annotations and not sealed)
            changed.append((*state, flagged, open_, sealed, row))
            if sealed != item.sealed:
                self._deltas.items[item.batch, "sealed"] += sealed - item.sealed
            if open_ != item.open:
                self._deltas.items[item.batch, "done"] += item.open - open_
        self._conn.executemany(
            "UPDATE items SET reviewed = ?, incorrect = ?, unsettled = ?, flagged = ?, open = ?,"
            " sealed = ? WHERE row = ?",
            changed,
        )


def _note(conn: Connection, new: Sequence[Entry]) -> None:
    """Remember which item each sealed text belongs to, for the search index."""
    noted = [(note, entry.item) for entry in new for note in notes_in(entry.payload)]
    if noted:
        conn.executemany("INSERT OR IGNORE INTO notes (hash, item) VALUES (?, ?)", noted)


def take_back(conn: Connection, rows: set[int]) -> None:
    """Take what stands on some items out of every derived table, as if no fact on them had come.

    The facts stay: `place_again` makes the tables from those that are left.
    """
    work = _Work(conn, items_at(conn, rows), rows, rows)
    for key in work.before:
        work.set_standings(key, [])
    for item in rows:
        work.set_flags(item, [])
        work.set_custody(item, [])
    work.write()
    conn.execute(
        "DELETE FROM custody WHERE item IN (SELECT value FROM json_each(?))", (values(rows),)
    )


def place_again(
    conn: Connection,
    rows: Sequence[int],
    progress: Callable[[int], None] | None = None,
) -> None:
    """Place and project facts that are already in the ledger, given by row in rising order."""
    for start in range(0, len(rows), CHUNK):
        chunk = rows[start : start + CHUNK]
        bodies = dict(
            conn.execute(
                "SELECT row, body FROM facts WHERE row IN (SELECT value FROM json_each(?))",
                (values(chunk),),
            )
        )
        reads = [read_fact(bodies[row]) for row in chunk]
        placed, items = place(conn, 0, reads)
        placed = [(row, *one[1:]) for row, one in zip(chunk, placed, strict=True)]
        conn.executemany(
            "UPDATE facts SET item = ? WHERE row = ?",
            [(item, row) for row, _, item in placed if item is not None],
        )
        set_waiting(conn, placed)
        matters.index(conn, placed)
        project(conn, entries_of(conn, placed), items)
        if progress is not None:
            progress(start + len(chunk))


def count_annotations(conn: Connection, first: int, last: int) -> None:
    """Add the annotations of items first..last, reviewed or not, and the items to the roll-ups."""
    deltas = Deltas()
    for *profile, count in conn.execute(
        "SELECT i.batch, CASE a.stratum WHEN '' THEN i.stratum ELSE a.stratum END,"
        " min(i.weight * a.weight / ?, ?), a.annotator, a.kind, a.label_set, count(*)"
        " FROM annotations a JOIN items i ON i.row = a.item WHERE a.item BETWEEN ? AND ?"
        " GROUP BY 1, 2, 3, 4, 5, 6",
        (MILLION, HEAVIEST, first, last),
    ):
        deltas.annotations[(*profile, -1, 0, 0, 0, "")] = count
    for batch, count, done in conn.execute(
        "SELECT batch, count(*), sum(open = 0) FROM items WHERE row BETWEEN ? AND ? GROUP BY 1",
        (first, last),
    ):
        deltas.items[batch, ""] = count
        deltas.items[batch, "done"] = done
    deltas.flush(conn)


def rebuild(conn: Connection, progress: Progress | None = None) -> None:
    """Make every derived table anew from the ledger and the batches, inside a write."""
    for table in ("standings", "flags", "custody", "rollups", "waiting", "matters"):
        conn.execute(f"DELETE FROM {table}")
    conn.execute("UPDATE facts SET item = NULL WHERE item IS NOT NULL")
    conn.execute(
        "UPDATE items SET reviewed = 0, incorrect = 0, unsettled = 0, flagged = 0, sealed = 0,"
        " open = annotations > 0"
    )
    count_annotations(conn, 0, 2**62)
    rows = [row[0] for row in conn.execute("SELECT row FROM facts ORDER BY row")]

    def told(done: int) -> None:
        if progress is not None:
            progress(done, len(rows), tr("Rebuilding the tables"))

    place_again(conn, rows, told)
    conn.execute("INSERT OR REPLACE INTO meta VALUES ('projections', ?)", (VERSION,))
