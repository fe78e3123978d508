"""Several annotators in one cell, as HateXplain and some exports write them.

Either a list of objects, or one object of lists side by side; in a CSV as JSON or as a Python
literal: `[{"label": "normal", "annotator_id": 4}, ...]`, `{'label': [...], 'annotator_id': [...]}`.
"""

from __future__ import annotations

import ast
from typing import Any

from smo_review.exchange.formats.records import BadCell
from smo_review.language import tr

MAX_ENTRIES = 1000
_LABELS = ("label", "labels")
_NAMES = ("annotator_id", "annotator", "worker_id", "worker", "rater_id", "rater", "id")


def nested_of(value: Any, field: str) -> list[tuple[Any, Any]]:
    """(annotator, label) pairs in a nested cell; empty where the cell is not nested."""
    if isinstance(value, str):
        value = _literal(value)
    if isinstance(value, dict):
        label, name = _key(value, _LABELS), _key(value, _NAMES)
        labels, names = value.get(label), value.get(name)
        if not isinstance(labels, list) or not isinstance(names, list):
            return []
        if len(labels) != len(names):
            raise BadCell(
                field, tr("it holds {a} labels and {b} annotators", a=len(labels), b=len(names))
            )
        pairs = list(zip(names, labels, strict=True))
    elif isinstance(value, list) and all(isinstance(entry, dict) for entry in value):
        pairs = [(e.get(_key(e, _NAMES)), e.get(_key(e, _LABELS))) for e in value]
    else:
        return []
    if len(pairs) > MAX_ENTRIES:
        raise BadCell(field, tr("it holds more than {n} annotators", n=MAX_ENTRIES))
    return pairs


def _key(entry: dict[str, Any], names: tuple[str, ...]) -> str:
    return next((name for name in names if name in entry), "")


def _literal(text: str) -> Any:
    """A JSON or Python literal; the text itself where it is neither."""
    if not text.lstrip().startswith(("[", "{")):
        return text
    try:
        return ast.literal_eval(text.strip())
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return text
