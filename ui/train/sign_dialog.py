"""Asks before a sign-off, a "not yet" or a taking back is recorded: on what is it decided?"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget

from smo_review.language import tr
from ui.shell.labels import selectable
from ui.shell.theme import STEP, scaled

WIDTH = 560


class SignDialog(QDialog):
    """`agreed(evidence)` when the person confirms; a sentence is needed."""

    agreed = Signal(str)

    def __init__(
        self, title: str, does: str, evidence: Sequence[str], warning: str, parent: QWidget
    ) -> None:
        """`does` is on the button; `evidence` is shown; `warning` says what speaks against it."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.resize(WIDTH, 0)
        heading = selectable(title)
        heading.setFont(scaled(self.font(), "large", bold=True))
        self.warning = selectable(warning)
        self.warning.setVisible(bool(warning))
        self.words = QLineEdit()
        self.words.setAccessibleName(tr("What it was decided on"))
        self.words.setPlaceholderText(tr("In a sentence; it is recorded and signed"))
        self.buttons = QDialogButtonBox()
        self.confirm = self.buttons.addButton(does, QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.accepted.connect(self._agree)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(STEP * 5, STEP * 4, STEP * 5, STEP * 4)
        layout.setSpacing(STEP * 3)
        layout.addWidget(heading)
        for line in evidence:
            layout.addWidget(selectable(line))
        layout.addWidget(self.warning)
        layout.addWidget(selectable(tr("What was it decided on?"), "quiet"))
        layout.addWidget(self.words)
        layout.addWidget(self.buttons)
        self.words.textChanged.connect(lambda _: self._show())
        self.finished.connect(self.deleteLater)
        self._show()
        self.words.setFocus()

    def _show(self) -> None:
        self.confirm.setEnabled(bool(self.words.text().strip()))

    def _agree(self) -> None:
        self.agreed.emit(self.words.text().strip())
        self.accept()
