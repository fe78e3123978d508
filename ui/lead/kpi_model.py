"""The table of KPIs: one line a figure, with its target and how it stands to it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from smo_review.domain.kpis import KpiFigure, KpiState
from smo_review.language import tr
from smo_review.quality.kpi_words import amount, state_words
from ui.shell.tips import plain_tip

Index = QModelIndex | QPersistentModelIndex
STATE_ROLE = Qt.ItemDataRole.UserRole + 1
NAME, VALUE, TARGET, STATE, N, WORDS = range(6)
MARKS: dict[KpiState, str] = {
    "on target": "✓",
    "below target": "▼",
    "alarm": "‼",
    "not decided": "≈",
    "no target": "",
    "not enough yet": "…",
    "no data": "…",
}
"""A state is told by a mark and words, never by colour alone."""
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class KpiModel(QAbstractTableModel):
    """The figures in the registry's order."""

    def __init__(self) -> None:
        super().__init__()
        self._figures: tuple[KpiFigure, ...] = ()

    def show(self, figures: tuple[KpiFigure, ...]) -> None:
        """Replace all lines."""
        self.beginResetModel()
        self._figures = figures
        self.endResetModel()

    @property
    def figures(self) -> tuple[KpiFigure, ...]:
        """All that are shown."""
        return self._figures

    def figure(self, row: int) -> KpiFigure:
        """The figure in a line."""
        return self._figures[row]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._figures)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else WORDS + 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section in (VALUE, TARGET, N):
            return _RIGHT
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return (
            tr("KPI"), tr("Value"), tr("Target"), tr("State"), tr("Counted"), tr("In words"),
        )[section]  # fmt: skip

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        one, column = self._figures[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(index.row(), column)
        if role == STATE_ROLE:
            return one.state
        if role == Qt.ItemDataRole.TextAlignmentRole and column in (VALUE, TARGET, N):
            return _RIGHT
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(one.name if column == NAME else one.sentence)
        return None

    def text(self, row: int, column: int) -> str:
        """What a cell says."""
        one = self._figures[row]
        if column == NAME:
            return one.name
        if column == VALUE:
            return amount(one.unit, one.value)
        if column == TARGET:
            return target_words(one)
        if column == STATE:
            return f"{MARKS[one.state]} {state_words(one.state)}".strip()
        return f"{one.n:,}" if column == N else one.sentence


def target_words(one: KpiFigure) -> str:
    """The target with the side on which it is reached."""
    if one.target is None:
        return "–"
    side = "≥" if one.direction == "higher" else "≤"
    return f"{side} {amount(one.unit, one.target)}"
