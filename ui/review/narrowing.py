"""Narrows the queue: words typed into its search, one annotator, label or language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from smo_review.domain.views import QueueChoices, QueueFilter
from smo_review.operations.workspace import save_setting
from smo_review.queries.queue import queue_choices, queue_listing
from ui.review import names
from ui.review.kept import filter_fields, filter_key
from ui.review.presenter import ReviewPresenter
from ui.review.queue_panel import QueuePanel

if TYPE_CHECKING:
    from ui.context import Context

FOUND = 100
"""So many items are looked for while words are typed: more than the list shows at once."""


class Narrowing(QObject):
    """Between the queue and the walk. `ended` when the keyboard goes back to the page."""

    ended = Signal()

    def __init__(self, context: Context, presenter: ReviewPresenter, queue: QueuePanel) -> None:
        super().__init__(queue)
        self._context = context
        self._walk, self._position = presenter.walk, presenter.position
        self._queue = queue
        queue.filter_changed.connect(self._filter)
        queue.typed.connect(self._find)
        queue.found_wanted.connect(self._go_found)
        self._position.blind_changed.connect(self._blind_changed)
        self._walk.opened.connect(self._opened)
        self._batch = ""

    def show(self) -> None:
        """Say by what the queue is narrowed beside what its own controls show."""
        opening = self._walk.opening
        if opening is not None:
            blind = self._position.blind
            text = names.narrowed_text(opening.filter, opening.project, blind)
            self._queue.show_narrowed(text)

    def toggle_filters(self) -> None:
        """Open the fields that narrow the queue, or close them again."""
        opening, panel = self._walk.opening, self._queue.filters
        if opening is None:
            return
        if not panel.isHidden():
            panel.left.emit()
            return

        def known(choices: QueueChoices) -> None:
            panel.offer(opening.project, choices, opening.filter)
            panel.start()

        self._context.tasks.read(
            queue_choices, self._context.workspace, opening.batch, done=known, key="review-choices"
        )

    def _opened(self) -> None:
        """Another batch has other annotators and labels: its fields are filled when asked for."""
        if self._walk.batch != self._batch:
            self._batch = self._walk.batch
            self._queue.filters.hide()
        self.show()

    def _filter(self, wanted: QueueFilter) -> None:
        """Narrow the queue, and keep that for another day."""
        batch = self._walk.batch
        self._context.tasks.write(
            save_setting, self._context.workspace, filter_key(batch), filter_fields(wanted)
        )
        self._position.filter(wanted)

    def _find(self, wanted: QueueFilter) -> None:
        """Show what the words typed so far find; only the newest words are answered."""

        def found(rows: Sequence[int]) -> None:
            self._queue.show_found(wanted, rows)

        self._context.tasks.read(
            queue_listing,
            self._context.workspace,
            self._walk.batch,
            wanted,
            FOUND,
            self._walk.most_high,
            done=found,
            key="review-typed",
        )

    def _go_found(self, wanted: QueueFilter, row: int) -> None:
        self._walk.open(self._walk.batch, wanted, row=row)
        self.ended.emit()

    def _blind_changed(self) -> None:
        self._queue.filters.set_blind(self._position.blind)
        self.show()
