"""The tables of causes: no word is lost where a bar takes width from them."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from ui.causes.words import fill, made_table


def test_rows_are_high_enough_once_a_bar_takes_width_from_their_words(qtbot: QtBot) -> None:
    table = made_table("Errors", ("Item", "Labels"), (1,))
    qtbot.addWidget(table)
    words = [["i1", "Betting → Too-good offer"]]
    table.show()
    fill(table, words, 0)
    one = table.rowHeight(0)
    width = 400
    while table.rowHeight(0) == one:
        width -= 1
        table.resize(width, 200)
        table.resizeRowsToContents()
    table.resize(width + 1, 200)
    fill(table, words * 30, 0)
    qtbot.waitUntil(table.verticalScrollBar().isVisible)
    qtbot.waitUntil(
        lambda: {table.rowHeight(row) for row in range(30)} == {table.sizeHintForRow(0)}
    )
    assert table.rowHeight(0) > one, "the bar is there, and a second line"
