"""One item with all that the review page shows of it, and its media."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import msgspec
from msgspec import structs

from smo_review.domain.content import Annotation, AnnotationKey, Item
from smo_review.domain.errors import UserError
from smo_review.domain.facts import Finding, Flag, Verdict
from smo_review.domain.views import AnnotationView, FindingView, ItemView, VerdictView
from smo_review.language import tr
from smo_review.queries.looks import looks_wanted
from smo_review.store.batch_keys import key_of
from smo_review.store.contents import AnnotationBody, is_withheld, open_item
from smo_review.store.database import Connection, values
from smo_review.store.envelopes import Read, notes_in, read_fact
from smo_review.store.rollups import KINDS, UNSETTLED
from smo_review.store.standings import Standing, combined
from smo_review.store.texts import open_notes
from smo_review.store.vault import StoredMedia
from smo_review.store.workspace import Workspace


def item_view(ws: Workspace, row: int) -> ItemView:
    """The item in a row of the workspace; without parts where its batch was purged.

    Of a sealed item neither content nor any note comes, which might quote it.

    Of an annotation that the person is to look at again, blind, no other's verdict comes until
    theirs stands. UserError where there is no such item.
    """
    with ws.read() as conn:
        found = conn.execute(
            "SELECT b.id, row - b.first_row, i.id, i.language, i.severity, i.stratum, i.weight,"
            " i.flagged, i.sealed FROM items i JOIN batches b ON b.number = i.batch"
            " WHERE i.row = ?",
            (row,),
        ).fetchone()
        if not found:
            raise UserError(
                tr("There is no such item."), str(row), tr("Choose one from the queue.")
            )
        batch, position, id_, language, severity, stratum, weight, flagged, sealed = found
        bare = Item(id=id_, language=language, severity=severity, stratum=stratum, weight=weight)
        facts = _Facts(conn, row, ws.identity.person, sealed=bool(sealed))
        flag_note, others = facts.flag_notes()
        return ItemView(
            row=row,
            batch=batch,
            position=position,
            item=open_item(conn, row, batch) or bare,
            annotations=_blind(conn, ws.identity.name, batch, _annotations(conn, row, id_, facts)),
            flagged=bool(flagged),
            flag_note=flag_note,
            notes=others,
            sealed=bool(sealed),
        )


def media(ws: Workspace, batch: str, sha256: str) -> bytes:
    """One medium of a batch, whole; UserError where it is not here, was purged or is sealed."""
    with ws.read() as conn:
        if is_withheld(conn, sha256):
            raise UserError(
                tr("This media file is sealed: it may be illegal to hold."),
                f"{batch}, media/{sha256}",
                tr("Hand its referral card to the safety specialist."),
            )
        found = conn.execute(
            "SELECT m.number, m.size, m.key_id FROM media m"
            " WHERE m.batch = (SELECT number FROM batches WHERE id = ?) AND m.sha256 = ?",
            (batch, sha256),
        ).fetchone()
        key = key_of(conn, batch, found[2]) if found else None
    if not found or key is None:
        raise UserError(
            tr("This media file is not in the workspace."),
            f"{batch}, media/{sha256}",
            tr("Receive the batch's file again, or ask for one that holds it."),
        )
    return ws.vault.read(key, StoredMedia(found[0], sha256, found[1]))


class _Facts:
    """The facts that stand on one item, with names and notes opened."""

    def __init__(self, conn: Connection, row: int, me: str, *, sealed: bool) -> None:
        self._me = me
        self.standings: dict[tuple[int, int], list[Standing]] = defaultdict(list)
        for found in conn.execute(
            "SELECT * FROM standings WHERE item = ? ORDER BY annotator, ordinal, fact", (row,)
        ):
            self.standings[found[1], found[2]].append(Standing._make(found[3:]))
        flags = [
            found[0] for found in conn.execute("SELECT fact FROM flags WHERE item = ?", (row,))
        ]
        rows = [one.fact for standing in self.standings.values() for one in standing]
        self._reads: dict[int, Read] = {
            number: read_fact(body)
            for number, body in conn.execute(
                "SELECT row, body FROM facts WHERE row IN (SELECT value FROM json_each(?))",
                (values(rows + flags),),
            )
        }
        self._flags = [self._reads[number] for number in flags]
        payloads = [read.payload for read in self._reads.values() if read.payload is not None]
        notes = [] if sealed else [note for told in payloads for note in notes_in(told)]
        self._words = open_notes(conn, notes)
        self._names: dict[str, str] = dict(
            conn.execute(
                "SELECT id, name FROM persons WHERE id IN (SELECT value FROM json_each(?))",
                (values({read.envelope.person for read in self._reads.values()}),),
            )
        )

    def flag_notes(self) -> tuple[str, tuple[str, ...]]:
        """The note on the person's own flag, and those on others'."""
        own: list[str] = []
        others: list[str] = []
        for read in self._flags:
            told = read.payload
            if isinstance(told, Flag) and told.on and self._words.get(told.note):
                mine = read.envelope.person == self._me
                (own if mine else others).append(self._words[told.note])
        return (own[0] if own else "", tuple(sorted(others)))

    def verdicts(self, rows: Iterable[Standing]) -> tuple[VerdictView, ...]:
        """Verdicts ready to show, the earliest first."""
        views = [self._verdict(self._reads[row.fact]) for row in rows]
        return tuple(sorted(views, key=lambda view: (view.time, view.fact)))

    def _verdict(self, read: Read) -> VerdictView:
        told = read.payload
        assert isinstance(told, Verdict)
        person = read.envelope.person
        return VerdictView(
            fact=read.hash.hex(),
            auditor=person,
            auditor_name=self._names.get(person) or person,
            mine=person == self._me,
            outcome=told.outcome,
            findings=tuple(map(self._finding, told.findings)),
            fixed=told.fixed,
            note=self._words.get(told.note, ""),
            time=read.envelope.time,
        )

    def _finding(self, told: Finding) -> FindingView:
        return FindingView(
            code=told.code,
            error_class=told.error_class,
            critical=told.critical,
            severity=told.severity,
            label=told.label,
            right_label=told.right_label,
            location=told.location,
            root_cause=told.root_cause,
            clause=told.clause,
            note=self._words.get(told.note, ""),
        )


def _blind(
    conn: Connection, me: str, batch: str, views: Iterable[AnnotationView]
) -> tuple[AnnotationView, ...]:
    """The annotations, without the verdicts on those that `me` is still to look at again."""
    by_key = {
        AnnotationKey(
            batch, view.annotation.item, view.annotation.annotator, view.annotation.ordinal
        ): view
        for view in views
    }
    asked = looks_wanted(conn, by_key, me)
    return tuple(
        structs.replace(view, verdicts=(), unsettled=False)
        if key in asked and view.mine is None
        else view
        for key, view in by_key.items()
    )


def annotations_of(conn: Connection, row: int, item: str) -> list[Annotation]:
    """The annotations of an item's row, said of the item named `item`."""
    return [one for _, one in _said(conn, row, item)]


