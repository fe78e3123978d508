"""Words that need room get it: long labels, large text, the last answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from smo_review.domain.content import Annotation, Mark
from tests.helpers.review_cases import ITEMS
from tests.helpers.review_desk import Desk, desk_on
from ui.review.verdict_bar import VerdictBar
from ui.shell.settings import SettingsStore

LONG = "Coordinated inauthentic behaviour with monetary intent, second tier"


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, settings: SettingsStore) -> Iterator[Desk]:
    given = [
        Annotation("post-1", "sokha", (Mark(LONG),)),
        Annotation("post-1", "wei", (Mark("normal"),)),
    ]
    with desk_on(qtbot, tmp_path / "mine", settings, items=ITEMS[:1], annotations=given) as opened:
        yield opened


def test_a_long_label_takes_a_second_line(desk: Desk) -> None:
    cards = desk.page.side.cards
    long, short = cards.sizeHintForRow(1), cards.sizeHintForRow(3)
    assert long >= short + cards.fontMetrics().height()
    tip = cards.lines.index(1).data(Qt.ItemDataRole.ToolTipRole)
    assert LONG in tip


def test_an_answer_tells_its_item_and_outcome_to_a_screen_reader(desk: Desk) -> None:
    desk.press("A", "S")
    told = [button.accessibleName() for button in desk.page.queue.recent.buttons]
    assert told == ["Item 1: correct", "Item 1: ambiguous", "", "", ""]


def test_outcomes_stand_two_by_two_where_their_words_need_the_room(
    qtbot: QtBot, desk: Desk
) -> None:
    bar = VerdictBar(desk.actions)
    qtbot.addWidget(bar)
    bar.resize(1200, 120)
    bar.show()
    assert len({button.y() for button in bar.verdicts}) == 1
    bar.resize(400, 160)
    qtbot.waitUntil(lambda: len({button.y() for button in bar.verdicts}) == 2)
    for button in bar.verdicts:
        assert button.width() >= button.sizeHint().width()
