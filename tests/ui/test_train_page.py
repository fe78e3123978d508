"""The trainer's page: every view by its key, what it says, and what leaves it as a file."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from smo_review.domain.changes import Changes
from smo_review.domain.charts import HeatMap
from smo_review.domain.learning import PassRule
from smo_review.operations.exercise import Plan, build_exercise
from smo_review.operations.gold import GoldDraft, set_gold
from smo_review.operations.workspace import open_workspace
from tests.helpers.cohort import cohort
from tests.helpers.train_desk import TrainWindow
from ui.shell.acts import Act
from ui.shell.settings import SettingsStore

RULE = PassRule(700_000, "low", {"hate": 800_000}, ("post-0",))
RIGHT = {"Mei": 7, "Dara": 12, "Sok": 3, "Bopha": 5, "Rithy": 6, "Vanna": 6}


@pytest.fixture
def train(qtbot: QtBot, tmp_path: Path, settings: SettingsStore) -> Iterator[TrainWindow]:
    """Twelve golds, six learners, one of whom has not handed in."""
    made = cohort(tmp_path, RIGHT, rule=RULE, under_way=("Sok",))
    desk = TrainWindow(qtbot, made.trainer, settings)
    yield desk
    desk.close()


def heat(desk: TrainWindow) -> HeatMap:
    chart = desk.page.views[Act.TRAIN_AGREEMENT].chart
    assert isinstance(chart, HeatMap)
    return chart


def test_without_an_exercise_the_page_says_what_to_do(
    qtbot: QtBot, tmp_path: Path, settings: SettingsStore
) -> None:
    desk = TrainWindow(qtbot, open_workspace(tmp_path / "ws", create=True), settings)
    assert "No exercise of yours is here yet" in desk.seen()
    desk.press("6")
    assert "No ramp-up plan is here" in desk.seen()
    for act in (Act.KEEP_TABLE, Act.KEEP_CHART, Act.SIGN_OFF, Act.OPEN_TRAINED_ITEM):
        assert not desk.actions.is_ready(act)
    desk.close()


def test_the_cohort_stands_by_name_with_intervals_and_says_who_passed_and_why_not(
    train: TrainWindow,
) -> None:
    assert train.column("Learner") == ["Bopha", "Dara", "Mei", "Rithy", "Sok", "Vanna"]
    assert train.column("Right")[1] == "100% (76–100%, n=12)"
    told = train.column("Certified")
    assert told[1] == "passed"
    assert told[0].startswith("not passed: lower end 19.3% is below 70.0%")
    assert told[4] == "not enough yet: 12 of 12 answered, not handed in"
    assert train.column("Missed")[0] == train.column("Over-flagged")[0] == "7"
    assert "6 learners, 5 runs handed in" in train.seen()
    labels = [bar.label for bar in train.page.views[Act.TRAIN_COHORT].chart.bars]
    assert labels == ["Bopha", "Dara", "Mei", "Rithy", "Vanna"]


def test_learners_cannot_be_sorted_into_a_ranking(train: TrainWindow) -> None:
    table = train.page.in_hand
    assert table is not None
    assert not table.isSortingEnabled() and not table.horizontalHeader().sectionsClickable()


def test_items_say_in_words_how_they_read_and_open_on_the_stage(train: TrainWindow) -> None:
    train.press("2")
    said = train.column("What this says")
    assert said[0] == "too easy: 5 of 5 right"
    assert said[11].startswith("hard: 1 of 5 right, 4 say ")
    assert train.column("Answers")[11].endswith(" 1")
    source = train.column("Item")
    train.press("Down", "O")
    assert train.items == [("b-1", source[1])]
    train.page.views[Act.TRAIN_ITEMS].tables[0].sortByColumn(3, Qt.SortOrder.AscendingOrder)
    assert train.column("Item") != source, "items may be sorted"


def test_skill_is_not_told_from_too_few_answers(train: TrainWindow) -> None:
    train.press("3")
    assert set(train.page.views[Act.TRAIN_SKILL].tables[1].told.rows[0][2:]) == {None}
    assert "A dash: too few answers" in train.seen() or "Too few answers" in train.seen()


def test_agreement_is_told_by_any_of_four_measures_with_counts(train: TrainWindow) -> None:
    train.press("4")
    assert "raw agreement" in train.seen()
    cell = heat(train).cells[0][1]
    assert (cell.n, cell.value) == (12, 5 / 12)
    assert heat(train).cells[0][0].value is None
    titles = []
    for _ in range(4):
        titles.append(heat(train).title.split(": ")[1])
        train.press("M")
    assert titles == ["raw agreement", "Cohen kappa", "Gwet AC1", "Krippendorff alpha"]
    assert heat(train).title.endswith("raw agreement")


def test_agreement_of_one_learner_is_not_enough_yet(
    qtbot: QtBot, tmp_path: Path, settings: SettingsStore
) -> None:
    desk = TrainWindow(qtbot, cohort(tmp_path, {"Dara": 12}).trainer, settings)
    desk.press("4")
    assert "Not enough yet: agreement needs two learners" in desk.seen()
    desk.press("1")
    assert desk.column("Learner") == ["Dara"]
    desk.close()


def test_the_rule_is_told_in_words_and_held_against_each_run(train: TrainWindow) -> None:
    train.press("5")
    assert "The lower end of the 95% interval of right answers must reach 70.0%" in train.seen()
    assert "Of the items whose gold has Hate, at least 80.0% must be found." in train.seen()
    assert "These items must be right: post-0." in train.seen()
    assert train.column("Hate found")[1] == "100% (61–100%, n=6)"
    assert not train.actions.is_ready(Act.KEEP_CHART)


def test_the_view_in_hand_is_marked_and_only_its_keys_act(train: TrainWindow) -> None:
    for key, act in (("2", Act.TRAIN_ITEMS), ("4", Act.TRAIN_AGREEMENT), ("1", Act.TRAIN_COHORT)):
        train.press(key)
        assert train.actions.action(act).isChecked()
        assert train.actions.is_ready(Act.TRAIN_MEASURE) is (act is Act.TRAIN_AGREEMENT)
        assert train.actions.is_ready(Act.OPEN_TRAINED_ITEM) is (act is Act.TRAIN_ITEMS)


def test_a_table_is_copied_and_kept_as_csv_with_fractions(
    train: TrainWindow, tmp_path: Path
) -> None:
    train.press("Ctrl+C")
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].startswith("Learner\tAttempt\tRight") and len(lines) == 7
    assert "6 lines copied" in train.said()
    train.press("Ctrl+S")
    train.keep(str(tmp_path / "cohort.csv"))
    rows = list(csv.reader(io.StringIO((tmp_path / "cohort.csv").read_text("utf-8-sig"))))
    assert rows[0][:6] == ["Learner", "Attempt", "Right", "Right n", "Right 95% from", "Right to"]
    assert rows[2][:4] == ["Dara", "1", "1", "12"]
    assert "cohort.csv is written" in train.said()


def test_a_chart_is_kept_as_a_picture(train: TrainWindow, tmp_path: Path) -> None:
    train.press("Ctrl+Shift+S")
    train.keep(str(tmp_path / "chart.svg"))
    root = ET.fromstring((tmp_path / "chart.svg").read_text("utf-8"))
    assert root.tag.endswith("svg") and "Dara" in "".join(root.itertext())


def test_a_file_that_cannot_be_written_is_told(train: TrainWindow, tmp_path: Path) -> None:
    train.press("Ctrl+S")
    train.keep(str(tmp_path / "nowhere" / "cohort.csv"))
    assert "cannot be written" in train.said()


def test_another_exercise_is_chosen_and_what_comes_in_is_seen(
    train: TrainWindow, tmp_path: Path
) -> None:
    set_gold(train.workspace, [GoldDraft("b-1", "post-0", ("hate",))])
    build_exercise(train.workspace, Plan("Second", "exam", n=3), tmp_path / "second.smo")
    assert train.page.chooser.count() == 1
    train.signals.changed.emit(Changes(facts=1))
    assert [train.page.chooser.itemText(n).split(" (")[0] for n in range(2)] == ["Second", "Exam"]
    train.page.chooser.setCurrentIndex(0)
    train.page.chooser.activated.emit(0)
    assert "Nobody has begun this exercise yet" in train.seen()
    assert train.column("Learner") == []
