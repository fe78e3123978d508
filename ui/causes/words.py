"""Words and small widgets that the parts of the page of causes share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, QTimer
from PySide6.QtWidgets import (
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
)

from smo_review.domain.causes import CauseView, ClusterBy, NodeView, told
from smo_review.domain.content import AnnotationKey
from smo_review.language import listed, tr
from smo_review.reports.causes import cause_state_word
from ui.shell.tables import RowTable
from ui.shell.tips import plain_tip

MARGINS = 16
"""Pixels of the theme beside a cell's words."""


def begun(words: str) -> str:
    """Words as the beginning of a line: with a capital where the script has them."""
    return words[:1].upper() + words[1:]


class Wrapping(QStyledItemDelegate):
    """Counts lines in the width that is left between the theme's margins: Qt leaves them out."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        narrow = QStyleOptionViewItem(option)
        narrow.rect = option.rect.adjusted(0, 0, -MARGINS, 0)
        return super().sizeHint(narrow, index)


def made_table(name: str, heads: Sequence[str], wide: Sequence[int] = (0,)) -> RowTable:
    """A table whose rows are as high as their words; columns `wide` share what room is left."""
    table = RowTable(name, heads, wide)
    table.setItemDelegate(Wrapping(table))
    header = table.horizontalHeader()
    header.setMinimumSectionSize(48)
    # Columns that stretch get their width after the rows were filled, and less of it where a bar
    # comes beside them: words may need a line more. Only once all columns have their width.
    again = QTimer(table)
    again.setSingleShot(True)
    again.timeout.connect(table.resizeRowsToContents)
    header.sectionResized.connect(lambda *_: again.start())
    return table


def fill(table: QTableWidget, rows: Sequence[Sequence[str]], chosen: int) -> None:
    """Other rows, one of them chosen, or none (-1). No signal is sent before all are there."""
    table.blockSignals(True)
    table.clearSelection()
    table.setRowCount(len(rows))
    with _filling(table):
        for at, row in enumerate(rows):
            for column, text in enumerate(row):
                cell = QTableWidgetItem(text)
                cell.setToolTip(plain_tip(text))
                table.setItem(at, column, cell)
    table.resizeRowsToContents()
    table.blockSignals(False)
    if rows and chosen >= 0:
        table.selectRow(min(chosen, len(rows) - 1))


@contextmanager
def _filling(table: QTableWidget) -> Iterator[None]:
    """Let columns be measured when all cells are there: else each cell that is set has every row
    measured anew, and 170 errors took three seconds."""
    header = table.horizontalHeader()
    modes = [header.sectionResizeMode(column) for column in range(header.count())]
    header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    yield
    for column, mode in enumerate(modes):
        header.setSectionResizeMode(column, mode)


def rows_of(table: QTableWidget) -> list[list[str]]:
    """Headings and cells as they are seen, for a file."""
    columns = range(table.columnCount())
    heads = [table.horizontalHeaderItem(column) for column in columns]
    rows = [[table.item(row, column) for column in columns] for row in range(table.rowCount())]
    return [[cell.text() if cell is not None else "" for cell in row] for row in (heads, *rows)]


def tree_rows(nodes: tuple[NodeView, ...]) -> list[list[str]]:
    """A tree as a table: how deep, the words, what is cited."""
    found = [[tr("Level"), tr("Words"), tr("Cites")]]
    for depth, node in told(nodes):
        cited = listed(key_words(key) for key in node.cites)
        found.append([str(depth + 1), node_words(node), cited])
    return found


def by_words(by: ClusterBy) -> str:
    """What errors are clustered by."""
    return {
        "code": tr("by error code"),
        "clause": tr("by clause"),
        "annotator": tr("by annotator"),
        "labels": tr("by wrong and right label"),
        "likeness": tr("by content that is alike"),
    }[by]


def shape_words(view: CauseView) -> str:
    """What kind of analysis it is and how it stands."""
    shape = tr("5 whys") if view.shape == "whys" else tr("fishbone")
    return tr("{shape}, {state}", shape=shape, state=cause_state_word(view.state))


def node_words(node: NodeView) -> str:
    """A node's words; or that they went with their batch."""
    return tr("(words no longer here)") if node.lost else node.text


def key_words(key: AnnotationKey) -> str:
    """An annotation that is cited: its item and annotator."""
    return f"{key.item} · {key.annotator}"
