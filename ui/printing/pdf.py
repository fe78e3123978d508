"""A report as a PDF: A4, charts as vectors, page numbers, no heading or caption alone at a foot.

What a page says in `<meta name="foot" content="...">` stands in each foot, and the card that it
carries goes into the PDF, so that it can be verified. Links work, inside the PDF and out of it.

Everything is laid out in CSS pixels (96 an inch) whatever screen there is, so sizes in a report's
style are given in `px`. Nothing is loaded from anywhere: a report carries all that it shows.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from html import unescape

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QIODevice,
    QLoggingCategory,
    QMarginsF,
    QRect,
    QRectF,
    QSizeF,
    Qt,
    QThread,
    QUrl,
)
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QFont,
    QGuiApplication,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QPyTextObject,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtSvg import QSvgRenderer

from smo_review.language import tr
from smo_review.reports.xmp import card_on_page, packet
from ui.shell.drawn import svg_bytes
from ui.shell.theme import FAMILIES, SYSTEM_FAMILIES

DOTS = 1200
"""A PDF's units an inch; text and charts are outlines at any of them."""
CSS_DOTS = 96
MARGIN = 68.0
"""Pixels around a page, 18 mm; the page's number stands in the lower margin."""
INDENT = 20
"""Pixels of a list's indentation."""
BODY, FOOT = 13, 11
"""Pixels of the body's and the foot's letters."""
FOOT_WORDS = re.compile(r'<meta name="foot" content="([^"]*)">')
SCRIPT = re.compile(r"<script\b.*?</script>", re.DOTALL)
CHART = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
PICTURE = "\ufffc"
"""What a block's text is where a chart stands."""
INK, QUIET = Qt.GlobalColor.black, Qt.GlobalColor.darkGray


def print_html(html: str) -> bytes:
    """The PDF of a report. Inline SVG stays a vector. May be called in any thread."""
    # Latin fonts have no Khmer, which is why several are named: no reason to tell. Telling it from
    # inside of Qt's fonts could also stop two threads for good, where Python hears the words.
    QLoggingCategory.setFilterRules("qt.text.font.db.info=false")
    app = QGuiApplication.instance()
    if app is not None and QThread.currentThread() is not app.thread():
        # Laying out a document needs timers, which Qt has in threads of its own alone.
        printing = _Printing(html)
        printing.start()
        printing.wait()
        assert printing.told is not None, "what went wrong there was told by the thread"
        return printing.told
    return _printed(html)


class _Printing(QThread):
    """Prints in a thread of Qt's."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self._html = html
        self.told: bytes | None = None

    def run(self) -> None:
        self.told = _printed(self._html)


def _printed(html: str) -> bytes:
    card, foot = card_on_page(html), FOOT_WORDS.search(html)
    document = _laid_out(html)
    document.foot = unescape(foot[1]) if foot else ""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(DOTS)
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF()
        )
    )
    writer.setTitle(_title(document))
    writer.setCreator("SMO Review")
    if card:
        writer.setDocumentXmpMetadata(QByteArray(packet(card)))
    painter = QPainter(writer)
    painter.scale(DOTS / CSS_DOTS, DOTS / CSS_DOTS)
    for number in range(document.pageCount()):
        if number:
            writer.newPage()
        _paint_page(painter, document, number)
    painter.end()
    buffer.close()
    return bytes(buffer.data().data())


def print_alone(html: str) -> bytes:
    """The same where no client runs: for the command line, which needs no screen."""
    if QGuiApplication.instance() is None:
        screenless = ["-platform", "offscreen"] if sys.platform.startswith("linux") else []
        app = QGuiApplication(["smo-review", *screenless])
        try:
            return print_html(html)
        finally:
            app.shutdown()
    return print_html(html)


class _Charts(QPyTextObject):
    """Draws a document's charts where its pictures stand."""

    def __init__(self, drawn: list[QSvgRenderer]) -> None:
        super().__init__()
        self._drawn = drawn

    def intrinsicSize(self, doc: QTextDocument, at: int, format: QTextFormat) -> QSizeF:
        chart = self._chart(format)
        if chart is None:
            return QSizeF()
        size = chart.defaultSize().toSizeF()
        room = doc.pageSize().width()
        return size if size.width() <= room else size * (room / size.width())

    def drawObject(
        self,
        painter: QPainter,
        rect: QRectF | QRect,
        doc: QTextDocument,
        at: int,
        format: QTextFormat,
    ) -> None:
        chart = self._chart(format)
        if chart is not None:
            chart.render(painter, QRectF(rect))

    def _chart(self, format: QTextFormat) -> QSvgRenderer | None:
        name = format.toImageFormat().name()
        number = name.removeprefix("chart:")
        return self._drawn[int(number)] if name.startswith("chart:") else None


