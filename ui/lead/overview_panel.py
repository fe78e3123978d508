"""The overview on the numbers page: what needs a look, and the way to where it is decided."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, QTime
from PySide6.QtGui import QColor, QGuiApplication, QKeySequence, QPalette, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QStackedWidget,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from smo_review.domain.overview import Overview, OverviewRow
from smo_review.language import tr
from smo_review.queries.overview_words import checked_words, headline
from ui.context import Context
from ui.lead.overview_model import NAME, STATE, WEIGHT_ROLE, WORDS, OverviewModel, texts
from ui.shell.labels import plain, selectable
from ui.shell.theme import STEP, scaled, tokens_of

Index = QModelIndex | QPersistentModelIndex


class RowDelegate(QStyledItemDelegate):
    """Wraps sentences to their column, and colours a state beside its mark and words."""

    def __init__(self, view: QTreeView) -> None:
        super().__init__(view)
        self._view = view

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        tokens = tokens_of(option.palette)
        if index.column() in (NAME, WORDS):
            option.features |= QStyleOptionViewItem.ViewItemFeature.WrapText
        colour: QColor | None = None
        if not index.parent().isValid():
            option.font = scaled(option.font, "normal", bold=True)
            colour = tokens.quiet
        elif index.column() == STATE:
            colours = {"alarm": tokens.incorrect, "look": tokens.ambiguous, "calm": tokens.correct}
            colour = colours.get(str(index.data(WEIGHT_ROLE)), tokens.quiet)
        if colour is not None:
            option.palette.setColor(QPalette.ColorRole.Text, colour)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        hint = super().sizeHint(option, index)
        if index.column() in (NAME, WORDS) and index.parent().isValid():
            # The view asks for a height before the style knows how wide the column will be.
            room = QRect(0, 0, self._view.columnWidth(index.column()) - STEP * 6, 10_000)
            flags = int(Qt.TextFlag.TextWordWrap)
            text = option.fontMetrics.boundingRect(room, flags, str(index.data()))
            hint.setHeight(max(text.height() + STEP * 2, hint.height()))
        return QSize(hint.width(), hint.height() + STEP)


class OverviewTree(QTreeView):
    """Keys pass over headings."""

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        index = super().moveCursor(action, modifiers)
        heading = index.isValid() and not index.parent().isValid()
        return self.indexBelow(index) if heading else index


class OverviewPanel(QWidget):
    """Shows what the presenter read; `follow` goes where a row is decided."""

    def __init__(self, context: Context, follow: Callable[[OverviewRow], None]) -> None:
        super().__init__()
        self._context, self._follow = context, follow
        self._told: Overview | None = None
        self.model = OverviewModel()
        self.tree = self._made_tree()
        self.headline = selectable()
        self.headline.setWordWrap(False)
        self.headline.setFont(scaled(self.font(), "large", bold=True))
        self.busy = plain(kind="quiet")
        self.busy.setWordWrap(False)
        self.checked = selectable(kind="quiet")
        self.calm = _Calm()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.tree)
        self._stack.addWidget(self.calm)
        head = QHBoxLayout()
        head.addWidget(self.headline)
        head.addStretch()
        head.addWidget(self.busy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(STEP * 2)
        layout.addLayout(head)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.checked)

    def _made_tree(self) -> QTreeView:
        tree = OverviewTree()
        tree.setModel(self.model)
        tree.setItemDelegate(RowDelegate(tree))
        tree.setRootIsDecorated(False)
        tree.setItemsExpandable(False)
        tree.setIndentation(0)
        tree.setUniformRowHeights(False)
        tree.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        tree.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        tree.setAccessibleName(tr("Overview"))
        # Rows are as tall as their sentence is at this width.
        tree.header().sectionResized.connect(lambda *_: tree.scheduleDelayedItemsLayout())
        tree.activated.connect(lambda _: self.open_chosen())
        QShortcut(QKeySequence.StandardKey.Copy, tree, self._copy).setContext(
            Qt.ShortcutContext.WidgetWithChildrenShortcut
        )
        return tree

    @property
    def rows(self) -> tuple[OverviewRow, ...]:
        """All rows that are shown, in their order."""
        return self._told.rows if self._told is not None else ()

    @property
    def chosen(self) -> OverviewRow | None:
        """The row that is chosen."""
        return self.model.row_at(self.tree.currentIndex())

    def open_chosen(self) -> None:
        """Go where the chosen row is decided."""
        row = self.chosen
        if row is not None:
            self._follow(row)
        else:
            self._context.notices.info(tr("Choose a line of the table first."))

    def wait(self) -> None:
        """Something is read; what was told stays meanwhile."""
        self.busy.setText(tr("Looking through what was judged…"))
        if self._told is None:
            self.headline.setText("")

    def stop_waiting(self) -> None:
        """Nothing came of it."""
        self.busy.setText("")

    def show_overview(self, told: Overview) -> None:
        """Fill the rows; the chosen one stays chosen where it is still there."""
        kept = self.chosen
        self._told = told
        self.model.show(told)
        self._widen()
        self.tree.expandAll()
        for head in range(self.model.rowCount()):
            self.tree.setFirstColumnSpanned(head, QModelIndex(), True)
        self.tree.setCurrentIndex(self.model.index_of(kept.key if kept is not None else ""))
        self.headline.setText(headline(told))
        self.headline.setVisible(bool(told.rows))
        ledger = tr("Ledger {head}", head=told.head[:12])
        said = f"{checked_words(told)} {ledger}"
        self.checked.setText(said if told.rows else "")
        self.calm.show_checked(headline(told), said)
        self._stack.setCurrentWidget(self.tree if told.rows else self.calm)
        now = QTime.currentTime().toString("HH:mm")
        self.busy.setText(tr("Looked at {time}", time=now))

    def _widen(self) -> None:
        header = self.tree.header()
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(WORDS, QHeaderView.ResizeMode.Stretch)
        header.resizeSection(NAME, self.fontMetrics().averageCharWidth() * 30)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def lines(self) -> list[list[str]]:
        """Headings, and every row."""
        columns = range(self.model.columnCount())
        told = [[self.model.headerData(one, Qt.Orientation.Horizontal) for one in columns]]
        return told + [list(texts(row)) for row in self.rows]

    def _copy(self) -> None:
        """The chosen row as tab-separated text."""
        row = self.chosen
        if row is not None:
            QGuiApplication.clipboard().setText("\t".join(texts(row)))
            self._context.notices.info(tr("{n} lines copied", n=1))


class _Calm(QWidget):
    """What is shown where there is no row at all."""

    def __init__(self) -> None:
        super().__init__()
        self._title = plain()
        self._title.setFont(scaled(self.font(), "large", bold=True))
        self._checked = selectable(kind="quiet")
        layout = QVBoxLayout(self)
        layout.addStretch()
        for label in (self._title, self._checked):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(label)
        layout.addStretch()

    def show_checked(self, headline: str, said: str) -> None:
        """Why there is none, and what was looked at."""
        self._title.setText(headline)
        self._checked.setText(said)
