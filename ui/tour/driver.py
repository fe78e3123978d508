"""Drives the real client as a person would: keys, waiting for what should happen, pictures.

The tour and the journey tests share it, so that both prove the same client.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QEventLoop, QKeyCombination, QPoint, QSize
from PySide6.QtGui import QKeySequence, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from smo_review.language import current
from ui.app import Client
from ui.shell.actions import SPECS, Act
from ui.shell.settings import SettingsStore
from ui.shell.tasks import Tasks

if TYPE_CHECKING:
    from ui.context import Context
    from ui.review.page import ReviewPage

PATIENCE = 30.0
"""Seconds to wait for one thing before the step counts as failed."""
SIZE = QSize(1440, 900)


class StepFailed(AssertionError):
    """What should have happened did not; says which."""


class Driver:
    """One client with its own workspace and settings, driven by keys."""

    def __init__(self, app: QApplication, folder: Path, name: str, language: str = "en") -> None:
        self.app = app
        self._closed = False
        settings = SettingsStore(folder / f"{name}.ini")
        settings.change(language=language, scheme="light")
        self.client = Client(app, settings, Tasks(), folder / name)
        self.client.start()
        self.window.resize(SIZE)
        self.wait(lambda: self.client.context is not None, "the client opens its workspace")

    @property
    def window(self) -> QWidget:
        return self.client.window

    @property
    def context(self) -> Context:
        assert self.client.context is not None
        return self.client.context

    @property
    def review(self) -> ReviewPage:
        """The review page."""
        return cast("ReviewPage", self.client.page(Act.GO_REVIEW))

    def wait(self, happens: Callable[[], object], what: str, patience: float = PATIENCE) -> None:
        """Run the client until `happens()`; StepFailed names `what` where it does not."""
        end = time.monotonic() + patience
        while not happens():
            if time.monotonic() > end:
                notice = self.client.notices.last
                told = f"; the client says: {notice.text}" if notice else ""
                raise StepFailed(f"this did not happen: {what}{told}")
            self.turn(20)
            time.sleep(0.002)

    def turn(self, milliseconds: int = 0) -> None:
        """One turn of the event loop, with the deletions that only a running loop would do."""
        self.app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, milliseconds)
        self.app.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def at_rest(self) -> bool:
        """Whether everything asked for has been read, written, decoded and painted."""
        return self.client.tasks.idle and self.review.loader.idle

    def settle(self) -> None:
        """Wait until the client is at rest, and a moment longer for the last paint."""
        self.wait(self.at_rest, "the client comes to rest")
        self.turn(50)

    def speaks(self, language: str) -> bool:
        """Whether the pages are there again in another language."""
        return current() == language and self.client.context is not None and self.at_rest()

    def press(self, act: Act) -> None:
        """Press the key of an action, as the table gives it, where the keyboard is now."""
        self.key(SPECS[act].keys[0])

    def key(self, keys: str) -> None:
        """Press a key by its portable name ("Ctrl+K")."""
        # The stubs do not know that a sequence can be asked for its combinations.
        combination: QKeyCombination = QKeySequence(keys)[0]  # type: ignore[index]
        QTest.keyClick(self._focus(), combination.key(), combination.keyboardModifiers())
        self.turn()

    def type(self, text: str) -> None:
        """Type into the field that has the keyboard."""
        QTest.keyClicks(self._focus(), text)
        self.turn()

    def drop(self, *paths: Path) -> None:
        """Drop bundles onto the window."""
        self.client.window.dropped.emit(list(paths))

    def picture(self, path: Path, window: QWidget | None = None) -> Path:
        """Save what the main window, or another one, shows as PNG."""
        self.settle()
        path.parent.mkdir(parents=True, exist_ok=True)
        grabbed = (window or self.window).grab()
        popup = self.app.activePopupWidget() or self.app.activeModalWidget()
        if popup is not None and popup is not self.window:
            corner = popup.mapToGlobal(QPoint(0, 0)) - self.window.mapToGlobal(QPoint(0, 0))
            painter = QPainter(grabbed)
            painter.drawPixmap(corner, popup.grab())
            painter.end()
        grabbed.save(str(path))
        return path

    def close(self) -> None:
        """End the client as a person closing its window would; once is enough."""
        if self._closed:
            return
        self._closed = True
        self.client.window.close()
        self.client.close()
        self.client.deleteLater()
        self.turn()

    def _focus(self) -> QWidget:
        popup = self.app.activePopupWidget()
        if popup is None and self.app.activeWindow() is None:
            # Without a screen nobody gives the window its activity back when a dialog closes.
            self.window.activateWindow()
            self.wait(self.window.isActiveWindow, "the window is active again")
        return popup or self.app.focusWidget() or self.window
