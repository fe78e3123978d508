"""A page with nothing on it yet: what it is, what to do next, and the buttons that do it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.shell.labels import plain
from ui.shell.theme import STEP, scaled

WIDEST = 640
"""Pixels of a line that is read with ease."""


def empty_page(title: str, text: str, *buttons: QWidget) -> QWidget:
    """`title` says that there is nothing yet, `text` what to do; both stand in the middle."""
    page = QWidget()
    heading, told = plain(title), plain(text, "quiet")
    heading.setFont(scaled(page.font(), "large", bold=True))
    inside = QVBoxLayout()
    inside.setSpacing(STEP * 2)
    for label in (heading, told):
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        label.setFixedWidth(WIDEST)
        inside.addWidget(label)
    row = QHBoxLayout()
    row.setSpacing(STEP * 2)
    row.addStretch()
    for button in buttons:
        row.addWidget(button)
    row.addStretch()
    inside.addSpacing(STEP)
    inside.addLayout(row)
    column = QVBoxLayout(page)
    column.addStretch()
    centred = QHBoxLayout()
    centred.addStretch()
    centred.addLayout(inside)
    centred.addStretch()
    column.addLayout(centred)
    column.addStretch()
    return page
