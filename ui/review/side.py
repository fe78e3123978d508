"""The right side of the page: annotations above; below, the guideline and note, or an editor."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from smo_review.language import tr
from ui.guidance.panel import GuidancePanel
from ui.review.cards import Cards
from ui.review.finding_editor import FindingEditor
from ui.review.fix_editor import FixEditor
from ui.review.note_field import NoteField
from ui.shell.actions import Act, Actions
from ui.shell.theme import STEP
from ui.stage.buttons import SmallButton

READING, FINDING, FIXING = 0, 1, 2
EDITING_SIZES = (1, 4)
READING_SIZES = (4, 5)


class Side(QFrame):
    """Holds the annotations, the editors, the guideline and the verdict's note.

    `mode_changed(int)` when reading gives way to an editor or comes back.
    """

    mode_changed = Signal(int)

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards = Cards()
        self.guidance = GuidancePanel()
        self.findings = FindingEditor(actions)
        self.fix = FixEditor(actions)
        self.note = NoteField(tr("Note on the verdict"), tr("Kept with the verdict"))
        self.settle = actions.button(Act.SETTLE)
        self.withdraw = actions.button(Act.WITHDRAW)
        self._sizes: dict[bool, list[int]] = {}
        self._actions = actions
        actions.keys_changed.connect(self._show_key)
        self._show_key()
        self.stack = QStackedWidget()
        self.stack.addWidget(self._reading(actions))
        self.stack.addWidget(self.findings)
        self.stack.addWidget(self.fix)
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.addWidget(self._judging())
        self.splitter.addWidget(self.stack)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setSizes([READING_SIZES[0] * 100, READING_SIZES[1] * 100])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter)

    def _judging(self) -> QWidget:
        top = QWidget()
        buttons = QHBoxLayout()
        buttons.setContentsMargins(STEP * 2, STEP, STEP * 2, STEP)
        for button in (self.settle, self.withdraw):
            button.setProperty("kind", "flat")
            button.hide()
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(top)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.cards, 1)
        layout.addLayout(buttons)
        return top

    def _reading(self, actions: Actions) -> QWidget:
        page = QWidget()
        row = QHBoxLayout()
        row.setContentsMargins(STEP * 3, 0, STEP * 3, 0)
        title = QLabel(tr("Note on the verdict"))
        title.setProperty("kind", "quiet")
        title.setBuddy(self.note)
        row.addWidget(title, 1)
        for act in (Act.NOTE, Act.SNIPPETS):
            row.addWidget(SmallButton(actions, act, self))
        note = QVBoxLayout()
        note.setContentsMargins(STEP * 3, 0, STEP * 3, STEP * 3)
        note.addWidget(self.note)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(STEP)
        layout.addWidget(self.guidance, 1)
        layout.addLayout(row)
        layout.addLayout(note)
        return page

    def _show_key(self) -> None:
        self.guidance.show_key(
            self._actions.key_text(Act.GUIDELINE), self._actions.tooltip(Act.GUIDELINE)
        )

    @property
    def mode(self) -> int:
        """`READING`, `FINDING` or `FIXING`."""
        return self.stack.currentIndex()

    def set_mode(self, mode: int) -> None:
        """Show the guideline and note, or one of the editors with room to work in."""
        if mode == self.mode:
            return
        # The person's own division of reading and of editing is found again.
        self._sizes[self.mode == READING] = self.splitter.sizes()
        self.stack.setCurrentIndex(mode)
        share = READING_SIZES if mode == READING else EDITING_SIZES
        height = max(self.height(), 100)
        usual = [height * part // sum(share) for part in share]
        self.splitter.setSizes(self._sizes.get(mode == READING, usual))
        self.mode_changed.emit(mode)

    def note_in_hand(self) -> NoteField:
        """The note that a snippet goes into."""
        return self.findings.note if self.mode == FINDING else self.note
