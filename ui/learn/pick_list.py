"""A list to tick things in, found by typing: golds by hand, items that must be right."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from smo_review.language import tr
from ui.choosing.labels import SearchField
from ui.shell.labels import plain
from ui.shell.theme import STEP

ROWS = 7
"""Lines in sight at once."""


class PickList(QWidget):
    """`changed` when a tick was set or taken away."""

    changed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: list[Any] = []
        self.search = SearchField()
        self.search.setPlaceholderText(tr("Type to find; Space ticks"))
        self.search.setAccessibleName(tr("Find in {list}", list=name))
        self.list = QListWidget()
        self.list.setAccessibleName(name)
        self.list.setUniformItemSizes(True)
        self.list.setMinimumHeight(self.fontMetrics().height() * (ROWS + 2))
        self.count = plain("", "quiet")
        self.search.textChanged.connect(self._filter)
        self.search.entered.connect(self.list.setFocus)
        self.search.left.connect(self.list.setFocus)
        self.search.moved.connect(lambda _: self.list.setFocus())
        self.list.itemChanged.connect(lambda _: self._tell())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(STEP)
        for widget in (self.search, self.list, self.count):
            layout.addWidget(widget)

    def offer(self, lines: Sequence[tuple[str, Any]], ticked: Collection[Any] = ()) -> None:
        """(words, value) each; those whose value is `ticked` are."""
        blocked = QSignalBlocker(self.list)
        self.list.clear()
        self._values = [value for _, value in lines]
        for text, value in lines:
            line = QListWidgetItem(text, self.list)
            line.setFlags(line.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            on = value in ticked
            line.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self.list.setCurrentRow(0)
        blocked.unblock()
        self._tell()

    def picked(self) -> list[Any]:
        """The values that are ticked, from the top down."""
        states = [self.list.item(row).checkState() for row in range(self.list.count())]
        told = zip(self._values, states, strict=False)
        return [value for value, state in told if state == Qt.CheckState.Checked]

    def _filter(self, text: str) -> None:
        wanted = _fold(text).split()
        for row in range(self.list.count()):
            line = self.list.item(row)
            line.setHidden(not all(word in _fold(line.text()) for word in wanted))

    def _tell(self) -> None:
        self.count.setText(tr("{n} ticked", n=len(self.picked())))
        self.changed.emit()


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
