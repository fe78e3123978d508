"""What was said about sealed items: it may quote them, so it is neither shown nor handed on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

import msgspec

from smo_review.domain.causes import Cause
from smo_review.domain.kinds import MATTERS
from smo_review.domain.learning import Exercise
from smo_review.domain.matters import Told
from smo_review.domain.sessions import Session
from smo_review.store.database import Connection
from smo_review.store.matters import matters

Place: TypeAlias = tuple[str, str]
"""(batch or exercise, item)."""
_HASH = re.compile(rb'"([0-9a-f]{64})"')


def sealed_places(conn: Connection) -> set[Place]:
    """Every sealed item, and the same item under its name in exercises and decks, or where those
    have it from."""
    rows = conn.execute(
        "SELECT b.id, i.id FROM items i JOIN batches b ON b.number = i.batch WHERE i.sealed = 1"
    )
    sealed = {(batch, item) for batch, item in rows}
    if not sealed:
        return sealed
    same: list[tuple[Place, Place]] = []
    for told in matters(conn, ["exercise"]):
        made: Exercise = told.matter
        same += [((made.exercise, one.item), (one.batch, one.source)) for one in made.members]
    sources = {source for own, source in same if {own, source} & sealed}
    return sealed | sources | {own for own, source in same if source in sources}


def withheld_texts(conn: Connection) -> set[str]:
    """Hashes of all texts of matters about sealed items; empty, and cheap, where none is sealed."""
    sealed = sealed_places(conn)
    if not sealed:
        return set()
    told = matters(conn, MATTERS)
    decks = {one.matter.session: one.matter.deck for one in told if one.kind == "session"}
    about = (part for one in told for place, part in _parts(one, decks) if place in sealed)
    return {match.decode() for part in about for match in _HASH.findall(msgspec.json.encode(part))}


def _parts(told: Told, decks: dict[str, str]) -> Iterator[tuple[Place, object]]:
    """What a fact says, by the item that it says it of."""
    said = told.matter
    if isinstance(said, Session):
        yield from (((said.deck, slide.item), slide) for slide in said.slides)
        return
    if isinstance(said, Cause):
        for node in said.nodes:
            yield from (((key.batch, key.item), node) for key in node.cites)
        return
    names = ("batch", "exercise")
    holder = next((value for name in names if (value := getattr(said, name, ""))), "")
    holder = holder or decks.get(getattr(said, "session", ""), "")
    yield (holder, getattr(said, "item", "")), said
