"""Search and filter of the queue: until the first page of lines is there, as the client asks."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from smo_review.domain.views import QueueFilter, VerdictDraft
from smo_review.operations.receive import receive
from smo_review.operations.verdicts import record_verdicts
from smo_review.operations.workspace import Workspace, open_workspace
from smo_review.queries.batches import batches
from smo_review.queries.queue import queue_listing, queue_rows
from tests.benchmarks import made
from tests.benchmarks.harness import FRAME, Row, telling, timed, waited

SIZES = (1_000, 10_000, 100_000)
PAGE = 100
"""Lines that the client asks for at once."""
TIMES = 20
SEARCHES = ("market", "noodle garden", "ទន្លេ", "价格", "老", "no such words", "99")
"""Frequent and rare words of several scripts, one character, and what is not there."""
FILTERS = (
    QueueFilter(show="open"),
    QueueFilter(show="done"),
    QueueFilter(annotator=made.ANNOTATORS[1]),
    QueueFilter(label=made.LABELS[2]),
    QueueFilter(language="en"),
    QueueFilter(show="open", annotator=made.ANNOTATORS[0], label=made.LABELS[1]),
)


def queue_page_rows(folder: Path) -> Iterator[Row]:
    """Search and filter the queue, first page, as the batch grows."""
    for size in SIZES:
        workspace = folder / f"queue-{size}"
        with telling(f"receive {size:,} items to search"):
            ws = open_workspace(workspace, create=True)
            batch = receive(ws, made.make_batch(folder / f"queue-{size}.smo", size)).id
            _judge_some(ws, batch, size)
        with telling(f"search and filter {size:,} items"):
            searches = [QueueFilter(text=text) for text in SEARCHES]
            found, narrowed = (
                [_first_page(ws, batch, one) for one in wanted for _ in range(TIMES)]
                for wanted in (searches, FILTERS)
            )
        yield waited(f"search the queue, first page, {size:,} items", found, FRAME)
        yield waited(f"filter the queue, first page, {size:,} items", narrowed, FRAME)
        ws.close()
        shutil.rmtree(workspace)


def _judge_some(ws: Workspace, batch: str, size: int) -> None:
    """Every tenth item, from the far end, so that done items do not lie where a scan begins."""
    drafts = [
        VerdictDraft(batch, f"item-{number:07}", annotator, "correct")
        for number in range(size - 1, size // 2, -10)
        for annotator in made.ANNOTATORS
    ]
    record_verdicts(ws, drafts)
    assert batches(ws)[0].verdicts == len(drafts)


def _first_page(ws: Workspace, batch: str, wanted: QueueFilter) -> float:
    """Milliseconds until the first lines are there."""
    return 1000 * timed(lambda: queue_rows(ws, queue_listing(ws, batch, wanted, PAGE)))
