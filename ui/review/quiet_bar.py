"""A line with an offer: silent, still, in nobody's way, and gone at a key or a click."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui.review.plain import plain_label
from ui.shell.actions import Act, Actions
from ui.shell.theme import STEP
from ui.stage.buttons import SmallButton


class QuietBar(QFrame):
    """Words, what may be done about them, and a way to put them away. It never takes the focus."""

    def __init__(
        self, actions: Actions, offered: tuple[Act, ...], close: Act, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "bar")
        self.words = plain_label()
        self.buttons = {act: SmallButton(actions, act, self, actions.text(act)) for act in offered}
        row = QHBoxLayout(self)
        row.setContentsMargins(STEP * 3, STEP, STEP * 2, STEP)
        row.setSpacing(STEP)
        row.addWidget(self.words, 1)
        for button in self.buttons.values():
            row.addWidget(button)
        row.addWidget(SmallButton(actions, close, self))
        self.hide()

    def say(self, text: str, *offered: Act) -> None:
        """Show these words, with these of the offers; with no words it goes away."""
        self.words.setText(text)
        self.setAccessibleName(text)
        for act, button in self.buttons.items():
            button.setVisible(act in offered)
        self.setVisible(bool(text))
