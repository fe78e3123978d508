"""The room's window: covered by itself, it shows counts and rulings and never who said what."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QRegion
from PySide6.QtWidgets import QApplication

from smo_review.operations.exercise import Plan
from tests.helpers.flash_exercise import loud_exercise
from tests.helpers.flash_session import uncovered_image
from tests.helpers.flash_watch import FlashWatch, flash_watch
from tests.helpers.learn_cases import TEACHING, WHY
from tests.helpers.room_ears import room_ears
from tests.helpers.session_driver import (
    PROMPT,
    REASON,
    SEATS,
    FileVoter,
    begin,
    deck_file,
    few_pages,
    page_of,
    press,
    room_of,
    rule,
    settle,
    vote_at_keyboard,
)
from ui.session import room as rooms
from ui.session.sight import Sight
from ui.shell import theme
from ui.shell.acts import Act
from ui.shell.guard import Guard
from ui.stage import cover as covers
from ui.tour.driver import Driver

NOTE = "What Dara said in confidence"


@pytest.fixture(autouse=True)
def page_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    few_pages(monkeypatch)


@pytest.fixture
def driver(qapp: QApplication, tmp_path: Path) -> Iterator[Driver]:
    deck_file(tmp_path)
    made = Driver(qapp, tmp_path, "trainer")
    yield made
    made.close()
    theme.apply(qapp, "light", 100)


def lead(driver: Driver) -> None:
    """One item from the call to its ruling, with a second vote and a note."""
    press(driver, Act.CALL_VOTE)
    vote_at_keyboard(driver, ("hate", "normal"))
    press(driver, Act.SHOW_SPREAD, Act.SESSION_NOTE)
    driver.type(NOTE)
    driver.key("Return")
    settle(driver)
    press(driver, Act.CALL_VOTE)
    vote_at_keyboard(driver, ("hate", "hate"))
    press(driver, Act.SHOW_SPREAD)
    rule(driver)


def test_no_name_note_or_single_vote_is_ever_in_the_room(
    qapp: QApplication, driver: Driver, tmp_path: Path
) -> None:
    begin(driver)
    press(driver, Act.SHOW_ROOM)
    with room_ears(qapp, room_of(driver)) as ears:
        lead(driver)
        press(driver, Act.ROOM_REVEAL, Act.COVER_ALL, Act.NEXT_SLIDE, Act.CALL_VOTE)
        press(driver, Act.TAKE_SEAT, Act.GIVE_VOTE)
        driver.key("2")
        press(driver, Act.GIVE_VOTE, Act.LEAVE_SEAT, Act.GIVE_VOTE, Act.SHOW_SPREAD)
        press(driver, Act.NEXT_SLIDE)
    heard = ears.words()
    assert ears.paints > 50
    for secret in (*SEATS, NOTE, TEACHING, WHY, "keyboard to", "not yet", "late"):
        assert secret not in heard
    for shown in (PROMPT, REASON, "2 of 2 votes", "Pairs who agree: 0% before, 100% after"):
        assert shown in heard
    assert "Hate speech" in heard and "Normal" in heard
    assert "label='Offensive'" not in heard, "the single vote of the second item"
    assert "1 of 2 votes" in heard and "Too few votes came" in heard


def test_a_room_that_told_a_name_would_be_heard(
    qapp: QApplication, driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    show = rooms.RoomWindow.show_sight

    def telling(room: rooms.RoomWindow, sight: Sight) -> None:
        show(room, sight)
        room.votes.setText(SEATS[0])

    begin(driver)
    press(driver, Act.SHOW_ROOM)
    with room_ears(qapp, room_of(driver)) as ears:
        monkeypatch.setattr(rooms.RoomWindow, "show_sight", telling)
        press(driver, Act.CALL_VOTE)
    assert SEATS[0] in ears.words()


def test_each_window_is_revealed_by_itself_and_one_key_covers_both(driver: Driver) -> None:
    begin(driver)
    page = page_of(driver)
    press(driver, Act.SHOW_ROOM)
    room = room_of(driver)
    press(driver, Act.TOGGLE_REVEAL)
    assert (page.stage.level, room.stage.level) == ("grey", "covered")
    press(driver, Act.COVER_ALL, Act.ROOM_REVEAL)
    assert (page.stage.level, room.stage.level) == ("covered", "grey")
    assert "In the room: Grey" in page.desk.room.text()
    press(driver, Act.TOGGLE_REVEAL)
    assert (page.stage.level, room.stage.level) == ("grey", "grey")
    press(driver, Act.COVER_ALL)
    assert (page.stage.level, room.stage.level) == ("covered", "covered")


def test_keys_in_the_room_act_on_the_room_alone_but_for_the_cover(
    driver: Driver, qapp: QApplication
) -> None:
    begin(driver)
    page = page_of(driver)
    press(driver, Act.SHOW_ROOM)
    room = room_of(driver)
    press(driver, Act.TOGGLE_REVEAL)
    room.activateWindow()
    driver.wait(room.isActiveWindow, "the room is active")
    assert page.stage.level == "covered", "the presenter's window is no longer looked at"
    room.stage.parts.views[0].setFocus()
    press(driver, Act.TOGGLE_REVEAL)
    assert (page.stage.level, room.stage.level) == ("covered", "grey")
    press(driver, Act.NEXT_SLIDE)
    assert page.presenter.place == 0, "steps are the presenter's"
    press(driver, Act.COVER_ALL)
    assert room.stage.level == "covered"
    driver.window.activateWindow()
    driver.wait(driver.window.isActiveWindow, "the presenter is active")


def test_leaving_the_machine_or_the_page_covers_the_room(driver: Driver) -> None:
    begin(driver)
    press(driver, Act.SHOW_ROOM)
    room = room_of(driver)
    press(driver, Act.ROOM_REVEAL)
    assert room.stage.level != "covered"
    for guard in (driver.window.findChild(Guard), room.findChild(Guard)):
        assert guard is not None
        guard.system.left.emit()  # the screen locks, or the machine sleeps
        assert room.stage.level == "covered"
        press(driver, Act.ROOM_REVEAL)
        assert room.stage.level != "covered"
    press(driver, Act.COVER_ALL)
    press(driver, Act.ROOM_REVEAL)
    press(driver, Act.GO_DAY)
    assert room.isVisible() and room.stage.level == "covered"


def test_stepping_away_takes_the_room_away_and_brings_it_back_covered(driver: Driver) -> None:
    begin(driver)
    press(driver, Act.SHOW_ROOM, Act.ROOM_REVEAL)
    room = room_of(driver)
    press(driver, Act.STEP_AWAY)
    assert not room.isVisible()
    press(driver, Act.STEP_AWAY)
    assert room.isVisible() and room.stage.level == "covered"
    press(driver, Act.SHOW_ROOM)
    assert not room.isVisible()
    press(driver, Act.STEP_AWAY, Act.STEP_AWAY)
    assert not room.isVisible(), "it was closed by the person"


def test_the_room_fills_a_screen_and_becomes_a_window_again(driver: Driver) -> None:
    begin(driver)
    press(driver, Act.SHOW_ROOM, Act.ROOM_REVEAL, Act.ROOM_SCREEN)
    room = room_of(driver)
    assert room.isFullScreen() and room.stage.level == "covered"
    room.acts.press(Act.FULL_SCREEN)
    assert not room.isFullScreen() and not driver.window.isFullScreen()


def test_what_is_revealed_in_the_room_counts_for_the_presenter(driver: Driver) -> None:
    begin(driver)
    page = page_of(driver)
    press(driver, Act.SHOW_ROOM)
    page.exposure.exposure.take()
    press(driver, Act.ROOM_REVEAL)
    driver.turn(30)
    press(driver, Act.COVER_ALL)
    assert "grey" in page.exposure.exposure.take().seconds[0]


def test_the_room_goes_with_the_client(driver: Driver, qapp: QApplication) -> None:
    begin(driver)
    press(driver, Act.SHOW_ROOM)
    assert room_of(driver).isVisible()
    driver.close()
    assert not any(isinstance(one, rooms.RoomWindow) for one in qapp.topLevelWidgets())


@pytest.fixture(scope="module")
def loud_deck(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A deck of two images and a text whose every pixel gives itself away."""
    return loud_exercise(tmp_path_factory.mktemp("loud"), Plan("Deck", "session", n=3))


