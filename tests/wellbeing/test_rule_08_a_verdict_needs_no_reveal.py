"""Rule 8: a verdict can be given without revealing; the least level that sufficed is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from smo_review.domain.content import Item, Part
from smo_review.domain.private import Sufficed
from smo_review.queries.private import my_figures
from tests.helpers.review_desk import desk_on
from ui.shell.settings import SettingsStore

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
ITEMS = [
    Item(f"post-{n}", (Part("text", "One"), Part("text", "Two")), category="sale", severity=1)
    for n in range(1, 5)
]


def test_the_most_that_was_shown_of_any_part_is_kept_and_no_more(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    with desk_on(qtbot, tmp_path, SettingsStore(tmp_path / "settings.ini"), items=ITEMS) as desk:
        desk.press("Shift+A")
        assert desk.outcome("post-1") == "correct"
        desk.press("]", "V", "Esc", "[", "Shift+A")
        assert desk.outcome("post-2") == "correct"
        desk.signals.covered_wanted.emit()
        assert my_figures(desk.workspace).sufficed == (
            Sufficed("sale", "covered", 3),
            Sufficed("sale", "grey", 3),
        )
