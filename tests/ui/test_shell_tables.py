"""Tables whose rows are chosen: what is copied goes into a spreadsheet as it is seen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QTableWidgetItem, QWidget
from pytestqt.qtbot import QtBot

from ui.shell.tables import RowTable

COPY = (Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)


@pytest.fixture
def made(qtbot: QtBot, show: Callable[[QWidget], None]) -> RowTable:
    made = RowTable("Errors", ("Item", "Reason"))
    made.setRowCount(2)
    for row, cells in enumerate((("i1", "two\nlines"), ("i2", "a\ttab"))):
        for column, text in enumerate(cells):
            made.setItem(row, column, QTableWidgetItem(text))
    qtbot.addWidget(made)
    show(made)
    made.setFocus()
    return made


def test_the_chosen_row_is_copied_with_the_heads(made: RowTable, qtbot: QtBot) -> None:
    made.selectRow(1)
    with qtbot.waitSignal(made.copied) as told:
        qtbot.keyClick(made, *COPY)
    assert told.args == [1]
    assert QGuiApplication.clipboard().text() == "Item\tReason\ni2\ta tab"


def test_all_rows_are_chosen_and_copied_by_the_usual_keys(made: RowTable, qtbot: QtBot) -> None:
    made.selectRow(0)
    qtbot.keyClick(made, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(made, *COPY)
    assert QGuiApplication.clipboard().text().count("\n") == 2
    assert made.currentRow() == 0, "the page still speaks of the same row"


def test_without_a_choice_all_rows_are_copied_each_on_one_line(
    made: RowTable, qtbot: QtBot
) -> None:
    made.clearSelection()
    qtbot.keyClick(made, *COPY)
    assert QGuiApplication.clipboard().text().split("\n") == [
        "Item\tReason",
        "i1\ttwo lines",
        "i2\ta tab",
    ]
