"""The reference answers in reach: those that came in files, and what people said since."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from msgspec import structs

from smo_review.domain.content import Gold
from smo_review.domain.errors import UserError
from smo_review.domain.learning import GoldRecord, GoldSet, GoldView
from smo_review.domain.matters import Told, standing
from smo_review.language import tr
from smo_review.store.database import Connection
from smo_review.store.matters import matters
from smo_review.store.texts import open_notes
from smo_review.store.workspace import Workspace


def golds(ws: Workspace, *, batch: str = "", retired: bool = False) -> tuple[GoldView, ...]:
    """Every gold of items that are here, of one batch where it is named, in the batch's order.

    The gold that a practice carries is a copy for its learners, and none of these.
    What a person said stands over what came in a file; of two people who say different things the
    later stands. `retired` asks for those that are asked no more, too.
    """
    with ws.read() as conn:
        items = {
            (told[0], told[1]): told[2:]
            for told in conn.execute(
                "SELECT b.id, i.id, i.row, i.language, i.severity FROM items i"
                " JOIN batches b ON b.number = i.batch"
                " WHERE (?1 = '' OR b.id = ?1)"
                " AND json_extract(CAST(b.info AS TEXT), '$.kind') IS NULL AND ("
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
            marks=one.marks,
        )
        for name, one in told
    }


def _said(conn: Connection, batch: str) -> dict[tuple[str, str], GoldView]:
    found = {
        (one.matter.batch, one.matter.item): one
        for one in standing(matters(conn, ["gold"]))
        if batch in ("", one.matter.batch)
    }
    return {(one.batch, one.item): one for one in _views(conn, found.values())}


def _views(conn: Connection, found: Iterable[Told]) -> list[GoldView]:
    """Facts of golds with their texts opened."""
    found = list(found)
    records: list[GoldRecord] = [one.matter for one in found]
    words = open_notes(
        conn, [text for told in records for text in (told.rationale, told.teaching) if text]
    )
    return [
        GoldView(
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
            marks=one.matter.marks,
        )
        for one in found
    ]


def gold_sets(ws: Workspace) -> tuple[GoldSet, ...]:
    """Every version of every set, by name and version.

    Where two people kept the same version apart, the earlier is that version.
    """
    with ws.read() as conn:
        told = sorted(matters(conn, ["gold-set"]), key=lambda one: (one.time, one.hash))
    found: dict[tuple[str, int], GoldSet] = {}
    for one in told:
        found.setdefault((one.matter.name, one.matter.version), one.matter)
    return tuple(found[place] for place in sorted(found))


def golds_of_set(ws: Workspace, named: str) -> tuple[GoldView, ...]:
    """The golds of a set as they were when it was kept: `NAME`, its newest version, or `NAME@2`.

    Those that were retired since are left out. UserError where there is no such set or version.
    """
    name, _, version = named.partition("@")
    kept = [one for one in gold_sets(ws) if one.name == name]
    asked = [one for one in kept if version in ("", str(one.version))]
    if not asked:
        raise UserError(
            tr("There is no such set of gold here."), named, tr("Look at the sets with gold sets.")
        )
    wanted = {(one.batch, one.item): one.gold for one in asked[-1].members}
    now = {(one.batch, one.item): one for one in golds(ws) if (one.batch, one.item) in wanted}
    with ws.read() as conn:
        told = [one for one in matters(conn, ["gold"]) if one.hash in wanted.values()]
        then = {view.fact: view for view in _views(conn, told)}
    return tuple(
        structs.replace(
            then.get(wanted[place], view), language=view.language, severity=view.severity
        )
        for place, view in now.items()
    )
