"""What was begun and not recorded is kept: findings and notes, wherever the person goes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.helpers.review_desk import Desk, desk_on
from ui.review.side import FINDING, READING
from ui.shell.settings import SettingsStore


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, settings: SettingsStore) -> Iterator[Desk]:
    with desk_on(qtbot, tmp_path / "mine", settings) as opened:
        yield opened


def begin(desk: Desk, code: str = "neigh") -> None:
    """Choose an error code and leave the finding open."""
    desk.press("R")
    desk.type(code)
    desk.press("Enter")


def head(desk: Desk, row: int = 0) -> str:
    """The first line of a card as a screen reader says it."""
    model = desk.page.side.cards.lines
    return str(model.index(row).data(Qt.ItemDataRole.AccessibleTextRole))


def code_in_hand(desk: Desk) -> str:
    return desk.page.side.findings.code.value


def test_a_finding_begun_is_kept_when_another_item_is_clicked(desk: Desk) -> None:
    begin(desk)
    desk.page.queue.list.clicked.emit(desk.page.queue.model.index(2))
    assert desk.where[0] == "post-3"
    assert desk.outcome("post-1") == ""
    assert "kept as a draft" in desk.said()
    desk.page.queue.list.clicked.emit(desk.page.queue.model.index(0))
    assert "draft" in head(desk)
    desk.press("R")
    assert code_in_hand(desk) == "neighbour"


def test_the_notice_leads_back_to_the_draft(desk: Desk) -> None:
    begin(desk)
    desk.page.queue.list.clicked.emit(desk.page.queue.model.index(2))
    assert desk.notices.last is not None
    assert desk.notices.last.act is not None
    desk.notices.last.act()
    assert desk.where == ("post-1", "sokha")
    assert desk.page.side.mode == FINDING
    assert code_in_hand(desk) == "neighbour"


def test_esc_keeps_what_was_begun_too(desk: Desk) -> None:
    begin(desk)
    desk.press("Esc")
    assert desk.page.side.mode == READING
    assert "draft" in head(desk)
    desk.press("R")
    assert code_in_hand(desk) == "neighbour"


def test_an_editor_that_was_only_opened_leaves_nothing_behind(desk: Desk) -> None:
    desk.press("R", "Esc")
    assert "draft" not in head(desk)
    assert desk.said() == ""


def test_a_verdict_ends_the_draft(desk: Desk) -> None:
    begin(desk)
    desk.press("Esc", "A", "P")
    assert "draft" not in head(desk)
    desk.press("R")
    assert code_in_hand(desk) == ""


def test_a_recorded_finding_is_no_draft(desk: Desk) -> None:
    begin(desk, "benign")
    desk.press("Ctrl+Enter", "P")
    assert desk.outcome("post-1") == "incorrect"
    assert "draft" not in head(desk)
    desk.press("R", "Esc")
    assert "draft" not in head(desk)


def test_a_draft_can_be_thrown_away(desk: Desk) -> None:
    begin(desk)
    desk.page.side.findings.remove.click()
    desk.press("Esc")
    assert "draft" not in head(desk)


def test_only_a_note_in_a_finding_is_kept_as_well(desk: Desk) -> None:
    desk.press("R")
    desk.page.side.findings.note.setFocus()
    desk.type("Looks like a quotation")
    desk.press("Esc", "J", "K", "R")
    assert desk.page.side.findings.note.toPlainText() == "Looks like a quotation"


def test_a_note_begun_waits_with_its_annotation(desk: Desk) -> None:
    desk.press("E")
    desk.type("Ask Sokha")
    desk.press("Esc", "J")
    assert desk.page.side.note.toPlainText() == ""
    desk.press("K")
    assert desk.page.side.note.toPlainText() == "Ask Sokha"
    desk.press("A")
    mine = desk.stored("post-1").mine
    assert mine is not None
    assert mine.note == "Ask Sokha"
