"""What the group agrees to do: the words, who does it, by when."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from smo_review.language import tr
from ui.shell.labels import plain
from ui.shell.theme import STEP

WIDTH, ROWS = 480, 3


class Agreed(Struct, frozen=True):
    """What was written down."""

    text: str
    owner: str
    due: str


class ActionDialog(QDialog):
    """`wanted(Agreed)`; it stays until `accept`, so that a refusal loses no words."""

    wanted = Signal(object)

    def __init__(self, people: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Agree on an action"))
        self.resize(WIDTH, 0)
        self.words = QPlainTextEdit()
        self.words.setPlaceholderText(tr("What is to be done"))
        self.words.setTabChangesFocus(True)
        self.words.setFixedHeight(ROWS * self.words.fontMetrics().lineSpacing() + 20)
        self.owner = QComboBox()
        self.owner.setEditable(True)
        self.owner.addItems(["", *people])
        self.due = QLineEdit()
        self.due.setPlaceholderText(tr("Such as 2026-01-31; may stay empty"))
        form = QFormLayout()
        form.setVerticalSpacing(STEP * 2)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for name, field in (
            (tr("Action"), self.words),
            (tr("Owner"), self.owner),
            (tr("Due"), self.due),
        ):
            field.setAccessibleName(name)
            form.addRow(name, field)
        self.told = plain("")
        self.told.hide()
        self.buttons = QDialogButtonBox()
        self.keep = self.buttons.addButton(tr("Keep"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.accepted.connect(self._want)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(STEP * 5, STEP * 4, STEP * 5, STEP * 4)
        layout.setSpacing(STEP * 2)
        layout.addLayout(form)
        layout.addWidget(self.told)
        layout.addWidget(self.buttons)
        self.words.textChanged.connect(self.unlock)
        self.finished.connect(self.deleteLater)
        self.unlock()
        self.words.setFocus()

    def unlock(self) -> None:
        """It can be kept, once there are words."""
        self.keep.setEnabled(bool(self.words.toPlainText().strip()))

    def tell(self, words: str) -> None:
        """Say why it was not kept."""
        self.told.setText(words)
        self.told.show()

    def _want(self) -> None:
        self.keep.setEnabled(False)
        self.wanted.emit(
            Agreed(
                self.words.toPlainText().strip(),
                self.owner.currentText().strip(),
                self.due.text().strip(),
            )
        )
