"""Whether the person has judged the same content before, and what they said of it."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from smo_review.domain.content import Item, Part
from smo_review.domain.seen import FRAMES_ALIKE, NEAR_BITS, Print, Seen, bands, differing, probes
from smo_review.media import shingles
from smo_review.queries.items import item_view
from smo_review.store import prints as kept
from smo_review.store.catalog import batch_of_row
from smo_review.store.contents import open_item
from smo_review.store.database import Connection, values
from smo_review.store.workspace import Workspace

MOST = 200
"""Prints that are compared with one: those that have most in common with it."""
MOST_TEXTS = 40
_KINDS = {"picture": kept.PICTURE, "frame": kept.FRAME}

Made = tuple[int, int, bytes, tuple[int, ...]]
"""Part, kind, print and its bands, as the store keeps them."""


def already_seen(ws: Workspace, row: int, prints: Sequence[Print] = ()) -> Seen | None:
    """What the person said of the same, or nearly the same, content in another item; the newest.

    `prints` are those of the item's pictures and key frames; without them only the same bytes, and
    nearly the same texts, are found. An item is the same where each of its parts is. Of a hidden
    repeat, which weighs nothing, nothing is told: it would be none any more.
    """
    with ws.read() as conn:
        item = _content(conn, row)
        if item is None or not item.parts or not item.weight:
            return None
        same, near = _matching(conn, row, item, prints)
        judged = _judged(conn, ws.identity.person, near)
    found = [_seen(ws, other, other in same) for other in judged]
    return max((seen for seen in found if seen is not None), key=_newest, default=None)


def prints_of(item: Item, prints: Iterable[Print]) -> Iterator[Made]:
    """Everything by which an item is known again."""
    for number, part in enumerate(item.parts):
        exact = _exact(part)
        yield number, kept.EXACT, exact, _exact_bands(exact)
        if part.kind == "text":
            sketch = shingles.sketch(shingles.shingles(part.text))
            if sketch:
                yield number, kept.TEXT, b"", sketch
    for one in prints:
        yield one.part, _KINDS[one.kind], one.bits, tuple(bands(one.bits))


def _newest(seen: Seen) -> tuple[bool, int]:
    return seen.same, seen.time


def _content(conn: Connection, row: int) -> Item | None:
    batch = batch_of_row(conn, row)
    return open_item(conn, row, batch) if batch else None


def _exact(part: Part) -> bytes:
    if part.media:
        return bytes.fromhex(part.media)
    return hashlib.sha256(part.text.encode()).digest()


def _exact_bands(exact: bytes) -> tuple[int, ...]:
    return (int.from_bytes(exact[:8], "big", signed=True),)


def _matching(
    conn: Connection, row: int, item: Item, prints: Sequence[Print]
) -> tuple[set[int], set[int]]:
    """Rows of other items that are the same; and of those that are at least nearly the same."""
    same: set[int] | None = None
    near: set[int] | None = None
    for number, part in enumerate(item.parts):
        exact = _exact(part)
        found = kept.alike(conn, kept.EXACT, _exact_bands(exact), MOST)
        equal = {other for other, _, bits in found if bits == exact} - {row}
        alike = equal | _near(conn, part, [one for one in prints if one.part == number]) - {row}
        same = equal if same is None else same & equal
        near = alike if near is None else near & alike
    return same or set(), near or set()


def _near(conn: Connection, part: Part, prints: Sequence[Print]) -> set[int]:
    if part.kind == "text":
        return _near_texts(conn, part.text)
    hits: Counter[tuple[int, int]] = Counter()
    for one in prints:
        found = kept.alike(conn, _KINDS[one.kind], probes(one.bits), MOST)
        hits.update(
            {(item, at) for item, at, bits in found if differing(bits, one.bits) <= NEAR_BITS}
        )
    enough = min(FRAMES_ALIKE, len(prints))
    return {item for (item, _), count in hits.items() if count >= enough}


def _near_texts(conn: Connection, text: str) -> set[int]:
    runs = shingles.shingles(text)
    rows: dict[int, set[int]] = defaultdict(set)
    for item, at, _ in kept.alike(conn, kept.TEXT, shingles.sketch(runs), MOST_TEXTS):
        rows[item].add(at)
    near = set()
    for row, places in rows.items():
        other = _content(conn, row)
        texts = [other.parts[at].text for at in places] if other is not None else []
        if any(shingles.share(runs, shingles.shingles(one)) >= shingles.NEARLY for one in texts):
            near.add(row)
    return near


def _judged(conn: Connection, person: str, rows: Iterable[int]) -> list[int]:
    """Of these items, those on which a verdict of the person stands."""
    found = conn.execute(
        "SELECT DISTINCT s.item FROM standings s JOIN persons p ON p.number = s.person"
        " JOIN items i ON i.row = s.item AND i.weight > 0"
        " WHERE p.id = ? AND s.item IN (SELECT value FROM json_each(?))",
        (person, values(rows)),
    )
    return [row for (row,) in found]


def _seen(ws: Workspace, row: int, same: bool) -> Seen | None:
    view = item_view(ws, row)
    mine = [entry.mine for entry in view.annotations if entry.mine is not None]
    if not mine:
        return None
    return Seen(
        batch=view.batch,
        item=view.item.id,
        same=same,
        time=max(verdict.time for verdict in mine),
        outcomes=tuple(dict.fromkeys(verdict.outcome for verdict in mine)),
        codes=tuple(dict.fromkeys(f.code for verdict in mine for f in verdict.findings)),
        note=next((verdict.note for verdict in mine if verdict.note), ""),
    )
