"""The verdict keys below the stage."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.shell.actions import Act, Actions
from ui.shell.theme import STEP
from ui.stage.buttons import SmallButton

VERDICTS = (Act.CORRECT, Act.INCORRECT, Act.AMBIGUOUS, Act.UNREVIEWABLE)
OTHERS = (Act.ALL_CORRECT, Act.FIX_AND_ACCEPT)
SMALL = (Act.FLAG, Act.UNDO)
NARROW = 96
"""A verdict's button can be as narrow as this; its words are cut short then, its key is not."""


class VerdictBar(QFrame):
    """The four outcomes, then what else can be done with the item.

    The outcomes stand in one row, or two by two where their words need more room than there is.
    """

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "bar")
        self._grid = QGridLayout()
        self._grid.setSpacing(STEP)
        self._columns = 0
        self.verdicts = [actions.button(act) for act in VERDICTS]
        for button in self.verdicts:
            button.setMinimumSize(NARROW, STEP * 10)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        second = QHBoxLayout()
        second.setSpacing(STEP * 2)
        for act in OTHERS:
            button = actions.button(act)
            button.setProperty("kind", "flat")
            button.setMinimumWidth(NARROW)
            second.addWidget(button)
        second.addStretch(1)
        for act in SMALL:
            second.addWidget(SmallButton(actions, act, self))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(STEP * 2, STEP * 2, STEP * 2, STEP * 2)
        layout.setSpacing(STEP)
        layout.addLayout(self._grid)
        layout.addLayout(second)
        self._arrange()
        actions.keys_changed.connect(self._arrange)

    def _arrange(self) -> None:
        """Put the outcomes in one row or in two, as their words need it."""
        wanted = sum(button.sizeHint().width() + STEP for button in self.verdicts)
        columns = 4 if wanted + 3 * STEP <= self.width() else 2
        if columns == self._columns:
            return
        self._columns = columns
        for place, button in enumerate(self.verdicts):
            self._grid.addWidget(button, place // columns, place % columns)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and self._columns:
            self._arrange()
