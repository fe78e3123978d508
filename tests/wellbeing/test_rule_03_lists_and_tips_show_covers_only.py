"""Rule 3: lists, strips, drag images, tips and the window icon show nothing of the content."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget
from pytestqt.qtbot import QtBot

from smo_review.domain.content import Item, Part
from tests.helpers.review_desk import desk_on
from ui.shell.settings import SettingsStore

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
SECRET = "Unspeakable"
ITEMS = [Item(f"post-{n}", (Part("text", f"{SECRET} {n}"),)) for n in range(1, 5)]


def test_no_list_strip_tip_or_name_tells_content_before_or_after_a_reveal(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    with desk_on(qtbot, tmp_path, SettingsStore(tmp_path / "settings.ini"), items=ITEMS) as desk:
        desk.press("A", "V", "Esc", "A")
        assert not [words for words in desk.words() if SECRET in words]
        desk.press("V", "=")
        told = [words for words in desk.words() if SECRET in words]
        # Screen readers get the words when eyes do: the revealed text's own description alone.
        assert len(told) == 1
        desk.press("J")
        assert not [words for words in desk.words() if SECRET in words]


def test_nothing_can_be_dragged_so_that_no_picture_follows_the_mouse(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    with desk_on(qtbot, tmp_path, SettingsStore(tmp_path / "settings.ini"), items=ITEMS) as desk:
        views = desk.page.findChildren(QAbstractItemView)
        assert views
        assert not [view for view in views if view.dragEnabled()]
        icons = [one.windowIcon() for one in (desk.window, *desk.page.findChildren(QWidget))]
        assert {icon.cacheKey() for icon in icons} == {desk.window.windowIcon().cacheKey()}
