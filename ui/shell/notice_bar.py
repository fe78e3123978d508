"""Shows notices and long tasks at the foot of the window, quietly."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from smo_review.language import tr
from ui.shell.icons import drawn, icon
from ui.shell.notices import Notice, Notices
from ui.shell.tasks import LongTask, Tasks
from ui.shell.theme import Tokens, scaled, tokens_of

STAYS = 8000
"""Milliseconds that a message stays which asks for nothing."""
MOMENT = 300
"""Milliseconds that a task may take without being shown."""
_ICONS = {"info": "about", "done": "correct", "refusal": "incorrect"}


def _plain(parent: QWidget) -> QLabel:
    """A label that takes its words as they are and can be copied from."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    return label


class NoticeBar(QFrame):
    """The newest notice: what happened, where, and what to do."""

    def __init__(self, notices: Notices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "bar")
        self._notices = notices
        self._notice: Notice | None = None
        self._mark = QLabel(self)
        self._what = _plain(self)
        self._where = _plain(self)
        self._where.setProperty("kind", "quiet")
        self._do = _plain(self)
        self._act = QPushButton(self)
        self._act.clicked.connect(self._run)
        self._copy = QPushButton(self)
        self._copy.clicked.connect(self._to_clipboard)
        self._close = QToolButton(self)
        self._close.setProperty("kind", "flat")
        self._close.clicked.connect(notices.clear)
        words = QVBoxLayout()
        words.setSpacing(2)
        for label in (self._what, self._where, self._do):
            words.addWidget(label)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 8, 8)
        layout.setSpacing(12)
        top = Qt.AlignmentFlag.AlignTop
        layout.addWidget(self._mark, 0, top)
        layout.addLayout(words, 1)
        for button in (self._act, self._copy, self._close):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            layout.addWidget(button, 0, top)
        self._leaves = QTimer(self)
        self._leaves.setSingleShot(True)
        self._leaves.timeout.connect(notices.clear)
        notices.posted.connect(self.show_notice)
        notices.cleared.connect(self.hide)
        self.hide()

    def show_notice(self, notice: Notice) -> None:
        """Show it in place of the one before."""
        self._notice = notice
        refusal = notice.kind == "refusal"
        self._what.setText(notice.what)
        self._what.setFont(scaled(self.font(), "normal", bold=refusal))
        for label, text in ((self._where, notice.where), (self._do, notice.do)):
            label.setText(text)
            label.setVisible(bool(text))
        self._act.setText(notice.action)
        self._act.setVisible(bool(notice.action))
        self._copy.setText(tr("Copy"))
        self._copy.setVisible(refusal)
        self._close.setToolTip(tr("Close this message"))
        self._close.setAccessibleName(tr("Close this message"))
        self._tint(tokens_of(self.palette()))
        self.setAccessibleName(notice.text)
        self.show()
        if refusal:
            self._leaves.stop()
        else:
            self._leaves.start(STAYS)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._notice is not None:
            self._tint(tokens_of(self.palette()))

    def _tint(self, colours: Tokens) -> None:
        assert self._notice is not None
        kinds = {"info": colours.quiet, "done": colours.correct, "refusal": colours.incorrect}
        picture = drawn(_ICONS[self._notice.kind], kinds[self._notice.kind].name(), 2)
        self._mark.setPixmap(picture)
        self._close.setIcon(icon("close", self.palette()))
        self._close.setIconSize(QSize(16, 16))

    def _run(self) -> None:
        notice = self._notice
        self._notices.clear()
        if notice is not None and notice.act is not None:
            notice.act()

    def _to_clipboard(self) -> None:
        if self._notice is not None:
            QGuiApplication.clipboard().setText(self._notice.text)


class LongBar(QFrame):
    """One row for each long task: its title, how far it is, and a way to stop it.

    What is over in a moment is not shown: the page below would jump.
    """

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "bar")
        self._tasks = tasks
        self._rows: dict[int, _LongRow] = {}
        self._moment = QTimer(self)
        self._moment.setSingleShot(True)
        self._moment.setInterval(MOMENT)
        self._moment.timeout.connect(self._show)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(16, 8, 8, 8)
        tasks.long_changed.connect(self._on_task)
        self.hide()

    def _on_task(self, task: LongTask) -> None:
        row = self._rows.get(task.id)
        if task.ended:
            if row is not None:
                del self._rows[task.id]
                self._layout.removeWidget(row)
                row.deleteLater()
        else:
            if row is None:
                row = self._rows[task.id] = _LongRow(self)
                row.stop.clicked.connect(lambda: self._tasks.cancel(task.id))
                self._layout.addWidget(row)
                self._moment.start()
            row.show_task(task)
        if not self._rows:
            self.hide()

    def _show(self) -> None:
        self.setVisible(bool(self._rows))


class _LongRow(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._title = QLabel(self)
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(240)
        self.stop = QPushButton(tr("Cancel"), self)
        self.stop.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self._title, 1)
        layout.addWidget(self._bar)
        layout.addWidget(self.stop)

    def show_task(self, task: LongTask) -> None:
        parts = [task.title, task.what]
        if task.total:
            parts.append(tr("{done:,} of {total:,}", done=task.done, total=task.total))
        elif task.done:
            parts.append(f"{task.done:,}")
        self._title.setText(" · ".join(part for part in parts if part))
        # Counts of bytes may be beyond what a progress bar can hold: show thousandths.
        self._bar.setMaximum(1000 if task.total else 0)
        if task.total:
            self._bar.setValue(min(1000, task.done * 1000 // task.total))
        self._bar.setAccessibleName(task.title)
