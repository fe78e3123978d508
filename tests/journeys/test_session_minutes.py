"""A session's minutes from a terminal that has no screen: both files, in each language."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from smo_review.operations.receive import receive
from smo_review.operations.workspace import open_workspace
from smo_review.queries.batches import batches
from tests.conftest import ROOT
from tests.helpers.bundles import write_batch
from tests.helpers.precedents import rulings
from tests.helpers.review_cases import ANNOTATIONS, ITEMS, PROJECT


@pytest.mark.parametrize("language", ["en", "km", "zh"])
def test_minutes_are_written_without_a_screen(tmp_path: Path, language: str) -> None:
    write_batch(tmp_path / "batch.smo", ITEMS, ANNOTATIONS, project=PROJECT, media=())
    ws = open_workspace(tmp_path / "trainer", create=True)
    receive(ws, tmp_path / "batch.smo")
    session = rulings(ws, batches(ws)[0].info.id, tmp_path)
    ws.close()
    html, pdf = tmp_path / "minutes.html", tmp_path / "minutes.pdf"
    line = ["session", "minutes", session, "--html", str(html), "--pdf", str(pdf), "--json"]
    screenless = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    given = {name: value for name, value in os.environ.items() if name not in screenless}
    answer = subprocess.run(
        [sys.executable, ROOT / "main.py", *line, "--workspace", str(tmp_path / "trainer")],
        env={**given, "SMO_LANGUAGE": language},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert answer.returncode == 0, answer.stderr
    told = json.loads(answer.stdout)
    assert told["session"] == session and len(told["items"]) == 4
    assert f'<html lang="{language}">' in html.read_text("utf-8")
    assert pdf.read_bytes().startswith(b"%PDF-") and pdf.stat().st_size > 10_000
    assert "qt." not in answer.stderr, "Qt says nothing that a person cannot use"
