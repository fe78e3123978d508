"""The form of a gold: right labels, why, by which clause, what to learn from it, how hard it is."""

from __future__ import annotations

from msgspec import structs
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from smo_review.domain.changes import Changes
from smo_review.domain.content import Mark
from smo_review.domain.errors import UserError
from smo_review.domain.project import words
from smo_review.language import current, tr
from smo_review.operations.gold import HARDEST, set_gold
from ui.context import Context
from ui.gold.start import Start, read_start
from ui.shell.theme import STEP

WIDTH = 560
ROWS = 6
LABEL = Qt.ItemDataRole.UserRole


class GoldForm(QDialog):
    """Opens on one item. `kept` when the gold was recorded."""

    kept = Signal()

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._start: Start | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Gold"))
        self.resize(WIDTH, 0)
        self.head = QLabel()
        self.head.setTextFormat(Qt.TextFormat.PlainText)
        self.head.setWordWrap(True)
        self.labels = QListWidget()
        self.labels.setUniformItemSizes(True)
        self.clause = QComboBox()
        self.clause.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.rationale = _words(tr("Why the labels are right, in a sentence or two"))
        self.teaching = _words(tr("What a learner should take from it"))
        self.concept = QLineEdit()
        self.concept.setPlaceholderText(tr("What it is an example of, e.g. quotation"))
        self.difficulty = QComboBox()
        self.difficulty.addItem(tr("Not said"))
        for n in range(1, HARDEST + 1):
            self.difficulty.addItem(str(n))
        self.places = QCheckBox()
        self.told = QLabel()
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.told.setWordWrap(True)
        form = QFormLayout()
        form.setVerticalSpacing(STEP * 2)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for name, field in (
            (tr("Right labels"), self.labels),
            (tr("Clause"), self.clause),
            (tr("Rationale"), self.rationale),
            (tr("Teaching note"), self.teaching),
            (tr("Concept"), self.concept),
            (tr("Difficulty (1 easy to 5)"), self.difficulty),
        ):
            field.setAccessibleName(name)
            form.addRow(name, field)
        self.buttons = QDialogButtonBox()
        self.keep = self.buttons.addButton(
            tr("Keep as gold"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.accepted.connect(self.save)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(STEP * 5, STEP * 4, STEP * 5, STEP * 4)
        layout.setSpacing(STEP * 3)
        for widget in (self.head,):
            layout.addWidget(widget)
        layout.addLayout(form)
        layout.addWidget(self.places)
        layout.addWidget(self.told)
        layout.addWidget(self.buttons)

    def begin(
        self,
        batch: str,
        item: str,
        labels: tuple[str, ...] = (),
        marks: tuple[Mark, ...] = (),
    ) -> None:
        """Read what there is of the item, then show the form."""
        self._context.tasks.read(
            read_start,
            self._context.workspace,
            batch,
            item,
            labels,
            marks,
            done=self._show,
            key="gold",
        )

    def _show(self, start: Start) -> None:
        self._start = start
        draft, project = start.draft, start.project
        self.head.setText(
            tr("Item {item} is gold already: what you keep stands instead.", item=draft.item)
            if start.known
            else tr("Item {item} becomes a reference answer.", item=draft.item)
        )
        here = {label.id: words(label.name, current()) for label in project.labels}
        for label in (*here, *(one for one in draft.labels if one not in here)):
            line = QListWidgetItem(here.get(label, label))
            line.setData(LABEL, label)
            line.setFlags(line.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            on = label in draft.labels
            line.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
            self.labels.addItem(line)
        shown = max(2, min(self.labels.count(), ROWS))
        self.labels.setFixedHeight(shown * max(self.labels.sizeHintForRow(0), 24) + 8)
        self.clause.addItem(tr("No clause"), "")
        for clause in project.guideline.clauses:
            title = words(clause.title, current())
            self.clause.addItem(
                tr("{number} {title}", number=clause.number, title=title), clause.number
            )
        self.clause.setCurrentIndex(max(0, self.clause.findData(draft.clause)))
        self.rationale.setPlainText(draft.rationale)
        self.teaching.setPlainText(draft.teaching)
        self.concept.setText(draft.concept)
        self.difficulty.setCurrentIndex(draft.difficulty)
        self.places.setText(tr("Keep where its labels lie, as reviewed ({n})", n=len(draft.marks)))
        self.places.setChecked(bool(draft.marks))
        self.places.setVisible(bool(draft.marks))
        self.open()
        self.labels.setFocus()
        self.labels.setCurrentRow(0)

    def save(self) -> None:
        """Record the gold; a refusal is told in the form, which stays open."""
        if self._start is None:
            return
        lines = [self.labels.item(row) for row in range(self.labels.count())]
        draft = structs.replace(
            self._start.draft,
            labels=tuple(
                line.data(LABEL) for line in lines if line.checkState() == Qt.CheckState.Checked
            ),
            clause=self.clause.currentData(),
            rationale=self.rationale.toPlainText(),
            teaching=self.teaching.toPlainText(),
            concept=self.concept.text(),
            difficulty=self.difficulty.currentIndex(),
            retired=False,
            marks=self._start.draft.marks if self.places.isChecked() else (),
        )
        self.keep.setEnabled(False)
        self._context.tasks.write(
            set_gold, self._context.workspace, [draft], done=self._kept, failed=self._refused
        )

    def _kept(self, changes: Changes) -> None:
        self._context.signals.changed.emit(changes)
        self._context.notices.done(tr("Kept as gold."))
        self.kept.emit()
        self.accept()

    def _refused(self, error: BaseException) -> None:
        self.keep.setEnabled(True)
        if isinstance(error, UserError):
            self.told.setText(f"{error.what}\n{error.where}\n{error.do}")


def _words(hint: str) -> QPlainTextEdit:
    field = QPlainTextEdit()
    field.setPlaceholderText(hint)
    field.setTabChangesFocus(True)
    field.setFixedHeight(64)
    return field
