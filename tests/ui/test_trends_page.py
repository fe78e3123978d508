"""The page of trends by its keys: sections, the shared filter, items behind marks, export."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QFileDialog, QLabel, QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from smo_review.domain.changes import Changes
from smo_review.domain.charts import BarChart, HeatMap, LineChart
from smo_review.domain.filters import Filter
from smo_review.domain.views import QueueFilter
from smo_review.operations.workspace import Workspace
from smo_review.queries.batches import setting
from tests.helpers.store_cases import made
from tests.helpers.trend_cases import MISSED, WRONG, Said, batch_of, judge, week, workspace_of
from ui.context import Context, Navigate, Signals
from ui.filters.state import KEY, Filters
from ui.filters.views import ViewsDialog, saved_views
from ui.shell.actions import Act, Actions
from ui.shell.notices import Notices
from ui.shell.settings import SettingsStore
from ui.shell.tasks import InlineTasks
from ui.trends.page import TrendsPage


class Desk:
    """The page on a workspace; `opened` is where its marks led."""

    def __init__(
        self, qtbot: QtBot, workspace: Workspace, settings: SettingsStore, tasks: InlineTasks
    ) -> None:
        self.qtbot, self.workspace = qtbot, workspace
        self.opened: list[tuple[str, QueueFilter]] = []
        self.actions, self.signals, self.notices = Actions(settings), Signals(), Notices()
        tasks.refused.connect(self.notices.refuse)
        self.filters = Filters()
        self.filters.keep(tasks, workspace, setting(workspace, KEY))
        self.causes: list[Filter] = []
        navigate = Navigate(
            lambda _: None,
            lambda *_: None,
            lambda batch, wanted: self.opened.append((batch, wanted)),
            lambda _: None,
            self.causes.append,
        )
        self.context = Context(
            tasks, self.actions, settings, self.notices, self.signals, workspace, navigate,
            lambda _: None, self.filters,
        )  # fmt: skip
        self.page = TrendsPage(self.context)
        qtbot.addWidget(self.page)
        self.actions.enter("trends")
        self.page.resize(1280, 720)
        with qtbot.waitExposed(self.page):
            self.page.show()
        self.page.activateWindow()

    def press(self, key: Any, modifier: Any = Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(self.page.focusWidget() or self.page, key, modifier)

    @property
    def chart(self) -> Any:
        panel = self.page.blocks.current
        return panel.chart if panel is not None else None

    def words(self) -> str:
        shown = (one for one in self.page.findChildren(QLabel) if one.isVisible())
        return "\n".join(label.text() for label in shown)


def said() -> list[Said]:
    weeks = [one for n in range(10) for one in week(n, 20, 1 if n < 6 else 9, language="km")]
    return [*weeks, *week(3, 8, 4, WRONG, annotator="bob"), *week(4, 8, 1, MISSED, label="spam")]


@pytest.fixture
def desk(
    qtbot: QtBot, tmp_path: Path, settings: SettingsStore, tasks: InlineTasks
) -> Iterator[Desk]:
    workspace = workspace_of(tmp_path / "ws", said())
    yield Desk(qtbot, workspace, settings, tasks)
    workspace.close()


def test_it_begins_with_the_control_chart_and_its_rules_in_words(desk: Desk) -> None:
    assert isinstance(desk.chart, LineChart)
    assert len(desk.chart.upper) == 10
    assert "Western Electric" in desk.words()
    assert "fits best from 2026-02-16" in desk.words()
    assert any(point.alarm for point in desk.chart.lines[0].points)


def test_every_section_is_a_key_away(desk: Desk) -> None:
    for key, kind, words in (
        (Qt.Key.Key_2, BarChart, "Error rate rose by"),
        (Qt.Key.Key_3, BarChart, "of what was found"),
        (Qt.Key.Key_4, HeatMap, "A row adds up to 100%"),
        (Qt.Key.Key_5, HeatMap, "fewer than 30 judged"),
        (Qt.Key.Key_6, None, "clauses that split them cannot be told"),
        (Qt.Key.Key_1, LineChart, "Western Electric"),
    ):
        desk.press(key)
        assert words in desk.words()
        assert kind is None or isinstance(desk.chart, kind)


def test_measure_step_and_breakdown_change_by_keys(desk: Desk) -> None:
    desk.press(Qt.Key.Key_M)
    assert desk.chart.title == "Critical error rate, by week"
    desk.press(Qt.Key.Key_W)
    assert desk.chart.lines[0].points[0].label == "2026-01-07"
    desk.press(Qt.Key.Key_3)
    desk.press(Qt.Key.Key_D)
    assert desk.chart.title == "Incorrect annotations by clause cited"
    desk.press(Qt.Key.Key_4)
    desk.press(Qt.Key.Key_D)
    assert "No judged annotation is of an item that has a gold" in desk.words()


def test_arrows_and_enter_open_the_items_of_a_point(desk: Desk) -> None:
    view = desk.page.blocks.current.view  # type: ignore[union-attr]
    for _ in range(7):
        desk.press(Qt.Key.Key_Right)
    assert "2026-02-16: 45.0%" in desk.words()
    desk.press(Qt.Key.Key_Return)
    ((batch, wanted),) = desk.opened
    assert batch == ""
    assert wanted.judged == Filter(outcome="incorrect", since="2026-02-16", until="2026-02-22")
    assert view.hasFocus()


def test_a_click_on_a_cell_opens_its_items(desk: Desk) -> None:
    desk.press(Qt.Key.Key_4)
    view = desk.page.blocks.current.view  # type: ignore[union-attr]
    area = next(a for a, link in view._links if '"right_label":"spam"' in link)
    spot = view.rect().topLeft()
    spot.setX(int(area[0] + area[2] / 2))
    spot.setY(int(area[1] + area[3] / 2))
    desk.qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=spot)
    assert desk.opened[0][1].judged == Filter(label="hate", right_label="spam")


def test_a_filter_is_set_in_the_fields_shown_as_a_chip_and_taken_away(desk: Desk) -> None:
    desk.press(Qt.Key.Key_F)
    panel = desk.page.bar.panel
    assert panel.isVisible()
    box = panel.fields["annotator"]
    assert isinstance(box, QComboBox)
    box.lineEdit().selectAll()
    desk.qtbot.keyClicks(box.lineEdit(), "bob")
    desk.qtbot.keyClick(box.lineEdit(), Qt.Key.Key_Return)
    assert desk.filters.filter == Filter(annotator="bob")
    assert "Not enough yet for limits: 1 week of at least 8" in desk.words()
    desk.qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert not panel.isVisible()

    def chips() -> list[QToolButton]:
        found = desk.page.bar.findChildren(QToolButton)
        return [one for one in found if one.property("kind") == "chip" and one.isVisible()]

    qtbot = desk.qtbot
    qtbot.waitUntil(lambda: [one.text() for one in chips()] == ["Annotator: bob  ✕"])
    chips()[0].click()
    assert desk.filters.filter == Filter()


def test_many_filters_fit_a_narrow_window(desk: Desk) -> None:
    desk.filters.set(
        batch="b-1", annotator="bob", label="hate", code="over", clause="1.4", language="km",
        since="2026-01-01", until="2026-12-31",
    )  # fmt: skip
    desk.page.resize(1090, 640)
    bar = desk.page.bar

    def chips() -> list[str]:
        shown = (one for one in bar.findChildren(QToolButton) if one.isVisible())
        return [one.text() for one in shown if one.property("kind") == "chip"]

    desk.qtbot.waitUntil(lambda: chips()[3:] == ["+5"])
    assert desk.page.minimumSizeHint().width() <= 1090


def test_words_that_name_nothing_leave_a_field_as_it_was(desk: Desk) -> None:
    desk.filters.set(label="spam")
    desk.press(Qt.Key.Key_F)
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


def test_the_first_chart_does_not_wait_for_what_was_judged(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        raise AssertionError("the roll-ups know this")

    monkeypatch.setattr("ui.trends.questions.material", never)
    desk.press(Qt.Key.Key_M)
    desk.filters.set(batch="b-1", since="2026-01-12")
    assert len(desk.chart.lines[0].points) == 9


def test_a_day_that_is_none_is_told_and_changes_nothing(desk: Desk) -> None:
    desk.press(Qt.Key.Key_F)
    field = desk.page.bar.panel.fields["since"]
    assert isinstance(field, QLineEdit)
    field.setText("2026-13-01")
    field.editingFinished.emit()
    assert "“2026-13-01” is not a date." in desk.words()
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
    desk.press(Qt.Key.Key_3)
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
    desk.press(Qt.Key.Key_4)
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
    desk.press(Qt.Key.Key_1)
    dialog.list.itemActivated.emit(dialog.list.item(0))
    assert desk.filters.filter == Filter(annotator="bob")
    assert isinstance(desk.chart, HeatMap)
    again = ViewsDialog(desk.context, Act.GO_TRENDS, desk.page)
    qtbot.addWidget(again)
    assert [again.list.item(0).text()] == ["Bob"]
    again.list.setFocus()
    again._delete()
    assert saved_views(desk.workspace) == ()


def test_before_and_after_follow_the_days_that_are_typed(desk: Desk) -> None:
    desk.press(Qt.Key.Key_2)
    fields = desk.page.compare.fields
    assert [field.text() for field in fields] == ["", "2026-02-15", "2026-02-16", ""]
    fields[1].setText("2026-01-11")
    fields[2].setText("2026-01-12")
    fields[3].setText("2026-01-25")
    fields[3].editingFinished.emit()
    assert "no change is shown" in desk.words()
    fields[0].setText("soon")
    fields[0].editingFinished.emit()
    assert desk.notices.last is not None
    assert "soon" in desk.notices.last.what


def test_the_table_stands_in_for_the_chart(desk: Desk) -> None:
    desk.press(Qt.Key.Key_T)
    panel = desk.page.blocks.current
    assert panel is not None
    assert panel.table.isVisible()
    assert panel.table.rowCount() == 10
    assert panel.table.item(6, 0).text() == "2026-02-16"
    desk.press(Qt.Key.Key_T)
    assert panel.view.isVisible()


def test_a_chart_is_copied_and_written_as_svg_png_and_csv(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.press(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].startswith("What\tValue")
    assert len(lines) == 11
    for ending, start in ((".svg", b"<svg "), (".png", b"\x89PNG"), (".csv", b"\xef\xbb\xbfWhat")):
        out = tmp_path / f"chart{ending}"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, out=out: (str(out), ""))
        desk.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        assert out.read_bytes().startswith(start)
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "none" / "x.svg"), "")
    )
    desk.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert desk.notices.last is not None
    assert "cannot be written" in desk.notices.last.what


def test_new_facts_are_seen_when_the_page_is_looked_at_again(
    qtbot: QtBot, tmp_path: Path, settings: SettingsStore, tasks: InlineTasks
) -> None:
    later = [one._replace(auditor="late") for one in week(11, 20, 20)]
    workspace = made(tmp_path / "ws", batch_of([*said(), *later]))
    try:
        judge(workspace, said())
        desk = Desk(qtbot, workspace, settings, tasks)
        assert len(desk.chart.lines[0].points) == 10
        desk.page.hide()
        judge(workspace, [*said(), *later])
        desk.signals.changed.emit(Changes(numbers=True))
        assert len(desk.chart.lines[0].points) == 10
        desk.page.show()
        assert desk.chart.lines[0].points[-1].label == "2026-03-23"
    finally:
        workspace.close()


def test_a_workspace_without_verdicts_says_so(
    qtbot: QtBot, tmp_path: Path, settings: SettingsStore, tasks: InlineTasks
) -> None:
    workspace = workspace_of(tmp_path / "empty", [])
    try:
        empty = Desk(qtbot, workspace, settings, tasks)
        assert empty.chart is None
        assert "Nothing was judged here yet." in empty.words()
        for key in (Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_5, Qt.Key.Key_6):
            empty.press(key)
            assert empty.chart is None
        empty.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        assert empty.notices.last is not None
        assert "no chart to export" in empty.notices.last.what
    finally:
        workspace.close()


def test_a_point_leads_to_the_causes_behind_it(desk: Desk) -> None:
    for _ in range(7):
        desk.press(Qt.Key.Key_Right)
    desk.press(Qt.Key.Key_L)
    assert desk.causes == [Filter(since="2026-02-16", until="2026-02-22")]
