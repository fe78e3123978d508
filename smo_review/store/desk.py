"""What the person works on: annotations with the facts on them, ready to be added to.

Everything here is called inside one write, so what is read stays true until it is written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from smo_review.domain.content import AnnotationKey
from smo_review.domain.errors import UserError
from smo_review.domain.facts import Custody, Flag, Restore, Settle, Verdict
from smo_review.language import tr
from smo_review.store.catalog import BatchRow, batch_row
from smo_review.store.database import Connection, values
from smo_review.store.identity import Identity
from smo_review.store.ledger import append
from smo_review.store.placing import facts_on, person_numbers
from smo_review.store.standings import Entry, Payload, heads, seals, standing_facts

Place = tuple[str, str]
"""(batch id, item id)."""


class Desk:
    """Some items with their annotations and facts, for one person at work."""

    def __init__(self, conn: Connection, identity: Identity, places: Iterable[Place]) -> None:
        self.conn = conn
        self._identity = identity
        self._me = person_numbers(conn, {identity.person})[identity.person]
        wanted: dict[str, set[str]] = defaultdict(set)
        for batch, item in places:
            wanted[batch].add(item)
        self.batches: dict[str, BatchRow] = {name: batch_row(conn, name) for name in wanted}
        self._rows: dict[Place, int] = {}
        self._keys: dict[AnnotationKey, None] = {}
        for batch, items in wanted.items():
            self._find(batch, items)
        self._facts: dict[AnnotationKey, list[Entry]] = defaultdict(list)
        self._flags: dict[Place, list[Entry]] = defaultdict(list)
        self._custody: dict[Place, list[Entry]] = defaultdict(list)
        for entry in facts_on(conn, self._rows.values()):
            self._keep(entry)

    def _find(self, batch: str, items: set[str]) -> None:
        number = self.batches[batch].number
        for id_, row in self.conn.execute(
            "SELECT id, row FROM items WHERE batch = ? AND id IN (SELECT value FROM json_each(?))",
            (number, values(items)),
        ):
            self._rows[batch, id_] = row
        for id_, annotator, ordinal in self.conn.execute(
            "SELECT i.id, n.name, a.ordinal FROM items i JOIN annotations a ON a.item = i.row"
            " JOIN annotators n ON n.number = a.annotator"
            " WHERE i.batch = ? AND i.id IN (SELECT value FROM json_each(?))"
            " ORDER BY i.row, a.annotator, a.ordinal",
            (number, values(items)),
        ):
            self._keys[AnnotationKey(batch, id_, annotator, ordinal)] = None

    def _keep(self, entry: Entry) -> None:
        told = entry.payload
        if isinstance(told, Flag):
            self._flags[told.batch, told.item].append(entry)
        elif isinstance(told, Custody):
            self._custody[told.batch, told.item].append(entry)
        else:
            key = AnnotationKey(told.batch, told.item, told.annotator, told.ordinal)
            self._facts[key].append(entry)

    def annotations(self, place: Place) -> list[AnnotationKey]:
        """The annotations of one item; UserError where there is no such item."""
        self._row(place)
        return [key for key in self._keys if (key.batch, key.item) == place]

    def must_have(self, key: AnnotationKey) -> None:
        """UserError where there is no such annotation."""
        self._row((key.batch, key.item))
        if key not in self._keys:
            raise UserError(
                tr(
                    "{annotator} has no such annotation of item {item}.",
                    annotator=key.annotator,
                    item=key.item,
                ),
                key.batch,
                tr("Check the annotator's name and the ordinal."),
            )

    def _row(self, place: Place) -> int:
        row = self._rows.get(place)
        if row is None:
            raise UserError(
                tr("There is no item {item} in this batch.", item=place[1]),
                place[0],
                tr("Check the item's id."),
            )
        return row

    def standing(self, key: AnnotationKey) -> list[Entry]:
        """Everybody's verdicts that stand on an annotation."""
        return standing_facts(self._facts[key])

    @property
    def me(self) -> str:
        """The name of the person at work."""
        return self._identity.name

    def my_standing(self, key: AnnotationKey) -> list[Entry]:
        """The person's own verdicts that stand: none, one, or several made apart."""
        return [entry for entry in self.standing(key) if entry.person == self._me]

    def is_mine(self, entry: Entry) -> bool:
        """Whether the person at work wrote this fact."""
        return entry.person == self._me

    def my_heads(self, key: AnnotationKey) -> list[Entry]:
        """The person's own verdicts and restores that a further fact has to replace."""
        return heads(self._facts[key], (Verdict, Restore), self._me)

    def my_settles(self, key: AnnotationKey) -> list[Entry]:
        """The person's own settle facts that nothing replaced."""
        return heads(self._facts[key], (Settle,), self._me)

    def finals(self, key: AnnotationKey) -> list[Entry]:
        """Everybody's settle facts on an annotation that a ruling wrote."""
        return [
            entry
            for entry in self._facts[key]
            if isinstance(entry.payload, Settle) and entry.payload.final
        ]

    def my_flags(self, place: Place) -> list[Entry]:
        """The person's own flag facts that nothing replaced."""
        return heads(self._flags[place], (Flag,), self._me)

    def seals(self, place: Place) -> list[Entry]:
        """Everybody's seals that lie on an item; UserError where there is no such item."""
        self._row(place)
        return seals(self._custody[place])

    def by_hash(self, payload: Payload, hash_: str) -> Entry | None:
        """The fact with this hash on what a payload speaks of."""
        if isinstance(payload, Flag):
            entries = self._flags[payload.batch, payload.item]
        elif isinstance(payload, Custody):
            entries = self._custody[payload.batch, payload.item]
        else:
            entries = self._facts[
                AnnotationKey(payload.batch, payload.item, payload.annotator, payload.ordinal)
            ]
        return next((entry for entry in entries if entry.hash == hash_), None)

    def add(self, payloads: Sequence[Payload]) -> list[Entry]:
        """Append own facts, each to the chain of its batch's project; in the order given."""
        by_project: dict[str, list[int]] = defaultdict(list)
        for index, payload in enumerate(payloads):
            by_project[self.batches[payload.batch].info.project].append(index)
        added: dict[int, Entry] = {}
        for project, indexes in by_project.items():
            made = [
                (self._row((payloads[i].batch, payloads[i].item)), payloads[i]) for i in indexes
            ]
            added.update(
                zip(indexes, append(self.conn, self._identity, project, made), strict=True)
            )
        for entry in added.values():
            self._keep(entry)
        return [added[index] for index in range(len(payloads))]
