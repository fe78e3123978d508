"""What the roll-ups keep of each day: the cheap way to a measure over time."""

from __future__ import annotations

from smo_review.domain.filters import Filter
from smo_review.domain.trends import Measure
from smo_review.quality.trends import DaySums
from smo_review.quality.weighted import in_units
from smo_review.queries.judged import batches_of, day_of
from smo_review.store.database import Connection, values

_HITS = {
    "errors": ("n", "w", "w2"),
    "critical": ("critical", "critical_w", "critical_w2"),
    "noncritical": ("noncritical", "noncritical_w", "noncritical_w2"),
}


def day_sums(conn: Connection, wanted: Filter, measure: Measure) -> list[DaySums]:
    """Judged annotations of each day and the hits among them, of the filter's batches and days."""
    hit = ", ".join(f"sum(iif(outcome = 'incorrect', {name}, 0))" for name in _HITS[measure])
    where = ""
    given: list[str | int] = [values(batches_of(conn, wanted).values())]
    for text, sign, option in ((wanted.since, ">=", "--since"), (wanted.until, "<=", "--until")):
        if text:
            where += f" AND day {sign} ?"
            given.append(day_of(text, option))
    return [
        DaySums(day, hits, in_units(n, w, w2, hit_w, hit_w2))
        for day, n, w, w2, hits, hit_w, hit_w2 in conn.execute(
            f"SELECT day, sum(n), sum(w), sum(w2), {hit} FROM rollups WHERE axis = 'total'"
            " AND outcome IN ('correct', 'incorrect')"
            f" AND batch IN (SELECT value FROM json_each(?)){where} GROUP BY day ORDER BY day",
            given,
        )
    ]
