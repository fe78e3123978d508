"""The tour's guided session: a deck from the sample's gold, led from both windows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from smo_review.language import tr
from smo_review.operations.exercise import Plan, build_exercise
from smo_review.operations.session import VoteDraft, vote
from smo_review.queries.gold import golds
from ui.session.begin_dialog import BeginDialog
from ui.session.page import SessionPage
from ui.shell.acts import Act
from ui.tour.driver import Driver

Take = Callable[[str, QWidget | None], object]
"""Takes a picture of a window under a name; of the main one where none is given."""
ITEMS = 4
PEOPLE = ("Dara", "Sophea", "Lin", "Maya", "Sok")


def lead_session(driver: Driver, take: Take, gold: Path, deck: Path) -> None:
    """From a deck to the spread of its first item, as presenter and room see it."""
    ws = driver.context.workspace
    driver.drop(gold)
    driver.wait(lambda: len(golds(ws)) >= ITEMS, "the gold is received")
    build_exercise(ws, Plan(tr("Calibration"), "session", n=ITEMS), deck)
    driver.press(Act.GO_SESSIONS)
    page = driver.client.page(Act.GO_SESSIONS)
    assert isinstance(page, SessionPage)
    driver.wait(page.list.deck, "the deck is listed")
    driver.press(Act.NEW_SESSION)
    driver.wait(lambda: driver.app.activeModalWidget() is not None, "the form is open")
    form = driver.app.activeModalWidget()
    assert isinstance(form, BeginDialog)
    form.seats.setPlainText("\n".join(PEOPLE[:2]))
    form.files.setPlainText("\n".join(PEOPLE[2:]))
    take("session-form", None)
    form.begin.click()
    driver.wait(lambda: page.presenter.view is not None, "the first item is shown")
    driver.press(Act.SHOW_ROOM)
    driver.press(Act.CALL_VOTE)
    driver.wait(lambda: page.presenter.phase == "voting", "the vote is called")
    _vote(driver, page)
    driver.press(Act.SHOW_SPREAD)
    driver.wait(lambda: page.presenter.phase == "shown", "the spread is shown")
    room = page.rooms.window
    assert room is not None
    driver.wait(lambda: page.loader.idle and room.loader.idle, "both stages are painted")
    take("session-presenter", None)
    take("session-room", room)
    driver.press(Act.SHOW_ROOM)
    driver.press(Act.LEAVE_SESSION)


def _vote(driver: Driver, page: SessionPage) -> None:
    """Everybody votes, most of them alike."""
    presenter = page.presenter
    labels = [label.id for label in presenter.project.labels]
    session, item = presenter.tally.session, presenter.slide.item
    for number, name in enumerate(PEOPLE):
        label = labels[1] if number == 1 else labels[0]
        vote(driver.context.workspace, VoteDraft(session, item, name, (label,)))
    presenter.reload()
    driver.wait(lambda: presenter.round.votes == len(PEOPLE), "all votes are in")
