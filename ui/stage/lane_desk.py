"""What the media lane does: bytes from the vault to the stills child, covers and pictures back.

Everything here runs in the lane, one thing at a time. Nothing is kept but the child.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from smo_review.domain.pictures import COVER_SIDE, Probe
from smo_review.media import limits
from smo_review.media.client import Stills
from smo_review.media.reasons import Unshowable
from ui.stage import cover as covers
from ui.stage.shots import Opened, Shot, Source, Tile, Want

BOARD_TILES = 8

Fetch = Callable[[str, str], bytes]
Answer = TypeVar("Answer")


class LaneDesk:
    """`fetch(batch, sha)` reads the bytes of a file; `make_stills()` starts the child.

    Raises Unshowable where a file cannot be shown, whatever the cause.
    """

    def __init__(self, fetch: Fetch, make_stills: Callable[[], Stills]) -> None:
        self.fetch = fetch
        self._make_stills = make_stills
        self._stills: Stills | None = None
        self.stage = limits.STAGE
        """The stage's size in device pixels, for which images are made ready."""

    def open(self, source: Source) -> Opened:
        """Look into a file and make its cover."""
        probe = self._load(source)
        return Opened(probe, covers.cover_image(self._child().cover(source.sha)))

    def prepare(self, source: Source) -> None:
        """Let the child make ready what a reveal shows first."""
        self._at_hand(source, lambda: self._child().prepare(source.sha))

    def print_of(self, source: Source, at: int) -> bytes:
        """The print of an image, or of what a video shows at `at` milliseconds."""
        return self._at_hand(source, lambda: self._child().print_of(source.sha, at))

    def storyboard(self, source: Source) -> tuple[Tile, ...]:
        """The covers of some key frames of a video."""
        tiles = self._at_hand(source, lambda: self._child().storyboard(source.sha, BOARD_TILES))
        return tuple(Tile(covers.cover_image(tile), tile.at) for tile in tiles)

    def shots(self, source: Source, wants: tuple[Want, ...]) -> tuple[Shot, ...]:
        """Pictures or frames; fewer than were wanted where a video ends before them."""
        found: list[Shot] = []
        for want in wants:
            try:
                found.append(self._shot(source, want))
            except Unshowable as refused:
                if refused.reason != "end" or not found:
                    raise
                break
        return tuple(found)

    def forget(self, source: Source) -> None:
        """Let the child drop a file's bytes."""
        if self._stills is not None:
            self._stills.drop(source.sha)

    def close(self) -> None:
        """End the child, also in the middle of a request. May be called from any thread."""
        if self._stills is not None:
            self._stills.close()

    def _child(self) -> Stills:
        if self._stills is None:
            self._stills = self._make_stills()
        return self._stills

    def _load(self, source: Source) -> Probe:
        return self._child().load(source.sha, self.fetch(source.batch, source.sha), *self.stage)

    def _at_hand(self, source: Source, ask: Callable[[], Answer]) -> Answer:
        """Ask the child; load the file again where it has had to make room for others."""
        try:
            return ask()
        except Unshowable as refused:
            if refused.reason != "gone":
                raise
        self._load(source)
        return ask()

    def _shot(self, source: Source, want: Want) -> Shot:
        width, height = want.width, want.height
        if want.detail is None:
            width = height = COVER_SIDE
        detail = want.detail or "grey"
        taken = self._at_hand(
            source,
            lambda: self._child().picture(source.sha, width, height, detail, want.frame, want.at),
        )
        picture = covers.picture_image(taken) if want.detail is not None else None
        size = taken.full_width, taken.full_height
        return Shot(covers.frame_cover(taken), picture, taken.at, taken.frame, size)
