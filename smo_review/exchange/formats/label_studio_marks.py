"""Label Studio regions and choices, turned into marks; what has no place here is named.

Positions come in percent of the picture, text offsets in JavaScript's UTF-16 units (which drift
behind every emoji), so an offset is believed only where it finds the text it quotes.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

from smo_review.domain.content import MILLION, Box, Location, Mark, Pin, Polygon, Span, TimeRange
from smo_review.exchange.formats.cells import LABEL_KEYS, MAX_LABELS, label_of
from smo_review.exchange.formats.records import BadCell, Piece, Told
from smo_review.language import tr

_MAX_POINTS = 10_000
_FAR = 10 * 100.0
_NUMBERED = re.compile(r"(\d+)$")


class _NoPlace(Exception):
    """The label stands, but where it lies cannot be kept here."""


class Places:
    """The item's pieces by the names that results use for them."""

    def __init__(self, pieces: tuple[Piece, ...], by_key: Mapping[str, tuple[int, ...]]) -> None:
        self.pieces = pieces
        self._by_key = by_key

    def named(self, result: Mapping[str, Any]) -> tuple[int, ...]:
        """The pieces that a result names as its object; none where the names do not match."""
        keys = (str(result.get(name)).lstrip("$") for name in ("to_name", "source"))
        return next((self._by_key[key] for key in keys if key in self._by_key), ())

    def part(self, result: Mapping[str, Any], kind: str) -> int:
        """The piece of this kind that a result is about; _NoPlace where there is none."""
        fitting = [n for n, piece in enumerate(self.pieces) if piece.kind == kind]
        if not fitting:
            raise _NoPlace
        named = [n for n in self.named(result) if n in fitting]
        if named:
            index = result.get("item_index")
            return named[index if isinstance(index, int) and 0 <= index < len(named) else 0]
        number = _NUMBERED.search(str(result.get("to_name")))
        index = int(number[1]) if number and len(number[1]) < 4 else 0
        return fitting[index] if index < len(fitting) else fitting[0]


def marks_of_result(result: Mapping[str, Any], places: Places, told: Told) -> tuple[Mark, ...]:
    """The marks of one entry of `result`; BadCell says why there are none.

    What was said stays where its place cannot be kept: a brush stroke, an ellipse, a range of
    frames, a picture that was turned, a file of sound.
    """
    value = result.get("value", {})
    kind = str(result.get("type") or "")
    if not isinstance(value, dict):
        raise BadCell("value", tr("an object was expected"))
    labels = _labels(result, value, kind)
    try:
        location = _location(result, value, places)
    except _NoPlace:
        told.left_out[tr("places of labels that cannot be kept")] += 1
        location = None
    confidence = _confidence(result)
    return tuple(Mark(label, location, confidence) for label in labels)


def _labels(result: Mapping[str, Any], value: Mapping[str, Any], kind: str) -> tuple[str, ...]:
    if kind == "pairwise" and isinstance(value.get("selected"), str):
        return (label_of(value["selected"], "selected"),)
    if kind == "rating" and isinstance(value.get("rating"), int):
        return (label_of(f"{result.get('from_name', 'rating')} {value['rating']}", "rating"),)
    named = next((value[key] for key in LABEL_KEYS if isinstance(value.get(key), list)), None)
    if kind not in LABEL_KEYS and named is None:
        raise BadCell(kind or "type", tr("results of type “{kind}” have no label", kind=kind[:50]))
    if not named or len(named) > MAX_LABELS:
        raise BadCell(kind, tr("between 1 and {n} labels were expected", n=MAX_LABELS))
    return tuple(dict.fromkeys(_label(entry, kind) for entry in named))


def _label(entry: Any, kind: str) -> str:
    """A label; a taxonomy's path of names is joined."""
    if isinstance(entry, list):
        return label_of(" / ".join(label_of(step, kind) for step in entry[:20]), kind)
    return label_of(entry, kind)


def _confidence(result: Mapping[str, Any]) -> int | None:
    score = result.get("score")
    known = isinstance(score, int | float) and not isinstance(score, bool) and 0 <= score <= 1
    return round(score * MILLION) if known and score is not None else None


def _location(
    result: Mapping[str, Any], value: Mapping[str, Any], places: Places
) -> Location | None:
    if result.get("image_rotation") or "ranges" in value or "rle" in value or "format" in value:
        raise _NoPlace
    if "points" in value:
        return Polygon(places.part(result, "image"), _points(value["points"]))
    if "sequence" in value:
        return _track(value["sequence"], places.part(result, "video"))
    if "x" in value and "y" in value:
        return _shape(value, places.part(result, "image"))
    if "start" in value and "end" in value:
        return _stretch(result, value, places)
    return None


