"""The filter that all pages of figures share, and saved views, by their keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from smo_review.domain.charts import BarChart, HeatMap
from smo_review.domain.filters import Filter
from tests.helpers.trend_cases import workspace_of
from tests.helpers.trends_desk import Desk, drifting
from ui.filters.state import Filters
from ui.filters.views import ViewsDialog, saved_views
from ui.shell.actions import Act
from ui.shell.settings import SettingsStore
from ui.shell.tasks import InlineTasks


@pytest.fixture
def desk(
    qtbot: QtBot, tmp_path: Path, settings: SettingsStore, tasks: InlineTasks
) -> Iterator[Desk]:
    workspace = workspace_of(tmp_path / "ws", drifting())
    yield Desk(qtbot, workspace, settings, tasks)
    workspace.close()


def test_a_filter_is_set_in_the_fields_shown_as_a_chip_and_taken_away(desk: Desk) -> None:
    desk.press("F")
    panel = desk.page.bar.panel
    assert panel.isVisible()
    box = panel.fields["annotator"]
    assert isinstance(box, QComboBox)
    box.lineEdit().selectAll()
    desk.qtbot.keyClicks(box.lineEdit(), "bob")
    desk.qtbot.keyClick(box.lineEdit(), Qt.Key.Key_Return)
    assert desk.filters.filter == Filter(annotator="bob")
    assert "Not enough yet for limits: 1 week of at least 8" in desk.seen()
    desk.qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert not panel.isVisible()
    told = ["Annotator: bob  ✕"]
    desk.qtbot.waitUntil(lambda: [one.text() for one in desk.chips()] == told)
    desk.chips()[0].click()
    assert desk.filters.filter == Filter()


def test_many_filters_fit_a_narrow_window(desk: Desk) -> None:
    desk.filters.set(
        batch="b-1", annotator="bob", label="hate", code="over", clause="1.4", language="km",
        since="2026-01-01", until="2026-12-31",
    )  # fmt: skip
    desk.window.resize(1090, 640)
    desk.qtbot.waitUntil(lambda: [one.text()[0] for one in desk.chips()][-1:] == ["+"])
    assert len(desk.chips()) - 1 + int(desk.chips()[-1].text()) == 8
    assert desk.page.minimumSizeHint().width() <= 1090


def test_words_that_name_nothing_leave_a_field_as_it_was(desk: Desk) -> None:
    desk.filters.set(label="spam")
    desk.press("F")
    box = desk.page.bar.panel.fields["label"]
    assert isinstance(box, QComboBox)
    assert box.currentText() == "Spam"
    for words, text, kept in (
        ("nobody", "Spam", "spam"),
        ("hate", "Hate", "hate"),
        ("", "Any", ""),
    ):
        box.lineEdit().clear()
        desk.qtbot.keyClicks(box.lineEdit(), words)
        box.lineEdit().editingFinished.emit()
        assert (box.currentText(), desk.filters.filter.label) == (text, kept)


def test_a_day_that_is_none_is_told_and_changes_nothing(desk: Desk) -> None:
    desk.press("F")
    field = desk.page.bar.panel.fields["since"]
    assert isinstance(field, QLineEdit)
    field.setText("2026-13-01")
    field.editingFinished.emit()
    assert "“2026-13-01” is not a date." in desk.seen()
    assert desk.filters.filter == Filter()
    field.setText("2026-02-16")
    field.editingFinished.emit()
    assert desk.filters.filter.since == "2026-02-16"
    desk.actions.press(Act.CLEAR_FILTER)
    assert desk.filters.filter == Filter()


def test_filter_and_choices_stay_over_a_restart(
    desk: Desk, qtbot: QtBot, settings: SettingsStore, tasks: InlineTasks
) -> None:
    desk.filters.set(language="km")
    desk.press("3")
    desk.page.close()
    again = Desk(qtbot, desk.workspace, settings, tasks)
    assert again.filters.filter == Filter(language="km")
    assert isinstance(again.chart, BarChart)


def test_what_was_kept_and_cannot_be_read_is_no_filter(desk: Desk, tasks: InlineTasks) -> None:
    filters = Filters()
    filters.keep(tasks, desk.workspace, {"filter": {"batch": 7}})
    assert filters.filter == Filter()


def test_a_view_is_saved_renamed_opened_and_deleted(desk: Desk, qtbot: QtBot) -> None:
    desk.filters.set(annotator="bob")
    desk.press("4")
    dialog = ViewsDialog(desk.context, Act.GO_TRENDS, desk.page)
    qtbot.addWidget(dialog)
    qtbot.keyClicks(dialog.name, "Bob's mix-ups")
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    (view,) = saved_views(desk.workspace)
    assert (view.name, view.page, view.filter) == (
        "Bob's mix-ups", "GO_TRENDS", Filter(annotator="bob"),
    )  # fmt: skip
    dialog.list.currentItem().setText("Bob")
    desk.filters.clear()
    desk.press("1")
    dialog.list.itemActivated.emit(dialog.list.item(0))
    assert desk.filters.filter == Filter(annotator="bob")
    assert isinstance(desk.chart, HeatMap)
    again = ViewsDialog(desk.context, Act.GO_TRENDS, desk.page)
    qtbot.addWidget(again)
    assert [again.list.item(0).text()] == ["Bob"]
    again.list.setFocus()
    again._delete()
    assert saved_views(desk.workspace) == ()
