"""Write a report's files, and compute a report again from its file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from math import isclose
from pathlib import Path

from smo_review.domain.changes import Progress
from smo_review.domain.errors import UserError
from smo_review.domain.pictures import Cover
from smo_review.domain.reports import (
    Checked,
    Figure,
    Report,
    Request,
    Said,
    Verification,
    figures_of,
    said,
)
from smo_review.language import speaking, tr
from smo_review.media.client import Stills
from smo_review.media.reasons import Unshowable
from smo_review.operations.documents import save_documents
from smo_review.queries.items import item_view, media
from smo_review.queries.queue import row_of
from smo_review.queries.reports.build import build
from smo_review.reports.reading import MOST_BYTES, ReadReport, read_report, without_covers
from smo_review.reports.report_page import page, shown
from smo_review.reports.sheets import workbook
from smo_review.reports.templates import Templates
from smo_review.store.past import as_of
from smo_review.store.workspace import Workspace

STEPS = 4


def write_report(
    ws: Workspace,
    asked: Request,
    *,
    html: Path | None = None,
    pdf: Path | None = None,
    xlsx: Path | None = None,
    templates: Path | None = None,
    printer: Callable[[str], bytes],
    progress: Progress | None = None,
) -> Report:
    """Compute a report and write it in the forms that are named: all of them, or none.

    UserError where there is nothing to report on, a template is broken, or a file cannot be
    written.
    """

    def tell(done: int) -> None:
        if progress is not None:
            progress(done, STEPS, tr("Making the report"))

    told = Templates(templates)
    tell(0)
    report, project = build(ws, asked)
    tell(1)
    documents: dict[Path, bytes] = {}
    covers = _covers(ws, report) if html or pdf else {}
    tell(2)
    if html is not None:
        documents[html] = page(report, project, told, covers).encode()
    if pdf is not None:
        paper = page(report, project, told, covers, paper=True)
        with speaking(asked.language):
            documents[pdf] = printer(paper)
    tell(3)
    if xlsx is not None:
        documents[xlsx] = workbook(report, project)
    if len(documents) < sum(one is not None for one in (html, pdf, xlsx)):
        raise UserError(
            tr("Two of the files have the same name."), str(html or pdf), tr("Name another file.")
        )
    save_documents(documents)
    tell(STEPS)
    return report


def verify_report(
    ws: Workspace,
    path: Path,
    templates: Path | None = None,
    progress: Progress | None = None,
) -> Verification:
    """Compute every figure of a report's file again from the ledger head that it names.

    Of a PDF the card alone is compared: its pages hold shapes, which no words can be read from.

    UserError where the file is no report, or facts that it names are not here.
    """

    def tell(done: int) -> None:
        if progress is not None:
            progress(done, STEPS, tr("Computing the report again"))

    told = Templates(templates)
    tell(0)
    with path.open("rb") as file:
        read = read_report(file.read(MOST_BYTES + 1), str(path))
    tell(1)
    with as_of(ws, read.card.head) as past:
        tell(2)
        report, project = build(past, read.card.request)
    tell(3)
    with speaking(report.request.language):
        figures = tuple(_checked(read, report))
    same_page: bool | None = None
    if read.page and read.card.templates == told.digest:
        again = page(report, project, told)
        same_page = without_covers(again) == read.page
    tell(STEPS)
    return Verification(str(path), read.card, figures, same_page, read.paper)


def _checked(read: ReadReport, report: Report) -> Iterable[Checked]:
    """Every figure that the file has or should have, with what its words say of it."""
    again = {one.id: one for one in figures_of(report)}
    told = {one.id: one for one in read.card.figures}
    for id_ in dict.fromkeys((*told, *again)):
        figure, before = again.get(id_), told.get(id_)
        found = said(figure) if figure is not None else None
        visible = _visible(read, id_, figure)
        yield Checked(id_, before == found and not visible, before, found, visible)


def _visible(read: ReadReport, id_: str, figure: Figure | None) -> str:
    """What the file shows of a figure where that is not what it should; else empty."""
    if figure is None:
        return ""
    words = shown(figure)
    wrong = [one for one in read.words.get(id_, ()) if one.strip() != words]
    if wrong:
        return wrong[0].strip() or "–"
    numbers = read.numbers.get(id_)
    if numbers is not None and not _alike(numbers, _numbers(said(figure))):
        return ", ".join("–" if one is None else f"{one:g}" for one in numbers)
    if read.numbers and numbers is None:
        return "–"
    return ""


def _alike(shown: tuple[float | None, ...], found: tuple[float | None, ...]) -> bool:
    """Whether cells hold the same as far as a spreadsheet keeps digits."""
    return len(shown) == len(found) and all(
        one is other if one is None or other is None else isclose(one, other, rel_tol=1e-12)
        for one, other in zip(shown, found, strict=True)
    )


def _numbers(one: Said) -> tuple[float | None, ...]:
    n = None if one.n is None else float(one.n)
    return (one.value, n, one.low, one.high)


def _covers(ws: Workspace, report: Report) -> Mapping[tuple[str, str], Cover]:
    """The covers of the examples' first pictures or videos; none of what is sealed or purged."""
    wanted = [one.ref for section in report.sections for one in section.examples if one.pictured]
    found: dict[tuple[str, str], Cover] = {}
    if not wanted:
        return found
    with Stills() as stills:
        for ref in wanted:
            row = row_of(ws, ref.batch, ref.item)
            parts = item_view(ws, row).item.parts if row is not None else ()
            named = next((part.media for part in parts if part.media), "")
            if named and (ref.batch, ref.item) not in found:
                try:
                    stills.load(named, media(ws, ref.batch, named))
                    found[ref.batch, ref.item] = stills.cover(named)
                except (Unshowable, UserError):
                    continue
    return found
