"""Looks now and then for what other programs wrote to the workspace."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from ui.shell.tasks import Tasks

if TYPE_CHECKING:
    from smo_review.domain.changes import Changes
    from smo_review.operations.workspace import Workspace

EVERY = 2000
"""Milliseconds between two looks."""


class ForeignWrites(QObject):
    """Calls `told` with changes of the origin `ELSEWHERE` once another program has written."""

    def __init__(self, tasks: Tasks, told: Callable[[Changes], object], parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._told = told
        self._workspace: Workspace | None = None
        self._writes: int | None = None
        self._timer = QTimer(self, interval=EVERY)
        self._timer.timeout.connect(self._look)

    def watch(self, workspace: Workspace) -> None:
        """Begin to look."""
        self._workspace = workspace
        self._timer.start()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    def _look(self) -> None:
        from smo_review.queries.changes import foreign_writes

        assert self._workspace is not None
        self._tasks.read(foreign_writes, self._workspace, done=self._compare, key="foreign")

    def _compare(self, writes: int) -> None:
        # Neither is wanted before the first paint.
        from smo_review.domain.changes import Changes
        from ui.context import ELSEWHERE

        before, self._writes = self._writes, writes
        if before is not None and writes != before:
            self._told(Changes(numbers=True, origin=ELSEWHERE))
