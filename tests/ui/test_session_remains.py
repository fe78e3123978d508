"""What remains of a session, from its page: actions agreed on, and the minutes as a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog

from smo_review.queries.minutes import minutes
from tests.helpers.session_driver import (
    begin,
    deck_file,
    few_pages,
    page_of,
    press,
    rule,
    vote_at_keyboard,
)
from tests.ui.test_sizes import cut_off
from ui.session.action_dialog import ActionDialog
from ui.shell.acts import Act
from ui.tour.driver import Driver


@pytest.fixture(autouse=True)
def page_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    few_pages(monkeypatch)


@pytest.fixture
def driver(qapp: QApplication, tmp_path: Path) -> Iterator[Driver]:
    deck_file(tmp_path)
    made = Driver(qapp, tmp_path, "trainer")
    yield made
    made.close()


def form_of(driver: Driver) -> ActionDialog:
    form = driver.app.activeModalWidget()
    assert isinstance(form, ActionDialog)
    return form


def write(driver: Driver, path: Path) -> None:
    """Name the file in the dialog that the key opens."""
    driver.press(Act.WRITE_MINUTES)
    dialog = driver.app.activeModalWidget()
    assert isinstance(dialog, QFileDialog)
    dialog.close()
    dialog.fileSelected.emit(str(path))
    driver.wait(path.exists, f"{path.name} is written")
    driver.settle()


def test_an_action_is_agreed_on_and_a_day_that_is_none_loses_no_words(driver: Driver) -> None:
    session = begin(driver)
    press(driver, Act.AGREE_ACTION)
    form = form_of(driver)
    assert not form.keep.isEnabled() and not cut_off(form)
    form.words.setPlainText("Add an example to the clause")
    form.owner.setEditText("Mei")
    form.due.setText("tomorrow")
    form.keep.click()
    driver.wait(form.told.isVisible, "the form says what is wrong")
    assert "tomorrow" in form.told.text() and form.keep.isEnabled()
    assert not minutes(driver.context.workspace, session).actions
    form.due.setText("2026-12-05")
    form.keep.click()
    driver.wait(lambda: driver.app.activeModalWidget() is None, "the form has gone")
    (action,) = minutes(driver.context.workspace, session).actions
    assert (action.text, action.owner, action.due) == (
        "Add an example to the clause",
        "Mei",
        "2026-12-05",
    )


@pytest.mark.parametrize("name", ["minutes.pdf", "minutes.html"])
def test_minutes_are_written_from_the_desk_and_from_the_list(
    driver: Driver, tmp_path: Path, name: str
) -> None:
    begin(driver)
    press(driver, Act.CALL_VOTE)
    vote_at_keyboard(driver, ("hate", "normal"))
    press(driver, Act.SHOW_SPREAD)
    rule(driver)
    write(driver, tmp_path / name)
    first = (tmp_path / name).read_bytes()
    start = b"%PDF-" if name.endswith("pdf") else b"<!DOCTYPE html>"
    assert first.startswith(start)
    told = driver.context.notices.last
    assert told is not None and name in told.text
    press(driver, Act.LEAVE_SESSION)
    assert page_of(driver).remains.session()
    (tmp_path / name).unlink()
    write(driver, tmp_path / name)
    assert (tmp_path / name).read_bytes().startswith(start)
