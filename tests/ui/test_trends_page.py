"""The page of trends by its keys: sections, items behind marks, tables, export."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from smo_review.domain.changes import Changes
from smo_review.domain.charts import BarChart, Cell, HeatMap, LineChart
from smo_review.domain.filters import Filter
from tests.helpers.store_cases import made
from tests.helpers.trend_cases import batch_of, judge, week, workspace_of
from tests.helpers.trends_desk import Desk, drifting
from ui.shell.settings import SettingsStore
from ui.shell.tasks import InlineTasks


@pytest.fixture
def desk(
    qtbot: QtBot, tmp_path: Path, settings: SettingsStore, tasks: InlineTasks
) -> Iterator[Desk]:
    workspace = workspace_of(tmp_path / "ws", drifting())
    yield Desk(qtbot, workspace, settings, tasks)
    workspace.close()


def test_it_begins_with_the_control_chart_and_its_rules_in_words(desk: Desk) -> None:
    assert isinstance(desk.chart, LineChart)
    assert len(desk.chart.upper) == 10
    assert "Western Electric" in desk.seen()
    assert "fits best from 2026-02-16" in desk.seen()
    assert any(point.alarm for point in desk.chart.lines[0].points)


def test_every_section_is_a_key_away(desk: Desk) -> None:
    for key, kind, words in (
        ("2", BarChart, "Error rate rose by"),
        ("3", BarChart, "of what was found"),
        ("4", HeatMap, "A row adds up to 100%"),
        ("5", HeatMap, "fewer than 30 judged"),
        ("6", None, "clauses that split them cannot be told"),
        ("1", LineChart, "Western Electric"),
    ):
        desk.press(key)
        assert words in desk.seen()
        assert kind is None or isinstance(desk.chart, kind)


def test_a_heat_map_where_enough_was_judged_speaks_of_no_brackets(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = HeatMap("Heat", "share", ("ann",), ("hate",), ((Cell(0.1, 40),),))
    monkeypatch.setattr("ui.trends.questions.heat_chart", lambda *_: full)
    desk.press("5")
    assert "A cell is a reason to look" in desk.seen()
    assert "In brackets" not in desk.seen()


def test_measure_step_and_breakdown_change_by_keys(desk: Desk) -> None:
    desk.press("M")
    assert desk.chart.title == "Critical error rate, by week"
    desk.press("W")
    assert desk.chart.lines[0].points[0].label == "2026-01-07"
    desk.press("3")
    desk.press("D")
    assert desk.chart.title == "Incorrect annotations by clause cited"
    desk.press("4")
    desk.press("D")
    assert "No judged annotation is of an item that has a gold" in desk.seen()


def test_arrows_and_enter_open_the_items_of_a_point(desk: Desk) -> None:
    view = desk.page.blocks.current.view  # type: ignore[union-attr]
    for _ in range(7):
        desk.press("Right")
    assert "2026-02-16: 45.0%" in desk.seen()
    desk.press("Return")
    ((batch, wanted),) = desk.queues
    assert batch == ""
    assert wanted.judged == Filter(outcome="incorrect", since="2026-02-16", until="2026-02-22")
    assert view.hasFocus()


def test_a_click_on_a_cell_opens_its_items(desk: Desk) -> None:
    desk.press("4")
    view = desk.page.blocks.current.view  # type: ignore[union-attr]
    area = next(a for a, link in view._links if '"right_label":"spam"' in link)
    spot = view.rect().topLeft()
    spot.setX(int(area[0] + area[2] / 2))
    spot.setY(int(area[1] + area[3] / 2))
    desk.qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=spot)
    assert desk.queues[0][1].judged == Filter(label="hate", right_label="spam")


def test_the_first_chart_does_not_wait_for_what_was_judged(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        raise AssertionError("the roll-ups know this")

    monkeypatch.setattr("ui.trends.questions.material", never)
    desk.press("M")
    desk.filters.set(batch="b-1", since="2026-01-12")
    assert len(desk.chart.lines[0].points) == 9


def test_before_and_after_follow_the_days_that_are_typed(desk: Desk) -> None:
    desk.press("2")
    fields = desk.page.compare.fields
    assert [field.text() for field in fields] == ["", "2026-02-15", "2026-02-16", ""]
    fields[1].setText("2026-01-11")
    fields[2].setText("2026-01-12")
    fields[3].setText("2026-01-25")
    fields[3].editingFinished.emit()
    assert "no change is shown" in desk.seen()
    fields[0].setText("soon")
    fields[0].editingFinished.emit()
    assert desk.notices.last is not None
    assert "soon" in desk.notices.last.what


def test_the_table_stands_in_for_the_chart(desk: Desk) -> None:
    desk.press("T")
    panel = desk.page.blocks.current
    assert panel is not None
    assert panel.table.isVisible()
    assert panel.table.rowCount() == 10
    assert panel.table.item(6, 0).text() == "2026-02-16"
    desk.press("T")
    assert panel.view.isVisible()


def test_a_chart_is_copied_and_written_as_svg_png_and_csv(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.press("Ctrl+C")
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].startswith("What\tValue")
    assert len(lines) == 11
    for ending, start in ((".svg", b"<svg "), (".png", b"\x89PNG"), (".csv", b"\xef\xbb\xbfWhat")):
        out = tmp_path / f"chart{ending}"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, out=out: (str(out), ""))
        desk.press("Ctrl+S")
        assert out.read_bytes().startswith(start)
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "none" / "x.svg"), "")
    )
    desk.press("Ctrl+S")
    assert desk.notices.last is not None
    assert "cannot be written" in desk.notices.last.what


def test_new_facts_are_seen_when_the_page_is_looked_at_again(
    qtbot: QtBot, tmp_path: Path, settings: SettingsStore, tasks: InlineTasks
) -> None:
    later = [one._replace(auditor="late") for one in week(11, 20, 20)]
    workspace = made(tmp_path / "ws", batch_of([*drifting(), *later]))
    try:
        judge(workspace, drifting())
        desk = Desk(qtbot, workspace, settings, tasks)
        assert len(desk.chart.lines[0].points) == 10
        desk.page.hide()
        judge(workspace, [*drifting(), *later])
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
        assert "Nothing was judged here yet." in empty.seen()
        for key in ("2", "3", "4", "5", "6"):
            empty.press(key)
            assert empty.chart is None
        empty.press("Ctrl+S")
        assert empty.notices.last is not None
        assert "no chart to export" in empty.notices.last.what
    finally:
        workspace.close()


def test_a_point_leads_to_the_causes_behind_it(desk: Desk) -> None:
    for _ in range(7):
        desk.press("Right")
    desk.press("L")
    assert desk.causes == [Filter(since="2026-02-16", until="2026-02-22")]
