"""The room's window, for the projector: the item under a cover of its own, and what all may see.

It has actions of its own, so that its keys, and what is revealed in it, are apart from those of
the presenter's window. It is given a `Sight` and the item; names, notes and votes never come here.
"""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from smo_review.domain.project import Project
from smo_review.domain.views import ItemView
from smo_review.language import tr
from ui.charts.view import ChartView
from ui.context import Context
from ui.session.sight import Sight
from ui.shell.actions import Act, Actions
from ui.shell.guard import Guard
from ui.shell.keys import KeyReader
from ui.shell.labels import plain
from ui.shell.theme import STEP, scaled
from ui.stage.loader import MediaLoader
from ui.stage.reveal import FirstLevel
from ui.stage.stage import Stage
from ui.stage.text_view import TextView

LINES_DOWN = 32
"""Lines of text that the window is high: type grows with the projector's picture."""
SMALLEST_POINTS = 11.0


class RoomWindow(QWidget):
    """A top-level window. `closed` when the person closes it, not when the client does."""

    closed = Signal()

    def __init__(self, context: Context, loader: MediaLoader) -> None:
        super().__init__()
        self.setWindowTitle(tr("SMO Review: the room"))
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setMinimumSize(800, 500)
        self.resize(1280, 720)
        self._context = context
        self.loader = loader
        self.acts = Actions(context.settings, self)
        self.acts.enter("sessions")
        self.keys = KeyReader(cast(QApplication, QApplication.instance()), self.acts, self)
        self.stage = Stage(loader, self.acts)
        self.stage.setAccessibleName(tr("Stage of the room"))
        self.heading = plain("", "quiet")
        self.step = plain()
        self.prompt = plain()
        self.votes = plain()
        self.few = plain("", "quiet")
        self.chart = ChartView()
        self.agreement = plain("", "quiet")
        self.ruling = plain()
        self.reason = plain()
        self.clause = plain("", "quiet")
        self._texts = {
            self.heading: ("normal", False),
            self.step: ("title", True),
            self.prompt: ("large", False),
            self.votes: ("title", True),
            self.few: ("normal", False),
            self.agreement: ("normal", False),
            self.ruling: ("title", True),
            self.reason: ("large", False),
            self.clause: ("normal", False),
        }
        self._lay_out()
        self._bind()
        Guard(self, context.settings).left.connect(self.stage.cover_all)
        self.show_sight(Sight())
        self._tint()

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(STEP * 6, STEP * 6, STEP * 6, STEP * 6)
        column.setSpacing(STEP * 3)
        for text in (self.heading, self.step, self.prompt, self.ruling, self.reason, self.clause):
            column.addWidget(text)
        for widget in (self.votes, self.few, self.chart, self.agreement):
            column.addWidget(widget)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.stage, 3)
        row.addWidget(area, 2)

    def _bind(self) -> None:
        """Keys that mean the same in every window, and the screen that this one fills."""
        main = self._context.actions
        self.acts.bind(Act.FULL_SCREEN, self.toggle_full_screen, self)
        # One key covers everything: pressed here, the presenter's stage too, and there this one.
        self.acts.bind(Act.COVER_ALL, lambda: main.press(Act.COVER_ALL), self)
        self.acts.bind(Act.STEP_AWAY, lambda: main.press(Act.STEP_AWAY), self)
        self.acts.bind(Act.SEAL, lambda: main.press(Act.SEAL), self)
        main.bind(Act.COVER_ALL, self.stage.cover_all, self)

    # What is shown

    def show_item(self, view: ItemView | None, project: Project | None) -> None:
        """Put an item on the room's stage, covered."""
        self.stage.show_item(view, project)
        self._size_content()

    def show_sight(self, sight: Sight) -> None:
        """Show what all may see."""
        waiting = tr("The session begins soon.")
        self.step.setText(sight.step or waiting)
        for widget, text in (
            (self.heading, sight.heading),
            (self.prompt, sight.prompt),
            (self.votes, sight.votes),
            (self.few, sight.few),
            (self.agreement, sight.agreement),
            (self.ruling, sight.ruling),
            (self.reason, sight.reason),
            (self.clause, sight.clause),
        ):
            widget.setText(text)
            widget.setVisible(bool(text))
        self.chart.setVisible(sight.chart is not None)
        if sight.chart is not None:
            self.chart.show_chart(sight.chart)

    def prefer(self, first: FirstLevel, seconds: int, facts_only: bool, blind: bool) -> None:
        """How items are revealed here: as the presenter prefers it."""
        self.stage.set_reveal(first, seconds, facts_only)
        self.stage.set_blind(blind)

    def toggle_reveal(self) -> None:
        """Reveal the item in the room, or cover it there again."""
        self.acts.press(Act.TOGGLE_REVEAL)

    # Where it is shown

    def open_beside(self, window: QWidget) -> None:
        """Show it: filling another screen where there is one, else as a window."""
        others = [one for one in QGuiApplication.screens() if one is not window.screen()]
        if others:
            self._fill(others[0].geometry().topLeft())
        else:
            self.show()

    def next_screen(self) -> None:
        """Fill the next screen, the last one is followed by the first."""
        screens = QGuiApplication.screens()
        place = screens.index(self.screen()) + 1 if self.screen() in screens else 0
        self.stage.cover_all()
        self._fill(screens[place % len(screens)].geometry().topLeft())

    def _fill(self, corner: object) -> None:
        self.showNormal()
        self.move(corner)  # type: ignore[call-overload]
        self.showFullScreen()

    def toggle_full_screen(self) -> None:
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    # What happens around it

    def closeEvent(self, event: QCloseEvent) -> None:
        self.stage.cover_all()
        if event.spontaneous():
            self.closed.emit()
        super().closeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._size_type()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "chart"):
            self._tint()

    def _tint(self) -> None:
        """Icons of what can be done here take the colour of text."""
        self.acts.tint(self.palette(), [act for act in Act if self.acts.is_bound(act)])

    def _size_type(self) -> None:
        """Type as large as the window is high."""
        points = max(SMALLEST_POINTS, self.height() / LINES_DOWN * 72 / self.logicalDpiY())
        base = self.font()
        base.setPointSizeF(points)
        for widget, (role, bold) in self._texts.items():
            widget.setFont(scaled(base, role, bold=bold))
        self.chart.setFont(base)
        self._size_content()

    def _size_content(self) -> None:
        """Texts of the item too; a style sheet keeps a font from going down by itself."""
        for text in self.stage.parts.findChildren(TextView):
            text.setFont(self.chart.font())
