"""The guideline beside the item: found by typing, shown as text that reaches nowhere."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextDocument
from pytestqt.qtbot import QtBot

from smo_review import language
from smo_review.domain.project import Clause, Guideline
from tests.helpers.review_cases import PROJECT
from ui.guidance.document import fill
from ui.guidance.panel import GuidancePanel
from ui.guidance.search import matching

CLAUSES = PROJECT.guideline.clauses
SLY = (
    "[link](file:///etc/hostname) ![picture](file:///etc/hostname)"
    " <img src='file:///etc/hostname'> <b>bold</b> and **strong**"
)


def numbers(query: str) -> list[str]:
    return [clause.number for clause in matching(CLAUSES, query)]


def test_clauses_are_found_by_number_title_and_text() -> None:
    assert numbers("3") == ["3"]
    assert numbers("hate") == ["1"]
    assert numbers("rude GROUP") == ["2"]
    assert numbers("") == ["1", "2", "3"]
    assert numbers("nothing of the kind") == []


def test_clauses_are_found_in_the_persons_language_and_in_english() -> None:
    language.set_language("zh")
    assert numbers("什么") == ["1"]
    assert numbers("counts") == ["1"]


def test_a_clause_keeps_its_words_and_loses_all_that_reaches_out(qapp: object) -> None:
    document = QTextDocument()
    fill(document, Clause("1", {"en": "Sly"}, {"en": SLY}))
    html = document.toHtml()
    assert "link" in document.toPlainText()
    assert "<b>bold</b>" in document.toPlainText()
    assert "href" not in html
    assert "<img" not in html
    assert "font-weight:700" in html


@pytest.fixture
def panel(qtbot: QtBot) -> GuidancePanel:
    shown = GuidancePanel()
    qtbot.addWidget(shown)
    shown.show_guideline(PROJECT.guideline)
    shown.show()
    return shown


def lines(panel: GuidancePanel) -> list[str]:
    return [panel.list.item(row).text() for row in range(panel.list.count())]


def test_typing_narrows_the_clauses_and_shows_the_first(qtbot: QtBot, panel: GuidancePanel) -> None:
    panel.start_find()
    qtbot.keyClicks(panel.search, "quot")
    assert lines(panel) == ["3  Quotation"]
    assert panel.text.toPlainText() == "Reporting what others said is normal."


def test_arrow_keys_walk_through_the_clauses(qtbot: QtBot, panel: GuidancePanel) -> None:
    panel.start_find()
    qtbot.keyClick(panel.search, Qt.Key.Key_Down)
    assert "Rude" in panel.text.toPlainText()


def test_clauses_of_the_labels_given_are_marked_and_shown(panel: GuidancePanel) -> None:
    panel.show_for(["offensive"])
    assert lines(panel) == ["1  What counts as hate", "• 2  Offensive words", "3  Quotation"]
    assert "Rude" in panel.text.toPlainText()


def test_escape_leaves_the_search(qtbot: QtBot, panel: GuidancePanel) -> None:
    with qtbot.waitSignal(panel.left):
        qtbot.keyClick(panel.search, Qt.Key.Key_Escape)


def test_nothing_is_ever_loaded_into_a_clause(panel: GuidancePanel) -> None:
    assert panel.text.loadResource(2, QUrl("file:///etc/hostname")) is None
    assert not panel.text.openLinks()


def test_a_project_without_clauses_says_so(panel: GuidancePanel) -> None:
    panel.show_guideline(Guideline())
    assert "no guideline" in panel.text.toPlainText()
