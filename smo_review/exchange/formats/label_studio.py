"""Label Studio: JSON and JSON-MIN exports, and JSON Lines of tasks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from smo_review.domain.bundles import Rejected
from smo_review.domain.content import AnnotatorKind, Mark, PartKind
from smo_review.domain.errors import UserError
from smo_review.exchange.formats.cells import LABEL_KEYS, labels_of, short_text_of, text_of
from smo_review.exchange.formats.columns import SYNONYMS, Map
from smo_review.exchange.formats.jsonl import json_records
from smo_review.exchange.formats.label_studio_marks import Places, marks_of_result
from smo_review.exchange.formats.records import BadCell, Piece, Row, Rows, Said, Told
from smo_review.exchange.formats.rows import NOBODY
from smo_review.exchange.formats.source_file import open_source
from smo_review.language import tr

MODEL = "model"
"""A prediction's annotator where the model's version is not told."""

_IMAGE = re.compile(r"\.(jpe?g|jfif|png|webp|gif|tiff?|bmp|dib|avif|heic|heif)$", re.I)
_VIDEO = re.compile(r"\.(mp4|m4v|mov|qt|3gpp?|3g2|webm|mkv|avi|ts|m2ts|mts)$", re.I)
_SOUND = re.compile(r"\.(wav|mp3|m4a|ogg|oga|flac|aac|opus)$", re.I)
_IMAGE_KEY = re.compile(r"^(image|img|photo|picture)s?[_-]?\d*(_?(url|path))?$", re.I)
_VIDEO_KEY = re.compile(r"^(video|clip)s?[_-]?\d*(_?(url|path))?$", re.I)
_TEXT_KEY = re.compile(
    r"^(text|dialogue|prompt|answer|response|question|title|html)s?[_-]?\w?\d*$", re.I
)
_TEXT_NAMES = frozenset(SYNONYMS["text"].split())
_MIN_META = ("annotation_id", "annotator", "id", "lead_time", "created_at", "updated_at")
_REGION_LINK = ("rectangle", "polygon", "keypoint", "ellipse", "brush")
"""Shapes that Label Studio writes a second time, without the label they were given."""


def is_task(record: Mapping[str, Any]) -> bool:
    """Whether this is a task of an export, in the full or the minimal form."""
    said = any(
        isinstance(record.get(k), list) for k in ("annotations", "completions", "predictions")
    )
    return (said and isinstance(record.get("data"), dict)) or _is_min(record)


def _is_min(record: Mapping[str, Any]) -> bool:
    return "data" not in record and all(key in record for key in _MIN_META[:2])


def read_label_studio(path: Path, mapped: Map, told: Told) -> Rows:
    """The tasks of an export; a mark without a place here is listed, its task stays."""
    mapped = _checked_map(mapped, path)
    told.columns.update({field: list(names) for field, names in mapped.items()})
    with open_source(path) as stream:
        unseen = {name for values in mapped.values() for name in values}
        for number, record in json_records(stream, path):
            if isinstance(record, Rejected):
                yield record
            elif not is_task(record):
                yield Rejected(number, "annotations", tr("this is not a Label Studio task"))
            else:
                data = record.get("data", record)
                unseen -= data.keys() if isinstance(data, dict) else set()
                yield from _task(number, record, mapped, told)
    if unseen:
        raise UserError(
            tr("No task has the data field “{name}”.", name=sorted(unseen)[0]),
            str(path),
            tr("Map a field of the tasks' data."),
        )


def _checked_map(mapped: Map, path: Path) -> Map:
    """The mapping with its commas split, refused where a field comes from the export itself."""
    usable = ("id", "text", "image", "video", "gold", "language", "category")
    wrong = [field for field in mapped if field not in usable]
    if wrong:
        raise UserError(
            tr("“{field}” cannot be mapped for Label Studio.", field=wrong[0]),
            str(path),
            tr("Its exports say who labelled what; map only {fields}.", fields=", ".join(usable)),
        )
    return {
        field: tuple(name.strip() for value in values for name in value.split(","))
        for field, values in mapped.items()
    }


def _task(
    number: int, task: Mapping[str, Any], mapped: Map, told: Told
) -> Iterator[Row | Rejected]:
    if _is_min(task):
        task = _whole(task)
    rejected: list[Rejected] = []
    try:
        data: Mapping[str, Any] = task["data"]
        entries = _entries(task)
        pieces, by_key = _pieces(data, entries, mapped)
        reader = _Reader(number, Places(pieces, by_key), rejected, told)
        said = tuple(reader.said(entry, kind) for kind, entry in entries if reader.counts(entry))
        # Each name for itself: a task's own id is a number that no data column needs to repeat.
        item = task.get("id") if "id" not in mapped else data.get(mapped["id"][0])
        row = Row(
            number,
            short_text_of(item, "id"),
            pieces,
            said,
            reader.gold(entries, _mapped(data, mapped, "gold")),
            short_text_of(_mapped(data, mapped, "language"), "language", 35),
            short_text_of(_mapped(data, mapped, "category"), "category"),
        )
    except BadCell as bad:
        yield Rejected(number, bad.field, bad.reason)
        return
    if not row.id and not row.pieces:
        yield Rejected(number, "data", tr("the task has neither an id nor content"))
        return
    yield from rejected
    yield row


def _mapped(data: Mapping[str, Any], mapped: Map, field: str) -> Any:
    return data.get(mapped[field][0]) if field in mapped else None


def _entries(task: Mapping[str, Any]) -> list[tuple[AnnotatorKind, Mapping[str, Any]]]:
    people = task.get("annotations") or task.get("completions") or []
    models = task.get("predictions") or []
    if not isinstance(people, list) or not isinstance(models, list):
        raise BadCell("annotations", tr("a list was expected"))
    entries: list[tuple[AnnotatorKind, Mapping[str, Any]]] = []
    # A plain export without "expand" lists ids in place of annotations; those say nothing.
    entries += [("person", entry) for entry in people if isinstance(entry, dict)]
    entries += [("model", entry) for entry in models if isinstance(entry, dict)]
    if not all(isinstance(entry.get("result") or [], list) for _, entry in entries):
        raise BadCell("result", tr("a list was expected"))
    return entries


class _Reader:
    """Reads the annotations of one task and lists what has no place."""

    def __init__(self, line: int, places: Places, rejected: list[Rejected], told: Told) -> None:
        self._line = line
        self._places = places
        self._rejected = rejected
        self._told = told

    def counts(self, entry: Mapping[str, Any]) -> bool:
        """Whether an entry is an annotation under review: neither cancelled nor gold."""
        if entry.get("was_cancelled"):
            self._told.left_out[tr("cancelled annotations")] += 1
            return False
        return not entry.get("ground_truth")

    def said(self, entry: Mapping[str, Any], kind: AnnotatorKind) -> Said:
        """One annotation or prediction."""
        who = _model(entry) if kind == "model" else _person(entry)
        made = entry.get("created_at")
        return Said(who, self._marks(entry), kind, made[:40] if isinstance(made, str) else "")

    def gold(
        self, entries: list[tuple[AnnotatorKind, Mapping[str, Any]]], given: Any
    ) -> tuple[str, ...] | None:
        """Labels of the annotations marked as ground truth, else of a mapped data field."""
        true = [e for _, e in entries if e.get("ground_truth") and not e.get("was_cancelled")]
        if not true:
            return labels_of(given, "gold")
        return tuple(dict.fromkeys(mark.label for entry in true for mark in self._marks(entry)))

    def _marks(self, entry: Mapping[str, Any]) -> tuple[Mark, ...]:
        results = entry.get("result") or []
        labelled = {
            r.get("id") for r in results if isinstance(r, dict) and r.get("type") in LABEL_KEYS
        }
        marks: list[Mark] = []
        for result in results:
            if not isinstance(result, dict):
                self._rejected.append(Rejected(self._line, "result", tr("an object was expected")))
                continue
            if result.get("type") in _REGION_LINK and result.get("id") in labelled:
                continue
            try:
                marks += marks_of_result(result, self._places, self._told)
            except BadCell as bad:
                self._rejected.append(Rejected(self._line, bad.field, bad.reason))
        return tuple(marks)


def _person(entry: Mapping[str, Any]) -> str:
    who = entry.get("completed_by")
    if isinstance(who, dict):
        names = " ".join(str(who.get(k) or "") for k in ("first_name", "last_name")).strip()
        who = who.get("email") or names or who.get("username") or who.get("id")
    return short_text_of(who, "completed_by") or NOBODY


def _model(entry: Mapping[str, Any]) -> str:
    return short_text_of(entry.get("model_version"), "model_version") or MODEL


def _pieces(
    data: Mapping[str, Any], entries: list[tuple[AnnotatorKind, Mapping[str, Any]]], mapped: Map
) -> tuple[tuple[Piece, ...], dict[str, tuple[int, ...]]]:
    """The content of a task in the order of its data, and where each data field's pieces are."""
    results = [r for _, e in entries for r in (e.get("result") or []) if isinstance(r, dict)]
    named = {str(r.get(k)).lstrip("$") for r in results for k in ("to_name", "source")}
    kinds = {name: kind for kind in _MAPPABLE for name in mapped.get(kind, ())}
    found = [
        (key, piece)
        for key, value in data.items()
        if not kinds or key in kinds
        for piece in _pieces_of(key, value, key in named or key in kinds, kinds.get(key))
    ]
    if not found and not kinds:
        found = _prose(data)
    by_key: dict[str, tuple[int, ...]] = {}
    for n, (key, _) in enumerate(found):
        by_key[key] = (*by_key.get(key, ()), n)
    return tuple(piece for _, piece in found), by_key


