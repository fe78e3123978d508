"""The files of a report: pages by templates that a team may change, workbooks, the command."""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from msgspec import structs
from openpyxl import load_workbook

from smo_review.cli.main import run
from smo_review.domain.content import Part
from smo_review.domain.errors import Cancelled, UserError
from smo_review.domain.facts import Flag, Verdict
from smo_review.domain.reports import figures_of
from smo_review.operations.reports import verify_report, write_report
from smo_review.operations.workspace import open_workspace, save_setting
from smo_review.queries.reports.build import TEMPLATES_SETTING, build, request
from smo_review.reports.reading import read_report
from smo_review.reports.report_page import card_of, page
from smo_review.reports.sheets import workbook
from smo_review.reports.templates import Templates
from smo_review.reports.xmp import card_on_page, packet
from smo_review.store.ledger import merge_facts
from smo_review.store.purging import purge_batch
from smo_review.store.workspace import Workspace
from tests.helpers.drawn_media import encoded, quarters
from tests.helpers.report_cases import (
    ERRORS,
    PROJECT,
    START,
    market,
)
from tests.helpers.report_desk import html, printer, written, ws
from tests.helpers.store_cases import Writer, case, take

__all__ = ["ws"]


@pytest.mark.parametrize(
    "data",
    [b"", b"<html></html>", b"\xff\xfe", b"PK\x03\x04 nothing", b"%PDF-1.4",
     b"%PDF-1.4 <?xpacket begin='' id=''?><smo:card>{}</smo:card>",
     b"%PDF-1.4 <smo:card>{}</smo:card>", b"%PDF-1.4 <?xpacket begin=" * 1000,
     b'<script type="application/json" id="smo-report">{"format": "smo-report/9"}</script>'],
)  # fmt: skip
def test_a_file_that_is_no_report_is_refused(ws: Workspace, tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(data)
    with pytest.raises(UserError, match="no report") as refusal:
        verify_report(ws, path)
    assert refusal.value.do


@pytest.mark.parametrize(
    ("name", "text", "line", "what"),
    [
        ("annotator.html", "<p>\n{% for x in %}\n</p>", 2, "broken"),
        ("annotator.html", "<p>\n\n{{ nobody }}</p>", 3, "broken"),
        ("annotator.html", "{{ ''.__class__.__mro__ }}", 1, "broken"),
        ("parts.html", "{% macro section(one) %}\n{{ one.nothing.at_all }}{% endmacro %}"
         "{% macro appendix(all) %}{% endmacro %}", 2, "broken"),
        ("annotator.html", "{{ 1 // 0 }}", 1, "broken"),
        ("annotator.html", "<script>alert(1)</script>", None, "load or run"),
        ("annotator.html", '<img src="https://example.org/logo.png">', None, "load or run"),
        ("annotator.html", '<p onclick="x()">', None, "load or run"),
        ("style.css", "body { background: url(https://example.org/a.png) }", None, "load or run"),
    ],
)  # fmt: skip
def test_a_broken_or_dangerous_template_is_refused_by_file_and_line(
    ws: Workspace, tmp_path: Path, name: str, text: str, line: int | None, what: str
) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / name).write_text(text, encoding="utf-8")
    asked = request(ws, "annotator", annotator="sokha")
    out = tmp_path / "out.html"
    with pytest.raises(UserError, match=what) as refusal:
        write_report(ws, asked, html=out, templates=folder, printer=printer)
    assert not out.exists()
    assert refusal.value.do
    if line is not None:
        assert refusal.value.where == f"{folder / name}, line {line}"


def test_a_team_changes_a_report_by_one_file_which_the_workspace_can_keep(
    ws: Workspace, tmp_path: Path
) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "annotator.html").write_text(
        '{% extends "base.html" %}{% block foot %}Ask {{ tr("Annotator") }} desk{% endblock %}'
    )
    assert "Ask Annotator desk" in html(ws, templates=folder)
    save_setting(ws, TEMPLATES_SETTING, str(folder))
    path = tmp_path / "kept.html"

    def report(*words: str) -> int:
        line = ["--workspace", str(ws.path), "--json", "report", *words]
        return run(line, open_client=lambda _: 0, printer=printer)

    assert report("annotator", "--annotator", "sokha", "--html", str(path)) == 0
    assert "Ask Annotator desk" in path.read_text(encoding="utf-8")
    assert verify_report(ws, path, folder).page is True
    assert verify_report(ws, path).page is None


