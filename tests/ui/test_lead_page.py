"""The lead's page: figures in words, targets, and the way from a number to its items."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QToolButton
from pytestqt.qtbot import QtBot

from smo_review.domain.changes import Changes
from smo_review.domain.filters import Filter
from smo_review.domain.numbers import Rate
from smo_review.domain.project import Kpi
from smo_review.domain.views import QueueFilter
from smo_review.operations.verdicts import record_verdicts
from smo_review.quality.intervals import rate
from tests.helpers.lead_desk import Lead, right, wrong
from tests.helpers.review_desk import workspace_with_batch
from ui.lead.cards import standing
from ui.lead.presenter import read_all
from ui.lead.wording import critical_sentence
from ui.shell.actions import Act
from ui.shell.settings import SettingsStore
from ui.shell.tasks import InlineTasks


@pytest.fixture
def lead(
    qtbot: QtBot, tmp_path: Path, settings: SettingsStore, tasks: InlineTasks
) -> Iterator[Lead]:
    workspace, batch = workspace_with_batch(tmp_path)
    yield Lead(qtbot, workspace, batch, settings, tasks)
    workspace.close()


def test_before_anything_is_judged_the_page_says_so(lead: Lead) -> None:
    assert lead.words().count("Nothing judged yet") == 3
    assert "Not enough yet: 0 of at least 30 judged" in lead.words()


def test_figures_are_told_with_their_count_and_interval(lead: Lead) -> None:
    lead.judge(
        right(lead.batch, "post-1", "sokha"),
        right(lead.batch, "post-1", "wei"),
        wrong(lead.batch, "post-2", "sokha", "missed-label"),
        wrong(lead.batch, "post-2", "wei", "benign"),
    )
    assert "2 of 4 correct: 15.0–85.0% (95%)" in lead.words()
    assert "4 checked, 1 critical: critical error rate 4.6–69.9% (95%)" in lead.words()


def test_a_line_per_annotator_with_rate_and_interval(lead: Lead) -> None:
    lead.judge(
        right(lead.batch, "post-1", "sokha"), wrong(lead.batch, "post-1", "wei", "neighbour")
    )
    assert lead.keys() == ["sokha", "wei", "robot-7"]
    assert lead.cell(0, 1) == "1"
    assert lead.cell(0, 2) == "–"
    assert lead.cell(0, 3) == "100.0%  20.7–100.0%"
    assert lead.cell(2, 3) == "–"


def test_what_was_reviewed_most_comes_first(lead: Lead) -> None:
    lead.judge(right(lead.batch, "post-1", "wei"), right(lead.batch, "post-2", "wei"))
    lead.judge(right(lead.batch, "post-1", "sokha"))
    assert lead.keys() == ["wei", "sokha", "robot-7"]


def test_a_name_that_looks_like_markup_is_plain_in_its_tooltip(lead: Lead) -> None:
    shown = read_all(lead.workspace, "annotator", Filter())
    strange = msgspec.structs.replace(shown.numbers.groups[0], key="<img src='file:///x'>")
    lead.page.model.show(msgspec.structs.replace(shown.numbers, groups=(strange,)), {})
    tip = lead.page.model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "&lt;img" in tip
    assert "<img" not in tip


def test_error_codes_are_named_and_most_frequent_first(lead: Lead) -> None:
    lead.judge(
        wrong(lead.batch, "post-1", "wei", "neighbour"),
        wrong(lead.batch, "post-2", "wei", "benign"),
        wrong(lead.batch, "post-3", "wei", "benign"),
    )
    lead.actions.press(Act.BY_CODE)
    assert lead.keys() == ["Benign content flagged", "Neighbouring label"]
    assert lead.cell(0, 2).startswith("66.7%")


def test_a_number_opens_its_items(lead: Lead) -> None:
    lead.judge(wrong(lead.batch, "post-2", "wei", "benign"))
    lead.actions.press(Act.BY_CODE)
    lead.page.table.selectRow(0)
    lead.actions.press(Act.OPEN_ITEMS)
    assert lead.queues == [("", QueueFilter(group_by="code", group_key="benign"))]


def test_a_count_opens_its_items_and_nothing_is_opened_for_zero(lead: Lead) -> None:
    lead.judge(wrong(lead.batch, "post-2", "wei", "benign"))
    buttons = {button.text(): button for button in lead.page.findChildren(QToolButton)}
    assert "Unsettled  0" not in buttons
    buttons["Incorrect  1"].click()
    assert lead.queues == [("", QueueFilter(show="incorrect"))]


def test_opening_without_a_choice_says_what_to_do(lead: Lead) -> None:
    lead.page.table.clearSelection()
    lead.actions.press(Act.OPEN_ITEMS)
    assert lead.notices.last is not None
    assert lead.notices.last.what == "Choose a line of the table first."
    assert lead.queues == []


def test_numbers_follow_a_change_only_while_they_are_looked_at(lead: Lead) -> None:
    lead.page.hide()
    lead.judge(right(lead.batch, "post-1", "sokha"))
    assert "1 of 1 correct" not in lead.words()
    lead.page.show()
    assert "1 of 1 correct" in lead.words()


def test_the_table_is_copied_for_a_spreadsheet(lead: Lead, qtbot: QtBot) -> None:
    lead.judge(right(lead.batch, "post-1", "sokha"))
    lead.page.table.clearSelection()
    lead.page.table.setFocus()
    qtbot.keyClick(lead.page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].startswith("Annotator\tReviewed\tRank\tAccuracy")
    assert "sokha\t1\t–\t100.0%" in "\n".join(lines)


def test_a_change_elsewhere_is_read_again(lead: Lead) -> None:
    record_verdicts(lead.workspace, [right(lead.batch, "post-1", "sokha")])
    lead.signals.changed.emit(Changes(numbers=True, origin="elsewhere"))
    assert "1 of 1 correct" in lead.words()


TARGET = Kpi("accuracy", {"en": "Accuracy"}, target=0.95, alarm=0.9)


@pytest.mark.parametrize(
    ("hits", "n", "told"),
    [
        (29, 29, "Not enough yet"),
        (400, 400, "reached"),
        (380, 400, "not decided"),
        (360, 400, "missed"),
        (300, 400, "below the alarm"),
    ],
)
def test_a_target_is_called_reached_or_missed_only_by_the_interval(
    hits: int, n: int, told: str
) -> None:
    assert told in standing(rate(hits, n), TARGET)


def test_the_sentence_of_the_field_is_said_in_its_words() -> None:
    assert critical_sentence(rate(78, 80), 2) == (
        "80 checked, 2 critical: critical error rate 0.7–8.7% (95%)"
    )
    assert critical_sentence(Rate(None, 0, None, None), 0) == "Nothing judged yet"


def test_the_shared_filter_narrows_the_numbers_and_what_they_open(lead: Lead) -> None:
    lead.judge(
        right(lead.batch, "post-1", "sokha"),
        right(lead.batch, "post-2", "sokha"),
        wrong(lead.batch, "post-2", "wei", "benign"),
    )
    lead.context.filters.set(annotator="wei")
    assert "0 of 1 correct" in lead.words()
    assert lead.keys() == ["wei"]
    lead.page.table.selectRow(0)
    lead.actions.press(Act.OPEN_ITEMS)
    assert lead.queues == [("", QueueFilter(judged=Filter(annotator="wei")))]
    buttons = {button.text(): button for button in lead.page.findChildren(QToolButton)}
    buttons["Incorrect  1"].click()
    outcome = Filter(annotator="wei", outcome="incorrect")
    assert lead.queues[1] == ("", QueueFilter(judged=outcome))
    lead.context.filters.clear()
    assert "2 of 3 correct" in lead.words()
    lead.context.filters.set(code="neighbour")
    assert "3 of 3 correct" in lead.words()
    assert "Only errors with the filter's code" in lead.words()


def test_the_table_is_written_as_csv_in_the_order_that_is_seen(
    lead: Lead, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead.judge(right(lead.batch, "post-1", "wei"), right(lead.batch, "post-2", "wei"))
    lead.judge(right(lead.batch, "post-1", "sokha"))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "n"), ""))
    lead.actions.press(Act.EXPORT_FIGURES)
    lines = (tmp_path / "n.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines] == ["Annotator", "wei", "sokha", "robot-7"]


def test_a_line_leads_to_the_causes_behind_it(lead: Lead, qtbot: QtBot) -> None:
    lead.judge(
        wrong(lead.batch, "post-1", "sokha", "missed-label"), right(lead.batch, "post-1", "wei")
    )
    lead.page.table.selectRow(lead.keys().index("sokha"))
    qtbot.keyClick(lead.page, Qt.Key.Key_L)
    assert lead.causes == [Filter(annotator="sokha")]
