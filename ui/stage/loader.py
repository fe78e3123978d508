"""Brings media to the stage: one lane beside the window, in order of need.

Bytes go from the vault to the stills child; what comes back to stay is covers. Pictures come only
when the stage asks for one, which it does on a reveal, and none is kept here. What is waiting is
kept by the UI thread alone; a request with a slot replaces the one before it in that slot.
"""

from __future__ import annotations

import heapq
import itertools
from collections import OrderedDict
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

from smo_review.domain.errors import UserError
from smo_review.media.client import Stills
from ui.player.player import Player
from ui.stage.lane_desk import Fetch, LaneDesk
from ui.stage.shots import Opened, Shot, Source, Tile, Want

COVERS_KEPT = 512
PATIENCE = 0.012
"""Seconds, less than a frame, that the window waits for the cover of the item in hand: it is then
painted once, with its cover, instead of twice."""
NOW, PLAYING, SOON, AHEAD, FAR_AHEAD, IDLE = range(6)
"""Ranks of need: what is looked at, its playback, its storyboard, the next items, their boards, and
what can wait until there is nothing else to do."""


@dataclass(order=True)
class _Job:
    rank: int
    serial: int
    work: Callable[[], Any] = field(compare=False)
    done: Callable[[Any], object] = field(compare=False)
    failed: Callable[[UserError], object] = field(compare=False)
    slot: str = field(compare=False)
    future: Future[Any] | None = field(compare=False, default=None)
    """Set while it runs."""


