"""A dispute across machines: findings out, answers in, a blind second look, a ruling, one number.

Every workspace is reached by the command line alone, and they meet only in files.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from smo_review.cli.main import run

Smo = Callable[..., dict[str, Any]]
ROWS = [
    {"id": "p-1", "text": "ឆ្មាកំពុងដេក", "annotator": "ann", "label": "hateful"},
    {"id": "p-2", "text": "猫在睡觉", "annotator": "ann", "label": "hateful"},
]
WRONG = {"outcome": "incorrect", "findings": [{"label": "hateful"}]}


@pytest.fixture
def smo(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Smo:
    """Runs a command in somebody's workspace; returns its answer."""

    def smo(who: str, *words: object, code: int = 0) -> dict[str, Any]:
        line = ["--json", "--workspace", str(tmp_path / who), *map(str, words)]
        ended = run(line, open_client=lambda _: 9)
        told: dict[str, Any] = json.loads(capsys.readouterr().out)
        assert ended == code, told
        return told

    return smo


def lines(path: Path, *records: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records), "utf-8")
    return path


def hand_over(smo: Smo, tmp_path: Path, source: str, *to: str) -> None:
    """Results of one person to others."""
    file = tmp_path / f"{source}.results.smo"
    smo(source, "results", "-o", file)
    for who in to:
        smo(who, "receive", file)


def test_a_dispute_across_machines(smo: Smo, tmp_path: Path) -> None:
    batch = tmp_path / "batch.smo"
    smo("lead", "pack", lines(tmp_path / "source.jsonl", *ROWS), "-o", batch)
    for who in ("lead", "bea", "cho"):
        smo(who, "receive", batch)
        smo(who, "identity", "--name", who)

    script = lines(tmp_path / "bea.jsonl", {"item": "p-1", **WRONG}, {"item": "p-2", **WRONG})
    smo("bea", "verdict", "--from", script)
    hand_over(smo, tmp_path, "bea", "lead")
    assert smo("lead", "numbers")["accuracy"]["value"] == 0.0

    out = tmp_path / "for ann"
    assert smo("lead", "disputes", "export", "--annotator", "ann", "-o", out)["findings"] == 2
    sheet = out / "ann.findings.xlsx"
    book = load_workbook(io.BytesIO(sheet.read_bytes()))
    page = book.active
    heads = [cell.value for cell in page[2]]
    answer, reason = heads.index("answer") + 1, heads.index("reason") + 1
    for row in (4, 5):
        page.cell(row, answer).value = "Dispute"
        page.cell(row, reason).value = "វាជាការដកស្រង់ 这是引用"
    book.save(sheet)
    taken = smo("lead", "disputes", "take", sheet)
    assert (taken["disputed"], taken["facts_new"]) == (2, 2)

    smo("lead", "disputes", "assign", "p-1", "--to", "cho")
    hand_over(smo, tmp_path, "lead", "cho")
    (asked,) = smo("cho", "disputes", "look")["looks"]
    assert asked["item"] == "p-1"
    hidden = next(one for one in smo("cho", "disputes", "list")["disputes"] if one["hidden"])
    assert hidden["verdicts"] == [] and hidden["answers"] == []
    refused = smo("cho", "disputes", "rule", "p-1", "reject", "--reason", "no", code=1)
    assert "blind" in refused["error"]["what"]
    look = lines(tmp_path / "cho.jsonl", {"item": "p-1", "outcome": "correct"})
    smo("cho", "verdict", "--from", look)
    hand_over(smo, tmp_path, "cho", "lead")
    first = next(
        one for one in smo("lead", "disputes", "list")["disputes"] if one["key"]["item"] == "p-1"
    )
    assert first["state"] == "looked" and smo("lead", "numbers")["unsettled"] == 1
    assert [one["blind"] for one in first["verdicts"]] == [False, True]

    smo("lead", "disputes", "rule", "p-1", "accept", "--reason", "A quote is not hate.")
    smo("lead", "disputes", "rule", "p-2", "reject", "--reason", "No quote here.")
    told = smo("lead", "numbers")
    assert (told["accuracy"]["value"], told["unsettled"]) == (0.5, 0)
    figures = smo("lead", "disputes", "list")["figures"]
    assert (figures["ruled"], figures["accepted"], figures["rejected"]) == (2, 1, 1)
    assert figures["overturn_rate"]["value"] == 0.5 and figures["dispute_rate"]["value"] == 1.0

    hand_over(smo, tmp_path, "lead", "bea", "cho")
    for who in ("bea", "cho"):
        assert smo(who, "numbers")["accuracy"] == told["accuracy"]
    again = lines(tmp_path / "again.jsonl", {"item": "p-2", "outcome": "correct"})
    locked = smo("bea", "verdict", "--from", again, code=1)
    assert "lead ruled on the dispute" in locked["error"]["what"]
    found = smo("lead", "auditors")["auditors"]
    assert [(one["name"], one["verdicts"]) for one in found] == [("bea", 2), ("cho", 1)]
    for who in ("lead", "bea", "cho"):
        assert smo(who, "check")["problems"] == []
