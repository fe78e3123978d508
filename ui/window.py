"""The window: frame and navigation, nothing else.

A slim rail on the left leads to the pages; menus come from the table of actions; notices and
long tasks have their place at the foot. Bundles can be dropped anywhere.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QHideEvent,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMainWindow,
    QMenu,
    QPlainTextEdit,
    QStackedWidget,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from smo_review.domain.errors import UserError
from smo_review.domain.scheme import is_address
from smo_review.language import tr
from ui.away import AwayPage, close_others
from ui.shell.actions import Act, Actions, Group
from ui.shell.icons import icon
from ui.shell.notice_bar import LongBar, NoticeBar
from ui.shell.notices import Notices
from ui.shell.palette import Palette
from ui.shell.rail import PLACES, Rail
from ui.shell.tasks import Tasks

SMALLEST = QSize(1024, 640)
USUAL = QSize(1280, 800)
SUFFIX = ".smo"
ANSWERS = (".json", ".html", ".xlsx")
"""How files of answers to findings end."""
EARLY = (*PLACES, Act.RECEIVE)
"""Whose icons are seen at the start; drawing all of them would be felt there."""


def files_in(data: QMimeData) -> tuple[list[Path], list[Path], list[str]]:
    """What is dragged: local .smo files, files of answers, and the names of all that is none."""
    bundles, answers, others = [], [], []
    for url in data.urls():
        path = Path(url.toLocalFile())
        if url.isLocalFile() and path.suffix.lower() == SUFFIX:
            bundles.append(path)
        elif url.isLocalFile() and path.suffix.lower() in ANSWERS:
            answers.append(path)
        else:
            others.append(path.name if url.isLocalFile() else url.toString())
    return bundles, answers, others


def address_in(data: QMimeData) -> str:
    """The address of an item or list that is dragged, as a link or as text; empty where none is."""
    links = [bytes(url.toEncoded().data()).decode("ascii", "replace") for url in data.urls()]
    return next((told for told in (*links, data.text()) if is_address(told)), "")


class MainWindow(QMainWindow):
    """Pages in a stack, the ways to them, and what is told at the foot."""

    away_changed = Signal(bool)
    """The person stepped away, or came back."""
    covered_wanted = Signal()
    """The window is no longer looked at: content must be covered."""
    dropped = Signal(list)
    """Paths of bundles that were dropped."""
    answers_dropped = Signal(list)
    """Paths of files of answers that were dropped."""
    address_dropped = Signal(str)
    """The address of an item or list was dropped."""
    closing = Signal()

    def __init__(self, actions: Actions, notices: Notices, tasks: Tasks) -> None:
        super().__init__()
        self._actions = actions
        self._notices = notices
        self._places: dict[Act, QWidget] = {}
        self.setMinimumSize(SMALLEST)
        self.resize(USUAL)
        self.setAcceptDrops(True)
        self._rail = Rail(actions, self)
        self._pages = QStackedWidget(self)
        self._waiting = QLabel(self)
        self._waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._waiting.setProperty("kind", "quiet")
        self._pages.addWidget(self._waiting)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._pages, 1)
        right.addWidget(LongBar(tasks, self))
        right.addWidget(NoticeBar(notices, self))
        centre = QWidget(self)
        layout = QHBoxLayout(centre)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._rail)
        layout.addLayout(right, 1)
        self._away = AwayPage(actions, self)
        self._sides = QStackedWidget(self)
        self._sides.addWidget(centre)
        self._sides.addWidget(self._away)
        self.setCentralWidget(self._sides)
        actions.bind(Act.STEP_AWAY, self.step_away, self)
        self._status = QLabel(self)
        self._status.setTextFormat(Qt.TextFormat.PlainText)
        self.statusBar().addPermanentWidget(self._status)
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().setContentsMargins(8, 0, 16, 0)
        self.palette_box = Palette(actions, self)
        self.retranslate()

    def retranslate(self) -> None:
        """Menus, rail and title again, in the language spoken now."""
        self.setWindowTitle(tr("SMO Review"))
        self._away.retranslate()
        self.show_waiting(tr("Opening the workspace…"))
        for old in self.menus():
            old.deleteLater()
        self.menuBar().clear()
        for group in Group:
            self.menuBar().addMenu(self._actions.menu(group, self.menuBar()))
        self._rail.fill()
        self.tint(EARLY)

    def tint(self, acts: Iterable[Act] = Act) -> None:
        """The icons of `acts` take the colours that the application has now."""
        self._actions.tint(self.palette(), acts)
        self.setWindowIcon(icon("logo", self.palette()))

    def menus(self) -> list[QMenu]:
        """The menus, whose keys must be read too."""
        menus = (action.menu() for action in self.menuBar().actions())
        return [menu for menu in menus if isinstance(menu, QMenu)]

    def add_page(self, place: Act, page: QWidget) -> None:
        """`place` (a GO_ action or PREFERENCES) shows `page`."""
        self._places[place] = page
        self._pages.addWidget(page)
        # A text field would take a dropped bundle as words.
        for field in page.findChildren(QLineEdit):
            field.setAcceptDrops(False)
        for kind in (QTextEdit, QPlainTextEdit):
            for area in page.findChildren(kind):
                area.viewport().setAcceptDrops(False)

    def remove_pages(self) -> None:
        """Take all pages away: each is closed, so that it can end what it started, and deleted."""
        for page in self._places.values():
            self._pages.removeWidget(page)
            page.close()
            page.deleteLater()
        self._places.clear()

    def show_place(self, place: Act) -> None:
        """Show the page of `place`; what the page before revealed is covered."""
        if self._pages.currentWidget() is not self._places[place]:
            self.covered_wanted.emit()
        self._pages.setCurrentWidget(self._places[place])
        self._places[place].setFocus()
        self.mark_place(place)

    def step_away(self) -> None:
        """Hide everything at once behind a plain page, dialogs and menus too; or bring it back."""
        away = self._sides.currentWidget() is not self._away
        if away:
            self.covered_wanted.emit()
            close_others(self)
        self._sides.setCurrentIndex(int(away))
        for bar in (self.menuBar(), self.statusBar()):
            bar.setVisible(not away)
        self._actions.set_away(away)
        shown = self._away if away else self._pages.currentWidget()
        if shown is not None:
            shown.setFocus()
        self.away_changed.emit(away)

    def toggle_full_screen(self) -> None:
        """Fill the screen, or be a window again."""
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    def mark_place(self, place: Act | None) -> None:
        """Show in the rail which page this is; before there is one, none."""
        for act in PLACES:
            self._actions.action(act).setChecked(act is place)

    def show_waiting(self, text: str) -> None:
        """What is said while there are no pages."""
        self._waiting.setText(text)

    def show_status(self, text: str) -> None:
        """One quiet line at the foot: whose workspace this is."""
        self._status.setText(text)

    def kept_geometry(self) -> str:
        """Size, place and state of the window, as text for the settings."""
        return base64.b64encode(self.saveGeometry().data()).decode("ascii")

    def restore(self, kept: str) -> None:
        """Go back to where the window was; text that is none is ignored."""
        self.restoreGeometry(QByteArray.fromBase64(kept.encode()))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        left = event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow()
        small = event.type() == QEvent.Type.WindowStateChange and self.isMinimized()
        if left or small:
            self.covered_wanted.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        self.covered_wanted.emit()
        super().hideEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.covered_wanted.emit()
        self.closing.emit()
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() or address_in(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        if address := address_in(event.mimeData()):
            self.address_dropped.emit(address)
            return
        bundles, answers, others = files_in(event.mimeData())
        if bundles:
            self.dropped.emit(bundles)
        if answers:
            # The page that takes them is built when somebody goes there.
            self._actions.action(Act.GO_DISPUTES).trigger()
            self.answers_dropped.emit(answers)
        if others:
            self._notices.refuse(
                UserError(
                    tr("Only bundles can be received: files that end in .smo."),
                    ", ".join(others[:5]),
                    tr("Other data is made into a batch with “smo-review pack” first."),
                )
            )
