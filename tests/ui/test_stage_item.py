"""An item on the stage: what is said before a reveal, its parts, and what the page is told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton

from smo_review.domain.content import Item, Part
from smo_review.domain.pictures import Probe
from tests.helpers.stage_media import PROJECT, FakeStills, item_view, pattern
from tests.helpers.stage_window import stage_window
from ui.shell import theme
from ui.shell.actions import Act, Actions
from ui.stage.buttons import SmallButton
from ui.stage.facts_line import facts
from ui.stage.image_view import ImageView
from ui.stage.stage import Stage

IMAGE = Part("image", media="one")
TEXT = Part("text", "some words")


@pytest.fixture
def child() -> FakeStills:
    return FakeStills({"one": [pattern()], "two": [pattern(64, 48)], "bad": [pattern(8, 8)]})


@pytest.fixture
def stage(qtbot: Any, actions: Actions, qapp: QApplication, child: FakeStills) -> Iterator[Stage]:
    with stage_window(qtbot, qapp, actions, child, 1000, 600) as made:
        yield made


def test_pictures_are_made_ready_at_least_as_large_as_the_stage_shows_them(stage: Stage) -> None:
    stage.show_item(item_view(1, IMAGE), PROJECT)
    width, height = stage._loader.stage
    assert width >= stage.parts.width() > 0
    assert height >= stage.parts.height() > 0


# The facts line.


def test_the_line_says_category_severity_and_length_from_the_item() -> None:
    item = Item("i", (TEXT,), language="km", category="Violence", severity=3)
    assert facts(item, TEXT, None, False) == (
        "Violence · Severity 3 of 4 · Text, 10 characters, Khmer"
    )


def test_the_line_says_size_and_duration_once_they_are_known() -> None:
    video = Part("video", media="film")
    probe = Probe(ok=True, kind="video", width=1280, height=720, duration=62_400)
    assert facts(Item("i"), video, probe, False) == "Video, 1:02, 1280 × 720 px"
    assert facts(Item("i"), video, None, False) == "Video"
    assert facts(Item("i"), IMAGE, probe, False) == "Image, 1280 × 720 px"


@pytest.mark.parametrize(
    ("severity", "said"),
    [(0, "0 to 2"), (2, "0 to 2"), (3, "3 to 4"), (4, "3 to 4"), (None, "not given")],
)
def test_blind_it_says_a_severity_band_only(severity: int | None, said: str) -> None:
    item = Item("i", (TEXT,), language="km", category="Violence", severity=severity)
    assert facts(item, TEXT, None, True) == f"Severity {said}"


def test_the_stage_shows_the_line_and_hides_it_blind(stage: Stage) -> None:
    stage.show_item(item_view(1, IMAGE, category="Violence", severity=3), PROJECT)
    assert stage.top.facts.text() == "Violence · Severity 3 of 4 · Image, 320 × 240 px"
    stage.set_blind(True)
    assert stage.top.facts.text() == "Severity 3 to 4"


# Parts.


def test_image_and_text_stand_together_where_there_is_room(stage: Stage) -> None:
    stage.show_item(item_view(1, IMAGE, TEXT), PROJECT)
    assert [view.isVisible() for view in stage.parts.views] == [True, True]
    stage.resize(600, 600)
    assert [view.isVisible() for view in stage.parts.views] == [True, True]
    stage.resize(600, 380)
    assert [view.isVisible() for view in stage.parts.views] == [True, False]


def test_keys_go_from_part_to_part_round_and_back(stage: Stage, actions: Actions) -> None:
    stage.show_item(item_view(1, IMAGE, TEXT, IMAGE), PROJECT)
    seen = []
    for act in (Act.NEXT_PART, Act.NEXT_PART, Act.NEXT_PART, Act.PREVIOUS_PART):
        actions.press(act)
        seen.append(stage._current)
    assert seen == [1, 2, 0, 2]


def test_a_reveal_shows_the_part_that_is_meant_and_no_other(stage: Stage, actions: Actions) -> None:
    stage.show_item(item_view(1, IMAGE, TEXT), PROJECT)
    actions.press(Act.NEXT_PART)
    actions.press(Act.TOGGLE_REVEAL)
    assert [state.is_revealed for state in stage._states] == [False, True]


def test_a_part_that_goes_out_of_sight_is_covered(stage: Stage, actions: Actions) -> None:
    stage.resize(600, 380)
    stage.show_item(item_view(1, IMAGE, TEXT), PROJECT)
    actions.press(Act.TOGGLE_REVEAL)
    actions.press(Act.NEXT_PART)
    assert stage.level == "covered"


def test_an_item_without_content_says_so_and_every_key_is_harmless(
    stage: Stage, actions: Actions
) -> None:
    stage.show_item(item_view(1), PROJECT)
    assert stage._empty.isVisible() and "no content" in stage._empty.text()
    _press_everything(stage, actions)


def test_every_key_is_harmless_before_the_first_item(stage: Stage, actions: Actions) -> None:
    stage.show_item(None, None)
    _press_everything(stage, actions)


def _press_everything(stage: Stage, actions: Actions) -> None:
    for act in Act:
        if actions.is_ready(act):
            actions.press(act)
            actions.release(act)
    stage.start_pin()
    stage.set_marks([])
    stage.select_mark("nothing")
    assert stage.level == "covered"


# What cannot be shown.


def test_a_damaged_file_says_why_and_which_key_judges_it(
    stage: Stage, child: FakeStills, actions: Actions
) -> None:
    child.refuses["bad"] = "broken"
    stage.show_item(item_view(1, Part("image", media="bad")), PROJECT)
    view = stage.parts.views[0]
    assert isinstance(view, ImageView)
    assert "damaged" in view.canvas._message
    assert f"press {actions.key_text(Act.UNREVIEWABLE)}" in view.canvas._message
    _press_everything(stage, actions)


def test_a_file_that_breaks_only_when_it_is_revealed_says_so_too(
    stage: Stage, child: FakeStills, actions: Actions
) -> None:
    stage.show_item(item_view(1, IMAGE), PROJECT)
    child.refuses["one"] = "crash"
    actions.press(Act.TOGGLE_REVEAL)
    view = stage.parts.views[0]
    assert isinstance(view, ImageView)
    assert "failed" in view.canvas._message
    assert not view.canvas.is_revealed


# What the page is told.


def test_the_page_is_told_each_level_that_is_reached(
    stage: Stage, actions: Actions, qtbot: Any
) -> None:
    stage.show_item(item_view(1, IMAGE), PROJECT)
    told: list[str] = []
    stage.reveal_changed.connect(told.append)
    actions.press(Act.TOGGLE_REVEAL)
    for _ in range(4):
        actions.press(Act.REVEAL_MORE)
    actions.press(Act.COVER_ALL)
    assert told == ["outline", "grey", "clear", "covered"]


def test_looking_without_a_reveal_tells_nothing(stage: Stage, actions: Actions, qtbot: Any) -> None:
    with qtbot.assertNotEmitted(stage.reveal_changed):
        stage.show_item(item_view(1, IMAGE), PROJECT)
        actions.press(Act.ZOOM_IN)
        stage.show_item(item_view(2, TEXT), PROJECT)


def test_the_same_item_again_stays_as_it_is(stage: Stage, actions: Actions) -> None:
    view = item_view(1, IMAGE)
    stage.show_item(view, PROJECT)
    actions.press(Act.TOGGLE_REVEAL)
    stage.show_item(msgspec.structs.replace(view, flagged=True), PROJECT)
    assert stage.level == "outline"


def test_the_person_s_first_step_holds_and_the_project_s_time_is_the_most(
    stage: Stage, actions: Actions
) -> None:
    stage.set_reveal("grey", 60)
    stage.show_item(item_view(1, IMAGE), PROJECT)
    actions.press(Act.TOGGLE_REVEAL)
    assert stage.level == "grey"
    assert stage._states[0].seconds == PROJECT.reveal_seconds


def test_the_first_grey_step_is_reduced(stage: Stage, actions: Actions, child: FakeStills) -> None:
    stage.set_reveal("grey", 10)
    stage.show_item(item_view(1, IMAGE), PROJECT)
    actions.press(Act.TOGGLE_REVEAL)
    assert child.pictures == [("grey", 160, None)]


def test_a_floor_of_facts_paints_not_even_the_cover(stage: Stage, actions: Actions) -> None:
    strict = msgspec.structs.replace(PROJECT, cover_floor="facts")
    stage.show_item(item_view(1, IMAGE), strict)
    view = stage.parts.views[0]
    assert isinstance(view, ImageView)
    middle = view.canvas.rect().center()
    plain = view.canvas.grab().toImage().pixelColor(middle)
    assert plain == theme.LIGHT.line
    actions.press(Act.TOGGLE_REVEAL)
    assert view.canvas.grab().toImage().pixelColor(middle) != plain


def test_the_next_items_are_there_before_they_are_wanted(stage: Stage, child: FakeStills) -> None:
    stage.show_item(item_view(1, TEXT), PROJECT)
    stage.prefetch([item_view(2, IMAGE), item_view(3, Part("image", media="two"))])
    assert [what for what, _ in child.asked].count("load") == 2
    assert child.pictures == []
    stage.show_item(item_view(2, IMAGE), PROJECT)
    assert [what for what, _ in child.asked].count("load") == 2


def test_readers_hear_what_each_part_is_and_how_much_is_shown(
    stage: Stage, actions: Actions
) -> None:
    stage.show_item(item_view(1, IMAGE), PROJECT)
    reader = stage.parts.views[0].focusProxy()
    assert reader is not None
    assert reader.accessibleName() == "Image, Covered"
    actions.press(Act.TOGGLE_REVEAL)
    assert reader.accessibleName() == "Image, Outline"


def test_every_control_has_a_name_and_shows_its_key(stage: Stage, actions: Actions) -> None:
    stage.show_item(item_view(1, IMAGE, TEXT), PROJECT)
    for button in stage.findChildren(QToolButton):
        assert button.accessibleName() or button.text(), button
    words = " ".join(button.key for button in stage.findChildren(SmallButton))
    for key in ("Space", "V", "+", "-", "L", "Esc", "T", "Ctrl+0", "]"):
        assert key in words


def test_the_content_has_the_keys_from_the_start(stage: Stage, actions: Actions) -> None:
    stage.show_item(item_view(1, IMAGE), PROJECT)
    view = stage.parts.views[0]
    assert isinstance(view, ImageView)
    assert view.canvas.hasFocus()
    QTest.keyClick(view.canvas, Qt.Key.Key_V)
    assert stage.level == "outline"
