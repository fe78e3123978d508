"""Reads a report's file back: its card, and the figures that its words show. Trusts nothing."""

from __future__ import annotations

import io
import zipfile
from html.parser import HTMLParser
from xml.etree.ElementTree import ParseError

import msgspec
from msgspec import Struct
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from smo_review.domain.errors import UserError
from smo_review.domain.reports import FORMAT, Card
from smo_review.language import tr
from smo_review.reports.report_page import COVER_END, COVER_START
from smo_review.reports.sheets import CARD_SHEET, FIGURES_SHEET
from smo_review.reports.xmp import card_in

MOST_BYTES = 50_000_000
"""Of a file, and of what a workbook unpacks to."""
_MOST_PARTS = 1_000


class ReadReport(Struct, frozen=True):
    """A report's file: its card, and what it shows of each figure: words on a page, numbers
    (value, n, low, high) in a workbook. `page` is the page as text, without covers; `paper`: it
    is a PDF, of which the card alone can be read."""

    card: Card
    words: dict[str, tuple[str, ...]] = {}
    numbers: dict[str, tuple[float | None, ...]] = {}
    page: str = ""
    paper: bool = False


def read_report(data: bytes, name: str) -> ReadReport:
    """UserError where the file is no report of ours, or is damaged."""
    if len(data) > MOST_BYTES:
        raise _refusal(name, tr("it is larger than {n} bytes", n=f"{MOST_BYTES:,}"))
    if data[:4] == b"PK\x03\x04":
        return _workbook(data, name)
    if data[:5] == b"%PDF-":
        if not data.rstrip().endswith(b"%%EOF"):
            raise _refusal(name, tr("it is damaged"))
        return ReadReport(_card(card_in(data), name), paper=True)
    try:
        page = data.decode("utf-8")
    except UnicodeDecodeError:
        raise _refusal(name, tr("it is neither a page nor a PDF nor a workbook")) from None
    reader = _Page()
    reader.feed(page)
    reader.close()
    card = _card("".join(reader.card), name)
    return ReadReport(
        card, {id_: tuple(told) for id_, told in reader.words.items()}, page=without_covers(page)
    )


def without_covers(page: str) -> str:
    """A page without its covers: they come from content, which may be purged."""
    kept = []
    for number, piece in enumerate(page.split(COVER_START)):
        kept.append(piece if number == 0 else piece.partition(COVER_END)[2])
    return "".join(kept)


class _Page(HTMLParser):
    """Gathers the card, and the words of every element that shows a figure."""

    def __init__(self) -> None:
        super().__init__()
        self.card: list[str] = []
        self.words: dict[str, list[str]] = {}
        self._in_card = False
        self._figure = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "script" and told.get("id") == "smo-report":
            self._in_card = True
        elif tag == "data" and told.get("data-figure"):
            self._figure = told["data-figure"] or ""
            self.words.setdefault(self._figure, []).append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._in_card = False
        elif tag == "data":
            self._figure = ""

    def handle_data(self, data: str) -> None:
        if self._in_card:
            self.card.append(data)
        elif self._figure:
            self.words[self._figure][-1] += data


def _workbook(data: bytes, name: str) -> ReadReport:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > _MOST_PARTS or sum(one.file_size for one in parts) > MOST_BYTES:
                raise _refusal(name, tr("it is larger than {n} bytes", n=f"{MOST_BYTES:,}"))
        book = load_workbook(io.BytesIO(data), read_only=True)
        if CARD_SHEET not in book.sheetnames or FIGURES_SHEET not in book.sheetnames:
            raise _refusal(name, tr("it carries no report"))
        pieces = [str(row[0] or "") for row in book[CARD_SHEET].iter_rows(values_only=True) if row]
        numbers: dict[str, tuple[float | None, ...]] = {}
        for row in book[FIGURES_SHEET].iter_rows(min_row=2, max_col=6, values_only=True):
            numbers[str(row[0])] = tuple(
                None if cell is None or isinstance(cell, str) else float(cell)  # type: ignore[arg-type]
                for cell in row[2:6]
            )
    except (
        zipfile.BadZipFile, InvalidFileException, ParseError, KeyError, ValueError, TypeError,
        EOFError, OSError, AttributeError, IndexError,
    ):  # fmt: skip
        raise _refusal(name, tr("it is damaged")) from None
    return ReadReport(_card("".join(pieces), name), numbers=numbers)


def _card(text: str, name: str) -> Card:
    try:
        card = msgspec.json.decode(text, type=Card)
    except (msgspec.DecodeError, UnicodeError):
        raise _refusal(name, tr("it carries no report")) from None
    if card.format != FORMAT:
        raise _refusal(name, tr("it was made by another version"))
    return card


def _refusal(name: str, reason: str) -> UserError:
    return UserError(
        tr("This is no report that can be verified: {reason}.", reason=reason),
        name,
        tr("Name the HTML, PDF or workbook as SMO Review wrote it."),
    )
