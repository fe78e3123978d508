"""Labels that show other people's words: they wrap and never read markup."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from smo_review.language import tr


def plain(text: str = "", kind: str = "") -> QLabel:
    """A label that wraps and never reads markup."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    label.setWordWrap(True)
    if kind:
        label.setProperty("kind", kind)
    return label


def copied_words(n: int) -> str:
    """What is said when lines of a table are on the clipboard."""
    return tr("{n} lines copied", n=n)


def leads_words(leads: Sequence[str]) -> str:
    """Why somebody else decides; empty where the person may."""
    if not leads:
        return ""
    return tr("Only a lead of the project may decide this: {names}.", names=", ".join(leads))


def selectable(text: str = "", kind: str = "") -> QLabel:
    """A plain label whose words can be chosen and copied."""
    label = plain(text, kind)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
