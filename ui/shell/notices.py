"""The one door for messages to the person: a quiet bar inside the window, never a message box.

`Notices` is the door that pages are given; `NoticeBar` shows what came through it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QObject, Signal

from smo_review.domain.errors import UserError

Kind = Literal["info", "done", "refusal"]
UNREAD = 2.0
"""Seconds."""


@dataclass(frozen=True)
class Notice:
    """One message. A refusal says what happened, where, and what to do."""

    kind: Kind
    what: str
    where: str = ""
    do: str = ""
    action: str = ""
    act: Callable[[], object] | None = None

    @property
    def text(self) -> str:
        """All of it as plain text, for the clipboard and screen readers."""
        return "\n".join(line for line in (self.what, self.where, self.do) if line)


class Notices(QObject):
    """Takes messages to the person; `posted` hands each on, `last` is the newest."""

    posted = Signal(object)
    cleared = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.last: Notice | None = None
        self._posted_at = 0.0

    def info(self, what: str) -> None:
        """Something worth knowing; it goes away by itself."""
        self._post(Notice("info", what))

    def done(self, what: str, action: str = "", act: Callable[[], object] | None = None) -> None:
        """Something was done; `action` ("Undo", "Open") calls `act`."""
        self._post(Notice("done", what, action=action, act=act))

    def refuse(self, error: UserError) -> None:
        """Something could not be done; it stays until it is closed, replaced or `outdated`."""
        self._post(Notice("refusal", error.what, error.where, error.do))

    def clear(self) -> None:
        """Take the message away."""
        self.last = None
        self.cleared.emit()

    def outdated(self, *, page_left: bool = False) -> None:
        """The person goes on: a refusal leaves with its page, and with the next act.

        Keys that are pressed at a run must not take it away unread: an act counts once the
        refusal was there for `UNREAD` seconds.
        """
        seen = time.monotonic() - self._posted_at >= UNREAD
        if self.last is not None and self.last.kind == "refusal" and (page_left or seen):
            self.clear()

    def _post(self, notice: Notice) -> None:
        self.last, self._posted_at = notice, time.monotonic()
        self.posted.emit(notice)
