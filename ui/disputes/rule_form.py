"""The form of a ruling: why, which findings fall, which verdict holds, which clause caused it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
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

from smo_review.domain.disputes import DisputeView, RulingOutcome
from smo_review.domain.project import Project
from smo_review.language import tr
from smo_review.operations.disputes import DisputeRulingDraft
from ui.disputes.parts import clause_name, headed
from ui.disputes.wording import answer_title, verdict_title
from ui.shell.labels import selectable
from ui.shell.theme import STEP

WIDTH = 620
FACT = Qt.ItemDataRole.UserRole


class RuleForm(QDialog):
    """Opens on one dispute with an outcome. `ruled(draft)` when it is given."""

    ruled = Signal(object)

    def __init__(
        self, view: DisputeView, outcome: RulingOutcome, project: Project | None, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Rule on the dispute"))
        self.resize(WIDTH, 0)
        self._view = view
        self._outcome: RulingOutcome = outcome
        self.reason = QPlainTextEdit()
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(88)
        self.reason.setPlaceholderText(tr("Why it is ruled so, in a sentence or two"))
        self.falls = QListWidget()
        self.holds = _combo()
        self.clause = _combo()
        self.told = selectable("", "quiet")
        self._fill(project)
        form = QFormLayout()
        form.setVerticalSpacing(STEP * 2)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        rows: list[tuple[str, QWidget]] = [(tr("Reason"), self.reason)]
        if outcome == "partly":
            rows.insert(0, (tr("Which findings fall"), self.falls))
        if outcome != "reject":
            rows.append((tr("Clause behind it"), self.clause))
        rows.append((tr("Verdict that holds"), self.holds))
        for name, field in rows:
            field.setAccessibleName(name)
            form.addRow(name, field)
        self.buttons = QDialogButtonBox()
        self.keep = self.buttons.addButton(tr("Rule"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.accepted.connect(self.give)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(STEP * 5, STEP * 4, STEP * 5, STEP * 4)
        layout.setSpacing(STEP * 3)
        layout.addWidget(headed(_title(outcome), self))
        layout.addWidget(selectable(_sentence(outcome)))
        if view.rulings:
            layout.addWidget(selectable(tr("A ruling stands; this one will stand instead.")))
        layout.addLayout(form)
        layout.addWidget(self.told)
        layout.addWidget(self.buttons)
        (self.falls if outcome == "partly" else self.reason).setFocus()

    def _fill(self, project: Project | None) -> None:
        for one in self._view.answers:
            if one.answer == "dispute":
                line = QListWidgetItem(answer_title(one, project))
                line.setData(FACT, one.fact)
                line.setFlags(line.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                line.setCheckState(Qt.CheckState.Unchecked)
                self.falls.addItem(line)
        shown = max(1, min(self.falls.count(), 5))
        self.falls.setFixedHeight(shown * max(self.falls.sizeHintForRow(0), 24) + 8)
        self.falls.setCurrentRow(0)
        self.holds.addItem(tr("Follows from the ruling"), "")
        for verdict in self._view.verdicts:
            self.holds.addItem(verdict_title(verdict), verdict.fact)
        self.clause.addItem(tr("Those of the findings that fall"), "")
        for clause in project.guideline.clauses if project else ():
            self.clause.addItem(clause_name(clause.number, project), clause.number)

    def give(self) -> None:
        """Hand the ruling over; what is missing is said here and the form stays open."""
        lines = [self.falls.item(row) for row in range(self.falls.count())]
        upheld = tuple(
            line.data(FACT) for line in lines if line.checkState() == Qt.CheckState.Checked
        )
        reason = self.reason.toPlainText().strip()
        if not reason:
            self.told.setText(tr("A ruling needs its reason."))
            self.reason.setFocus()
            return
        if (
            self._outcome == "partly"
            and not self.holds.currentData()
            and not (0 < len(upheld) < len(lines))
        ):
            self.told.setText(tr("Say which findings fall, or which verdict holds instead."))
            self.falls.setFocus()
            return
        clause = self.clause.currentData()
        self.ruled.emit(
            DisputeRulingDraft(
                key=self._view.key,
                outcome=self._outcome,
                reason=reason,
                upheld=upheld if self._outcome == "partly" else (),
                holds=self.holds.currentData(),
                clauses=(clause,) if clause else (),
                again=bool(self._view.rulings),
            )
        )
        self.accept()


def _title(outcome: RulingOutcome) -> str:
    return {
        "accept": tr("Accept the dispute"),
        "partly": tr("Accept the dispute partly"),
        "reject": tr("Reject the dispute"),
    }[outcome]


def _sentence(outcome: RulingOutcome) -> str:
    return {
        "accept": tr("All disputed findings fall. The verdict is locked then, and numbers follow."),
        "partly": tr("What you tick falls. The verdict is locked then, and numbers follow."),
        "reject": tr("The findings stay. The verdict is locked then."),
    }[outcome]


def _combo() -> QComboBox:
    made = QComboBox()
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return made
