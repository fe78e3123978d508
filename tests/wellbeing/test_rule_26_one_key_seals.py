"""Rule 26: one key seals an item that may be illegal, and its handling is a custody fact."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from smo_review.domain.content import Item, Part
from smo_review.operations.custody import seal_item
from smo_review.operations.receive import receive
from smo_review.operations.results import export_results
from smo_review.queries.custody import custody_record, custody_records
from smo_review.queries.learning import run_of, scores
from tests.helpers.learn_cases import built, learner_workspace, trainer_workspace
from tests.helpers.learn_desk import LearnWindow
from tests.helpers.review_desk import Desk, desk_on
from tests.helpers.session_driver import begin, deck_file, page_of, press, room_of, settle
from ui.review.referral_card import ReferralCard
from ui.shell.actions import Act
from ui.shell.settings import SettingsStore
from ui.stage.shots import Source
from ui.tour.driver import Driver

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
ITEMS = [Item(f"post-{n}", (Part("text", f"Unspeakable number {n}"),)) for n in range(1, 5)]


def acts(desk: Desk, item: str) -> list[str]:
    return [entry.act for entry in custody_record(desk.workspace, desk.batch, item).entries]


def card_of(desk: Desk) -> ReferralCard:
    """The dialog that the page has opened."""
    (card,) = (one for one in desk.page.findChildren(ReferralCard) if one.isVisible())
    return card


@pytest.fixture
def settings(tmp_path: Path) -> SettingsStore:
    return SettingsStore(tmp_path / "settings.ini")


def test_one_key_seals_covers_and_goes_on(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, settings: SettingsStore
) -> None:
    with desk_on(qtbot, tmp_path, settings, items=ITEMS) as desk:
        desk.press("V", "X")
        assert desk.where[0] == "post-2"
        assert desk.page.stage.level == "covered"
        assert "post-1 is sealed" in desk.said()
        assert acts(desk, "post-1") == ["sealed"]
        assert desk.show(show="sealed") == ["post-1"]


def test_what_is_sealed_can_never_be_revealed_and_the_keys_say_why(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, settings: SettingsStore
) -> None:
    with desk_on(qtbot, tmp_path, settings, items=ITEMS) as desk:
        desk.press("X", "K")
        assert desk.where[0] == "post-1"
        stage = desk.page.stage
        for act in (Act.TOGGLE_REVEAL, Act.REVEAL_MORE, Act.LENS, Act.HOLD_REVEAL):
            desk.actions.press(act)
            assert stage.level == "covered"
            assert not desk.actions.action(act).isChecked()
            assert "cannot be revealed" in stage._hint.text()
        assert stage.parts.views == []
        assert "Shift+X" in stage._empty.text()
        assert not any("Unspeakable number 1" in word for word in desk.words())


def test_the_last_item_of_a_queue_is_out_of_sight_at_once(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, settings: SettingsStore
) -> None:
    with desk_on(qtbot, tmp_path, settings, items=ITEMS) as desk:
        desk.press("J", "J", "J", "V", "X")
        assert desk.where[0] == "post-4"
        assert desk.view.sealed
        assert desk.page.stage.parts.views == []


def test_it_is_found_by_no_search_and_its_media_leave_the_client(
    qtbot: QtBot,
    qapp: QApplication,
    tmp_path: Path,
    settings: SettingsStore,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with desk_on(qtbot, tmp_path, settings, items=ITEMS) as desk:
        gone: list[Source] = []
        monkeypatch.setattr(desk.page.loader, "forget", gone.append)
        seen = Item("post-1", (Part("image", media="ab"), Part("text", "words")))
        view = type(desk.view)(1, desk.batch, 0, seen, (), False, "")
        desk.page.presenter.sealed.emit(view)
        assert gone == [Source(desk.batch, "ab")]
        assert desk.show(text="Unspeakable") == ["post-1", "post-2", "post-3", "post-4"]
        desk.press("X")
        assert desk.show(text="Unspeakable") == ["post-2", "post-3", "post-4"]


def test_undo_does_not_unseal(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, settings: SettingsStore
) -> None:
    with desk_on(qtbot, tmp_path, settings, items=ITEMS) as desk:
        desk.press("X", "Ctrl+Z")
        assert "nothing to undo" in desk.said()
        assert acts(desk, "post-1") == ["sealed"]


def test_the_card_carries_no_content_and_its_handling_is_recorded(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, settings: SettingsStore
) -> None:
    with desk_on(qtbot, tmp_path, settings, items=ITEMS) as desk:
        desk.press("X", "K", "Shift+X")
        card = card_of(desk)
        assert "post-1" in card.text.toPlainText()
        assert "Unspeakable" not in card.text.toPlainText()
        card.copy.click()
        assert QApplication.clipboard().text() == card.text.toPlainText()
        card.keep(tmp_path / "card.txt")
        assert "SHA-256" in (tmp_path / "card.txt").read_text("utf-8")
        assert acts(desk, "post-1") == ["sealed", "viewed", "referred", "referred"]
        card.close()


def test_only_a_second_deliberate_act_with_a_reason_releases(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, settings: SettingsStore
) -> None:
    with desk_on(qtbot, tmp_path, settings, items=ITEMS) as desk:
        desk.press("X", "K", "Shift+X")
        card = card_of(desk)
        assert not card.release.isEnabled()
        card.reason.setCurrentIndex(card.reason.findData("mistake"))
        card.release.click()
        assert not desk.view.sealed
        assert len(desk.page.stage.parts.views) == 1
        assert desk.page.stage.level == "covered"
        assert acts(desk, "post-1") == ["sealed", "viewed", "released"]


def test_one_key_seals_in_an_exercise_too_and_the_item_counts_for_nobody(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, settings: SettingsStore
) -> None:
    trainer = trainer_workspace(tmp_path / "made", 3)
    exercise = built(trainer, tmp_path / "exam.smo", "exam", n=3).exercise
    desk = LearnWindow(
        qtbot, learner_workspace(tmp_path / "ws", "Dara", tmp_path / "exam.smo"), settings
    )
    desk.press("B", "B", "V")
    first = desk.item
    seen = desk.page.presenter.question.view.item.parts[0].text
    desk.press("X")
    assert "is sealed" in desk.said()
    assert desk.item not in ("", first) and desk.page.stage.level == "covered"
    assert seen not in desk.seen()
    assert first not in run_of(desk.workspace, exercise).items
    for _ in range(2):
        desk.press("0", "F", "Enter")
    desk.press("Ctrl+Enter")
    assert run_of(desk.workspace, exercise).ended, "what is sealed wants no answer"
    export_results(desk.workspace, tmp_path / "back.smo")
    receive(trainer, tmp_path / "back.smo")
    (score,) = scores(trainer, exercise).learners
    assert (score.items, score.answered) == (2, 2)
    assert first not in {one.item for one in score.results}
    desk.close()
    trainer.close()


def test_when_all_items_of_an_exercise_are_sealed_it_is_handed_in(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, settings: SettingsStore
) -> None:
    trainer = trainer_workspace(tmp_path / "made", 2)
    exercise = built(trainer, tmp_path / "exam.smo", "exam", n=2).exercise
    trainer.close()
    desk = LearnWindow(
        qtbot, learner_workspace(tmp_path / "ws", "Dara", tmp_path / "exam.smo"), settings
    )
    desk.press("B", "B", "X", "X")
    assert run_of(desk.workspace, exercise).ended
    assert desk.page.currentWidget() is desk.page.outcome
    desk.close()


def test_an_item_sealed_elsewhere_is_taken_away_under_the_persons_eyes(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, settings: SettingsStore
) -> None:
    with desk_on(qtbot, tmp_path, settings, items=ITEMS) as desk:
        desk.press("V")
        assert desk.page.stage.level == "outline" or desk.page.stage.level == "grey"
        changes = seal_item(desk.workspace, desk.batch, "post-1")
        desk.signals.changed.emit(changes)
        assert desk.page.stage.parts.views == []
        assert desk.page.stage.level == "covered"


def test_one_key_seals_in_a_session_too_in_both_windows_and_from_either(
    qapp: QApplication, tmp_path: Path
) -> None:
    deck_file(tmp_path)
    driver = Driver(qapp, tmp_path, "trainer")
    try:
        begin(driver)
        page, workspace = page_of(driver), driver.context.workspace
        press(driver, Act.SHOW_ROOM, Act.ROOM_REVEAL, Act.TOGGLE_REVEAL)
        room, first = room_of(driver), page.presenter.view
        assert first is not None and room.stage.level != "covered"
        driver.key("X")
        settle(driver)
        assert page.presenter.place == 1
        assert (page.stage.level, room.stage.level) == ("covered", "covered")
        assert "is sealed" in driver.client.notices.last.text
        press(driver, Act.PREVIOUS_SLIDE)
        for stage in (page.stage, room.stage):
            assert stage.parts.views == [], "what is sealed is on no stage"
        assert not driver.client.actions.is_ready(Act.SEAL), "sealed once"
        press(driver, Act.NEXT_SLIDE)
        second = page.presenter.view
        room.acts.press(Act.SEAL)
        settle(driver)
        sealed = {one.item for one in custody_records(workspace, first.batch) if one.sealed}
        assert second is not None and sealed == {first.item.id, second.item.id}
    finally:
        driver.close()


def test_an_item_of_a_session_that_is_sealed_elsewhere_leaves_both_windows(
    qapp: QApplication, tmp_path: Path
) -> None:
    deck_file(tmp_path)
    driver = Driver(qapp, tmp_path, "trainer")
    try:
        begin(driver)
        page = page_of(driver)
        press(driver, Act.SHOW_ROOM, Act.ROOM_REVEAL)
        view = page.presenter.view
        assert view is not None
        changes = seal_item(driver.context.workspace, view.batch, view.item.id)
        driver.context.signals.changed.emit(changes)
        settle(driver)
        assert page.stage.parts.views == [] and room_of(driver).stage.parts.views == []
    finally:
        driver.close()
