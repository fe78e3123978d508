"""Long texts on the stage: measured in slices, laid out where they are read, nothing lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from smo_review.domain.content import Mark, Part, Span
from tests.helpers.stage_media import PROJECT, FakeStills, item_view
from tests.helpers.stage_texts import assert_whole
from tests.helpers.stage_window import stage_window
from ui.shell import theme
from ui.shell.actions import Act, Actions
from ui.stage import text_lines, text_page, text_view
from ui.stage.marks import StageMark
from ui.stage.stage import Stage
from ui.stage.text_lines import Setting, stretches
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


@pytest.mark.parametrize(
    "text", ["今天天气很好" * 900, KHMER * 500, "words 👩‍👩‍👧 " * 800, "a\n\nb\n"]
)
def test_long_paragraphs_are_cut_where_a_line_ends_and_nothing_is_lost(
    qapp: QApplication, text: str
) -> None:
    found = list(stretches(text, Setting(theme.font(), 300.0)))
    assert_whole(text, found)
    long = [n for n, stretch in enumerate(found[:-1]) if text[stretch.last] != "\n"]
    assert bool(long) == (len(text) > 100)
    for n in long:
        # The last line before a cut is as full as any: a cut is not to be seen.
        assert found[n].lines[-1].area.width() > 200


LONG = {
    "paragraphs": ("some words to read " * 40 + "\n") * 1300,
    "one paragraph": "今天市场的青菜很新鲜" * 35_000,
    "short lines": "ok\n" * 350_000,
}


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_a_text_of_a_megabyte_is_measured_in_slices_between_turns_of_the_window(
    stage: Stage, actions: Actions, monkeypatch: pytest.MonkeyPatch, qtbot: Any, text: str
) -> None:
    laid: list[int] = []
    lay_out = text_lines.laid_out

    def counted(words: str, *rest: Any) -> Any:
        laid.append(len(words))
        return lay_out(words, *rest)

    monkeypatch.setattr(text_lines, "laid_out", counted)
    monkeypatch.setattr(text_page, "laid_out", counted)

    def assert_little_was_laid_out() -> None:
        assert sum(laid) <= 4 * text_view.SLICE and len(laid) <= 4 * text_view.SHORT
        laid.clear()

    view = show(stage, text)
    assert view.is_measuring
    assert_little_was_laid_out()
    for _ in range(5):
        view._measure_on()
        assert_little_was_laid_out()
    for act in (Act.TOGGLE_REVEAL, Act.COVER_ALL):
        actions.press(act)
        stage.grab()
        assert_little_was_laid_out()
    stage.resize(760, 500)
    assert_little_was_laid_out()


def test_the_whole_of_a_long_text_is_measured_in_the_end_and_can_be_read_there(
    stage: Stage, actions: Actions, qtbot: Any
) -> None:
    view = show(stage, "some words to read " * 4000 + MARKER)
    qtbot.waitUntil(lambda: not view.is_measuring, timeout=20_000)
    assert_whole(view._text, view.page._found)
    bar = view._scroll.verticalScrollBar()
    bar.setValue(bar.maximum())
    actions.press(Act.TOGGLE_REVEAL)
    stage.grab()
    assert MARKER in "".join(layout.text() for layout in view.page._layouts.values())
    assert len(view.page._layouts) <= 3


def test_a_span_far_down_a_long_text_is_scrolled_to_once_it_is_measured(
    stage: Stage, qtbot: Any
) -> None:
    text = "some words to read " * 4000
    view = show(stage, text, StageMark("m", 0, Mark("harm", Span(0, 60_000, 60_010))))
    stage.select_mark("m")
    qtbot.waitUntil(lambda: not view.is_measuring, timeout=20_000)
    (span,) = view.page._placed
    top = view._scroll.verticalScrollBar().value()
    assert top <= span.areas[0].top() <= top + view.height()


def test_what_is_read_stays_in_sight_when_the_window_gets_narrower(
    stage: Stage, qtbot: Any
) -> None:
    view = show(stage, "some words to read " * 4000)
    qtbot.waitUntil(lambda: not view.is_measuring, timeout=20_000)
    bar = view._scroll.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    read = view.page.unit_at(bar.value())
    stage.resize(500, 500)
    qtbot.waitUntil(lambda: not view.is_measuring, timeout=20_000)
    assert abs(view.page.unit_at(bar.value() + 60) - read) <= 2 * text_lines.LONGEST
