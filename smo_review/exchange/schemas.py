"""JSON Schemas of everything in a bundle, made from the records that read it.

`python -m smo_review.exchange.schemas FOLDER` writes them; resources/help/schemas holds them.
"""

from __future__ import annotations

import inspect
import sys
from pathlib import Path
from typing import Any

import msgspec

from smo_review.domain.bundles import Manifest
from smo_review.domain.content import Annotation, Gold, Item
from smo_review.domain.facts import Custody, Fact, Flag, Restore, SealedText, Settle, Verdict
from smo_review.domain.kinds import MATTERS
from smo_review.domain.learning import Sheet
from smo_review.domain.project import Project

SCHEMAS: dict[str, tuple[type, str]] = {
    "manifest": (Manifest, "manifest.json"),
    "project": (Project, "project.json"),
    "item": (Item, "a line of items.jsonl"),
    "annotation": (Annotation, "a line of annotations.jsonl"),
    "gold": (Gold, "a line of gold.jsonl"),
    "fact": (Fact, "a line of facts.jsonl"),
    "verdict": (Verdict, "the payload of a fact of kind verdict"),
    "restore": (Restore, "the payload of a fact of kind restore"),
    "flag": (Flag, "the payload of a fact of kind flag"),
    "settle": (Settle, "the payload of a fact of kind settle"),
    "exercise": (Sheet, "exercise.json"),
    "custody": (Custody, "the payload of a fact of kind custody"),
    "text": (SealedText, "a line of texts.jsonl"),
    **{
        f"{kind}-fact": (told, f"the payload of a fact of kind {kind}")
        for kind, told in MATTERS.items()
    },
}
"""By file name: the record, and what it describes in a bundle."""


def schema(name: str) -> dict[str, Any]:
    """One JSON Schema (draft 2020-12) as it is written to a file."""
    record, place = SCHEMAS[name]
    made = _plain(msgspec.json.schema(record))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": place,
        **made,
    }


def _plain(value: Any) -> Any:
    """The same with descriptions unindented: Python 3.13 strips docstrings, earlier ones do not."""
    if isinstance(value, dict):
        return {
            key: inspect.cleandoc(one)
            if key == "description" and isinstance(one, str)
            else _plain(one)
            for key, one in value.items()
        }
    return [_plain(one) for one in value] if isinstance(value, list) else value


def schema_file(name: str) -> str:
    """The whole text of the schema's file."""
    return msgspec.json.format(msgspec.json.encode(schema(name)), indent=2).decode() + "\n"


def main(folder: Path) -> None:
    """Write every schema into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in SCHEMAS:
        (folder / f"{name}.schema.json").write_text(schema_file(name), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
