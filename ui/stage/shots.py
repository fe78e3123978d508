"""What the loader is asked for and what it brings: files, their covers, frames, key frames."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QImage

from smo_review.domain.pictures import Detail, Probe


@dataclass(frozen=True)
class Source:
    """One media file: the batch whose key opens it, and the SHA-256 of its bytes (hex)."""

    batch: str
    sha: str


@dataclass(frozen=True)
class Opened:
    """A file that was looked into: what it is and its cover, or `error` in plain words."""

    probe: Probe | None
    cover: QImage | None
    error: str = ""


@dataclass(frozen=True)
class Want:
    """A picture or frame: at most this large, in this detail; `detail` None is the cover only."""

    width: int
    height: int
    detail: Detail | None
    frame: int | None = None
    at: int | None = None


@dataclass(frozen=True)
class Shot:
    """A frame on its way to the screen: always its cover, and its picture where it was asked."""

    cover: QImage
    picture: QImage | None
    at: int
    frame: int
    size: tuple[int, int] = (0, 0)
    """The whole picture's width and height; pages of one file may differ in it."""


@dataclass(frozen=True)
class Tile:
    """One key frame of a storyboard, covered."""

    cover: QImage
    at: int
