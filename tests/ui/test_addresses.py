"""Addresses in the client: pasted, dropped or given at the start, they lead to a covered item."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from main import main
from smo_review.domain.errors import UserError
from tests.helpers.drops import drop
from tests.helpers.report_cases import market_workspace
from ui.app import Client
from ui.shell.acts import Act
from ui.shell.launch import arguments_of
from ui.shell.settings import SettingsStore
from ui.shell.tasks import Tasks


@pytest.fixture
def start(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, show: Callable[[QWidget], None]
) -> Iterator[Callable[[str], Client]]:
    """Opens a client on a workspace with verdicts, at an address."""
    clients = []

    def started(address: str = "") -> Client:
        market_workspace(tmp_path / "workspace", items=24, judged=16).close()
        client = Client(
            qapp, SettingsStore(tmp_path / "settings.ini"), Tasks(), tmp_path / "workspace"
        )
        clients.append(client)
        if address:
            client.addresses.open(address)
        client.start()
        qtbot.waitUntil(lambda: client.context is not None, timeout=30_000)
        show(client.window)
        return client

    yield started
    for client in clients:
        client.window.close()
        client.close()


def item_of(client: Client) -> str:
    view = client.page(Act.GO_REVIEW).presenter.walk.view
    return view.item.id if view is not None else ""


def paste(qtbot: QtBot, client: Client, text: str) -> list[str]:
    """Paste into the palette and press Enter; what it listed before."""
    palette = client.window.palette_box
    palette.open()
    field = palette.findChild(QLineEdit)
    qtbot.waitUntil(field.hasFocus)
    QApplication.clipboard().setText(text)
    field.paste()
    listed = palette.titles()
    qtbot.keyClick(field, Qt.Key.Key_Return)
    return listed


def test_an_address_that_is_pasted_leads_to_the_item_and_the_list_and_reveals_nothing(
    qtbot: QtBot, start: Callable[[str], Client]
) -> None:
    client = start("")
    listed = paste(qtbot, client, " smo-review:item/b-market/post-0007\n")
    assert listed == ["Go to item post-0007"]
    qtbot.waitUntil(lambda: item_of(client) == "post-0007", timeout=20_000)
    stage = client.page(Act.GO_REVIEW).stage
    assert stage.level == "covered"
    client.actions.press(Act.TOGGLE_REVEAL)
    qtbot.waitUntil(lambda: stage.level != "covered")
    paste(qtbot, client, "smo-review:list?project=market&show=open")
    walk = client.page(Act.GO_REVIEW).presenter.walk
    qtbot.waitUntil(lambda: len(walk.listing.rows) == 8, timeout=20_000)
    assert stage.level == "covered"


def test_an_address_that_leads_nowhere_is_told_and_moves_nothing(
    qtbot: QtBot, start: Callable[[str], Client]
) -> None:
    client = start("")
    told: list[UserError] = []
    client.notices.refuse = told.append  # type: ignore[method-assign]
    client.tasks.refused.disconnect()
    client.tasks.refused.connect(told.append)
    before = client.window.centralWidget().currentWidget()  # type: ignore[union-attr]
    paste(qtbot, client, "smo-review:item/b-market/post-9999")
    qtbot.waitUntil(lambda: len(told) == 1)
    assert "not in this workspace" in told[0].what
    listed = paste(qtbot, client, "smo-review:reveal/b-market/post-0001")
    assert listed == [told[1].what]
    assert "no address" in told[1].what
    assert client.window.centralWidget().currentWidget() is before  # type: ignore[union-attr]


def test_an_address_is_taken_by_drop_and_at_the_start(
    qtbot: QtBot, start: Callable[[str], Client]
) -> None:
    client = start("smo-review:item/b-market/post-0003")
    qtbot.waitUntil(lambda: item_of(client) == "post-0003", timeout=20_000)
    link = QMimeData()
    link.setUrls([QUrl("smo-review:item/b-market/post-0009")])
    drop(client.window, link)
    qtbot.waitUntil(lambda: item_of(client) == "post-0009", timeout=20_000)
    words = QMimeData()
    words.setText("smo-review:item/b-market/post-0011")
    drop(client.window, words)
    qtbot.waitUntil(lambda: item_of(client) == "post-0011", timeout=20_000)


def test_a_bad_address_on_the_command_line_is_refused_before_any_window(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--json", "open", "smo-review:purge/b-market"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert "no address" in told["error"]["what"]
    assert main(["open", "smo-review:list?batch=%ff"]) == 1
    assert "Traceback" not in capsys.readouterr().err


def test_the_command_takes_one_address_alone_and_refuses_a_bad_one() -> None:
    told = arguments_of(["open", "smo-review:item/b/i"])
    assert not isinstance(told, int)
    assert (told.address, told.files) == ("smo-review:item/b/i", [])
    told = arguments_of(["open", "a.smo", "b.smo"])
    assert not isinstance(told, int)
    assert (told.address, told.files) == ("", [Path("a.smo"), Path("b.smo")])
    for words in (
        ["smo-review:item/b/i", "a.smo"],
        ["smo-review:item/b/i", "smo-review:item/b/j"],
        ["smo-review:item/b"],
    ):
        with pytest.raises(UserError) as refusal:
            arguments_of(["open", *words])
        assert refusal.value.do
