"""Hears from the system that the person leaves: screen locked, screen saver, sleep.

Linux tells it over D-Bus, Windows in window messages (another session there too). On macOS nothing
is listened to: what is left there, as everywhere, is that the program loses its activity.
"""

from __future__ import annotations

import ctypes
import sys
from typing import Any

from PySide6.QtCore import SLOT, QAbstractNativeEventFilter, QObject, Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget

LOGIN = "org.freedesktop.login1"
SYSTEM_SIGNALS = (
    (f"{LOGIN}.Session", "Lock"),
    (f"{LOGIN}.Manager", "PrepareForSleep"),
)
SAVERS = tuple(
    (f"org.{desktop}.ScreenSaver", "ActiveChanged")
    for desktop in ("freedesktop", "gnome", "cinnamon", "mate", "xfce")
)
SESSION_CHANGE, POWER, COMMAND = 0x02B1, 0x0218, 0x0112
"""Window messages: WM_WTSSESSION_CHANGE, WM_POWERBROADCAST, WM_SYSCOMMAND."""
SCREEN_SAVER = 0xF140
THIS_SESSION = 0


def leaves(message: int, parameter: int) -> bool:
    """Whether a window message says that the session is locked, switched, put to sleep or saved."""
    if message == COMMAND:
        return parameter & 0xFFF0 == SCREEN_SAVER
    return message in (SESSION_CHANGE, POWER)


class SystemLeaving(QObject):
    """`left` whenever the system says so; also where it says that it comes back, which is no harm.

    Every sender is heard: whoever pretends can only cover.
    """

    left = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._messages: _Messages | None = None

    def listen(self, window: QWidget) -> None:
        """Begin, once the window is there."""
        if sys.platform == "linux":
            self._listen_on_the_bus()
        elif sys.platform == "win32":
            self._listen_to_messages(window)

    @Slot()
    def heard(self) -> None:
        """The system told of it."""
        self.left.emit()

    def _listen_on_the_bus(self) -> None:
        # Not before the first paint: it costs a library.
        from PySide6.QtDBus import QDBusConnection

        # The stubs want bytes, of which Qt hears nothing.
        slot: Any = SLOT("heard()")
        system, session = QDBusConnection.systemBus(), QDBusConnection.sessionBus()
        if system.isConnected():
            for interface, name in SYSTEM_SIGNALS:
                system.connect("", "", interface, name, self, slot)
        if session.isConnected():
            for interface, name in SAVERS:
                session.connect("", "", interface, name, self, slot)

    def _listen_to_messages(self, window: QWidget) -> None:
        self._messages = _Messages(self)
        app = QApplication.instance()
        assert app is not None
        app.installNativeEventFilter(self._messages)
        terminal = ctypes.CDLL("wtsapi32")
        terminal.WTSRegisterSessionNotification(ctypes.c_void_p(int(window.winId())), THIS_SESSION)


class _Messages(QAbstractNativeEventFilter):
    """Looks at the messages that Windows sends to our windows."""

    def __init__(self, leaving: SystemLeaving) -> None:
        super().__init__()
        self._leaving = leaving

    def nativeEventFilter(self, kind: object, message: object) -> tuple[bool, int]:
        if bytes(kind) == b"windows_generic_MSG":  # type: ignore[call-overload]
            from ctypes import wintypes

            told = wintypes.MSG.from_address(int(message))  # type: ignore[call-overload]
            if leaves(told.message, told.wParam or 0):
                self._leaving.heard()
        return False, 0
