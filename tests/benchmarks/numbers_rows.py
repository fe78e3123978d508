"""The numbers: at once over a million verdicts, after one more, and all of them counted anew.

One workspace with real facts grows from 1,000 to 1,000,000 verdicts. Counting anew is measured
beside DuckDB, which is given the very same rows in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from smo_review.domain.bundles import BatchInfo
from smo_review.domain.content import Annotation, Item, Mark
from smo_review.domain.filters import Filter
from smo_review.domain.views import FindingDraft, VerdictDraft
from smo_review.operations.verdicts import record_verdicts
from smo_review.operations.workspace import open_workspace
from smo_review.quality.judged import Judged, counts_by
from smo_review.queries.judged import judged, judged_in
from smo_review.queries.kpis import kpis
from smo_review.queries.numbers import numbers
from smo_review.queries.suggestions import suggestions
from smo_review.queries.trends import trend
from smo_review.store.database import kept_beside
from smo_review.store.ingest import ingest_batch
from smo_review.store.sealing import key_id
from smo_review.store.workspace import Workspace
from tests.benchmarks import made
from tests.benchmarks.harness import Row, bulk, telling, timed, waited

SIZES = (1_000, 10_000, 100_000, 1_000_000)
AT_ONCE = 100.0
"""Milliseconds within which the first numbers are there."""
RUNS, CHUNK = 30, 10_000
_ANNOTATORS = tuple(f"ann-{number}" for number in range(20))
_EXTRA = RUNS + 1


def numbers_rows(folder: Path) -> Iterator[Row]:
    """First numbers, and numbers after one more verdict, as the total grows; then all anew."""
    ws, batch = _workspace(folder)
    drafts = _drafts(batch)
    have = 0
    floor: list[float] = []
    try:
        for size in SIZES:
            with telling(f"numbers over {size:,} verdicts"):
                while have < size:
                    chunk = list(islice(drafts, min(CHUNK, size - have)))
                    record_verdicts(ws, chunk)
                    have += len(chunk)
                first = [timed(lambda: numbers(ws, by="annotator")) * 1000 for _ in range(RUNS)]
                trends = [
                    timed(lambda: trend(ws, Filter(), "critical", "day")) * 1000
                    for _ in range(RUNS)
                ]
                after = [_after_one_more(ws, next(drafts)) for _ in range(RUNS)]
                have += RUNS
            yield waited(f"first numbers, {size:,} verdicts", first, AT_ONCE)
            yield waited(f"trend of a batch, {size:,} verdicts", trends, AT_ONCE)
            # A commit is at the mercy of the disk: medians tell whether the total matters.
            floor = floor or after
            yield bulk(f"one more verdict + numbers, {size:,}", after, floor, 1.5)
        yield from _anew(ws, have)
    finally:
        ws.close()


def _after_one_more(ws: Workspace, draft: VerdictDraft) -> float:
    def work() -> None:
        record_verdicts(ws, [draft])
        numbers(ws, by="annotator")

    return timed(work)


def _workspace(folder: Path) -> tuple[Workspace, str]:
    """A batch of items without content: numbers do not look at it."""
    count = SIZES[-1] // 2 + RUNS * len(SIZES)
    ws = open_workspace(folder / "numbers", create=True)
    key = bytes(32)
    info = BatchInfo("b-numbers", made.project().id, "Numbers", count, count * 2)
    with telling(f"take in {count * 2:,} annotations"):
        ingest_batch(
            ws, info, made.project(), _items(count), _annotations(count), {key_id(key): key.hex()}
        )
    return ws, info.id


def _items(count: int) -> Iterator[Item]:
    for number in range(count):
        yield Item(f"item-{number:07}", (), ("en", "km", "zh")[number % 3], "post", number % 5)


def _annotators(number: int) -> tuple[str, str]:
    first = number % len(_ANNOTATORS)
    return _ANNOTATORS[first], _ANNOTATORS[(first + 1 + number % 7) % len(_ANNOTATORS)]


def _annotations(count: int) -> Iterator[Annotation]:
    for number in range(count):
        for turn, annotator in enumerate(_annotators(number)):
            label = made.LABELS[(number * 7 + turn) % len(made.LABELS)]
            yield Annotation(f"item-{number:07}", annotator, (Mark(label),))


def _drafts(batch: str) -> Iterator[VerdictDraft]:
    """Verdicts on every annotation: one in ten is wrong, by one of four codes."""
    above = {code.parent for code in made.project().error_codes}
    codes = tuple(code.id for code in made.project().error_codes if code.id not in above)[:4]
    for number in range(SIZES[-1]):
        for turn, annotator in enumerate(_annotators(number)):
            wrong = (number * 2 + turn) % 10 == 0
            found = (FindingDraft(code=codes[number % len(codes)]),) if wrong else ()
            outcome = "incorrect" if wrong else "correct"
            yield VerdictDraft(
                batch, f"item-{number:07}", annotator, outcome, findings=found, took=20_000
            )  # fmt: skip


def _anew(ws: Workspace, size: int) -> Iterator[Row]:
    """Reading columns, counting all numbers from them, every KPI, and suggested causes."""
    with telling(f"read and count {size:,} verdicts anew"):
        reads, fetches, more = [], [], []
        for _ in range(2):
            with ws.read() as conn:
                fetches.append(timed(lambda conn=conn: conn.execute(_SAME_ROWS).fetchall()))
                kept_beside(conn).clear()
                reads.append(timed(lambda conn=conn: judged_in(conn)))
            record_verdicts(ws, [_again(ws)])
            more.append(timed(lambda: judged(ws)))
        columns = judged(ws)
        counted, duck = _counting(columns)
        told = [timed(lambda: kpis(ws)) for _ in range(2)]
        causes = [timed(lambda: suggestions(ws, Filter())) for _ in range(2)]
    yield bulk(f"read {size:,} verdicts into columns", reads, fetches, 5.0)
    yield bulk(f"the columns after one more verdict, {size:,}", more, reads, 0.5)
    yield bulk(f"count {size:,} verdicts anew, DuckDB", counted, duck, 2.0)
    yield bulk(f"all KPIs over {size:,} verdicts", told, told, 1.0)
    yield bulk(f"suggested causes over {size:,} verdicts", causes, causes, 1.0)


_SAME_ROWS = (
    "SELECT s.*, a.kind, a.label_set, a.made, a.weight, a.stratum, i.batch, i.weight, i.language,"
    " i.severity, i.stratum FROM standings s JOIN annotations a ON a.item = s.item"
    " AND a.annotator = s.annotator AND a.ordinal = s.ordinal JOIN items i ON i.row = s.item"
    " ORDER BY 1, 2, 3, 4"
)


def _again(ws: Workspace) -> VerdictDraft:
    """A revision, so that what was kept of the last reading does not answer alone."""
    first, second = _annotators(0)
    outcome = "ambiguous" if numbers(ws).all.ambiguous == 0 else "correct"
    del second
    return VerdictDraft("b-numbers", "item-0000000", first, outcome)


def _counting(columns: Judged) -> tuple[list[float], list[float]]:
    """Totals and five groupings, ours and DuckDB's, over the same columns in memory."""
    import duckdb

    groups: dict[str, tuple[Any, int]] = {
        "total": (np.zeros(len(columns), dtype=np.int64), 1),
        "annotator": (columns.annotator, len(columns.annotators)),
        "labels": (columns.labels, len(columns.label_sets)),
        "auditor": (columns.auditor, len(columns.auditors)),
        "language": (columns.language, len(columns.languages)),
        "severity": (columns.severity + 1, 6),
    }
    connection = duckdb.connect()
    arrays = {name: group for name, (group, _) in groups.items()} | {
        name: getattr(columns, name) for name in ("outcome", "critical", "noncritical", "weight")
    }
    connection.execute(f"CREATE TABLE rows ({', '.join(f'{name} BIGINT' for name in arrays)})")
    held = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    connection.register("held", held)
    connection.execute("INSERT INTO rows SELECT * FROM held")

    def ours() -> None:
        for group, size in groups.values():
            counts_by(columns, group, size)

    def theirs() -> None:
        for name in groups:
            connection.execute(
                f"SELECT {name}, outcome, count(*), sum(critical), sum(noncritical), sum(weight),"
                " sum(weight::HUGEINT * weight // 1000000), sum(weight * critical),"
                f" sum(weight * noncritical) FROM rows GROUP BY {name}, outcome"
            ).fetchall()

    _hold_alike(columns, connection)
    return _times(ours), _times(theirs)


def _hold_alike(columns: Judged, connection: Any) -> None:
    """Both programs say the same, or the comparison means nothing."""
    found = dict(
        connection.execute(
            "SELECT annotator, count(*) FROM rows WHERE outcome = 0 GROUP BY annotator"
        ).fetchall()
    )
    told = counts_by(columns, columns.annotator, len(columns.annotators))
    assert {place: one.correct for place, one in enumerate(told) if one.correct} == found


def _times(work: Callable[[], None]) -> list[float]:
    return [timed(work) for _ in range(5)]
