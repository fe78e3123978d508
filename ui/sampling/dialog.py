"""Draw a sample: what to draw, what that comes to, and the file to write it to."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from smo_review.domain.content import MILLION
from smo_review.domain.project import SamplingPlan
from smo_review.domain.sampling import Draw, Drawn, Planned
from smo_review.domain.views import BatchSummary
from smo_review.language import tr
from smo_review.operations.draw import draw_sample
from smo_review.operations.workspace import Workspace
from smo_review.queries.batches import batches, project_of
from smo_review.queries.drawing import planned
from ui.context import Context
from ui.sampling.form import SamplingForm, by_word
from ui.shell.tables import RowTable
from ui.shell.theme import STEP

WIDTH, HEIGHT = 1040, 600
_SLOW = "near-duplicates"
"""Opens every content: told when the file is written, not while fields change."""
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_PAUSE = 250
"""Milliseconds after the last change before the draw is planned again."""


def read_start(workspace: Workspace) -> tuple[BatchSummary, ...]:
    """The batches that are here."""
    return batches(workspace)


def read_plans(workspace: Workspace, batch: str) -> tuple[SamplingPlan, ...]:
    """The plans of a batch's project."""
    return project_of(workspace, batch).sampling


class SamplingDialog(QDialog):
    """Opens on a batch, or the first. What would be drawn is told before anything is written."""

    def __init__(self, context: Context, batch: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._batch = batch
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Draw a sample"))
        self.resize(WIDTH, HEIGHT)
        self.form = SamplingForm()
        self.told = QLabel()
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.told.setWordWrap(True)
        self.told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.strata = self._made_table()
        buttons = QDialogButtonBox()
        self.write = buttons.addButton(
            tr("Write the file…"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._ask_for_file)
        buttons.rejected.connect(self.reject)
        self.write.setEnabled(False)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self.plan_now)
        self._lay_out(buttons)
        self.form.changed.connect(self._timer.start)
        self.form.batch.currentIndexChanged.connect(self._read_plans)
        context.tasks.read(read_start, context.workspace, done=self._begin, key="sampling")

    def _made_table(self) -> RowTable:
        titles = (tr("Stratum"), tr("Size"), tr("Drawn"), tr("Each stands for"))
        table = RowTable(tr("Strata"), titles)
        for column in range(1, len(titles)):
            cell = QTableWidgetItem(titles[column])
            cell.setTextAlignment(_RIGHT)
            table.setHorizontalHeaderItem(column, cell)
        return table

    def _lay_out(self, buttons: QDialogButtonBox) -> None:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(self.form)
        # Keys go to the first field, not to what scrolls the fields.
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.form.batch.setFocus()
        right = QVBoxLayout()
        right.setSpacing(STEP * 2)
        right.addWidget(self.told)
        right.addWidget(self.strata, 1)
        columns = QHBoxLayout()
        columns.setSpacing(STEP * 6)
        columns.addWidget(area, 1)
        columns.addLayout(right, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(STEP * 5, STEP * 4, STEP * 5, STEP * 4)
        layout.setSpacing(STEP * 3)
        layout.addLayout(columns, 1)
        layout.addWidget(buttons)

    def _begin(self, found: tuple[BatchSummary, ...]) -> None:
        self.form.show_batches(found, self._batch)
        if self.form.batch.count():
            self._read_plans()
        else:
            self.form.show_plans(())
            self._refuse(tr("There is no batch to draw from: receive one first."))

    def _read_plans(self) -> None:
        batch = self.form.batch.currentData()
        self._context.tasks.read(
            read_plans, self._context.workspace, batch, done=self._plans_read, key="sampling"
        )

    def _plans_read(self, plans: tuple[SamplingPlan, ...]) -> None:
        self.form.show_plans(plans)
        self.plan_now()

    def wanted(self) -> Draw:
        """What the fields say."""
        return Draw(
            self.form.wanted(),
            self.form.seed.text().strip(),
            (self.form.batch.currentData(),),
            name=self.form.name.text().strip(),
        )

    def plan_now(self) -> None:
        """Tell what would be drawn; nothing is written."""
        self._timer.stop()
        if not self.form.batch.count():
            return
        wanted = self.wanted()
        if not wanted.seed:
            self._refuse(tr("A seed is needed, so that the draw can be made again."))
        elif self.form.is_aimless():
            self._refuse(tr("Choose what to look for."))
        elif _SLOW in wanted.plan.risk:
            self.strata.setRowCount(0)
            self.told.setText(
                tr("Contents are compared when the file is written: that may take minutes.")
            )
            self.write.setEnabled(True)
        else:
            self._context.tasks.read(
                planned, self._context.workspace, wanted,
                done=self._show, failed=lambda error: self._refuse(str(error)), key="sampling",
            )  # fmt: skip

    def _refuse(self, why: str) -> None:
        self.told.setText(why)
        self.strata.setRowCount(0)
        self.write.setEnabled(False)

    def _show(self, told: Planned) -> None:
        self.told.setText(in_words(told))
        by = self.form.wanted().by
        title = " / ".join(map(by_word, by)) if by else tr("Stratum")
        head = self.strata.horizontalHeaderItem(0)
        assert head is not None
        head.setText(title)
        self.strata.setRowCount(len(told.strata))
        for row, one in enumerate(told.strata):
            cells = (
                tr("carry the risk") if told.purpose == "risk" else stratum_name(one.name),
                f"{one.size:,}",
                f"{one.drawn:,}",
                f"{one.weight / MILLION:,.2f}",
            )
            for column, text in enumerate(cells):
                cell = QTableWidgetItem(text)
                if column:
                    cell.setTextAlignment(_RIGHT)
                self.strata.setItem(row, column, cell)
        self.write.setEnabled(True)

    def _ask_for_file(self) -> None:
        dialog = QFileDialog(self, tr("Draw a sample"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([tr("Bundles (*.smo)")])
        dialog.setDefaultSuffix("smo")
        dialog.selectFile("sample.smo")
        dialog.fileSelected.connect(lambda path: self.draw(Path(path)))
        dialog.open()

    def draw(self, path: Path) -> None:
        """Write the sample in the background, and close."""
        workspace, wanted = self._context.workspace, self.wanted()
        self._context.tasks.run_long(
            tr("Writing {name}", name=path.name),
            lambda progress: draw_sample(workspace, wanted, path, progress),
            done=partial(_written, self._context),
        )
        self.accept()


def _written(context: Context, drawn: Drawn) -> None:
    context.notices.done(
        tr(
            "{name}: {items} items with {annotations} annotations are drawn.",
            name=Path(drawn.path).name,
            items=f"{drawn.items:,}",
            annotations=f"{drawn.annotations:,}",
        )
    )


def stratum_name(name: str) -> str:
    """A stratum for people; a draw without strata has one."""
    return {
        "": tr("all"),
        "first sample": tr("first sample"),
        "second sample": tr("second sample"),
    }.get(name, name)


def in_words(told: Planned) -> str:
    """What would be drawn, in a few sentences."""
    unit = tr("items") if told.unit == "item" else tr("annotations")
    lines = [
        tr("{drawn} of {frame} {unit}", drawn=f"{told.drawn:,}", frame=f"{told.frame:,}", unit=unit)
    ]
    if told.numbers:
        lines.append(told.numbers)
    if told.purpose == "risk":
        lines.append(tr("Drawn for its risk: it is left out of every headline figure."))
    if told.repeats:
        lines.append(tr("Hidden repeats: {n}", n=told.repeats))
    if told.scaled:
        lines.append(tr("All weights were divided by one number, to stay in range."))
    return "\n".join(lines)
