"""A guided session: vote files in the watched folder, until how they fell is known."""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from smo_review.exchange.seal import verify_seal
from smo_review.operations.answers import AnswerDraft, answer_all, begin_attempt
from smo_review.operations.exercise import Plan, build_exercise
from smo_review.operations.gold import GoldDraft, set_gold
from smo_review.operations.inbox import Inbox
from smo_review.operations.receive import receive
from smo_review.operations.results import export_results
from smo_review.operations.session import begin_session
from smo_review.operations.workspace import open_workspace, set_person_name
from smo_review.queries.learning import run_of
from smo_review.queries.sessions import tally
from smo_review.store.workspace import Workspace
from tests.benchmarks import made
from tests.benchmarks.harness import Row, bulk, telling, timed
from tests.benchmarks.store_rows import new_rows, put

VOTERS, ITEMS, RUNS = 200, 6, 3
_BY_FILE = ("facts", "matters")
"""Tables that grow with each file; of the others a few rows come once."""


def session_rows(folder: Path) -> Iterator[Row]:
    """200 vote files taken in and tallied, against reading and verifying the same files, and one
    commit a file of the same rows."""
    with telling(f"make {VOTERS} vote files"):
        deck, begun, session = _session(folder)
        inbox = folder / "votes"
        inbox.mkdir()
        for number in range(VOTERS):
            _vote(folder / f"voter-{number}", deck, inbox / f"voter-{number}.smo", number)
    name = f"session tally, {VOTERS} vote files"
    with telling(name):
        times, floors = [], []
        for run in range(RUNS):
            product, floor = (folder / f"{kind}-{run}" for kind in ("tally", "same"))
            ws, same = (_presenter(path, deck, begun) for path in (product, floor))
            times.append(timed(lambda ws=ws: _product(ws, inbox, session)))
            floors.append(_floor(ws, same, inbox))
            for one, path in ((ws, product), (same, floor)):
                one.close()
                shutil.rmtree(path)
    yield bulk(name, times, floors, 2.0)


def _session(folder: Path) -> tuple[Path, Path, str]:
    """The deck's file, the file that says that the session was begun, and the session's id."""
    batch = made.make_batch(folder / "session-batch.smo", ITEMS)
    ws = open_workspace(folder / "session-trainer", create=True)
    name = receive(ws, batch).id
    label = made.LABELS[0]
    set_gold(ws, [GoldDraft(name, f"item-{n:07}", (label,)) for n in range(ITEMS)])
    built = build_exercise(ws, Plan("Deck", "session", n=ITEMS), folder / "session-deck.smo")
    session = begin_session(ws, built.exercise)
    export_results(ws, folder / "session-begun.smo")
    ws.close()
    return folder / "session-deck.smo", folder / "session-begun.smo", session


def _vote(path: Path, deck: Path, out: Path, number: int) -> None:
    ws = open_workspace(path, create=True)
    set_person_name(ws, f"Voter {number}")
    exercise = receive(ws, deck).id
    begin_attempt(ws, exercise)
    label = made.LABELS[number % len(made.LABELS)]
    items = run_of(ws, exercise).items
    answer_all(ws, exercise, [AnswerDraft(exercise, item, (label,)) for item in items])
    export_results(ws, out)
    ws.close()
    shutil.rmtree(path)


def _presenter(path: Path, deck: Path, begun: Path) -> Workspace:
    ws = open_workspace(path, create=True)
    receive(ws, deck)
    receive(ws, begun)
    return ws


def _product(ws: Workspace, inbox: Path, session: str) -> None:
    watched = Inbox(inbox)
    watched.look(ws)
    arrived = watched.look(ws)
    assert all(one.error is None for one in arrived)
    assert tally(ws, session).slides[0].rounds[0].votes == VOTERS


def _floor(full: Workspace, same: Workspace, inbox: Path) -> float:
    wanted = new_rows(full, same)
    once = {name: rows for name, rows in wanted.items() if name not in _BY_FILE}
    slices = [{name: _slice(wanted[name], number) for name in _BY_FILE} for number in range(VOTERS)]

    def floor() -> None:
        with same.write() as conn:
            put(conn, once)
        for path, rows in zip(sorted(inbox.iterdir()), slices, strict=True):
            with path.open("rb") as file:
                verify_seal(file, path.name)
                with zipfile.ZipFile(file) as archive:
                    for name in archive.namelist():
                        body = archive.read(name)
                        hashlib.sha256(body).digest()
                        for line in body.splitlines():
                            hashlib.sha256(line).digest()
            with same.write() as conn:
                put(conn, rows)

    return timed(floor)


def _slice(rows: list[tuple[Any, ...]], number: int) -> list[tuple[Any, ...]]:
    each = len(rows) // VOTERS
    return rows[number * each : (number + 1) * each]
