"""The line above the stage: which item this is, flags, and the ways to the next and the last."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from smo_review.domain.views import ItemView
from smo_review.language import tr
from ui.shell.actions import Act, Actions
from ui.shell.labels import plain
from ui.shell.theme import STEP, scaled
from ui.stage.buttons import SmallButton


class ItemBar(QFrame):
    """Number, id, language and flag of the item. `flag_noted(str)` when a flag got its words."""

    flag_noted = Signal(str)

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number = plain()
        self.number.setWordWrap(False)
        self.number.setFont(scaled(self.font(), "normal", bold=True))
        self.about = plain(kind="quiet")
        self.about.setWordWrap(False)
        self.about.setMinimumWidth(STEP * 10)
        self.flag_note = QLineEdit()
        self.flag_note.setPlaceholderText(tr("Why a second look? Enter keeps it"))
        self.flag_note.setAccessibleName(tr("Note on the flag"))
        self.flag_note.returnPressed.connect(self._note)
        self.flag_note.hide()
        row = QHBoxLayout()
        row.setSpacing(STEP * 2)
        for act in (Act.PREVIOUS_ITEM, Act.NEXT_ITEM):
            row.addWidget(SmallButton(actions, act, self))
        row.addWidget(self.number)
        row.addWidget(self.about, 1)
        row.addWidget(SmallButton(actions, Act.BLIND, self))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(STEP * 2, STEP, STEP * 2, STEP)
        layout.setSpacing(STEP)
        layout.addLayout(row)
        layout.addWidget(self.flag_note)

    def show_item(self, view: ItemView | None, number: int, count: int) -> None:
        """Show which item is in hand."""
        self.flag_note.hide()
        if view is None:
            self.number.setText("")
            self.about.setText("")
            return
        self.number.setText(tr("Item {n} of {all}", n=number, all=count))
        parts = len(view.item.parts)
        several = tr("{n} parts", n=parts) if parts > 1 else ""
        why = view.flag_note or tr("Flagged")
        flag = f"⚑ {why}" if view.flagged else ""
        facts = (flag, view.item.id, view.item.language, several)
        self.about.setText(" · ".join(part for part in facts if part))

    def start_flag_note(self, text: str) -> None:
        """Ask for the words of a flag."""
        self.flag_note.setText(text)
        self.flag_note.show()
        self.flag_note.setFocus()

    def _note(self) -> None:
        self.flag_note.hide()
        self.flag_noted.emit(self.flag_note.text())
