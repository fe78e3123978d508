"""Fixtures of the client's tests: no screen, no threads, no settings but the test's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget

from ui.shell.actions import Actions
from ui.shell.notices import Notices
from ui.shell.settings import SettingsStore
from ui.shell.tasks import InlineTasks

NO_SCREEN = r"This plugin does not support"
"""What Qt says where a screen is wanted and there is none."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """In tests of the client any other Qt warning fails the test."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.qt_log_ignore(NO_SCREEN, extend=True))


@pytest.fixture(autouse=True)
def nothing_left(qapp: Any) -> None:
    """What the test before showed is gone; else every change of the theme would take longer."""
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def settings(qapp: Any, tmp_path: Path) -> SettingsStore:
    """Preferences of a person who never changed one, in a file of the test."""
    return SettingsStore(tmp_path / "settings.ini")


@pytest.fixture
def actions(settings: SettingsStore) -> Iterator[Actions]:
    """All actions, bound to nothing yet."""
    made = Actions(settings)
    yield made
    # Their keys stay known to Qt for as long as they live, and each key of a later test is looked
    # for among them; nothing else ends them.
    made.deleteLater()


@pytest.fixture
def notices(qapp: Any) -> Notices:
    """The door for messages; `notices.last` is what the person reads."""
    return Notices()


@pytest.fixture
def tasks(notices: Notices) -> Iterator[InlineTasks]:
    """Tasks that run at once; a refusal becomes a notice as in the client."""
    inline = InlineTasks()
    inline.refused.connect(notices.refuse)
    yield inline
    inline.close()


@pytest.fixture
def show(qtbot: Any) -> Callable[[QWidget], None]:
    """Shows a window and waits until keys go to it."""

    def shown(window: QWidget) -> None:
        window.show()
        window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is window)

    return shown
