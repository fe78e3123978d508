"""20: check-ins are optional, skippable, never diagnostic, and live with the exposure figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from smo_review.domain.private import CheckIn
from smo_review.operations.private import forget_private
from smo_review.operations.workspace import Workspace, open_workspace
from smo_review.queries.private import my_figures
from ui.mine.page import MinePage, build
from ui.shell.actions import Act, Actions
from ui.shell.notices import Notices
from ui.shell.settings import Settings, SettingsStore
from ui.shell.tasks import InlineTasks


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    workspace = open_workspace(tmp_path / "ws", create=True)
    yield workspace
    workspace.close()


@pytest.fixture
def page(
    qtbot: QtBot,
    ws: Workspace,
    tasks: InlineTasks,
    actions: Actions,
    notices: Notices,
    settings: SettingsStore,
    show: Callable[[QWidget], None],
) -> MinePage:
    context: Any = SimpleNamespace(
        workspace=ws, tasks=tasks, actions=actions, notices=notices, settings=settings
    )
    page = build(context)
    qtbot.addWidget(page)
    actions.enter("mine")
    show(page)
    return page


def told(page: MinePage) -> str:
    return " | ".join(one.text() for one in page.findChildren(QLabel) if one.isVisibleTo(page))


def test_nobody_is_asked_who_did_not_want_it(page: MinePage, actions: Actions) -> None:
    assert not Settings().check_ins
    assert "How are you today?" not in told(page)
    assert not actions.is_ready(Act.CHECK_IN_1)


def test_an_answer_is_kept_for_the_person_and_shown_without_a_conclusion(
    ws: Workspace, page: MinePage, actions: Actions, settings: SettingsStore
) -> None:
    settings.change(check_ins=True)
    page.read()
    assert "How are you today?" in told(page)
    actions.press(Act.CHECK_IN_2)
    today = date.today()
    assert my_figures(ws).check_ins == (CheckIn(today.toordinal(), 2),)
    assert f"{today.isoformat()}: Hard" in told(page)
    for word in ("score", "risk", "average", "trend", "stress", "you should"):
        assert word not in told(page).lower()
    with ws.read() as conn:
        tables = [name for (name,) in conn.execute("SELECT name FROM sqlite_master")]
    assert not [name for name in tables if "check_in" in name]


def test_it_can_be_skipped_and_nothing_is_kept_of_that(
    ws: Workspace, page: MinePage, actions: Actions, settings: SettingsStore
) -> None:
    settings.change(check_ins=True)
    page.read()
    actions.press(Act.SKIP_CHECK_IN)
    assert my_figures(ws).check_ins == ()
    buttons = [one for one in page.findChildren(QWidget) if one.accessibleName() == "Very hard"]
    assert not any(one.isVisibleTo(page) for one in buttons)


def test_answers_are_erased_with_the_other_figures(
    ws: Workspace, page: MinePage, actions: Actions, settings: SettingsStore
) -> None:
    settings.change(check_ins=True)
    page.read()
    actions.press(Act.CHECK_IN_5)
    forget_private(ws)
    assert my_figures(ws).check_ins == ()
