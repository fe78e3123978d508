"""How much is disputed and how much of it upheld, over the frame that batches were drawn from.

A disputed annotation counts with its weight, and what weighs nothing not at all. A batch that was
drawn for its risk is left out, unless it is named or asked for, as in every other rate.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, TypeAlias

import msgspec

from smo_review.domain.content import MILLION, AnnotationKey
from smo_review.domain.filters import Purpose
from smo_review.quality.weighted import WeightedRate, in_units, rate_of, rate_over
from smo_review.queries.numbers import reach_of
from smo_review.store.database import Connection, values
from smo_review.store.rollups import WEIGHT

Counted: TypeAlias = tuple[int, WeightedRate]
"""How many hit, and the rate."""


class Disputed(NamedTuple):
    """A disputed annotation: whether it counts as incorrect now, and whether the dispute was upheld
    (None: not ruled on)."""

    key: AnnotationKey
    incorrect: bool
    upheld: bool | None


class DisputeRates(NamedTuple):
    """`disputed` of what was found incorrect, now or when it was disputed; `overturned` (wholly or
    in part) of what was ruled on."""

    disputed: Counted
    overturned: Counted


def dispute_rates(
    conn: Connection, disputed: Iterable[Disputed], batch: str, project: str, purpose: Purpose
) -> DisputeRates:
    """The rates over the batches that are meant."""
    meant = set(reach_of(conn, batch, project, purpose))
    inside = [one for one in disputed if one.key.batch in meant]
    weights = _weights(conn, [one.key for one in inside])
    own = [(one, weights[one.key]) for one in inside if weights.get(one.key)]
    n, w, w2 = _incorrect(conn, meant)
    moved = [weight for one, weight in own if not one.incorrect]
    hits = [weight for _, weight in own]
    sums = in_units(n + len(moved), w + sum(moved), w2 + _squares(moved), sum(hits), _squares(hits))
    ruled = [(weight, one.upheld) for one, weight in own if one.upheld is not None]
    return DisputeRates(
        (len(hits), rate_of(len(hits), sums)),
        (sum(upheld for _, upheld in ruled), rate_over(ruled)),
    )


def _squares(weights: Iterable[int]) -> int:
    return sum(weight * weight // MILLION for weight in weights)


def _incorrect(conn: Connection, meant: Iterable[str]) -> tuple[int, int, int]:
    """How many annotations count as incorrect, their weights and the weights' squares."""
    n, w, w2 = conn.execute(
        "SELECT coalesce(sum(n), 0), coalesce(sum(w), 0), coalesce(sum(w2), 0) FROM rollups"
        " WHERE axis = 'total' AND outcome = 'incorrect'"
        " AND batch IN (SELECT value FROM json_each(?))",
        (values(meant),),
    ).fetchone()
    return n, w, w2


def _weights(conn: Connection, keys: list[AnnotationKey]) -> dict[AnnotationKey, int]:
    """What each annotation weighs, in millionths."""
    told = [(one.batch, one.item, one.annotator, one.ordinal) for one in keys]
    found = conn.execute(
        f"SELECT j.key, {WEIGHT} FROM json_each(?) j"
        " JOIN batches b ON b.id = json_extract(j.value, '$[0]')"
        " JOIN items i ON i.batch = b.number AND i.id = json_extract(j.value, '$[1]')"
        " JOIN annotators n ON n.name = json_extract(j.value, '$[2]')"
        " JOIN annotations a ON a.item = i.row AND a.annotator = n.number"
        " AND a.ordinal = json_extract(j.value, '$[3]')",
        (msgspec.json.encode(told).decode(),),
    )
    return {keys[place]: weight for place, weight in found}
