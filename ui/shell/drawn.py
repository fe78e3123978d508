"""A report's SVG as Qt's reader wants it."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QFont

from smo_review.reports.look import FONTS
from ui.shell.theme import FAMILIES, SYSTEM_FAMILIES

OURS = "SMO Review"
"""Stands for the client's families. Qt's reader takes a list of families for one name, finds none
of it and falls back to whatever has the signs: Chinese would come in its Japanese shapes."""


def svg_bytes(svg: str) -> QByteArray:
    """The bytes to load into a `QSvgRenderer`."""
    QFont.insertSubstitutions(OURS, [*FAMILIES, *SYSTEM_FAMILIES])
    return QByteArray(svg.replace(quoteattr(FONTS), quoteattr(OURS)).encode())
