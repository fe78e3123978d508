"""Hostile files of answers are refused in plain words and change nothing."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs
from openpyxl import Workbook, load_workbook

from smo_review.domain.answer_form import FORM_FORMAT, AnswerForm, FormFinding
from smo_review.domain.errors import UserError
from smo_review.exchange.findings import files, html_form, json_file, sheet
from smo_review.operations.answer_files import take_answers
from smo_review.queries.disputes import disputes
from smo_review.store.workspace import Workspace
from tests.helpers.answer_forms import ANSWER, filled, form, ws
from tests.helpers.store_cases import derived

__all__ = ["form", "ws"]


def _bytes(book: Workbook) -> bytes:
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _json(form: AnswerForm, **changes: Any) -> bytes:
    told = json.loads(json_file.write(filled(form)))
    for place, value in changes.items():
        if place == "top":
            told |= value
        else:
            told["findings"][int(place[1:])] |= value
    return json.dumps(told).encode()


def _sheet(form: AnswerForm, row: int, column: int, value: Any) -> bytes:
    book = load_workbook(io.BytesIO(sheet.write(filled(form))))
    book.active.cell(row, column).value = value
    return _bytes(book)


def _doubled(form: AnswerForm) -> bytes:
    first, _ = filled(form).findings
    return json_file.write(structs.replace(form, findings=(first, first)))


def _bomb(_: AnswerForm) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/worksheets/sheet1.xml", b" " * (files.MAX_FILE + 1))
    return kept.getvalue()


HOSTILE: dict[str, tuple[Callable[[AnswerForm], bytes], str]] = {
    "nothing": (lambda f: b"", "cannot be read"),
    "noise": (lambda f: b"\xff\x00\xfe" * 99, "cannot be read"),
    "cut JSON": (lambda f: json_file.write(f)[:-40], "cannot be read"),
    "deep JSON": (lambda f: b"[" * 100_000, "cannot be read"),
    "another format": (lambda f: _json(f, top={"format": "smo-findings/9"}), "another format"),
    "unknown field": (lambda f: _json(f, f0={"x": 1}), "unknown field"),
    "no reason": (lambda f: _json(f, f0={"reason": "  "}), "needs its reason"),
    "reason only": (lambda f: _json(f, f0={"answer": ""}), "no answer"),
    "another word": (lambda f: _json(f, f0={"answer": "maybe"}), "is no answer"),
    "too long": (lambda f: _json(f, f0={"reason": "x" * 20_001}), "at most"),
    "twice": (_doubled, "answered twice"),
    "wrong batch": (lambda f: _json(f, f0={"batch": "b-9"}), "no such batch"),
    "wrong item": (lambda f: _json(f, f0={"item": "i1"}), "no such finding"),
    "unknown item": (lambda f: _json(f, f0={"item": "nowhere"}), "no item nowhere"),
    "unknown verdict": (lambda f: _json(f, f0={"verdict": "1" * 64}), "no such finding"),
    "another's findings": (lambda f: _json(f, top={"annotator": "bob"}), "no such finding"),
    "nobody's findings": (lambda f: _json(f, top={"annotator": "eve"}), "no such annotation"),
    "unknown finding": (lambda f: _json(f, f0={"finding": 7}), "no such finding"),
    "below zero": (lambda f: _json(f, f0={"finding": -1}), "no such finding"),
    "another code": (lambda f: _json(f, f0={"code": "wrong"}), "no such finding"),
    "no form": (lambda f: b"<html><body>hello</body></html>", "no form of findings"),
    "damaged page": (
        lambda f: html_form.write(f).replace(b'id="kept">{', b'id="kept">['),
        "cannot be read",
    ),
    "a page without its end": (
        lambda f: html_form.write(f).partition(b'id="kept">')[0] + b'id="kept">{',
        "no form of findings",
    ),
    "a page of brackets": (lambda f: b"<!--<a " * 200_000, "no form of findings"),
    "formula": (lambda f: _sheet(f, 4, ANSWER + 1, '=HYPERLINK("x")'), "formula"),
    "formula elsewhere": (lambda f: _sheet(f, 5, 6, "=1+1"), "formula"),
    "a word that is no answer": (lambda f: _sheet(f, 4, ANSWER, "maybe"), "is no answer"),
    "hidden column": (lambda f: _sheet(f, 4, 2, "x"), "hidden column"),
    "heading row": (lambda f: _sheet(f, 2, 1, "x"), "first rows"),
    "another sheet": (lambda f: _bytes(Workbook()), "first rows"),
    "cut sheet": (lambda f: sheet.write(f)[:2000], "no spreadsheet"),
    "bomb": (_bomb, "would unpack"),
    "empty zip": (lambda f: b"PK\x05\x06" + bytes(18), "cannot be read"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_plain_words_and_changes_nothing(
    name: str, ws: Workspace, form: AnswerForm, tmp_path: Path
) -> None:
    make, words = HOSTILE[name]
    path = tmp_path / "answers"
    path.write_bytes(make(form))
    before = derived(ws)
    with pytest.raises(UserError, match=words) as refusal:
        take_answers(ws, path)
    assert refusal.value.where and refusal.value.do
    assert derived(ws) == before and disputes(ws) == ()


GOOD = sheet.write(
    AnswerForm(FORM_FORMAT, "ann", (FormFinding("0" * 64, 0, "b", "i", "c", answer="accept"),))
)


@given(st.data())
def test_a_damaged_sheet_is_refused_or_read_and_never_a_crash(data: st.DataObject) -> None:
    good = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 6))):
        good[data.draw(st.integers(2, len(good) - 1))] = data.draw(st.integers(0, 255))
    try:
        sheet.read(bytes(good), "a file")
    except UserError as error:
        assert error.what
