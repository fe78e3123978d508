"""From a source to the lead's number, through files and the command line alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from smo_review.cli.main import run

ROWS = [
    ("p-1", "ឆ្មាកំពុងដេក", "ann", "normal"),
    ("p-1", "ឆ្មាកំពុងដេក", "bob", "hateful"),
    ("p-2", "猫在睡觉", "ann", "hateful"),
    ("p-2", "猫在睡觉", "bob", "hateful"),
    ("p-3", "A cat sleeps", "ann", "normal"),
]
VERDICTS_A = [
    {"item": "p-1", "annotator": "ann", "outcome": "correct"},
    {
        "item": "p-1",
        "annotator": "bob",
        "outcome": "incorrect",
        "findings": [{"label": "hateful", "right_label": "normal", "note": "អត់អី"}],
        "note": "看错了",
    },
    {"item": "p-2", "annotator": "ann", "outcome": "correct"},
]
VERDICTS_C = [
    {"item": "p-2", "annotator": "ann", "outcome": "incorrect", "findings": [{"label": "hateful"}]},
    {"item": "p-2", "annotator": "bob", "outcome": "ambiguous"},
    {"item": "p-3", "outcome": "correct"},
]


@pytest.fixture
def smo(tmp_path, capsys):
    """Runs a command in a workspace named by a letter; returns its answer, which must be a 0."""

    def smo(workspace: str, *words: str, code: int = 0) -> dict:
        ended = run(
            ["--json", "--workspace", str(tmp_path / workspace), *words], open_client=lambda _: 9
        )
        answer = json.loads(capsys.readouterr().out)
        assert ended == code, answer
        return answer

    return smo


def write_lines(path: Path, records: list[dict]) -> str:
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), "utf-8")
    return str(path)


def test_from_source_to_the_leads_number(smo, tmp_path) -> None:
    names = ("id", "text", "annotator", "label")
    source = write_lines(
        tmp_path / "source.jsonl", [dict(zip(names, row, strict=True)) for row in ROWS]
    )
    batch, from_a, from_c = (str(tmp_path / f"{n}.smo") for n in ("batch", "a", "c"))

    packed = smo("lead", "pack", source, "-o", batch)
    assert (packed["items"], packed["annotations"], packed["rejected"]) == (3, 5, 0)
    assert set(packed["labels"]) == {"normal", "hateful"}
    told = smo("nowhere", "inspect", batch)
    assert (told["kind"], told["items"], told["annotations"]) == ("batch", 3, 5)

    received = smo("a", "receive", batch)
    assert (received["items"], received["annotations"]) == (3, 5)
    assert received["facts_new"] == received["facts_known"] == 0
    assert received["batches"] == [told["id"]]
    assert received["refused"] == []

    script = write_lines(tmp_path / "a.jsonl", VERDICTS_A)
    assert smo("a", "verdict", "--from", script) == {"verdicts": 3, "facts_new": 3}
    assert smo("a", "verdict", "--from", script) == {"verdicts": 3, "facts_new": 0}
    results = smo("a", "results", "-o", from_a)
    assert results == {"path": from_a, "facts": 3, "verdicts": 3, "texts": 2}

    smo("c", "receive", batch)
    smo("c", "identity", "--name", "Chan")
    smo("c", "verdict", "--from", write_lines(tmp_path / "c.jsonl", VERDICTS_C))
    smo("c", "results", "-o", from_c)

    # The lead takes one file before the batch, everything in one go, and one file twice.
    taken = smo("lead", "receive", from_c, batch, from_a, from_a)
    assert (taken["facts_new"], taken["facts_known"]) == (6, 3)
    assert len(taken["received"]) == 4

    numbers = smo("lead", "numbers")
    # p-1 ann correct, p-1 bob incorrect, p-3 ann correct; p-2 ann is judged in two ways.
    assert (numbers["reviewed"], numbers["annotations"]) == (5, 5)
    assert (numbers["correct"], numbers["incorrect"]) == (2, 1)
    assert (numbers["ambiguous"], numbers["unreviewable"], numbers["unsettled"]) == (1, 0, 1)
    assert numbers["accuracy"]["value"] == pytest.approx(2 / 3)
    assert numbers["accuracy"]["n"] == 3
    assert numbers["accuracy"]["low"] == pytest.approx(0.2077, abs=1e-4)
    assert numbers["accuracy"]["high"] == pytest.approx(0.9385, abs=1e-4)
    assert numbers["groups"] == []

    by = {group["key"]: group for group in smo("lead", "numbers", "--by", "annotator")["groups"]}
    assert by["ann"]["accuracy"]["value"] == 1
    assert by["ann"]["unsettled"] == 1
    assert by["bob"]["accuracy"] == by["bob"]["critical_accuracy"] | {
        "value": 0,
        "low": by["bob"]["accuracy"]["low"],
        "high": by["bob"]["accuracy"]["high"],
    }
    assert by["bob"]["reviewed"] == 2
    auditors = smo("lead", "numbers", "--by", "auditor")["groups"]
    assert sorted(group["reviewed"] for group in auditors) == [3, 3]

    for workspace in ("a", "c", "lead"):
        assert smo(workspace, "check") == {"problems": []}
    before = smo("lead", "numbers", "--by", "label")
    assert smo("lead", "rebuild") == {"batches": [told["id"]]}
    assert smo("lead", "numbers", "--by", "label") == before

    smo("lead", "purge", told["id"])
    assert smo("lead", "numbers", "--by", "label") == before
    assert smo("lead", "check") == {"problems": []}


def test_one_bad_file_does_not_keep_the_others_out(smo, tmp_path) -> None:
    source = write_lines(
        tmp_path / "s.jsonl", [{"id": "1", "text": "x", "annotator": "ann", "label": "a"}]
    )
    batch = str(tmp_path / "batch.smo")
    smo("lead", "pack", source, "-o", batch)
    bad = tmp_path / "bad.smo"
    bad.write_bytes(Path(batch).read_bytes()[:-1])
    taken = smo("a", "receive", str(bad), batch, str(tmp_path / "none.smo"), code=1)
    assert [one["path"] for one in taken["refused"]] == [str(bad), str(tmp_path / "none.smo")]
    assert [one["path"] for one in taken["received"]] == [batch]
    assert taken["items"] == 1
    assert set(taken["error"]) == {"what", "where", "do"}
    assert smo("a", "check") == {"problems": []}


def test_empty_numbers_are_null_not_zero(smo, tmp_path) -> None:
    source = write_lines(
        tmp_path / "s.jsonl", [{"id": "1", "text": "x", "annotator": "ann", "label": "a"}]
    )
    smo("lead", "pack", source, "-o", str(tmp_path / "batch.smo"))
    smo("a", "receive", str(tmp_path / "batch.smo"))
    numbers = smo("a", "numbers")
    assert (numbers["reviewed"], numbers["annotations"]) == (0, 1)
    assert numbers["accuracy"] == {"value": None, "n": 0, "low": None, "high": None}
