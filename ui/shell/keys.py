"""Keys that Qt's own shortcuts cannot serve: held keys, shared keys, and other layouts.

Under a Khmer layout the key that says A produces ឋ. Where a key does not produce a Latin
character, the physical key decides, by the scan code or virtual key that the system gives.
"""

from __future__ import annotations

import sys
import time

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QWindow
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

from ui.shell.actions import SPECS, Act, Actions

_ROWS = ("1234567890-=", "qwertyuiop[]", "asdfghjkl;'`", "zxcvbnm,./")
_SHIFTED = dict(zip("1234567890-=[];'`,./", '!@#$%^&*()_+{}:"~<>?', strict=True))


def _codes(*firsts: int) -> dict[int, str]:
    """Rows of neighbouring keys, each from its first code."""
    return {
        first + place: letter
        for first, row in zip(firsts, _ROWS, strict=True)
        for place, letter in enumerate(row)
    }


EVDEV = _codes(10, 24, 38, 52) | {65: " "}
"""Key codes of X11 and Wayland: the kernel's plus 8. Khmer layouts make a ZWSP of the space bar."""
WINDOWS = _codes(0x02, 0x10, 0x1E, 0x2C) | {0x39: " "}
"""Scan codes, set 1."""
MAC = dict(
    zip(
        bytes.fromhex(
            "00 0B 08 02 0E 03 05 04 22 26 28 25 2E 2D 1F 23 0C 0F 01 11 20 09 0D 07 10 06"
            "1D 12 13 14 15 17 16 1A 1C 19"
            "1B 18 21 1E 29 27 32 2B 2F 2C 31"
        ),
        "abcdefghijklmnopqrstuvwxyz0123456789-=[];'`,./ ",
        strict=True,
    )
)
"""Virtual key codes, which on macOS are physical."""

