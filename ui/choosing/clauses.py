"""The guideline, to choose a clause from by typing."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from smo_review.language import tr
from ui.choosing.labels import SearchField
from ui.guidance.panel import GuidancePanel


class ClausePanel(GuidancePanel):
    """The guideline, from which Enter takes the clause that is shown. `taken(number)`."""

    taken = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        keys = SearchField()
        keys.setAccessibleName(self.search.accessibleName())
        keys.setPlaceholderText(tr("Find a clause; Enter takes it"))
        keys.textChanged.connect(self._filter)
        keys.entered.connect(self._take)
        keys.left.connect(self.left)
        keys.moved.connect(self._step)
        layout = self.layout()
        assert layout is not None
        layout.replaceWidget(self.search, keys)
        self.search.deleteLater()
        self.search = keys
        self.list.itemDoubleClicked.connect(lambda _: self._take())

    def _step(self, by: int) -> None:
        row = self.list.currentRow() + by
        self.list.setCurrentRow(max(0, min(row, self.list.count() - 1)))

    def _take(self) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self._shown):
            self.taken.emit(self._shown[row].number)
        self.left.emit()
