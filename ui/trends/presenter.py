"""What the page of trends keeps between questions, without widgets."""

from __future__ import annotations

from msgspec import structs
from PySide6.QtCore import QObject, Signal

from smo_review.domain.changes import Changes
from smo_review.domain.errors import UserError
from smo_review.domain.trends import MEASURES, Mark, Span
from smo_review.domain.views import QueueFilter
from smo_review.quality.breakdowns import DIMENSIONS
from smo_review.queries.trends import Material
from smo_review.reports.trends import filter_of
from ui.context import Context
from ui.trends.questions import AGAINST, Answer, Wanted, answer, wanted_now
from ui.trends.spans import around


class TrendsPresenter(QObject):
    """Asks again when the filter, a choice or the data changed while the page is seen."""

    asked = Signal()
    shown = Signal(object)
    failed = Signal()

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._filters = context.filters
        self._kept: Material | None = None
        self._stale = True
        self._told: Answer | None = None
        self._asked: Wanted | None = None
        self._visible = False
        self._filters.changed.connect(self._ask)
        context.signals.changed.connect(self._on_changed)

    @property
    def wanted(self) -> Wanted:
        return wanted_now(self._filters)

    @property
    def told(self) -> Answer | None:
        """The answer that is shown."""
        return self._told

    def set_visible(self, visible: bool) -> None:
        """A hidden page asks nothing; it catches up when it is shown."""
        self._visible = visible
        if visible and (self._stale or self._told is None or self._told.wanted != self.wanted):
            self._ask()

    def next_measure(self) -> None:
        """Errors, critical errors, non-critical errors, findings, and round."""
        self._filters.choose(measure=_after(self.wanted.measure, MEASURES))

    def other_step(self) -> None:
        """A point a day, or a week."""
        self._filters.choose(by="day" if self.wanted.by == "week" else "week")

    def next_dimension(self) -> None:
        """Another breakdown in Pareto; findings or gold in confusion."""
        if self.wanted.section == "confusion":
            self._filters.choose(against=_after(self.wanted.against, AGAINST))
        else:
            self._filters.choose(of=_after(self.wanted.of, DIMENSIONS))

    def compare(self, before: Span, after: Span) -> None:
        """Compare two stretches of days."""
        told = {"before": before, "after": after}
        self._filters.choose(
            **{f"{name}-since": span.since for name, span in told.items()},
            **{f"{name}-until": span.until for name, span in told.items()},
        )

    def compare_around(self, mark: Mark) -> None:
        """Compare what was before a mark with what came after."""
        self.compare(*around(mark.day))

    def open(self, link: str) -> None:
        """The items behind a mark of a chart, in the queue."""
        wanted = filter_of(link)
        self._context.navigate.open_items(wanted, QueueFilter(judged=wanted))

    def look_for_causes(self, link: str) -> None:
        """The causes of what a mark stands for, or of all that is shown."""
        wanted = filter_of(link) if link else self._context.filters.filter
        self._context.navigate.open_causes(structs.replace(wanted, outcome=""))

    def _on_changed(self, changes: Changes) -> None:
        self._kept, self._stale = None, True
        if self._visible:
            self._ask()

    def _ask(self) -> None:
        if not self._visible:
            return
        if not self._stale and self._asked == self.wanted:
            # Only what stands beside the question changed: a table instead of the drawing.
            return
        self._stale, self._asked = False, self.wanted
        self.asked.emit()
        self._context.tasks.read(
            answer,
            self._context.workspace,
            self.wanted,
            self._kept,
            done=self._take,
            failed=self._failed,
            key="trends",
        )

    def _take(self, told: Answer) -> None:
        # What was asked before a change may come after it: it is shown, and not built upon.
        self._kept, self._told = None if self._stale else told.material, told
        self.shown.emit(told)

    def _failed(self, error: BaseException) -> None:
        """A day that is none, or a batch that is gone, is told; bugs are told by the tasks."""
        self._asked = None
        self.failed.emit()
        if isinstance(error, UserError):
            self._context.notices.refuse(error)


def _after(one: str, among: tuple[str, ...]) -> str:
    return among[(among.index(one) + 1) % len(among)]
