"""Which items are alike: the same bytes, nearly the same text, or pictures with nearly one print.

Texts are compared as they are; pictures and videos by the prints that were kept when they were
judged on this machine, else by their bytes alone. Not for the window's thread: it opens every item.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping

from msgspec import Struct

from smo_review.domain.changes import Progress
from smo_review.domain.content import Item, Part
from smo_review.domain.seen import FRAMES_ALIKE, NEAR_BITS, bands, differing, probes
from smo_review.language import tr
from smo_review.media import shingles
from smo_review.store import prints as kept
from smo_review.store.contents import open_item
from smo_review.store.database import Connection

CROWD = 64
"""So many groups are kept under one number."""


class _Look(Struct, frozen=True):
    """By what a part is known again. `runs` of a text, `prints` of a picture or key frames."""

    exact: str
    runs: frozenset[str] = frozenset()
    sketch: tuple[int, ...] = ()
    prints: tuple[bytes, ...] = ()


_Looks = tuple[_Look, ...]


def alike(
    conn: Connection, batches: Mapping[int, str], progress: Progress | None = None
) -> tuple[list[list[int]], int]:
    """Groups of item rows that are alike, and how many items have pictures without any print.

    `batches` gives each row's batch. Items whose content is not here, or is sealed, are in none.
    Each part of an item must be like that of the other; likeness goes from one to the next.
    """
    prints: dict[tuple[int, int], list[bytes]] = defaultdict(list)
    for row, part, kind, bits in kept.of_items(conn, batches):
        if kind in (kept.PICTURE, kept.FRAME):
            prints[row, part].append(bits)
    looks: dict[int, _Looks] = {}
    unprinted = 0
    for done, (row, batch) in enumerate(batches.items()):
        item = open_item(conn, row, batch)
        if item is not None and item.parts:
            looks[row] = tuple(
                _look(part, prints[row, place]) for place, part in enumerate(item.parts)
            )
            unprinted += _unprinted(item, looks[row])
        if progress is not None:
            progress(done + 1, len(batches), tr("Comparing content"))
    return _joined(looks, progress), unprinted


def _look(part: Part, prints: list[bytes]) -> _Look:
    if part.kind == "text":
        runs = shingles.shingles(part.text)
        exact = hashlib.sha256(part.text.encode()).hexdigest()
        return _Look(exact, runs, shingles.sketch(runs))
    return _Look(part.media, prints=tuple(prints))


def _unprinted(item: Item, looks: _Looks) -> bool:
    return any(
        part.kind in ("image", "video") and not look.prints
        for part, look in zip(item.parts, looks, strict=True)
    )


def _joined(looks: Mapping[int, _Looks], progress: Progress | None = None) -> list[list[int]]:
    """Rows joined where they are alike. Only those that share a number are compared, and of a
    number that many share only the first: what is alike shares others too."""
    above = {row: row for row in looks}

    def top(row: int) -> int:
        while above[row] != row:
            above[row] = above[above[row]]
            row = above[row]
        return row

    met: dict[tuple[int, object], list[int]] = defaultdict(list)
    for done, (row, own) in enumerate(looks.items()):
        if progress is not None:
            progress(done + 1, len(looks), tr("Comparing content"))
        for number in _sought(own):
            for other in met.get(number, ()):
                if top(other) != top(row) and _near(own, looks[other]):
                    above[top(row)] = top(other)
        for number in _shown(own):
            # One of a group stands for it under a number: what is like it joins the group.
            known = met[number]
            if len(known) < CROWD and all(top(other) != top(row) for other in known):
                known.append(row)
    groups: dict[int, list[int]] = defaultdict(list)
    for row in looks:
        groups[top(row)].append(row)
    return [rows for rows in groups.values() if len(rows) > 1]


def _shown(looks: _Looks) -> Iterator[tuple[int, object]]:
    """The numbers under which an item is found."""
    for place, look in enumerate(looks):
        yield place, look.exact
        for number in look.sketch:
            yield place, number
        for bits in look.prints:
            for band in bands(bits):
                yield place, band


def _sought(looks: _Looks) -> Iterator[tuple[int, object]]:
    """The numbers to look under for one like it."""
    for place, look in enumerate(looks):
        yield place, look.exact
        for number in look.sketch:
            yield place, number
        for bits in look.prints:
            for probe in probes(bits):
                yield place, probe


def _near(one: _Looks, other: _Looks) -> bool:
    return len(one) == len(other) and all(map(_near_part, one, other))


def _near_part(one: _Look, other: _Look) -> bool:
    if one.exact == other.exact:
        return True
    if one.runs or other.runs:
        return shingles.share(one.runs, other.runs) >= shingles.NEARLY
    hits = sum(
        any(differing(bits, theirs) <= NEAR_BITS for theirs in other.prints) for bits in one.prints
    )
    enough = min(FRAMES_ALIKE, len(one.prints), len(other.prints))
    return bool(enough) and hits >= enough
