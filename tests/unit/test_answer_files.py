"""Findings as files: all three forms go out and come back, and hostile ones change nothing."""

from __future__ import annotations

import html
import io
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs
from openpyxl import Workbook, load_workbook

from smo_review.domain.answer_form import FORM_FORMAT, AnswerForm, FormFinding
from smo_review.domain.errors import UserError
from smo_review.exchange.findings import html_form, json_file, sheet
from smo_review.language import LANGUAGES
from smo_review.operations.answer_files import export_findings, take_answers
from smo_review.operations.custody import seal_item
from smo_review.operations.purge import purge
from smo_review.queries.disputes import disputes
from smo_review.store.workspace import Workspace
from tests.helpers.answer_forms import ANSWER, FORMS, NASTY, filled, form, said, ws
from tests.helpers.dispute_cases import OVER, find, workspace_of
from tests.helpers.store_cases import derived

__all__ = ["form", "ws"]


@pytest.mark.parametrize("kind", FORMS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_comes_back_as_it_went(kind: str, language: str, form: AnswerForm) -> None:
    write, read = FORMS[kind]
    told = filled(structs.replace(form, language=language))
    back = read(write(told), "a file")
    assert said(back) == said(told) and back.annotator == "ann"


@pytest.mark.parametrize("kind", FORMS)
@pytest.mark.parametrize("text", NASTY)
def test_foreign_words_come_back_as_they_are_and_do_nothing(kind: str, text: str) -> None:
    one = FormFinding(
        "0" * 64, 0, "b", text, "over", labels=({"en": text},), note=text, code_name={"en": text},
        answer="dispute", reason=text,
    )  # fmt: skip
    write, read = FORMS[kind]
    data = write(AnswerForm(FORM_FORMAT, text, (one,)))
    back = read(data, "a file")
    assert back.annotator == text and back.findings[0].item == text
    assert back.findings[0].reason == text
    if kind == "html":
        page = data.decode()
        assert page.count("<script>") == 1 and "alert(1)</script>" not in page
    if kind == "xlsx":
        cells = [cell for row in load_workbook(io.BytesIO(data)).active.iter_rows() for cell in row]
        assert {cell.data_type for cell in cells if cell.value} == {"s"}


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=200))
def test_any_reason_survives_every_form(reason: str) -> None:
    one = FormFinding("0" * 64, 0, "b", "i", "c", answer="dispute", reason=reason.strip())
    form = AnswerForm(FORM_FORMAT, "ann", (one,))
    for write, read in FORMS.values():
        assert read(write(form), "a file").findings[0].reason.strip() == reason.strip()


@pytest.mark.parametrize("kind", FORMS)
def test_answers_of_every_form_become_facts_once(
    kind: str, ws: Workspace, form: AnswerForm, tmp_path: Path
) -> None:
    path = tmp_path / f"answers.{kind}"
    path.write_bytes(FORMS[kind][0](filled(form)))
    taken = take_answers(ws, path)
    assert (taken.accepted, taken.disputed, taken.unanswered, taken.facts_new) == (1, 1, 0, 2)
    (told,) = disputes(ws)
    assert told.answers[0].reason == "=1+1\nIt quotes 中文 ខ្មែរ"
    before = derived(ws)
    again = take_answers(ws, path)
    assert (again.facts_new, again.facts_known) == (0, 2) and derived(ws) == before


def test_a_changed_answer_replaces_the_one_before(ws: Workspace, form: AnswerForm) -> None:
    path = Path(ws.path).parent / "answers.json"
    path.write_bytes(json_file.write(filled(form)))
    take_answers(ws, path)
    first, second = filled(form).findings
    changed = structs.replace(first, answer="accept", reason="")
    path.write_bytes(json_file.write(structs.replace(form, findings=(changed, second))))
    assert take_answers(ws, path).facts_new == 1
    assert disputes(ws) == ()


def test_what_was_left_open_is_no_fact_and_what_was_answered_comes_filled_in(
    ws: Workspace, form: AnswerForm, tmp_path: Path
) -> None:
    path = tmp_path / "answers.json"
    first, second = filled(form).findings
    opened = structs.replace(second, answer="")
    path.write_bytes(json_file.write(structs.replace(form, findings=(first, opened))))
    taken = take_answers(ws, path)
    assert (taken.facts_new, taken.unanswered) == (1, 1)
    made = export_findings(ws, "ann", tmp_path / "again.json")
    assert (made.findings, made.answered) == (2, 1)
    again = json_file.read((tmp_path / "again.json").read_bytes(), "again.json")
    assert said(again)[0] == said(filled(form))[0]


