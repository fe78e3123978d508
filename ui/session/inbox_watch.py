"""A shared folder, watched while a session runs: votes are verified and taken in as they come.

The folder is read off the UI thread and taken in behind all writes that were asked for. The
system tells of changes where it can; a slow look finds what it does not tell, as on network shares.
"""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from smo_review.domain.changes import Changes
from smo_review.domain.errors import UserError
from smo_review.language import tr
from smo_review.operations.inbox import Arrival, Inbox
from ui.context import Context

SETTLE_MS = 400
"""Between two looks while a file is on its way."""
SLOW_MS = 3000
TELL_EVERY = 0.3
"""Seconds between two tellings of many arrivals."""
LAST = 4
"""Arrivals that are told by name."""


class InboxWatch(QObject):
    """`told(words)` says how the folder is, a line for each of the last arrivals."""

    told = Signal(str)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._inbox: Inbox | None = None
        self._busy = 0
        self._lines: list[str] = []
        self._trouble = ""
        self._came: list[Arrival] = []
        self._told_at = 0.0
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self._soon)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)

    @property
    def folder(self) -> Path | None:
        return self._inbox.folder if self._inbox is not None else None

    def watch(self, folder: Path | None) -> None:
        """Watch this folder from now on, or none."""
        if folder == self.folder:
            return
        if self._watcher.directories():
            self._watcher.removePaths(self._watcher.directories())
        self._inbox = Inbox(folder) if folder is not None else None
        self._lines, self._trouble = [], ""
        self._timer.stop()
        self._tell()
        self.look()

    def look(self) -> None:
        """Look into the folder; what is whole by now is taken in."""
        if self._inbox is None or self._busy:
            return
        self._busy = 1
        inbox = self._inbox
        self._context.tasks.read(
            inbox.ready, done=lambda paths: self._ready(inbox, paths), failed=self._failed
        )

    def _ready(self, inbox: Inbox, paths: tuple[Path, ...]) -> None:
        self._busy = 0
        self._trouble = ""
        if inbox is not self._inbox:
            self.look()
            return
        if not self._watcher.directories():
            # The folder has just answered, so that this does not hold the window up.
            self._watcher.addPath(str(inbox.folder))
        self._busy = len(paths)
        for path in paths:
            self._context.tasks.write(inbox.take, self._context.workspace, path, done=self._took)
        if not paths:
            self._rest()

    def _took(self, arrival: Arrival) -> None:
        self._busy -= 1
        self._came.append(arrival)
        self._lines = [arrival_words(arrival), *self._lines][:LAST]
        if not self._busy or time.monotonic() - self._told_at > TELL_EVERY:
            self._pass_on()
        if not self._busy:
            self._rest()

    def _pass_on(self) -> None:
        """Tell the pages what has come."""
        self._told_at = time.monotonic()
        taken = [one.received for one in self._came if one.received is not None]
        self._came = []
        if taken:
            batches = frozenset(batch for one in taken for batch in one.batches)
            facts = sum(one.facts_new for one in taken)
            self._context.signals.changed.emit(Changes(batches, numbers=True, facts=facts))
        self._tell()

    def _failed(self, error: BaseException) -> None:
        self._busy = 0
        if isinstance(error, UserError):
            self._trouble = f"{error.what} {error.do}"
        self._rest()

    def _rest(self) -> None:
        self._tell()
        waiting = self._inbox is not None and self._inbox.waiting()
        self._timer.start(SETTLE_MS if waiting else SLOW_MS)

    def _soon(self) -> None:
        self._timer.start(SETTLE_MS if self._busy else 0)

    def _tell(self) -> None:
        if self._inbox is None:
            self.told.emit("")
            return
        lines = [tr("Watching {folder}", folder=self._inbox.folder.name)]
        if self._trouble:
            lines.append(self._trouble)
        elif not self._busy and self._inbox.waiting():
            lines.append(tr("{n} files are still being copied", n=self._inbox.waiting()))
        self.told.emit("\n".join((*lines, *self._lines)))


def arrival_words(arrival: Arrival) -> str:
    """One file in a line: taken in, or why not."""
    name = Path(arrival.path).name
    if arrival.error is not None:
        return tr("{name}: refused. {what}", name=name, what=arrival.error.what)
    assert arrival.received is not None
    if not arrival.received.facts_new:
        return tr("{name}: nothing new", name=name)
    return tr("{name}: taken in", name=name)
