"""A report as a workbook: numbers as numbers, and every text as text, whatever it begins with.

openpyxl writes it. A cell that begins with "=" would be taken for a formula by whoever opens the
file: text cells are marked as text, so that no word of the content is ever computed.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

import msgspec
from msgspec import Struct
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink

from smo_review.domain.addresses import item_address
from smo_review.domain.reports import Figure, ItemRef, Report, figures_of
from smo_review.language import speaking, tr
from smo_review.reports.report_page import card_of, made_words

Plain: TypeAlias = str | int | float | None
CARD_SHEET = "smo-report"
"""The sheet with the card, under the same name in every language."""
FIGURES_SHEET = "figures"
MOST_TEXT = 32_000
"""Characters of one cell; the format ends at 32,767."""
MOST_LINK = 2_000
"""Signs of an address that spreadsheets follow."""
_LINKED = Font(color="2F5FB3", underline="single")
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_FORMATS = {"share": "0.0%", "count": "#,##0"}


class _Told(Struct, frozen=True):
    """A cell that is more than a text or number: in its own form, or a link to a place ("#...") in
    the workbook or to an address."""

    value: str | int | float | None
    form: str = ""
    link: str = ""


def workbook(report: Report, project: str) -> bytes:
    """The bytes of an .xlsx file, in the report's language."""
    with speaking(report.request.language):
        book = Workbook(write_only=True)
        _front(book, report, project)
        places = _Places(book, report)
        _figures(book, report, places)
        _items(book, report, places)
        for section in report.sections:
            for table in section.tables:
                rows = [places.row(row) for row in table.rows]
                _sheet(book, table.title, (40, 22, 22, 22), [table.heads, *rows])
        _head(book, report)
        _card(book, report)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


class _Places:
    """Where figures and lists stand, so that each leads to the other."""

    def __init__(self, book: Workbook, report: Report) -> None:
        self.sheet = _free_title(book, tr("Items"))
        self._lists: dict[str, int] = {}
        self._figures: dict[str, int] = {}
        row = 2
        for one in report.lists:
            self._lists[one.id] = row
            row += 1 + len(one.items)
        for place, figure in enumerate(figures_of(report), 2):
            self._figures.setdefault(figure.items, place)

    def of_list(self, id_: str) -> str:
        """The link to a list, or "" where there is none."""
        return f"#'{self.sheet}'!A{self._lists[id_]}" if id_ in self._lists else ""

    def of_figure(self, list_: str) -> str:
        """The link to the first figure that a list stands behind."""
        return f"#'{FIGURES_SHEET}'!A{self._figures[list_]}" if list_ in self._figures else ""

    def row(self, row: Sequence[Figure | str]) -> list[Any]:
        """A table's row: a figure takes its cell as a number in its own form, with its link."""
        return [
            cell
            if isinstance(cell, str)
            else _Told(cell.value, _FORMATS.get(cell.unit, "General"), self.of_list(cell.items))
            for cell in row
        ]


def _front(book: Workbook, report: Report, project: str) -> None:
    rows: list[Sequence[Any]] = [
        (project,),
        (report.title, report.subject),
        (),
        (tr("Period"), report.period),
        (tr("Made"), made_words(report.request.made)),
        (tr("Computed from ledger head"), report.head.digest),
    ]
    for section in report.sections:
        rows += [(), (section.title,)]
        rows += [("", words) for words in (*section.text, *section.points)]
        for one in section.examples:
            rows.append(("", one.ref.item, f"{one.given} → {one.right}", one.code, one.clause))
    _sheet(book, report.title, (28, 60, 40, 28, 40), rows, head=False)


def _figures(book: Workbook, report: Report, places: _Places) -> None:
    names = {one.id: one.title for one in report.lists}
    rows: list[Sequence[Any]] = [
        (
            "id",
            tr("Figure"),
            tr("Value"),
            "n",
            tr("95% from"),
            tr("to"),
            tr("In words"),
            tr("Items"),
        )
    ]
    for one in figures_of(report):
        form = _FORMATS.get(one.unit, "General")
        rows.append(
            (
                one.id, one.name, _Told(one.value, form), one.n, _Told(one.low, form),
                _Told(one.high, form), one.sentence,
                _Told(names.get(one.items, ""), link=places.of_list(one.items)),
            )
        )  # fmt: skip
    _sheet(book, FIGURES_SHEET, (34, 34, 12, 10, 12, 12, 60, 34), rows)


