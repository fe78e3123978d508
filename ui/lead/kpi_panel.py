"""The KPIs on the numbers page: a table, and below it how the chosen one is counted."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QColor, QGuiApplication, QKeySequence, QPalette, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QLabel,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from smo_review.domain.kpis import KpiFigure
from smo_review.language import titled, tr, translated
from smo_review.quality.kpis import kpi_def
from ui.context import Context
from ui.lead.kpi_model import (
    NAME,
    STATE,
    STATE_ROLE,
    WORDS,
    Index,
    KpiModel,
    target_words,
)
from ui.shell.labels import copied_words
from ui.shell.theme import STEP, tokens_of


class StateDelegate(QStyledItemDelegate):
    """Colours a state beside its mark and words."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        tokens = tokens_of(option.palette)
        colours: dict[str, QColor] = {
            "on target": tokens.correct,
            "below target": tokens.ambiguous,
            "alarm": tokens.incorrect,
        }
        colour = colours.get(str(index.data(STATE_ROLE)), tokens.quiet)
        option.palette.setColor(QPalette.ColorRole.Text, colour)


class KpiPanel(QWidget):
    """Shows what the presenter read. The first line is chosen, so that there are always words."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._notices = context.notices
        self._asked = ""
        self.model = KpiModel()
        self.table = self._made_table()
        self.words = QLabel(tr("Counting…"))
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        card = QFrame()
        card.setProperty("kind", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(STEP * 3, STEP * 2, STEP * 3, STEP * 2)
        inside.addWidget(self.words)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(STEP * 2)
        layout.addWidget(self.table, 1)
        layout.addWidget(card)

    def _made_table(self) -> QTableView:
        table = QTableView()
        table.setModel(self.model)
        table.setItemDelegateForColumn(STATE, StateDelegate(table))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setAccessibleName(tr("KPIs"))
        table.verticalHeader().hide()
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(WORDS, QHeaderView.ResizeMode.Stretch)
        header.setMaximumSectionSize(table.fontMetrics().averageCharWidth() * 36)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        table.selectionModel().currentRowChanged.connect(self._explain)
        QShortcut(QKeySequence.StandardKey.Copy, table, self._copy).setContext(
            Qt.ShortcutContext.WidgetWithChildrenShortcut
        )
        return table

    @property
    def chosen(self) -> KpiFigure | None:
        """The figure in the line that is chosen."""
        index = self.table.currentIndex()
        return self.model.figure(index.row()) if index.isValid() else None

    def choose(self, key: str) -> None:
        """Choose a KPI by its id and, behind a space, its group: now, or when it is read next."""
        self._asked = key
        if self.model.figures:
            self.show_figures(self.model.figures)

    def show_figures(self, figures: tuple[KpiFigure, ...]) -> None:
        """Fill the table; the line that was chosen stays chosen where it is still there."""
        chosen = self.table.currentIndex()
        kept = self.model.figure(chosen.row()) if chosen.isValid() else None
        self.model.show(figures)
        keys = [f"{one.id} {one.group}".strip() for one in figures]
        wanted = self._asked or (f"{kept.id} {kept.group}".strip() if kept else "")
        place = keys.index(wanted) if wanted in keys else 0
        self._asked = "" if self._asked in keys else self._asked
        if figures:
            self.table.setCurrentIndex(self.model.index(place, NAME))
        else:
            self.words.setText(tr("Nothing to count yet"))

    def _explain(self, current: QModelIndex) -> None:
        if not current.isValid():
            return
        one = self.model.figure(current.row())
        known = kpi_def(one.id)
        assert known is not None
        told = f"{one.sentence} · {translated(one.method)}"
        if one.target is not None:
            told += " · " + tr("target {target}", target=target_words(one))
        self.words.setText(
            "\n".join(
                (
                    told,
                    titled(one.name, translated(known.words)),
                    known.symbols,
                    tr("Source: {source}", source=translated(known.source)),
                )
            )
        )

    def lines(self, rows: Iterable[int] | None = None) -> list[list[str]]:
        """Headings, and these lines of the table, or all."""
        columns = range(self.model.columnCount())
        told = [[self.model.headerData(one, Qt.Orientation.Horizontal) for one in columns]]
        chosen = range(self.model.rowCount()) if rows is None else rows
        told += [[self.model.text(row, one) for one in columns] for row in chosen]
        return told

    def _copy(self) -> None:
        """The chosen lines as tab-separated text for a spreadsheet."""
        rows = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        text = "\n".join("\t".join(line) for line in self.lines(rows))
        QGuiApplication.clipboard().setText(text)
        self._notices.info(copied_words(len(rows)))
