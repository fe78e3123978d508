"""Prodigy's JSON Lines: `answer` says whether the label it asked about applies."""

from __future__ import annotations

from typing import Any

from smo_review.domain.bundles import Rejected
from smo_review.domain.content import Mark, PartKind
from smo_review.exchange.formats.cells import marks_of, short_text_of, text_of
from smo_review.exchange.formats.records import BadCell, Piece, Row, Said, Told
from smo_review.exchange.formats.rows import NOBODY
from smo_review.language import tr

_CONTENT: tuple[PartKind, ...] = ("text", "image", "video")


def is_prodigy(record: dict[str, Any]) -> bool:
    """Whether the record carries Prodigy's own marks."""
    return record.get("answer") in ("accept", "reject", "ignore") and "_task_hash" in record


def prodigy_row(line: int, record: dict[str, Any], told: Told) -> Row | Rejected:
    """The row: accepted labels and spans, or, where the label was rejected, none."""
    try:
        pieces = tuple(
            Piece(kind, text) for kind in _CONTENT if (text := text_of(record.get(kind), kind))
        )
        item = short_text_of(record.get("_input_hash"), "_input_hash")
        return Row(line, item, pieces, _said(record, pieces, told))
    except BadCell as bad:
        return Rejected(line, bad.field, bad.reason)


def _said(record: dict[str, Any], pieces: tuple[Piece, ...], told: Told) -> tuple[Said, ...]:
    answer = record.get("answer")
    if answer not in ("accept", "reject"):
        told.left_out[tr("answers that ignore the question")] += 1
        return ()
    name = record.get("_annotator_id") or record.get("_session_id") or NOBODY
    who = short_text_of(name, "annotator")
    marks: tuple[Mark, ...] = ()
    if answer == "accept":
        marks = marks_of(record.get("spans") or None, "spans", pieces) or ()
        chosen = record.get("accept") or ([] if marks else record.get("label"))
        marks += marks_of(chosen, "label", pieces) or ()
    return (Said(who, marks),)
