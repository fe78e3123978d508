"""Receive and merge, each against the same rows put into the same tables by executemany.

The floor is an empty workspace (same tables, indexes, search index, cipher) into which the very
rows that the product wrote are copied in one transaction.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from smo_review.domain.views import VerdictDraft
from smo_review.operations.receive import receive
from smo_review.operations.results import export_results
from smo_review.operations.verdicts import record_verdicts
from smo_review.operations.workspace import open_workspace
from smo_review.store.database import Connection
from smo_review.store.search import add_contents, make_index, words_of
from smo_review.store.workspace import Workspace
from tests.benchmarks import made
from tests.benchmarks.harness import Row, bulk, telling, timed

SIZES = (1_000, 10_000, 100_000)
RUNS = {1_000: 5, 10_000: 3, 100_000: 3}
_OWN = {"identity", "meta"}
"""Tables that every workspace fills for itself."""


def receive_rows(folder: Path) -> Iterator[Row]:
    """Receiving a batch of text items with two annotations each."""
    for size in SIZES:
        with telling(f"receive {size:,}"):
            batch = made.make_batch(folder / f"receive-{size}.smo", size)
            words = [(n + 1, words_of(item)) for n, item in enumerate(made.items(size, ()))]
            times, floors = [], []
            for run in range(RUNS[size]):
                product, floor = (folder / f"{name}-{size}-{run}" for name in ("done", "floor"))
                ws = open_workspace(product, create=True)
                times.append(timed(lambda ws=ws, batch=batch: receive(ws, batch)))
                floors.append(_receive_floor(ws, floor, words))
                ws.close()
                for path in (product, floor):
                    shutil.rmtree(path)
        yield bulk(f"receive {size:,} items", times, floors, 2.0)


def _receive_floor(product: Workspace, folder: Path, words: list[tuple[int, str]]) -> float:
    empty = open_workspace(folder, create=True)
    wanted = new_rows(product, empty)

    def fill() -> None:
        with empty.write() as conn:
            put(conn, wanted)
            make_index(conn, 1)
            add_contents(conn, 1, words)

    seconds = timed(fill)
    empty.close()
    return seconds


def merge_rows(folder: Path) -> Iterator[Row]:
    """Merging one auditor's verdicts, verified, into a workspace that has the batch."""
    for size in SIZES:
        with telling(f"merge {size:,}"):
            batch = made.make_batch(folder / f"merge-{size}.smo", size)
            results = _results(folder, batch, size)
            times, floors = [], []
            for run in range(RUNS[size]):
                paths = [folder / f"{name}-{size}-{run}" for name in ("merged", "same")]
                ws, same = (open_workspace(path, create=True) for path in paths)
                receive(ws, batch)
                receive(same, batch)
                times.append(timed(lambda ws=ws, file=results: receive(ws, file)))
                floors.append(_merge_floor(ws, same))
                ws.close()
                same.close()
                for path in paths:
                    shutil.rmtree(path)
        yield bulk(f"merge {size:,} facts", times, floors, 2.0)


def _results(folder: Path, batch: Path, size: int) -> Path:
    """The results file of an auditor who gave `size` verdicts."""
    ws = open_workspace(folder / f"auditor-{size}", create=True)
    received = receive(ws, batch)
    outcomes = ("correct", "correct", "correct", "ambiguous")
    record_verdicts(
        ws,
        [
            VerdictDraft(received.id, f"item-{number:07}", made.ANNOTATORS[0], outcomes[number % 4])
            for number in range(size)
        ],
    )
    out = folder / f"results-{size}.smo"
    export_results(ws, out)
    ws.close()
    return out


def _merge_floor(merged: Workspace, same: Workspace) -> float:
    wanted = new_rows(merged, same)
    bodies = [row[-1] for row in wanted["facts"]]

    def fill() -> None:
        for body in bodies:
            hashlib.sha256(body).digest()
        with same.write() as conn:
            put(conn, wanted)

    return timed(fill)


def new_rows(full: Workspace, less: Workspace) -> dict[str, list[tuple[Any, ...]]]:
    """By table, the rows of one workspace that another has not."""
    with full.read() as conn, less.read() as other:
        tables = [
            name
            for (name,) in conn.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
                " AND name NOT LIKE 'search%'"
            )
            if name not in _OWN
        ]
        found = {}
        for name in tables:
            here = set(other.execute(f"SELECT * FROM {name}"))
            found[name] = [row for row in conn.execute(f"SELECT * FROM {name}") if row not in here]
    return {name: rows for name, rows in found.items() if rows}


def put(conn: Connection, wanted: dict[str, list[tuple[Any, ...]]]) -> None:
    conn.execute("PRAGMA defer_foreign_keys = ON")
    for name, rows in wanted.items():
        places = ",".join("?" * len(rows[0]))
        conn.executemany(f"INSERT OR REPLACE INTO {name} VALUES ({places})", rows)
