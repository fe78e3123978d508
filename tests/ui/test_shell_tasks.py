"""Work off the UI thread: in order, cancellable, and ended when the client ends."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from smo_review.domain.changes import Progress
from smo_review.domain.errors import Cancelled, UserError
from ui.shell.notices import Notices
from ui.shell.tasks import InlineTasks, LongTask, Tasks

REFUSAL = UserError("It is broken", "b.smo, line 3", "Ask for it again.")


def refuse() -> None:
    raise REFUSAL


@pytest.fixture
def threads(qapp: object) -> Iterator[Tasks]:
    before = set(threading.enumerate())
    tasks = Tasks()
    yield tasks
    tasks.close()
    assert set(threading.enumerate()) <= before


def test_writes_are_done_one_after_another_in_the_order_they_were_asked(
    qtbot: QtBot, threads: Tasks
) -> None:
    written: list[int] = []
    told: list[int] = []

    def write(n: int) -> int:
        written.append(n)
        return n

    for n in range(50):
        threads.write(write, n, done=told.append)
    qtbot.waitUntil(lambda: len(told) == 50)
    assert written == told == list(range(50))


def test_work_is_done_elsewhere_and_told_in_the_ui_thread(qtbot: QtBot, threads: Tasks) -> None:
    here = threading.get_ident()
    told: list[tuple[int, int]] = []
    threads.read(
        threading.get_ident, done=lambda there: told.append((there, threading.get_ident()))
    )
    qtbot.waitUntil(lambda: bool(told))
    there, told_in = told[0]
    assert there != here
    assert told_in == here


def test_of_several_reads_with_one_key_only_the_newest_answers(
    qtbot: QtBot, threads: Tasks
) -> None:
    gate = threading.Event()
    told: list[str] = []

    def slow() -> str:
        gate.wait(10)
        return "old"

    threads.read(slow, done=told.append, key="queue")
    threads.read(lambda: "new", done=told.append, key="queue")
    threads.read(lambda: "other", done=told.append)
    qtbot.waitUntil(lambda: sorted(told) == ["new", "other"])
    gate.set()
    threads.read(lambda: "last", done=told.append)
    qtbot.waitUntil(lambda: "last" in told)
    assert "old" not in told


def test_a_read_with_patience_is_told_at_once_and_only_once(qtbot: QtBot, threads: Tasks) -> None:
    told: list[str] = []
    threads.read(lambda: "quick", done=told.append, key="item", patience=10.0)
    assert told == ["quick"]
    qtbot.waitUntil(lambda: not threads._early)
    assert told == ["quick"]
    assert threads.idle


def test_patience_ends_and_the_answer_comes_later(qtbot: QtBot, threads: Tasks) -> None:
    gate = threading.Event()
    told: list[bool] = []
    threads.read(lambda: gate.wait(10), done=told.append, key="item", patience=0.001)
    assert told == []
    gate.set()
    qtbot.waitUntil(lambda: told == [True])


def test_a_refusal_that_nobody_takes_becomes_a_notice(qtbot: QtBot, threads: Tasks) -> None:
    notices = Notices()
    threads.refused.connect(notices.refuse)
    with qtbot.waitSignal(notices.posted):
        threads.write(refuse)
    assert notices.last is not None
    assert notices.last.text == "It is broken\nb.smo, line 3\nAsk for it again."


def test_a_refusal_goes_to_the_caller_who_wants_it(qtbot: QtBot, threads: Tasks) -> None:
    taken: list[BaseException] = []
    with qtbot.assertNotEmitted(threads.refused):
        threads.write(refuse, failed=taken.append)
        qtbot.waitUntil(lambda: bool(taken))
    assert taken == [REFUSAL]


def test_a_bug_is_told_even_where_the_caller_takes_failures(qtbot: QtBot, threads: Tasks) -> None:
    taken: list[BaseException] = []
    with qtbot.waitSignal(threads.crashed) as crashed:
        threads.write(lambda: 1 // 0, failed=taken.append)
    assert isinstance(crashed.args[0], ZeroDivisionError)
    assert taken == crashed.args


def test_a_long_task_tells_how_far_it_is_and_that_it_ended(qtbot: QtBot, threads: Tasks) -> None:
    seen: list[LongTask] = []
    threads.long_changed.connect(seen.append)

    def count(progress: Progress) -> str:
        progress(3, 10, "items")
        return "done"

    told: list[str] = []
    threads.run_long("Receiving b.smo", count, done=told.append)
    qtbot.waitUntil(lambda: told == ["done"])
    assert [(task.done, task.total, task.ended) for task in seen] == [
        (0, None, False),
        (3, 10, False),
        (0, None, True),
    ]
    assert {task.title for task in seen} == {"Receiving b.smo"}


def test_a_long_task_stops_when_it_is_cancelled(qtbot: QtBot, threads: Tasks) -> None:
    started = threading.Event()
    told: list[object] = []

    def endless(progress: Progress) -> None:
        while True:
            progress(1, None, "")
            started.set()

    task = threads.run_long("Forever", endless, done=told.append)
    assert started.wait(10)
    with qtbot.waitSignal(threads.cancelled):
        threads.cancel(task)
    assert told == []


def test_of_long_tasks_with_one_key_only_the_newest_answers_and_the_older_says_nothing(
    qtbot: QtBot, threads: Tasks
) -> None:
    told: list[object] = []
    noticed: list[bool] = []
    started = threading.Event()
    threads.cancelled.connect(lambda: noticed.append(True))

    def endless(progress: Progress) -> None:
        while True:
            progress(1, None, "")
            started.set()

    task = threads.run_long("Old", endless, done=told.append, failed=told.append, key="one")
    assert started.wait(10)
    threads.cancel(task)
    threads.run_long("New", lambda progress: "new", done=told.append, key="one")
    qtbot.waitUntil(lambda: threads.idle)
    assert (told, noticed) == (["new"], [])


def test_closing_finishes_writes_and_cancels_long_tasks(qtbot: QtBot) -> None:
    tasks = Tasks()
    written: list[int] = []
    ended: list[str] = []

    def endless(progress: Progress) -> None:
        try:
            while True:
                progress(1, None, "")
        except Cancelled:
            ended.append("taken back")
            raise

    tasks.run_long("Forever", endless)
    for n in range(20):
        tasks.write(written.append, n)
    tasks.close()
    assert written == list(range(20))
    assert ended in ([], ["taken back"])
    tasks.write(written.append, 99)
    assert 99 not in written


def test_nobody_is_told_who_is_gone(qtbot: QtBot, threads: Tasks) -> None:
    class Page(QObject):
        def show(self, value: object) -> None:
            told.append(value)

    told: list[object] = []
    gate = threading.Event()
    page = Page()
    threads.read(lambda: gate.wait(10), done=page.show)
    page.deleteLater()
    qtbot.waitUntil(lambda: not isValid(page))
    gate.set()
    threads.read(lambda: "last", done=told.append)
    qtbot.waitUntil(lambda: told == ["last"])


def test_reads_of_pages_that_are_built_anew_are_forgotten(qtbot: QtBot, threads: Tasks) -> None:
    told: list[str] = []
    gate = threading.Event()
    threads.read(lambda: gate.wait(10) and "old", done=told.append)
    threads.forget_reads()
    gate.set()
    threads.read(lambda: "new", done=told.append)
    threads.write(lambda: "write", done=told.append)
    qtbot.waitUntil(lambda: len(told) == 2)
    assert sorted(told) == ["new", "write"]


def test_in_tests_everything_happens_at_once(tasks: InlineTasks, notices: Notices) -> None:
    told: list[int] = []
    tasks.write(lambda: 1, done=told.append)
    tasks.read(lambda: 2, done=told.append, key="x")
    tasks.run_long("Long", lambda progress: 3, done=told.append)
    assert told == [1, 2, 3]
    tasks.write(refuse)
    assert notices.last is not None
    assert notices.last.what == "It is broken"
    with pytest.raises(ZeroDivisionError):
        tasks.write(lambda: 1 // 0)
