"""The page of disputes, driven by keys: rulings, second looks, files, figures, auditors."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QInputDialog, QLabel
from pytestqt.qtbot import QtBot

from smo_review.domain.content import AnnotationKey
from smo_review.domain.facts import Verdict
from smo_review.domain.filters import Filter
from smo_review.operations.disputes import DisputeRulingDraft, rule_dispute
from smo_review.operations.workspace import Workspace
from smo_review.queries.disputes import disputes
from smo_review.queries.numbers import numbers
from smo_review.store.ledger import merge_facts
from tests.helpers.desk import PageDesk
from tests.helpers.dispute_cases import (
    MISSED,
    OVER,
    answer,
    answered,
    disputable,
    find,
    hand_over,
    workspace_of,
)
from tests.helpers.drops import dragged
from tests.helpers.store_cases import DAY, Writer
from ui.charts.view import ChartView
from ui.disputes.page import DisputesPage
from ui.disputes.rule_form import RuleForm
from ui.shell.acts import Act
from ui.shell.settings import SettingsStore
from ui.shell.tasks import InlineTasks
from ui.window import files_in


class Desk(PageDesk):
    """The page of disputes."""

    def __init__(
        self, qtbot: QtBot, workspace: Workspace, settings: SettingsStore, tasks: InlineTasks
    ) -> None:
        super().__init__(qtbot, workspace, settings, tasks)
        self.page = DisputesPage(self.context)
        self.stand(self.page, "disputes")

    def cell(self, row: int, column: int) -> str:
        found = self.page.list.table.item(row, column)
        return found.text() if found else ""

    def form(self) -> RuleForm:
        return self.page.findChildren(RuleForm)[-1]


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    """The lead's workspace, with bea's findings on two of ann's annotations."""
    batch = disputable()
    bea = workspace_of(tmp_path, "bea", batch)
    find(bea, OVER, MISSED)
    find(bea, OVER, key=AnnotationKey("b-1", "i1", "ann"))
    workspace = workspace_of(tmp_path, "lead", batch)
    hand_over(bea, workspace)
    bea.close()
    yield workspace
    workspace.close()


@pytest.fixture
def desk(
    qtbot: QtBot,
    tmp_path: Path,
    ws: Workspace,
    settings: SettingsStore,
    tasks: InlineTasks,
) -> Desk:
    answer(ws, tmp_path, ("dispute", "It quotes a song."), ("accept", ""), ("dispute", "Not so."))
    return Desk(qtbot, ws, settings, tasks)


def test_without_disputes_the_page_says_what_to_do(
    qtbot: QtBot, ws: Workspace, settings: SettingsStore, tasks: InlineTasks
) -> None:
    desk = Desk(qtbot, ws, settings, tasks)
    assert "Nothing is disputed" in desk.seen() and "Hand findings out" in desk.seen()
    desk.press(Act.RULE_ACCEPT)
    assert desk.notices.last is not None and desk.notices.last.what == "Choose a dispute first."


def test_a_dispute_is_shown_with_reason_verdict_and_state(desk: Desk) -> None:
    assert [desk.cell(0, column) for column in range(4)] == [
        "i0",
        "Not ruled yet",
        "ann",
        "Over-flagged",
    ]
    told = desk.seen()
    assert "“It quotes a song.”" in told and "bea · Incorrect · first verdict" in told
    assert "Missed, severe · Accepted" in told


def test_arrows_choose_a_dispute_on_coming_here_and_after_each_part(desk: Desk) -> None:
    for part in (None, Act.SHOW_CLAUSES, Act.SHOW_AUDITORS):
        if part is not None:
            desk.press(part, Act.SHOW_DISPUTES)
        assert desk.page.list.table.hasFocus()
        desk.press("Down")
        assert desk.page.list.table.currentRow() == 1
        desk.press("Up")
        assert desk.page.list.table.currentRow() == 0


