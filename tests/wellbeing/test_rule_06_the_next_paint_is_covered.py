"""Rule 6: the first paint after the delivered event is covered; a reveal ends by itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from smo_review.domain.content import Part
from tests.helpers.stage_media import PROJECT, FakeStills, item_view, pattern, shows_colours
from tests.helpers.stage_window import stage_window
from ui.shell.actions import Act, Actions
from ui.shell.guard import Guard
from ui.shell.settings import Settings, SettingsStore
from ui.stage import reveal
from ui.stage.stage import Stage

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
IMAGE = item_view(1, Part("image", media="one"))
OTHER = item_view(2, Part("image", media="two"))
ENDINGS: dict[str, Callable[[Stage, Actions, Guard], object]] = {
    "release": lambda stage, actions, guard: actions.release(Act.HOLD_REVEAL),
    "item change": lambda stage, actions, guard: stage.show_item(OTHER, PROJECT),
    "deactivation": lambda stage, actions, guard: QApplication.sendEvent(
        stage, QEvent(QEvent.Type.WindowDeactivate)
    ),
    "minimise": lambda stage, actions, guard: stage.showMinimized(),
    "hide": lambda stage, actions, guard: stage.hide(),
    "lock, screen saver or sleep": lambda stage, actions, guard: guard.system.heard(),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_is_seen_after_the_event_is_the_cover(
    qtbot: Any, qapp: QApplication, tmp_path: Path, ending: str
) -> None:
    settings = SettingsStore(tmp_path / "settings.ini")
    actions = Actions(settings)
    child = FakeStills({"one": [pattern()], "two": [pattern(shift=1)]})
    with stage_window(qtbot, qapp, actions, child, 640, 480) as stage:
        guard = Guard(stage, settings)
        guard.left.connect(stage.cover_all)
        stage.show_item(IMAGE, PROJECT)
        actions.press(Act.HOLD_REVEAL)
        for _ in range(4):
            actions.press(Act.REVEAL_MORE)
        assert shows_colours(stage.grab().toImage())
        ENDINGS[ending](stage, actions, guard)
        assert stage.level == "covered"
        assert not shows_colours(stage.grab().toImage())


def test_a_reveal_ends_by_itself_after_ten_seconds_unless_chosen_otherwise() -> None:
    assert Settings().reveal_seconds == PROJECT.reveal_seconds == 10
    shown = reveal.toggle(reveal.at_rest("covered", "grey", 10), 100.0)
    assert reveal.tick(shown, 109.9).is_revealed
    assert not reveal.tick(shown, 110.0).is_revealed
