"""Notices when the person leaves: another window, another program, minimised, hidden, locked."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

_LEFT = frozenset({QEvent.Type.WindowDeactivate, QEvent.Type.Hide, QEvent.Type.Close})


class Leaving(QObject):
    """Watches the window that a widget is in and the application as a whole."""

    left = Signal()
    """Emitted before the window is painted again."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window: QWidget | None = None
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.applicationStateChanged.connect(self._on_application)

    def watch(self, window: QWidget) -> None:
        """Watch this window from now on, instead of the last one."""
        if self._window is window:
            return
        if self._window is not None:
            self._window.removeEventFilter(self)
        self._window = window
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        minimised = (
            event.type() == QEvent.Type.WindowStateChange
            and isinstance(watched, QWidget)
            and watched.isMinimized()
        )
        if event.type() in _LEFT or minimised:
            self.left.emit()
        return False

    def _on_application(self, state: Qt.ApplicationState) -> None:
        if state != Qt.ApplicationState.ApplicationActive:
            self.left.emit()
