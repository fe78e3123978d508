"""The page "Only for me": figures in plain words, and a way to erase them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from smo_review.domain.private import PrivateFigures, Revealed, Sufficed
from smo_review.language import set_language
from smo_review.operations.private import note_exposure, note_sufficed
from smo_review.operations.workspace import Workspace, open_workspace
from smo_review.queries.private import my_figures
from smo_review.store import private
from ui.mine.page import MinePage, build
from ui.mine.parts import Bar
from ui.mine.wording import MOST, duration, revealed_lines, suffice_lines
from ui.shell.actions import SPECS, Act, Actions
from ui.shell.notices import Notices
from ui.shell.settings import SettingsStore
from ui.shell.tasks import InlineTasks
from ui.shell.theme import tokens_of


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    workspace = open_workspace(tmp_path / "ws", create=True)
    yield workspace
    workspace.close()


@pytest.fixture
def page(
    qtbot: QtBot,
    ws: Workspace,
    tasks: InlineTasks,
    actions: Actions,
    notices: Notices,
    settings: SettingsStore,
) -> MinePage:
    context: Any = SimpleNamespace(
        workspace=ws, tasks=tasks, actions=actions, notices=notices, settings=settings
    )
    page = build(context)
    qtbot.addWidget(page)
    actions.enter("mine")
    return page


def words(page: MinePage) -> list[str]:
    """What the page says now."""
    return [label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page)]


def shares(page: MinePage) -> list[float]:
    return [bar.share for bar in page.findChildren(Bar) if bar.isVisibleTo(page)]


def keep(ws: Workspace) -> None:
    """Today 42 seconds of severity 2; 125 seconds of severity 3 two days ago; ten verdicts."""
    note_exposure(ws, {"grey": 30.0, "clear": 12.0}, 2)
    with private.writing(ws.path) as conn:
        private.add_exposure(conn, date.today().toordinal() - 2, 3, {"clear": 125_000})
    note_sufficed(ws, "covered", "for sale", 2, verdicts=8)
    note_sufficed(ws, "grey", "for sale", 2, verdicts=2)


def test_the_page_says_how_long_and_what_sufficed(
    ws: Workspace, page: MinePage, show: Callable[[QWidget], None]
) -> None:
    keep(ws)
    show(page)
    told = words(page)
    assert told[told.index("Severity 2") :][:3] == ["Severity 2", "42 s", "42 s"]
    assert told[told.index("Severity 3") :][:3] == ["Severity 3", "0 s", "2 min 5 s"]
    assert "In “for sale” covered sufficed in 8 of 10" in told
    assert "In “for sale” grey sufficed in 2 of 10" in told
    today, two_days_ago = 42 * 2, 125 * 3
    assert shares(page) == [
        today / (120 * 60),
        today / two_days_ago,
        1.0,
        *[42 / 125, 42 / 125, 0.0, 1.0],
        *[0.8, 0.2],
    ]


def test_the_page_says_who_can_see_it_and_claims_no_protection(
    ws: Workspace, page: MinePage, show: Callable[[QWidget], None]
) -> None:
    keep(ws)
    show(page)
    told = " ".join(words(page)).lower()
    assert "nobody but you can see this" in told
    assert "no file that travels" in told
    for claim in ("protect", "safe", "harm", "score", "too much", "too long", "limit"):
        assert claim not in told


def test_no_alarm_colour_is_painted(
    qtbot: QtBot, ws: Workspace, page: MinePage, show: Callable[[QWidget], None]
) -> None:
    note_exposure(ws, {"clear": 40_000.0}, 4)
    note_sufficed(ws, "clear", "gore", 4, verdicts=500)
    page.resize(800, 600)
    show(page)
    qtbot.waitUntil(lambda: all(bar.width() > 50 for bar in page.findChildren(Bar)))
    painted = page.grab().toImage()
    colours = {painted.pixel(x, y) for x in range(painted.width()) for y in range(painted.height())}
    tokens = tokens_of(page.palette())
    assert QColor(tokens.edge).rgb() in colours, "the bars must be found"
    for alarm in (tokens.incorrect, tokens.ambiguous):
        assert QColor(alarm).rgb() not in colours


def test_nothing_kept_is_said_and_makes_no_file(
    ws: Workspace, page: MinePage, show: Callable[[QWidget], None]
) -> None:
    show(page)
    assert "Nothing was revealed in these days." in words(page)
    assert "No verdict was given in these days." in words(page)
    assert not (ws.path / private.DATABASE).exists()


def test_figures_are_read_again_whenever_the_page_is_shown(
    ws: Workspace, page: MinePage, show: Callable[[QWidget], None]
) -> None:
    show(page)
    page.hide()
    keep(ws)
    page.show()
    assert "Severity 2" in words(page)
    assert "Nothing was revealed in these days." not in words(page)


@pytest.fixture
def asked(
    ws: Workspace, page: MinePage, actions: Actions, show: Callable[[QWidget], None], qtbot: QtBot
) -> QMessageBox:
    """The question before figures are erased."""
    keep(ws)
    show(page)
    actions.press(Act.ERASE_MINE)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), QMessageBox))
    box = QApplication.activeModalWidget()
    assert isinstance(box, QMessageBox)
    return box


def test_figures_are_erased_after_a_yes(
    qtbot: QtBot, ws: Workspace, page: MinePage, asked: QMessageBox, notices: Notices
) -> None:
    erase = next(one for one in asked.buttons() if one.text() == "Erase them")
    qtbot.mouseClick(erase, Qt.MouseButton.LeftButton)
    assert my_figures(ws) == PrivateFigures(7)
    assert "Nothing was revealed in these days." in words(page)
    assert notices.last is not None
    assert notices.last.text == "Your private figures are erased."


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_figures_stay_where_the_person_does_not_say_yes(
    qtbot: QtBot, ws: Workspace, asked: QMessageBox, key: Qt.Key
) -> None:
    before = my_figures(ws)
    qtbot.keyClick(asked, key)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    assert my_figures(ws) == before


def test_figures_that_cannot_be_opened_are_told_and_can_be_erased(
    ws: Workspace, page: MinePage, show: Callable[[QWidget], None]
) -> None:
    (ws.path / private.DATABASE).write_bytes(b"spoilt" * 1000)
    show(page)
    assert "Your private figures cannot be opened." in words(page)
    page.erase()
    assert "Nothing was revealed in these days." in words(page)


def test_a_category_is_shown_as_plain_text(
    ws: Workspace, page: MinePage, show: Callable[[QWidget], None]
) -> None:
    note_sufficed(ws, "covered", "<b>{n}</b>", 1)
    show(page)
    assert "In “<b>{n}</b>” covered sufficed in 1 of 1" in words(page)
    labels = page.findChildren(QLabel)
    assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}


def test_the_page_has_its_place_in_the_rail_and_the_menu() -> None:
    from ui.parts import PAGES
    from ui.shell.rail import PLACES

    assert Act.GO_MINE in PLACES
    assert PAGES[Act.GO_MINE] == ("mine", "ui.mine.page")
    assert SPECS[Act.ERASE_MINE].where == "mine"


# Wording


def test_severities_go_from_mild_to_severe_and_unknown_stands_last() -> None:
    figures = PrivateFigures(
        7,
        (
            Revealed(None, "clear", 1, 2),
            Revealed(3, "grey", 4, 8),
            Revealed(0, "grey", 16, 32),
            Revealed(3, "clear", 64, 128),
        ),
    )
    assert revealed_lines(figures) == [
        ("Severity 0", 16, 32),
        ("Severity 3", 68, 136),
        ("Severity not given", 1, 2),
    ]


def test_the_most_frequent_categories_come_first_and_no_more_than_fit() -> None:
    sufficed = [Sufficed(f"c{n:02}", "grey", n) for n in range(1, MOST + 5)]
    sufficed += [Sufficed("", "facts", 500), Sufficed("", "outline", 500), Sufficed("", "clear", 1)]
    lines = suffice_lines(PrivateFigures(7, (), tuple(sufficed)))
    assert [line.words for line in lines[:4]] == [
        "In “no category” the facts sufficed in 500 of 1001",
        "In “no category” the outline sufficed in 500 of 1001",
        "In “no category” clear was shown in 1 of 1001",
        f"In “c{MOST + 4}” grey sufficed in {MOST + 4} of {MOST + 4}",
    ]
    assert len({line.words.split("”")[0] for line in lines}) == MOST


@pytest.mark.parametrize(
    ("milliseconds", "told"),
    [(0, "0 s"), (1499, "1 s"), (59_400, "59 s"), (59_600, "1 min 0 s"), (3_605_000, "60 min 5 s")],
)
def test_durations_are_told_in_minutes_and_seconds(milliseconds: int, told: str) -> None:
    assert duration(milliseconds) == told


@pytest.mark.parametrize("language", ["km", "zh"])
def test_every_sentence_is_spoken_in_every_language(language: str) -> None:
    english = {line.words for line in suffice_lines(one_of_each())}
    set_language(language)
    spoken = {line.words for line in suffice_lines(one_of_each())}
    assert len(spoken) == 5
    assert not spoken & english


def one_of_each() -> PrivateFigures:
    levels = ("facts", "covered", "outline", "grey", "clear")
    return PrivateFigures(7, (), tuple(Sufficed("x", level, 1) for level in levels))
