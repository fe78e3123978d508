"""The review page with its surroundings: blind, two people, failures, foreign text, keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QMenu
from pytestqt.qtbot import QtBot

from smo_review.domain.changes import Changes
from smo_review.domain.content import Annotation, Mark
from smo_review.domain.errors import UserError
from smo_review.domain.project import LabelDef, Project
from smo_review.domain.views import VerdictDraft
from smo_review.operations import verdicts
from smo_review.operations.receive import receive
from smo_review.operations.results import export_results
from tests.helpers.review_cases import ITEMS, PROJECT
from tests.helpers.review_desk import Desk, desk_on, workspace_with_batch
from ui.context import ELSEWHERE
from ui.review.cards_model import LINE
from ui.shell.actions import SPECS, Act, Group
from ui.shell.settings import SettingsStore
from ui.shell.tasks import Tasks


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, settings: SettingsStore) -> Iterator[Desk]:
    with desk_on(qtbot, tmp_path / "mine", settings) as opened:
        yield opened


# Blind


def test_blind_no_widget_names_an_annotator(desk: Desk) -> None:
    assert any("robot-7" in text for text in desk.words())
    desk.press("B")
    for mode in ("", "R", "Esc", "F", "Esc", "J"):
        if mode:
            desk.press(mode)
        for secret in ("sokha", "wei", "robot"):
            assert not [text for text in desk.words() if secret in text]
    assert any("Annotator A" in text for text in desk.words())


def test_verdicts_given_blind_say_so_and_reach_the_right_annotation(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    blind: list[bool] = []
    record = verdicts.record_verdict

    def watched(workspace: Any, draft: Any, origin: str = "") -> Changes:
        blind.append(draft.blind)
        return record(workspace, draft, origin)

    monkeypatch.setattr(verdicts, "record_verdict", watched)
    desk.press("B", "P")
    _, annotator = desk.where
    desk.press("S")
    assert blind == [True]
    assert desk.outcome("post-1", annotator) == "ambiguous"


def test_blind_is_kept_as_a_preference(desk: Desk) -> None:
    desk.press("B")
    assert desk.settings.current.blind
    desk.press("B")
    assert not desk.settings.current.blind


# When something goes wrong


def test_a_failed_write_tells_and_goes_back(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object, **kwargs: object) -> Changes:
        raise UserError("The disk is full.", "workspace", "Free some space and try again.")

    desk.press("A", "A")
    monkeypatch.setattr(verdicts, "record_verdict", full)
    desk.press("A")
    assert desk.where == ("post-1", "robot-7")
    assert "The disk is full." in desk.said()
    assert "Free some space" in desk.said()
    entry = desk.page.position.annotation
    assert entry is not None
    assert entry.mine is None
    assert len(desk.page.presenter.recent) == 2


def test_what_another_program_wrote_is_shown(desk: Desk) -> None:
    other = VerdictDraft(desk.batch, "post-1", "wei", "correct")
    verdicts.record_verdict(desk.workspace, other)
    desk.signals.changed.emit(Changes(origin=ELSEWHERE))
    assert desk.view.annotations[1].mine is not None
    text = desk.page.queue.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "1 of 3" in text


def test_keys_pressed_faster_than_the_disk_lose_nothing(
    qtbot: QtBot, tmp_path: Path, settings: SettingsStore
) -> None:
    workspace, batch = workspace_with_batch(tmp_path)
    desk = Desk(qtbot, workspace, batch, settings, Tasks())
    names = ("sokha", "wei", "robot-7")
    qtbot.waitUntil(lambda: desk.page.position.view is not None)
    for item in ("post-1", "post-2", "post-3", "post-4"):
        qtbot.waitUntil(lambda item=item: desk.page.position.key is not None)
        assert desk.where[0] == item
        desk.press("A", "S", "D")
    qtbot.waitUntil(lambda: desk.page.queue.progress_text.text() == "4 of 4 reviewed")
    for item in ("post-1", "post-2", "post-3", "post-4"):
        given = [desk.outcome(item, name) for name in names]
        assert given == ["correct", "ambiguous", "unreviewable"]
    desk.close()


# Two people


def test_of_two_verdicts_the_chosen_one_holds(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    other, batch = workspace_with_batch(tmp_path / "theirs")
    verdicts.record_verdict(other, VerdictDraft(batch, "post-1", "sokha", "ambiguous"))
    export_results(other, tmp_path / "results.smo")
    other.close()
    receive(desk.workspace, tmp_path / "results.smo")
    desk.signals.changed.emit(Changes(origin=ELSEWHERE))
    assert any("ambiguous" in text for text in desk.words())
    desk.press("A", "P")
    assert desk.stored("post-1").unsettled
    assert any("unsettled" in text for text in desk.words())
    desk.press("Shift+S")
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    mine = next(line for line in menu.actions() if "You" in line.text())
    mine.trigger()
    menu.close()
    assert not desk.stored("post-1").unsettled
    assert not desk.actions.is_ready(Act.SETTLE)


# Both ways with the stage


def test_a_mark_chosen_on_the_stage_selects_its_annotation(desk: Desk) -> None:
    desk.press("N")
    desk.page.stage.mark_selected.emit("0:0")
    assert desk.where == ("post-1", "sokha")
    assert desk.page.side.cards.lines.current_mark == (0, 0)


def test_a_mark_chosen_in_the_list_is_chosen_on_the_stage(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen: list[str] = []
    monkeypatch.setattr(desk.page.stage, "select_mark", chosen.append)
    desk.press("Down")
    assert chosen == ["0:0"]


# Foreign text


def test_names_from_the_data_are_never_read_as_markup(
    qtbot: QtBot, tmp_path: Path, settings: SettingsStore
) -> None:
    sly = "<img src='file:///etc/hostname'> & co"
    project = Project(
        "safety",
        {"en": sly},
        labels=(LabelDef("hate", {"en": sly}),),
        error_codes=PROJECT.error_codes,
        snippets=({"en": sly},),
    )
    annotations = [Annotation(ITEMS[0].id, sly, (Mark("hate"), Mark("<b>x</b>")))]
    batch = {"items": ITEMS[:1], "annotations": annotations, "project": project}
    with desk_on(qtbot, tmp_path, settings, **batch) as desk:
        lines = [desk.page.side.cards.lines.index(row).data(LINE).text for row in range(3)]
        assert lines == [sly, sly, "<b>x</b>"]
        desk.press("R")
        labels = desk.page.findChildren(QLabel)
        rich = [label for label in labels if label.textFormat() != Qt.TextFormat.PlainText]
        assert not [label for label in rich if "<" in label.text()]
        assert sly in desk.page.side.findings.heading.text()


# Snippets


def test_a_snippet_goes_into_the_note_in_hand(desk: Desk, qtbot: QtBot) -> None:
    desk.press("E")
    desk.type("See:")
    desk.press("Ctrl+;")
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert menu.actions()[1].text().endswith("R&&D group, target unclear.")
    menu.actions()[1].trigger()
    menu.close()
    assert desk.page.side.note.toPlainText() == "See: R&D group, target unclear."


# Keys


def test_every_key_of_the_review_page_does_something(desk: Desk) -> None:
    unbound = [
        act.name
        for act, spec in SPECS.items()
        if spec.where == "review"
        and spec.group is not Group.FILE
        and not desk.actions.is_bound(act)
    ]
    assert not unbound
