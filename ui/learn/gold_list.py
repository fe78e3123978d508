"""The golds here: searched, revised, retired, and chosen for an exercise."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from smo_review.domain.changes import Changes, Progress
from smo_review.domain.learning import GoldSet
from smo_review.language import tr
from smo_review.operations.exercise import Built, Plan, build_exercise
from smo_review.operations.gold import retire_gold
from smo_review.queries.gold import gold_sets
from ui.choosing.labels import SearchField
from ui.context import Context
from ui.gold.form import GoldForm
from ui.learn.build_dialog import BuildDialog
from ui.learn.golds import GoldLine, heads, matching, read_golds
from ui.shell.acts import Act
from ui.shell.labels import plain
from ui.shell.theme import STEP, scaled

CHOOSE = QItemSelectionModel.SelectionFlag
ACTS = (Act.FIND_GOLD, Act.EDIT_GOLD, Act.RETIRE_GOLD, Act.BUILD_EXERCISE)


class GoldList(QWidget):
    """A table of golds; several lines can be chosen."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._all: tuple[GoldLine, ...] = ()
        self._lines: list[GoldLine] = []
        self.search = SearchField()
        self.search.setAccessibleName(context.actions.text(Act.FIND_GOLD))
        self.search.setPlaceholderText(
            tr("Search gold  {key}", key=context.actions.key_text(Act.FIND_GOLD))
        )
        self.search.textChanged.connect(lambda _: self._fill())
        self.table = QTableWidget(0, len(heads()))
        self.table.setAccessibleName(tr("Gold"))
        self.table.setHorizontalHeaderLabels(heads())
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setMaximumSectionSize(self.fontMetrics().averageCharWidth() * 40)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        self.search.entered.connect(self.table.setFocus)
        self.search.left.connect(self.table.setFocus)
        self.table.activated.connect(lambda _: self.edit())
        self.setFocusProxy(self.table)
        self.empty = plain(
            tr(
                "No item is gold yet. In review, {key} makes the item in hand gold; "
                "a batch packed with a gold column brings its own.",
                key=context.actions.key_text(Act.MAKE_GOLD),
            ),
            "quiet",
        )
        self._lay_out()
        for act, slot in (
            (Act.FIND_GOLD, self.search.setFocus),
            (Act.EDIT_GOLD, self.edit),
            (Act.RETIRE_GOLD, self.retire),
            (Act.BUILD_EXERCISE, self.build),
        ):
            context.actions.bind(act, slot, self)
        context.signals.changed.connect(self._heard)

    def _lay_out(self) -> None:
        actions = self._context.actions
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP * 6, STEP * 4, STEP * 6, STEP * 4)
        column.setSpacing(STEP * 3)
        head = QHBoxLayout()
        title = plain(tr("Gold"))
        title.setFont(scaled(self.font(), "title", bold=True))
        head.addWidget(title)
        head.addWidget(self.search, 1)
        head.addWidget(actions.button(Act.LEAVE_EXERCISE))
        column.addLayout(head)
        row = QHBoxLayout()
        for act in (Act.EDIT_GOLD, Act.RETIRE_GOLD):
            row.addWidget(actions.button(act))
        row.addStretch(1)
        row.addWidget(actions.button(Act.BUILD_EXERCISE))
        column.addLayout(row)
        column.addWidget(self.empty)
        column.addWidget(self.table, 1)
        column.addWidget(
            plain(
                tr(
                    "Memorised: who saw it before is right in half the time. Contested: at least "
                    "half say another thing. Outdated: its clause was changed since."
                ),
                "quiet",
            )
        )

    def refresh(self) -> None:
        """Read all golds and how they fare."""
        self._context.tasks.read(read_golds, self._context.workspace, done=self._show, key="golds")

    def chosen(self) -> list[GoldLine]:
        """The lines that are chosen, from the top down."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [self._lines[row] for row in rows]

    def edit(self) -> None:
        """Open the form of the first chosen gold."""
        line = next(iter(self.chosen()), None)
        if line is not None:
            GoldForm(self._context, self).begin(*line.place)

    def retire(self) -> None:
        """Ask the chosen golds no more."""
        for line in self.chosen():
            self._context.tasks.write(
                retire_gold, self._context.workspace, *line.place, done=self._retired
            )

    def build(self) -> None:
        """Ask what to build, then write it."""
        self._context.tasks.read(
            gold_sets, self._context.workspace, done=self._ask, key="gold-sets"
        )

    def _ask(self, sets: tuple[GoldSet, ...]) -> None:
        dialog = BuildDialog(self._all, [line.place for line in self.chosen()], sets, self)
        dialog.wanted.connect(self._build)
        dialog.open()

    def _build(self, plan: Plan, path: Path) -> None:
        workspace = self._context.workspace

        def work(progress: Progress) -> Built:
            return build_exercise(workspace, plan, path, progress)

        self._context.tasks.run_long(tr("Writing {name}", name=path.name), work, done=self._built)

    def _built(self, built: Built) -> None:
        self._context.signals.changed.emit(Changes(batches=frozenset({built.exercise}), facts=1))
        name = Path(built.path).name
        self._context.notices.done(
            tr("{name}: an exercise with {items} items is written.", name=name, items=built.items)
        )

    def _retired(self, changes: Changes) -> None:
        self._context.signals.changed.emit(changes)

    def _heard(self, changes: Changes) -> None:
        if self.isVisible():
            self.refresh()

    def _show(self, lines: tuple[GoldLine, ...]) -> None:
        self._all = lines
        self._fill()

    def _fill(self) -> None:
        before = {line.place for line in self.chosen()} if self._lines else set()
        self._lines = list(matching(self._all, self.search.text()))
        self.empty.setVisible(not self._all)
        self.table.setVisible(bool(self._all))
        self.table.clearSelection()
        self.table.setRowCount(len(self._lines))
        for row, line in enumerate(self._lines):
            for column, text in enumerate(line.cells()):
                cell = QTableWidgetItem(text)
                cell.setToolTip(text)
                self.table.setItem(row, column, cell)
        rows = [row for row, line in enumerate(self._lines) if line.place in before]
        if self._lines:
            # Not selectRow: that toggles where the key that led here, with Shift, is still down.
            self.table.selectionModel().setCurrentIndex(
                self.table.model().index(rows[0] if rows else 0, 0),
                CHOOSE.ClearAndSelect | CHOOSE.Rows,
            )