def _items(book: Workbook, report: Report, places: _Places) -> None:
    rows: list[Sequence[Any]] = [
        (
            tr("No."),
            tr("List"),
            tr("Batch"),
            tr("Item"),
            tr("Annotator"),
            tr("What it is there"),
            tr("Address"),
        )
    ]
    for number, told in enumerate(report.lists, 1):
        all_ = tr("{n} in all", n=f"{told.total:,}")
        back = _Told(number, link=places.of_figure(told.id))
        rows.append((back, told.title, "", all_, "", "", _Told(told.address, link=told.address)))
        rows += [_entry(number, told.title, ref) for ref in told.items]
    rows += [
        (),
        (
            "",
            tr("Each figure leads to the list of what it counted; where it found nothing, to what"
               " was looked through. A figure without a list rests on nothing."),
        ),
    ]  # fmt: skip
    _sheet(book, places.sheet, (6, 44, 24, 28, 20, 22, 48), rows)


def _entry(number: int, title: str, ref: ItemRef) -> Sequence[Any]:
    address = item_address(ref.batch, ref.item)
    named = (ref.batch, ref.item, ref.annotator, ref.said)
    return (number, title, *named, _Told(address, link=address))


def _head(book: Workbook, report: Report) -> None:
    rows: list[Sequence[Any]] = [(tr("Chain"), tr("First fact"), tr("Last fact"), tr("Hash"))]
    rows += [(one.chain, one.first, one.last, one.hash) for one in report.head.chains]
    rows += [(), (tr("Batch"), "", "", tr("Hash of its project file"))]
    rows += [(one.batch, "", "", one.project_file) for one in report.head.batches]
    _sheet(book, tr("Ledger head"), (44, 12, 12, 70), rows)


def _card(book: Workbook, report: Report) -> None:
    """The card as JSON, cut into cells that the format can hold."""
    told = msgspec.json.encode(card_of(report)).decode()
    pieces = [told[start : start + MOST_TEXT] for start in range(0, len(told), MOST_TEXT)]
    _sheet(book, CARD_SHEET, (40,), [(piece,) for piece in pieces], head=False, wrap=False)


def _sheet(
    book: Workbook,
    title: str,
    widths: Sequence[int],
    rows: Iterable[Sequence[Any]],
    *,
    head: bool = True,
    wrap: bool = True,
) -> None:
    sheet = book.create_sheet(_free_title(book, title))
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    if head:
        sheet.freeze_panes = "A2"
    for number, row in enumerate(rows):
        sheet.append(
            [
                _cell(sheet, told, (number + 1, place), bold=head and not number, wrap=wrap)
                for place, told in enumerate(row, 1)
            ]
        )


def _cell(sheet: Any, told: Any, at: tuple[int, int], *, bold: bool, wrap: bool) -> Cell:
    """A number in its form, or a text that stays one."""
    value, form, link = (
        (told.value, told.form, told.link) if isinstance(told, _Told) else (told, "", "")
    )
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)[:MOST_TEXT]
    cell: Cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value[:1] in ("=", "+", "-", "@", "\t", "\r")
        if wrap:
            cell.alignment = _WRAPPED
    elif form:
        cell.number_format = form
    if bold:
        cell.font = Font(bold=True)
    if link and len(link) < MOST_LINK:
        cell.row, cell.column = at
        inside = link.startswith("#")
        cell.hyperlink = Hyperlink(
            ref=cell.coordinate,
            location=link[1:] if inside else None,
            target=None if inside else link,
        )
        cell.font = _LINKED
    return cell


def _free_title(book: Workbook, title: str) -> str:
    """A sheet's name as the format allows it: 31 signs, some not at all, each name once."""
    plain = "".join(" " if sign in "[]:*?/\\" else sign for sign in title).strip("' ")[:28] or "-"
    taken = {name.casefold() for name in book.sheetnames}
    name, number = plain, 2
    while name.casefold() in taken:
        name, number = f"{plain} {number}", number + 1
    return name
