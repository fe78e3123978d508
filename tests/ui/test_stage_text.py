"""Texts on the stage: plain, covered until revealed, spans whole in any script."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QAccessible, QFont, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from smo_review.domain.content import Mark, Part, Span
from tests.helpers.stage_media import PROJECT, FakeStills, item_view, pixels_of
from tests.helpers.stage_texts import assert_whole
from tests.helpers.stage_window import stage_window
from ui.shell import theme
from ui.shell.actions import Act, Actions
from ui.stage.marks import StageMark
from ui.stage.stage import Stage
from ui.stage.text_lines import Setting, Stretch, stretches
from ui.stage.text_shape import Offsets, plain
from ui.stage.text_view import TextView

KHMER = "សួស្តី ជំរាបសួរ"
FAMILY = "👩‍👩‍👧"
MARKER = "ZebraXylophone"


@pytest.fixture
def stage(qtbot: Any, actions: Actions, qapp: QApplication) -> Iterator[Stage]:
    with stage_window(qtbot, qapp, actions, FakeStills({}), 800, 600) as made:
        yield made


def show(stage: Stage, text: str, *marks: StageMark) -> TextView:
    stage.show_item(item_view(1, Part("text", text)), PROJECT)
    stage.set_marks(marks)
    view = stage.parts.views[0]
    assert isinstance(view, TextView)
    return view


# Offsets.


@given(st.text(alphabet=st.characters(), max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_a_span_becomes_whole_clusters_and_comes_back_at_least_as_wide(
    text: str, one: int, other: int
) -> None:
    text = plain(text)
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    offsets = Offsets(text)
    first, last = offsets.to_units(start, end)
    back = offsets.to_points(first, last)
    assert back[0] <= start and end <= back[1]
    assert offsets.to_units(*back) == (first, last)
    cut = text.encode("utf-16-le")[first * 2 : last * 2]
    assert cut.decode("utf-16-le") == text[slice(*back)]


def test_a_span_inside_a_khmer_cluster_takes_the_whole_cluster() -> None:
    # ស and its vowel are one cluster: to begin at the vowel is to begin at the letter.
    assert Offsets(KHMER).to_units(1, 2) == (0, 2)


def test_an_emoji_of_several_people_is_one() -> None:
    text = f"a{FAMILY}b"
    assert Offsets(text).to_points(*Offsets(text).to_units(2, 3)) == (1, 1 + len(FAMILY))


def test_offsets_after_an_emoji_count_code_points_not_units() -> None:
    assert Offsets("🙂 ok").to_units(2, 4) == (3, 5)


def test_a_span_beyond_the_text_ends_with_it() -> None:
    assert Offsets("abc").to_units(1, 99) == (1, 3)
    assert Offsets("").to_units(0, 5) == (0, 0)


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=60))
def test_what_is_laid_out_counts_as_the_text_counts(qapp: QApplication, text: str) -> None:
    made = plain(text)
    assert len(made) == len(text)
    assert_whole(made, list(stretches(made, Setting(QFont(), 200.0))))


def test_text_that_goes_from_right_to_left_begins_at_the_right(qapp: QApplication) -> None:
    (found,) = stretches("שלום לכולם", Setting(theme.font(), 300.0))
    assert found.is_rtl
    assert found.lines[0].area.right() == pytest.approx(300, abs=2)


def test_khmer_lines_stand_further_apart_than_latin_ones(qapp: QApplication) -> None:
    setting = Setting(theme.font(), 300.0)
    (khmer,), (latin,) = stretches(KHMER, setting), stretches("words", setting)
    assert khmer.row > 1.1 * latin.row


def test_lines_are_no_longer_than_can_be_read_with_ease(stage: Stage) -> None:
    stage.resize(1600, 700)
    for text, most in (("some words to read " * 40, 85), ("今天天气很好" * 40, 40)):
        view = show(stage, text)
        view.page.grab()
        longest = max(line.end - line.start for line in view.page._found[0].lines)
        assert most * 0.7 < longest <= most
        left, right = view.page._left, view.page._left + view.page._setting.width
        assert abs(left - (view.width() - right)) < 40


def test_the_reading_size_is_kept_over_items_and_goes_back(stage: Stage, actions: Actions) -> None:
    usual = show(stage, "words").page._setting.font.pointSizeF()
    assert usual == pytest.approx(1.35 * stage.font().pointSizeF())
    actions.press(Act.ZOOM_IN)
    stage.show_item(item_view(2, Part("text", "other words")), PROJECT)
    view = stage.parts.views[0]
    assert isinstance(view, TextView)
    assert view.page._setting.font.pointSizeF() == pytest.approx(1.25 * usual)
    actions.press(Act.ZOOM_FIT)
    stage.show_item(item_view(3, Part("text", "more words")), PROJECT)
    view = stage.parts.views[0]
    assert isinstance(view, TextView)
    assert view.page._setting.font.pointSizeF() == pytest.approx(usual)


@pytest.mark.parametrize("text", ["今天天气很好" * 20, "ជំរាបសួរ" * 20, "https://" + "x" * 200])
def test_text_without_spaces_is_wrapped(qapp: QApplication, text: str) -> None:
    areas = bars(list(stretches(text, Setting(theme.font(), 200.0))))
    assert len(areas) > 3
    assert max(area.right() for area in areas) <= 200.0


def bars(found: list[Stretch]) -> list[QRectF]:
    return [line.area for stretch in found for line in stretch.lines]


# Covering.


def _words_of_readers(stage: Stage) -> str:
    found = []
    for widget in (stage, *stage.findChildren(QWidget)):
        reader = QAccessible.queryAccessibleInterface(widget)
        found += [reader.text(kind) for kind in QAccessible.Text]
        found += [widget.accessibleName(), widget.accessibleDescription(), widget.toolTip()]
        if isinstance(widget, QLabel):
            found.append(widget.text())
    return "\n".join(found)


def test_a_covered_text_is_in_no_widget_no_reader_and_no_clipboard(
    stage: Stage, actions: Actions
) -> None:
    view = show(stage, f"{MARKER} " * 20)
    for _ in range(2):
        assert MARKER not in _words_of_readers(stage)
        assert MARKER not in repr(vars(view.page))
        assert view.page._words is None and not view.page._layouts
        assert MARKER not in QGuiApplication.clipboard().text()
        actions.press(Act.TOGGLE_REVEAL)
        assert MARKER in _words_of_readers(stage)
        QTest.keyClick(view.page, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        actions.press(Act.COVER_ALL)


def test_a_covered_text_is_painted_in_two_colours_and_a_revealed_one_in_its_ink(
    stage: Stage, actions: Actions
) -> None:
    view = show(stage, f"{MARKER} " * 20)
    ink = theme.LIGHT.text.lightness() + 40
    assert pixels_of(view.page.grab().toImage()).min() > 180
    actions.press(Act.TOGGLE_REVEAL)
    actions.press(Act.REVEAL_MORE)
    assert pixels_of(view.page.grab().toImage()).min() < ink


def test_the_bars_lie_where_the_words_will_be(stage: Stage, actions: Actions) -> None:
    view = show(stage, f"{MARKER} {KHMER} " * 20)
    covered, height = bars(view.page._found), view.page.height()
    actions.press(Act.TOGGLE_REVEAL)
    assert bars(view.page._found) == covered
    assert view.page.height() == height
    view.page.grab()
    for n, stretch in enumerate(view.page._found):
        layout = view.page._layouts[n]
        for place, line in enumerate(stretch.lines):
            shown = layout.lineAt(place).naturalTextRect().translated(0, stretch.top)
            assert shown.contains(line.area.center())
            assert shown.width() == pytest.approx(line.area.width(), abs=1)


def test_markup_in_a_text_stays_what_was_typed(stage: Stage, actions: Actions) -> None:
    markup = '<img src="file:///etc/hostname"><b>bold</b> &amp; more'
    view = show(stage, markup)
    actions.press(Act.TOGGLE_REVEAL)
    view.page.grab()
    assert [layout.text() for layout in view.page._layouts.values()] == [markup]
    assert view.page._found[0].end == len(markup)


# Spans.


def test_a_click_on_a_span_or_its_name_selects_its_mark(stage: Stage, qtbot: Any) -> None:
    mark = StageMark("m", 0, Mark("harm", Span(0, 0, 14)))
    view = show(stage, f"{MARKER} and other words", mark)
    placed = view.page._placed[0]
    for area in (placed.areas[0], placed.chip):
        with qtbot.waitSignal(stage.mark_selected) as got:
            QTest.mouseClick(view.page, Qt.MouseButton.LeftButton, pos=_spot(view, area))
        assert got.args == ["m"]


def _spot(view: TextView, area: QRectF) -> QPoint:
    return area.center().toPoint() + QPoint(round(view.page._left), 20)


def test_names_of_spans_hide_no_word(stage: Stage) -> None:
    marks = [StageMark(str(n), n, Mark("harm", Span(0, n, n + 20))) for n in range(5)]
    view = show(stage, "words and more words " * 10, *marks)
    for placed in view.page._placed:
        assert all(not placed.chip.intersects(bar) for bar in bars(view.page._found))
    chips = [placed.chip for placed in view.page._placed]
    assert all(not a.intersects(b) for n, a in enumerate(chips) for b in chips[:n])


def test_words_selected_by_keyboard_become_a_span_of_whole_clusters(
    stage: Stage, actions: Actions, qtbot: Any
) -> None:
    view = show(stage, KHMER)
    actions.press(Act.TOGGLE_REVEAL)
    stage.start_pin()
    shift = Qt.KeyboardModifier.ShiftModifier
    with qtbot.waitSignal(stage.located) as got:
        QTest.keyClick(view.page, Qt.Key.Key_Right, shift)
        QTest.keyClick(view.page, Qt.Key.Key_Return)
    assert got.args == [Span(0, 0, 2)]


def test_words_selected_with_the_mouse_become_a_span(
    stage: Stage, actions: Actions, qtbot: Any
) -> None:
    view = show(stage, "some words to select")
    actions.press(Act.TOGGLE_REVEAL)
    stage.start_pin()
    y = round(bars(view.page._found)[0].center().y()) + 20
    with qtbot.waitSignal(stage.located) as got:
        QTest.mousePress(view.page, Qt.MouseButton.LeftButton, pos=QPoint(2, y))
        QTest.mouseMove(view.page, QPoint(700, y))
        QTest.mouseRelease(view.page, Qt.MouseButton.LeftButton, pos=QPoint(700, y))
    assert got.args == [Span(0, 0, len("some words to select"))]


def test_a_covered_text_asks_to_be_revealed_before_words_are_selected(stage: Stage) -> None:
    view = show(stage, "some words")
    stage.start_pin()
    assert stage._hint.isVisible()
    assert view.page._choice is None
