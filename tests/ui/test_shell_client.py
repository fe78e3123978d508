"""The client put together: it opens, goes everywhere, changes its language, and ends cleanly."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from smo_review.domain.errors import UserError
from smo_review.language import set_language, tr
from tests.helpers.drops import dragged, drop
from ui.app import Client
from ui.parts import PAGES, Opened
from ui.shell import theme
from ui.shell.actions import Act
from ui.shell.settings import SettingsStore
from ui.shell.tasks import Tasks

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def bugs() -> list[BaseException]:
    """What would have opened the crash window."""
    return []


@pytest.fixture
def client(
    qtbot: QtBot,
    qapp: QApplication,
    tmp_path: Path,
    bugs: list[BaseException],
    show: Callable[[QWidget], None],
) -> Iterator[Client]:
    """A client with an open workspace that holds nothing yet."""
    before = set(threading.enumerate())
    tasks = Tasks()
    tasks.crashed.connect(bugs.append)
    client = Client(qapp, SettingsStore(tmp_path / "settings.ini"), tasks, tmp_path / "workspace")
    client.start()
    qtbot.waitUntil(lambda: client.context is not None, timeout=30_000)
    show(client.window)
    yield client
    client.window.close()
    client.close()
    theme.apply(qapp, "light", 100)
    assert set(threading.enumerate()) <= before
    assert bugs == []


@pytest.mark.parametrize("act", Act, ids=lambda act: act.name)
def test_every_action_is_bound(qtbot: QtBot, built: Client, act: Act) -> None:
    qtbot.waitUntil(lambda: built.actions.is_bound(act), timeout=10_000)


@pytest.fixture(scope="module")
def built(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """One client for the tests that only look at it."""
    folder = tmp_path_factory.mktemp("client")
    bugs: list[BaseException] = []
    tasks = Tasks()
    tasks.crashed.connect(bugs.append)
    client = Client(qapp, SettingsStore(folder / "settings.ini"), tasks, folder / "workspace")
    client.start()
    while client.context is None:
        qapp.processEvents()
    yield client
    client.close()
    assert bugs == []


@pytest.mark.parametrize("place", PAGES, ids=lambda place: place.name)
def test_every_page_is_one_key_away(
    qtbot: QtBot, built: Client, show: Callable[[QWidget], None], place: Act
) -> None:
    show(built.window)
    built.show_place(Act.GO_NUMBERS if place is not Act.GO_NUMBERS else Act.GO_DAY)
    qtbot.keySequence(built.window, built.actions.keys(place)[0])
    assert built.actions.action(place).isChecked()


def test_the_language_changes_at_once_and_the_person_stays_where_they_were(
    qtbot: QtBot, client: Client, bugs: list[BaseException]
) -> None:
    client.show_place(Act.PREFERENCES)
    first = client.context
    with qtbot.waitSignal(client.window.covered_wanted):
        client.settings.change(language="zh")
    qtbot.waitUntil(lambda: client.context not in (None, first), timeout=10_000)
    assert client.actions.action(Act.PREFERENCES).isChecked()
    titles = [action.text() for action in client.window.menuBar().actions()]
    assert titles[:2] == ["文件", "判定"]
    assert QApplication.translate("QPlatformTheme", "Cancel") == "取消"
    qtbot.waitUntil(lambda: all(client.actions.is_bound(act) for act in Act), timeout=10_000)


def test_every_preference_still_works_after_the_language_has_changed(
    qtbot: QtBot, client: Client
) -> None:
    first = client.context
    client.settings.change(language="km")
    qtbot.waitUntil(lambda: client.context not in (None, first), timeout=10_000)
    client.settings.change(blind=True, reveal_seconds=5, reveal_level="grey")
    client.settings.change(scheme="dark", text_size=150)
    client.settings.change(key_overrides={"CORRECT": "Y"})
    assert client.actions.key_text(Act.CORRECT) == "Y"


def test_a_file_that_is_no_bundle_is_refused_in_the_window(
    qtbot: QtBot, client: Client, tmp_path: Path
) -> None:
    path = tmp_path / "broken.smo"
    path.write_bytes(b"nothing of the kind")
    with qtbot.waitSignal(client.notices.posted, timeout=10_000):
        client.window.dropped.emit([path])
    notice = client.notices.last
    assert notice is not None
    assert notice.kind == "refusal"
    assert notice.what
    assert "broken.smo" in notice.where
    assert notice.do


def test_dropped_answers_go_to_the_page_of_disputes_also_when_it_was_never_shown(
    qtbot: QtBot, client: Client, tmp_path: Path
) -> None:
    path = tmp_path / "answers.json"
    path.write_text("no answers", "utf-8")
    with qtbot.waitSignal(client.notices.posted, timeout=10_000):
        drop(client.window, dragged(str(path)))
    assert client.actions.action(Act.GO_DISPUTES).isChecked()
    notice = client.notices.last
    assert notice is not None and "answers.json" in notice.where and notice.do


def test_the_help_sheet_opens_by_its_key_and_closes(qtbot: QtBot, client: Client) -> None:
    qtbot.keyClick(client.window, Qt.Key.Key_F1)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    sheet = QApplication.activeModalWidget()
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)


def test_a_workspace_that_cannot_be_opened_is_told_in_plain_words(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    def refuse(path: Path | None) -> Opened:
        raise UserError("It is newer than this program", str(path), "Update the program.")

    client = Client(qapp, SettingsStore(tmp_path / "s.ini"), Tasks(), tmp_path / "new", (), refuse)
    with qtbot.waitSignal(client.notices.posted, timeout=10_000):
        client.start()
    assert client.notices.last is not None
    assert client.notices.last.do == "Update the program."
    told = [label.text() for label in client.window.findChildren(QLabel)]
    assert "The workspace could not be opened." in told
    client.window.close()
    client.close()


def test_the_window_comes_back_as_it_was_left(client: Client) -> None:
    client.window.close()
    assert client.settings.current.geometry == client.window.kept_geometry()


def test_the_scheme_of_the_system_is_followed_and_can_be_overruled(
    qapp: QApplication, client: Client
) -> None:
    client.settings.change(scheme="dark")
    assert theme.tokens_of(client.window.palette()) is theme.DARK
    client.settings.change(scheme="light")
    assert theme.tokens_of(client.window.palette()) is theme.LIGHT


def started(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """The client as its own process, told on a machine with the given variables only."""
    kept = {key: value for key, value in os.environ.items() if key not in SCREENS}
    return subprocess.run(
        [sys.executable, "main.py", "open", *arguments],
        cwd=ROOT,
        env={**kept, **variables},
        capture_output=True,
        text=True,
        timeout=60,
    )


SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
def test_without_a_screen_it_says_so_and_what_to_do() -> None:
    answer = started()
    assert answer.returncode == 1
    assert "there is no screen" in answer.stderr
    assert "The command line works without a screen" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_wrong_option_is_a_usage_error() -> None:
    answer = started("--colour", "pink", QT_QPA_PLATFORM="offscreen")
    assert answer.returncode == 2
    assert "usage: smo-review open" in answer.stderr


def test_nothing_heavy_is_imported_before_the_first_paint() -> None:
    code = (
        "import sys, ui.app, ui.shell.launch; "
        "print([m for m in ('numpy', 'cv2', 'sqlite_utils', 'sqlcipher3', 'msgspec', 'keyring',"
        " 'cryptography', 'PySide6.QtMultimedia', 'PIL') if m in sys.modules])"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert answer.stdout.strip() == "[]", answer.stderr


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Correct"), ("km", "ត្រឹមត្រូវ"), ("zh", "正确"), ("xx", "Correct")]
)
def test_words_come_from_the_catalogue_of_the_language(language: str, words: str) -> None:
    set_language(language)
    assert tr("Correct") == words
    assert tr("{done:,} of {total:,}", done=1000, total=2000).count(",") == 2
