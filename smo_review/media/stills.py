"""The stills child: decodes foreign pictures and videos, so that the client never does.

It reads requests from standard input and answers on what was standard output (see `wire`); all
else that is printed goes to standard error. It opens no file and has no key. It limits its own
memory and processor time, writes no file and leaves no core; the client limits the clock.
"""

from __future__ import annotations

import faulthandler
import math
import os
import sys
import time
import warnings
from collections import OrderedDict
from typing import IO

from msgspec import Struct

from smo_review.domain.pictures import Cover, Detail, Picture, Probe
from smo_review.media import limits, wire
from smo_review.media.bounds import limit_resources
from smo_review.media.details import Upright, cover_of, fit, picture_of, size_of
from smo_review.media.films import Film, Unfinished
from smo_review.media.fingerprints import picture_print
from smo_review.media.images import Opened, decode_image, decode_page, open_image
from smo_review.media.reasons import Refused
from smo_review.media.sniff import Guess, sniff


class Still(Struct):
    """An image at hand: its bytes, its cover, and once there was time for it, the picture made
    ready for the stage and its outline, with which a reveal begins."""

    data: bytes
    guess: Guess
    probe: Probe
    stage: tuple[int, int]
    cover: Cover
    ready: Upright | None = None
    outline: tuple[Picture, memoryview] | None = None
    pages: Opened | None = None
    """The file, open at the page that was shown last: the next one is near."""

    def prepare(self) -> None:
        """Make ready what a reveal shows; nothing where that was done already."""
        if self.outline is None:
            self.outline = picture_of(self.at_stage(), *self.stage, "outline")

    def at_stage(self) -> Upright:
        """The picture for the stage, decoded at first need."""
        if self.ready is None:
            self.ready = self._decoded(*self.stage)
        return self.ready

    def picture(
        self, width: int, height: int, detail: Detail, page: int = 0
    ) -> tuple[Picture, memoryview]:
        """The picture as it is handed out, or another page or frame of the same file."""
        if page:
            return picture_of(self._page(page, width, height), width, height, detail)
        shown = self._at_size(width, height)
        if detail == "outline" and self.outline is not None:
            made, _ = self.outline
            if (made.width, made.height) == size_of(shown, width, height, detail):
                return self.outline
        return picture_of(shown, width, height, detail)

    def _at_size(self, width: int, height: int) -> Upright:
        """The picture, at least as fine as `width` x `height` can show."""
        ready = self.at_stage()
        wide, high = fit(ready.full_width, ready.full_height, width, height)
        if ready.bgr.shape[1] >= wide and ready.bgr.shape[0] >= high:
            return ready
        return self._decoded(width, height)

    def _page(self, page: int, width: int, height: int) -> Upright:
        opened = self.pages or open_image(self.data, self.guess)
        self.pages = None  # a file that could not go on is opened afresh the next time
        shown = decode_page(opened, page, width, height)
        self.pages = opened
        return shown

    def _decoded(self, width: int, height: int) -> Upright:
        return decode_image(self.data, open_image(self.data, self.guess), width, height)


def _still(data: bytes, guess: Guess, width: int, height: int) -> Still:
    """Decode an image as far as its cover needs it."""
    opened = open_image(data, guess)
    probe = opened.probe()
    if opened.is_quick_small:
        cover = cover_of(decode_image(data, opened, *limits.GLANCE))
        return Still(data, guess, probe, (width, height), cover)
    ready = decode_image(data, opened, width, height)
    return Still(data, guess, probe, (width, height), cover_of(ready), ready)


