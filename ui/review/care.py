"""Looks after the person's pace: quiet offers of a break or of lighter items, and time away.

What was revealed, and how often one stepped away, goes to the person's private figures only.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from smo_review.domain.dose import dose_of
from smo_review.domain.errors import UserError
from smo_review.domain.private import PrivateFigures
from smo_review.domain.views import QueueFilter
from smo_review.language import tr
from smo_review.operations.private import note_away
from smo_review.queries.private import my_figures
from smo_review.queries.queue import queue_listing
from ui.review.opening import NO_FILTER
from ui.review.pace import Kind, Limits, Pace
from ui.review.quiet_bar import QuietBar
from ui.shell.actions import Act

if TYPE_CHECKING:
    from ui.context import Context
    from ui.review.presenter import ReviewPresenter
    from ui.review.queue_panel import QueuePanel
    from ui.review.seen import SeenNotes
    from ui.shell.settings import Settings
    from ui.stage.exposure import ExposureKeeper, Measured

LOOK_EVERY_MS = 20_000
LIGHTER = QueueFilter(show="open", mild=True)


class Care(QObject):
    """Between what was measured, the person's own limits and the line above the item."""

    def __init__(
        self,
        context: Context,
        presenter: ReviewPresenter,
        exposure: ExposureKeeper,
        seen: SeenNotes,
        queue: QueuePanel,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(queue)
        self._context = context
        self._walk, self._position = presenter.walk, presenter.position
        self._seen, self._queue = seen, queue
        self._now = now
        self._away_since: float | None = None
        self.pace = Pace(now)
        self.bar = QuietBar(context.actions, (Act.LIGHTER, Act.STEP_AWAY), Act.PUT_AWAY)
        exposure.measured.connect(self._measured)
        self._walk.opened.connect(self._opened)
        self._walk.arrived.connect(self._arrived)
        context.signals.away_changed.connect(self._away)
        context.settings.changed.connect(self._preferred)
        for act, slot in {Act.LIGHTER: self._lighter, Act.PUT_AWAY: self._put_away}.items():
            context.actions.bind(act, slot, queue)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        self._prefer(context.settings.current)
        context.tasks.read(
            my_figures, context.workspace, 1, done=self._began, failed=self._unread, key="care"
        )

    def set_working(self, working: bool) -> None:
        """The page is worked on, or not."""
        self.pace.set_working(working)

    def look(self) -> None:
        """Make the suggestion that is due, if there is one."""
        kind = self.pace.due()
        if kind is not None:
            offers = {"time": (Act.STEP_AWAY,), "day-near": (), "session-near": ()}
            self.bar.say(suggestion(kind), *offers.get(kind, (Act.LIGHTER, Act.STEP_AWAY)))

    def _prefer(self, settings: Settings) -> None:
        self.pace.limits = Limits(
            settings.break_minutes,
            settings.break_high,
            settings.session_budget,
            settings.day_budget,
        )
        self._walk.set_most_high(settings.high_run)

    def _preferred(self, before: Settings, now: Settings) -> None:
        self._prefer(now)

    def _began(self, figures: PrivateFigures) -> None:
        self.pace.start_day(dose_of((one.severity, one.today / 1000) for one in figures.revealed))

    def _unread(self, error: BaseException) -> None:
        """Told where the figures are shown and kept; here the day begins at nothing."""

    def _measured(self, measured: Measured) -> None:
        for severity, seconds in measured.seconds.items():
            self.pace.add_dose(dose_of([(severity, sum(seconds.values()))]))
        self.look()

    def _opened(self) -> None:
        opening = self._walk.opening
        if opening is not None:
            self._queue.show_mixing(opening.high_run)
            self._context.actions.action(Act.LIGHTER).setChecked(opening.filter.mild)

    def _arrived(self) -> None:
        if self._walk.view is not None:
            self.pace.took_up(self._walk.view.item.severity)
            self.look()

    def _put_away(self) -> None:
        self.bar.say("")
        self._seen.bar.say("")

    def _lighter(self) -> None:
        """Show the lighter items that are open; all again where they are shown already."""
        opening = self._walk.opening
        self._context.actions.action(Act.LIGHTER).setChecked(False)
        if opening is None:
            return
        self.bar.say("")
        if opening.filter.mild:
            self._position.filter(NO_FILTER)
            return
        self._context.tasks.read(
            queue_listing,
            self._context.workspace,
            opening.batch,
            LIGHTER,
            1,
            done=self._show_lighter,
            key="care-lighter",
        )

    def _show_lighter(self, found: Sequence[int]) -> None:
        if found:
            self._position.filter(LIGHTER)
        else:
            self._context.notices.info(tr("No open items of low severity are left in this batch."))

    def _away(self, away: bool) -> None:
        """Time away is the person's own: it is kept for them, and counts nowhere else."""
        if away:
            self._away_since = self._now()
        elif self._away_since is not None:
            seconds, self._away_since = self._now() - self._away_since, None
            self.bar.say("")
            self._context.tasks.write(
                note_away, self._context.workspace, seconds, failed=self._not_kept
            )

    def _not_kept(self, error: BaseException) -> None:
        if isinstance(error, UserError):
            self._context.notices.refuse(error)


def suggestion(kind: Kind) -> str:
    """What is said, once: no number, no warning, nothing that has to be answered."""
    return {
        "time": tr("You have worked for a good while. A break, if you like?"),
        "high": tr("Many items of high severity since your last break. A break, or lighter items?"),
        "session-near": tr("Your budget for this session is nearly used."),
        "session-reached": tr("Your budget for this session is used. Lighter items can come next."),
        "day-near": tr("Your budget for today is nearly used."),
        "day-reached": tr("Your budget for today is used. Lighter items can come next."),
    }[kind]
