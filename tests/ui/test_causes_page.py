"""The page of causes by its keys: from a bar to its items, to an analysis, to an action."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from smo_review.domain.causes import NodeView
from smo_review.domain.errors import Cancelled
from smo_review.domain.filters import Filter
from smo_review.domain.views import QueueFilter
from smo_review.operations.actions import ActionDraft, IncidentDraft, save_action, save_incident
from smo_review.operations.causes import CauseDraft, save_cause
from smo_review.operations.workspace import Workspace
from smo_review.queries.actions import actions, incidents
from smo_review.queries.causes import causes
from tests.helpers.cause_cases import batch_of, day_of, judged_workspace
from tests.helpers.causes_desk import Desk, misread
from tests.helpers.store_cases import case, made
from ui.causes.forms import ActionForm, DayForm, Form, IncidentForm, WordsForm
from ui.shell.actions import Act
from ui.shell.settings import SettingsStore


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    workspace = made(tmp_path / "ws")
    judged_workspace(workspace, batch_of(range(42)), misread)
    yield workspace
    workspace.close()


@pytest.fixture
def desk(qtbot: QtBot, ws: Workspace, settings: SettingsStore) -> Desk:
    return Desk(qtbot, ws, settings)


def test_a_bar_opens_its_items_and_an_item_the_stage(desk: Desk) -> None:
    errors = desk.page.errors
    assert errors.chart.view.hasFocus()
    desk.press("Down")
    desk.press("Down")
    desk.press("Return")
    assert errors.cluster is not None
    assert errors.cluster.key == "over"
    assert errors.table.hasFocus()
    assert errors.table.rowCount() == errors.cluster.n == 63
    desk.press("Return")
    assert desk.items == [("b-1", "b-1-d0-1")]
    desk.press(Act.OPEN_CAUSE_ITEMS)
    assert [wanted for _, wanted in desk.queues] == [QueueFilter(judged=errors.cluster.opens)]


@pytest.mark.parametrize("presses", range(1, 5))
def test_the_next_breakdown_is_a_key_away(desk: Desk, presses: int) -> None:
    for _ in range(presses):
        desk.press(Act.NEXT_CLUSTERS)
    by = ("clause", "annotator", "labels", "likeness")[presses - 1]
    assert desk.page.errors.by.currentData() == by
    assert desk.page.errors.cluster is None or desk.page.errors.table.rowCount() > 0


def test_the_filter_narrows_what_is_shown(desk: Desk) -> None:
    desk.filters.set(annotator="bob")
    assert desk.page.errors.cluster is not None
    assert {one.annotation.annotator for one in desk.page.errors.cluster.members} == {"bob"}
    desk.filters.set(language="xx")
    assert "Nothing was judged here yet" in desk.page.errors.told.text()
    desk.press(Act.CAUSE_SUGGESTIONS)
    assert "Nothing was judged here yet" in desk.page.suggestions.caution.text()


def test_a_search_that_was_cancelled_says_so_and_can_be_asked_for_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def cancelled(*given: object, progress: object) -> None:
        asked.append(progress)
        raise Cancelled

    with monkeypatch.context() as patched:
        patched.setattr("ui.causes.presenter.suggestions", cancelled)
        desk.press(Act.CAUSE_SUGGESTIONS)
        assert desk.page.whole.text() == "Not read: choose the section again."
        desk.press(Act.CAUSE_SUGGESTIONS)
        assert len(asked) == 2
    desk.press(Act.CAUSE_SUGGESTIONS)
    assert desk.page.whole.text() == ""
    assert desk.page.suggestions.table.rowCount() > 0


def test_suggestions_come_with_a_caution_and_lead_to_an_analysis(desk: Desk) -> None:
    desk.press(Act.CAUSE_SUGGESTIONS)
    view = desk.page.suggestions
    assert "no proof" in view.caution.text()
    assert view.chosen is not None
    assert view.chosen.key == "ann"
    assert "times as often" in view.told.text()
    problem = view.problem
    desk.press(Act.NEW_WHYS)
    form = desk.form(WordsForm)
    assert isinstance(form, WordsForm)
    assert form.text.text() == problem
    QTest.keyClick(form.text, Qt.Key.Key_Return)
    (cause,) = causes(desk.workspace)
    assert (cause.title, cause.shape) == (problem, "whys")
    assert cause.about.annotator == "ann"
    assert desk.page.presenter.section == "trees"


def test_five_whys_are_asked_by_keys_and_every_change_is_written(desk: Desk) -> None:
    desk.press(Act.CAUSE_TREES)
    desk.press(Act.NEW_WHYS)
    desk.say("Why so many?")
    whys = ("The clause is read widely", "Its example misleads", "It is old", "Nobody owns it")
    for words in (*whys, "No one was told to"):
        desk.press(Act.ADD_WHY)
        desk.say(words)
    (cause,) = causes(desk.workspace)
    assert [node.text for node in cause.nodes] == [*whys, "No one was told to"]
    assert [node.parent for node in cause.nodes] == ["", "n1", "n2", "n3", "n4"]
    desk.press(Act.ADD_BESIDE)
    desk.say("Another")
    assert causes(desk.workspace)[0].nodes[-1].parent == "n4"
    desk.press(Act.EDIT_WHY)
    form = desk.form(WordsForm)
    assert isinstance(form, WordsForm)
    form.text.clear()
    desk.say("A third")
    assert causes(desk.workspace)[0].nodes[-1].text == "A third"
    desk.press(Act.DELETE_WHY)
    assert len(causes(desk.workspace)[0].nodes) == 5
    desk.press(Act.UNDO_TREE)
    assert causes(desk.workspace)[0].nodes[-1].text == "A third"
    desk.press(Act.UNDO_TREE)
    assert causes(desk.workspace)[0].nodes[-1].text == "Another"
    desk.press(Act.REDO_TREE)
    assert causes(desk.workspace)[0].nodes[-1].text == "A third"
    desk.press(Act.SETTLE_CAUSE)
    assert causes(desk.workspace)[0].state == "settled"


def test_an_item_chosen_among_the_errors_is_cited_as_evidence(desk: Desk) -> None:
    save_cause(desk.workspace, CauseDraft("Why?", nodes=(NodeView("a", "", "Read widely"),)))
    desk.press(Act.CAUSE_TREES)
    desk.press(Act.CAUSE_ERRORS)
    desk.press("Down")
    desk.press("Return")
    desk.press(Act.CITE_ITEM)
    cited = desk.page.errors.cited
    assert cited is not None
    assert causes(desk.workspace)[0].nodes[0].cites == (cited.annotation,)
    assert desk.notices.last is not None
    assert "is cited for “Read widely”" in desk.notices.last.text
    desk.press(Act.CAUSE_TREES)
    desk.press(Act.OPEN_CAUSE_ITEM)
    assert desk.items == [(cited.annotation.batch, cited.annotation.item)]
    desk.press(Act.CITE_ITEM)
    assert causes(desk.workspace)[0].nodes[0].cites == ()


def test_without_a_node_nothing_is_cited_and_the_page_says_why(desk: Desk) -> None:
    desk.press(Act.CITE_ITEM)
    assert desk.notices.last is not None
    assert "Choose the node" in desk.notices.last.text


def test_a_fishbone_begins_with_its_bones_and_is_drawn(desk: Desk) -> None:
    desk.press(Act.CAUSE_TREES)
    desk.press(Act.NEW_FISHBONE)
    desk.say("Why hate?")
    desk.press(Act.ADD_WHY)
    desk.say("New people")
    (cause,) = causes(desk.workspace)
    assert [node.text for node in cause.nodes[:2]] == ["People", "Guideline"]
    assert (cause.nodes[-1].text, cause.nodes[-1].parent) == ("New people", "n1")
    view = desk.page.trees.view
    assert view.bones.isVisible()
    places = {id_ for _, id_ in view.bones._places} if view.bones.grab() else set()
    assert places == {node.id for node in cause.nodes}
    area = next(area for area, id_ in view.bones._places if id_ == "n2")
    QTest.mouseClick(view.bones, Qt.MouseButton.LeftButton, pos=area.center().toPoint())
    assert view.node == "n2"


def test_a_change_from_elsewhere_is_shown_and_cannot_be_undone_here(desk: Desk) -> None:
    saved = save_cause(desk.workspace, CauseDraft("Why?", nodes=(NodeView("a", "", "First"),)))
    desk.press(Act.CAUSE_TREES)
    desk.press(Act.ADD_WHY)
    desk.say("Mine")
    told = CauseDraft("Why?", nodes=(NodeView("a", "", "Theirs"),), cause=saved.id)
    changes = save_cause(desk.workspace, told).changes
    desk.context.signals.changed.emit(changes)
    assert desk.lines() == ["Theirs"]
    desk.press(Act.UNDO_TREE)
    assert desk.lines() == ["Theirs"]


def test_an_action_is_opened_from_a_bar_done_and_closed(desk: Desk) -> None:
    desk.press("Down")
    desk.press("Down")
    desk.press("Return")
    desk.press(Act.NEW_ACTION)
    form = desk.form(ActionForm)
    assert isinstance(form, ActionForm)
    assert not form.ok.isEnabled()
    QTest.keyClicks(form.title, "Explain the clause")
    QTest.keyClicks(form.owner, "Dara")
    form.due.setText("tomorrow")
    assert not form.ok.isEnabled()
    form.due.setText(day_of(30))
    form.started.setText(day_of(19))
    form.amount.setText("2.5")
    QTest.keyClick(form.title, Qt.Key.Key_Return)
    (told,) = actions(desk.workspace)
    assert told.action.measure == Filter(code="over")
    assert (told.action.size, told.action.due) == (25_000, day_of(30))
    assert desk.page.presenter.section == "actions"
    assert desk.page.actions_view.title.text() == "Explain the clause"
    desk.press(Act.CLOSE_ACTION)
    assert desk.notices.last is not None
    assert "not marked as done" in desk.notices.last.text
    desk.press(Act.ACTION_DONE)
    day = desk.form(DayForm)
    assert isinstance(day, DayForm)
    day.day.setText(day_of(20))
    QTest.keyClick(day.day, Qt.Key.Key_Return)
    assert "It can be closed" in desk.page.actions_view.told.text()
    assert desk.page.actions_view.chart.isVisible()
    desk.press(Act.CLOSE_ACTION)
    assert actions(desk.workspace)[0].state == "closed"
    assert "Decided on" in desk.page.actions_view.told.text()
    desk.press(Act.REOPEN_ACTION)
    assert "stays closed" in desk.notices.last.text


def test_without_the_shift_the_page_refuses_with_the_figures(desk: Desk) -> None:
    save_action(
        desk.workspace,
        ActionDraft("Examples", "Mei", day_of(30), day_of(25), Filter(code="missed-plain")),
    )
    desk.press(Act.CAUSE_ACTIONS)
    desk.press(Act.ACTION_DONE)
    day = desk.form(DayForm)
    assert isinstance(day, DayForm)
    day.day.setText(day_of(26))
    QTest.keyClick(day.day, Qt.Key.Key_Return)
    desk.press(Act.CLOSE_ACTION)
    assert desk.notices.last is not None
    assert "does not show the shift" in desk.notices.last.text
    assert actions(desk.workspace)[0].state != "closed"


def test_an_incident_is_reported_and_revised(desk: Desk) -> None:
    desk.press(Act.CAUSE_ACTIONS)
    assert "No incident" in desk.page.actions_view.calm.text()
    desk.press(Act.REPORT_INCIDENT)
    form = desk.form(IncidentForm)
    assert isinstance(form, IncidentForm)
    QTest.keyClicks(form.title, "New scam")
    form.since.setText(day_of(3))
    form.what.setPlainText("Loans")
    QTest.keyClick(form.title, Qt.Key.Key_Return)
    assert incidents(desk.workspace)[0].incident.title == "New scam"
    desk.press(Act.EDIT_ACTION)
    form = desk.form(IncidentForm)
    assert isinstance(form, IncidentForm)
    form.over.setChecked(True)
    form.until.setText(day_of(9))
    QTest.keyClick(form.title, Qt.Key.Key_Return)
    assert incidents(desk.workspace)[0].incident.until == day_of(9)
    assert "over since" in desk.page.actions_view.state.text()


def test_one_of_the_two_tables_is_spoken_of(desk: Desk) -> None:
    save_action(desk.workspace, ActionDraft("Examples", "Mei", day_of(30), day_of(25)))
    save_incident(desk.workspace, IncidentDraft("New scam", day_of(3)))
    desk.press(Act.CAUSE_ACTIONS)
    view = desk.page.actions_view
    assert view.title.text() == "Examples"
    view.incidents.selectRow(0)
    assert (view.title.text(), view.action) == ("New scam", None)
    assert desk.actions.action(Act.EDIT_ACTION).isEnabled()
    assert not desk.actions.action(Act.CLOSE_ACTION).isEnabled()
    view.table.selectRow(0)
    assert (view.title.text(), view.incident) == ("Examples", None)


def test_before_anything_is_judged_the_page_says_what_to_do(
    qtbot: QtBot, tmp_path: Path, settings: SettingsStore
) -> None:
    workspace = made(tmp_path / "empty", case())
    desk = Desk(qtbot, workspace, settings)
    assert "Nothing was judged" in desk.page.errors.told.text()
    desk.press(Act.CAUSE_TREES)
    assert desk.page.trees.empty.isVisible()
    desk.press(Act.ADD_WHY)
    desk.press(Act.CAUSE_ACTIONS)
    assert desk.page.actions_view.none.isVisible()
    assert not desk.actions.action(Act.EDIT_ACTION).isEnabled(), "there is nothing to revise"
    assert not any(one.isVisible() for one in desk.page.findChildren(Form))
    workspace.close()


def test_what_is_read_out_says_the_same_as_what_is_drawn(desk: Desk) -> None:
    assert desk.page.errors.chart.view.accessibleDescription().count("\n") >= 2
    for widget in (
        desk.page.errors.table,
        desk.page.suggestions.table,
        desk.page.trees.view.tree,
        desk.page.trees.view.bones,
        desk.page.actions_view.table,
        desk.page.actions_view.incidents,
    ):
        assert widget.accessibleName()


@pytest.mark.parametrize(
    ("act", "ending", "words"),
    [
        (Act.CAUSE_ERRORS, ".csv", "Over-flagged"),
        (Act.CAUSE_SUGGESTIONS, ".csv", "Annotator ann"),
        (Act.CAUSE_TREES, ".csv", "Read widely"),
        (Act.CAUSE_ACTIONS, ".svg", "<svg"),
    ],
)
def test_what_is_seen_is_written_to_a_file(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: Act, ending: str, words: str
) -> None:
    save_cause(desk.workspace, CauseDraft("Why?", nodes=(NodeView("a", "", "Read widely"),)))
    save_action(desk.workspace, ActionDraft("Examples", "Mei", day_of(30), day_of(25)))
    path = tmp_path / f"out{ending}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    desk.press(act)
    desk.press(Act.EXPORT_FIGURES)
    assert words in path.read_text(encoding="utf-8-sig")
