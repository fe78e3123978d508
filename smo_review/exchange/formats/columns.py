"""Which column gives which field: as mapped by the person, else guessed from the names."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias

from msgspec import Struct

from smo_review.domain.errors import UserError
from smo_review.exchange.names import folded, is_name
from smo_review.language import tr

Map: TypeAlias = Mapping[str, tuple[str, ...]]
Counts: TypeAlias = tuple[tuple[str, str], ...]
Form: TypeAlias = Literal["long", "wide", "votes"]

SYNONYMS = {
    "id": "id itemid postid unitid taskid tweetid commentid messageid documentid docid uid unit "
    "uuid inputhash",
    "text": "text textjoined sentence tweet tweettext comment commenttext post posttext content "
    "message body unmaskedsentence posttokens",
    "translation": "translation translatedtext texttranslation",
    "image": "image imagepath imagefile imageurl img imgpath picture photo filename filepath file",
    "video": "video videopath videofile videourl clip",
    "language": "language lang locale",
    "annotator": "annotator annotatorid annotatorname worker workerid rater raterid coder labeler "
    "labeller annotators",
    "label": "label labels class sentiment",
    "gold": "gold goldlabel groundtruth goldstandard",
    "confidence": "confidence",
    "start": "start startoffset spanstart",
    "end": "end endoffset spanend",
    "severity": "severity",
    "category": "category",
}
"""Names that give a field away, best first, without case and punctuation."""

COUNT = "count:"
"""What stands before the label in a mapping of votes."""

MANY = ("text", "image", "video", "label", "translation")
"""Fields that may be made of several columns."""

ONLY_LONG = ("annotator", "confidence", "start", "end")
_WIDE = re.compile(r"^(label|annotation|class|annotator|rater|coder|worker)[ _.-]*\d+$", re.I)


class Columns(Struct, frozen=True):
    """Columns by field. `counts` are (label, column) pairs in the order they were mapped."""

    form: Form
    fields: dict[str, tuple[str, ...]]
    counts: Counts = ()

    def one(self, field: str) -> str | None:
        """The column of a field that has one column, or None."""
        return self.fields.get(field, (None,))[0]

    def told(self) -> dict[str, list[str]]:
        """The choice as it is shown to people."""
        told = {field: list(names) for field, names in self.fields.items()}
        return told | {COUNT + label: [column] for label, column in self.counts}


def parse_map(words: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """`FIELD=COLUMN[,COLUMN...]` words as a map; a field named twice collects its columns."""
    mapped: dict[str, tuple[str, ...]] = {}
    for word in words:
        name, equals, value = word.partition("=")
        name = name.strip()
        if name.startswith(COUNT):
            name = COUNT + folded(name.removeprefix(COUNT))
        known = name in SYNONYMS or (name.startswith(COUNT) and is_name(name.removeprefix(COUNT)))
        if not equals or not known or not value.strip():
            raise _bad_map(word, name)
        mapped[name] = (*mapped.get(name, ()), value)
    return mapped


def _bad_map(word: str, name: str) -> UserError:
    near = difflib.get_close_matches(name, SYNONYMS, 1)
    hint = tr("Did you mean “{name}”?", name=near[0]) + " " if near and near[0] != name else ""
    return UserError(
        tr("This mapping is not understood."),
        f"--map {word}",
        hint
        + tr(
            "Write --map FIELD=COLUMN with one of the fields {fields} or count:LABEL.",
            fields=", ".join(SYNONYMS),
        ),
    )


def choose(mapped: Map, names: Sequence[str], where: str) -> Columns:
    """The columns to read. UserError where a mapped one is missing or two mappings clash."""
    counts: list[tuple[str, str]] = []
    fields: dict[str, tuple[str, ...]] = {}
    for field, values in mapped.items():
        columns = tuple(name for value in values for name in _columns(value, names, where))
        if field.startswith(COUNT):
            counts += [(field.removeprefix(COUNT), column) for column in columns]
        else:
            fields[field] = columns
    _check(fields, counts, where)
    return _guessed(fields, tuple(counts), names, where)


def _columns(value: str, names: Sequence[str], where: str) -> tuple[str, ...]:
    """A mapped value is one column's whole name, or several names with commas between."""
    by_name = {name.casefold().strip(): name for name in reversed(names)}
    wanted = (value,) if value in names else tuple(value.split(","))
    found = []
    for word in wanted:
        name = word if word in names else by_name.get(word.casefold().strip())
        if name is None:
            raise UserError(
                tr("There is no column “{name}”.", name=word.strip()),
                where,
                tr("The columns are: {names}.", names=", ".join(names[:100])),
            )
        found.append(name)
    return tuple(found)


def _check(fields: Map, counts: Sequence[tuple[str, str]], where: str) -> None:
    several = next((f for f, names in fields.items() if len(names) > 1 and f not in MANY), None)
    if several:
        raise UserError(
            tr("The field “{field}” takes one column.", field=several),
            where,
            tr("Map one column to it."),
        )
    wide = len(fields.get("label", ())) > 1
    clash = [field for field in ONLY_LONG if field in fields] if wide or counts else []
    if counts and "label" in fields:
        clash.append("label")
    if clash:
        raise UserError(
            tr("These mappings do not go together: {fields}.", fields=", ".join(clash)),
            where,
            tr("Several label columns, or counts, already say who gave which label."),
        )


def _guessed(explicit: Map, counts: Counts, names: Sequence[str], where: str) -> Columns:
    fields = dict(explicit)
    taken = {name for columns in fields.values() for name in columns} | {c for _, c in counts}
    plain: dict[str, str] = {}
    for name in reversed([name for name in names if name not in taken]):
        plain[re.sub(r"[^a-z0-9]", "", name.casefold())] = name
    if not counts and "label" not in fields and (wide := _wide(names, taken)):
        fields["label"] = wide
    one_by_one = len(fields.get("label", ())) > 1 or bool(counts)
    for field, words in SYNONYMS.items():
        if field in fields or (one_by_one and (field in ONLY_LONG or field == "label")):
            continue
        column = next((plain.pop(word) for word in words.split() if word in plain), None)
        if column is not None:
            fields[field] = (column,)
    if ("start" in fields) != ("end" in fields):
        _refuse_half_a_span(explicit, where)
        fields = {f: c for f, c in fields.items() if f not in ("start", "end")}
    if not any(field in fields for field in ("id", *MANY[:3])):
        raise UserError(
            tr("No column was recognised as id, text, image or video."),
            where,
            tr(
                "Map one with --map, such as --map text=COLUMN. The columns are: {names}.",
                names=", ".join(names[:100]),
            ),
        )
    form: Form = "votes" if counts else "wide" if len(fields.get("label", ())) > 1 else "long"
    return Columns(form, {f: fields[f] for f in SYNONYMS if f in fields}, counts)


def _refuse_half_a_span(explicit: Map, where: str) -> None:
    if "start" in explicit or "end" in explicit:
        raise UserError(
            tr("Only one of start and end is mapped."), where, tr("Map both, or neither.")
        )


def _wide(names: Sequence[str], taken: set[str]) -> tuple[str, ...]:
    """`label_1`, `label_2`, ...: the columns of the first such family that has two or more."""
    families: dict[str, list[str]] = {}
    for name in names:
        if name not in taken and (match := _WIDE.match(name.strip())):
            families.setdefault(match[1].casefold(), []).append(name)
    order = ("label", "annotation", "class", "annotator", "rater", "coder", "worker")
    return next((tuple(families[f]) for f in order if len(families.get(f, ())) > 1), ())
