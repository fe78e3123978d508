"""What the tests of the wellbeing rules share: those of the client, and a client with a batch."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from smo_review.domain.content import Annotation, Item, Mark, Part
from tests.helpers.review_desk import Desk, workspace_with_batch
from tests.ui.conftest import NO_SCREEN, actions, notices, settings, show, tasks
from ui.app import Client
from ui.shell import theme
from ui.shell.acts import Act
from ui.shell.settings import SettingsStore
from ui.shell.tasks import Tasks

__all__ = ["actions", "notices", "settings", "show", "tasks"]

POST = "Fresh mangoes from our garden, two dollars a kilo, call before noon and ask for Dara."
SEVERITIES = (4, 4, 4, 4, 1, None, 3, 0)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Any other Qt warning fails the test, as in the tests of the client."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.qt_log_ignore(NO_SCREEN, extend=True))


def items() -> list[Item]:
    """Items of several severities, the first and the fifth with the same words."""
    words = [POST if n in (0, 4) else f"Offer {n} of the market by the river" for n in range(8)]
    return [
        Item(f"ad-{n}", (Part("text", text=text),), category="for sale", severity=severity)
        for n, (text, severity) in enumerate(zip(words, SEVERITIES, strict=True))
    ]


def annotations() -> list[Annotation]:
    """One annotation an item, so that a verdict goes on."""
    return [Annotation(item.id, "sokha", (Mark("hate"),)) for item in items()]


class Seconds:
    """A clock that goes on when a test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, settings: SettingsStore) -> Iterator[Desk]:
    """A review page on a batch of eight items."""
    workspace, batch = workspace_with_batch(tmp_path / "desk", items(), annotations())
    desk = Desk(qtbot, workspace, batch, settings)
    yield desk
    desk.close()


@pytest.fixture
def client(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, show: Callable[[QWidget], None]
) -> Iterator[Client]:
    """The whole client, at the first item of that batch."""
    before = set(threading.enumerate())
    workspace, batch = workspace_with_batch(tmp_path / "client", items(), annotations())
    workspace.close()
    client = Client(qapp, SettingsStore(tmp_path / "client.ini"), Tasks(), workspace.path)
    client.start()
    qtbot.waitUntil(lambda: client.context is not None, timeout=30_000)
    show(client.window)
    client._ways.open_batch(batch)
    page = client.page(Act.GO_REVIEW)
    qtbot.waitUntil(lambda: page.position.view is not None, timeout=10_000)
    yield client
    client.window.close()
    client.close()
    theme.apply(qapp, "light", 100)
    assert set(threading.enumerate()) <= before