@pytest.fixture
def loud(qapp: QApplication, tmp_path: Path, loud_deck: Path) -> Iterator[Driver]:
    made = Driver(qapp, tmp_path, "elsewhere")
    made.drop(loud_deck)
    made.settle()
    yield made
    made.close()
    theme.apply(qapp, "light", 100)


def session(driver: Driver, watch: FlashWatch) -> None:
    """A session with both windows, all items, without a reveal of any."""
    watch.doing = "beginning"
    begin(driver)
    watch.doing = "opening the room"
    press(driver, Act.SHOW_ROOM)
    watch.look_around()
    room = room_of(driver)
    for _ in range(3):
        for act in (Act.CALL_VOTE, Act.ZOOM_IN, Act.ROTATE):
            watch.doing = act.name
            press(driver, act)
            watch.look_around()
        watch.doing = "voting"
        vote_at_keyboard(driver, ("hate", "normal"))
        watch.look_around()
        watch.doing = "the room's own size"
        room.acts.press(Act.FULL_SCREEN)
        settle(driver)
        room.acts.press(Act.FULL_SCREEN)
        room.resize(900, 600)
        room.acts.press(Act.ZOOM_IN)
        settle(driver)
        watch.look_around()
        driver.window.activateWindow()
        driver.wait(driver.window.isActiveWindow, "the presenter is active again")
        watch.doing = "the next item"
        press(driver, Act.SHOW_SPREAD, Act.NEXT_SLIDE)
        watch.look_around()
    watch.doing = "another theme"
    driver.client.settings.change(scheme="dark")
    settle(driver)
    watch.doing = "closing and opening the room"
    press(driver, Act.SHOW_ROOM, Act.SHOW_ROOM, Act.STEP_AWAY, Act.STEP_AWAY)
    watch.look_around()


