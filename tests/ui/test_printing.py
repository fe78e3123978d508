"""Reports on paper: whole, in their own scripts, with nothing loaded from anywhere."""

from __future__ import annotations

import re
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PySide6.QtGui import QTextDocument

from main import main
from smo_review.domain.charts import Bar, BarChart
from smo_review.reports.look import PAPER
from smo_review.reports.svg import svg
from ui.printing import pdf
from ui.printing.pdf import print_html

CHART = svg(BarChart("Spread", "share", (Bar("仇恨言论", 0.5, 0.3, 0.7, 20), Bar("ក្រុម", 0.25))))
LINE = "<p>A line of the report.</p>"


def html_of(body: str) -> str:
    return f"<html><head><title>Minutes</title></head><body>{body}</body></html>"


def streams(told: bytes) -> list[bytes]:
    """The unpacked streams of a PDF: pages, fonts, pictures."""
    found = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", told, re.DOTALL)
    unpacked = []
    for one in found:
        try:
            unpacked.append(zlib.decompress(one))
        except zlib.error:
            unpacked.append(one)
    return unpacked


def pages(told: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", told))


def test_a_report_becomes_a4_pages_with_its_title(qapp) -> None:
    told = print_html(html_of(LINE * 200))
    assert told.startswith(b"%PDF-") and 5 <= pages(told) <= 9
    box = re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)", told)
    assert box is not None and (float(box[1]), float(box[2])) == (595, 842)
    assert "Minutes".encode("utf-16-be") in told


def test_charts_stay_outlines_and_chinese_keeps_its_own_shapes(qapp) -> None:
    told = print_html(html_of(f"<p>ក្រុម 仇恨言论</p>{CHART}"))
    assert b"/Subtype /Image" not in told, "a chart was made a picture"
    fonts = set(re.findall(rb"/FontName\s*/(?:[A-Z]+\+)?([A-Za-z-]+)", told))
    assert not [name for name in fonts if b"CJKjp" in name or b"CJKkr" in name]


def test_a_chart_is_drawn_where_it_stands(qapp) -> None:
    accent = re.compile(rb"0\.184\d* 0\.37\d* 0\.70\d* scn")
    assert PAPER.accent == "#2f5fb3", "the colour that is looked for"
    assert not any(accent.search(one) for one in streams(print_html(html_of(LINE))))
    assert any(accent.search(one) for one in streams(print_html(html_of(LINE + CHART))))
    assert pages(print_html(html_of(CHART * 8))) == 1
    assert pages(print_html(html_of(CHART * 14))) == 2, "a chart takes its room"


def test_a_heading_never_stands_alone_at_the_foot_of_a_page(qapp) -> None:
    moved = 0
    for lines in range(30, 50):
        document = pdf._laid_out(html_of(LINE * lines + "<h2>Rulings</h2>" + LINE * 3))
        block = next(one for one in pdf._blocks(document) if one.text() == "Rulings")
        assert pdf._page_of(document, block) == pdf._page_of(document, block.next())
        plain = QTextDocument()
        plain.setHtml(html_of(LINE))
        moved += (
            block.blockFormat().pageBreakPolicy() != plain.begin().blockFormat().pageBreakPolicy()
        )
    assert moved, "no length put the heading at a foot: the test shows nothing"


def test_a_caption_stands_on_the_page_of_its_table_and_no_head_without_rows(qapp) -> None:
    style = "<style>table { border-collapse: collapse }</style>"
    row = "<tr><td>A row</td></tr>"
    body = "<h2>Actions</h2><table><caption>To do</caption><thead><tr><th>What</th></tr></thead>"
    for lines in range(20, 50):
        document = pdf._laid_out(html_of(f"{style}{LINE * lines}{body}{row * 3}</table>"))
        pages = {one.text(): pdf._page_of(document, one) for one in pdf._blocks(document)}
        assert pages["Actions"] == pages["To do"] == pages["What"]


def test_moving_a_heading_loses_nothing_of_what_stands_behind_it(qapp) -> None:
    table = f"<table><caption>Votes</caption>{'<tr><td>A row</td></tr>' * 3}</table>"
    item = f"<h3>Item</h3>{LINE}<div>{CHART}</div>{table}<ul><li>A remark</li></ul>{LINE}"
    for lines in range(20, 50):
        document = pdf._laid_out(html_of(f"{LINE * lines}<h2>Items</h2>{item * 5}"))
        blocks = [one for one in pdf._blocks(document) if one.text()]
        assert all(one.layout().lineCount() for one in blocks), f"words are lost after {lines}"


def test_nothing_is_loaded_from_outside_the_report(qapp, tmp_path: Path, monkeypatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(
        QTextDocument, "loadResource", lambda self, kind, name: asked.append(name.toString())
    )
    (tmp_path / "secret.png").write_bytes(b"not for paper")
    outside = (
        f'<img src="{(tmp_path / "secret.png").as_uri()}"><link rel="stylesheet" href="x.css">'
    )
    told = print_html(html_of(outside + LINE))
    assert pages(told) == 1 and not asked


def test_a_report_is_printed_the_same_in_a_worker_thread(qapp) -> None:
    report = html_of(LINE * 33 + f"<h2>Items</h2><p>Votes</p><div>{CHART}</div>" * 4)
    with ThreadPoolExecutor(1) as worker:
        there = worker.submit(print_html, report).result(timeout=60)
    assert pages(there) == pages(print_html(report))


def test_the_entry_point_hands_the_command_line_a_printer(monkeypatch) -> None:
    handed = {}

    def run(argv, *, open_client, printer):
        handed["pdf"] = printer(html_of(LINE))
        return 0

    monkeypatch.setattr("smo_review.cli.main.run", run)
    assert main(["session", "list"]) == 0
    assert handed["pdf"].startswith(b"%PDF-")


@pytest.mark.parametrize("language", ["en", "km", "zh"])
def test_page_numbers_are_in_the_persons_language(qapp, language: str, monkeypatch) -> None:
    from smo_review.language import set_language, tr

    set_language(language)
    told: list[str] = []
    real = pdf.QPainter.drawText
    monkeypatch.setattr(
        pdf.QPainter,
        "drawText",
        lambda self, *words: (told.append(str(words[-1])), real(self, *words))[1],
    )
    print_html(html_of(LINE))
    assert tr("Page {n} of {all}", n=1, all=1) in told
