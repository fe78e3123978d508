"""The table of numbers fits the page: short heads that say more, and nothing is lost by it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from smo_review.language import set_language
from tests.helpers.lead_desk import Lead, right, wrong
from tests.helpers.review_desk import workspace_with_batch
from ui.lead.interval_bar import LONG, SHORT
from ui.lead.table import GroupsTable
from ui.shell import theme
from ui.shell.acts import Act
from ui.shell.settings import SettingsStore
from ui.shell.tasks import InlineTasks


@pytest.fixture(params=["en", "km", "zh"])
def lead(
    request: pytest.FixtureRequest,
    qtbot: QtBot,
    qapp: QApplication,
    tmp_path: Path,
    settings: SettingsStore,
    tasks: InlineTasks,
) -> Iterator[Lead]:
    workspace, batch = workspace_with_batch(tmp_path)
    set_language(request.param)
    theme.apply(qapp, "light", 100)
    desk = Lead(qtbot, workspace, batch, settings, tasks)
    desk.judge(right(batch, "post-1", "sokha"), wrong(batch, "post-1", "wei", "neighbour"))
    yield desk
    workspace.close()
    set_language("en")


def heads(table: GroupsTable, role: Qt.ItemDataRole) -> list[str]:
    model = table.model()
    columns = range(model.columnCount())
    return [str(model.headerData(at, Qt.Orientation.Horizontal, role)) for at in columns]


@pytest.mark.parametrize(
    "act", [Act.BY_ANNOTATOR, Act.BY_LABEL, Act.BY_CODE, Act.BY_AUDITOR, Act.BY_DAY]
)
def test_no_breakdown_scrolls_sideways_beside_the_rail_of_a_small_window(
    lead: Lead, act: Act
) -> None:
    lead.page.resize(1280 - 148, 640)
    lead.actions.press(act)
    table = lead.page.table
    assert table.model().rowCount()
    assert table.horizontalScrollBar().maximum() == 0
    for at, words in enumerate(heads(table, Qt.ItemDataRole.DisplayRole)):
        room = table.columnWidth(at)
        assert table.fontMetrics().horizontalAdvance(words) < room, f"“{words}” is cut"


def test_short_heads_are_told_whole_to_the_pointer_and_to_screen_readers(lead: Lead) -> None:
    table = lead.page.table
    for role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
        told = heads(table, role)
        title = lead.page.model.lines(())[0]
        assert title[4] in told[4] and title[5] in told[5]
        assert told[-1] != heads(table, Qt.ItemDataRole.DisplayRole)[-1]


def test_a_copy_and_a_file_have_every_count_by_itself(lead: Lead, qtbot: QtBot) -> None:
    table = lead.page.table
    table.clearSelection()
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]
    assert {len(line) for line in lines} == {9}
    seen = lead.keys()
    assert [line[0] for line in lines[1:]] == seen, "in the order that is seen"
    assert all(line[6:] == ["0", "0", "0"] for line in lines[1:])


def test_the_chosen_line_tells_what_its_undecided_are(lead: Lead) -> None:
    assert lead.page._told.isHidden()
    lead.page.table.selectRow(0)
    assert lead.page._told.isVisible()
    assert lead.cell(0, 0) in lead.page._told.text()
    lead.actions.press(Act.BY_CODE)
    assert lead.page._told.isHidden()


def test_without_room_for_bars_figures_stay_and_few_are_in_brackets(
    lead: Lead, qapp: QApplication
) -> None:
    table = lead.page.table
    assert table._bars.bar
    lead.page.resize(760, 640)
    assert not table._bars.bar
    wide = table.columnWidth(3)
    assert wide >= table.fontMetrics().horizontalAdvance("(100.0%)100.0–100.0%")


def test_bars_are_shorter_before_a_name_is_cut(lead: Lead) -> None:
    table = lead.page.table

    def name_fits() -> bool:
        return table.columnWidth(0) >= table.sizeHintForColumn(0)

    width = 1280
    while table._bars.bar == LONG:
        assert name_fits()
        width -= 4
        lead.page.resize(width, 640)
    assert table._bars.bar == SHORT and name_fits()


def test_ranks_are_numbers_also_where_the_project_names_the_groups(lead: Lead) -> None:
    lead.actions.press(Act.BY_LABEL)
    rows = range(lead.page.table.model().rowCount())
    assert rows and all(lead.cell(row, 2) in ("–", "1", "2") for row in rows)
