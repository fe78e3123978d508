"""Rule 5: a lens reveals a region, a slider goes from cover to clear, outline is a step between."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSlider

from smo_review.domain.content import Part
from tests.helpers.stage_media import PROJECT, FakeStills, item_view, pattern
from tests.helpers.stage_window import stage_window
from ui.shell.actions import Act, Actions
from ui.shell.settings import SettingsStore
from ui.stage.reveal import LENS_SIZES
from ui.stage.stage import Stage

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
IMAGE = item_view(1, Part("image", media="one"))
DOWN = 120


def wheel(
    stage: Stage, target: Any, modifiers: Qt.KeyboardModifier, turned: int = DOWN
) -> QWheelEvent:
    spot = QPointF(target.rect().center())
    event = QWheelEvent(
        spot,
        QPointF(target.mapToGlobal(target.rect().center())),
        QPoint(),
        QPoint(0, turned),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(target, event)
    return event


@pytest.fixture
def actions(qapp: QApplication, tmp_path: Path) -> Actions:
    return Actions(SettingsStore(tmp_path / "settings.ini"))


@pytest.fixture
def stage(qtbot: Any, qapp: QApplication, actions: Actions) -> Any:
    child = FakeStills({"one": [pattern()]})
    with stage_window(qtbot, qapp, actions, child, 800, 600) as made:
        made.show_item(IMAGE, PROJECT)
        yield made


def test_the_slider_goes_from_cover_over_outline_and_grey_to_clear_by_keys(stage: Stage) -> None:
    slider = stage.bar.findChild(QSlider)
    assert slider is not None
    slider.setFocus()
    seen = [stage.level]
    for _ in range(5):
        QTest.keyClick(slider, Qt.Key.Key_Up)
        seen.append(stage.level)
    assert seen == ["covered", "outline", "grey", "grey", "grey", "clear"]


def test_the_wheel_over_the_slider_reveals_nothing(stage: Stage) -> None:
    slider = stage.bar.findChild(QSlider)
    assert slider is not None
    assert not wheel(stage, slider, Qt.KeyboardModifier.NoModifier).isAccepted()
    assert stage.level == "covered"


def test_the_lens_grows_and_shrinks_by_keys_and_by_the_wheel_and_stays_so(
    stage: Stage, actions: Actions
) -> None:
    canvas = stage.parts.views[0].canvas  # type: ignore[attr-defined]
    actions.press(Act.LENS_LARGER)
    assert stage.level == "covered"
    actions.press(Act.LENS)
    actions.press(Act.LENS_LARGER)
    assert canvas._lens_size == LENS_SIZES[3]
    wheel(stage, canvas, Qt.KeyboardModifier.ShiftModifier, -DOWN)
    wheel(stage, canvas, Qt.KeyboardModifier.ShiftModifier, -DOWN)
    assert canvas._lens_size == LENS_SIZES[1]
    for _ in LENS_SIZES:
        actions.press(Act.LENS_SMALLER)
    assert canvas._lens_size == LENS_SIZES[0]
    stage.show_item(item_view(2, Part("image", media="one")), PROJECT)
    actions.press(Act.LENS)
    assert stage.parts.views[0].canvas._lens_size == LENS_SIZES[0]  # type: ignore[attr-defined]
