"""Take a chart out of the window: SVG, PNG, its table as CSV, or copied for a spreadsheet.

Files are written off the UI thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import category

from PySide6.QtCore import QBuffer, QIODevice, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QFileDialog, QWidget

from smo_review.domain.charts import Chart
from smo_review.domain.tables import Table
from smo_review.language import solid, tr
from smo_review.operations.documents import save_documents
from smo_review.reports.svg import svg, table
from smo_review.reports.tables import csv_text, tab_text
from ui.shell import drawn
from ui.shell.labels import copied_words

if TYPE_CHECKING:
    from ui.context import Context

SCALE = 2
"""Pixels of a PNG for one of the chart: sharp on paper and in slides."""
Rows = Sequence[Sequence[str]]


def save_chart(context: Context, chart: Chart, parent: QWidget) -> None:
    """Ask for a file and write the chart to it; the file's ending chooses what it becomes."""
    kinds = {
        ".svg": tr("Drawing (*.svg)"),
        ".png": tr("Picture (*.png)"),
        ".csv": tr("Table (*.csv)"),
    }
    name, kind = QFileDialog.getSaveFileName(
        parent, tr("Export the chart"), file_name(chart.title, ".svg"), ";;".join(kinds.values())
    )
    if not name:
        return
    path = Path(name)
    ending = next((end for end, words in kinds.items() if words == kind), ".svg")
    if path.suffix.lower() not in kinds:
        path = path.with_name(path.name + ending)
    context.tasks.write(
        write_chart,
        chart,
        path,
        done=lambda _: context.notices.info(tr("Written: {file}", file=path.name)),
    )


def save_table(context: Context, title: str, rows: Rows, parent: QWidget) -> None:
    """Ask for a file and write a table (headings first) to it as CSV."""
    name, _ = QFileDialog.getSaveFileName(
        parent, tr("Export the table"), file_name(title, ".csv"), tr("Table (*.csv)")
    )
    if not name:
        return
    path = Path(name) if Path(name).suffix else Path(f"{name}.csv")
    context.tasks.write(
        save_documents,
        {path: csv_of(title, rows)},
        done=lambda _: context.notices.info(tr("Written: {file}", file=path.name)),
    )


def file_name(title: str, ending: str) -> str:
    """A name for a file from a chart's title; marks of Khmer belong to their letters."""
    kept = (sign if category(sign)[0] in "LMN" else "-" for sign in solid(title))
    return "".join(kept).strip("-") + ending


def write_chart(chart: Chart, path: Path) -> None:
    """Write one file; UserError where it cannot be."""
    made = {".png": png_bytes, ".csv": csv_bytes}.get(path.suffix.lower(), svg_bytes)
    save_documents({path: made(chart)})


def copy_table(context: Context, chart: Chart) -> None:
    """The table behind the chart on the clipboard, as a spreadsheet takes it."""
    heads, rows = table(chart)
    told = tab_text(_record(chart.title, [heads, *rows]), range(len(rows)))
    QGuiApplication.clipboard().setText(told)
    context.notices.info(copied_words(len(rows)))


def svg_bytes(chart: Chart) -> bytes:
    """The chart as a drawing, in the colours of paper."""
    return svg(chart).encode()


def png_bytes(chart: Chart) -> bytes:
    """The chart as a picture on white; any thread."""
    renderer = QSvgRenderer(drawn.svg_bytes(svg(chart)))
    size = renderer.defaultSize() * SCALE
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    renderer.render(painter, QRectF(QPointF(0, 0), QSizeF(size)))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, b"png").write(image)
    return bytes(buffer.data().data())


def csv_bytes(chart: Chart) -> bytes:
    """The table behind the chart."""
    heads, rows = table(chart)
    return csv_of(chart.title, [heads, *rows])


def csv_of(title: str, rows: Rows) -> bytes:
    """Rows as CSV, headings first."""
    return csv_text(_record(title, rows)).encode()


def _record(title: str, rows: Rows) -> Table:
    heads, *others = rows
    return Table(title, tuple(heads), tuple(tuple(row) for row in others))
