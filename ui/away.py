"""What the window shows while the person is away: a plain page, no content, no number."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from smo_review.language import tr
from ui.shell.actions import Act, Actions
from ui.shell.theme import STEP, scaled


class AwayPage(QFrame):
    """It stands until the key, or its button, is pressed again. It asks nothing and counts nothing
    that anybody else could see."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._title = QLabel(self)
        self._title.setFont(scaled(self.font(), "title"))
        self._words = QLabel(self)
        self._words.setProperty("kind", "quiet")
        self.back = QPushButton(self)
        self.back.clicked.connect(lambda: actions.press(Act.STEP_AWAY))
        column = QVBoxLayout(self)
        column.setSpacing(STEP * 3)
        column.addStretch(1)
        for widget in (self._title, self._words, self.back):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        actions.keys_changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Its words again, in the language spoken now and with the key of now."""
        key = self._actions.key_text(Act.STEP_AWAY)
        self._title.setText(tr("You are away"))
        self._words.setText(
            tr("Everything is hidden. {key} brings you back to where you were.", key=key)
            if key
            else tr("Everything is hidden. The button brings you back to where you were.")
        )
        self.back.setText(tr("Come back"))
        self.setAccessibleName(f"{self._title.text()}. {self._words.text()}")


def close_others(window: QWidget) -> None:
    """Close every dialog, menu and tooltip of the program but the window itself."""
    for other in QApplication.topLevelWidgets():
        if other is not window and other.isVisible():
            other.close()