def test_the_form_has_no_content_and_no_notes_unless_asked(ws: Workspace, tmp_path: Path) -> None:
    made = export_findings(ws, "ann", tmp_path / "out")
    for plain in map(_unpacked, made.files):
        assert b"words no one shares" not in plain and b"see the caption" not in plain
        assert b"Hate is what attacks a group." in plain
    made = export_findings(ws, "ann", tmp_path / "out", notes=True)
    assert all(b"see the caption" in _unpacked(path) for path in made.files)


def _unpacked(path: Path) -> bytes:
    if path.suffix != ".xlsx":
        return path.read_bytes()
    with zipfile.ZipFile(path) as book:
        return b"".join(book.read(name) for name in book.namelist())


def test_findings_on_a_sealed_item_are_left_out_and_counted(ws: Workspace, tmp_path: Path) -> None:
    from smo_review.domain.content import AnnotationKey

    find(ws, OVER, key=AnnotationKey("b-1", "i1", "ann"))
    seal_item(ws, "b-1", "i0")
    made = export_findings(ws, "ann", tmp_path / "ann.json")
    assert (made.findings, made.sealed) == (1, 2)


def test_a_file_is_named_for_the_annotator_whatever_the_name(tmp_path: Path) -> None:
    from smo_review.domain.content import AnnotationKey
    from tests.helpers.dispute_cases import GUIDED
    from tests.helpers.store_cases import case

    name = "../../សុភា 中/\u202e"
    workspace = workspace_of(tmp_path, "lead", case(1, (name,), project=GUIDED))
    find(workspace, OVER, key=AnnotationKey("b-1", "i0", name))
    made = export_findings(workspace, name, tmp_path / "out")
    assert {path.parent for path in made.files} == {tmp_path / "out"}
    assert all("សុភា" in path.name and "\u202e" not in path.name for path in made.files)
    workspace.close()


def test_the_page_asks_for_nothing_from_anywhere(form: AnswerForm) -> None:
    page = html_form.write(form).decode()
    assert "default-src 'none'" in html.unescape(page)
    markup = page.partition("<script>")[0]
    assert not re.search(r"(?:src|href|action)\s*=\s*[\"']?(?!data:,)\w", markup)
    assert "http:" not in page and "https:" not in page and "@import" not in page
    labels = set(re.findall(r'<label for="([^"]+)"', page))
    fields = set(re.findall(r'<(?:input|textarea)[^>]* id="([^"]+)"', page))
    assert labels == fields
    assert page.count("<legend>") == page.count("<fieldset")


def test_the_sheet_offers_its_answers_in_its_language_and_takes_them_in_any(
    form: AnswerForm,
) -> None:
    data = sheet.write(structs.replace(form, language="zh"))
    book = load_workbook(io.BytesIO(data))
    page = book.active
    (rule,) = page.data_validations.dataValidation
    words = rule.formula1.strip('"').split(",")
    assert rule.type == "list" and len(words) == 2 and "Accept" not in words
    page.cell(sheet.HEAD_ROW + 1, ANSWER).value = words[1]
    page.cell(sheet.HEAD_ROW + 1, ANSWER + 1).value = "reason"
    page.cell(sheet.HEAD_ROW + 2, ANSWER).value = " ACCEPT "
    assert [one.answer for one in sheet.read(_bytes(book), "s").findings] == ["dispute", "accept"]


def _bytes(book: Workbook) -> bytes:
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def test_a_program_that_turns_numbers_into_numbers_does_no_harm(form: AnswerForm) -> None:
    book = load_workbook(io.BytesIO(sheet.write(form)))
    for row in (sheet.HEAD_ROW + 1, sheet.HEAD_ROW + 2):
        cell = book.active.cell(row, sheet.COLUMNS.index("finding") + 1)
        cell.value = float(cell.value)
    assert [one.finding for one in sheet.read(_bytes(book), "s").findings] == [0, 1]


def test_a_reason_after_the_purge_is_refused_in_plain_words(
    ws: Workspace, form: AnswerForm, tmp_path: Path
) -> None:
    path = tmp_path / "answers.json"
    path.write_bytes(json_file.write(filled(form)))
    purge(ws, "b-1")
    with pytest.raises(UserError, match="purged"):
        take_answers(ws, path)
    assert disputes(ws) == ()


def test_another_ending_than_the_three_makes_a_folder(ws: Workspace, tmp_path: Path) -> None:
    assert len(export_findings(ws, "ann", tmp_path / "deep" / "folder").files) == 3
    assert [path.name for path in export_findings(ws, "ann", tmp_path / "F.HTML").files] == [
        "F.HTML"
    ]
    with pytest.raises(UserError, match="no findings"):
        export_findings(ws, "nobody", tmp_path / "x")
