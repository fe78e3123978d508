"""The client's side of the stills child: starts it, asks it, ends it when it hangs.

`Stills` may be used from any thread; requests take turns. What was loaded is at hand for the
newest few files (see `limits.KEPT_ITEMS`); older ones answer `Unshowable("gone")` and must be
loaded again. A file that ended the child twice is not given to it a third time.
"""

from __future__ import annotations

import itertools
import os
import stat
import threading
import time
from collections import Counter, OrderedDict
from pathlib import Path
from types import TracebackType

from smo_review.domain.pictures import COVER_SIDE, Cover, Detail, Picture, Probe
from smo_review.media import limits, wire
from smo_review.media.child import Child, Ended
from smo_review.media.reasons import Reason, Unshowable, words

_CHANCES = 2
_READING = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class Stills:
    """Covers, pictures and facts of media files, decoded in a child process.

    Every method raises Unshowable where the file cannot be shown, whatever the cause. `seconds`
    is the wall clock of one request.
    """

    def __init__(self, seconds: float = limits.SECONDS) -> None:
        self._seconds = seconds
        self._turn = threading.Lock()
        self._child: Child | None = None
        self._kept: OrderedDict[str, tuple[bytes, tuple[int, int]]] = OrderedDict()
        self._there: dict[str, Cover | None] = {}
        """What the running child has, with the cover where it is an image."""
        self._ended_by: Counter[str] = Counter()
        self._closed = False
        self._names = itertools.count()

    def load(
        self,
        key: str,
        data: bytes,
        width: int = limits.STAGE[0],
        height: int = limits.STAGE[1],
    ) -> Probe:
        """Hand a file over and learn what it is.

        Of an image the cover is made; `prepare` decodes it for a stage of `width` x `height`. A
        video's first frame is decoded.
        """
        with self._turn:
            if len(data) > limits.BYTES:
                raise Unshowable("bytes")
            self._kept.pop(key, None)
            self._there.pop(key, None)
            self._kept[key] = data, (width, height)
            try:
                return self._load(key)
            except Unshowable:
                self._kept.pop(key, None)
                raise

    def prepare(self, key: str) -> None:
        """Let the child make ready what a reveal shows first, so that it costs little then."""
        self._ask(wire.Prepare(key))

    def cover(self, key: str, at_ms: int = 0) -> Cover:
        """The cover of an image, or of what a video shows at `at_ms`."""
        with self._turn:
            known = self._there.get(key)
        if known is not None:
            return known
        answer, _ = self._ask(wire.CoverAt(key, at_ms))
        return self._checked_covers(answer, 1)[0]

    def picture(
        self,
        key: str,
        width: int,
        height: int,
        detail: Detail,
        frame: int | None = None,
        at: int | None = None,
    ) -> Picture:
        """The picture inside `width` x `height`, upright, never enlarged.

        Of a video: exactly the frame number `frame` in order of decoding, else what is on show
        at `at` milliseconds. Of an animation or a file of several pages: page number `frame`.
        "grey" and "outline" come reduced (`limits.GREY_SIDE`).
        """
        answer, pixels = self._ask(wire.PictureOf(key, width, height, detail, frame, at))
        if not isinstance(answer, wire.Shown):
            raise self._nonsense()
        shown = answer.picture
        sound = 0 < shown.width <= max(1, width) and 0 < shown.height <= max(1, height)
        if not sound or shown.detail != detail or len(pixels) != shown.width * shown.height * 4:
            raise self._nonsense()
        return Picture(
            shown.width,
            shown.height,
            pixels,
            shown.full_width,
            shown.full_height,
            detail,
            shown.at,
            shown.frame,
        )

    def storyboard(self, key: str, count: int) -> tuple[Cover, ...]:
        """Up to `count` covers evenly spaced over a video, in order; one for an image."""
        answer, _ = self._ask(wire.Board(key, count))
        return self._checked_covers(answer, limits.STORYBOARD)

    def count(self, key: str) -> Probe:
        """Decode a video to its end: the probe with the frames that there really are.

        It gives way to other requests now and then, and makes every later jump exact at once.
        """
        answer, _ = self._ask(wire.Count(key), limits.COUNT_PATIENCE)
        return self._told(answer)

    def print_of(self, key: str, at_ms: int = 0) -> bytes:
        """The PDQ print of an image, or of what a video shows at `at_ms`; empty where there is too
        little in it to tell."""
        answer, _ = self._ask(wire.PrintOf(key, at_ms))
        if not isinstance(answer, wire.Printed) or len(answer.bits) not in (0, 32):
            raise self._nonsense()
        return answer.bits

    def drop(self, key: str) -> None:
        """Forget a file here and in the child."""
        with self._turn:
            self._kept.pop(key, None)
            if key in self._there:
                self._there.pop(key, None)
                self._exchange(wire.Drop(key), key)

    def probe_file(self, path: Path) -> Probe:
        """What a file is, every frame decoded. Never raises: `ok` and `error` tell."""
        key = f"file {next(self._names)}"
        try:
            self.load(key, _read(path))
            probe = self.count(key)
            self.drop(key)
        except Unshowable as refused:
            return Probe(ok=False, error=words(refused.reason))
        return probe

    def close(self) -> None:
        """End the child, also in the middle of a request; every request after it is refused."""
        self._closed = True
        child = self._child
        if child is not None:
            child.end()
        with self._turn:
            self._kept.clear()
            self._there.clear()
            if self._child is not None:
                self._child.end()
                self._child = None

    def __enter__(self) -> Stills:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _ask(
        self,
        request: wire.Prepare
        | wire.CoverAt
        | wire.PictureOf
        | wire.Board
        | wire.Count
        | wire.PrintOf,
        patience: float = limits.PATIENCE,
    ) -> tuple[wire.Answer, bytes]:
        """Ask until the work is done, loading the file again where a new child lacks it."""
        until = time.monotonic() + patience
        while time.monotonic() < until:
            with self._turn:
                self._running()
                if request.key not in self._there:
                    if request.key not in self._kept:
                        raise Unshowable("gone")
                    self._load(request.key)
                answer, pixels = self._exchange(request, request.key)
            if not isinstance(answer, wire.Working):
                return answer, pixels
        raise Unshowable("time")

    def _load(self, key: str) -> Probe:
        data, (width, height) = self._kept[key]
        self._kept.move_to_end(key)
        drop = self._too_many()
        for gone in drop:
            self._there.pop(gone, None)
        answer, _ = self._exchange(wire.Load(key, width, height, drop), key, data)
        probe = self._told(answer)
        cover = answer.cover if isinstance(answer, wire.Told) else None
        self._there[key] = self._checked(cover) if cover is not None else None
        return probe

    def _too_many(self) -> tuple[str, ...]:
        """Take the oldest files off the hands, down to what may be kept."""
        dropped = []
        size = sum(len(data) for data, _ in self._kept.values())
        while len(self._kept) > 1 and (
            len(self._kept) > limits.KEPT_ITEMS or size > limits.KEPT_BYTES
        ):
            key, (data, _) = self._kept.popitem(last=False)
            size -= len(data)
            dropped.append(key)
        return tuple(dropped)

    def _running(self) -> Child:
        if self._closed:
            raise Unshowable("gone")
        if self._child is None or not self._child.alive():
            if self._child is not None:
                self._child.end()
            self._there.clear()
            self._child = Child()
        return self._child

    def _exchange(
        self, request: wire.Request, key: str, payload: bytes = b""
    ) -> tuple[wire.Answer, bytes]:
        """One request and its answer; Unshowable where the child refuses, hangs or ends."""
        if self._ended_by[key] >= _CHANCES:
            raise Unshowable("crash")
        child = self._running()
        try:
            answer, pixels = child.ask(request, payload, self._seconds)
        except Ended as ended:
            raise self._lost(key, "time" if ended.late else "crash") from ended
        if isinstance(answer, wire.Refusal):
            raise Unshowable(answer.reason)
        return answer, pixels

    def _lost(self, key: str, reason: Reason) -> Unshowable:
        self._there.clear()
        if self._child is not None:
            self._child.end()
            self._child = None
        if self._closed:
            return Unshowable("gone")
        self._ended_by[key] += 1
        return Unshowable(reason)

    def _told(self, answer: wire.Answer) -> Probe:
        if not isinstance(answer, wire.Told) or not answer.probe.ok:
            raise self._nonsense()
        return answer.probe

    def _checked_covers(self, answer: wire.Answer, most: int) -> tuple[Cover, ...]:
        if not isinstance(answer, wire.Covers) or not 1 <= len(answer.covers) <= most:
            raise self._nonsense()
        return tuple(map(self._checked, answer.covers))

    def _checked(self, cover: Cover) -> Cover:
        sides = 0 < cover.width <= COVER_SIDE and 0 < cover.height <= COVER_SIDE
        if not sides or len(cover.pixels) != cover.width * cover.height:
            raise self._nonsense()
        return cover

    def _nonsense(self) -> Unshowable:
        """The child answers what was not asked: it is not to be trusted any more."""
        child = self._child
        if child is not None:
            child.end()
        return Unshowable("crash")


def probe_file(path: Path) -> Probe:
    """What one file is, in a child of its own."""
    with Stills() as stills:
        return stills.probe_file(path)


def _read(path: Path) -> bytes:
    """All of a regular file that is not too large. It waits for nothing: a pipe is no file."""
    try:
        with os.fdopen(os.open(path, _READING), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise Unshowable("missing")
            data = file.read(limits.BYTES + 1)
    except (OSError, ValueError) as error:
        raise Unshowable("missing") from error
    if len(data) > limits.BYTES:
        raise Unshowable("bytes")
    return data
