"""A guided session to its minutes: votes three ways, one late, the client killed and resumed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog

from smo_review.operations.check import check
from smo_review.operations.receive import receive
from smo_review.operations.results import export_results
from smo_review.operations.workspace import open_workspace
from smo_review.queries.gold import golds
from smo_review.queries.sessions import deck_of, tally
from tests.helpers.room_ears import room_ears
from tests.helpers.session_driver import (
    REASON,
    SEATS,
    FileVoter,
    deck_file,
    page_of,
    press,
    room_of,
    rule,
    settle,
    started,
    vote_at_keyboard,
)
from ui.session.action_dialog import ActionDialog
from ui.shell import theme
from ui.shell.acts import Act
from ui.tour.driver import Driver

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
FILES = ("Sok", "Lin", "Chan", "Bopha", "Wei")
"""Who votes by file; the last one of them is late, the first voted before the session began."""
ACTION = "Add the quoted slogan to clause 1 as an example."
FIRST = dict(zip(FILES, ("hate", "hate", "normal", "hate", "offensive"), strict=True))


@pytest.mark.timeout(400)
def test_a_session_survives_its_client_and_comes_to_rulings_and_figures(
    qapp: QApplication, tmp_path: Path
) -> None:
    deck, exercise = deck_file(tmp_path, 3)
    inbox = tmp_path / "shared"
    inbox.mkdir()
    voters = {name: FileVoter(tmp_path, name, deck, exercise) for name in FILES}
    item = killed_after_the_spread(tmp_path, inbox, voters, exercise)

    driver = Driver(qapp, tmp_path, "trainer")
    try:
        started(driver)
        press(driver, Act.GO_SESSIONS, Act.OPEN_SESSION, Act.SHOW_ROOM)
        presenter = page_of(driver).presenter
        session = presenter.tally.session
        assert (presenter.slide.item, presenter.phase) == (item, "shown")
        with room_ears(qapp, room_of(driver)) as ears:
            go_on(driver, inbox, voters, item)
        write_minutes(driver, session, tmp_path)
        told = tally(driver.context.workspace, session)
    finally:
        driver.close()
        theme.apply(qapp, "light", 100)

    first, second = told.slides[0].rounds
    assert {one.voter: one.channel for one in first.ballots} == {
        **dict.fromkeys(SEATS, "seat"),
        **dict.fromkeys(("Lin", "Chan", "Bopha"), "file"),
        "Sok": "before",
    }
    assert (first.votes, first.late, first.missing) == (6, ("Wei",), ())
    assert (second.votes, second.spread[0].n) == (7, 7)
    assert told.before is not None and told.after is not None
    assert told.before[0] < told.after[0] == 1.0
    assert told.slides[0].ruling is not None and told.slides[0].reason == REASON
    assert told.slides[0].remarks == ("Wei came late",)
    for name in (*SEATS, *FILES):
        assert name not in ears.words()
    assert REASON in ears.words() and "7 of 7 votes" in ears.words()
    what_remains(tmp_path, session, told.slides[0].source_item)


def killed_after_the_spread(
    folder: Path, inbox: Path, voters: dict[str, FileVoter], exercise: str
) -> str:
    """Lead the first item in a client of its own up to its spread, then kill it; the item."""
    trainer = open_workspace(folder / "trainer")
    items = [one.item for one in deck_of(trainer, exercise).slides]
    early = voters["Sok"].say(FIRST["Sok"], items, folder)
    receive(trainer, early)
    trainer.close()
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.helpers.session_child", str(folder), str(inbox), "4", *FILES],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    try:
        assert child.stdout.readline().strip() == "calling"
        for name in ("Lin", "Chan", "Bopha"):
            voters[name].say(FIRST[name], items, inbox)
        said = child.stdout.readline().split()
        assert said[:1] == ["shown"], said
    finally:
        child.kill()
        child.communicate(timeout=30)
    ws = open_workspace(folder / "trainer")
    assert check(ws) == ()
    ws.close()
    return said[1]


def go_on(driver: Driver, inbox: Path, voters: dict[str, FileVoter], item: str) -> None:
    """From the spread of the first item to its ruling, then the next item by its keys."""
    presenter = page_of(driver).presenter
    voters["Wei"].say(FIRST["Wei"], [item], inbox)
    driver.wait(lambda: presenter.round.late == ("Wei",), "the late vote is told")
    press(driver, Act.SESSION_NOTE)
    driver.type("Wei came late")
    driver.key("Return")
    settle(driver)
    press(driver, Act.CALL_VOTE)
    vote_at_keyboard(driver, ("hate", "hate"))
    for voter in voters.values():
        voter.again()
        voter.say("hate", [item], inbox)
    driver.wait(lambda: presenter.round.votes == 7, "all second votes are in", 60)
    press(driver, Act.SHOW_SPREAD)
    rule(driver)
    press(driver, Act.NEXT_SLIDE)
    assert presenter.place == 1


def write_minutes(driver: Driver, session: str, folder: Path) -> None:
    """The minutes as the page writes them, for reading and for print."""
    for name in ("minutes.html", "minutes.pdf"):
        page_of(driver).remains.write(session, folder / name)
        driver.wait((folder / name).exists, f"{name} is written")
        settle(driver)
    html = (folder / "minutes.html").read_text("utf-8")
    assert REASON in html and all(name in html for name in (*SEATS, *FILES))
    assert (folder / "minutes.pdf").read_bytes().startswith(b"%PDF")


def minutes_of(driver: Driver, folder: Path) -> None:
    """An action is agreed on, and the minutes are written from the page, as both kinds of file."""
    press(driver, Act.AGREE_ACTION)
    form = driver.app.activeModalWidget()
    assert isinstance(form, ActionDialog)
    form.words.setPlainText(ACTION)
    form.keep.click()
    driver.wait(lambda: driver.app.activeModalWidget() is None, "the action is kept")
    for name in ("minutes.html", "minutes.pdf"):
        driver.press(Act.WRITE_MINUTES)
        dialog = driver.app.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        dialog.close()
        dialog.fileSelected.emit(str(folder / name))
        driver.wait((folder / name).exists, f"{name} is written")
        settle(driver)
    told = (folder / "minutes.html").read_text("utf-8")
    for words in (*SEATS, *FILES, REASON, ACTION, "Before the discussion", "After it"):
        assert words in told, words
    assert (folder / "minutes.pdf").read_bytes().startswith(b"%PDF-")


def what_remains(folder: Path, session: str, source: str) -> None:
    """The session reads the same where its results were received; the ruling is a case there."""
    ws = open_workspace(folder / "trainer")
    here = tally(ws, session)
    export_results(ws, folder / "session.smo")
    assert {one.item for one in golds(ws)} >= {source}
    ws.close()
    lead = open_workspace(folder / "lead", create=True)
    receive(lead, folder / "deck.smo")
    receive(lead, folder / "session.smo")
    there = tally(lead, session)
    assert (there.before, there.after) == (here.before, here.after)
    assert [one.rounds for one in there.slides] == [one.rounds for one in here.slides]
    lead.close()
