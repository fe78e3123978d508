"""19: step-away needs no reason, hides everything, counts nowhere; breaks are suggested, silent."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel
from pytestqt.qtbot import QtBot

from smo_review.queries.private import my_figures
from tests.helpers.review_desk import Desk
from tests.wellbeing.conftest import Seconds
from ui.app import Client
from ui.review.pace import Limits, Pace
from ui.shell.acts import Act
from ui.stage.clock import Clock


def press(client: Client, key: Qt.Key) -> None:
    QTest.keyClick(QApplication.focusWidget() or client.window, key)


def readable(client: Client) -> list[str]:
    """Every text that the window shows."""
    kinds = (QLabel, QAbstractButton)
    shown = [widget for kind in kinds for widget in client.window.findChildren(kind)]
    return [one.text() for one in shown if one.isVisible() and one.text()]


def test_one_key_hides_everything_and_brings_it_back(qtbot: QtBot, client: Client) -> None:
    page = client.page(Act.GO_REVIEW)
    press(client, Qt.Key.Key_V)
    assert page.stage.level != "covered"
    press(client, Qt.Key.Key_F12)
    assert not page.isVisible()
    assert not client.window.menuBar().isVisible()
    assert not client.window.statusBar().isVisible()
    assert readable(client) == [
        "You are away",
        "Everything is hidden. F12 brings you back to where you were.",
        "Come back",
    ]
    press(client, Qt.Key.Key_F12)
    assert page.isVisible()
    assert client.window.menuBar().isVisible()
    assert page.stage.level == "covered"


def test_dialogs_and_the_palette_are_gone_too(qtbot: QtBot, client: Client) -> None:
    client.actions.press(Act.HELP_SHEET)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    press(client, Qt.Key.Key_F12)
    assert QApplication.activeModalWidget() is None
    others = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
    assert others == [client.window]
    press(client, Qt.Key.Key_F12)
    client.actions.press(Act.PALETTE)
    press(client, Qt.Key.Key_F12)
    assert not client.window.palette_box.isVisible()


def test_no_key_but_the_way_back_does_anything_meanwhile(qtbot: QtBot, client: Client) -> None:
    page = client.page(Act.GO_REVIEW)
    before = page.position.view
    press(client, Qt.Key.Key_F12)
    for key in (Qt.Key.Key_A, Qt.Key.Key_J, Qt.Key.Key_V, Qt.Key.Key_Space):
        press(client, key)
    assert page.position.view is before
    assert not any(client.actions.is_ready(act) for act in Act if act is not Act.STEP_AWAY)
    press(client, Qt.Key.Key_F12)
    assert all(entry.mine is None for entry in page.position.view.annotations)
    assert client.actions.is_ready(Act.CORRECT)


def test_time_away_is_in_no_verdict_and_is_the_persons_own_figure(
    qtbot: QtBot, client: Client, seconds: Seconds
) -> None:
    page = client.page(Act.GO_REVIEW)
    assert client.context is not None
    workspace = client.context.workspace
    page.care._now = seconds
    page.position.clock = Clock(seconds)
    seconds.now += 4
    press(client, Qt.Key.Key_F12)
    seconds.now += 3600
    press(client, Qt.Key.Key_F12)
    seconds.now += 1
    press(client, Qt.Key.Key_A)
    qtbot.waitUntil(lambda: client.tasks.idle, timeout=10_000)
    with workspace.read() as conn:
        assert conn.execute("SELECT took FROM standings").fetchall() == [(5000,)]
    away = my_figures(workspace).away
    assert [(one.day, one.times, one.milliseconds) for one in away] == [
        (date.today().toordinal(), 1, 3_600_000)
    ]


def test_a_break_is_suggested_without_taking_the_keyboard_and_put_away_by_a_key(
    desk: Desk, seconds: Seconds
) -> None:
    desk.page.care.pace = Pace(seconds)
    desk.page.care.pace.limits = Limits(break_minutes=50)
    desk.page.care.set_working(True)
    focus = QApplication.focusWidget()
    seconds.now += 3001
    desk.page.care.look()
    bar = desk.page.care.bar
    assert bar.isVisible()
    assert bar.words.text() == "You have worked for a good while. A break, if you like?"
    assert QApplication.focusWidget() is focus
    assert QApplication.activeModalWidget() is None
    desk.actions.press(Act.PUT_AWAY)
    assert bar.isHidden()
    desk.page.care.look()
    assert bar.isHidden(), "it is said once"