_MAPPABLE: tuple[PartKind, ...] = ("text", "image", "video")


def _pieces_of(key: str, value: Any, named: bool, kind: PartKind | None) -> Iterator[Piece]:
    """The pieces that one data field holds; fields that nothing points to are passed over."""
    if isinstance(value, list):
        if turns := _turns(value):
            yield Piece("text", text_of("\n".join(turns), key))
            return
        for entry in value[:1000]:
            address = entry.get("url") if isinstance(entry, dict) else entry
            if isinstance(address, str) and (media := _media_kind(key, address)):
                yield Piece(media, address)
        return
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value) if named or kind or _is_text_key(key) else ""
    if not isinstance(value, str) or not value.strip():
        return
    media = kind if kind in ("image", "video") else None if kind else _media_kind(key, value)
    if media:
        yield Piece(media, value.strip())
    elif not _SOUND.search(_bare(value)) and (named or kind or _is_text_key(key)):
        yield Piece("text", text_of(value, key))


def _turns(value: list[Any]) -> list[str]:
    """A dialogue (a list of objects with a text) as lines, each with its author before it."""
    lines = []
    for turn in value[:10_000]:
        said = turn.get("text") or turn.get("body") if isinstance(turn, dict) else None
        if not isinstance(said, str):
            return []
        author = turn.get("author") or turn.get("speaker")
        lines.append(f"{author}: {said}" if author else said)
    return lines


