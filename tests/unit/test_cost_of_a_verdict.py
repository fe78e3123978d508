"""What one more verdict costs, counted in steps of the database's machine: no clock is asked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from smo_review.domain.views import VerdictDraft
from smo_review.operations.verdicts import record_verdicts
from smo_review.queries.numbers import numbers
from smo_review.store.database import Connection
from smo_review.store.workspace import Workspace
from tests.helpers.store_cases import case, made

ITEMS = 80


class Steps:
    """Counts the steps of everything that a workspace reads and writes."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.taken = 0
        for name in ("read", "write"):
            monkeypatch.setattr(Workspace, name, self._counting(getattr(Workspace, name)))

    def _counting(self, opened):
        @contextmanager
        def counting(ws: Workspace) -> Iterator[Connection]:
            with opened(ws) as conn:
                conn.set_progress_handler(self._step, 1)
                try:
                    yield conn
                finally:
                    conn.set_progress_handler(None, 1)

        return counting

    def _step(self) -> int:
        self.taken += 1
        return 0


def test_one_more_verdict_and_the_numbers_take_as_many_steps_however_many_there_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ws = made(tmp_path / "ws", case(ITEMS, ("ann",)))
    record_verdicts(ws, [VerdictDraft("b-1", f"i{n}", "ann", "correct") for n in range(ITEMS)])
    steps = Steps(monkeypatch)
    costs = []
    for n in range(ITEMS - 10):
        before = steps.taken
        record_verdicts(ws, [VerdictDraft("b-1", f"i{n}", "ann", "ambiguous")])
        numbers(ws, by="annotator")
        costs.append(steps.taken - before)
    ws.close()
    # The first of each label makes a cell of the roll-ups, and the last would take one away.
    early, late = costs[5:15], costs[-10:]
    assert max(late) <= max(early)
