"""What a session begins with: who votes and how, what is asked of each item, the folder for files.

Items are named by what came with them; nothing of their content is shown here.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from smo_review.domain.content import Part
from smo_review.domain.sessions import LONGEST_ROUND, Deck, SlideDraft
from smo_review.language import tr
from ui.shell.fields import roomy
from ui.shell.labels import plain
from ui.shell.theme import STEP
from ui.stage.controls import kind_word

WIDTH, HEIGHT = 860, 620
PEOPLE_ROWS = 4


@dataclass(frozen=True)
class Beginning:
    """A session as it was asked for. `inbox` is None where no folder is watched."""

    deck: str
    title: str
    seats: tuple[str, ...]
    people: tuple[str, ...]
    slides: tuple[SlideDraft, ...]
    seconds: int
    inbox: Path | None


class BeginDialog(QDialog):
    """`wanted(Beginning)` when all is said."""

    wanted = Signal(object)

    def __init__(self, deck: Deck, kept: dict[str, str], parent: QWidget) -> None:
        super().__init__(parent)
        self._deck = deck
        self.setWindowTitle(tr("Begin a session"))
        room = parent.window().size()
        self.resize(min(WIDTH, room.width() - 48), min(HEIGHT, room.height() - 48))
        self.title = QLineEdit(deck.title)
        self.seats = _names(tr("One name a line"))
        self.files = _names(tr("One name a line"))
        self.seconds = roomy(QSpinBox())
        self.seconds.setRange(0, LONGEST_ROUND)
        self.seconds.setSingleStep(15)
        self.seconds.setSuffix(tr(" s"))
        self.seconds.setSpecialValueText(tr("without end"))
        self.seconds.setValue(int(kept.get("seconds") or 0))
        self.inbox = QLineEdit(kept.get("inbox", ""))
        self.inbox.setPlaceholderText(tr("No folder is watched"))
        self.slides = self._table()
        self.buttons = QDialogButtonBox()
        self.begin = self.buttons.addButton(tr("Begin"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.accepted.connect(self._accept)
        self.buttons.rejected.connect(self.reject)
        self._lay_out()
        self.finished.connect(self.deleteLater)
        self.seats.setFocus()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setVerticalSpacing(STEP * 2)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for name, field in ((tr("Title"), self.title), (tr("Time for a round"), self.seconds)):
            field.setAccessibleName(name)
            form.addRow(name, field)
        people = QHBoxLayout()
        people.setSpacing(STEP * 3)
        for name, names in (
            (tr("Vote at this keyboard"), self.seats),
            (tr("Vote by file"), self.files),
        ):
            names.setAccessibleName(name)
            column = QVBoxLayout()
            column.setSpacing(STEP)
            column.addWidget(QLabel(name))
            column.addWidget(names)
            people.addLayout(column)
        folder = QHBoxLayout()
        choose = QPushButton(tr("Choose…"))
        choose.clicked.connect(self._choose)
        choose.setAutoDefault(False)
        self.inbox.setAccessibleName(tr("Folder for votes by file"))
        folder.addWidget(QLabel(tr("Folder for votes by file")))
        folder.addWidget(self.inbox, 1)
        folder.addWidget(choose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(STEP * 5, STEP * 4, STEP * 5, STEP * 4)
        layout.setSpacing(STEP * 3)
        layout.addLayout(form)
        layout.addLayout(people)
        layout.addLayout(folder)
        layout.addWidget(
            plain(
                tr(
                    "The room sees the prompt. Teaching note and clause are for you alone, until "
                    "you rule."
                ),
                "quiet",
            )
        )
        layout.addWidget(self.slides, 1)
        layout.addWidget(self.buttons)

    def _table(self) -> QTableWidget:
        deck = self._deck
        table = QTableWidget(len(deck.slides), 4)
        table.setHorizontalHeaderLabels(
            [tr("Item"), tr("Prompt"), tr("Teaching note"), tr("Clause")]
        )
        table.setAccessibleName(tr("Items of the deck"))
        table.verticalHeader().hide()
        table.setEditTriggers(QAbstractItemView.EditTrigger.AllEditTriggers)
        head = table.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        for column in (1, 2):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        for row, (slide, facts) in enumerate(zip(deck.slides, deck.facts, strict=True)):
            kinds, category, severity = facts
            told = [str(row + 1), *(kind_word(Part(kind)) for kind in kinds[:1]), category]
            if severity is not None:
                told.append(tr("severity {n}", n=severity))
            cells = (" · ".join(one for one in told if one), slide.prompt, slide.note, slide.clause)
            for column, text in enumerate(cells):
                cell = QTableWidgetItem(text)
                cell.setToolTip(text)
                if column == 0:
                    cell.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                table.setItem(row, column, cell)
        table.resizeColumnToContents(0)
        return table

    def beginning(self) -> Beginning:
        """What was asked for."""

        def cell(row: int, column: int) -> str:
            found = self.slides.item(row, column)
            return found.text().strip() if found is not None else ""

        folder = self.inbox.text().strip()
        return Beginning(
            self._deck.deck,
            self.title.text().strip(),
            _lines(self.seats),
            _lines(self.files),
            tuple(
                SlideDraft(one.item, cell(row, 1), cell(row, 2), cell(row, 3))
                for row, one in enumerate(self._deck.slides)
            ),
            self.seconds.value(),
            Path(folder) if folder else None,
        )

    def _accept(self) -> None:
        self.wanted.emit(self.beginning())
        self.accept()

    def _choose(self) -> None:
        ask_folder(self, self.inbox.setText)


def ask_folder(parent: QWidget, chosen: object) -> None:
    """Ask for a folder that is watched; `chosen(path)` once it is named."""
    dialog = QFileDialog(parent, tr("Watch a folder"))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.fileSelected.connect(chosen)
    dialog.open()


def _names(hint: str) -> QPlainTextEdit:
    field = QPlainTextEdit()
    field.setPlaceholderText(hint)
    field.setTabChangesFocus(True)
    field.setFixedHeight(PEOPLE_ROWS * field.fontMetrics().lineSpacing() + 20)
    return field


def _lines(field: QPlainTextEdit) -> tuple[str, ...]:
    lines = (line.strip() for line in field.toPlainText().splitlines())
    return tuple(dict.fromkeys(line for line in lines if line))
