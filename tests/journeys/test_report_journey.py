"""From verdicts to the lead's report, and to the central team that computes it again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from smo_review.cli.main import run
from smo_review.domain.views import FindingDraft, VerdictDraft
from smo_review.operations.receive import receive
from smo_review.operations.results import export_results
from smo_review.operations.verdicts import record_verdicts
from smo_review.operations.workspace import open_workspace
from tests.helpers.bundles import sample_items, write_batch
from ui.printing.pdf import print_alone

ITEMS = 12


def judged(folder: Path, batch: Path, name: str, wrong: int) -> Path:
    """One auditor's results file: `wrong` of Ann's annotations were wrong."""
    ws = open_workspace(folder / name, create=True)
    receive(ws, batch)
    with ws.read() as conn:
        (id_,) = conn.execute("SELECT id FROM batches").fetchone()
    missed = (FindingDraft(code="missed", right_label="dog"),)
    record_verdicts(
        ws,
        [
            VerdictDraft(id_, item.id, "ann", "incorrect" if n < wrong else "correct",
                         findings=missed if n < wrong else ())
            for n, item in enumerate(sample_items(ITEMS))
        ],
    )  # fmt: skip
    out = folder / f"{name}.results.smo"
    export_results(ws, out, project="animals")
    ws.close()
    return out


def test_a_leads_report_is_computed_again_elsewhere_from_files_in_another_order(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def answer(place: str, *words: str) -> tuple[int, dict]:
        line = ["--workspace", str(tmp_path / place), "--json", *map(str, words)]
        code = run(line, open_client=lambda _: 0, printer=print_alone)
        return code, json.loads(capsys.readouterr().out)

    batch = tmp_path / "animals.smo"
    write_batch(batch, sample_items(ITEMS))
    first = judged(tmp_path, batch, "kim", wrong=3)
    second = judged(tmp_path, batch, "lee", wrong=5)

    assert answer("lead", "receive", batch, first)[0] == 0
    report = [tmp_path / f"ann.{form}" for form in ("html", "pdf", "xlsx")]
    code, told = answer("lead", "report", "annotator", "--annotator", "ann", "--language", "km",
                        "--html", report[0], "--pdf", report[1], "--xlsx", report[2])  # fmt: skip
    assert code == 0
    accuracy = next(one for one in told["figures"] if one["id"] == "accuracy")
    assert (accuracy["value"], accuracy["n"]) == (9 / ITEMS, ITEMS)
    named = next(one for one in told["lists"] if one["id"] == "incorrect")
    assert [one["item"] for one in named["items"]] == sorted(
        item.id for item in sample_items(ITEMS)[:3]
    )
    assert report[1].read_bytes().startswith(b"%PDF")

    # Where the verdicts have not come, nothing can be said; with them and others, the same.
    assert answer("central", "receive", batch, second)[0] == 0
    code, refused = answer("central", "report", "--verify", report[0])
    assert (code, "receive" in refused["error"]["do"].lower()) == (1, True)
    assert answer("central", "receive", first)[0] == 0
    for place in ("central", "lead"):
        for file in (report[0], report[2]):
            code, found = answer(place, "report", "--verify", file)
            assert (code, found["same"], found["head"]) == (0, True, told["head"])
    code, now = answer("central", "report", "annotator", "--annotator", "ann")
    assert now["head"] != told["head"]
    assert next(one for one in now["figures"] if one["id"] == "unsettled")["value"] == 2
