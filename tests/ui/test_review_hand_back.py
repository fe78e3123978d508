"""Handing back and receiving from the window: plain words also where there is nothing to tell."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from smo_review.queries.inspect import inspect
from tests.helpers.review_desk import Desk, desk_on
from ui.shell.settings import SettingsStore
from ui.transfer.transfer import Transfer


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, settings: SettingsStore) -> Iterator[Desk]:
    with desk_on(qtbot, tmp_path / "mine", settings) as opened:
        yield opened


@pytest.fixture
def transfer(desk: Desk) -> Transfer:
    return Transfer(desk.context, desk.window)


def test_results_with_nothing_in_them_say_so(
    desk: Desk, transfer: Transfer, tmp_path: Path
) -> None:
    transfer.export(tmp_path / "mine.smo", "safety")
    assert desk.said() == "mine.smo is empty: nothing has been recorded in this project yet."


def test_results_tell_how_many_verdicts_they_hold(
    desk: Desk, transfer: Transfer, tmp_path: Path
) -> None:
    desk.press("A", "S")
    transfer.export(tmp_path / "mine.smo", "safety")
    assert desk.said() == "2 verdicts written to mine.smo"
    assert inspect(tmp_path / "mine.smo").kind == "results"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 rubbish", b"id,text\n1,hello\n"])
def test_a_file_that_is_no_bundle_is_refused_in_plain_words(
    desk: Desk, transfer: Transfer, tmp_path: Path, content: bytes
) -> None:
    wrong = tmp_path / "wrong.smo"
    wrong.write_bytes(content)
    transfer.receive([wrong])
    assert desk.notices.last is not None
    assert desk.notices.last.kind == "refusal"
    assert "wrong.smo" in desk.said()
    assert desk.notices.last.do
    assert "Traceback" not in desk.said()


def test_of_several_files_the_good_one_is_received_and_the_wrong_one_told(
    desk: Desk, transfer: Transfer, tmp_path: Path
) -> None:
    (tmp_path / "wrong.smo").write_bytes(b"no")
    transfer.receive([tmp_path / "wrong.smo", tmp_path / "mine" / "batch.smo"])
    assert "wrong.smo" in desk.said()
    assert "Received: batch.smo: 4 items with 12 annotations" in desk.said()
