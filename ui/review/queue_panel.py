"""The queue at the left: what is shown, search, how far the batch is, and the list of items."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import msgspec
from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from smo_review.domain.views import BatchSummary, QueueFilter, QueueShow
from smo_review.language import tr
from ui.review import names
from ui.review.filter_panel import FilterPanel
from ui.review.queue_list import QueueList
from ui.review.queue_model import Fetch, QueueModel
from ui.review.recent_strip import RecentStrip
from ui.shell.actions import Act, Actions
from ui.shell.labels import plain
from ui.shell.theme import STEP
from ui.shell.tips import plain_tip
from ui.stage.buttons import SmallButton

SHOWS: tuple[QueueShow, ...] = get_args(QueueShow)

NARROWED = 160
"""Pixels that the words of what narrows the queue have at least."""


class QueuePanel(QFrame):
    """What is to be reviewed. `left` when the keyboard goes back to the page.

    While words are typed into the search, `typed(QueueFilter)` asks for the first items that they
    find, to be given to `show_found`; Enter, or choosing one of them (`found_wanted(filter, row)`),
    makes that the queue, and Esc leaves the queue as it was.
    """

    filter_changed = Signal(object)
    typed = Signal(object)
    found_wanted = Signal(object, int)
    place_wanted = Signal(int)
    jump_wanted = Signal(str)
    left = Signal()

    def __init__(self, fetch: Fetch, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self._filter = QueueFilter()
        self._rows: Sequence[int] = ()
        self._first = 0
        self._place = -1
        self._finding: QueueFilter | None = None
        self.model = QueueModel(fetch, self)
        self.back = actions.button(Act.BACK)
        self.back.hide()
        self.batch = plain()
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(tr("Progress of the batch"))
        self.progress_text = plain(kind="quiet")
        self.mixing = plain(kind="quiet")
        self.mixing.hide()
        self.shows = QComboBox()
        self.shows.setAccessibleName(tr("Which items are shown"))
        self.shows.setToolTip(tr("Which items are shown"))
        self.shows.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        for show in SHOWS:
            self.shows.addItem(names.show_word(show), show)
        self.shows.activated.connect(lambda: self._change(show=self.shows.currentData()))
        self.search = QLineEdit()
        self.search.setAccessibleName(tr("Search content and notes"))
        self.search.setClearButtonEnabled(True)
        self.search.returnPressed.connect(self._search)
        self.search.textChanged.connect(self._typed)
        self.filters = FilterPanel()
        self.filters.changed.connect(lambda field, value: self._change(**{field: value}))
        self.filters.left.connect(self._leave_filters)
        self.jump = QLineEdit()
        self.jump.setPlaceholderText(tr("Number or id of an item"))
        self.jump.setToolTip(actions.tooltip(Act.JUMP))
        self.jump.setAccessibleName(tr("Number or id of an item"))
        self.jump.returnPressed.connect(self._jump)
        self.jump.hide()
        self.narrowed = QToolButton()
        self.narrowed.setProperty("kind", "flat")
        self.narrowed.setToolTip(tr("Show all items again"))
        self.narrowed.clicked.connect(lambda: self.filter_changed.emit(QueueFilter()))
        self.narrowed.hide()
        self.list = QueueList()
        self.list.setModel(self.model)
        self.list.clicked.connect(lambda index: self._take(index.row()))
        self.list.activated.connect(lambda index: self._take(index.row()))
        self.empty = plain(tr("No item matches. Show all items, or search for less."))
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.hide()
        self.recent = RecentStrip(actions)
        self._lay_out()
        actions.keys_changed.connect(self._show_key)
        self._show_key()

    def _show_key(self) -> None:
        """The search field shows its key, as every control does."""
        key = self._actions.key_text(Act.FIND)
        self.search.setPlaceholderText(tr("Search content, notes  {key}", key=key))
        self.search.setToolTip(self._actions.tooltip(Act.FIND))

    def _lay_out(self) -> None:
        top = QVBoxLayout()
        top.setContentsMargins(STEP * 3, STEP * 3, STEP * 3, STEP)
        top.setSpacing(STEP * 2)
        for widget in (self.back, self.batch, self.progress, self.progress_text, self.mixing):
            top.addWidget(widget)
        which = QHBoxLayout()
        which.setSpacing(STEP)
        which.addWidget(self.shows, 1)
        which.addWidget(SmallButton(self._actions, Act.FILTER, self))
        top.addLayout(which)
        for field in (self.filters, self.search, self.jump, self.narrowed):
            top.addWidget(field)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.empty, 1)
        layout.addWidget(self.recent)

    # From the page

    def show_batch(self, summary: BatchSummary | None) -> None:
        """Show the batch's name and how far it is."""
        info = summary.info if summary else None
        self.batch.setText(info.name or info.id if info else "")
        done, count = (summary.items_done, info.items) if summary and info else (0, 0)
        self.progress.setRange(0, max(count, 1))
        self.progress.setValue(done)
        if summary is not None and summary.purged:
            told = tr("{done} of {all} reviewed · content was destroyed", done=done, all=count)
        else:
            told = tr("{done} of {all} reviewed", done=done, all=count)
        self.progress_text.setText(told)

    def show_listing(self, rows: Sequence[int], first: int, filter: QueueFilter) -> None:
        """Show another listing and the filter that made it."""
        self._filter, self._finding = filter, None
        self._rows, self._first = rows, first
        self.filters.show_filter(filter)
        self.shows.setCurrentIndex(SHOWS.index(filter.show))
        self.search.blockSignals(True)
        self.search.setText(filter.text)
        self.search.blockSignals(False)
        self._show_rows(rows)

    def show_found(self, wanted: QueueFilter, rows: Sequence[int]) -> None:
        """Show the first items that the words typed so far find; late answers are ignored."""
        if self._finding == wanted:
            self._show_rows(rows)

    def _show_rows(self, rows: Sequence[int]) -> None:
        self.model.show(rows, self._first)
        self.list.setVisible(bool(rows))
        self.empty.setVisible(not rows)

    def show_mixing(self, run: int) -> None:
        """Say that lighter items are mixed in, where there are any of high severity."""
        self.mixing.setVisible(run > 0)
        self.mixing.setText(
            tr("Lighter items are mixed in: at most {n} of high severity in a row", n=run)
        )

    def show_narrowed(self, text: str) -> None:
        """Say by what else the queue is narrowed; a click takes that off."""
        room = max(NARROWED, self.width() - 12 * STEP)
        shown = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
        self.narrowed.setText(f"✕ {shown}".replace("&", "&&"))
        self.narrowed.setAccessibleName(text)
        back = tr("Show all items again")
        self.narrowed.setToolTip(plain_tip(f"{text}\n{back}"))
        self.narrowed.setVisible(bool(text))

    def show_place(self, place: int) -> None:
        """Mark the item in hand."""
        self._place = place
        if self._finding is not None:
            return
        index = self.model.index(place)
        self.list.selectionModel().setCurrentIndex(
            index, QItemSelectionModel.SelectionFlag.ClearAndSelect
        )
        if index.isValid():
            self.list.scrollTo(index)

    def start_find(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def start_jump(self) -> None:
        self.jump.show()
        self.jump.clear()
        self.jump.setFocus()

    # Inside

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.jump.hide()
            if self._finding is not None:
                self.search.setText(self._filter.text)
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _change(self, **fields: object) -> None:
        changed = msgspec.structs.replace(self._filter, **fields)
        if changed != self._filter:
            self._filter = changed
            self.filter_changed.emit(changed)

    def _typed(self, text: str) -> None:
        """Words are being typed, or were taken out of the field."""
        wanted = msgspec.structs.replace(self._filter, text=text.strip())
        if wanted == self._filter:
            if self._finding is not None:
                self._finding = None
                self._show_rows(self._rows)
                self.show_place(self._place)
        elif wanted.text:
            self._finding = wanted
            self.typed.emit(wanted)
        else:
            self._search()

    def _search(self) -> None:
        self._change(text=self.search.text().strip())
        if self.search.text():
            self.left.emit()

    def _take(self, place: int) -> None:
        """Go to the item at a place of the list, as it is shown now."""
        if self._finding is None:
            self.place_wanted.emit(place)
        else:
            self.found_wanted.emit(self._finding, self.model.row_at(place))

    def _leave_filters(self) -> None:
        self.filters.hide()
        self.left.emit()

    def _jump(self) -> None:
        wanted = self.jump.text()
        self.jump.hide()
        self.left.emit()
        self.jump_wanted.emit(wanted)
