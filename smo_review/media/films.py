"""Decodes videos from memory with OpenCV (FFmpeg). Runs in the stills child only.

OpenCV's own frame numbers are guesses from the frame rate. Here a frame's number is its place in
the order of decoding: a table of presentation times is grown while frames are decoded, a jump
lands somewhat before the frame wanted, and every frame on the way is recognised by its time.
"""

from __future__ import annotations

import contextlib
import math
import time
from bisect import bisect_left
from collections import OrderedDict

from smo_review.domain.pictures import Cover, Probe
from smo_review.media import limits
from smo_review.media.capture import Capture
from smo_review.media.containers import read_container
from smo_review.media.details import Pixels, Upright, cover_of
from smo_review.media.reasons import Refused

_MARGINS = (250_000, 1_000_000, 4_000_000)
"""How far before the frame wanted a jump lands, in microseconds; the next where one missed."""
_NEAR_FRAMES = 40
"""Up to this many frames ahead, decoding on is quicker than a jump."""
_NEAR_TIME = 1_000_000
_BEHIND = 12
"""Frames decoded before the one wanted when stepping back, so that the next steps are at hand."""


class Unfinished(Exception):
    """The slice of time is used up; asking again goes on where this stopped."""


class _Lost(Exception):
    """A jump did not land on a frame that is known."""


