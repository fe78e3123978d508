"""What exercise to build: which golds, for practice, exam or a session, and what passes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from smo_review.domain.content import MILLION
from smo_review.domain.learning import MOST_ATTEMPTS, PassRule
from smo_review.language import tr
from smo_review.operations.exercise import Key, Plan
from ui.learn.words import mode_sentence, mode_word, plain
from ui.shell.theme import STEP

WIDTH = 560
MODES = ("practice", "exam", "session")


class BuildDialog(QDialog):
    """`wanted(Plan, Path)` when all is said and a file is named."""

    wanted = Signal(object, object)

    def __init__(self, chosen: Sequence[Key], there: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._chosen = tuple(chosen)
        self.setWindowTitle(tr("Build an exercise"))
        self.resize(WIDTH, 0)
        self.title = QLineEdit()
        self.title.setPlaceholderText(tr("What learners read in their list"))
        self.mode = QComboBox()
        for mode in MODES:
            self.mode.addItem(mode_word(mode), mode)
        self.told = plain("", "quiet")
        self.by_hand = QComboBox()
        self.by_hand.addItem(tr("By rule, from all gold"), False)
        if chosen:
            self.by_hand.addItem(tr("The {n} chosen lines", n=len(chosen)), True)
        self.by_hand.setCurrentIndex(1 if len(chosen) > 1 else 0)
        self.n = QSpinBox()
        self.n.setRange(1, 1000)
        self.n.setValue(max(1, min(10, there)))
        self.balance = {
            "labels": QCheckBox(tr("labels")),
            "concept": QCheckBox(tr("concepts")),
            "difficulty": QCheckBox(tr("difficulty")),
            "language": QCheckBox(tr("languages")),
        }
        self.balance["labels"].setChecked(True)
        self.hardest = QSpinBox()
        self.hardest.setRange(0, 4)
        self.hardest.setValue(4)
        self.seed = QSpinBox()
        self.seed.setRange(1, 1_000_000)
        self.attempts = QSpinBox()
        self.attempts.setRange(1, MOST_ATTEMPTS)
        self.mark = QSpinBox()
        self.mark.setRange(0, 100)
        self.mark.setValue(80)
        self.mark.setSuffix(" %")
        self.on = QComboBox()
        self.on.addItem(tr("the share that is right"), "point")
        self.on.addItem(tr("the lower end of its interval"), "low")
        self.words = QLineEdit()
        self.words.setPlaceholderText(tr("What learners read before they begin"))
        self.buttons = QDialogButtonBox()
        self.write = self.buttons.addButton(
            tr("Write the file…"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.accepted.connect(self._ask_for_file)
        self.buttons.rejected.connect(self.reject)
        self._lay_out()
        self.mode.currentIndexChanged.connect(lambda _: self._show())
        self.by_hand.currentIndexChanged.connect(lambda _: self._show())
        self.title.textChanged.connect(lambda _: self._show())
        self._show()
        self.finished.connect(self.deleteLater)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setVerticalSpacing(STEP * 2)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        spread = QWidget()
        column = QVBoxLayout(spread)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP)
        for box in self.balance.values():
            column.addWidget(box)
        self.spread = spread
        for name, field in (
            (tr("Title"), self.title),
            (tr("Kind"), self.mode),
            ("", self.told),
            (tr("Items"), self.by_hand),
            (tr("How many"), self.n),
            (tr("Spread evenly over"), spread),
            (tr("Severity up to"), self.hardest),
            (tr("Seed"), self.seed),
            (tr("Attempts"), self.attempts),
            (tr("Passed from"), self.mark),
            (tr("Held to"), self.on),
            (tr("Words to begin with"), self.words),
        ):
            if name:
                field.setAccessibleName(name)
            form.addRow(name, field)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(STEP * 5, STEP * 4, STEP * 5, STEP * 4)
        layout.setSpacing(STEP * 3)
        layout.addLayout(form)
        layout.addWidget(self.buttons)

    def plan(self) -> Plan:
        """What was asked for."""
        by_hand = bool(self.by_hand.currentData())
        return Plan(
            self.title.text().strip(),
            self.mode.currentData(),
            self._chosen if by_hand else (),
            n=self.n.value(),
            balance=tuple(field for field, box in self.balance.items() if box.isChecked()),
            severity=(0, self.hardest.value()),
            seed=self.seed.value(),
            attempts=self.attempts.value(),
            rule=PassRule(self.mark.value() * MILLION // 100, self.on.currentData()),
            words=self.words.text().strip(),
        )

    def ask(self, path: Path) -> None:
        """Hand over what was asked for, to be written to `path`."""
        self.wanted.emit(self.plan(), path)
        self.accept()

    def _show(self) -> None:
        self.told.setText(mode_sentence(self.mode.currentData()))
        by_rule = not self.by_hand.currentData()
        for field in (self.n, self.spread, self.hardest, self.seed):
            field.setEnabled(by_rule)
        self.write.setEnabled(bool(self.title.text().strip()))

    def _ask_for_file(self) -> None:
        dialog = QFileDialog(self, tr("Build an exercise"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([tr("Bundles (*.smo)")])
        dialog.setDefaultSuffix("smo")
        dialog.selectFile(f"{self.mode.currentData()}.smo")
        dialog.fileSelected.connect(lambda path: self.ask(Path(path)))
        dialog.open()
