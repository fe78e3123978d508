"""Stands guard over a window: covers when the system leaves, keeps it out of captures."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from ui.shell import capture
from ui.shell.lock import SystemLeaving
from ui.shell.settings import Settings, SettingsStore


class Guard(QObject):
    """`left`: content must be covered now. It listens from the window's first paint on."""

    left = Signal()

    def __init__(self, window: QWidget, settings: SettingsStore) -> None:
        super().__init__(window)
        self._window = window
        self._settings = settings
        self.system = SystemLeaving(self)
        self.system.left.connect(self.left)
        self._listens = False
        settings.changed.connect(self._preferred)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Another native window is always shown anew. Nothing is asked of a window that ends.
        if event.type() == QEvent.Type.Show:
            self._dress()
        return False

    def _dress(self) -> None:
        """The window has come, or has another handle."""
        if self._window.windowHandle() is None:
            return
        capture.keep_out_of_capture(
            int(self._window.winId()), self._settings.current.hide_from_capture
        )
        if not self._listens:
            self._listens = True
            QTimer.singleShot(0, self, lambda: self.system.listen(self._window))

    def _preferred(self, before: Settings, after: Settings) -> None:
        if before.hide_from_capture != after.hide_from_capture:
            self._dress()