class _Paper(QTextDocument):
    """A document that loads nothing."""

    charts: _Charts
    foot = ""
    """What stands before the number of each page."""

    def loadResource(self, type: int, name: QUrl | str) -> object:
        return None


def _laid_out(html: str) -> _Paper:
    drawn: list[QSvgRenderer] = []

    def place(match: re.Match[str]) -> str:
        drawn.append(QSvgRenderer(svg_bytes(match.group())))
        return f'<img src="chart:{len(drawn) - 1}">'

    document = _Paper()
    font = QFont([*FAMILIES, *SYSTEM_FAMILIES])
    font.setPixelSize(BODY)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    document.setDefaultFont(font)
    document.setUseDesignMetrics(True)
    document.setDocumentMargin(0)
    document.setIndentWidth(INDENT)
    document.charts = _Charts(drawn)  # the layout does not keep it
    document.documentLayout().registerHandler(
        QTextFormat.ObjectTypes.ImageObject.value, document.charts
    )
    document.setHtml(CHART.sub(place, SCRIPT.sub("", html)))
    document.setPageSize(_page().size())
    _keep_together(document)
    return document


def _page() -> QRectF:
    """The part of a page that is written on, in CSS pixels."""
    paper = QPageSize(QPageSize.PageSizeId.A4).size(QPageSize.Unit.Inch) * CSS_DOTS
    return QRectF(MARGIN, MARGIN, paper.width() - 2 * MARGIN, paper.height() - 2 * MARGIN)


def _keep_together(document: QTextDocument) -> None:
    """Move what leads in to something (a heading, a caption, words above a chart) to its page."""
    led = False
    for block in _blocks(document):
        leads = _leads_in(block)
        if leads and not led:
            following = block.next()
            while following.isValid() and _leads_in(following):
                following = following.next()
            if following.isValid() and _page_of(document, block) != _page_of(document, following):
                form = block.blockFormat()
                form.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
                QTextCursor(block).setBlockFormat(form)
                # Left to itself, Qt lays out only a part anew, and loses what stands behind.
                document.markContentsDirty(0, document.characterCount())
        led = leads


def _leads_in(block: QTextBlock) -> bool:
    following = block.next()
    if block.blockFormat().headingLevel():
        return True
    if _in_table(block) or not following.isValid():
        return False
    return _in_table(following) or following.text() == PICTURE


def _in_table(block: QTextBlock) -> bool:
    return QTextCursor(block).currentTable() is not None


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def _page_of(document: QTextDocument, block: QTextBlock) -> int:
    """The page of a block's first line, which may stand lower than where the block begins."""
    top = document.documentLayout().blockBoundingRect(block).top()
    lines = block.layout()
    if lines.lineCount():
        top += lines.lineAt(0).y()
    # Qt breaks pages at whole units: what it moved may stand a part of a pixel before the next
    # page.
    return int((top + 1) // document.pageSize().height())


def _paint_page(painter: QPainter, document: _Paper, number: int) -> None:
    page = _page()
    seen = QRectF(0, number * page.height(), page.width(), page.height())
    context = QAbstractTextDocumentLayout.PaintContext()
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Text, INK)  # paper is white under a dark theme, too
    context.palette = palette
    context.clip = seen
    painter.save()
    painter.translate(page.left(), page.top() - seen.top())
    painter.setClipRect(seen)
    document.documentLayout().draw(painter, context)
    painter.restore()
    font = document.defaultFont()
    font.setPixelSize(FOOT)
    painter.setFont(font)
    painter.setPen(QUIET)
    foot = QRectF(page.left(), page.bottom() + 16, page.width(), 24)
    numbered = tr("Page {n} of {all}", n=number + 1, all=document.pageCount())
    ending = f"{document.foot} · {numbered}" if document.foot else numbered
    painter.drawText(foot, Qt.AlignmentFlag.AlignRight, ending)
    metrics = painter.fontMetrics()
    room = int(foot.width()) - metrics.horizontalAdvance(ending) - FOOT
    title = metrics.elidedText(_title(document), Qt.TextElideMode.ElideRight, room)
    painter.drawText(foot, Qt.AlignmentFlag.AlignLeft, title)


def _title(document: QTextDocument) -> str:
    return document.metaInformation(QTextDocument.MetaInformation.DocumentTitle)
