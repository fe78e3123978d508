"""A stage in a window of its own that has the keyboard, for the tests of the stage."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtWidgets import QApplication

from tests.helpers.stage_media import FakeStills
from ui.shell import theme
from ui.shell.actions import Actions
from ui.shell.keys import KeyReader
from ui.stage.loader import InlineLoader
from ui.stage.stage import Stage


@contextmanager
def stage_window(
    qtbot: Any, qapp: QApplication, actions: Actions, child: FakeStills, width: int, height: int
) -> Iterator[Stage]:
    """The stage over a stand-in child, shown and active; closed at the end."""
    theme.apply(qapp, "light", 100)
    loader = InlineLoader(lambda batch, sha: b"", lambda: child)
    made = Stage(loader, actions)
    KeyReader(qapp, actions).setParent(made)
    actions.enter("review")
    qtbot.addWidget(made)
    made.resize(width, height)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    loader.close()
    made.close()
