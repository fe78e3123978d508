"""Work off the UI thread: one writer lane, a few readers, long tasks that can be cancelled.

Results come back in the UI thread. A `UserError` becomes a notice unless the caller takes it in
`failed`; any other exception is a bug and opens the crash window.
"""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, Executor, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

from smo_review.domain.errors import Cancelled, UserError

if TYPE_CHECKING:
    from smo_review.domain.changes import Progress

READERS = 3
TELL_EVERY = 0.05
"""Seconds between two progress signals of one long task."""

Done = Callable[[Any], object]
Failed = Callable[[BaseException], object]


@dataclass(frozen=True)
class LongTask:
    """How far a long task is. `total` is None where it is not known."""

    id: int
    title: str
    done: int = 0
    total: int | None = None
    what: str = ""
    ended: bool = False


@dataclass(frozen=True)
class _Answer:
    """A result on its way to the UI thread."""

    future: Future[Any]
    done: Done | None
    failed: Failed | None
    key: str = ""
    serial: int = 0
    long: LongTask | None = None
    epoch: int | None = None
    """Set for reads, which `forget_reads` makes silent."""


class Tasks(QObject):
    """Runs functions away from the window and hands their results back to it."""

    refused = Signal(object)
    """A UserError that nobody took."""
    cancelled = Signal()
    """A long task was cancelled and has taken back what it had begun."""
    crashed = Signal(object)
    """An exception that is a bug."""
    long_changed = Signal(object)
    """A LongTask, at its start, as it goes on, and at its end."""
    _answered = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._writer = ThreadPoolExecutor(1, "writer")
        self._readers = ThreadPoolExecutor(READERS, "reader")
        self._long = ThreadPoolExecutor(2, "long")
        self._serials = itertools.count(1)
        self._newest: dict[str, tuple[int, Future[Any]]] = {}
        self._early: set[int] = set()
        """Answers that somebody waited for: they have been delivered when their signal comes."""
        self._cancels: dict[int, threading.Event] = {}
        self._epoch = 0
        self._under_way = 0
        self._closed = False
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def write(
        self,
        fn: Callable[..., Any],
        *args: Any,
        done: Done | None = None,
        failed: Failed | None = None,
    ) -> None:
        """Run `fn(*args)` after all earlier writes. None is lost: `close` waits for them."""
        self._send(self._writer, fn, args, done, failed)

    def read(
        self,
        fn: Callable[..., Any],
        *args: Any,
        done: Done | None = None,
        failed: Failed | None = None,
        key: str = "",
        patience: float = 0.0,
    ) -> None:
        """Run `fn(*args)` in a reader thread. Of those with one `key` only the newest answers.

        With `patience`, a part of a frame in seconds, an answer that comes within it is delivered
        before this returns: the page is then painted once, and not first without it.
        """
        answer = self._send(self._readers, fn, args, done, failed, key)
        if answer is not None and patience and wait([answer.future], patience).done:
            self._early.add(answer.serial)
            self._hand_over(answer)

    def run_long(
        self,
        title: str,
        fn: Callable[[Progress], Any],
        done: Done | None = None,
        failed: Failed | None = None,
        key: str = "",
    ) -> int:
        """Run `fn(progress)` with its progress shown; returns the id that `cancel` takes.

        Of those, and of reads, with one `key` only the newest answers.
        """
        serial = next(self._serials)
        task = LongTask(serial, title)
        self._cancels[serial] = threading.Event()
        self.long_changed.emit(task)
        self._send(self._long, fn, (self._progress(task),), done, failed, key, task)
        return serial

    def cancel(self, task: int) -> None:
        """Ask a long task to stop; it takes back what it had begun."""
        if task in self._cancels:
            self._cancels[task].set()

    def forget_reads(self) -> None:
        """Whoever asked is about to go: answers still on their way are not delivered."""
        self._epoch += 1

    @property
    def idle(self) -> bool:
        """Whether everything that was asked for has been answered."""
        return self._under_way == 0

    def close(self) -> None:
        """End all threads: long tasks are cancelled, writes already asked for are finished."""
        self._closed = True
        for cancelled in self._cancels.values():
            cancelled.set()
        self._readers.shutdown(cancel_futures=True)
        self._long.shutdown(cancel_futures=True)
        self._writer.shutdown()

    def _send(
        self,
        lane: Executor,
        fn: Callable[..., Any],
        args: tuple[Any, ...],
        done: Done | None,
        failed: Failed | None,
        key: str = "",
        long: LongTask | None = None,
    ) -> _Answer | None:
        if self._closed:
            return None
        serial = next(self._serials)
        future = lane.submit(fn, *args)
        if key:
            if key in self._newest:
                self._newest[key][1].cancel()
            self._newest[key] = (serial, future)
        epoch = self._epoch if lane is self._readers else None
        answer = _Answer(future, done, failed, key, serial, long, epoch)
        self._under_way += 1
        future.add_done_callback(lambda _: self._tell(answer))
        return answer

    def _tell(self, answer: _Answer) -> None:
        if not self._closed:
            self._answered.emit(answer)

    def _progress(self, task: LongTask) -> Progress:
        cancelled = self._cancels[task.id]
        last = 0.0

        def progress(done: int, total: int | None, what: str) -> None:
            nonlocal last
            if cancelled.is_set():
                raise Cancelled
            if time.monotonic() - last >= TELL_EVERY:
                last = time.monotonic()
                self.long_changed.emit(LongTask(task.id, task.title, done, total, what))

        return progress

    @Slot(object)
    def _deliver(self, answer: _Answer) -> None:
        if answer.serial in self._early:
            self._early.remove(answer.serial)
        elif not self._closed:
            self._hand_over(answer)

    def _hand_over(self, answer: _Answer) -> None:
        self._under_way -= 1
        if answer.long is not None:
            self._cancels.pop(answer.long.id, None)
            self.long_changed.emit(LongTask(answer.long.id, answer.long.title, ended=True))
        if answer.key:
            if self._newest.get(answer.key, (0,))[0] != answer.serial:
                return
            del self._newest[answer.key]
        if answer.epoch not in (None, self._epoch):
            return
        try:
            error = answer.future.exception()
        except CancelledError:
            return
        if error is None:
            _call(answer.done, answer.future.result())
        else:
            self._fail(error, answer.failed)

    def _fail(self, error: BaseException, failed: Failed | None) -> None:
        """Known failures go to the caller, else to a notice; bugs always open the crash window."""
        if failed is not None:
            _call(failed, error)
        elif isinstance(error, UserError):
            self.refused.emit(error)
        if isinstance(error, Cancelled):
            self.cancelled.emit()
        elif not isinstance(error, UserError):
            self.crashed.emit(error)


def _call(callback: Callable[[Any], object] | None, value: Any) -> None:
    """Call back, unless the widget that asked is gone by now."""
    owner = getattr(callback, "__self__", None)
    if callback is not None and not (isinstance(owner, QObject) and not isValid(owner)):
        callback(value)


class InlineTasks(Tasks):
    """Runs everything at once in the caller: for tests. Bugs are raised where they happen."""

    def _send(
        self,
        lane: Executor,
        fn: Callable[..., Any],
        args: tuple[Any, ...],
        done: Done | None,
        failed: Failed | None,
        key: str = "",
        long: LongTask | None = None,
    ) -> None:
        if self._closed:
            return
        try:
            result = fn(*args)
        except (UserError, Cancelled) as error:
            self._end(long)
            self._fail(error, failed)
        else:
            self._end(long)
            _call(done, result)

    def _end(self, long: LongTask | None) -> None:
        if long is not None:
            self._cancels.pop(long.id, None)
            self.long_changed.emit(LongTask(long.id, long.title, ended=True))