def _said(conn: Connection, row: int, item: str) -> Iterable[tuple[int, Annotation]]:
    """(annotator's number, annotation) of an item."""
    for number, name, ordinal, kind, body, weight, stratum in conn.execute(
        "SELECT a.annotator, n.name, a.ordinal, a.kind, a.body, a.weight, a.stratum"
        " FROM annotations a"
        " JOIN annotators n ON n.number = a.annotator WHERE a.item = ?"
        " ORDER BY a.annotator, a.ordinal",
        (row,),
    ).fetchall():
        told = msgspec.json.decode(body, type=AnnotationBody)
        yield (
            number,
            Annotation(
                item=item,
                annotator=name,
                marks=told.marks,
                ordinal=ordinal,
                kind=KINDS[kind],
                guideline=told.guideline,
                made=told.made,
                weight=weight,
                stratum=stratum,
            ),
        )


def _annotations(conn: Connection, row: int, item: str, facts: _Facts) -> Iterable[AnnotationView]:
    for number, annotation in _said(conn, row, item):
        rows = facts.standings.get((number, annotation.ordinal), [])
        yield AnnotationView(
            annotation=annotation,
            verdicts=facts.verdicts(rows),
            unsettled=len(rows) > 1 and combined(rows).outcome == UNSETTLED,
        )
