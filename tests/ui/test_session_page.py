"""The sessions page: a group is led item by item, by keys; nothing is lost where it breaks off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from smo_review.domain.changes import Changes
from smo_review.language import set_language
from smo_review.operations.leading import call_vote
from smo_review.queries.sessions import sessions, tally
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
    rule,
    settle,
    started,
    vote_at_keyboard,
)
from tests.ui.test_sizes import cut_off
from ui.session.panel import PresenterPanel
from ui.shell import theme
from ui.shell.acts import Act
from ui.tour.driver import Driver


@pytest.fixture(autouse=True)
def page_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    few_pages(monkeypatch)


@pytest.fixture
def deck(tmp_path: Path) -> tuple[Path, str]:
    return deck_file(tmp_path)


@pytest.fixture
def driver(qapp: QApplication, tmp_path: Path, deck: tuple[Path, str]) -> Iterator[Driver]:
    made = Driver(qapp, tmp_path, "trainer")
    yield made
    made.close()
    theme.apply(qapp, "light", 100)


def words(driver: Driver) -> str:
    """All words that the page shows now."""
    labels = page_of(driver).findChildren(QLabel)
    return "\n".join(one.text() for one in labels if one.isVisible())


def test_an_item_is_voted_on_talked_over_voted_on_again_and_ruled(driver: Driver) -> None:
    session = begin(driver)
    page = page_of(driver)
    press(driver, Act.CALL_VOTE)
    vote_at_keyboard(driver, ("hate", "normal"))
    assert page.presenter.seat is None and "2 of 2 votes" in words(driver)
    press(driver, Act.SHOW_SPREAD)
    assert "Pairs who agree: 0%" in words(driver)
    press(driver, Act.SESSION_NOTE)
    driver.type("A quotation, says Dara")
    driver.key("Return")
    settle(driver)
    assert "A quotation, says Dara" in words(driver)
    press(driver, Act.CALL_VOTE)
    vote_at_keyboard(driver, ("hate", "hate"))
    press(driver, Act.SHOW_SPREAD)
    assert "Pairs who agree: 0% before, 100% after" in words(driver)
    rule(driver)
    told = tally(driver.context.workspace, session)
    slide = told.slides[0]
    assert slide.ruling is not None and slide.ruling.labels == ("hate",)
    assert (slide.reason, slide.remarks) == (REASON, ("A quotation, says Dara",))
    assert (told.before[0], told.after[0]) == (0.0, 1.0)  # type: ignore[index]
    press(driver, Act.NEXT_SLIDE)
    assert page.presenter.place == 1 and PROMPT in words(driver)


def test_a_vote_at_the_keyboard_is_out_of_sight_before_and_after_it_is_given(
    driver: Driver,
) -> None:
    begin(driver)
    press(driver, Act.CALL_VOTE, Act.TAKE_SEAT)
    page = page_of(driver)
    assert SEATS[0] in words(driver) and not page.desk.panel.isVisible()
    press(driver, Act.GIVE_VOTE)
    driver.key("1")
    press(driver, Act.TOGGLE_REVEAL)
    assert page.stage.level != "covered"
    assert page.desk.seat.labels.list.item(0).checkState().value == 2
    press(driver, Act.GIVE_VOTE)
    assert page.stage.level == "covered"
    assert SEATS[1] in words(driver)
    assert page.desk.seat.labels.list.item(0).checkState().value == 0
    assert page.presenter.seat is not None and not page.presenter.seat.labels
    press(driver, Act.LEAVE_SEAT, Act.GIVE_VOTE)
    assert page.desk.panel.isVisible()
    assert f"{SEATS[0]}: voted" in words(driver) and f"{SEATS[1]}: not yet" in words(driver)
    assert "Hate speech" not in words(driver)


def test_a_vote_that_was_not_chosen_is_not_given(driver: Driver) -> None:
    session = begin(driver)
    press(driver, Act.TAKE_SEAT)
    assert page_of(driver).presenter.seat is None, "nobody was called to vote"
    press(driver, Act.CALL_VOTE, Act.TAKE_SEAT, Act.GIVE_VOTE, Act.GIVE_VOTE)
    assert tally(driver.context.workspace, session).slides[0].rounds[0].votes == 0
    driver.key("1")
    press(driver, Act.LEAVE_SEAT, Act.GIVE_VOTE)
    assert tally(driver.context.workspace, session).slides[0].rounds[0].votes == 0


def test_votes_that_arrive_meanwhile_take_nothing_from_whoever_sits_at_the_keyboard(
    driver: Driver,
) -> None:
    begin(driver)
    press(driver, Act.GO_LEARN, Act.GO_SESSIONS, Act.CALL_VOTE, Act.TAKE_SEAT, Act.GIVE_VOTE)
    driver.context.signals.changed.emit(Changes(numbers=True))
    settle(driver)
    driver.key("1")
    seat = page_of(driver).presenter.seat
    assert seat is not None and seat.labels == {"hate"}


def test_whoever_did_not_sit_down_can_be_chosen_by_name(driver: Driver) -> None:
    session = begin(driver, ("Dara",), ("Sok",))
    press(driver, Act.CALL_VOTE, Act.TAKE_SEAT)
    seat = page_of(driver).desk.seat
    seat.other.setCurrentText("Sok")
    seat.other.textActivated.emit("Sok")
    page_of(driver).stage.setFocus()
    press(driver, Act.GIVE_VOTE)
    driver.key("2")
    press(driver, Act.GIVE_VOTE)
    told = tally(driver.context.workspace, session).slides[0].rounds[0]
    assert (told.votes, told.missing) == (1, ("Dara",))


def test_a_session_that_broke_off_goes_on_in_the_same_round(
    driver: Driver, qapp: QApplication, tmp_path: Path
) -> None:
    session = begin(driver, seconds=90)
    press(driver, Act.NEXT_SLIDE, Act.CALL_VOTE)
    item = page_of(driver).presenter.slide.item
    vote_at_keyboard(driver, ("hate",))
    driver.close()
    again = Driver(qapp, tmp_path, "trainer")
    try:
        started(again)
        press(again, Act.GO_SESSIONS, Act.OPEN_SESSION)
        presenter = page_of(again).presenter
        assert (presenter.tally.session, presenter.slide.item) == (session, item)
        assert (presenter.phase, presenter.round.votes) == ("voting", 1)
        assert presenter.round.seconds == 90 and "of 1:30" in words(again)
        press(again, Act.SHOW_SPREAD)
        assert presenter.phase == "shown"
    finally:
        again.close()


def test_the_clock_counts_from_the_call_and_says_when_the_time_is_up(driver: Driver) -> None:
    session = begin(driver)
    page = page_of(driver)
    item = page.presenter.slide.item
    call_vote(driver.context.workspace, session, item, seconds=90)
    told = tally(driver.context.workspace, session)
    called = told.slides[0].rounds[0].called
    for seconds, said in ((0, "0:00 of 1:30"), (61, "1:01 of 1:30"), (90, "1:30 of 1:30 · time")):
        panel = PresenterPanel(
            driver.context.actions, lambda seconds=seconds: called + seconds * 1_000_000
        )
        panel.show_slide(told, told.slides[0], page.presenter.project)
        assert panel.clock.text().startswith(said)


@pytest.mark.timeout(180)
def test_the_watched_folder_takes_whole_files_in_and_tells_of_others(
    driver: Driver, tmp_path: Path, deck: tuple[Path, str]
) -> None:
    inbox = tmp_path / "shared"
    inbox.mkdir()
    begin(driver, ("Dara",), ("Sok", "Lin"), inbox)
    page = page_of(driver)
    items = [slide.item for slide in page.presenter.tally.slides]
    press(driver, Act.CALL_VOTE)
    sok = FileVoter(tmp_path, "Sok", *deck)
    whole = sok.say("hate", items, tmp_path)
    half = whole.read_bytes()[:700]
    (inbox / "half.smo").write_bytes(half)
    (inbox / "Sok.smo").write_bytes(whole.read_bytes())
    driver.wait(lambda: "Sok: voted" in words(driver), "the file is taken in")
    driver.wait(lambda: "half.smo: refused" in words(driver), "the half file is told")
    vote_at_keyboard(driver, ("hate",))
    press(driver, Act.SHOW_SPREAD)
    FileVoter(tmp_path, "Lin", *deck).say("normal", items[:1], inbox)
    driver.wait(lambda: "Lin: late: not counted" in words(driver), "the late vote is told")
    assert "Sok: Hate speech (file)" in words(driver)
    assert "2 of 3 votes" in words(driver)
    inbox.rename(tmp_path / "gone")
    page.inbox.look()
    driver.wait(lambda: "cannot be read" in words(driver), "the missing folder is told")


def test_whoever_votes_twice_in_different_ways_is_told_and_the_first_counts(
    driver: Driver, tmp_path: Path, deck: tuple[Path, str]
) -> None:
    begin(driver, ("Dara",), ("Sok",))
    page = page_of(driver)
    press(driver, Act.CALL_VOTE)
    vote_at_keyboard(driver, ("hate",))
    dara = FileVoter(tmp_path, "Dara", *deck)
    driver.drop(dara.say("normal", [page.presenter.slide.item], tmp_path))
    driver.wait(lambda: page.presenter.round.double == ("Dara",), "the second vote is told")
    settle(driver)
    assert "Dara: voted · twice, the first counts" in words(driver)
    assert "1 of 2 votes" in words(driver)
    press(driver, Act.SHOW_SPREAD)
    assert "Dara: Hate speech (keyboard) · twice, the first counts" in words(driver)
    assert "Sok: no vote" in words(driver)


def test_a_file_that_grows_waits(driver: Driver, tmp_path: Path, deck: tuple[Path, str]) -> None:
    inbox = tmp_path / "shared"
    inbox.mkdir()
    begin(driver, (), ("Sok",), inbox)
    page = page_of(driver)
    whole = FileVoter(tmp_path, "Sok", *deck).say("hate", [page.presenter.slide.item], tmp_path)
    page.inbox._timer.stop()
    body = whole.read_bytes()
    seen = []
    for size in (300, 600, len(body)):
        (inbox / "Sok.smo").write_bytes(body[:size])
        page.inbox.look()
        driver.wait(lambda: not page.inbox._busy, "the folder was looked at")
        page.inbox._timer.stop()
        seen.append(page.presenter.round.votes)
    assert seen == [0, 0, 0] and "still being copied" in words(driver)
    page.inbox.look()
    driver.wait(lambda: page.presenter.round.votes == 1, "the whole file is taken in")


@pytest.mark.parametrize("language", ["en", "km", "zh"])
def test_the_desk_fits_small_screens_and_large_text(
    qapp: QApplication, tmp_path: Path, deck: tuple[Path, str], language: str
) -> None:
    made = Driver(qapp, tmp_path, "trainer", language)
    try:
        begin(made)
        for width, height, text in ((1280, 720, 100), (1920, 1080, 200)):
            made.client.settings.change(text_size=text)
            made.window.resize(width, height)
            for acts in ((), (Act.CALL_VOTE, Act.TAKE_SEAT), (Act.GIVE_VOTE,)):
                press(made, *acts)
                told = f"{language} at {width}x{height}, {text}%, {acts}"
                assert (made.window.width(), made.window.height()) == (width, height), told
                assert cut_off(made.window) == [], told
            press(made, Act.LEAVE_SEAT, Act.GIVE_VOTE, Act.NEXT_SLIDE)
    finally:
        made.close()
        set_language("en")
        theme.apply(qapp, "light", 100)


def test_without_a_deck_the_page_says_what_to_do(qapp: QApplication, tmp_path: Path) -> None:
    made = Driver(qapp, tmp_path, "nobody")
    try:
        started(made)
        press(made, Act.GO_SESSIONS)
        assert "A session needs a deck" in words(made)
        press(made, Act.NEW_SESSION)
        assert not sessions(made.context.workspace)
    finally:
        made.close()


def test_a_question_that_the_guideline_leaves_open_is_kept(driver: Driver) -> None:
    session = begin(driver)
    press(driver, Act.CALL_VOTE)
    vote_at_keyboard(driver, ("hate", "normal"))
    press(driver, Act.SHOW_SPREAD, Act.RULE)
    form = driver.app.activeModalWidget()
    assert form is not None and not form.keep.isEnabled(), "a ruling needs its reason"
    form.undecided.setChecked(True)
    form.reason.setPlainText("Is a quotation without comment an attack?")
    assert not form.labels.isEnabled() and not form.as_gold.isEnabled()
    form.keep.click()
    settle(driver)
    told = tally(driver.context.workspace, session)
    assert told.questions == ("Is a quotation without comment an attack?",)
    assert told.slides[0].ruling is not None and told.slides[0].ruling.undecided
    assert "Left open" in words(driver)
