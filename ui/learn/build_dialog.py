"""What exercise to build: for practice, exam or a session, from which golds, and what passes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QFrame,
    QLineEdit,
    QScrollArea,
    QSpinBox,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from smo_review.domain.learning import MOST_ATTEMPTS, GoldSet, Mode
from smo_review.language import tr
from smo_review.operations.exercise import Key, Plan
from ui.learn.choice_form import ChoiceForm
from ui.learn.golds import GoldLine
from ui.learn.rule_form import RuleForm
from ui.learn.words import mode_sentence, mode_word
from ui.shell.fields import roomy
from ui.shell.labels import plain
from ui.shell.theme import STEP

SIZE = (640, 600)
MODES: tuple[Mode, ...] = ("practice", "exam", "session")


class BuildDialog(QDialog):
    """`wanted(Plan, Path)` when all is said and a file is named. `lines` are all golds here, of
    which `chosen` were chosen before; `sets` are every version of every set."""

    wanted = Signal(object, object)

    def __init__(
        self,
        lines: Sequence[GoldLine],
        chosen: Collection[Key],
        sets: Sequence[GoldSet],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Build an exercise"))
        self.title = QLineEdit()
        self.title.setPlaceholderText(tr("What learners read in their list"))
        self.mode = QComboBox()
        for mode in MODES:
            self.mode.addItem(mode_word(mode), mode)
        self.told = plain("", "quiet")
        self.attempts = roomy(QSpinBox())
        self.attempts.setRange(1, MOST_ATTEMPTS)
        self.words = QLineEdit()
        self.words.setPlaceholderText(tr("What learners read before they begin"))
        self.places = QCheckBox(tr("The place counts too, told apart from the label"))
        self.places.setEnabled(any(line.gold.marks for line in lines))
        self.choice = ChoiceForm(lines, chosen, sets)
        self.rule = RuleForm(lines)
        self.missing = plain("", "quiet")
        self.tabs = QTabWidget()
        self.buttons = QDialogButtonBox()
        self.write = self.buttons.addButton(
            tr("Write the file…"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.accepted.connect(self._ask_for_file)
        self.buttons.rejected.connect(self.reject)
        self._lay_out()
        self.mode.currentIndexChanged.connect(lambda _: self._show())
        self.title.textChanged.connect(lambda _: self._show())
        self.choice.changed.connect(self._show)
        self._show()
        self.finished.connect(self.deleteLater)

    def _lay_out(self) -> None:
        first = QWidget()
        form = QFormLayout(first)
        form.setVerticalSpacing(STEP * 2)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for name, field in (
            (tr("Title"), self.title),
            (tr("Kind"), self.mode),
            ("", self.told),
            (tr("Attempts"), self.attempts),
            (tr("Words to begin with"), self.words),
            ("", self.places),
        ):
            if name:
                field.setAccessibleName(name)
            form.addRow(name, field)
        for page, name in (
            (first, tr("Exercise")),
            (self.choice, tr("Which gold")),
            (self.rule, tr("What passes")),
        ):
            area = QScrollArea()
            area.setWidget(page)
            area.setWidgetResizable(True)
            area.setFrameShape(QFrame.Shape.NoFrame)
            self.tabs.addTab(area, name)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(STEP * 5, STEP * 4, STEP * 5, STEP * 4)
        layout.setSpacing(STEP * 3)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(self.missing)
        layout.addWidget(self.buttons)
        self.resize(*SIZE)
        self.title.setFocus()

    def plan(self) -> Plan:
        """What was asked for."""
        return self.choice.plan(
            Plan(
                self.title.text().strip(),
                self.mode.currentData(),
                attempts=self.attempts.value(),
                rule=self.rule.rule(),
                words=self.words.text().strip(),
                places=self.places.isChecked(),
            )
        )

    def ask(self, path: Path) -> None:
        """Hand over what was asked for, to be written to `path`."""
        self.wanted.emit(self.plan(), path)
        self.accept()

    def _show(self) -> None:
        self.told.setText(mode_sentence(self.mode.currentData()))
        self.rule.ask(self.choice.count)
        missing = "" if self.choice.is_whole else tr("Tick at least one gold.")
        if not self.title.text().strip():
            missing = tr("A title is missing.")
        self.missing.setText(missing)
        self.write.setEnabled(not missing)

    def _ask_for_file(self) -> None:
        dialog = QFileDialog(self, tr("Build an exercise"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([tr("Bundles (*.smo)")])
        dialog.setDefaultSuffix("smo")
        dialog.selectFile(f"{self.mode.currentData()}.smo")
        dialog.fileSelected.connect(lambda path: self.ask(Path(path)))
        dialog.open()
