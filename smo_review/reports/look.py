"""How charts look: colours, sizes and how wide a text is, roughly."""

from __future__ import annotations

import unicodedata

import regex
from msgspec import Struct

FONTS = "'Noto Sans', 'Noto Sans Khmer', 'Noto Sans CJK SC', 'Segoe UI', 'PingFang SC', sans-serif"
"""Khmer and Simplified Chinese in their own shapes."""


class Look(Struct, frozen=True):
    """Colours as #rrggbb and the size of text in pixels. Nothing is told by colour alone."""

    ink: str = "#1f2328"
    quiet: str = "#5b636d"
    line: str = "#d5d9de"
    ground: str = "#ffffff"
    accent: str = "#2f5fb3"
    size: float = 12.0


PAPER = Look()
"""For HTML and PDF."""

LINE = 1.45
"""Heights of a letter from a line to the next: Khmer stacks its signs."""
_OPENING, _CLOSING = "（《「『【“‘([", "，。、；：！？）》」』】”’៖។,.;:!?)]"
_BLANK = " \u200b"
_GAPS = frozenset((*_BLANK, "/", "-"))
"""A line may end behind these."""
_CLUSTER = regex.compile(r"\X")
_UNSPACED = regex.compile(r"[\p{Khmer}\p{Han}\p{Hiragana}\p{Katakana}]")
_FINAL = regex.compile(r"[\u1780-\u17a2]\u17cb")
"""A Khmer consonant with a bantoc ends a syllable, and so never begins a line."""
COENG = "\u17d2"
"""The sign before a Khmer consonant that is written below the one before it."""


def width_of(text: str, size: float) -> float:
    """Pixels that a text takes, near enough to leave room for it: wide signs count as one em, and
    a Khmer consonant that is written below another takes none."""
    ems = 0.0
    for before, sign in zip(" " + text, text, strict=False):
        if before == COENG:
            continue
        if unicodedata.category(sign) in ("Mn", "Me", "Cf"):
            continue
        if unicodedata.east_asian_width(sign) in "WF":
            ems += 1.0
        elif "\u1780" <= sign <= "\u17ff":
            ems += 0.72
        else:
            ems += 0.34 if sign in "il.,:;|'! " else 0.58
    return ems * size


def cut(text: str, size: float, room: float) -> str:
    """The text, or as much of it as fits into `room` pixels with a sign that it goes on."""
    if width_of(text, size) <= room:
        return text
    kept = text
    while kept and width_of(kept + "…", size) > room:
        kept = kept[:-1]
    while kept and unicodedata.combining(kept[-1]):
        kept = kept[:-1]
    return kept + "…"


def wrapped(text: str, size: float, room: float, most: int) -> tuple[str, ...] | None:
    """The text in at most `most` lines of `room` pixels, whole; None where that cannot be.

    Lines end where words do, in Khmer and Chinese between any two clusters; never within a cluster,
    and never so that a line begins with a sign that closes. They are as even as they can be.
    """
    pieces = _pieces(text)
    told = _lines(pieces, size, room)
    if told is None or len(told) > most:
        return None
    if len(told) > 1:
        narrower = (_lines(pieces, size, room * part / 20) for part in range(8, 20))
        told = next((one for one in narrower if one and len(one) == len(told)), told)
    return told


def _pieces(text: str) -> list[str]:
    """What may not be parted: a word with what closes it, in scripts without spaces a cluster."""
    pieces: list[str] = []
    before = ""
    for cluster in _CLUSTER.findall(text):
        unspaced = bool(_UNSPACED.match(cluster))
        within = not unspaced and not _UNSPACED.match(before) and before not in _GAPS
        joins = cluster in _GAPS or cluster[0] in _CLOSING or before in _OPENING
        if pieces and (joins or within or _FINAL.fullmatch(cluster)):
            pieces[-1] += cluster
        else:
            pieces.append(cluster)
        before = cluster
    return pieces


def _lines(pieces: list[str], size: float, room: float) -> tuple[str, ...] | None:
    """Each line as full as it can be; None where a piece is wider than a line."""
    lines = [""]
    for piece in pieces:
        if width_of(piece.strip(_BLANK), size) > room:
            return None
        if width_of((lines[-1] + piece).strip(_BLANK), size) <= room:
            lines[-1] += piece
        else:
            lines.append(piece)
    return tuple(line.strip(_BLANK) for line in lines if line.strip(_BLANK)) or ("",)


def written(value: float | None, unit: str) -> str:
    """A value as people read it; a dash where there is none."""
    if value is None:
        return "–"
    if unit == "share":
        return f"{value * 100:.1f}%"
    if unit == "count":
        return f"{value:,.0f}"
    return f"{value:,.3g} {unit}".strip()
