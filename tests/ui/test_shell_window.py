"""The window: frame, navigation, drag and drop, and when content must be covered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from smo_review.language import set_language
from tests.helpers.drops import dragged, drop
from ui.shell.actions import SPECS, Act, Actions
from ui.shell.help_sheet import HelpSheet
from ui.shell.notices import Notices
from ui.shell.rail import RailButton
from ui.shell.settings import SettingsStore
from ui.shell.tasks import InlineTasks
from ui.window import MainWindow


@pytest.fixture
def window(
    qtbot: QtBot,
    actions: Actions,
    notices: Notices,
    tasks: InlineTasks,
    show: Callable[[QWidget], None],
) -> MainWindow:
    window = MainWindow(actions, notices, tasks)
    qtbot.addWidget(window)
    for act in (Act.GO_DAY, Act.GO_REVIEW):
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.addWidget(QLineEdit())
        layout.addWidget(QPlainTextEdit())
        window.add_page(act, page)
        actions.bind(act, lambda act=act: window.show_place(act), window)
    window.show_place(Act.GO_DAY)
    show(window)
    return window


def test_bundles_can_be_dropped(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.dropped) as dropped:
        drop(window, dragged("/tmp/one.smo", "/tmp/ពីរ.SMO"))
    assert dropped.args == [[Path("/tmp/one.smo"), Path("/tmp/ពីរ.SMO")]]


@pytest.mark.parametrize(
    "paths",
    [("/tmp/photo.png",), ("ftp://example.org/one.smo",), ()],
)
def test_nothing_else_can_be_dropped(
    qtbot: QtBot, window: MainWindow, paths: tuple[str, ...]
) -> None:
    with qtbot.assertNotEmitted(window.dropped):
        drop(window, dragged(*paths))


def test_of_what_is_dropped_the_bundles_are_taken_and_the_rest_is_told(
    qtbot: QtBot, window: MainWindow, notices: Notices
) -> None:
    with qtbot.waitSignal(window.dropped) as dropped:
        drop(window, dragged("/tmp/one.smo", "/tmp/week 47.csv"))
    assert dropped.args == [[Path("/tmp/one.smo")]]
    assert notices.last is not None
    assert "files that end in .smo" in notices.last.what
    assert notices.last.where == "week 47.csv"


def test_a_text_field_leaves_dropped_bundles_to_the_window(window: MainWindow) -> None:
    assert not any(field.acceptDrops() for field in window.centralWidget().findChildren(QLineEdit))
    areas = window.centralWidget().findChildren(QPlainTextEdit)
    assert areas
    assert not any(area.viewport().acceptDrops() for area in areas)


def test_the_rail_shows_where_the_person_is_and_how_to_go_elsewhere(
    qtbot: QtBot, window: MainWindow, actions: Actions
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    chosen = [
        button.accessibleName() for button in window.findChildren(RailButton) if button.isChecked()
    ]
    assert chosen == ["Review"]


def test_leaving_a_page_covers(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.covered_wanted):
        window.show_place(Act.GO_REVIEW)


def test_a_window_that_is_no_longer_looked_at_covers(
    qtbot: QtBot, window: MainWindow, show: Callable[[QWidget], None]
) -> None:
    other = QWidget()
    qtbot.addWidget(other)
    with qtbot.waitSignal(window.covered_wanted):
        show(other)
    show(window)
    with qtbot.waitSignal(window.covered_wanted):
        window.showMinimized()
    window.showNormal()
    with qtbot.waitSignal(window.covered_wanted):
        window.hide()


def test_the_window_comes_back_where_it_was(
    qtbot: QtBot, window: MainWindow, actions: Actions, notices: Notices, tasks: InlineTasks
) -> None:
    window.resize(1024, 700)
    kept = window.kept_geometry()
    other = MainWindow(actions, notices, tasks)
    qtbot.addWidget(other)
    other.restore(kept)
    assert (other.width(), other.height()) == (1024, 700)
    other.restore("this is no geometry ក")
    assert (other.width(), other.height()) == (1024, 700)


@pytest.mark.parametrize("language", ["en", "km", "zh"])
@pytest.mark.parametrize("text_size", [100, 200])
def test_the_smallest_window_is_enough_in_every_language(
    qtbot: QtBot,
    qapp: QApplication,
    window: MainWindow,
    actions: Actions,
    language: str,
    text_size: int,
) -> None:
    from ui.shell import theme

    set_language(language)
    theme.apply(qapp, "light", text_size)
    actions.retranslate()
    window.retranslate()
    window.resize(window.minimumSize())
    QApplication.processEvents()
    assert (window.width(), window.height()) == (1024, 640)
    for button in window.findChildren(RailButton):
        assert window.rect().contains(button.rect().translated(button.mapTo(window, QPoint())))
    theme.apply(qapp, "light", 100)


def test_the_help_sheet_lists_every_action_with_the_key_it_has_now(
    qtbot: QtBot, actions: Actions, settings: SettingsStore
) -> None:
    from PySide6.QtWidgets import QLabel

    settings.change(key_overrides={"FLAG": "U"})
    sheet = HelpSheet(actions)
    qtbot.addWidget(sheet)
    texts = [label.text() for label in sheet.findChildren(QLabel)]
    for act in Act:
        assert SPECS[act].text in texts
        assert actions.key_text(act) in texts
    assert texts[texts.index("Flag") + 1] == "U"
