"""The palette finds what can be done, in the person's language and in English."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QListView, QWidget
from pytestqt.qtbot import QtBot

from smo_review.language import set_language
from ui.shell.actions import SPECS, Act, Actions
from ui.shell.palette import Entry, Palette, best, score


@pytest.fixture
def done() -> list[str]:
    return []


@pytest.fixture
def palette(
    qtbot: QtBot, actions: Actions, done: list[str], show: Callable[[QWidget], None]
) -> Palette:
    window = QWidget()
    window.resize(1024, 640)
    qtbot.addWidget(window)
    for act in Act:
        actions.bind(act, lambda act=act: done.append(act.name), window)
    actions.enter("review")
    show(window)
    return Palette(actions, window)


def typed(qtbot: QtBot, palette: Palette, text: str) -> list[str]:
    """Open it, type, and read what it lists."""
    palette.open()
    field = palette.findChild(QLineEdit)
    qtbot.waitUntil(field.hasFocus)
    qtbot.keyClicks(field, text)
    return palette.titles()


def test_an_action_is_found_in_chinese_and_in_english(
    qtbot: QtBot, actions: Actions, palette: Palette
) -> None:
    set_language("zh")
    actions.retranslate()
    palette.open()
    field = palette.findChild(QLineEdit)
    for words in ("全部遮盖", "cover everything", "cov ev"):
        field.clear()
        field.textEdited.emit(words)
        assert palette.titles()[0] == "全部遮盖"


def test_an_action_is_found_in_khmer(qtbot: QtBot, actions: Actions, palette: Palette) -> None:
    set_language("km")
    actions.retranslate()
    palette.open()
    palette.findChild(QLineEdit).textEdited.emit("ត្រឹមត្រូវ")
    assert "ត្រឹមត្រូវ" in palette.titles()


def test_where_a_line_of_khmer_may_end_does_not_hide_a_word_from_the_search() -> None:
    assert score("ដាក់ស្លាកហួស", "ដាក់\u200bស្លាក\u200bហួស") == 0
    assert score("ដាក់\u200bស្លាក", "ដាក់ស្លាកហួស") == 0


def test_enter_does_the_first_and_the_arrows_choose(
    qtbot: QtBot, palette: Palette, done: list[str]
) -> None:
    titles = typed(qtbot, palette, "next")
    assert titles[:2] == ["Next annotation", "Next item"]
    field = palette.findChild(QLineEdit)
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert done == ["NEXT_ITEM"]
    assert not palette.isVisible()


def test_only_what_can_be_done_here_and_now_is_listed(
    qtbot: QtBot, actions: Actions, palette: Palette
) -> None:
    actions.action(Act.UNDO).setEnabled(False)
    listed = typed(qtbot, palette, "")
    assert "Undo" not in listed
    assert "By annotator" not in listed, "that is on another page"
    assert "Redo" in listed


def test_each_line_shows_its_key(qtbot: QtBot, palette: Palette) -> None:
    typed(qtbot, palette, "withdraw")
    index = palette.findChild(QListView).model().index(0, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Withdraw the verdict Verdict Del"


def test_batches_can_be_jumped_to(qtbot: QtBot, palette: Palette, done: list[str]) -> None:
    palette.provide(lambda: [Entry("Week 7, Khmer", lambda: done.append("week 7"), "Batch")])
    assert typed(qtbot, palette, "week")[0] == "Week 7, Khmer"
    qtbot.keyClick(palette.findChild(QLineEdit), Qt.Key.Key_Return)
    assert done == ["week 7"]


def test_escape_goes_back_to_where_the_person_was(qtbot: QtBot, palette: Palette) -> None:
    before = QLineEdit(palette.parentWidget())
    before.show()
    before.setFocus()
    typed(qtbot, palette, "x")
    qtbot.keyClick(palette.findChild(QLineEdit), Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert before.hasFocus()


def test_the_palette_closes_when_the_person_goes_elsewhere(qtbot: QtBot, palette: Palette) -> None:
    other = QLineEdit(palette.parentWidget())
    other.show()
    typed(qtbot, palette, "x")
    other.setFocus()
    assert not palette.isVisible()


def test_what_fits_nothing_lists_nothing_and_does_nothing(
    qtbot: QtBot, palette: Palette, done: list[str]
) -> None:
    assert typed(qtbot, palette, "qqqqq") == []
    qtbot.keyClick(palette.findChild(QLineEdit), Qt.Key.Key_Return)
    assert done == []


def test_a_whole_word_goes_before_scattered_letters() -> None:
    entries = [Entry(title, lambda: None) for title in ("Find an item", "Outfit", "To fit", "Fit")]
    found = [entry.title for entry in best("fit", entries)]
    assert found == ["Fit", "To fit", "Outfit", "Find an item"]


@given(st.sampled_from([spec.text for spec in SPECS.values()]), st.data())
def test_any_letters_of_a_title_in_their_order_find_it(title: str, data: st.DataObject) -> None:
    word = max(title.split(), key=len)
    kept = data.draw(st.lists(st.booleans(), min_size=len(word), max_size=len(word)))
    letters = "".join(letter for letter, keep in zip(word, kept, strict=True) if keep)
    assert score(letters, title) is not None
    assert score(letters + "\u4e00", title) is None
