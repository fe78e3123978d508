"""Things that are dragged over a window and let go there."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget


def dragged(*paths: str) -> QMimeData:
    """Files by their paths, or addresses."""
    data = QMimeData()
    data.setUrls([QUrl(path) if "://" in path else QUrl.fromLocalFile(path) for path in paths])
    return data


def drop(widget: QWidget, data: QMimeData) -> None:
    """Drag something over `widget` and let it go there, if it is wanted."""
    actions, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    nothing = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), actions, data, button, nothing)
    enter.ignore()
    QApplication.sendEvent(widget, enter)
    if enter.isAccepted():
        QApplication.sendEvent(widget, QDropEvent(QPoint(5, 5), actions, data, button, nothing))
