"""The rulings as a spreadsheet (XLSX): a row a finding, and a sheet with the numbers."""

from __future__ import annotations

import io
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from smo_review.domain.project import Words, words
from smo_review.domain.rulings import ClauseWords, Ruled, RuledFinding, RulingsLetter
from smo_review.exchange.findings.ruling_words import ANSWERS, HEADS, WORDS, rate_text
from smo_review.exchange.findings.sheet import put, put_text, styled
from smo_review.language import translated

COLUMNS = {
    "batch": 20, "item": 24, "ruling": 20, "reason": 40, "clauses": 40, "verdict": 22, "on": 12,
    "by": 16, "error": 28, "label": 18, "right_label": 18, "clause": 40, "answer": 14, "why": 40,
    "result": 16,
}  # fmt: skip
"""Columns and how many characters wide each is."""
NUMBERS = {"figure": 26, "before": 30, "after": 30}


def write(letter: RulingsLetter) -> bytes:
    """The workbook, in the letter's language. Every cell is text, never a formula."""
    speak = letter.language
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "rulings"
    rows = [
        _row(one, finding, speak) for one in letter.rulings for finding in one.findings or (None,)
    ]
    _fill(sheet, COLUMNS, [[row.get(name, "") for name in COLUMNS] for row in rows], speak)
    numbers: Any = book.create_sheet("numbers")
    told = [
        [translated(WORDS[one.name], speak), rate_text(one.before), rate_text(one.after)]
        for one in letter.numbers
    ]
    _fill(numbers, NUMBERS, told, speak)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _fill(sheet: Any, columns: dict[str, int], rows: list[list[str]], speak: str) -> None:
    put(sheet, 1, [translated(HEADS[name], speak) for name in columns])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="E6E8EC")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    plain = styled(sheet, locked=False)
    for number, row in enumerate(rows, 2):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column)
            put_text(cell, value)
            cell._style = plain._style
    for number, width in enumerate(columns.values(), 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"


def _row(one: Ruled, finding: RuledFinding | None, speak: str) -> dict[str, str]:
    def word(name: str) -> str:
        return translated(WORDS[name], speak)

    verdict = word(one.after)
    row = {
        "batch": one.batch_name,
        "item": one.item,
        "ruling": word(one.outcome),
        "reason": one.reason,
        "clauses": "\n".join(_clause(clause, speak) for clause in one.clauses),
        "verdict": verdict if one.before == one.after else f"{word(one.before)} → {verdict}",
        "on": one.on,
        "by": one.by,
    }
    if finding is not None:
        name = _told(finding.code_name, speak) or finding.code
        row |= {
            "error": f"{name} ({word('critical')})" if finding.critical else name,
            "label": _told(finding.label, speak),
            "right_label": _told(finding.right_label, speak),
            "clause": _clause(finding.clause, speak) if finding.clause else "",
            "answer": word(ANSWERS[finding.answer]) if finding.answer else "",
            "why": finding.reason,
            "result": word("falls" if finding.falls else "stays"),
        }
    return row


def _told(text: Words, speak: str) -> str:
    return words(text, speak) if text else ""


def _clause(one: ClauseWords, speak: str) -> str:
    return f"{one.number} {_told(one.title, speak)}".strip()
