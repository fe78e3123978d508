"""Stopped while it receives: the next start is clean, receiving again works, nothing is lost."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from smo_review.domain.content import Annotation, Item, Mark, Part
from smo_review.operations.check import check
from smo_review.operations.receive import receive
from smo_review.operations.workspace import open_workspace
from tests.helpers.bundles import write_batch
from tests.helpers.dumps import dump

MAIN = Path(__file__).resolve().parents[2] / "main.py"
ITEMS = 4_000
KILLS = 6


def large_batch(path: Path) -> None:
    """Enough lines and media that a receive lasts long enough to be hit in all its stages."""
    dice = random.Random(7)
    media = [dice.randbytes(300_000) for _ in range(10)]
    items = [Item(f"i-{n}", (Part("text", text=f"words of item {n}"),)) for n in range(ITEMS)]
    annotations = [Annotation(item.id, "ann", (Mark("cat"),)) for item in items]
    write_batch(path, items, annotations, media=media)


def start_receive(workspace: Path, file: Path) -> subprocess.Popen[bytes]:
    words = ["receive", "--json", "--workspace", str(workspace), str(file)]
    # A test run started in the background ignores Ctrl+C, and its children would inherit that.
    return subprocess.Popen(
        [sys.executable, str(MAIN), *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is a POSIX word")
def test_a_killed_receive_leaves_a_clean_workspace(tmp_path) -> None:
    large_batch(tmp_path / "large.smo")
    write_batch(tmp_path / "small.smo")
    folder = tmp_path / "w"
    workspace = open_workspace(folder, create=True)
    receive(workspace, tmp_path / "small.smo")
    before = dump(workspace)
    workspace.close()

    began = time.monotonic()
    whole = start_receive(tmp_path / "whole", tmp_path / "large.smo")
    out, _ = whole.communicate(timeout=60)
    assert json.loads(out)["items"] == ITEMS
    lasted = time.monotonic() - began

    killed = 0
    for attempt in range(KILLS):
        process = start_receive(folder, tmp_path / "large.smo")
        try:
            process.communicate(timeout=lasted * (0.3 + 0.6 * attempt / KILLS))
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            killed += 1
        workspace = open_workspace(folder)
        after = dump(workspace)
        assert check(workspace) == ()
        workspace.close()
        if len(after["batches"]) == len(before["batches"]):
            # What reached the vault is sealed, and swept by a later receive.
            assert after | {"vault": 0} == before | {"vault": 0}
        else:
            assert len(after["items"]) == ITEMS + 4
    assert killed > 0

    workspace = open_workspace(folder)
    receive(workspace, tmp_path / "large.smo")
    told = dump(workspace)
    assert len(told["items"]) == ITEMS + 4
    assert len(told["media"]) == 11
    assert check(workspace) == ()
    workspace.close()


@pytest.mark.skipif(os.name != "posix", reason="a signal is a POSIX word")
def test_control_c_ends_with_130_one_answer_and_nothing_half_done(tmp_path) -> None:
    large_batch(tmp_path / "large.smo")
    folder = tmp_path / "w"
    open_workspace(folder, create=True).close()
    process = start_receive(folder, tmp_path / "large.smo")
    log = folder / "vault.db-wal"  # it grows from the first picture on
    while process.poll() is None and not (log.exists() and log.stat().st_size > 1_000_000):
        time.sleep(0.001)
    process.send_signal(signal.SIGINT)
    out, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert json.loads(out)["error"]["what"]
    assert b"Traceback" not in errors
    workspace = open_workspace(folder)
    assert dump(workspace)["batches"] == []
    assert check(workspace) == ()
    assert receive(workspace, tmp_path / "large.smo").items == ITEMS
    workspace.close()