def test_words_are_escaped_on_the_page_and_are_no_formula_in_the_workbook(tmp_path: Path) -> None:
    evil = '=HYPERLINK("x")<b>'
    one = market(8)
    renamed = tuple(msgspec.structs.replace(a, annotator=evil) for a in one.annotations if
                    a.annotator == "sokha")  # fmt: skip
    case = msgspec.structs.replace(
        one, annotations=renamed, info=msgspec.structs.replace(one.info, annotations=8)
    )
    ws = open_workspace(tmp_path / "evil", create=True)
    take(ws, case)
    writer = Writer("auditor", PROJECT.id)
    merge_facts(
        ws, [writer.write("verdict", Verdict("b-market", "post-0001", evil, "correct"), START)]
    )
    told, project = build(ws, request(ws, "annotator", annotator=evil))
    text = page(told, project, Templates())
    assert evil not in text
    assert "=HYPERLINK(&#34;x&#34;)&lt;b&gt;" in text
    book = load_workbook(io.BytesIO(workbook(told, project)))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row
             if cell.value is not None}  # fmt: skip
    assert "f" not in kinds
    assert any(cell.value == evil for row in book.worksheets[0].iter_rows() for cell in row)
    ws.close()


def test_the_workbook_names_the_head_and_keeps_numbers_as_numbers(ws: Workspace) -> None:
    told, _ = build(ws, request(ws, "annotator", annotator="sokha"))
    book = load_workbook(io.BytesIO(workbook(told, "Market")))
    rows = {row[0]: row for row in book["figures"].iter_rows(min_row=2, values_only=True)}
    accuracy = next(one for one in figures_of(told) if one.id == "accuracy")
    assert rows["accuracy"][2] == pytest.approx(accuracy.value, rel=1e-14)
    assert rows["accuracy"][3] == accuracy.n
    head = list(book["Ledger head"].iter_rows(values_only=True))
    (stretch,) = told.head.chains
    assert (stretch.chain, stretch.first, stretch.last, stretch.hash) in head
    assert read_report(workbook(told, "Market"), "").card == card_of(told)


def test_a_pdf_that_was_cut_short_is_refused(ws: Workspace) -> None:
    whole = b"%PDF-1.7\n" + packet(card_on_page(html(ws))) + b"\n%%EOF\n"
    assert read_report(whole, "a.pdf").paper
    with pytest.raises(UserError, match="it is damaged"):
        read_report(whole[:-5], "a.pdf")


def test_a_report_of_one_project_takes_no_batch_of_another(ws: Workspace) -> None:
    other = case(batch="b-other", project=structs.replace(PROJECT, id="other"))
    take(ws, other)
    with pytest.raises(UserError, match="has no batch “b-other”") as refusal:
        request(ws, "weekly", project=PROJECT.id, batch="b-other")
    assert "b-other" not in refusal.value.do
    assert request(ws, "weekly", project="other", batch="b-other").batch == "b-other"