def test_accepting_by_key_asks_why_and_the_numbers_follow(desk: Desk) -> None:
    desk.press(Act.RULE_ACCEPT)
    desk.form().give()
    assert "A ruling needs its reason." in desk.form().told.text()
    desk.form().reason.setPlainText("A quote, clause 2.1.")
    desk.form().give()
    (first, second) = disputes(desk.workspace)
    assert (first.key.item, second.key.item, second.state) == ("i1", "i0", "ruled")
    codes = {
        group.key: group.figures.incorrect for group in numbers(desk.workspace, by="code").groups
    }
    assert codes == {"missed-critical": 1, "over": 1}
    assert desk.cell(1, 1) == "Accepted" and "A quote, clause 2.1." in desk.seen()
    assert desk.page.list.current() == second


def test_rejecting_keeps_the_findings(desk: Desk) -> None:
    before = numbers(desk.workspace, by="code").groups
    desk.press(Act.RULE_REJECT)
    desk.form().reason.setPlainText("The clause names it.")
    desk.form().give()
    assert numbers(desk.workspace, by="code").groups == before
    assert [one.state for one in disputes(desk.workspace)].count("ruled") == 1


def test_partly_wants_to_know_which_finding_falls(desk: Desk) -> None:
    desk.press(Act.RULE_PARTLY)
    form = desk.form()
    form.reason.setPlainText("Half.")
    form.give()
    assert "which findings fall" in form.told.text()
    form.holds.setCurrentIndex(1)
    form.give()
    assert [one.state for one in disputes(desk.workspace)].count("ruled") == 1


def test_ruling_anew_says_that_a_ruling_stands(desk: Desk) -> None:
    for reason in ("first", "second"):
        desk.press(Act.RULE_REJECT)
        form = desk.form()
        form.reason.setPlainText(reason)
        said = [label.text() for label in form.findChildren(QLabel)]
        assert ("A ruling stands; this one will stand instead." in said) == (reason == "second")
        form.give()
        desk.page.list.table.selectRow(1)
    assert [one.reason for one in disputes(desk.workspace)[1].rulings] == ["second"]


def test_asking_for_a_second_look_offers_those_who_have_not_judged(desk: Desk) -> None:
    desk.press(Act.ASK_LOOK)
    dialog = desk.page.findChild(QInputDialog)
    assert isinstance(dialog, QInputDialog) and dialog.comboBoxItems() == ["lead"]
    dialog.setTextValue("cho")
    dialog.accept()
    assert disputes(desk.workspace)[0].look == ("cho",)
    assert desk.cell(0, 1) == "Second look wanted"
    assert "cho is asked for a blind second look." in desk.seen()


def test_whoever_is_asked_sees_neither_verdict_nor_answers_and_looks_blind(desk: Desk) -> None:
    desk.page.presenter.ask_look(disputes(desk.workspace)[0].key, "lead")
    told = desk.seen()
    assert "You are asked for a blind second look" in told
    assert "bea · Incorrect" not in told and "It quotes a song." not in told
    assert desk.cell(0, 3) == ""
    desk.press(Act.RULE_ACCEPT)
    assert not desk.page.findChildren(RuleForm)
    desk.press(Act.LOOK_AT)
    assert desk.items == [("b-1", "i0")] and desk.settings.current.blind


def test_files_are_handed_out_and_taken_in_by_action(desk: Desk, tmp_path: Path) -> None:
    desk.press(Act.EXPORT_FINDINGS)
    dialog = desk.page.findChild(QInputDialog)
    assert isinstance(dialog, QInputDialog) and dialog.comboBoxItems() == ["ann"]
    dialog.accept()
    folder = desk.page.findChild(QFileDialog)
    assert isinstance(folder, QFileDialog)
    folder.fileSelected.emit(str(tmp_path / "out"))
    assert sorted(path.suffix for path in (tmp_path / "out").iterdir()) == [
        ".html",
        ".json",
        ".xlsx",
    ]
    desk.page.take([tmp_path / "out" / "ann.findings.xlsx"])
    assert desk.notices.last is not None
    assert "1 accepted, 2 disputed, 0 new facts" in desk.notices.last.what


