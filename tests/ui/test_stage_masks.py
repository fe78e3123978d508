"""Masked phrases on the stage: replaced until each is revealed; find and copy see what eyes see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from smo_review.domain.content import Mark, Part, Span
from smo_review.domain.masking import WordFinder, masked_clusters
from smo_review.domain.project import MaskList
from tests.helpers.stage_media import PROJECT, FakeStills, item_view
from tests.helpers.stage_window import stage_window
from ui.shell.actions import Act, Actions
from ui.stage.marks import StageMark
from ui.stage.stage import Stage
from ui.stage.text_find import places
from ui.stage.text_masks import Masks
from ui.stage.text_view import TextView
from ui.stage.translated_view import TranslatedView

MASKED = replace(PROJECT, masks=(MaskList("sour", ("durian", "ធុរេន", "榴莲")),))
ENGLISH = "We sell durian and mango. More Durian tomorrow."
KHMER = "យើងលក់ធុរេននិងស្វាយ"
CHINESE = "我们卖榴莲和芒果"


@pytest.fixture
def stage(qtbot: Any, actions: Actions, qapp: QApplication) -> Iterator[Stage]:
    with stage_window(qtbot, qapp, actions, FakeStills({}), 900, 600) as made:
        yield made


def show(stage: Stage, text: str, *marks: StageMark, translation: str = "") -> Any:
    part = Part("text", text, translation=translation)
    stage.show_item(item_view(1, part), MASKED)
    stage.set_marks(marks)
    return stage.parts.views[0]


def words(view: TextView) -> str:
    """All words that the page holds or lays out."""
    view.page.grab()
    laid = "".join(layout.text() for layout in view.page._layouts.values())
    return (view.page._words or "") + laid + view.page.accessibleDescription()


@pytest.mark.parametrize(("text", "word"), [(ENGLISH, "urian"), (KHMER, "ធុរេន"), (CHINESE, "榴莲")])
def test_a_listed_word_is_nowhere_on_the_page_until_the_whole_is_clear(
    stage: Stage, actions: Actions, text: str, word: str
) -> None:
    view = show(stage, text)
    actions.press(Act.TOGGLE_REVEAL)
    assert view.page.is_revealed and word not in words(view)
    actions.press(Act.REVEAL_MORE)
    assert stage.level == "clear" and word in words(view)
    actions.press(Act.COVER_ALL)
    assert word not in words(view)


def test_phrases_are_revealed_one_by_one_by_key(stage: Stage, actions: Actions) -> None:
    view = show(stage, ENGLISH)
    actions.press(Act.NEXT_PHRASE)
    assert not view.page.is_revealed, "a covered text is revealed by an act of its own"
    actions.press(Act.TOGGLE_REVEAL)
    shown = []
    for _ in range(3):
        actions.press(Act.NEXT_PHRASE)
        shown.append(("durian" in words(view), "Durian" in words(view)))
    assert shown == [(True, False), (False, True), (True, False)]
    actions.press(Act.COVER_ALL)
    actions.press(Act.TOGGLE_REVEAL)
    assert "durian" not in words(view), "covered, a phrase is masked again"


def test_a_click_reveals_the_phrase_that_is_pressed(stage: Stage, actions: Actions) -> None:
    view = show(stage, ENGLISH)
    actions.press(Act.TOGGLE_REVEAL)
    view.page.pressed.emit(ENGLISH.index("Durian") + 1)
    assert "Durian" in words(view) and "durian" not in words(view)
    view.page.pressed.emit(ENGLISH.index("mango"))
    assert "Durian" in words(view), "no phrase there: nothing changes"


def test_what_a_label_lies_on_is_masked_too(stage: Stage, actions: Actions) -> None:
    start = ENGLISH.index("mango")
    mark = StageMark("0:0", 0, Mark("hate", Span(0, start, start + 5)))
    view = show(stage, ENGLISH, mark)
    actions.press(Act.TOGGLE_REVEAL)
    assert "mango" not in words(view) and "tomorrow" in words(view)


def test_find_sees_only_what_can_be_read(stage: Stage, actions: Actions) -> None:
    view = show(stage, ENGLISH)
    actions.press(Act.FIND_IN_TEXT)
    assert not view.find_bar.isVisible(), "covered text is not searched"
    actions.press(Act.TOGGLE_REVEAL)
    actions.press(Act.FIND_IN_TEXT)
    QTest.keyClicks(view.find_bar.field, "durian")
    assert view._hits == []
    view.find_bar.field.setText("MORE")
    assert [ENGLISH[slice(*hit)] for hit in view._hits] == ["More"]
    actions.press(Act.REVEAL_MORE)
    view.find_bar.field.setText("durian")
    assert len(view._hits) == 2
    QTest.keyClick(view.find_bar.field, Qt.Key.Key_Return)
    assert (view._hit, view.find_bar.count.text()) == (1, "2 of 2")


def test_a_copy_has_what_is_shown_and_not_what_is_masked(stage: Stage, actions: Actions) -> None:
    view = show(stage, ENGLISH)
    actions.press(Act.TOGGLE_REVEAL)
    stage.start_pin()
    QTest.keyClick(view.page, Qt.Key.Key_End, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(view.page, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("We sell •••••• and mango")


def test_a_translation_stands_beside_its_text_and_is_covered_and_masked_alike(
    stage: Stage, actions: Actions
) -> None:
    view = show(stage, CHINESE, translation="We sell durian and mango")
    assert isinstance(view, TranslatedView)
    assert words(view.text) == words(view.translation) == ""
    actions.press(Act.TOGGLE_REVEAL)
    assert "mango" in words(view.translation) and "durian" not in words(view.translation)
    actions.press(Act.REVEAL_MORE)
    assert "durian" in words(view.translation) and "榴莲" in words(view.text)
    actions.press(Act.COVER_ALL)
    assert words(view.text) == words(view.translation) == ""


def test_what_was_not_looked_through_yet_is_masked() -> None:
    text = "mango " * 3000 + "durian"
    masks = Masks(text, WordFinder(["durian"], whole=True))
    masks.look_on()
    assert not masks.is_complete
    shown = masks.shown()
    assert shown.startswith("mango mango") and "mango" not in shown[-6000:]
    while not masks.is_complete:
        masks.look_on()
    assert masks.shown() == "mango " * 3000 + "••••••"


def test_opening_a_megabyte_masks_no_more_than_was_looked_through(
    stage: Stage, actions: Actions, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    masked: list[int] = []

    def counted(words: str) -> str:
        masked.append(len(words))
        return masked_clusters(words)

    monkeypatch.setattr("ui.stage.text_masks.masked_clusters", counted)
    view = show(stage, "mango and rice " * 70_000 + "durian")
    actions.press(Act.TOGGLE_REVEAL)
    assert sum(masked) == 0 and not view._masks.is_complete
    assert not view.page.is_revealed, "what was not looked through stays covered"
    actions.press(Act.COVER_ALL)
    qtbot.waitUntil(lambda: view._masks.is_complete, timeout=60_000)
    actions.press(Act.TOGGLE_REVEAL)
    assert view.page._words.endswith("mango and rice ••••••")
    assert sum(masked) == len("durian")


def test_words_are_found_in_any_case_composed_or_not_and_never_inside_a_cluster() -> None:
    assert places("Café cafe\u0301 CAFE", "café") == [(0, 4), (5, 10)]
    assert places(KHMER, "ធុរេន") == [(KHMER.index("ធុរេន"), KHMER.index("ធុរេន") + 5)]
    assert places("កា", "ក") == []
    assert places("a.b", ".") == [(1, 2)]
    assert places("words", "  ") == []
