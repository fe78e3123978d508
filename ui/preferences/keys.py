"""Changing keys: press another one for an action; one that is taken is refused by name."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from smo_review.language import tr
from ui.preferences.key_table import KeyTable
from ui.shell.actions import SPECS, Act, Actions, clash
from ui.shell.settings import SettingsStore
from ui.shell.theme import scaled


class KeysEditor(QFrame):
    """Every action with its key; each can be changed, and set back."""

    def __init__(self, settings: SettingsStore, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._settings = settings
        self._actions = actions
        self.message = QLabel(self)
        self.message.setWordWrap(True)
        self.message.hide()
        self._search = QLineEdit(self)
        self._search.setPlaceholderText(tr("Find an action"))
        self._search.setAccessibleName(tr("Find an action"))
        self._search.setClearButtonEnabled(True)
        self.table = KeyTable(settings, actions, self)
        self.table.chosen.connect(self.change)
        self.table.set_back.connect(self.reset)
        self._search.textChanged.connect(self.table.search)
        title = QLabel(tr("Keys"), self)
        title.setFont(scaled(self.font(), "large", bold=True))
        reset_all = QPushButton(tr("All keys as they were"), self)
        reset_all.clicked.connect(lambda: self._settings.change(key_overrides={}))
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(self._search)
        head.addWidget(reset_all)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.message)
        column.addWidget(self.table)

    def change(self, act: Act, key: str) -> None:
        """`act` answers to `key` from now on, unless another action does so already."""
        taken = clash(act, key, self._settings.current.key_overrides)
        if taken is not None:
            written = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
            self.message.setText(
                tr(
                    "{key} already means “{action}”. Change that first, or choose another key.",
                    key=written,
                    action=self._actions.text(taken),
                )
            )
            self.message.show()
            return
        self.message.hide()
        self._keep(self._settings.current.key_overrides | {act.name: key})

    def reset(self, act: Act) -> None:
        """`act` has the key of the table again, unless that is taken by now."""
        overrides = dict(self._settings.current.key_overrides)
        overrides.pop(act.name, None)
        for key in SPECS[act].keys:
            if clash(act, key, overrides) is not None:
                self.change(act, key)
                return
        self.message.hide()
        self._keep(overrides)

    def _keep(self, overrides: dict[str, str]) -> None:
        self._settings.change(key_overrides=overrides)
