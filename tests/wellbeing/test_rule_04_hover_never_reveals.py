"""Rule 4: hover never reveals; hold or toggle does, without colour first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from smo_review.domain.content import Part
from tests.helpers.stage_media import PROJECT, FakeStills, item_view, pattern, shows_colours
from tests.helpers.stage_window import stage_window
from ui.shell.actions import Act, Actions
from ui.shell.settings import SettingsStore
from ui.stage.stage import Stage

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
ITEM = item_view(1, Part("image", media="one"), Part("text", "words " * 20))


@pytest.fixture
def actions(qapp: QApplication, tmp_path: Path) -> Actions:
    return Actions(SettingsStore(tmp_path / "settings.ini"))


@pytest.fixture
def stage(qtbot: Any, qapp: QApplication, actions: Actions) -> Any:
    child = FakeStills({"one": [pattern()]})
    with stage_window(qtbot, qapp, actions, child, 1000, 600) as made:
        made.show_item(ITEM, PROJECT)
        yield made


def test_moving_the_mouse_over_anything_reveals_nothing(stage: Stage) -> None:
    for widget in [stage, *stage.findChildren(QWidget)]:
        if widget.isVisible():
            QTest.mouseMove(widget, QPoint(3, 3))
            QTest.mouseMove(widget, widget.rect().center())
    assert stage.level == "covered"
    assert not shows_colours(stage.grab().toImage())


@pytest.mark.parametrize("first", ["outline", "grey"])
@pytest.mark.parametrize("act", [Act.TOGGLE_REVEAL, Act.HOLD_REVEAL, Act.LENS, Act.REVEAL_MORE])
def test_the_first_step_is_never_colour(
    stage: Stage, actions: Actions, first: Any, act: Act
) -> None:
    stage.set_reveal(first, 10)
    stage.show_item(item_view(2, Part("image", media="one")), PROJECT)
    actions.press(act)
    assert stage.level in ("outline", "grey")
    assert not shows_colours(stage.grab().toImage())
    for _ in range(5):
        actions.press(Act.REVEAL_MORE)
    assert shows_colours(stage.grab().toImage())


def test_holding_by_the_mouse_covers_when_it_is_let_go(stage: Stage) -> None:
    hold = stage.bar._worded[0]
    QTest.mousePress(hold, Qt.MouseButton.LeftButton)
    assert stage.level == "outline"
    QTest.mouseRelease(hold, Qt.MouseButton.LeftButton)
    assert stage.level == "covered"
