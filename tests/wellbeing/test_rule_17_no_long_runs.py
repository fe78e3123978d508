"""17: the queue never serves more than N of high severity in a row, and says that it does so."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.helpers.review_desk import Desk, workspace_with_batch
from tests.wellbeing.conftest import SEVERITIES, annotations, items
from ui.shell.settings import SettingsStore


def severities(desk: Desk) -> list[int | None]:
    return [SEVERITIES[int(item.removeprefix("ad-"))] for item in desk.listed()]


@pytest.mark.parametrize(
    ("most", "order"),
    [
        (3, [4, 4, 4, 1, 4, None, 3, 0]),
        (1, [4, 1, 4, None, 4, 0, 4, 3]),
        (20, [4, 4, 4, 1, 4, None, 3, 0]),
    ],
    ids=["as the project says", "fewer, as the person wants", "never more than the project says"],
)
def test_lighter_items_are_mixed_in(desk: Desk, most: int, order: list[int | None]) -> None:
    desk.settings.change(high_run=most)
    assert severities(desk) == order


def test_the_page_says_so(desk: Desk) -> None:
    mixing = desk.page.queue.mixing
    assert mixing.isVisible()
    assert mixing.text() == "Lighter items are mixed in: at most 3 of high severity in a row"
    desk.settings.change(high_run=2)
    assert "at most 2" in mixing.text()


def test_walking_on_with_verdicts_follows_that_order(desk: Desk) -> None:
    seen = []
    for _ in range(7):
        seen.append(desk.view.item.severity)
        desk.press("A")
    assert seen == [4, 4, 4, 1, 4, None, 3]


def test_where_nothing_is_severe_nothing_is_said(
    qtbot: QtBot, tmp_path: Path, settings: SettingsStore
) -> None:
    mild = [item for item in items() if (item.severity or 0) < 3]
    kept = [one for one in annotations() if one.item in {item.id for item in mild}]
    workspace, batch = workspace_with_batch(tmp_path / "mild", mild, kept)
    desk = Desk(qtbot, workspace, batch, settings)
    assert desk.page.queue.mixing.isHidden()
    desk.close()
