"""The referral card of a sealed item: what the safety specialist needs, and no content.

Opening it, copying it and saving it are written as custody facts. Only from here can an item be
released, with a reason.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from smo_review.domain.errors import UserError
from smo_review.domain.facts import RELEASE_REASONS
from smo_review.language import tr
from smo_review.operations.custody import note_handling
from smo_review.operations.referral import card_text, reason_words, save_card
from smo_review.operations.workspace import Workspace
from smo_review.queries.custody import custody_record
from ui.context import Context
from ui.shell.labels import plain
from ui.shell.theme import STEP, scaled

SIZE = (680, 460)


def opened(ws: Workspace, batch: str, item: str) -> str:
    """The card's text; that it was opened is on it already."""
    note_handling(ws, batch, item, "viewed")
    return card_text(custody_record(ws, batch, item))


def referred(ws: Workspace, batch: str, item: str) -> str:
    """The card's text, with the note that it was handed on."""
    note_handling(ws, batch, item, "referred")
    return card_text(custody_record(ws, batch, item))


class ReferralCard(QDialog):
    """The card of one item. `begin` reads it and shows the dialog."""

    released = Signal(str, str, str)
    """(batch, item, reason code): the person takes the seal off."""

    def __init__(self, context: Context, batch: str, item: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._place = (batch, item)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Referral card"))
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setAccessibleName(tr("Referral card"))
        self.copy = QPushButton(tr("Copy"), self)
        self.save = QPushButton(tr("Save as a file…"), self)
        self.close_it = QPushButton(tr("Close"), self)
        self.reason = QComboBox(self)
        self.reason.setAccessibleName(tr("Reason for the release"))
        self.reason.addItem(tr("Why is it released?"), "")
        for code in RELEASE_REASONS:
            self.reason.addItem(reason_words(code), code)
        self.release = QPushButton(tr("Release"), self)
        self.release.setEnabled(False)
        self._lay_out()
        self.copy.clicked.connect(self._copy)
        self.save.clicked.connect(self._choose_file)
        self.close_it.clicked.connect(self.close)
        self.reason.currentIndexChanged.connect(
            lambda: self.release.setEnabled(bool(self.reason.currentData()))
        )
        self.release.clicked.connect(self._release)

    def begin(self) -> None:
        """Read the card, note that it was opened, and show it."""
        context = self._context
        context.tasks.write(
            opened, context.workspace, *self._place, done=self._show, failed=self._failed
        )

    def _lay_out(self) -> None:
        title = QLabel(tr("What the safety specialist needs"), self)
        title.setFont(scaled(self.font(), "large", bold=True))
        words = plain(
            tr(
                "Nothing of the content is on this card. Hand it on as your team's rules say; do "
                "not describe or copy the content itself. Opening and handing on are recorded."
            ),
            kind="quiet",
        )
        handing = QHBoxLayout()
        handing.setSpacing(STEP * 2)
        for button in (self.copy, self.save):
            handing.addWidget(button)
        handing.addStretch(1)
        handing.addWidget(self.close_it)
        self.close_it.setDefault(True)
        back = QHBoxLayout()
        back.setSpacing(STEP * 2)
        back.addWidget(self.reason)
        back.addWidget(self.release)
        back.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(STEP * 4, STEP * 4, STEP * 4, STEP * 4)
        layout.setSpacing(STEP * 3)
        for widget in (title, words):
            layout.addWidget(widget)
        layout.addWidget(self.text, 1)
        layout.addLayout(back)
        layout.addLayout(handing)
        self.resize(*SIZE)

    def _show(self, card: str) -> None:
        self.text.setPlainText(card)
        self.open()

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, UserError):
            self._context.notices.refuse(error)
        self.deleteLater()

    def _copy(self) -> None:
        context = self._context
        context.tasks.write(referred, context.workspace, *self._place, done=self._copied)

    def _copied(self, card: str) -> None:
        self.text.setPlainText(card)
        QGuiApplication.clipboard().setText(card)
        self._context.notices.done(tr("The card is on the clipboard."))

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, tr("Save as a file…"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([tr("Text (*.txt)")])
        dialog.setDefaultSuffix("txt")
        dialog.selectFile(f"referral-{self._place[1]}.txt")
        dialog.fileSelected.connect(lambda name: self.keep(Path(name)))
        dialog.open()

    def keep(self, out: Path) -> None:
        """Write the card to a file."""
        context = self._context
        context.tasks.write(
            partial(save_card, context.workspace, *self._place, out),
            done=lambda _: context.notices.done(tr("The card is in {name}.", name=out.name)),
        )

    def _release(self) -> None:
        self.released.emit(*self._place, self.reason.currentData())
        self.close()
