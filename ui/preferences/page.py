"""The preferences page: made from the fields of `Settings`, and the keys of every action."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from smo_review.language import tr, translated
from ui.context import Context
from ui.preferences.keys import KeysEditor
from ui.preferences.person import PersonCard
from ui.shell.actions import Actions
from ui.shell.fields import roomy
from ui.shell.settings import Settings, SettingsStore
from ui.shell.theme import scaled

NAMES = 180
WIDTH = 760
"""Lines longer than this are hard to read."""


def build(context: Context) -> QWidget:
    """The page, working on the settings and actions of `context`, the person's name first."""
    page = PreferencesPage(context.settings, context.actions)
    page.put_first(PersonCard(context))
    return page


class PreferencesPage(QScrollArea):
    """A card for each section of the settings, then the keys. Every change is kept at once."""

    def __init__(self, settings: SettingsStore, actions: Actions) -> None:
        super().__init__()
        self._settings = settings
        self.editors: dict[str, QWidget] = {}
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        body = QWidget(self)
        body.setMaximumWidth(WIDTH)
        self._column = column = QVBoxLayout(body)
        column.setContentsMargins(32, 24, 32, 32)
        column.setSpacing(16)
        title = QLabel(tr("Preferences"), body)
        title.setFont(scaled(self.font(), "title", bold=True))
        column.addWidget(title)
        for section, fields in _sections().items():
            column.addWidget(self._card(translated(section), fields, body))
        self.keys = KeysEditor(settings, actions, body)
        self.keys.table.moved.connect(self._follow)
        column.addWidget(self.keys)
        column.addStretch(1)
        centre = QWidget()
        row = QHBoxLayout(centre)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(body, 10)
        row.addStretch(1)
        self._centre = centre
        self.setWidget(centre)
        settings.changed.connect(self._on_changed)

    def _follow(self, cell: QRect) -> None:
        """Scroll to the key that the person has gone to."""
        at = self.keys.table.viewport().mapTo(self._centre, cell.center())
        self.ensureVisible(at.x(), at.y(), 0, cell.height() * 2)

    def put_first(self, card: PersonCard) -> None:
        """Put a card below the title."""
        self._column.insertWidget(1, card)
        name = card.form.labelForField(card.name)
        if name is not None:
            name.setMinimumWidth(NAMES)

    def _card(self, title: str, fields: list[dataclasses.Field[Any]], parent: QWidget) -> QWidget:
        card = QFrame(parent)
        card.setProperty("kind", "card")
        form = QFormLayout(card)
        form.setContentsMargins(16, 12, 16, 16)
        form.setVerticalSpacing(12)
        form.setHorizontalSpacing(24)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        heading = QLabel(title, card)
        heading.setFont(scaled(self.font(), "large", bold=True))
        form.addRow(heading)
        for field in fields:
            editor = self._editor(field, card)
            self.editors[field.name] = editor
            name = QLabel(translated(field.metadata["title"]), card)
            name.setMinimumWidth(NAMES)
            form.addRow(name, _with_help(editor, field, card))
        return card

    def _editor(self, field: dataclasses.Field[Any], parent: QWidget) -> QWidget:
        """The control for a field: what it is follows from the field's own limits."""
        value = getattr(self._settings.current, field.name)
        keep: Callable[[Any], None] = lambda new: self._settings.change(**{field.name: new})  # noqa: E731
        limits = field.metadata
        editor: QWidget
        if "choices" in limits:
            editor = QComboBox(parent)
            for code, words in limits["choices"].items():
                editor.addItem(translated(words), code)
            editor.activated.connect(lambda row: keep(editor.itemData(row)))
        elif isinstance(value, bool):
            editor = QCheckBox(parent)
            editor.setEnabled(limits.get("possible", True))
            editor.toggled.connect(keep)
        else:
            editor = roomy(QSpinBox(parent))
            editor.setRange(limits["low"], limits["high"])
            editor.setSingleStep(limits["step"])
            editor.setSuffix(translated(limits["unit"]))
            editor.setKeyboardTracking(False)
            editor.lineEdit().setTextMargins(6, 0, 0, 0)
            editor.valueChanged.connect(keep)
        editor.setAccessibleName(translated(limits["title"]))
        _show(editor, value)
        return editor

    def _on_changed(self, before: Settings, after: Settings) -> None:
        for name, editor in self.editors.items():
            if getattr(before, name) != getattr(after, name):
                _show(editor, getattr(after, name))


def _sections() -> dict[str, list[dataclasses.Field[Any]]]:
    found: dict[str, list[dataclasses.Field[Any]]] = {}
    for field in dataclasses.fields(Settings):
        if field.metadata:
            found.setdefault(field.metadata["section"], []).append(field)
    return found


def _with_help(editor: QWidget, field: dataclasses.Field[Any], parent: QWidget) -> QWidget:
    box = QWidget(parent)
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    editor.setMaximumWidth(280)
    column.addWidget(editor)
    if field.metadata["help"]:
        words = QLabel(translated(field.metadata["help"]), box)
        words.setProperty("kind", "quiet")
        words.setWordWrap(True)
        column.addWidget(words)
    return box


def _show(editor: QWidget, value: Any) -> None:
    """Put `value` into its control without telling it back."""
    editor.blockSignals(True)
    if isinstance(editor, QComboBox):
        editor.setCurrentIndex(editor.findData(value))
    elif isinstance(editor, QCheckBox):
        editor.setChecked(value)
    elif isinstance(editor, QSpinBox):
        editor.setValue(value)
    editor.blockSignals(False)
