"""A clause as a document to read: Markdown of the project's own, with nothing that reaches out.

HTML inside it stays text, pictures are left out, and links are words without an address.
"""

from __future__ import annotations

from PySide6.QtGui import QTextCharFormat, QTextCursor, QTextDocument

from smo_review.domain.project import Clause, words
from smo_review.language import current

PLAIN = (
    QTextDocument.MarkdownFeature.MarkdownDialectGitHub
    | QTextDocument.MarkdownFeature.MarkdownNoHTML
)


def fill(document: QTextDocument, clause: Clause) -> None:
    """Put a clause's text, in the person's language, into a document."""
    document.setMarkdown(words(clause.text, current()), PLAIN)
    _make_inert(document)


def _make_inert(document: QTextDocument) -> None:
    spans: list[tuple[int, int, bool, QTextCharFormat]] = []
    block = document.begin()
    while block.isValid():
        walk = block.begin()
        while not walk.atEnd():
            piece = walk.fragment()
            form = piece.charFormat()
            if form.isImageFormat() or form.isAnchor():
                spans.append((piece.position(), piece.length(), form.isImageFormat(), form))
            walk += 1
        block = block.next()
    cursor = QTextCursor(document)
    for start, length, picture, form in reversed(spans):
        cursor.setPosition(start)
        cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
        if picture:
            cursor.removeSelectedText()
        else:
            form.setAnchor(False)
            form.setAnchorHref("")
            form.setFontUnderline(False)
            form.clearForeground()
            cursor.setCharFormat(form)
