"""What the person sees of a bug: one window with a report that can be copied."""

from __future__ import annotations

import platform
import sys
import traceback
from types import TracebackType

from PySide6.QtCore import QObject, Signal, qVersion
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from smo_review.language import tr


def report(error: BaseException) -> str:
    """The bug as text for whoever mends it: versions and the way to the error, no content."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [
        f"Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}",
        *(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames),
        # The words of an exception may quote an item; its kind is enough.
        type(error).__qualname__,
    ]
    return "\n".join(lines)


class CrashWindow(QDialog):
    """Says that something broke, that recorded work is safe, and how to tell about it."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Something broke"))
        self.resize(640, 400)
        words = QLabel(
            tr(
                "This is a mistake in SMO Review. Verdicts that you recorded are kept. "
                "Copy the report and send it to whoever looks after the program; "
                "it holds no content."
            ),
            self,
        )
        words.setWordWrap(True)
        self.text = QPlainTextEdit(text, self)
        self.text.setReadOnly(True)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setAccessibleName(tr("Report"))
        buttons = QDialogButtonBox(self)
        copy = buttons.addButton(tr("Copy the report"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.text.toPlainText()))
        go_on = buttons.addButton(tr("Go on"), QDialogButtonBox.ButtonRole.AcceptRole)
        go_on.setDefault(True)
        buttons.accepted.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.addWidget(words)
        layout.addWidget(self.text, 1)
        layout.addWidget(buttons)


class Crashes(QObject):
    """Opens one crash window at a time; what breaks meanwhile is added to its report."""

    _told = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self.window: CrashWindow | None = None
        # Threads may tell too; the window belongs to this one.
        self._told.connect(self._show)

    def tell(self, error: BaseException) -> None:
        """Show the report of `error`; may be called from any thread."""
        self._told.emit(error)

    def take_over(self) -> None:
        """Show what nobody caught, instead of a traceback in a terminal that nobody sees."""
        sys.excepthook = self._hook

    def _hook(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        else:
            self.tell(error)

    def _show(self, error: BaseException) -> None:
        if self.window is not None:
            self.window.text.appendPlainText("\n" + report(error))
            return
        self.window = CrashWindow(report(error), self._parent)
        self.window.finished.connect(self._forget)
        self.window.open()

    def _forget(self) -> None:
        if self.window is not None:
            self.window.deleteLater()
        self.window = None
