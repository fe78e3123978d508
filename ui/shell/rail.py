"""The rail: the ways to the pages, in sections, beside every page.

In a low window the keys give way first, then the rail scrolls.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QIcon, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QScrollArea,
    QSizePolicy,
    QStyle,
    QStyleOptionToolButton,
    QStylePainter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui.shell.actions import Actions
from ui.shell.acts import Act
from ui.shell.theme import scaled, tokens_of

SECTIONS: tuple[tuple[Act, ...], ...] = (
    (Act.GO_DAY, Act.GO_REVIEW),
    (Act.GO_LEARN, Act.GO_TRAIN, Act.GO_SESSIONS),
    (Act.GO_NUMBERS, Act.GO_TRENDS, Act.GO_CAUSES, Act.GO_DISPUTES),
)
"""What belongs together: work, learning, quality."""
FOOT = (Act.GO_MINE, Act.PREFERENCES, Act.HELP_SHEET)
_NAME_LEFT = 36
"""Where the names begin, right of the icons: px."""
PLACES = (*(act for section in SECTIONS for act in section), *FOOT)


class RailButton(QToolButton):
    """A place in the rail: icon, name, and the key below it where there is room."""

    def __init__(self, actions: Actions, act: Act, parent: QWidget) -> None:
        super().__init__(parent)
        self._actions, self._act = actions, act
        self.setDefaultAction(actions.action(act))
        self.setProperty("kind", "flat")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setIconSize(QSize(20, 20))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setAccessibleName(actions.text(act))

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        width = max(metrics.horizontalAdvance(self._actions.text(self._act)), 64)
        return QSize(_NAME_LEFT + width + 10, 2 * metrics.height() + 8)

    def minimumSizeHint(self) -> QSize:
        """In a low window with large text the key gives way."""
        return self.sizeHint() - QSize(0, self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        option.text, option.icon = "", QIcon()
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)
        colours, left = tokens_of(self.palette()), Qt.AlignmentFlag.AlignLeft
        side, line = self.iconSize().height(), self.fontMetrics().height()
        with_key = self.height() >= 2 * line + 8
        top = (self.height() - (2 if with_key else 1) * line) // 2
        self.icon().paint(painter, QRect(8, (self.height() - side) // 2, side, side))
        name = QRect(_NAME_LEFT, top, self.width() - _NAME_LEFT, line)
        painter.setPen(colours.text)
        painter.drawText(name, left | Qt.AlignmentFlag.AlignVCenter, self._actions.text(self._act))
        if with_key:
            painter.setFont(scaled(self.font(), "small"))
            painter.setPen(colours.quiet)
            words = self._actions.key_text(self._act)
            painter.drawText(name.translated(0, line), left | Qt.AlignmentFlag.AlignVCenter, words)


class Rail(QScrollArea):
    """All places, from the top down; the person's own at the foot."""

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self._actions = actions
        self.setProperty("kind", "rail")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Ignored)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def fill(self) -> None:
        """All buttons anew, in the language spoken now."""
        column = QWidget()
        column.setProperty("kind", "rail")
        layout = QVBoxLayout(column)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.setSpacing(2)
        for place, section in enumerate(SECTIONS):
            if place:
                layout.addWidget(_line())
            for act in section:
                layout.addWidget(RailButton(self._actions, act, column))
        layout.addStretch(1)
        for act in FOOT:
            layout.addWidget(RailButton(self._actions, act, column))
        self.setWidget(column)
        self.setFixedWidth(column.sizeHint().width())


def _line() -> QFrame:
    line = QFrame()
    line.setFrameShape(QFrame.Shape.HLine)
    line.setFixedHeight(1)
    line.setProperty("kind", "rail-line")
    return line
