"""Small buttons of the stage: an icon and its key, a word too where there is room for it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QAction, QIcon, QKeySequence, QPaintEvent
from PySide6.QtWidgets import (
    QSizePolicy,
    QStyle,
    QStyleOptionToolButton,
    QStylePainter,
    QToolButton,
    QWidget,
)

from ui.shell.actions import SPECS, Act, Actions
from ui.shell.key_cap import cap_width, paint_cap
from ui.shell.theme import tokens_of

TIGHT = "QToolButton { padding: 4px 6px; } QToolButton:focus { padding: 3px 5px; }"
EDGE, GAP = 7, 5
_SIGNS = {"Shift+": "⇧", "Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}


def short_key(key: str) -> str:
    """A key's name as small as it can be read: Shift+Left becomes ⇧←."""
    for name, sign in _SIGNS.items():
        key = key.replace(name, sign)
    return key


class SmallButton(QToolButton):
    """Does an action; it shows the action's icon, and its key as a cap, and follows its state.

    `word` stands before the key while `show_word` says so; the action's own words are in the
    tooltip and for screen readers. Beside fields, where letters are words, the key with Ctrl is
    shown, if there is one.
    """

    def __init__(
        self,
        actions: Actions,
        act: Act,
        parent: QWidget,
        word: str = "",
        beside_fields: bool = False,
    ) -> None:
        super().__init__(parent)
        self._actions = actions
        self._act = act
        self._word = word
        self._with_word = bool(word)
        self._beside_fields = beside_fields
        self._key = ""
        self.setIconSize(QSize(18, 18))
        self.setProperty("kind", "flat")
        # A click must not take the focus, or Space would press the button again.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        action = actions.action(act)
        self.setCheckable(action.isCheckable())
        if SPECS[act].hold:
            self.pressed.connect(lambda: actions.press(act))
            self.released.connect(lambda: actions.release(act))
        else:
            self.clicked.connect(lambda: actions.press(act))
        action.changed.connect(self._follow)
        actions.keys_changed.connect(self._follow)
        self._follow()

    def show_word(self, show: bool) -> None:
        if self._word and show != self._with_word:
            self._with_word = show
            self.updateGeometry()
            self.update()

    @property
    def key(self) -> str:
        """The key that is shown."""
        return self._key

    def sizeHint(self) -> QSize:
        return QSize(self._width(with_word=self._with_word), self._height())

    def minimumSizeHint(self) -> QSize:
        """Room for the icon and the key: the word goes before the bar stops shrinking."""
        return QSize(self._width(with_word=False), self._height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        option.text, option.icon = "", QIcon()
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)
        colours = tokens_of(self.palette())
        content = self._width(with_word=self._with_word) - 2 * EDGE
        left = max(EDGE, (self.width() - content) // 2)
        if not self.icon().isNull():
            size = self.iconSize()
            place = QRect(left, (self.height() - size.height()) // 2, size.width(), size.height())
            mode = QIcon.Mode.Normal if self.isEnabled() else QIcon.Mode.Disabled
            self.icon().paint(painter, place, Qt.AlignmentFlag.AlignCenter, mode)
            left += size.width() + GAP
        if self._with_word:
            painter.setPen(colours.text if self.isEnabled() else colours.faint)
            word = QRect(left, 0, self.width() - left, self.height())
            painter.drawText(word, Qt.AlignmentFlag.AlignVCenter, self._word)
            left += self.fontMetrics().horizontalAdvance(self._word) + GAP
        if self._key:
            right = left + cap_width(self._key, self.font()) - 1
            ink = colours.quiet if self.isEnabled() else colours.faint
            paint_cap(painter, right, self.height(), self._key, self.font(), colours.line, ink)

    def _width(self, *, with_word: bool) -> int:
        widths = [cap_width(self._key, self.font())]
        if not self.icon().isNull():
            widths.append(self.iconSize().width())
        if with_word:
            widths.append(self.fontMetrics().horizontalAdvance(self._word))
        seen = [width for width in widths if width]
        return sum(seen) + GAP * (len(seen) - 1) + 2 * EDGE

    def _height(self) -> int:
        return max(32, self.fontMetrics().height() + 12)

    def _follow(self) -> None:
        action: QAction = self._actions.action(self._act)
        keys = self._actions.keys(self._act)
        with_ctrl = [key for key in keys if self._beside_fields and "Ctrl+" in key]
        native = QKeySequence.SequenceFormat.NativeText
        shown = QKeySequence((with_ctrl or keys or ("",))[0]).toString(native)
        self._key = short_key(shown)
        self.setIcon(action.icon())
        self.setToolTip(action.toolTip())
        self.setAccessibleName(action.iconText())
        self.setEnabled(action.isEnabled())
        self.setChecked(action.isChecked())
        self.updateGeometry()
        self.update()
