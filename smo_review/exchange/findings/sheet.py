"""The form as a spreadsheet (XLSX), with a list to choose the answer from.

Every cell is text, so that what begins with = + - @ is never taken for a formula. What comes back
is bounded before it is unpacked, and a formula in it is a refusal.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Sequence
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.datavalidation import DataValidation

from smo_review.domain.answer_form import FORM_FORMAT, AnswerForm, FormFinding
from smo_review.domain.project import words
from smo_review.exchange.findings.bounds import (
    HEADS,
    MAX_FILE,
    MAX_FINDINGS,
    refused,
)
from smo_review.language import LANGUAGES, tr, translated

TECHNICAL = ("verdict", "finding", "batch", "ordinal", "code", "item")
"""Columns that come back as they went, by these names whatever the language; the item is shown."""
TOLD = ("labels", "error", "label", "right_label", "clause", "note")
ANSWERED = ("answer", "reason")
COLUMNS = (*TECHNICAL, *TOLD, *ANSWERED)
WIDTHS = {
    "item": 24,
    "labels": 24,
    "error": 28,
    "clause": 48,
    "note": 28,
    "answer": 14,
    "reason": 40,
}
HEAD_ROW = 3
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    ParseError,
    EOFError,
    OSError,
    RuntimeError,
    ArithmeticError,
    LookupError,
    AttributeError,
    TypeError,
    ValueError,
)
"""In what ways openpyxl fails on a file that is damaged or was made to fail."""
_MAX_PARTS = 200
_LONGEST = 32_767
"""Characters that a cell of this format can hold."""


def write(form: AnswerForm) -> bytes:
    """The sheet: format and annotator in the first row, names of columns, then a row a finding."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "findings"
    put(sheet, 1, (FORM_FORMAT, form.annotator))
    heads = [translated(HEADS.get(name, name), form.language) for name in COLUMNS]
    put(sheet, 2, COLUMNS)
    put(sheet, HEAD_ROW, heads)
    for cell in sheet[HEAD_ROW]:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="E6E8EC")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.row_dimensions[1].hidden = sheet.row_dimensions[2].hidden = True
    locked, free = styled(sheet, locked=True), styled(sheet, locked=False)
    for row, one in enumerate(form.findings, HEAD_ROW + 1):
        for column, value in enumerate(_row(one, form.language), 1):
            place: Any = sheet.cell(row, column)
            put_text(place, value)
            # A style that is worked out for each cell takes ten times as long as all the rest.
            place._style = (free if COLUMNS[column - 1] in ANSWERED else locked)._style
    for number, name in enumerate(COLUMNS, 1):
        size = sheet.column_dimensions[get_column_letter(number)]
        size.width = WIDTHS.get(name, 18)
        size.hidden = name in TECHNICAL and name != "item"
    sheet.freeze_panes = f"{get_column_letter(len(TECHNICAL) + 1)}{HEAD_ROW + 1}"
    _offer_answers(sheet, form)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _offer_answers(sheet: Any, form: AnswerForm) -> None:
    """A list in the answer's column, in the form's language; typing anything else is refused."""
    offered = ",".join(translated(HEADS[name], form.language) for name in ("accept", "dispute"))
    rule = DataValidation(type="list", formula1=f'"{offered}"', allow_blank=True)
    rule.showErrorMessage = True
    sheet.add_data_validation(rule)
    letter = get_column_letter(COLUMNS.index("answer") + 1)
    last = HEAD_ROW + max(1, len(form.findings))
    rule.add(f"{letter}{HEAD_ROW + 1}:{letter}{last}")
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False


def _row(one: FormFinding, language: str) -> tuple[str, ...]:
    def told(text: Any) -> str:
        return words(text, language)

    error = told(one.code_name) or one.code
    if one.critical:
        error = f"{error} ({translated(HEADS['critical'], language)})"
    clause = " ".join(part for part in (one.clause, told(one.clause_title)) if part)
    text = told(one.clause_text)
    values = {
        "verdict": one.verdict,
        "finding": str(one.finding),
        "batch": one.batch,
        "ordinal": str(one.ordinal),
        "code": one.code,
        "item": one.item,
        "labels": ", ".join(map(told, one.labels)),
        "error": error,
        "label": told(one.label),
        "right_label": told(one.right_label),
        "clause": f"{clause}\n{text}" if text else clause,
        "note": one.note,
        "answer": translated(HEADS[one.answer], language) if one.answer else "",
        "reason": one.reason,
    }
    return tuple(values[name] for name in COLUMNS)


