"""A report's PDF: figures lead to lists, each foot names the head, a card lets it be verified."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from PySide6.QtPdf import QPdfDocument

from smo_review.cli.main import run
from smo_review.domain.addresses import read_address
from smo_review.domain.reports import figures_of
from smo_review.operations.reports import verify_report, write_report
from smo_review.queries.reports.build import build, request
from smo_review.reports.reading import read_report
from smo_review.reports.report_page import card_of
from smo_review.reports.templates import Templates
from smo_review.reports.xmp import card_in, packet
from smo_review.store.ledger import merge_facts
from smo_review.store.workspace import Workspace
from tests.helpers.report_cases import verdicts
from tests.helpers.report_desk import ws
from ui.printing.pdf import print_html

__all__ = ["ws"]


@pytest.fixture
def paper(ws: Workspace, tmp_path: Path, qapp: object) -> Path:
    path = tmp_path / "central.pdf"
    write_report(ws, request(ws, "central", language="km"), pdf=path, printer=print_html)
    return path


def test_the_pdf_carries_the_card_that_the_page_carries(ws: Workspace, paper: Path) -> None:
    told = read_report(paper.read_bytes(), "").card
    again, _ = build(ws, told.request)
    assert told == card_of(again, Templates().digest)


def test_a_pdf_is_computed_again_to_the_digit_after_more_facts(ws: Workspace, paper: Path) -> None:
    before = len(figures_of(build(ws, request(ws, "central"))[0]))
    merge_facts(ws, verdicts(60, seed=9, person="another", first=20))
    found = verify_report(ws, paper)
    # Shapes of letters are not read: what the pages show is vouched for by nobody.
    assert (found.same, found.paper, found.page) == (True, True, None)
    assert len(found.figures) == before


@pytest.mark.parametrize(
    ("was", "now"),
    [
        (rb'("id":"accuracy","value":)0\.\d+', rb"\g<1>0.97"),
        (rb'"kind":"central"', rb'"kind":"team"'),
    ],
)
def test_a_card_that_was_changed_in_a_pdf_is_found(
    ws: Workspace, paper: Path, was: bytes, now: bytes
) -> None:
    told, changed = re.subn(was, now, paper.read_bytes())
    assert changed
    paper.write_bytes(told)
    assert not verify_report(ws, paper).same


def test_figures_lead_to_their_lists_and_items_to_their_addresses(
    ws: Workspace, paper: Path
) -> None:
    told = paper.read_bytes()
    inside = re.findall(rb"/Dest \(\xfe\xff(.*?)\)\n", told, re.DOTALL)
    names = {name.decode("utf-16-be") for name in inside}
    lists = build(ws, request(ws, "central"))[0].lists
    assert {f"list-{n}" for n in range(1, len(lists) + 1)} == names
    known = {name.decode("utf-16-be") for name in re.findall(rb"\(\xfe\xff((?:\0l\0i\0s\0t).*?)\)",
                                                             told, re.DOTALL)}  # fmt: skip
    assert names <= known
    outside = re.findall(rb"/URI \((.*?)\)", told)
    assert outside
    assert all(read_address(link.decode()) for link in outside)


def test_every_foot_names_the_head(ws: Workspace, paper: Path) -> None:
    digest = read_report(paper.read_bytes(), "").card.head.digest
    document = QPdfDocument(None)
    document.load(str(paper))
    feet = [document.getAllText(n).text() for n in range(document.pageCount())]
    document.close()
    assert len(feet) > 3
    assert all(digest[:16] in text for text in feet)


def test_a_report_without_a_card_is_printed_without_one(qapp: object) -> None:
    told = print_html("<html><head><title>Minutes</title></head><body><p>Words</p></body></html>")
    assert card_in(told) == ""
    assert b"smo:card" not in told


def test_a_card_keeps_whatever_is_in_it(qapp: object) -> None:
    odd = json.dumps({"a": '<b> & </smo:card> "ភ្នំ" <?xpacket end?>'}, ensure_ascii=False)
    assert card_in(b"%PDF " + packet(odd) + b" more") == odd


def test_the_command_verifies_a_pdf_and_refuses_anything_else_beside_it(
    ws: Workspace, paper: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def answer(*words: object) -> tuple[int, dict]:
        line = ["--workspace", str(ws.path), "--json", "report", "--verify", *map(str, words)]
        code = run(line, open_client=lambda _: 0, printer=print_html)
        return code, json.loads(capsys.readouterr().out)

    code, told = answer(paper)
    assert (code, told["same"], told["page"]) == (0, True, None)
    for words in (
        ("--html", "x.html"),
        ("--pdf", "x.pdf"),
        ("--xlsx", "x.xlsx"),
        ("--annotator", "sokha"),
        ("--since", "2026-01-01"),
        ("--language", "km"),
    ):
        code, told = answer(paper, *words)
        assert code == 1
        assert told["error"]["where"] == words[0]
        assert told["error"]["do"]
    assert not list(paper.parent.glob("x.*"))
