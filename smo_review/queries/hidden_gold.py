"""How annotators and auditors fare against golds that they could not know of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import msgspec

from smo_review.domain.content import Gold
from smo_review.domain.hidden_gold import GoldFigure, HiddenFigures
from smo_review.quality.intervals import rate
from smo_review.queries.gold import golds
from smo_review.store.database import Connection, values
from smo_review.store.hidden import members_of
from smo_review.store.rollups import KINDS, OUTCOME_NAMES
from smo_review.store.workspace import Workspace

Labels = frozenset[str]
Place = tuple[str, str]
"""(batch, item)."""
_CORRECT, _INCORRECT = OUTCOME_NAMES.index("correct"), OUTCOME_NAMES.index("incorrect")
_VOTES = KINDS.index("votes")


def hidden_gold(ws: Workspace, *, batch: str = "") -> HiddenFigures:
    """Figures over a batch, or over all that are here; nobody without any is listed.

    Golds are those that this device mixed in, and those that came in a file beside a batch: an
    auditor does not see them, and an annotator judged before they were looked at. Golds that were
    made here from reviewed items are none of them. Annotators are scored on the second kind only:
    what stands under a name on a gold that was mixed in was said before, or never. What a gold says
    now counts; one that was retired since counts nowhere.
    """
    now = {(one.batch, one.item): one for one in golds(ws, retired=True)}

    def told(place: Place, then: Iterable[str]) -> Labels | None:
        if place not in now:
            return frozenset(then)
        return None if now[place].retired else frozenset(now[place].labels)

    with ws.read() as conn:
        mixed = {
            (name, one.item): labels
            for name, members in members_of(conn, ws.identity, batch or None).items()
            for one in members
            if (labels := told((one.batch, one.source), one.labels)) is not None
        }
        filed = {
            (name, item): labels
            for name, item, body in conn.execute(
                "SELECT g.batch, g.item, g.body FROM gold g JOIN batches b ON b.id = g.batch"
                " WHERE json_extract(CAST(b.info AS TEXT), '$.kind') IS NULL"
                " AND (?1 = '' OR g.batch = ?1)",
                (batch,),
            )
            if (labels := told((name, item), msgspec.json.decode(body, type=Gold).labels))
            is not None
        }
        rows = _rows(conn, {**filed, **mixed})
        own = _rows(conn, {place: told for place, told in filed.items() if place not in mixed})
        return HiddenFigures(
            len(rows), len(mixed), tuple(_annotators(conn, own)), tuple(_auditors(conn, rows))
        )


def hidden_items(ws: Workspace) -> frozenset[tuple[str, str]]:
    """(batch, item) of every gold that this device mixed in: nobody is told of findings on them."""
    with ws.read() as conn:
        found = members_of(conn, ws.identity)
    return frozenset((name, one.item) for name, members in found.items() for one in members)


def _rows(conn: Connection, places: dict[Place, Labels]) -> dict[int, Labels]:
    """The golds by their items' rows."""
    found = conn.execute(
        "SELECT i.row, b.id, i.id FROM items i JOIN batches b ON b.number = i.batch"
        " WHERE b.id IN (SELECT value FROM json_each(?)) AND i.id IN"
        " (SELECT value FROM json_each(?))",
        (values({name for name, _ in places}), values({item for _, item in places})),
    )
    return {row: places[name, item] for row, name, item in found if (name, item) in places}


def _annotators(conn: Connection, rows: dict[int, Labels]) -> Iterable[GoldFigure]:
    told: dict[str, list[bool]] = defaultdict(list)
    for item, name, labels in conn.execute(
        "SELECT a.item, n.name, l.labels FROM annotations a"
        " JOIN annotators n ON n.number = a.annotator JOIN label_sets l ON l.number = a.label_set"
        " WHERE a.kind <> ? AND a.ordinal = 0 AND a.item IN (SELECT value FROM json_each(?))",
        (_VOTES, values(rows)),
    ):
        told[name].append(frozenset(msgspec.json.decode(labels)) == rows[item])
    for name, right in sorted(told.items()):
        yield GoldFigure(name, name, len(right), sum(right), rate(sum(right), len(right)))


def _auditors(conn: Connection, rows: dict[int, Labels]) -> Iterable[GoldFigure]:
    told: dict[str, list[tuple[bool, int]]] = defaultdict(list)
    names = dict(conn.execute("SELECT id, name FROM persons"))
    for item, person, outcome, labels in conn.execute(
        "SELECT s.item, p.id, s.outcome, l.labels FROM standings s"
        " JOIN persons p ON p.number = s.person JOIN annotations a ON a.item = s.item"
        " AND a.annotator = s.annotator AND a.ordinal = s.ordinal"
        " JOIN label_sets l ON l.number = a.label_set"
        " WHERE s.item IN (SELECT value FROM json_each(?))",
        (values(rows),),
    ):
        fits = frozenset(msgspec.json.decode(labels)) == rows[item]
        told[person].append((fits, outcome))
    for person, said in sorted(told.items(), key=lambda one: (names.get(one[0]) or "", one[0])):
        missed = sum(not fits and outcome == _CORRECT for fits, outcome in said)
        over = sum(fits and outcome == _INCORRECT for fits, outcome in said)
        n = sum(outcome in (_CORRECT, _INCORRECT) for _, outcome in said)
        right = n - missed - over
        yield GoldFigure(
            person,
            names.get(person) or person,
            n,
            right,
            rate(right, n),
            missed,
            over,
            len(said) - n,
        )
