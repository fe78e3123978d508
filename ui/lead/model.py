"""The table behind the lead page: one line per annotator, label, code, auditor or day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from smo_review.domain.kpis import ENOUGH
from smo_review.domain.numbers import Group, Numbers, Rate
from smo_review.language import tr
from ui.lead.wording import interval, percent
from ui.shell.tips import plain_tip

RATE_ROLE = Qt.ItemDataRole.UserRole + 1
"""The Rate behind a cell, for the delegate that draws its interval."""
SORT_ROLE = Qt.ItemDataRole.UserRole + 2
SCALE_ROLE = Qt.ItemDataRole.UserRole + 3
"""The share at the right end of a rate cell's bar."""
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Column:
    """A column's title and what it takes from a group: a name, a count or a Rate."""

    title: str
    value: Callable[[Group], str | int | Rate]
    counts: bool = False
    zoomed: bool = False
    """Shares are small: their bars reach to the largest upper end instead of to 100%."""
    short: str = ""
    """The head, where there is no room for the title, which is then its tip."""
    tip: str = ""
    """What the column is, where the title alone does not say it."""
    told: Callable[[Group], str] | None = None
    """What a cell's figure is made of, in words."""

    @property
    def words(self) -> str:
        """For the tip of the head, and for screen readers."""
        return self.tip or self.title


class GroupsModel(QAbstractTableModel):
    """Groups of one dimension, as `columns` of that dimension."""

    def __init__(self) -> None:
        super().__init__()
        self._by = ""
        self._columns: tuple[Column, ...] = ()
        self._groups: tuple[Group, ...] = ()
        self._names: Mapping[str, str] = {}
        self._zoom = 1.0

    def show(self, numbers: Numbers, names: Mapping[str, str]) -> None:
        """Replace the lines by those of `numbers`; `names` tells keys in the person's language."""
        self.beginResetModel()
        self._by, self._columns = numbers.by, columns(numbers.by)
        self._groups, self._names = numbers.groups, names
        highs = [group.share.high or 0.0 for group in numbers.groups]
        self._zoom = max(highs, default=0.0) or 1.0
        self.endResetModel()

    def group(self, row: int) -> Group:
        """The group in a line of this model (not of a sorted view over it)."""
        return self._groups[row]

    def name(self, row: int) -> str:
        """How a person reads the group in a line."""
        group = self._groups[row]
        return self._names.get(group.key, group.name) or tr("(none)")

    def lines(self, rows: Iterable[int]) -> list[list[str]]:
        """Headings in whole words and these lines, with every count apart, for a spreadsheet."""
        columns_ = exported(self._by)
        told = [[column.title for column in columns_]]
        for row in rows:
            values = (column.value(self._groups[row]) for column in columns_[1:])
            told.append([self.name(row), *(_written(value) for value in values)])
        return told

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._groups)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._columns)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = self._columns[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and column.counts:
            return _RIGHT
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return plain_tip(column.words) if role == Qt.ItemDataRole.ToolTipRole else column.words
        return (column.short or column.title) if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column, group = self._columns[index.column()], self._groups[index.row()]
        value = column.value(group)
        if isinstance(value, Rate):
            if role == SCALE_ROLE:
                return self._zoom if column.zoomed else 1.0
            return _rate_data(value, role)
        if role == Qt.ItemDataRole.ToolTipRole and column.told is not None:
            return plain_tip(column.told(group))
        if index.column() == 0:
            if role == Qt.ItemDataRole.ToolTipRole:
                name = self.name(index.row())
                return plain_tip(name if name == group.key else f"{name} ({group.key})")
            value = self.name(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return _written(value)
        if role == Qt.ItemDataRole.TextAlignmentRole and isinstance(value, int):
            return _RIGHT
        return value if role == SORT_ROLE else None


def _rate_data(rate: Rate, role: int) -> Any:
    if role == RATE_ROLE:
        return rate
    if role == SORT_ROLE:
        return -1.0 if rate.value is None else rate.value
    if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
        return _written(rate)
    if role == Qt.ItemDataRole.ToolTipRole and 0 < rate.n < ENOUGH:
        return tr("{n} judged: not enough yet to compare", n=rate.n)
    return None


def _written(value: str | int | Rate) -> str:
    if isinstance(value, Rate):
        return "–" if value.n == 0 else f"{percent(value.value)}  {interval(value)}"
    return value if isinstance(value, str) else f"{value:,}"


def undecided(group: Group) -> int:
    """What was reviewed and is in no rate."""
    told = group.figures
    return told.ambiguous + told.unreviewable + told.unsettled


def undecided_words(group: Group) -> str:
    """What the undecided are."""
    told = group.figures
    return tr(
        "{ambiguous} ambiguous, {unreviewable} unreviewable, {unsettled} unsettled",
        ambiguous=f"{told.ambiguous:,}",
        unreviewable=f"{told.unreviewable:,}",
        unsettled=f"{told.unsettled:,}",
    )


def place_words(group: Group) -> str:
    """1 for the best; groups that cannot be told apart share a place."""
    return "–" if group.place is None else str(group.place)


def columns(by: str) -> tuple[Column, ...]:
    """The columns of a dimension as they are seen: all of them fit beside each other.

    An error code has no accuracy, but a share of what was judged.
    """
    if by == "code":
        return exported(by)
    rest = tr("Ambiguous, unreviewable and unsettled: not in rates")
    together = Column(tr("Undecided"), undecided, True, tip=rest, told=undecided_words)
    return (*exported(by)[:-3], together)


def exported(by: str) -> tuple[Column, ...]:
    """All columns of a dimension in whole words, every count by itself."""
    if by == "code":
        return (
            Column(tr("Error code"), lambda group: group.name),
            Column(tr("Annotations"), lambda group: group.figures.incorrect, True),
            Column(tr("Share of all judged"), lambda group: group.share, zoomed=True),
            Column(tr("Critical"), lambda group: group.figures.critical, True),
        )
    first = {
        "annotator": tr("Annotator"),
        "label": tr("Label"),
        "auditor": tr("Auditor"),
        "day": tr("Day"),
    }
    rank = Column(tr("Rank"), place_words, tip=tr("Those that cannot be told apart share a rank"))
    return (
        Column(first.get(by, ""), lambda group: group.name),
        Column(tr("Reviewed"), lambda group: group.figures.reviewed, True),
        *([] if by == "day" else [rank]),
        Column(tr("Accuracy"), lambda group: group.figures.accuracy),
        Column(
            tr("Critical accuracy"),
            lambda group: group.figures.critical_accuracy,
            short=tr("Critical"),
        ),
        Column(
            tr("Non-critical accuracy"),
            lambda group: group.figures.noncritical_accuracy,
            short=tr("Non-critical"),
        ),
        Column(tr("Ambiguous"), lambda group: group.figures.ambiguous, True),
        Column(tr("Unreviewable"), lambda group: group.figures.unreviewable, True),
        Column(tr("Unsettled"), lambda group: group.figures.unsettled, True),
    )