class Film:
    """One video. Times are microseconds from its first frame; frames are counted from 0."""

    def __init__(self, data: bytes, format: str) -> None:
        self._data = data
        self._format = format
        self._told = read_container(data, format)
        if self._told.duration > limits.DURATION:
            raise Refused("duration")
        if self._told.streams > limits.STREAMS:
            raise Refused("streams")
        self._stamps: list[int] = []
        self._complete = False
        self._unseekable = False
        self._blind = math.inf
        """From this time on a jump has found nothing: the file may be cut there."""
        self._reader: Capture | None = None
        self._scout: Capture | None = None
        self._recent: OrderedDict[int, Pixels] = OrderedDict()
        self._board: tuple[int, list[Cover]] = (0, [])
        self._until = 0.0
        first = self._reading()
        if first.size is None:
            raise Refused("sound" if self._told.audio else "broken")
        self.width, self.height = first.size
        if self.width * self.height > limits.FRAME_PIXELS:
            raise Refused("pixels")
        self._rate, self._claimed, self._rotation = first.rate, first.claimed, first.rotation
        if not self._extend(first, keep=True):
            raise Refused("frames")

    def probe(self) -> Probe:
        """What is known by now: exact frames once all were decoded, else the container's claim."""
        duration = self._told.duration
        if not duration and self._claimed:
            duration = round(self._claimed * 1000 / self._rate)
        elif not duration and len(self._stamps) > 1:
            # The last frame is on show as long as the others were.
            duration = _ms(self._stamps[-1] * len(self._stamps) // (len(self._stamps) - 1))
        return Probe(
            ok=True,
            kind="video",
            format=self._format,
            width=self.width,
            height=self.height,
            frames=len(self._stamps) if self._complete else max(self._claimed, len(self._stamps)),
            duration=duration,
            rotation=self._rotation,
            audio=self._told.audio,
            counted=self._complete,
        )

    def rest(self) -> None:
        """Close the decoders and forget the frames; the table of times stays."""
        self._reader = self._scout = None
        self._recent.clear()

    def count(self, until: float) -> None:
        """Decode to the end to know every frame; Unfinished at monotonic time `until`."""
        self._until = until
        while not self._complete:
            self._scout_on()

    def frame(self, index: int, until: float) -> Upright:
        """Exactly the frame `index` in order of decoding; Refused("end") where there is none."""
        self._until = until
        found = self._recent.get(index)
        if found is None:
            if index < 0 or (self._complete and index >= len(self._stamps)):
                raise Refused("end")
            self._go_to(index)
            found = self._recent[index]
        self._recent.move_to_end(index)
        return self._upright(found, self._stamps[index], index)

    def frame_at(self, at: int, until: float) -> Upright:
        """The frame on show at `at` milliseconds; after the end, the last one."""
        self._until = until
        while not self._knows(at):
            if not (self._soon(at) and self._play_on()) and not self._complete:
                self._scout_on()
        return self.frame(max(0, bisect_left(self._stamps, at * 1000 + 500) - 1), until)

    def cover_at(self, at: int, until: float) -> Cover:
        """The cover of what is on show at `at` milliseconds, without learning its number."""
        stamp = at * 1000 + 500
        if not (self._unseekable or self._knows(at) or self._soon(at) or stamp >= self._blind):
            found = self._glimpse(stamp)
            if found is not None:
                return cover_of(found)
            self._blind = stamp
        return cover_of(self.frame_at(at, until))

    def storyboard(self, count: int, until: float) -> tuple[Cover, ...]:
        """Up to `count` covers, evenly spaced over the length; fewer where frames are missing."""
        if self._board[0] != count:
            self._board = (count, [])
        if not (self._told.duration or self._claimed or self._complete):
            self.count(until)  # what the frames known by now tell would only be its beginning
        length = self.probe().duration
        tiles = self._board[1]
        while len(tiles) < count:
            tiles.append(self.cover_at(length * (2 * len(tiles) + 1) // (2 * count), until))
            if len(tiles) < count and time.monotonic() > until:
                raise Unfinished
        return tuple({tile.at: tile for tile in tiles}.values())

    def _knows(self, at: int) -> bool:
        """True where the table tells which frame is on show then."""
        return self._complete or self._stamps[-1] >= at * 1000 + 500

    def _soon(self, at: int) -> bool:
        return at * 1000 - self._stamps[-1] <= _NEAR_TIME

    def _reading(self) -> Capture:
        if self._reader is None:
            self._reader = Capture(self._data)
        return self._reader

    def _play_on(self) -> bool:
        """One more frame into the table, drawn, because it will be asked for next; False where
        the reader is elsewhere."""
        reader = self._reader
        if reader is None or reader.next is None:
            return False
        if len(self._stamps) - reader.next > _NEAR_FRAMES:
            return False
        try:
            grown = self._extend(reader, keep=True)
        except _Lost:
            self._reader = None
            return False
        self._pause_if_late()
        return grown

    def _scout_on(self) -> None:
        """One more frame into the table, by a decoder of its own that draws nothing."""
        if self._scout is None:
            self._scout = Capture(self._data)
        with contextlib.suppress(_Lost):
            self._extend(self._scout, keep=False)
        if self._complete:
            self._scout = None
        self._pause_if_late()

    def _pause_if_late(self) -> None:
        if not self._complete and time.monotonic() > self._until:
            raise Unfinished

    def _extend(self, capture: Capture, *, keep: bool) -> bool:
        """Decode one frame and note its time; False at the end, or what looks like it to a
        decoder that has jumped: those may lose their way."""
        index = capture.next
        assert index is not None
        stamp = capture.grab()
        if stamp is None or index >= limits.FRAMES:
            if index >= len(self._stamps) and not capture.jumped:
                self._complete = True
            return False
        if index == len(self._stamps):
            if self._stamps and stamp <= self._stamps[-1]:
                self._unseekable = True  # times that do not grow tell no frames apart
                stamp = self._stamps[-1]
            self._stamps.append(stamp)
        elif not self._unseekable and self._stamps[index] != stamp:
            self._unseekable = True
            raise _Lost
        if keep:
            self._keep(index, capture)
        return True

    def _keep(self, index: int, capture: Capture) -> None:
        picture = capture.retrieve()
        if picture is None:
            raise Refused("broken")
        self._recent[index] = picture
        self._recent.move_to_end(index)
        most = max(2, limits.RECENT_BYTES // max(1, picture.nbytes))
        while len(self._recent) > most:
            self._recent.popitem(last=False)

    def _go_to(self, index: int) -> None:
        """Decode until `index` is among the recent frames."""
        back = _BEHIND if index + 1 in self._recent else 0
        here = self._reading().next
        if here is None or not here <= index <= here + _NEAR_FRAMES:
            if self._unseekable or index >= len(self._stamps):
                self._to_known(index)
            else:
                first = max(0, index - back)
                if not any(self._jump(first, self._stamps[first] - far) for far in _MARGINS):
                    self._unseekable = True
                    self._to_known(index)
        try:
            self._read_on(index, back)
        except _Lost:
            self._reader = None  # a fresh one reads from the start, and does not lose its way
            try:
                self._read_on(index, back)
            except _Lost as lost:
                raise Refused("broken") from lost

    def _to_known(self, index: int) -> None:
        """Bring the reader where it can read on to `index`: where it is, or to the start."""
        here = self._reading().next
        known = len(self._stamps) - 1
        if here is not None and here <= index:
            return
        if not self._unseekable and self._jump(known, self._stamps[known] - _MARGINS[1]):
            return
        self._reader = None

    def _jump(self, index: int, stamp: int) -> bool:
        """Land on a known frame at or before `index`; False where that failed."""
        reader = self._reading()
        landed = self._leap(reader, stamp)
        if landed is None:
            return False
        found = bisect_left(self._stamps, landed)
        if found > index or found >= len(self._stamps) or self._stamps[found] != landed:
            reader.next = None
            return False
        reader.next = found + 1
        if found == index:
            self._keep(found, reader)
        return True

    def _read_on(self, index: int, back: int) -> None:
        reader = self._reading()
        while index not in self._recent:
            known = reader.next is not None and reader.next < len(self._stamps)
            if not self._extend(reader, keep=(reader.next or 0) >= index - back):
                while not self._complete and index >= len(self._stamps):
                    self._scout_on()
                if index >= len(self._stamps):
                    raise Refused("end")
                self._unseekable = True
                raise _Lost
            if (self._unseekable or not known) and time.monotonic() > self._until:
                raise Unfinished

    def _glimpse(self, stamp: int) -> Upright | None:
        """The last frame before `stamp`, found by time alone; None where that is not certain."""
        reader = self._reading()
        seen = reader.last
        if seen is None or not 0 <= stamp - seen <= _NEAR_TIME:
            seen = self._land_before(reader, stamp)
        found: Upright | None = None
        drawn_from = stamp - 2_500_000 // max(1, round(self._rate))
        while seen is not None and seen < stamp:
            if seen >= drawn_from or found is None:
                picture = reader.retrieve()
                found = found if picture is None else self._upright(picture, seen, 0)
            seen = reader.grab()
        if seen is None:
            self._reader = None  # a decoder that ran out, or lost its way, finds nothing more
            return None
        return found

    def _land_before(self, reader: Capture, stamp: int) -> int | None:
        """Jump to somewhat before `stamp`: the time reached, or None."""
        missed = False
        for margin in _MARGINS:
            landed = self._leap(reader, stamp - margin)
            if landed is not None and 0 <= stamp - landed <= _MARGINS[-1] + _NEAR_TIME:
                return landed
            missed = missed or landed is not None
        self._unseekable |= missed  # as in a file without an index; else it may just be over
        return None

    def _leap(self, reader: Capture, stamp: int) -> int | None:
        """Jump to about `stamp`; OpenCV counts from the first frame that can be decoded."""
        return reader.jump(max(0, stamp - self._stamps[0]))

    def _upright(self, picture: Pixels, stamp: int, index: int) -> Upright:
        return Upright(picture, self.width, self.height, _ms(stamp), index)


def _ms(stamp: int) -> int:
    return (stamp + 500) // 1000