def _shape(value: Mapping[str, Any], part: int) -> Location:
    x, y = _share(value["x"], "x"), _share(value["y"], "y")
    if "radiusX" in value:
        raise _NoPlace
    if "height" not in value:
        return Pin(part, x, y)
    w, h = _share(value.get("width"), "width"), _share(value["height"], "height")
    if w <= 0 or h <= 0:
        raise BadCell("width", tr("the box has no size"))
    turn = _finite(value.get("rotation") or 0, "rotation")
    return Box(part, x, y, w, h, round(turn * 1000) % 360_000)


def _points(points: Any) -> tuple[tuple[int, int], ...]:
    pairs = isinstance(points, list) and all(
        isinstance(point, list) and len(point) == 2 for point in points
    )
    if not pairs or not 3 <= len(points) <= _MAX_POINTS:
        raise BadCell("points", tr("an outline of three or more points was expected"))
    return tuple((_share(x, "points"), _share(y, "points")) for x, y in points)


def _share(value: Any, field: str) -> int:
    """Percent of the picture as millionths of it."""
    percent = _finite(value, field)
    if abs(percent) > _FAR:
        raise BadCell(field, tr("a position in percent was expected, not {value}", value=value))
    return round(percent * MILLION / 100)


def _finite(value: Any, field: str) -> float:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or abs(value) > 1e12 or math.isnan(value):
        raise BadCell(field, tr("a number was expected, not “{value}”", value=str(value)[:50]))
    return float(value)


def _track(sequence: Any, part: int) -> TimeRange:
    """A box followed through a video, kept as the stretch of time it is followed for."""
    frames = sequence if isinstance(sequence, list) else []
    times = [f["time"] for f in frames if isinstance(f, dict) and "time" in f]
    if len(times) < 2:
        raise _NoPlace
    seconds = sorted(_finite(time, "time") for time in times)
    return _time_range(part, seconds[0], seconds[-1])


def _time_range(part: int, start: float, end: float) -> TimeRange:
    if not 0 <= start < end:
        raise BadCell("end", tr("start must be 0 seconds or more, and end must come after it"))
    return TimeRange(part, round(start * 1000), round(end * 1000))


def _stretch(result: Mapping[str, Any], value: Mapping[str, Any], places: Places) -> Location:
    kinds = {places.pieces[n].kind for n in places.named(result) or range(len(places.pieces))}
    if "text" not in kinds or "channel" in value:
        first, last = _finite(value["start"], "start"), _finite(value["end"], "end")
        return _time_range(places.part(result, "video"), first, last)
    part = places.part(result, "text")
    offsets = value.get("globalOffsets")
    given = offsets if isinstance(offsets, dict) else value
    start, end = (n if isinstance(n := given.get(k), int) else -1 for k in ("start", "end"))
    quoted = value.get("text")
    span = span_of(places.pieces[part].value, start, end, quoted if isinstance(quoted, str) else "")
    if span is None:
        raise BadCell("start", tr("start and end do not find the text that was marked"))
    return Span(part, *span)


def span_of(text: str, start: int, end: int, quoted: str) -> tuple[int, int] | None:
    """Code points of a span given in code points or UTF-16 units, verified by what it quotes.

    Where neither reading fits the quotation, the occurrence of it nearest to `start` is taken.
    """
    readings = [(start, end)]
    if not text.isascii() and 0 <= start < end:
        readings.insert(
            0 if not quoted else 1, (_points_before(text, start), _points_before(text, end))
        )
    for a, b in readings:
        inside = 0 <= a < b <= len(text)
        if inside and (not quoted or _same(text[a:b], quoted)):
            return a, b
    if not quoted.strip():
        return None
    places = [m.start() for m in re.finditer(re.escape(quoted), text)]
    if not places:
        return None
    at = min(places, key=lambda place: abs(place - start))
    return at, at + len(quoted)


def _same(found: str, quoted: str) -> bool:
    return (
        found == quoted or found.replace("\n", "\\n") == quoted or found.strip() == quoted.strip()
    )


def _points_before(text: str, units: int) -> int:
    """How many code points the first `units` UTF-16 units hold; -1 where they end inside one."""
    raw = text.encode("utf-16-le")[: 2 * units]
    if units < 0 or len(raw) < 2 * units:
        return -1
    try:
        return len(raw.decode("utf-16-le"))
    except UnicodeDecodeError:
        return -1
