"""Hears every word that a window paints or tells a screen reader, at each of its paints."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import shiboken6
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from ui.charts.view import ChartView


class RoomEars(QObject):
    """`heard` holds each different text that stood in the window while it was painted."""

    def __init__(self, window: QWidget) -> None:
        super().__init__()
        self._window = window
        self.heard: set[str] = set()
        self.paints = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.Paint
            and shiboken6.isValid(self._window)
            and isinstance(watched, QWidget)
            and watched.window() is self._window
        ):
            self.paints += 1
            self.listen()
        return False

    def listen(self) -> None:
        """Take down all texts of the window, hidden ones too: a reader may reach them."""
        for widget in (self._window, *self._window.findChildren(QWidget)):
            self.heard.update(text for text in _texts(widget) if text)

    def words(self) -> str:
        return "\n".join(sorted(self.heard))


def _texts(widget: QWidget) -> Iterator[str]:
    yield widget.accessibleName()
    yield widget.accessibleDescription()
    yield widget.toolTip()
    yield widget.windowTitle()
    if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
        yield widget.text()
    if isinstance(widget, QTextEdit | QPlainTextEdit):
        yield widget.toPlainText()
    if isinstance(widget, QComboBox):
        yield widget.currentText()
    if isinstance(widget, ChartView):
        yield repr(widget.chart)


@contextmanager
def room_ears(app: QApplication, window: QWidget) -> Iterator[RoomEars]:
    """Listen to a window until the block ends."""
    ears = RoomEars(window)
    app.installEventFilter(ears)
    try:
        yield ears
    finally:
        app.removeEventFilter(ears)
        ears.listen()
