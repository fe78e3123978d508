"""The group's answer: labels, the clause that decides, why, and what the ruling becomes."""

from __future__ import annotations

from msgspec import structs
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from smo_review.domain.project import Project, words
from smo_review.language import current, tr
from smo_review.operations.session import RulingDraft
from ui.choosing.words import clause_words
from ui.shell.labels import plain
from ui.shell.theme import STEP

WIDTH = 560
ROWS = 6
LABEL = Qt.ItemDataRole.UserRole


class RulingDialog(QDialog):
    """Opens with what most said. `wanted(RulingDraft)` when the reason is there; the dialog stays
    until `accept`, so that a refusal loses no words."""

    wanted = Signal(object)

    def __init__(
        self, project: Project, draft: RulingDraft, built_here: bool, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._draft = draft
        self.setWindowTitle(tr("Rule"))
        self.resize(WIDTH, 0)
        self.labels = QListWidget()
        self.labels.setUniformItemSizes(True)
        for label in project.labels:
            line = QListWidgetItem(words(label.name, current()))
            line.setData(LABEL, label.id)
            line.setFlags(line.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            on = label.id in draft.labels
            line.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
            self.labels.addItem(line)
        shown = max(2, min(self.labels.count(), ROWS))
        self.labels.setFixedHeight(shown * max(self.labels.sizeHintForRow(0), 24) + 8)
        self.clause = QComboBox()
        self.clause.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.clause.addItem(tr("No clause"), "")
        for clause in project.guideline.clauses:
            self.clause.addItem(clause_words(clause, clause.number), clause.number)
        self.clause.setCurrentIndex(max(0, self.clause.findData(draft.clause)))
        self.reason = QPlainTextEdit(draft.reason)
        self.reason.setPlaceholderText(tr("Why the group rules so; the room reads it"))
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(4 * self.reason.fontMetrics().lineSpacing() + 20)
        self.undecided = QCheckBox(tr("The guideline does not decide it: keep it as a question"))
        self.undecided.setChecked(draft.undecided)
        self.as_case = QCheckBox(tr("Keep it as a case, to be found in review"))
        self.as_case.setChecked(draft.as_case and built_here)
        self.as_gold = QCheckBox(tr("Make the item gold with this answer"))
        self._built_here = built_here
        self.told = plain("", "quiet")
        self.told.setText(
            "" if built_here else tr("The deck was built elsewhere: cases and gold are made there.")
        )
        self.told.setVisible(not built_here)
        form = QFormLayout()
        form.setVerticalSpacing(STEP * 2)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for name, field in (
            (tr("Labels"), self.labels),
            (tr("Clause"), self.clause),
            (tr("Reason"), self.reason),
        ):
            field.setAccessibleName(name)
            form.addRow(name, field)
        self.buttons = QDialogButtonBox()
        self.keep = self.buttons.addButton(tr("Rule"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.accepted.connect(self._accept)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(STEP * 5, STEP * 4, STEP * 5, STEP * 4)
        layout.setSpacing(STEP * 2)
        layout.addLayout(form)
        for box in (self.undecided, self.as_case, self.as_gold):
            layout.addWidget(box)
        layout.addWidget(self.told)
        layout.addWidget(self.buttons)
        self.undecided.toggled.connect(lambda _: self._show())
        self.reason.textChanged.connect(self._show)
        self.finished.connect(self.deleteLater)
        self._show()
        self.reason.setFocus()

    def draft(self) -> RulingDraft:
        """What was said."""
        lines = [self.labels.item(row) for row in range(self.labels.count())]
        chosen = tuple(
            line.data(LABEL) for line in lines if line.checkState() == Qt.CheckState.Checked
        )
        undecided = self.undecided.isChecked()
        return structs.replace(
            self._draft,
            labels=() if undecided else chosen,
            clause=self.clause.currentData(),
            reason=self.reason.toPlainText().strip(),
            undecided=undecided,
            as_question=undecided,
            as_case=self.as_case.isChecked(),
            as_gold=self.as_gold.isChecked(),
        )

    def _show(self) -> None:
        decided = not self.undecided.isChecked()
        self.labels.setEnabled(decided)
        for box in (self.as_case, self.as_gold):
            box.setEnabled(decided and self._built_here)
        self.keep.setEnabled(bool(self.reason.toPlainText().strip()))

    def _accept(self) -> None:
        self.wanted.emit(self.draft())
