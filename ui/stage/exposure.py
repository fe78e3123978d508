"""How long content is revealed on a stage, and how little of it sufficed: for the person alone.

`Exposure` measures; `ExposureKeeper` hands over what was measured, a moment after an item was left
or judged, so that the write stands behind the verdict's and several items share one.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from smo_review.domain.errors import UserError
from smo_review.domain.private import LEVELS, REVEALED, Severity
from smo_review.domain.project import CoverLevel
from smo_review.domain.views import ItemView
from smo_review.operations.private import note_exposure, note_sufficed
from smo_review.operations.workspace import Workspace

if TYPE_CHECKING:
    from ui.shell.notices import Notices
    from ui.shell.tasks import Tasks

HAND_OVER_MS = 2000


@dataclass(frozen=True)
class Measured:
    """Seconds by severity and level; verdicts by (most revealed level, category, severity)."""

    seconds: dict[Severity, dict[CoverLevel, float]]
    sufficed: dict[tuple[CoverLevel, str, Severity], int]

    def __bool__(self) -> bool:
        return bool(self.seconds or self.sufficed)


class Exposure:
    """Measures the item in hand. `now` gives seconds, always rising."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._since = now()
        self._item: ItemView | None = None
        self._level: CoverLevel = "covered"
        self._most: CoverLevel = "covered"
        self._seconds: dict[Severity, dict[CoverLevel, float]] = {}
        self._sufficed: Counter[tuple[CoverLevel, str, Severity]] = Counter()

    def opened(self, item: ItemView | None) -> None:
        """Another item is in hand, as the stage shows it now; the same item again goes on."""
        before = self._item
        same = item is not None and before is not None and item.row == before.row
        if not same:
            self._count()
            self._item, self._most = item, self._level

    def shown(self, level: CoverLevel) -> None:
        """The most that is shown of the item is `level` from now on."""
        self._count()
        self._level = level
        self._most = max(self._most, level, key=LEVELS.index)

    def judged(self, verdicts: int) -> None:
        """Verdicts are given on the item. Where it has no content, nothing had to suffice."""
        if verdicts and self._item is not None and self._item.item.parts:
            came = self._item.item
            self._sufficed[self._most, came.category, came.severity] += verdicts

    def take(self) -> Measured:
        """All that was measured since the last time, up to now."""
        self._count()
        taken = Measured(self._seconds, dict(self._sufficed))
        self._seconds = {}
        self._sufficed.clear()
        return taken

    def _count(self) -> None:
        since, self._since = self._since, self._now()
        if self._item is not None and self._level in REVEALED and self._since > since:
            seconds = self._seconds.setdefault(self._item.item.severity, {})
            seconds[self._level] = seconds.get(self._level, 0.0) + self._since - since


def hand_over(ws: Workspace, measured: Measured) -> None:
    """Keep what was measured with the person's private figures."""
    for severity, seconds in measured.seconds.items():
        note_exposure(ws, seconds, severity)
    for (level, category, severity), verdicts in measured.sufficed.items():
        note_sufficed(ws, level, category, severity, verdicts)


class ExposureKeeper(QObject):
    """Feeds an `Exposure` and writes what it measured. A failure is told once and costs no work.

    `measured(Measured)` when something is handed over.
    """

    measured = Signal(object)

    def __init__(self, ws: Workspace, tasks: Tasks, notices: Notices, parent: QObject) -> None:
        super().__init__(parent)
        self._ws = ws
        self._tasks = tasks
        self._notices = notices
        self._told = False
        self.exposure = Exposure()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(HAND_OVER_MS)
        self._timer.timeout.connect(self.hand_over)

    def opened(self, item: ItemView | None) -> None:
        """Another item is in hand."""
        self.exposure.opened(item)
        self._soon()

    def shown(self, level: CoverLevel) -> None:
        """The stage shows more or less."""
        self.exposure.shown(level)

    def judged(self, verdicts: int) -> None:
        """Verdicts are given on the item in hand."""
        self.exposure.judged(verdicts)
        self._soon()

    def hand_over(self) -> None:
        """Write what was measured, behind all that was asked for before."""
        self._timer.stop()
        measured = self.exposure.take()
        if measured:
            self.measured.emit(measured)
            self._tasks.write(hand_over, self._ws, measured, failed=self._failed)

    def _soon(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, UserError) and not self._told:
            self._told = True
            self._notices.refuse(error)
