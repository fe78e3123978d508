"""X11 only: ask the server not to send releases while a key repeats.

Without that a held key arrives as press, release, press, release. Qt tells those releases apart
only when the next press is already in its queue, which is luck: a held reveal would flicker.
"""

from __future__ import annotations

import ctypes
from typing import Any

from PySide6.QtGui import QGuiApplication

_CORE_KEYBOARD = 0x100
_DETECTABLE = 1


def tell_repeats_apart(app: QGuiApplication) -> bool:
    """Switch detectable auto-repeat on for this client; False where there is no X11 to ask."""
    native: Any = app.nativeInterface() if app.platformName() == "xcb" else None
    if native is None:
        return False
    try:
        # Qt's own X11 plugin needs both libraries, so that they are loaded already.
        xkb, xcb = ctypes.CDLL("libxcb-xkb.so.1"), ctypes.CDLL("libxcb.so.1")
    except OSError:
        return False
    connection = ctypes.c_void_p(native.connection())
    ask = xkb.xcb_xkb_per_client_flags
    ask.restype = ctypes.c_uint32
    ask.argtypes = [ctypes.c_void_p, ctypes.c_uint16, *[ctypes.c_uint32] * 5]
    sequence = ask(connection, _CORE_KEYBOARD, _DETECTABLE, _DETECTABLE, 0, 0, 0)
    xcb.xcb_discard_reply(connection, ctypes.c_uint32(sequence))
    xcb.xcb_flush(connection)
    return True
