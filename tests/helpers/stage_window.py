"""A stage in a window of its own that has the keyboard, for the tests of the stage."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtWidgets import QApplication

from smo_review.media.client import Stills
from tests.helpers.stage_media import FakeStills
from ui.player.player import Player
from ui.shell import theme
from ui.shell.actions import Actions
from ui.shell.keys import KeyReader
from ui.stage.loader import InlineLoader
from ui.stage.stage import Stage


@contextmanager
def stage_window(
    qtbot: Any,
    qapp: QApplication,
    actions: Actions,
    child: FakeStills | Stills,
    width: int,
    height: int,
    read: Callable[[str], bytes] = lambda sha: b"",
    player: Player | None = None,
) -> Iterator[Stage]:
    """The stage over a stand-in child, or a real one and `read`; shown and active, then closed."""
    theme.apply(qapp, "light", 100)
    loader = InlineLoader(lambda batch, sha: read(sha), lambda: child, player=player)
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