def test_rulings_are_handed_out_by_action_once_there_are_some(desk: Desk, tmp_path: Path) -> None:
    desk.press(Act.EXPORT_RULINGS)
    assert desk.notices.last is not None and "ruled on yet" in desk.notices.last.what
    rule_dispute(
        desk.workspace, DisputeRulingDraft(disputes(desk.workspace)[0].key, "accept", "It quotes.")
    )
    desk.press(Act.EXPORT_RULINGS)
    dialog = desk.page.findChild(QInputDialog)
    assert isinstance(dialog, QInputDialog)
    assert dialog.comboBoxItems() == ["Everybody (1)", "ann"]
    dialog.accept()
    folder = desk.page.findChild(QFileDialog)
    assert isinstance(folder, QFileDialog)
    folder.fileSelected.emit(str(tmp_path / "out"))
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "ann.rulings.html",
        "ann.rulings.json",
        "ann.rulings.xlsx",
    }
    assert "ann: 1 accepted, 0 partly, 0 rejected" in desk.notices.last.what


def test_dropped_answers_are_taken_in_and_a_refusal_is_told(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "changed.json"
    path.write_bytes(msgspec.json.encode(answered(desk.workspace, "ann", ("accept", ""))))
    desk.signals.answers_dropped.emit([path])
    assert [one.key.item for one in disputes(desk.workspace)] == ["i1"]
    path.write_text("no answers", "utf-8")
    desk.signals.answers_dropped.emit([path])
    assert desk.notices.last is not None and "cannot be read" in desk.notices.last.text


def test_what_is_dragged_is_sorted_by_its_ending(tmp_path: Path) -> None:
    names = ("a.smo", "b.xlsx", "c.HTML", "d.json", "e.txt")
    data = dragged(*(str(tmp_path / name) for name in names))
    bundles, answers, others = files_in(data)
    assert [path.name for path in bundles] == ["a.smo"]
    assert [path.name for path in answers] == ["b.xlsx", "c.HTML", "d.json"] and others == ["e.txt"]


def test_the_causes_are_shown_with_rates_counts_and_a_chart(desk: Desk) -> None:
    desk.press(Act.SHOW_CLAUSES)
    assert "100.0% (95%: 34.2% to 100.0%; n 2)" in desk.seen()
    assert "No dispute was upheld yet." in desk.seen()
    desk.press(Act.SHOW_DISPUTES)
    desk.press(Act.RULE_ACCEPT)
    desk.form().reason.setPlainText("why")
    desk.form().give()
    desk.press(Act.SHOW_CLAUSES)
    (view,) = desk.page.clauses.findChildren(ChartView)
    assert view.chart is not None
    assert [(bar.label, bar.value) for bar in view.chart.bars] == [("2.1 Hate", 1.0)]  # type: ignore[union-attr]
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert desk.causes == [Filter(clause="2.1")]


def test_auditors_come_by_name_and_what_is_too_little_says_so(desk: Desk) -> None:
    eve = Writer("eve")
    for item in range(3):
        told = Verdict("b-1", f"i{item}", "ann", "correct")
        merge_facts(desk.workspace, [eve.write("verdict", told, 9 * DAY)], [eve.checkpoint()])
    desk.press(Act.SHOW_AUDITORS)
    names = [desk.page.auditors.names.item(row).text() for row in range(2)]
    assert names == ["bea", "Eve"]
    told = desk.seen()
    assert "not enough yet (n 2)" in told and "Not enough yet: 1 of 6 weeks" in told
    desk.page.auditors.names.setCurrentRow(1)
    assert "Eve" in desk.seen()
