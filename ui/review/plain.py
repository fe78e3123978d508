"""Labels that show any text as it is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel


def plain_label(text: str = "", kind: str = "") -> QLabel:
    """A label that wraps and never reads markup; `kind` is a style of the theme ("quiet")."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    label.setWordWrap(True)
    if kind:
        label.setProperty("kind", kind)
    return label
