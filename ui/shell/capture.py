"""Keeps a window out of screenshots, recordings and shared screens, where the system can do that.

Windows and macOS can. X11 and Wayland give a program no way to ask for it.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import sys

POSSIBLE = sys.platform in ("win32", "darwin")
SEEN, LEFT_OUT = 0x00, 0x11
"""WDA_NONE and WDA_EXCLUDEFROMCAPTURE."""
SHARING_NONE, SHARING_READ_ONLY = 0, 1
"""NSWindowSharingType."""


def keep_out_of_capture(window: int, on: bool) -> None:
    """Leave the window with this native handle out of captures, or let it be in them again.

    Does nothing where the system cannot; an older Windows shows a black window instead.
    """
    if sys.platform == "win32":
        user = ctypes.CDLL("user32")
        user.SetWindowDisplayAffinity(ctypes.c_void_p(window), LEFT_OUT if on else SEEN)
    elif sys.platform == "darwin":
        _share(window, SHARING_NONE if on else SHARING_READ_ONLY)


def _share(view: int, kind: int) -> None:
    """Set the sharing type of the NSWindow that an NSView is in."""
    objc = ctypes.CDLL(ctypes.util.find_library("objc"))
    objc.sel_registerName.restype = ctypes.c_void_p
    send = ctypes.cast(objc.objc_msgSend, ctypes.c_void_p).value or 0
    pointer, number = ctypes.c_void_p, ctypes.c_ulong
    ask = ctypes.CFUNCTYPE(pointer, pointer, pointer)(send)
    tell = ctypes.CFUNCTYPE(None, pointer, pointer, number)(send)
    window = ask(view, objc.sel_registerName(b"window"))
    if window:
        tell(window, objc.sel_registerName(b"setSharingType:"), kind)
