"""Changing keys: press another one for an action; one that is taken is refused by name."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QKeyCombination, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from smo_review.language import solid, tr, translated
from ui.shell.actions import SPECS, Act, Actions, Group, clash
from ui.shell.keys import sequences
from ui.shell.settings import SettingsStore
from ui.shell.theme import scaled

_MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta)


class KeyField(QPushButton):
    """Shows a key; once it is clicked the next key pressed is the new one."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._shown = ""
        self.setCheckable(True)
        self.toggled.connect(self._on_toggled)

    def show_key(self, key: str) -> None:
        """Show `key`, written as on this system."""
        self._shown = key
        self.setText(key or tr("none"))

    def event(self, event: QEvent) -> bool:
        # A key that means something elsewhere must reach us while we listen.
        if event.type() == QEvent.Type.ShortcutOverride and self.isChecked():
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.isChecked():
            super().keyPressEvent(event)
            return
        if Qt.Key(event.key()) in _MODIFIERS:
            return
        self.setChecked(False)
        escape = QKeySequence(QKeyCombination(Qt.Key.Key_Escape))
        for sequence in sequences(event)[:1]:
            if sequence != escape:
                self.chosen.emit(sequence.toString(QKeySequence.SequenceFormat.PortableText))

    def _on_toggled(self, listening: bool) -> None:
        self.setText(tr("Press a key…") if listening else self._shown or tr("none"))


class KeysEditor(QFrame):
    """Every action with its key; each can be changed, and set back."""

    def __init__(self, settings: SettingsStore, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._settings = settings
        self._actions = actions
        self.fields: dict[Act, KeyField] = {}
        self._resets: dict[Act, QPushButton] = {}
        self._rows: dict[Act, tuple[QWidget, ...]] = {}
        self.message = QLabel(self)
        self.message.setWordWrap(True)
        self.message.hide()
        self._search = QLineEdit(self)
        self._search.setPlaceholderText(tr("Find an action"))
        self._search.setAccessibleName(tr("Find an action"))
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self._filter)
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
        column.addLayout(self._grid())
        actions.keys_changed.connect(self._show_all)
        self._show_all()

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

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setVerticalSpacing(6)
        grid.setHorizontalSpacing(12)
        grid.setColumnStretch(1, 1)
        row = 0
        for group in Group:
            for act in (each for each in Act if SPECS[each].group is group):
                self._add_row(grid, row, act, translated(group.value))
                row += 1
        return grid

    def _add_row(self, grid: QGridLayout, row: int, act: Act, group: str) -> None:
        where = QLabel(group, self)
        where.setProperty("kind", "quiet")
        name = QLabel(self._actions.text(act), self)
        field = KeyField(self)
        field.setAccessibleName(tr("Key of “{action}”", action=self._actions.text(act)))
        field.chosen.connect(lambda key: self.change(act, key))
        reset = QPushButton(tr("As it was"), self)
        reset.clicked.connect(lambda: self.reset(act))
        for place, widget in enumerate((where, name, field, reset)):
            grid.addWidget(widget, row, place)
        self.fields[act] = field
        self._resets[act] = reset
        self._rows[act] = (where, name, field, reset)

    def _show_all(self) -> None:
        overrides = self._settings.current.key_overrides
        for act, field in self.fields.items():
            field.show_key(self._actions.key_text(act))
            self._resets[act].setEnabled(act.name in overrides)

    def _filter(self, text: str) -> None:
        for act, row in self._rows.items():
            words = f"{self._actions.text(act)} {SPECS[act].text} {self._actions.key_text(act)}"
            for widget in row:
                widget.setVisible(solid(text).casefold() in solid(words).casefold())