def test_the_command_writes_three_forms_and_verifies_them(
    ws: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def answer(*words: str) -> tuple[int, dict]:
        named = ["--workspace", str(ws.path), "--json"]
        code = run([*named, "report", *words], open_client=lambda _: 0, printer=printer)
        return code, json.loads(capsys.readouterr().out)

    files = [str(tmp_path / f"r.{form}") for form in ("html", "pdf", "xlsx")]
    code, told = answer("team", "--team", "Shenzhen", "--html", files[0], "--pdf", files[1],
                        "--xlsx", files[2], "--language", "zh")  # fmt: skip
    assert code == 0
    assert told["files"] == files
    assert all(Path(file).stat().st_size > 1000 for file in files)
    accuracy = next(one for one in told["figures"] if one["id"] == "accuracy")
    assert 0 < accuracy["low"] < accuracy["value"] < accuracy["high"] < 1
    code, verdict = answer("--verify", files[0])
    assert (code, verdict["same"], verdict["head"]) == (0, True, told["head"])
    text = Path(files[0]).read_text(encoding="utf-8")
    Path(files[0]).write_text(
        text.replace('<data class="value" value="', '<data>1%</data><data x="')
    )
    code, verdict = answer("--verify", files[0])
    assert (code, verdict["same"]) == (1, False)
    for words in (("team", "--team", "nobody"), ("annotator",), ("annotator", "--annotator", "x"),
                  ("weekly", "--since", "soon"), ("risk", "--language", "xx"), (),
                  ("central", "--until", "2026-13-01"), ("central", "--batch", "none"),
                  ("risk", "--since", "2026-02-01", "--until", "2026-01-01"),
                  ("risk", "--team", "Shenzhen"), ("weekly", "--annotator", "ann"),
                  ("risk", "--templates", str(tmp_path / "none"))):  # fmt: skip
        code, told = answer(*words)
        assert code == 1
        assert told["error"]["do"], words


def test_a_picture_is_shown_by_its_cover_alone_and_a_purged_one_by_a_plain_square(
    tmp_path: Path,
) -> None:
    picture = encoded(quarters(800, 400), "PNG")
    sha256 = hashlib.sha256(picture).hexdigest()
    one = market(4)
    items = tuple(
        msgspec.structs.replace(
            item, parts=(Part("image", media=sha256, name="a.png", size=len(picture)),)
        )
        for item in one.items
    )
    ws = open_workspace(tmp_path / "pictures", create=True)
    take(ws, msgspec.structs.replace(one, items=items, media=((sha256, picture),)))
    writer = Writer("auditor", PROJECT.id)
    wrong = Verdict("b-market", "post-0001", "sokha", "incorrect", findings=(ERRORS[0],))
    merge_facts(ws, [writer.write("verdict", wrong, START)])
    path, _ = written(ws, tmp_path)
    text = path.read_text(encoding="utf-8")
    (cover,) = re.findall(r'<svg class="cover".*?</svg>', text, re.DOTALL)
    assert "<image" not in cover
    assert "data:image" not in text
    width, height = map(int, re.search(r'viewBox="0 0 (\d+) (\d+)"', cover).groups())
    assert max(width, height) <= 16
    colours = re.findall(r'fill="#(..)(..)(..)"', cover)
    assert len(set(colours)) > 1
    assert all(red == green == blue for red, green, blue in colours)
    assert verify_report(ws, path).page is True
    purge_batch(ws, "b-market")
    assert verify_report(ws, path).same
    purged, _ = written(ws, tmp_path)
    (plain,) = re.findall(
        r'<svg class="cover".*?</svg>', purged.read_text(encoding="utf-8"), re.DOTALL
    )
    assert len(set(re.findall(r'fill="#(\w+)"', plain))) == 1
    ws.close()


def test_a_report_that_is_cancelled_leaves_no_file(ws: Workspace, tmp_path: Path) -> None:
    def stop(done: int, total: int | None, what: str) -> None:
        if done == 3:
            raise Cancelled

    out = tmp_path / "out"
    out.mkdir()
    asked = request(ws, "team")
    with pytest.raises(Cancelled):
        write_report(ws, asked, html=out / "a.html", xlsx=out / "a.xlsx", printer=printer,
                     progress=stop)  # fmt: skip
    with pytest.raises(UserError, match="same name"):
        write_report(ws, asked, html=out / "a", xlsx=out / "a", printer=printer)
    with pytest.raises(UserError):
        write_report(ws, asked, html=out / "a.html", xlsx=tmp_path / "none" / "a", printer=printer)
    assert list(out.iterdir()) == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda card: card["request"].update(language="xx"),
        lambda card: card["request"].update(kind="gossip"),
        lambda card: card["request"].update(made=10**30),
        lambda card: card["request"].update(made=-1),
        lambda card: card["request"].update(since="tomorrow"),
        lambda card: card["request"].update(project="another"),
        lambda card: card["request"].update(annotator="nobody"),
        lambda card: card["request"].update(more="fields"),
        lambda card: card["head"]["chains"][0].update(hash="zz"),
        lambda card: card["head"]["chains"][0].update(first=-1),
        lambda card: card["head"]["chains"][0].update(last=2**60),
        lambda card: card["head"]["chains"].append("chain"),
        lambda card: card["head"]["batches"][0].update(batch="elsewhere"),
        lambda card: card["head"]["batches"][0].update(project_file="0"),
        lambda card: card.update(figures=[{"id": 7}]),
        lambda card: card.update(format="smo-report/9"),
    ],
)
def test_a_card_that_was_spoiled_is_refused_in_plain_words(
    ws: Workspace, tmp_path: Path, spoil: Callable[[dict], object]
) -> None:
    path, _ = written(ws, tmp_path)
    merge_facts(ws, [Writer("late", PROJECT.id).write("flag", Flag("b-market", "post-0001"))])
    text = path.read_text(encoding="utf-8")
    start = text.index('id="smo-report">') + len('id="smo-report">')
    end = text.index("</script>", start)
    card = json.loads(text[start:end])
    spoil(card)
    card["head"]["digest"] = "0" * 64
    path.write_text(text[:start] + json.dumps(card) + text[end:], encoding="utf-8")
    with pytest.raises(UserError) as refusal:
        verify_report(ws, path)
    assert refusal.value.do


def test_a_file_larger_than_any_report_is_refused_before_it_is_looked_into(
    ws: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (
        "smo_review.operations.reports.MOST_BYTES",
        "smo_review.reports.reading.MOST_BYTES",
    ):
        monkeypatch.setattr(name, 1000)
    page_file, book = written(ws, tmp_path)
    for path in (page_file, book):
        with pytest.raises(UserError, match="larger than 1,000 bytes"):
            verify_report(ws, path)
    with pytest.raises(OSError, match="directory"):
        verify_report(ws, tmp_path)
