"""A line with an offer: silent, still, in nobody's way, and gone at a key or a click."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QWidget

from ui.shell.actions import Act, Actions
from ui.shell.labels import plain
from ui.shell.theme import STEP
from ui.stage.buttons import SmallButton

READABLE = 24
"""Characters a line that words need beside the offers."""


class QuietBar(QFrame):
    """Words, what may be done about them, and a way to put them away. It never takes the focus."""

    def __init__(
        self, actions: Actions, offered: tuple[Act, ...], close: Act, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "bar")
        self.words = plain()
        self.buttons = {act: SmallButton(actions, act, self, actions.text(act)) for act in offered}
        offers = QHBoxLayout()
        offers.setSpacing(STEP)
        offers.addStretch(1)
        for button in (*self.buttons.values(), SmallButton(actions, close, self)):
            offers.addWidget(button)
        self._offers = offers
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(STEP * 3, STEP, STEP * 2, STEP)
        self._row.setSpacing(STEP)
        self._row.addWidget(self.words, 1)
        self._row.addLayout(offers)
        self.hide()

    def say(self, text: str, *offered: Act) -> None:
        """Show these words, with these of the offers; with no words it goes away."""
        self.words.setText(text)
        self.setAccessibleName(text)
        for act, button in self.buttons.items():
            button.setVisible(act in offered)
        self._fit()
        self.setVisible(bool(text))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where the room is scarce, offers stand below the words, at last by icon and key alone."""
        for button in self.buttons.values():
            button.show_word(True)
        room, wanted = self.contentsRect().width() - 5 * STEP, self._offers.sizeHint().width()
        beside = wanted + READABLE * self.fontMetrics().averageCharWidth() <= room
        direction = QBoxLayout.Direction
        self._row.setDirection(direction.LeftToRight if beside else direction.TopToBottom)
        for button in self.buttons.values():
            button.show_word(wanted <= room)
