"""A presenter at the whole client: leads a session by keys, while people vote all three ways."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Set
from pathlib import Path
from typing import Any

import pytest

from smo_review.operations.answers import AnswerDraft, answer, begin_attempt, end_attempt
from smo_review.operations.results import export_results
from smo_review.operations.workspace import open_workspace
from tests.helpers.learn_cases import built, learner_workspace, trainer_workspace
from tests.helpers.learn_desk import DIGIT
from ui.parts import PAGES
from ui.session.page import SessionPage
from ui.session.room import RoomWindow
from ui.shell.acts import Act
from ui.tour.driver import Driver

PROMPT = "Is this an attack, or does it quote one?"
SEATS = ("Dara-at-the-keyboard", "Mei-at-the-keyboard")
REASON = "It repeats the words of others to attack them."


def page_of(driver: Driver) -> SessionPage:
    page: SessionPage = driver.client.page(Act.GO_SESSIONS)
    return page


def room_of(driver: Driver) -> RoomWindow:
    room = page_of(driver).rooms.window
    assert room is not None
    return room


def settle(driver: Driver) -> None:
    """Wait until the client is at rest, both stages of the session too."""
    page = page_of(driver)

    def at_rest() -> bool:
        room = page.rooms.window
        return page.loader.idle and (room is None or room.loader.idle)

    driver.settle()
    driver.wait(at_rest, "the stages come to rest")
    driver.settle()


BEFOREHAND: Set[Act] = PAGES.keys()
"""The pages that the client builds before it is asked for them."""


def few_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let clients build the page of sessions beforehand, and others when they are asked for: ten
    pages that nobody looks at are most of what a test would cost."""

    def build(page: Callable[[Act], object], _: object) -> Iterator[None]:
        page(Act.GO_SESSIONS)
        yield

    monkeypatch.setattr("ui.app.build_rest", build)
    monkeypatch.setattr("tests.helpers.session_driver.BEFOREHAND", {Act.GO_SESSIONS})


def started(driver: Driver) -> None:
    """Wait until every page is there: keys that come while a thread still imports pages have
    crashed the toolkit, where property tests had run in the same process before."""
    driver.wait(lambda: driver.client._pages.keys() >= BEFOREHAND, "the pages are built")
    driver.settle()


def press(driver: Driver, *acts: Act) -> None:
    """Press keys one after another, each when what the one before began is done."""
    for act in acts:
        driver.press(act)
        settle(driver)


def deck_file(folder: Path, n: int = 6) -> tuple[Path, str]:
    """A trainer's workspace with a deck over its golds, closed: the deck's file, and its id."""
    ws = trainer_workspace(folder, n)
    made = built(ws, folder / "deck.smo", "session", n=n, title="Week 50")
    ws.close()
    return folder / "deck.smo", made.exercise


def begin(
    driver: Driver,
    seats: Sequence[str] = SEATS,
    files: Sequence[str] = (),
    inbox: Path | None = None,
    **asked: Any,
) -> str:
    """Begin a session through the form, on the only deck; returns the session's id."""
    started(driver)
    press(driver, Act.GO_SESSIONS, Act.NEW_SESSION)
    form = driver.app.activeModalWidget()
    assert form is not None
    form.seats.setPlainText("\n".join(seats))
    form.files.setPlainText("\n".join(files))
    form.seconds.setValue(asked.get("seconds", 0))
    form.inbox.setText(str(inbox or ""))
    for row in range(form.slides.rowCount()):
        form.slides.item(row, 1).setText(PROMPT)
    form.begin.click()
    driver.wait(lambda: page_of(driver).presenter.view is not None, "the first item is shown")
    settle(driver)
    return page_of(driver).presenter.tally.session


def vote_at_keyboard(driver: Driver, labels: Sequence[str]) -> None:
    """Those whose turn it is vote one after another; the trainer takes the keyboard back."""
    press(driver, Act.TAKE_SEAT)
    for label in labels:
        press(driver, Act.GIVE_VOTE)
        driver.key(DIGIT[label])
        press(driver, Act.GIVE_VOTE)
    press(driver, Act.GIVE_VOTE)


def rule(driver: Driver, reason: str = REASON) -> None:
    """Rule as most voted, with a reason."""
    press(driver, Act.RULE)
    form = driver.app.activeModalWidget()
    assert form is not None
    form.reason.setPlainText(reason)
    form.keep.click()
    driver.wait(lambda: page_of(driver).presenter.phase == "ruled", "the ruling is recorded")
    settle(driver)


class FileVoter:
    """Somebody who votes on their own machine and puts a file into the shared folder."""

    def __init__(self, folder: Path, name: str, deck: Path, exercise: str) -> None:
        self.name, self.exercise = name, exercise
        self._folder = folder / name
        ws = learner_workspace(self._folder, name, deck)
        begin_attempt(ws, exercise)
        ws.close()

    def say(self, label: str, items: Sequence[str], to: Path) -> Path:
        """Answer these items alike and write the results file to the folder `to`."""
        ws = open_workspace(self._folder)
        for item in items:
            answer(ws, AnswerDraft(self.exercise, item, (label,)))
        export_results(ws, to / f"{self.name}.smo")
        ws.close()
        return to / f"{self.name}.smo"

    def again(self) -> None:
        """The first round is over for this voter."""
        ws = open_workspace(self._folder)
        end_attempt(ws, self.exercise)
        begin_attempt(ws, self.exercise)
        ws.close()
