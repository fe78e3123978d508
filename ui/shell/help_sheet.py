"""The help sheet: every action with its key, by group, made from the table."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from smo_review.language import tr, translated
from ui.shell.actions import SPECS, Act, Actions, Group
from ui.shell.theme import scaled

COLUMNS = (
    (Group.VERDICT, Group.HELP, Group.SESSION),
    (Group.ITEM, Group.COVER),
    (Group.CONTENT, Group.TRAIN, Group.DISPUTES),
    (Group.FILE, Group.GO, Group.NUMBERS, Group.CAUSES, Group.LEARN),
)


class HelpSheet(QDialog):
    """All keys on one sheet, wherever the person is."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Keys and help"))
        self._actions = actions
        sheet = QWidget(self)
        columns = QHBoxLayout(sheet)
        columns.setSpacing(32)
        for groups in COLUMNS:
            column = QVBoxLayout()
            for group in groups:
                column.addLayout(self._section(group))
                column.addSpacing(8)
            column.addStretch(1)
            columns.addLayout(column)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setWidget(sheet)
        words = QLabel(
            tr(
                "Keys work under any keyboard layout. Change them in the preferences. "
                "{palette} finds any action by name.",
                palette=actions.key_text(Act.PALETTE),
            ),
            self,
        )
        words.setProperty("kind", "quiet")
        words.setWordWrap(True)
        buttons = QDialogButtonBox(self)
        close = buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        close.setDefault(True)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.addWidget(area, 1)
        layout.addWidget(words)
        layout.addWidget(buttons)
        wanted = sheet.sizeHint()
        room = parent.size() if parent is not None else wanted
        self.resize(
            min(wanted.width() + 72, room.width() - 64),
            min(wanted.height() + 140, room.height() - 64),
        )

    def _section(self, group: Group) -> QGridLayout:
        grid = QGridLayout()
        grid.setVerticalSpacing(6)
        grid.setHorizontalSpacing(16)
        title = QLabel(translated(group.value), self)
        title.setFont(scaled(self.font(), "normal", bold=True))
        grid.addWidget(title, 0, 0, 1, 2)
        for row, act in enumerate((a for a in Act if SPECS[a].group is group), start=1):
            name = QLabel(self._actions.text(act), self)
            name.setToolTip(translated(SPECS[act].help))
            key = QLabel(self._actions.key_text(act), self)
            key.setProperty("kind", "key")
            key.setVisible(bool(key.text()))
            grid.addWidget(name, row, 0)
            grid.addWidget(key, row, 1, Qt.AlignmentFlag.AlignRight)
        grid.setColumnStretch(0, 1)
        return grid


def open_help(actions: Actions, parent: QWidget) -> None:
    """Open the sheet over `parent`."""
    sheet = HelpSheet(actions, parent)
    sheet.finished.connect(sheet.deleteLater)
    sheet.open()
