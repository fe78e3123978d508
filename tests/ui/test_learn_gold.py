"""Gold from the client: made in review, found, revised, retired, built into an exercise."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from smo_review.domain.content import MILLION
from smo_review.domain.learning import PassRule
from smo_review.operations.exercise import Plan
from smo_review.operations.gold import keep_set
from smo_review.queries.gold import golds
from smo_review.queries.learning import exercises, scores
from tests.helpers.learn_cases import trainer_workspace
from tests.helpers.learn_desk import LearnWindow
from tests.helpers.review_desk import desk_on
from ui.gold.form import GoldForm
from ui.learn.build_dialog import BuildDialog
from ui.shell.settings import SettingsStore


def form_of(qtbot: QtBot) -> GoldForm:
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), GoldForm))
    form = QApplication.activeModalWidget()
    assert isinstance(form, GoldForm)
    return form


def ticked(form: GoldForm) -> list[str]:
    lines = [form.labels.item(row) for row in range(form.labels.count())]
    return [
        line.data(Qt.ItemDataRole.UserRole)
        for line in lines
        if line.checkState() == Qt.CheckState.Checked
    ]


def test_the_item_in_hand_becomes_gold_with_the_labels_that_were_judged_right(
    qtbot: QtBot, tmp_path: Path, settings: SettingsStore
) -> None:
    with desk_on(qtbot, tmp_path, settings) as desk:
        desk.press("N", "A")
        desk.page.position.go(0)
        desk.press("Shift+D")
        form = form_of(qtbot)
        assert ticked(form) == ["normal"]
        form.rationale.setPlainText("Reported speech")
        form.clause.setCurrentIndex(form.clause.findData("3"))
        form.concept.setText("quotation")
        form.difficulty.setCurrentIndex(2)
        form.save()
        (gold,) = golds(desk.workspace)
        assert (gold.item, gold.labels, gold.clause) == ("post-1", ("normal",), "3")
        assert (gold.rationale, gold.concept, gold.difficulty) == (
            "Reported speech",
            "quotation",
            2,
        )


def test_gold_is_searched_and_retired_by_keys(
    qtbot: QtBot, tmp_path: Path, settings: SettingsStore
) -> None:
    desk = LearnWindow(qtbot, trainer_workspace(tmp_path / "made"), settings)
    desk.press("Shift+G")
    table = desk.page.golds.table
    assert table.rowCount() == 6
    desk.press("Shift+F")
    desk.type("secret-4")
    assert table.rowCount() == 1
    desk.press("Enter", "R")
    form = form_of(qtbot)
    assert ticked(form) == ["offensive"] and "gold already" in form.head.text()
    form.teaching.setPlainText("Look twice")
    form.save()
    assert next(one for one in golds(desk.workspace) if one.item == "secret-4").teaching == (
        "Look twice"
    )
    desk.page.golds.retire()
    assert "secret-4" not in {one.item for one in golds(desk.workspace)}
    desk.close()


def test_an_exercise_is_built_from_chosen_golds_or_by_rule(
    qtbot: QtBot, tmp_path: Path, settings: SettingsStore
) -> None:
    desk = LearnWindow(qtbot, trainer_workspace(tmp_path / "made"), settings)
    desk.press("Shift+G")
    desk.page.golds.table.selectAll()
    desk.press("Shift+B")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, BuildDialog) and not dialog.write.isEnabled()
    dialog.title.setText("Week 50")
    assert dialog.write.isEnabled()
    dialog.mode.setCurrentIndex(dialog.mode.findData("exam"))
    dialog.rule.mark.setValue(85)
    plan: Plan = dialog.plan()
    assert len(plan.chosen) == 6 and plan.rule.mark == 85 * MILLION // 100
    dialog.choice.by_hand.setCurrentIndex(0)
    dialog.choice.n.setValue(3)
    assert dialog.plan().chosen == () and dialog.plan().n == 3
    dialog.ask(tmp_path / "exam.smo")
    (made,) = exercises(desk.workspace)
    assert (made.sheet.title, made.sheet.mode, made.items, made.built) == (
        "Week 50",
        "exam",
        3,
        True,
    )
    assert (tmp_path / "exam.smo").exists()
    desk.close()


def test_all_that_the_terminal_can_ask_for_can_be_asked_for_in_the_window(
    qtbot: QtBot, tmp_path: Path, settings: SettingsStore
) -> None:
    trainer = trainer_workspace(tmp_path / "made")
    keep_set(trainer, "Week 47")
    desk = LearnWindow(qtbot, trainer, settings)
    desk.press("Shift+G", "Shift+B")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, BuildDialog)
    dialog.title.setText("Exam")
    choice, rule = dialog.choice, dialog.rule
    assert "version 1: 6 golds" in choice.source.itemText(1)
    choice.source.setCurrentIndex(1)
    choice.labels.menu().actions()[0].trigger()
    choice.balance["severity"].setChecked(True)
    choice.severest.setValue(3)
    choice.easiest.setValue(1)
    choice.seed.setValue(7)
    rule.on.setCurrentIndex(1)
    choice.n.setValue(6)
    assert "of 6 items, even all right reaches only 61.0%" in rule.told.text()
    choice.n.setValue(40)
    assert rule.told.text() == "Strict: luck does not certify."
    rule.floors["hate"].setValue(75)
    rule.critical.search.setText("secret-3")
    rule.critical.list.item(3).setCheckState(Qt.CheckState.Checked)
    plan: Plan = dialog.plan()
    assert (plan.gold_set, plan.balance) == ("Week 47@1", ("labels", "severity"))
    assert (plan.labels, plan.severity, plan.difficulty) == (("hate",), (0, 3), (1, 5))
    assert plan.rule == PassRule(800_000, "low", {"hate": 750_000}, ("secret-3",))
    dialog.ask(tmp_path / "exam.smo")
    (made,) = exercises(desk.workspace)
    found = scores(desk.workspace, made.exercise)
    # Two golds have the label; of them the severe one is let out, the critical one is always in.
    assert {one.source for one in found.items} == {"secret-3"}
    desk.close()


def test_golds_are_picked_by_hand_and_nothing_is_written_without_one(
    qtbot: QtBot, tmp_path: Path, settings: SettingsStore
) -> None:
    desk = LearnWindow(qtbot, trainer_workspace(tmp_path / "made"), settings)
    desk.press("Shift+G", "Shift+B")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, BuildDialog)
    dialog.title.setText("By hand")
    choice = dialog.choice
    choice.by_hand.setCurrentIndex(1)
    while choice.picks.picked():
        first = next(
            choice.picks.list.item(row)
            for row in range(6)
            if choice.picks.list.item(row).checkState() == Qt.CheckState.Checked
        )
        first.setCheckState(Qt.CheckState.Unchecked)
    assert not dialog.write.isEnabled()
    choice.picks.list.item(2).setCheckState(Qt.CheckState.Checked)
    assert dialog.write.isEnabled()
    assert [item for _, item in dialog.plan().chosen] == ["secret-2"]
    dialog.reject()
    desk.close()


def test_without_gold_the_list_says_how_it_is_made(
    qtbot: QtBot, tmp_path: Path, settings: SettingsStore
) -> None:
    desk = LearnWindow(qtbot, trainer_workspace(tmp_path / "made", 0), settings)
    desk.press("Shift+G")
    assert "Shift+D makes the item in hand gold" in desk.seen()
    desk.close()