def put(sheet: Any, row: int, values: Sequence[str]) -> None:
    """Write a row of texts."""
    for column, value in enumerate(values, 1):
        put_text(sheet.cell(row, column), value)


def put_text(cell: Any, value: str) -> None:
    """Write a text that is said to be one, whatever it begins with."""
    cell.value = _legal(value)
    cell.data_type = "s"


def styled(sheet: Any, *, locked: bool) -> Any:
    """A cell beside the sheet that has the style of all cells alike: text, on several lines."""
    cell = Cell(sheet, 1, 1)
    cell.quotePrefix = True
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.protection = Protection(locked=locked)
    return cell


def _legal(text: str) -> str:
    """Without the control characters that the format cannot hold, and no longer than a cell."""
    return "".join(c for c in text if c >= " " or c in "\t\n")[:_LONGEST]


def read(data: bytes, where: str) -> AnswerForm:
    """The answers in a sheet; UserError that names the first cell that is not as it must be."""
    _check_parts(data, where)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        last = HEAD_ROW + MAX_FINDINGS + 1
        rows = book.worksheets[0].iter_rows(max_row=last, max_col=len(COLUMNS))
        return _form([_texts(row, n, where) for n, row in enumerate(rows, 1)], where)
    except _DAMAGED as error:
        raise refused(
            tr("The spreadsheet cannot be read: {reason}.", reason=type(error).__name__), where
        ) from None


def _check_parts(data: bytes, where: str) -> None:
    """Bound what the file unpacks to before anything of it is unpacked."""
    try:
        entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except _DAMAGED:
        raise refused(tr("The file is no spreadsheet (.xlsx)."), where) from None
    if len(entries) > _MAX_PARTS or sum(entry.file_size for entry in entries) > MAX_FILE:
        raise refused(
            tr("The spreadsheet would unpack to more than {n} bytes.", n=f"{MAX_FILE:,}"), where
        )


def _texts(row: Sequence[Any], number: int, where: str) -> tuple[str, ...]:
    """A row as texts, as long as there are columns."""
    for place, cell in enumerate(row):
        if cell.value is not None and cell.data_type in ("f", "e"):
            raise refused(
                tr("A cell holds a formula; only plain text is taken."),
                f"{where}, {get_column_letter(place + 1)}{number}",
            )
    told = [_text(cell.value) for cell in row]
    return tuple(told + [""] * (len(COLUMNS) - len(told)))


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # programs turn "0" into a number
    return "" if value is None else str(value).strip()


def _form(rows: list[tuple[str, ...]], where: str) -> AnswerForm:
    if len(rows) < HEAD_ROW or rows[0][0] != FORM_FORMAT or rows[1] != COLUMNS:
        raise refused(tr("The first rows are not those of a sheet of findings."), f"{where}, A1:N2")
    said = _answers_by_word()
    found = []
    for number, row in enumerate(rows[HEAD_ROW:], HEAD_ROW + 1):
        if not any(row):
            continue
        cells = dict(zip(COLUMNS, row, strict=True))
        place = tr("{file}, row {n}", file=where, n=number)
        answer = said.get(cells["answer"].casefold())
        if answer is None:
            raise refused(tr("“{word}” is no answer.", word=cells["answer"][:40]), place)
        if not (cells["finding"].isdecimal() and cells["ordinal"].isdecimal()):
            raise refused(tr("A hidden column was changed."), place)
        found.append(
            FormFinding(
                verdict=cells["verdict"],
                finding=int(cells["finding"]),
                batch=cells["batch"],
                item=cells["item"],
                code=cells["code"],
                ordinal=int(cells["ordinal"]),
                answer=answer,
                reason=cells["reason"],
            )
        )
    return AnswerForm(FORM_FORMAT, rows[0][1], tuple(found))


def _answers_by_word() -> dict[str, str]:
    """What may stand in the answer's column, in every language."""
    said = {"": ""}
    for name in ("accept", "dispute"):
        said[name] = name
        for code in LANGUAGES:
            said[translated(HEADS[name], code).casefold()] = name
    return said