def _is_text_key(key: str) -> bool:
    return bool(_TEXT_KEY.match(key)) or re.sub(r"[^a-z0-9]", "", key.casefold()) in _TEXT_NAMES


def _bare(value: str) -> str:
    return re.split(r"[?#]", value.strip(), maxsplit=1)[0] if "?d=" not in value else value.strip()


def _media_kind(key: str, value: str) -> PartKind | None:
    """Image or video by the address's ending, else by the field's name; prose is neither."""
    address = value.strip()
    if len(address) > 4000 or "\n" in address:
        return None
    bare = _bare(address)
    # A sentence may end in a file's name; an address has no blank before its last slash.
    if " " not in bare or "/" in bare:
        if _IMAGE.search(bare):
            return "image"
        if _VIDEO.search(bare):
            return "video"
    if _SOUND.search(bare):
        return None
    return "image" if _IMAGE_KEY.match(key) else "video" if _VIDEO_KEY.match(key) else None


def _prose(data: Mapping[str, Any]) -> list[tuple[str, Piece]]:
    """Where nothing names the content: the data fields that read like sentences."""
    texts = [(k, v) for k, v in data.items() if isinstance(v, str) and v.strip()]
    prose = [
        (k, v) for k, v in texts if (" " in v.strip() or not v.isascii()) and "://" not in v[:10]
    ]
    return [(key, Piece("text", text_of(value, key))) for key, value in prose]


def _whole(task: Mapping[str, Any]) -> Mapping[str, Any]:
    """A task of the minimal export in the full form.

    Its fields are the data, `id`, the results, then `annotator`; where a tool has sorted them,
    data and results are told apart by their values.
    """
    keys = list(task)
    start, end = keys.index("id") if "id" in keys else 0, keys.index("annotator")
    if 0 < start < end:
        outputs = keys[start + 1 : end]
    else:
        outputs = [key for key in keys if key not in _MIN_META and _is_output(key, task[key])]
    annotation = {
        "completed_by": task["annotator"],
        "created_at": task.get("created_at"),
        "result": [result for key in outputs for result in _results(key, task[key])],
    }
    data = {k: v for k, v in task.items() if k not in _MIN_META and k not in outputs}
    return {"id": task.get("id"), "data": data, "annotations": [annotation]}


def _is_output(key: str, value: Any) -> bool:
    """Whether a field of a minimal export holds results, told by its value."""
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict):
        return bool(_region_type(value))
    short = isinstance(value, str) and 0 < len(value) <= 80 and "/" not in value
    return short and not _is_text_key(key) and not _media_kind(key, str(value))


def _region_type(value: Mapping[str, Any]) -> str:
    return next((key for key in LABEL_KEYS if key in value), "")


def _results(name: str, value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, str):
        yield {"type": "choices", "from_name": name, "value": {"choices": [value]}}
    elif isinstance(value, dict):
        yield {"type": _region_type(value) or name, "from_name": name, "value": value}
    elif isinstance(value, list) and value and isinstance(value[0], list):
        yield {"type": "taxonomy", "from_name": name, "value": {"taxonomy": value}}
    elif isinstance(value, list):
        for entry in value:
            yield from _results(name, entry)