@pytest.mark.timeout(180)
def test_the_room_paints_nothing_of_an_item_before_its_own_reveal(
    qapp: QApplication, loud: Driver
) -> None:
    with flash_watch(qapp) as watch:
        session(loud, watch)
    assert watch.flashes == []
    assert {"Canvas", "TextPage", "RoomWindow"} <= watch.painters


def looked_at(qapp: QApplication, room: rooms.RoomWindow) -> list[str]:
    """What gives content away in the room's window as it stands now."""
    with flash_watch(qapp) as watch:
        watch._search(room, QRegion(room.rect()), "in the room")
        return list(watch.flashes)


def test_what_the_presenter_reveals_is_not_painted_in_the_room(
    qapp: QApplication, loud: Driver
) -> None:
    begin(loud)
    press(loud, Act.SHOW_ROOM, Act.TOGGLE_REVEAL, *[Act.REVEAL_MORE] * 5)
    page, room = page_of(loud), room_of(loud)
    assert page.stage.level == "clear"
    assert looked_at(qapp, room) == []
    press(loud, Act.COVER_ALL, Act.ROOM_REVEAL)
    for _ in range(5):
        room.acts.press(Act.REVEAL_MORE)
    settle(loud)
    assert looked_at(qapp, room), "the same look sees what the room reveals"


@pytest.mark.timeout(180)
def test_with_the_cover_switched_off_the_room_is_caught(
    qapp: QApplication, loud: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = uncovered_image(False)
    begin(loud)
    press(loud, Act.GO_DAY)
    monkeypatch.setattr(covers, "cover_image", lambda cover: raw)
    with flash_watch(qapp) as watch:
        watch.doing = "opening the room"
        press(loud, Act.GO_SESSIONS, Act.SHOW_ROOM, Act.NEXT_SLIDE)
    assert any(" opening the room" in one for one in watch.flashes)


def test_late_and_missing_votes_are_told_to_the_presenter_alone(
    qapp: QApplication, driver: Driver, tmp_path: Path
) -> None:
    begin(driver, SEATS, ("Sok-by-file",))
    page = page_of(driver)
    item = page.presenter.slide.item
    press(driver, Act.SHOW_ROOM, Act.CALL_VOTE)
    with room_ears(qapp, room_of(driver)) as ears:
        vote_at_keyboard(driver, ("hate", "hate"))
        press(driver, Act.SHOW_SPREAD)
        exercise = page.presenter.tally.deck
        voter = FileVoter(tmp_path, "Sok-by-file", tmp_path / "deck.smo", exercise)
        driver.drop(voter.say("normal", [item], tmp_path))
        driver.wait(lambda: page.presenter.round.late, "the late vote is told")
        settle(driver)
    assert "Sok-by-file: late: not counted" in page.desk.panel.people.text()
    assert "Sok-by-file" not in ears.words() and "2 of 3 votes" in ears.words()
