"""kill -9 while verdicts are recorded: nothing acknowledged is lost, the next start is clean."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from smo_review.operations.check import check
from smo_review.operations.undo import undo
from smo_review.queries.items import item_view
from smo_review.queries.queue import row_of
from smo_review.store.workspace import open_workspace
from tests.helpers.store_cases import case, made

ITEMS = 400
RECORD = """
import sys
from pathlib import Path
from smo_review.domain.views import VerdictDraft
from smo_review.operations.verdicts import record_verdict
from smo_review.operations.workspace import open_workspace
ws = open_workspace(Path(sys.argv[1]))
for number in range(int(sys.argv[2]), int(sys.argv[3])):
    record_verdict(ws, VerdictDraft("b-1", f"i{number}", "ann", "correct", note=f"note {number}"))
    print(number, flush=True)
"""


@pytest.mark.parametrize("round_", range(3))
def test_nothing_acknowledged_is_lost(tmp_path: Path, round_: int) -> None:
    path = tmp_path / "ws"
    made(path, case(ITEMS, ("ann",))).close()
    acknowledged: list[int] = []
    for _ in range(3):
        start = acknowledged[-1] + 1 if acknowledged else 0
        acknowledged += _killed_while_recording(path, start)
    assert acknowledged, "the child was killed before it recorded anything"
    ws = open_workspace(path)
    for number in acknowledged:
        shown = item_view(ws, row_of(ws, "b-1", f"i{number}") or 0).annotations[0].mine
        assert shown is not None
        assert (shown.outcome, shown.note) == ("correct", f"note {number}")
    assert check(ws) == ()
    assert undo(ws).facts == 1
    ws.close()


def _killed_while_recording(path: Path, start: int) -> list[int]:
    """Let a child record verdicts, kill it at a moment nobody chose, and read what it told."""
    child = subprocess.Popen(
        [sys.executable, "-c", RECORD, str(path), str(start), str(ITEMS)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    told = [child.stdout.readline() for _ in range(random.randint(1, 20))]
    time.sleep(random.random() / 50)
    child.kill()
    rest, _ = child.communicate(timeout=30)
    # A line cut off by the kill was not acknowledged.
    lines = "".join(told) + rest
    return [int(line) for line in lines.split("\n")[:-1] if line]
