"""The reference answers in reach: those that came in files, and what people said since."""

from __future__ import annotations

import msgspec
from msgspec import structs

from smo_review.domain.content import Gold
from smo_review.domain.learning import GoldRecord, GoldView
from smo_review.domain.matters import standing
from smo_review.store.database import Connection
from smo_review.store.matters import matters
from smo_review.store.texts import open_notes
from smo_review.store.workspace import Workspace


def golds(ws: Workspace, *, batch: str = "", retired: bool = False) -> tuple[GoldView, ...]:
    """Every gold of items that are here, of one batch where it is named, in the batch's order.

    What a person said stands over what came in a file; of two people who say different things the
    later stands. `retired` asks for those that are asked no more, too.
    """
    with ws.read() as conn:
        items = {
            (told[0], told[1]): told[2:]
            for told in conn.execute(
                "SELECT b.id, i.id, i.row, i.language, i.severity FROM items i"
                " JOIN batches b ON b.number = i.batch"
                " WHERE (?1 = '' OR b.id = ?1) AND ("
                " EXISTS (SELECT 1 FROM gold g WHERE g.batch = b.id AND g.item = i.id) OR"
                " EXISTS (SELECT 1 FROM matters m WHERE m.kind = 'gold'"
                " AND m.subject = b.id || '/' || i.id))",
                (batch,),
            )
        }
        found = _from_files(conn, batch) | _said(conn, batch)
    views = [
        structs.replace(found[place], language=told[1], severity=told[2])
        for place, told in sorted(items.items(), key=lambda one: int(one[1][0]))
        if place in found
    ]
    return tuple(view for view in views if retired or not view.retired)


def _from_files(conn: Connection, batch: str) -> dict[tuple[str, str], GoldView]:
    rows = conn.execute(
        "SELECT batch, body FROM gold WHERE ?1 = '' OR batch = ?1", (batch,)
    ).fetchall()
    told = ((name, msgspec.json.decode(body, type=Gold)) for name, body in rows)
    return {
        (name, one.item): GoldView(
            name,
            one.item,
            tuple(sorted(one.labels)),
            one.rationale,
            one.clause,
            one.teaching,
        )
        for name, one in told
    }


def _said(conn: Connection, batch: str) -> dict[tuple[str, str], GoldView]:
    found = {
        (one.matter.batch, one.matter.item): one
        for one in standing(matters(conn, ["gold"]))
        if batch in ("", one.matter.batch)
    }
    records: list[GoldRecord] = [one.matter for one in found.values()]
    words = open_notes(
        conn, [text for told in records for text in (told.rationale, told.teaching) if text]
    )
    return {
        place: GoldView(
            one.matter.batch,
            one.matter.item,
            one.matter.labels,
            words.get(one.matter.rationale, ""),
            one.matter.clause,
            words.get(one.matter.teaching, ""),
            one.matter.concept,
            one.matter.difficulty,
            one.matter.source,
            one.matter.retired,
            one.hash,
        )
        for place, one in found.items()
    }
