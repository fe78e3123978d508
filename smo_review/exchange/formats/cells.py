"""Values of a table or a JSON record, turned into ids, texts, labels, shares and locations."""

from __future__ import annotations

import json
import math
from typing import Any

from smo_review.domain.content import MILLION, Location, Mark, Span, TimeRange
from smo_review.exchange.formats.records import MAX_FIELD, BadCell, Piece
from smo_review.exchange.names import MAX_NAME, folded, has_controls
from smo_review.language import tr

MAX_LABELS = 200
MAX_MILLISECONDS = 1 << 40
LABEL_KEYS = (
    "choices",
    "taxonomy",
    "labels",
    "rectanglelabels",
    "polygonlabels",
    "keypointlabels",
    "brushlabels",
    "ellipselabels",
    "hypertextlabels",
    "paragraphlabels",
    "timelinelabels",
    "videorectangle",
)
"""Where Label Studio keeps the labels of a result."""


def text_of(value: Any, field: str) -> str:
    """The value as text, untouched; an absent one is empty, and tokens of a text are joined."""
    if isinstance(value, str):
        text = value
    elif value is None:
        return ""
    elif isinstance(value, bool):
        return "true" if value else "false"
    elif isinstance(value, int | float):
        return str(value)
    elif field == "text" and isinstance(value, list) and all(isinstance(w, str) for w in value):
        text = " ".join(value)
    else:
        raise BadCell(field, tr("a text was expected, not a list or an object"))
    if "\0" in text:
        raise BadCell(field, tr("it holds a NUL character"))
    if len(text) > MAX_FIELD:
        raise BadCell(field, tr("it is longer than {n} characters", n=MAX_FIELD))
    return text


def short_text_of(value: Any, field: str, limit: int = MAX_NAME) -> str:
    """A name: trimmed, folded onto one line, of bounded length. An id is not folded."""
    text = text_of(value, field)
    text = text.strip() if field == "id" else folded(text)
    if len(text) > limit:
        raise BadCell(field, tr("it is longer than {n} characters", n=limit))
    if has_controls(text):
        raise BadCell(field, tr("it holds a character that cannot be printed"))
    return text


def fraction_of(value: Any, field: str) -> int | None:
    """A fraction from 0 to 1 in millionths; None where the cell is empty."""
    number = number_of(value, field)
    if number is None:
        return None
    if not 0 <= number <= 1:
        raise BadCell(field, tr("a fraction from 0 to 1 was expected, not {value}", value=value))
    return round(number * MILLION)


def number_of(value: Any, field: str) -> float | None:
    """A finite number; None where the cell is empty."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    try:
        number = float(value) if not isinstance(value, bool | list | dict) else math.nan
    except (ValueError, OverflowError):
        number = math.nan
    if not math.isfinite(number):
        raise BadCell(field, tr("a number was expected, not “{value}”", value=str(value)[:50]))
    return number


def whole_of(value: Any, field: str, most: int) -> int | None:
    """A whole number from 0 to `most`; None where the cell is empty."""
    number = number_of(value, field)
    if number is None:
        return None
    if number != int(number) or not 0 <= number <= most:
        raise BadCell(
            field,
            tr("a whole number from 0 to {most} was expected, not {value}", most=most, value=value),
        )
    return int(number)


def label_of(value: Any, field: str) -> str:
    """One label's name."""
    label = short_text_of(value, field)
    if not label:
        raise BadCell(field, tr("a label is empty"))
    return label


def marks_of(value: Any, field: str, pieces: tuple[Piece, ...]) -> tuple[Mark, ...] | None:
    """What a label cell says; None where it is empty, which is no annotation.

    A list holds several labels, or spans as [start, end, label] or as objects. In a CSV a cell is
    one label unless it is JSON: a list, or an object of Label Studio's with choices. An empty list
    is an annotation that gives no label.
    """
    if isinstance(value, str) and value.lstrip().startswith(("[", "{")):
        value = _json_list(value)
    if not isinstance(value, list):
        empty = value is None or (isinstance(value, str) and not value.strip())
        return None if empty else (Mark(label_of(value, field)),)
    if len(value) > MAX_LABELS:
        raise BadCell(field, tr("it holds more than {n} labels", n=MAX_LABELS))
    return tuple(mark for entry in value for mark in _marks(entry, field, pieces))


def labels_of(value: Any, field: str) -> tuple[str, ...] | None:
    """The labels of a gold cell, each once; None where it is empty."""
    marks = marks_of(value, field, ())
    return None if marks is None else tuple(dict.fromkeys(mark.label for mark in marks))


def _json_list(text: str) -> Any:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return text
    if isinstance(value, dict):
        value = _first(value, *LABEL_KEYS)
    return value if isinstance(value, list) else text


def _marks(entry: Any, field: str, pieces: tuple[Piece, ...]) -> tuple[Mark, ...]:
    if isinstance(entry, dict):
        start, end = _first(entry, "start", "start_offset"), _first(entry, "end", "end_offset")
        where = location_of(start, end, pieces)
        several = _first(entry, *LABEL_KEYS)
        named = several if isinstance(several, list) else [_first(entry, "label", "tag", "name")]
        return tuple(Mark(label_of(name, field), where) for name in named[:MAX_LABELS])
    if isinstance(entry, list):
        if len(entry) != 3:
            raise BadCell(field, tr("a span is written [start, end, label]"))
        return (Mark(label_of(entry[2], field), location_of(entry[0], entry[1], pieces)),)
    return (Mark(label_of(entry, field)),)


def _first(entry: dict[str, Any], *names: str) -> Any:
    return next((entry[name] for name in names if entry.get(name) is not None), None)


def location_of(start: Any, end: Any, pieces: tuple[Piece, ...]) -> Location | None:
    """A stretch of the row's video in seconds, else of its text in code points."""
    first, last = number_of(start, "start"), number_of(end, "end")
    if first is None and last is None:
        return None
    if first is None or last is None:
        raise BadCell("end" if last is None else "start", tr("start and end belong together"))
    video = next((n for n, piece in enumerate(pieces) if piece.kind == "video"), None)
    if video is not None:
        return _time_range(video, first, last)
    text = next((n for n, piece in enumerate(pieces) if piece.kind == "text"), None)
    if text is None:
        raise BadCell("start", tr("there is no text or video that start and end could lie on"))
    if first != int(first) or last != int(last):
        raise BadCell("start", tr("start and end of a text span are whole numbers"))
    length = len(pieces[text].value)
    if not 0 <= first < last <= length:
        raise BadCell(
            "end",
            tr(
                "start and end must lie in order inside the text of {n} characters, not {a} to {b}",
                n=length,
                a=int(first),
                b=int(last),
            ),
        )
    return Span(text, int(first), int(last))


def _time_range(part: int, first: float, last: float) -> TimeRange:
    start, end = round(first * 1000), round(last * 1000)
    if not 0 <= start < end <= MAX_MILLISECONDS:
        raise BadCell("end", tr("start must be 0 seconds or more, and end must come after it"))
    return TimeRange(part, start, end)