_KEPT = (
    Qt.KeyboardModifier.ShiftModifier
    | Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
_FIELDS_OWN = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
"""What a text field does with its own words, whatever the page does with these keys."""
_COMMAND = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier
OWN_KEYS = "ownKeys"
"""A window with this property has actions of its own, and a reader that hears it alone."""
REPEATS_WITHIN = 1.0
"""Seconds: every system's keys begin to repeat sooner than that."""
_LAST_LATIN = 0x24F
_FIRST_NAMED = 0x01000000


def physical_key(event: QKeyEvent, platform: str) -> str:
    """The US-layout character of the key that was pressed, or empty where it is not known."""
    if platform == "win32":
        return WINDOWS.get(event.nativeScanCode(), "")
    if platform == "darwin":
        return MAC.get(event.nativeVirtualKey(), "")
    return EVDEV.get(event.nativeScanCode(), "")


def sequences(event: QKeyEvent, platform: str = sys.platform) -> list[QKeySequence]:
    """What the event may mean as a shortcut, the likeliest first."""
    modifiers = event.modifiers() & _KEPT
    key = event.key()
    produced = key not in (0, Qt.Key.Key_unknown)
    if produced and (key <= _LAST_LATIN or key >= _FIRST_NAMED):
        return [QKeySequence(QKeyCombination(modifiers, Qt.Key(key)))]
    latin = physical_key(event, platform)
    if not latin:
        return []
    found = [QKeySequence(QKeyCombination(modifiers, Qt.Key(ord(latin.upper()))))]
    if modifiers & Qt.KeyboardModifier.ShiftModifier and latin in _SHIFTED:
        without = modifiers & ~Qt.KeyboardModifier.ShiftModifier
        found.append(QKeySequence(QKeyCombination(without, Qt.Key(ord(_SHIFTED[latin])))))
    return found


def is_text_field(widget: QObject | None) -> bool:
    """Whether the person types words into `widget`."""
    if isinstance(widget, QTextEdit | QPlainTextEdit | QLineEdit):
        return not widget.isReadOnly()
    if isinstance(widget, QComboBox):
        return widget.isEditable()
    return isinstance(widget, QAbstractSpinBox)


class KeyReader(QObject):
    """Watches the widget that has the focus, whichever it is, in every window of the client; or
    in `window` alone, which then is nobody else's.

    A filter on the whole application would run Python for every event of every object; keys go
    to the focused widget first, so that is enough.
    """

    def __init__(self, app: QApplication, actions: Actions, window: QWidget | None = None) -> None:
        super().__init__(app if window is None else window)
        self._actions = actions
        self._window = window
        if window is not None:
            window.setProperty(OWN_KEYS, True)
        self._held: dict[Act, tuple[int, int]] = {}
        self._down: dict[int, float] = {}
        self._repeating = False
        self._watched: QWidget | None = None
        app.focusChanged.connect(self._on_focus)
        app.focusWindowChanged.connect(self._on_window)
        app.applicationStateChanged.connect(self._on_state)

    def watch(self, widget: QWidget) -> None:
        """Read keys that reach `widget` while nothing in it has the focus (windows, menus)."""
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            return self._foreseen(watched, event)
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._pressed(watched, event)
        if kind == QEvent.Type.KeyRelease and isinstance(event, QKeyEvent):
            return self._released(event)
        if kind == QEvent.Type.FocusOut:
            self._hear_popup()
        return False

    def _hear_popup(self) -> None:
        """A menu that opens takes the keys without taking the focus: the cover key counts there."""
        popup = QApplication.activePopupWidget()
        if popup is not None:
            self.watch(popup)

    def _foreseen(self, watched: QObject, event: QKeyEvent) -> bool:
        """Before Qt looks for a shortcut: keep the repeats of a key from those that act once."""
        if self._asked_already(watched):
            return False
        code, now = event.nativeScanCode() or event.key(), time.monotonic()
        # The time bounds what a release costs that we never saw.
        known = now - self._down.get(code, -REPEATS_WITHIN) < REPEATS_WITHIN
        self._repeating = event.isAutoRepeat() or known
        self._down[code] = now
        act = self._meant(event) if self._repeating else None
        if act is None or SPECS[act].repeats:
            return False
        event.accept()
        return True

    def _pressed(self, watched: QObject, event: QKeyEvent) -> bool:
        if self._asked_already(watched):
            return False
        act = self._meant(event)
        if act is None or not self._wanted(act, watched, event):
            return False
        spec = SPECS[act]
        if self._repeating and not spec.repeats:
            return not spec.shared
        if spec.hold:
            if act not in self._held:
                self._held[act] = (event.key(), event.nativeScanCode())
                self._actions.press(act)
            return True
        if spec.shared:
            self._actions.press(act)
            return False
        self._actions.press(act)
        return True

    def _released(self, event: QKeyEvent) -> bool:
        if event.isAutoRepeat():
            return bool(self._held)
        self._down.pop(event.nativeScanCode() or event.key(), None)
        self._repeating = False
        for act, (key, scan_code) in tuple(self._held.items()):
            if event.key() == key or (scan_code and event.nativeScanCode() == scan_code):
                del self._held[act]
                self._actions.release(act)
                return True
        return False

    def _asked_already(self, watched: QObject) -> bool:
        """Whether the event is on its way up from the focused widget, where we have seen it."""
        if self._watched is None or not isValid(self._watched):
            return False
        return self._watched is not watched and QApplication.activePopupWidget() is None

    def _meant(self, event: QKeyEvent) -> Act | None:
        for sequence in sequences(event):
            act = self._actions.matching(sequence)
            if act is not None:
                return act
        return None

    def _wanted(self, act: Act, watched: QObject, event: QKeyEvent) -> bool:
        """Shared keys always act; others leave text fields, buttons and dialogs their own keys."""
        if SPECS[act].shared:
            return True
        if QApplication.activeModalWidget() is not None:
            return False
        if is_text_field(watched):
            own = any(event.matches(standard) for standard in _FIELDS_OWN)
            return bool(event.modifiers() & _COMMAND) and not own
        return not (SPECS[act].hold and isinstance(watched, QAbstractButton | QComboBox))

    def _on_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        self.release_all()
        # While a key is down its release may still be on its way to the widget before.
        if self._watched is not None and isValid(self._watched) and not self._down:
            self._watched.removeEventFilter(self)
        if new is not None and not self._hears(new):
            new = None
        self._watched = new
        if new is None:
            return
        new.installEventFilter(self)
        if not is_text_field(new):
            # With an input method on, Pinyin would swallow the key before we see it.
            new.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)

    def _on_window(self, window: QWindow | None) -> None:
        """A dialog in which nothing has the focus takes the keys itself."""
        widget = QWidget.find(window.winId()) if window is not None else None
        if widget is not None and self._hears(widget):
            self.watch(widget)

    def _hears(self, widget: QWidget) -> bool:
        window = widget.window()
        return window is self._window if self._window else not window.property(OWN_KEYS)

    def _on_state(self, state: Qt.ApplicationState) -> None:
        if state != Qt.ApplicationState.ApplicationActive:
            self._down.clear()
            self.release_all()

    def release_all(self) -> None:
        """End every hold: the key may come up where we cannot see it."""
        for act in tuple(self._held):
            del self._held[act]
            self._actions.release(act)
