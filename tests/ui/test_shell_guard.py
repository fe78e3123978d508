"""The window covers when the system says that the person leaves, and keeps out of captures."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from ctypes import wintypes
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from ui.shell import capture, lock
from ui.shell.actions import Act, Actions
from ui.shell.guard import Guard
from ui.shell.keys import KeyReader
from ui.shell.settings import SettingsStore

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_cover_key_is_heard_while_a_menu_is_open(
    qtbot: Any, qapp: QApplication, actions: Actions, show: Callable[[QWidget], None]
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    covered: list[bool] = []
    actions.bind(Act.COVER_ALL, lambda: covered.append(True), window)
    KeyReader(qapp, actions).setParent(window)
    show(window)
    window.setFocus()
    menu = QMenu(window)
    menu.addAction("One")
    menu.popup(window.mapToGlobal(window.rect().center()))
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is menu)
    QTest.keyClick(menu, Qt.Key.Key_Escape)
    assert covered == [True]
    assert not menu.isVisible()


def test_what_the_system_tells_covers(qtbot: Any, settings: SettingsStore) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    guard = Guard(window, settings)
    with qtbot.waitSignal(guard.left):
        guard.system.heard()


@pytest.mark.parametrize(
    ("message", "parameter", "leaves"),
    [
        (lock.SESSION_CHANGE, 7, True),
        (lock.POWER, 4, True),
        (lock.COMMAND, 0xF141, True),
        (lock.COMMAND, 0xF030, False),
        (0x0200, 0, False),
    ],
)
def test_window_messages_of_lock_sleep_and_screen_saver_are_known(
    qtbot: Any, message: int, parameter: int, leaves: bool
) -> None:
    heard: list[bool] = []
    window = QWidget()
    qtbot.addWidget(window)
    system = lock.SystemLeaving(window)
    system.left.connect(lambda: heard.append(True))
    told = wintypes.MSG(None, message, parameter, 0, 0, wintypes.POINT(0, 0))
    answer = lock._Messages(system).nativeEventFilter(
        b"windows_generic_MSG", ctypes.addressof(told)
    )
    assert answer == (False, 0)
    assert heard == ([True] if leaves else [])


def test_the_setting_reaches_the_window_when_it_comes_and_when_it_changes(
    qtbot: Any,
    settings: SettingsStore,
    show: Callable[[QWidget], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[bool] = []
    monkeypatch.setattr(capture, "keep_out_of_capture", lambda window, on: asked.append(on))
    window = QWidget()
    qtbot.addWidget(window)
    Guard(window, settings)
    show(window)
    assert asked and all(asked)
    settings.change(hide_from_capture=False)
    assert asked[-1] is False


@pytest.mark.skipif(sys.platform != "linux", reason="D-Bus is how Linux tells it")
@pytest.mark.parametrize(
    ("bus", "path", "signal", "arguments"),
    [
        ("system", "/org/freedesktop/login1/session/c1", "org.freedesktop.login1.Session.Lock", []),
        (
            "system",
            "/org/freedesktop/login1",
            "org.freedesktop.login1.Manager.PrepareForSleep",
            ["boolean:true"],
        ),
        (
            "session",
            "/org/freedesktop/ScreenSaver",
            "org.freedesktop.ScreenSaver.ActiveChanged",
            ["boolean:true"],
        ),
        (
            "session",
            "/org/gnome/ScreenSaver",
            "org.gnome.ScreenSaver.ActiveChanged",
            ["boolean:true"],
        ),
    ],
)
def test_the_paint_after_a_signal_on_the_bus_is_covered(
    tmp_path: Path, bus: str, path: str, signal: str, arguments: list[str]
) -> None:
    for program in ("dbus-run-session", "dbus-send"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    send = ["dbus-send", "--session", "--type=signal", path, signal, *arguments]
    screen = [sys.executable, "-m", "tests.helpers.bus_screen", str(tmp_path / "kept.ini"), bus]
    run = subprocess.run(
        ["dbus-run-session", "--", *screen, *send],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.split() == ["before", "shown", "paint", "covered", "after", "covered"]
