"""Cases beside the item: searched with the clauses, what cites the clause in hand first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from smo_review.operations.session import ask_question
from smo_review.queries.sessions import sessions
from tests.helpers.precedents import CHINESE, rulings
from tests.helpers.review_desk import Desk, workspace_with_batch
from ui.context import ELSEWHERE
from ui.shell.settings import SettingsStore


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, settings: SettingsStore) -> Iterator[Desk]:
    ws, batch = workspace_with_batch(tmp_path)
    rulings(ws, batch, tmp_path)
    desk = Desk(qtbot, ws, batch, settings)
    yield desk
    desk.close()


def lines(desk: Desk) -> list[str]:
    shown = desk.page.side.guidance.cases.list
    return [shown.item(row).text() for row in range(shown.count())]


def text(desk: Desk) -> str:
    return desk.page.side.guidance.text.toPlainText()


def search(desk: Desk, words: str) -> None:
    desk.press("Ctrl+L")
    desk.page.side.guidance.search.setText(words)


def test_what_is_about_the_labels_in_hand_comes_first_and_has_a_dot(desk: Desk) -> None:
    assert desk.where == ("post-1", "sokha")  # says hate
    assert lines(desk)[0] == "• Case: post-1 · Hate speech · 1"
    assert [line[0] for line in lines(desk)].count("•") == 1
    assert len(lines(desk)) == 5


def test_what_cites_the_clause_of_the_finding_is_offered_first(desk: Desk) -> None:
    from smo_review.domain.views import FindingDraft, VerdictDraft
    from smo_review.operations.verdicts import record_verdict

    finding = FindingDraft("neighbour", "hate", "offensive", clause="3")
    draft = VerdictDraft(desk.batch, "post-1", "sokha", "incorrect", findings=(finding,))
    desk.context.signals.changed.emit(record_verdict(desk.workspace, draft))
    assert desk.where == ("post-1", "sokha")
    assert all(line.startswith("•") for line in lines(desk)[:4])
    assert lines(desk)[0].endswith("3")


def test_a_case_is_found_by_its_words_and_read_with_arrow_keys(desk: Desk, qtbot: QtBot) -> None:
    search(desk, "辱骂语")
    assert lines(desk) == ["Case: post-2 · Offensive · 3"]
    assert CHINESE in text(desk) and "November" in text(desk)
    search(desk, "")
    field = desk.page.side.guidance.search
    for _ in range(3):
        qtbot.keyClick(field, Qt.Key.Key_Down)
    assert text(desk).startswith("Case: post-1")
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert "Reporting what others said" in text(desk)
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert not field.hasFocus()


def test_words_of_a_case_are_text_and_never_markup(desk: Desk) -> None:
    session = sessions(desk.workspace)[0].session
    changes = ask_question(desk.workspace, session, "<img src='file:///x'><b>Bold?</b>")
    desk.context.signals.changed.emit(changes)
    search(desk, "bold")
    assert "<b>Bold?</b>" in text(desk)
    assert "<img" not in desk.page.side.guidance.text.document().toHtml()


def test_what_another_program_settled_is_found_without_a_restart(desk: Desk) -> None:
    from smo_review.domain.changes import Changes

    session = sessions(desk.workspace)[0].session
    ask_question(desk.workspace, session, "Settled elsewhere?")
    desk.context.signals.changed.emit(Changes(origin=ELSEWHERE))
    assert any("Settled elsewhere?" in line for line in lines(desk))


def test_without_anything_settled_there_is_no_list(
    qtbot: QtBot, tmp_path: Path, settings: SettingsStore
) -> None:
    ws, batch = workspace_with_batch(tmp_path / "bare")
    bare = Desk(qtbot, ws, batch, settings)
    assert not bare.page.side.guidance.cases.isVisible()
    bare.close()