class Desk:
    """What is at hand, by key. The client says what to forget."""

    def __init__(self) -> None:
        self._at_hand: dict[str, Still | Film] = {}
        self._films: OrderedDict[str, Film] = OrderedDict()

    def answer(self, request: wire.Request, payload: bytes) -> tuple[wire.Answer, memoryview]:
        """Do what is asked; what cannot be shown is an answer too."""
        nothing = memoryview(b"")
        try:
            if isinstance(request, wire.Load):
                return self._load(request, payload), nothing
            if isinstance(request, wire.Prepare):
                self._prepare(request.key)
                return wire.Done(), nothing
            if isinstance(request, wire.Drop):
                self._forget(request.key)
                return wire.Done(), nothing
            if isinstance(request, wire.PictureOf):
                picture, pixels = self._picture(request)
                return wire.Shown(picture), pixels
            if isinstance(request, wire.Count):
                return wire.Told(self._count(request.key)), nothing
            if isinstance(request, wire.PrintOf):
                return wire.Printed(self._print(request)), nothing
            return wire.Covers(self._covers(request)), nothing
        except Unfinished:
            return wire.Working(), nothing
        except Refused as refused:
            return wire.Refusal(refused.reason), nothing
        except MemoryError:
            return wire.Refusal("memory"), nothing

    def _load(self, request: wire.Load, data: bytes) -> wire.Told:
        for key in (*request.drop, request.key):
            self._forget(key)
        if not data:
            raise Refused("empty")
        guess = sniff(data)
        if guess is None:
            raise Refused("unknown")
        if guess.kind == "video":
            film = Film(data, guess.format)
            self._at_hand[request.key] = film
            self._use(request.key, film)
            return wire.Told(film.probe())
        still = _still(data, guess, *_bounded(request.width, request.height))
        self._at_hand[request.key] = still
        return wire.Told(still.probe, still.cover)

    def _prepare(self, key: str) -> None:
        """Of a video the first frame was decoded when it came."""
        found = self._find(key)
        if isinstance(found, Still):
            found.prepare()

    def _forget(self, key: str) -> None:
        self._at_hand.pop(key, None)
        self._films.pop(key, None)

    def _find(self, key: str) -> Still | Film:
        found = self._at_hand.get(key)
        if found is None:
            raise Refused("gone")
        if isinstance(found, Film):
            self._use(key, found)
        return found

    def _use(self, key: str, film: Film) -> None:
        """Decoders stay open for the videos used last; the others give theirs back."""
        self._films[key] = film
        self._films.move_to_end(key)
        while len(self._films) > limits.OPEN_FILMS:
            self._films.popitem(last=False)[1].rest()

    def _count(self, key: str) -> Probe:
        found = self._find(key)
        if isinstance(found, Still):
            return found.probe
        found.count(_until())
        return found.probe()

    def _covers(self, request: wire.CoverAt | wire.Board) -> tuple[Cover, ...]:
        found = self._find(request.key)
        if isinstance(found, Still):
            return (found.cover,)
        if isinstance(request, wire.Board):
            return found.storyboard(max(1, min(request.count, limits.STORYBOARD)), _until())
        return (found.cover_at(max(0, request.at), _until()),)

    def _picture(self, request: wire.PictureOf) -> tuple[Picture, memoryview]:
        found = self._find(request.key)
        size = _bounded(request.width, request.height)
        if isinstance(found, Still):
            return found.picture(*size, request.detail, request.frame or 0)
        if request.frame is not None:
            shown = found.frame(request.frame, _until())
        else:
            shown = found.frame_at(max(0, request.at or 0), _until())
        return picture_of(shown, *size, request.detail)

    def _print(self, request: wire.PrintOf) -> bytes:
        found = self._find(request.key)
        if isinstance(found, Still):
            return picture_print(found.at_stage().bgr)
        return picture_print(found.frame_at(max(0, request.at), _until()).bgr)


def _until() -> float:
    return time.monotonic() + limits.SLICE


def _bounded(width: int, height: int) -> tuple[int, int]:
    """A size that may be asked for: at least one pixel, at most what is handed out."""
    width, height = max(1, min(width, 1 << 16)), max(1, min(height, 1 << 16))
    share = math.sqrt(min(1.0, limits.OUTPUT_PIXELS / (width * height)))
    return max(1, int(width * share)), max(1, int(height * share))


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Answer until the client closes its end."""
    desk = Desk()
    while (received := wire.receive_request(requests)) is not None:
        _allow_time()
        wire.send(answers, *desk.answer(*received))
        del received


def _allow_time() -> None:
    """Processor time for one request, so that the child ends even if nobody watches it."""
    if sys.platform == "win32":
        return
    import resource

    used = math.ceil(time.process_time())
    share = math.ceil(limits.SECONDS) * (os.cpu_count() or 1)
    _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    bound = used + share if hard == resource.RLIM_INFINITY else min(used + share, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (bound, hard))


def main() -> int:
    """Serve the client that started this process."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    faulthandler.enable()
    warnings.simplefilter("ignore")
    limit_resources(limits.ADDRESS_SPACE)
    try:
        serve(sys.stdin.buffer, answers)
    except (BrokenPipeError, wire.BrokenWire):
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
