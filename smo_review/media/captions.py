"""Reads what is said in a video: captions as SRT or WebVTT, or plain text without times.

Captions are written by many programs and by hand, so a cue that cannot be read is left out and
counted, and the others stand. What comes out is plain text: tags, entities and styles are gone.
"""

from __future__ import annotations

import html
import re

from msgspec import Struct

from smo_review.domain.errors import UserError
from smo_review.language import tr

CUES = 20_000
"""The most cues that are read."""
CUE_TEXT = 2_000
"""The longest cue, in code points; the rest of a longer one is cut off."""
LONGEST = 100 * 60 * 60 * 1000
"""Times beyond this are taken for nonsense, in milliseconds."""

_TIME = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})(?:[.,:](\d{1,3}))?"
_TIMES = re.compile(rf"^\s*{_TIME}\s*-{{1,2}}>\s*{_TIME}(?:\s+.*)?$", re.ASCII)
_TAG = re.compile(r"<[^<>\n]{0,200}>")
_STYLE = re.compile(r"\{\\[^{}\n]{0,200}\}")
_OTHER = re.compile(r"^(NOTE|STYLE|REGION)(\s|$)")


class UnreadableCaptions(UserError):
    """A text that says it is captions and holds no cue that can be read."""


class Cue(Struct, frozen=True):
    """Something said from `start` to `end`, milliseconds; both None where no time is known."""

    text: str
    start: int | None = None
    end: int | None = None


class Captions(Struct, frozen=True):
    """The cues in order of time. `skipped` counts those that could not be read."""

    cues: tuple[Cue, ...]
    timed: bool
    skipped: int = 0

    def at(self, time: int) -> int | None:
        """The number of the cue that is said at `time`, the last begun where several are."""
        found = None
        for number, cue in enumerate(self.cues):
            if cue.start is None or cue.end is None or cue.start > time:
                break
            if time < cue.end:
                found = number
        return found


def read_transcript(text: str) -> Captions:
    """Captions where the text is such, else its paragraphs without times.

    Raises UnreadableCaptions for a text that begins as WebVTT or has caption times in it, but no
    cue that can be read.
    """
    lines = _lines(text)
    is_vtt = bool(lines) and lines[0].lstrip("\ufeff").startswith("WEBVTT")
    if not is_vtt and not any("-->" in line for line in lines):
        said = [Cue(piece) for line in lines if line.strip() for piece in _pieces(line.strip())]
        return Captions(tuple(said[:CUES]), timed=False, skipped=max(0, len(said) - CUES))
    cues, skipped = _cues(lines)
    if not cues:
        raise UnreadableCaptions(
            tr("These captions hold no line that can be read."),
            do=tr("Ask for another copy of them, or judge without."),
        )
    cues.sort(key=lambda cue: (cue.start or 0, cue.end or 0))
    return Captions(tuple(cues), timed=True, skipped=skipped)


def _pieces(paragraph: str) -> list[str]:
    """A paragraph, parted at a space where it is very long; no word of it is lost."""
    found = []
    while len(paragraph) > CUE_TEXT:
        cut = paragraph.rfind(" ", 1, CUE_TEXT)
        cut = cut if cut > 0 else CUE_TEXT
        found.append(paragraph[:cut].strip())
        paragraph = paragraph[cut:].strip()
    return [*found, paragraph] if paragraph else found


def _lines(text: str) -> list[str]:
    return text.replace("\0", "\ufffd").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _cues(lines: list[str]) -> tuple[list[Cue], int]:
    """Every line of times begins a cue; its text ends at an empty line or before the next times."""
    found: list[Cue] = []
    skipped = 0
    number, count = 0, len(lines)
    while number < count:
        line = lines[number]
        number += 1
        if _OTHER.match(line):
            while number < count and lines[number].strip() and "-->" not in lines[number]:
                number += 1
            continue
        if "-->" not in line:
            continue
        said = []
        while number < count and lines[number].strip() and "-->" not in lines[number]:
            said.append(lines[number])
            number += 1
        if number < count and "-->" in lines[number] and said and said[-1].strip().isdigit():
            said.pop()  # the number of the next cue, where the empty line before it is missing
        cue = _cue(line, said)
        if cue is None or len(found) >= CUES:
            skipped += 1
        elif cue.text:
            found.append(cue)
    return found, skipped


def _cue(times: str, said: list[str]) -> Cue | None:
    match = _TIMES.match(times)
    if match is None:
        return None
    start, end = _milliseconds(match.groups()[:4]), _milliseconds(match.groups()[4:])
    if start is None or end is None or end < start:
        return None
    return Cue(_words(said), start, end)


def _milliseconds(parts: tuple[str | None, ...]) -> int | None:
    hours, minutes, seconds, rest = parts
    if int(minutes or 0) > 59 or int(seconds or 0) > 59:
        return None
    whole = (int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds or 0)
    time = whole * 1000 + int((rest or "0").ljust(3, "0"))
    return time if time <= LONGEST else None


def _words(said: list[str]) -> str:
    """Plain words: markup is left out before entities are read, so that none is made by them."""
    text = "\n".join(said)[: 4 * CUE_TEXT]
    text = html.unescape(_STYLE.sub("", _TAG.sub("", text)))
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())[:CUE_TEXT]
