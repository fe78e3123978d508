"""Controls that show their key."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QAction, QPaintEvent, QPalette
from PySide6.QtWidgets import QStyle, QStyleOptionToolButton, QStylePainter, QToolButton, QWidget

from ui.shell.key_cap import cap_width, paint_cap
from ui.shell.theme import tokens_of

GAP = 8


class KeyButton(QToolButton):
    """A button of an action: icon, text, and its key as a small cap at the end."""

    def __init__(
        self, action: QAction, key: Callable[[], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setDefaultAction(action)
        self.setIconSize(QSize(18, 18))
        self._key_now = key
        self._key = key()
        # Clicking must not move the focus here, or the next Space would press the button again.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        action.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Take the words and the key that the action has now."""
        self._key = self._key_now()
        self.setAccessibleName(self._text())
        action = self.defaultAction()
        # Why it cannot be done comes first; the tip may hold markup that is not for reading.
        self.setAccessibleDescription(action.whatsThis() or action.toolTip())
        self.updateGeometry()
        self.update()

    @property
    def key(self) -> str:
        """The key that is shown."""
        return self._key

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        width = metrics.horizontalAdvance(self._text()) + 2 * (GAP + 4)
        if not self.icon().isNull():
            width += self.iconSize().width() + GAP
        if self._key:
            width += cap_width(self._key, self.font()) + GAP
        return QSize(width, max(32, metrics.height() + 12))

    def minimumSizeHint(self) -> QSize:
        """The words need their room; key and icon give way."""
        words = self.fontMetrics().horizontalAdvance(self._text()) + 2 * (GAP + 4)
        return QSize(words, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        shown_icon = self.icon()
        option.text = ""
        option.icon = type(shown_icon)()
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)
        area = self.rect().adjusted(GAP + 4, 0, -GAP - 4, 0)
        with_icon, with_key = self.fitting(area.width())
        if with_icon:
            size = self.iconSize()
            spot = QRect(area.left(), (self.height() - size.height()) // 2, *size.toTuple())
            mode = (
                type(shown_icon).Mode.Normal if self.isEnabled() else type(shown_icon).Mode.Disabled
            )
            shown_icon.paint(painter, spot, Qt.AlignmentFlag.AlignCenter, mode)
            area.setLeft(spot.right() + GAP)
        colours = tokens_of(self.palette())
        group = QPalette.ColorGroup.Normal if self.isEnabled() else QPalette.ColorGroup.Disabled
        text_colour = self.palette().color(group, QPalette.ColorRole.ButtonText)
        if with_key:
            ink = colours.quiet if self.isEnabled() else text_colour
            left = paint_cap(
                painter, area.right(), self.height(), self._key, self.font(), colours.line, ink
            )
            area.setRight(left - GAP)
        painter.setFont(self.font())
        painter.setPen(text_colour)
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        shown = self.fontMetrics().elidedText(
            self._text(), Qt.TextElideMode.ElideRight, area.width()
        )
        painter.drawText(area, align, shown)

    def fitting(self, room: int) -> tuple[bool, bool]:
        """Whether icon and key are shown: words come first, the tip and the menu have the key."""
        left = room - self.fontMetrics().horizontalAdvance(self._text())
        icon = 0 if self.icon().isNull() else self.iconSize().width() + GAP
        key = cap_width(self._key, self.font()) + GAP if self._key else 0
        with_key = bool(key) and left >= key
        return bool(icon) and left - (key if with_key else 0) >= icon, with_key

    def _text(self) -> str:
        return self.defaultAction().iconText()
