"""What the review page finds again on another day: filter, widths, page and batch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from smo_review.domain.views import QueueFilter
from smo_review.operations.workspace import save_setting
from tests.helpers.review_desk import Desk, desk_on, workspace_with_batch
from ui.app import Client
from ui.review.kept import sizes_of
from ui.shell.acts import Act
from ui.shell.settings import SettingsStore
from ui.shell.tasks import Tasks


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, settings: SettingsStore) -> Iterator[Desk]:
    with desk_on(qtbot, tmp_path / "mine", settings) as opened:
        yield opened


def narrow(desk: Desk, language: str) -> None:
    desk.press("Q")
    desk.page.queue.filters.language.setFocus()
    desk.type(language)
    desk.press("Enter", "Esc")


def test_the_queue_is_narrowed_as_it_was_left(desk: Desk) -> None:
    narrow(desk, "zh")
    desk.page.open_batch(desk.batch)
    assert desk.listed() == ["post-3"]
    assert "zh" in desk.page.queue.narrowed.text()


def test_words_that_were_searched_for_are_not_kept(desk: Desk) -> None:
    desk.press("Ctrl+F")
    desk.type("quiet")
    desk.press("Enter")
    assert desk.listed() == ["post-4"]
    desk.page.open_batch(desk.batch)
    assert len(desk.listed()) == 4


def test_a_filter_that_lets_nothing_through_any_more_is_dropped(desk: Desk) -> None:
    save_setting(desk.workspace, f"queue:{desk.batch}", {"show": "flagged"})
    desk.page.open_batch(desk.batch)
    assert len(desk.listed()) == 4


@pytest.mark.parametrize("kept", ["rubbish", 7, {"show": "nonsense"}, {"label": ["x"]}])
def test_a_kept_filter_that_cannot_be_read_is_none(desk: Desk, kept: object) -> None:
    save_setting(desk.workspace, f"queue:{desk.batch}", kept)
    desk.page.open_batch(desk.batch)
    assert len(desk.listed()) == 4
    assert desk.said() == ""


def test_a_number_opens_its_items_whatever_was_kept(desk: Desk) -> None:
    narrow(desk, "zh")
    desk.page.open_items(desk.batch, QueueFilter(language="km"))
    assert desk.listed() == ["post-2"]


@pytest.mark.parametrize("text", ["", "wide", "1,2,3", "-5,300", "9,99999", "240"])
def test_widths_that_make_no_sense_are_the_usual_ones(text: str) -> None:
    assert sizes_of(text, (232, 352)) == (232, 352)


def test_the_widths_of_queue_and_side_are_found_again(
    qtbot: QtBot, tmp_path: Path, settings: SettingsStore
) -> None:
    settings.change(columns="300,420")
    with desk_on(qtbot, tmp_path / "wide", settings) as desk:
        left, _, right = desk.page.columns.sizes()
        assert (left, right) == (300, 420)


@pytest.mark.parametrize("place", [Act.GO_REVIEW, Act.GO_NUMBERS, Act.GO_DAY])
def test_the_client_starts_where_it_was_left(
    qtbot: QtBot,
    qapp: QApplication,
    tmp_path: Path,
    show: Callable[[QWidget], None],
    place: Act,
) -> None:
    workspace, batch = workspace_with_batch(tmp_path)
    workspace.close()
    path = tmp_path / "settings.ini"
    SettingsStore(path).change(place=place.name, batch=batch)
    client = Client(qapp, SettingsStore(path), Tasks(), tmp_path / "workspace")
    client.start()
    action = client.actions.action(place)
    qtbot.waitUntil(lambda: client.context is not None and action.isChecked(), timeout=20_000)
    if place is Act.GO_REVIEW:
        walk = client.page(place).presenter.walk
        qtbot.waitUntil(lambda: walk.view is not None)
        assert walk.view.item.id == "post-1"
    client.window.close()
    assert client.settings.current.place == place.name
    client.close()


def test_the_clients_last_batch_may_be_gone(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    path = tmp_path / "settings.ini"
    SettingsStore(path).change(place="GO_REVIEW", batch="b-gone")
    client = Client(qapp, SettingsStore(path), Tasks(), tmp_path / "workspace")
    client.start()
    qtbot.waitUntil(lambda: client.context is not None, timeout=20_000)
    qtbot.waitUntil(lambda: client.tasks.idle)
    assert client.actions.action(Act.GO_DAY).isChecked()
    assert client.notices.last is None
    client.close()