class MediaLoader(QObject):
    """`fetch(batch, sha)` reads the bytes of a file; `make_stills()` starts the child.

    `player` makes the sound of videos; its child starts with the first video that has any.
    """

    _answered = Signal(object, object)

    def __init__(
        self,
        fetch: Fetch,
        make_stills: Callable[[], Stills],
        parent: QObject | None = None,
        player: Player | None = None,
    ) -> None:
        super().__init__(parent)
        self.player = player or Player(parent=self)
        self._desk = LaneDesk(fetch, make_stills)
        self._opened: OrderedDict[Source, Opened] = OrderedDict()
        self._boards: OrderedDict[Source, tuple[Tile, ...]] = OrderedDict()
        self._waiting: list[_Job] = []
        self._newest: dict[str, int] = {}
        self._serials = itertools.count(1)
        self._lane = ThreadPoolExecutor(1, "media")
        self._listeners: dict[str, list[Callable[[Any], object]]] = {}
        self._running: _Job | None = None
        self._closed = False
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def stage(self) -> tuple[int, int]:
        """The stage's size in device pixels, for which images are made ready."""
        return self._desk.stage

    @stage.setter
    def stage(self, size: tuple[int, int]) -> None:
        self._desk.stage = size

    def open(self, source: Source, done: Callable[[Opened], object], rank: int = NOW) -> None:
        """Look into a file; `done` also when it cannot be shown."""
        known = self._opened.get(source)
        if known is not None:
            done(known)
            self._warm(source, rank)
            return

        def keep(opened: Opened) -> None:
            _keep(self._opened, source, opened)

        def begin(opened: Opened) -> None:
            _call(done, opened)
            self._warm(source, rank)

        self._ask_once(
            f"open {source.batch} {source.sha}",
            lambda: self._desk.open(source),
            begin,
            keep,
            lambda error: Opened(None, None, error.what),
            rank,
        )
        if rank == NOW:
            self._wait_a_moment(f"open {source.batch} {source.sha}")

    def _wait_a_moment(self, slot: str) -> None:
        """Deliver an answer at once where it is on its way and comes within a frame."""
        job = self._running
        if job is not None and job.slot == slot and job.future is not None:
            wait([job.future], PATIENCE)
            if job.future.done() and job.future.exception() is None:
                self._deliver(job, job.future)

    def storyboard(
        self, source: Source, done: Callable[[tuple[Tile, ...]], object], rank: int = SOON
    ) -> None:
        """The covers of some key frames of a video; none where it cannot be read."""
        known = self._boards.get(source)
        if known is not None:
            done(known)
            return

        def keep(tiles: tuple[Tile, ...]) -> None:
            _keep(self._boards, source, tiles)

        self._ask_once(
            f"board {source.batch} {source.sha}",
            lambda: self._desk.storyboard(source),
            done,
            keep,
            lambda _: (),
            rank,
        )

    def shots(
        self,
        source: Source,
        wants: tuple[Want, ...],
        slot: str,
        done: Callable[[tuple[Shot, ...]], object],
        failed: Callable[[UserError], object],
        rank: int = NOW,
    ) -> None:
        """Pictures or frames. Only the newest request of a slot answers; none is kept.

        Fewer come than were wanted where a video ends before them.
        """
        self._ask(lambda: self._desk.shots(source, wants), done, failed, rank, slot)

    def print_of(self, source: Source, at: int, done: Callable[[bytes], object]) -> None:
        """The print of an image, or of what a video shows at `at` milliseconds, once there is time
        for it; empty where it has none."""
        self._ask(
            lambda: self._desk.print_of(source, at),
            done,
            lambda _: _call(done, b""),
            IDLE,
            f"print {source.batch} {source.sha} {at}",
        )

    def sound(self, source: Source, failed: Callable[[UserError], object]) -> None:
        """Hand a file to the player, which decodes its sound and plays nothing."""
        take = partial(self.player.take, source.sha)
        self._ask(partial(self._desk.fetch, source.batch, source.sha), take, failed, SOON, "sound")

    def drop(self, slot: str) -> None:
        """Whatever was asked for in this slot is no longer wanted, nor what is on its way."""
        self._newest.pop(slot, None)

    def forget(self, source: Source) -> None:
        """Drop what is known of a file, its cover too, and let the child drop its bytes."""
        for kind in ("open", "board", "warm"):
            slot = f"{kind} {source.batch} {source.sha}"
            if self._running is None or slot != self._running.slot:
                self.drop(slot)
                self._listeners.pop(slot, None)

        def gone(_: object) -> None:
            # Only now: what was under way may have brought a cover meanwhile.
            self._opened.pop(source, None)
            self._boards.pop(source, None)

        self._ask(lambda: self._desk.forget(source), gone, gone, NOW, f"forget {source.sha}")

    def prefetch(self, sources: Iterable[tuple[Source, bool]]) -> None:
        """Bytes of the next items into the child and their covers here; (source, is video)."""
        for job in self._waiting:
            if AHEAD <= job.rank <= FAR_AHEAD and self._wanted(job):
                self.drop(job.slot)
                self._listeners.pop(job.slot, None)
        for source, is_video in sources:
            self.open(source, _nothing, AHEAD)
            if is_video:
                self.storyboard(source, _nothing, FAR_AHEAD)

    @property
    def idle(self) -> bool:
        """Whether nothing is wanted or on its way."""
        return not self._running and not any(self._wanted(job) for job in self._waiting)

    def close(self) -> None:
        """Forget everything and end the child."""
        if self._closed:
            return
        self._closed = True
        self._waiting.clear()
        self._newest.clear()
        self.player.close()
        for _ in range(2):
            # Once to end what the child is at, once more for a child that was just begun.
            self._desk.close()
            self._lane.shutdown(cancel_futures=True)
        self._opened.clear()
        self._boards.clear()

    def _warm(self, source: Source, rank: int) -> None:
        """Have a file whose cover is shown ready for a reveal, in the child; covers go first."""
        soon = SOON if rank < AHEAD else FAR_AHEAD
        slot = f"warm {source.batch} {source.sha}"
        self._ask(lambda: self._desk.prepare(source), _nothing, _nothing, soon, slot)

    def _ask_once(
        self,
        slot: str,
        work: Callable[[], Any],
        done: Callable[[Any], object],
        keep: Callable[[Any], object],
        without: Callable[[UserError], Any],
        rank: int,
    ) -> None:
        """Ask for what is the same for everybody: those who ask meanwhile get the same answer."""
        listeners = self._listeners.setdefault(slot, [])
        listeners.append(done)

        def answer(value: Any) -> None:
            keep(value)
            for listener in self._listeners.pop(slot, ()):
                _call(listener, value)

        if self._running is None or self._running.slot != slot:
            self._ask(work, answer, lambda error: answer(without(error)), rank, slot)

    def _ask(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], object],
        failed: Callable[[UserError], object],
        rank: int,
        slot: str,
    ) -> None:
        if self._closed:
            return
        job = _Job(rank, next(self._serials), work, done, failed, slot)
        self._newest[slot] = job.serial
        heapq.heappush(self._waiting, job)
        self._pump()

    def _pump(self) -> None:
        """Start the most needed job that somebody still wants."""
        while self._waiting and not self._running and not self._closed:
            job = heapq.heappop(self._waiting)
            if self._wanted(job):
                self._running = job
                self._start(job)

    def _start(self, job: _Job) -> None:
        future = job.future = self._lane.submit(job.work)
        future.add_done_callback(lambda ended: self._tell(job, ended))

    def _tell(self, job: _Job, future: Future[Any]) -> None:
        if not self._closed:
            self._answered.emit(job, future)

    @Slot(object, object)
    def _deliver(self, job: _Job, future: Future[Any]) -> None:
        if job is not self._running:
            return  # delivered already, to somebody who waited
        self._running = None
        try:
            if self._wanted(job):
                del self._newest[job.slot]
                self._answer(job, future)
        finally:
            self._pump()

    def _answer(self, job: _Job, future: Future[Any]) -> None:
        error = future.exception()
        if isinstance(error, UserError):
            _call(job.failed, error)
        elif error is not None:
            raise error
        else:
            _call(job.done, future.result())

    def _wanted(self, job: _Job) -> bool:
        return self._newest.get(job.slot) == job.serial


class InlineLoader(MediaLoader):
    """Does everything at once in the caller: for tests."""

    def _start(self, job: _Job) -> None:
        future: Future[Any] = Future()
        try:
            future.set_result(job.work())
        except UserError as error:
            future.set_exception(error)
        self._deliver(job, future)


def _keep(kept: OrderedDict[Source, Any], source: Source, value: Any) -> None:
    kept[source] = value
    kept.move_to_end(source)
    while len(kept) > COVERS_KEPT:
        kept.popitem(last=False)


def _nothing(value: object) -> None:
    """An answer that is only wanted in the caches."""


def _call(callback: Callable[[Any], object], value: Any) -> None:
    """Call back, unless the widget that asked is gone by now."""
    owner = getattr(callback, "__self__", None)
    if not (isinstance(owner, QObject) and not isValid(owner)):
        callback(value)
