"""What an exam must not tell: its file, and the workspace that received it, scanned for gold."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from smo_review.domain.content import Annotation, Box, Item, Mark, Part
from smo_review.domain.learning import Member, Sheet
from smo_review.domain.matters import standing
from smo_review.domain.project import Clause, Guideline, LabelDef, Project
from smo_review.operations.exercise import Built, Plan, build_exercise
from smo_review.operations.gold import GoldDraft, set_gold
from smo_review.operations.receive import receive
from smo_review.operations.scripted import verdicts_from_file
from smo_review.operations.workspace import open_workspace
from smo_review.store.contents import open_item
from smo_review.store.matters import matters
from smo_review.store.texts import open_notes
from smo_review.store.workspace import Workspace
from tests.helpers.bundles import write_batch

LABELS = ("label-kind-7q", "label-cruel-7q")
WORDS = {
    "gold labels": LABELS,
    "rationale": ("rationale-7q",),
    "teaching": ("teaching-7q",),
    "clause": ("clause-7q",),
    "concept": ("concept-7q",),
    "stratum": ("stratum-7q",),
    "location": ("710717", "720727"),
    "other people's annotations": ("annotator-7q",),
    "notes": ("note-7q",),
    "items' own names": ("item-7q-",),
}
"""What is told apart by words that stand nowhere else, by what it is."""
PARTS = re.compile(r"manifest\.json|project\.json|exercise\.json|items\.jsonl|media/[0-9a-f]{64}")
N = 6


def trainer_of_secrets(folder: Path) -> Workspace:
    """Six annotated items, each of them gold, with everything that may be said of one."""
    project = Project(
        "safety",
        {"en": "Community safety"},
        labels=tuple(LabelDef(name, {"en": "A label"}) for name in LABELS),
        guideline=Guideline("1", (Clause("clause-7q", {"en": "A clause"}, {"en": "Its text"}),)),
    )
    items = [
        Item(
            f"item-7q-{place}",
            (Part("text", f"A post about mangoes, number {place}"),),
            "en",
            "market",
            place % 3,
            "stratum-7q",
            2_000_000,
        )
        for place in range(N)
    ]
    said = [Annotation(one.id, "annotator-7q", (Mark(LABELS[0]),)) for one in items]
    write_batch(folder / "batch.smo", items, said, project=project, media=())
    ws = open_workspace(folder / "trainer", create=True)
    batch = receive(ws, folder / "batch.smo").id
    verdict = {"item": items[0].id, "outcome": "correct", "note": "note-7q"}
    (folder / "verdicts.jsonl").write_bytes(msgspec.json.encode(verdict))
    verdicts_from_file(ws, folder / "verdicts.jsonl")
    drafts = [
        GoldDraft(
            batch,
            one.id,
            (LABELS[place % 2],),
            "rationale-7q",
            "clause-7q",
            "teaching-7q",
            "concept-7q",
            1 + place % 5,
            marks=(Mark(LABELS[place % 2], Box(0, 710_717, 720_727, 1000, 1000)),),
        )
        for place, one in enumerate(items)
    ]
    set_gold(ws, drafts)
    return ws


def exam_of(ws: Workspace, out: Path) -> Built:
    """An exam over all of them, in which places count."""
    return build_exercise(ws, Plan("Exam", "exam", n=N, places=True), out)


def told_by_file(ws: Workspace, built: Built, path: Path) -> list[str]:
    """What an exam's file tells that it must not, by what it is; `ws` is the trainer's."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    found = [f"the part {name}" for name in parts if not PARTS.fullmatch(name)]
    del parts["project.json"]  # the labels and clauses that everybody has
    items = [msgspec.json.decode(line, type=Item) for line in parts["items.jsonl"].splitlines()]
    found += found_words(part.decode("latin-1") for part in parts.values())
    sheet = msgspec.json.decode(parts["exercise.json"], type=Sheet)
    if sheet != Sheet("Exam", "exam", 1, "", True):
        found.append("the sheet")
    members = key_of(ws, built.exercise)
    found += unlike_their_source(ws, items, members)
    if [one.id for one in items] != sorted(one.id for one in items):
        found.append("order")
    return found


def told_by_workspace(learner: Workspace) -> list[str]:
    """What the workspace of whoever received an exam tells that it must not: every table, and
    everything that is sealed in them opened."""
    found = []
    with learner.read() as conn:
        told = conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        tables = [name for (name,) in told if name not in ("projects", "sqlite_sequence")]
        rows = [repr(row) for name in tables for row in conn.execute(f"SELECT * FROM {name}")]
        rows += _opened(learner)
        for name in ("gold", "annotations", "matters", "label_sets", "notes"):
            if conn.execute(f"SELECT 1 FROM {name}").fetchone():
                found.append(f"the table {name}")
    return found + found_words(rows)


def found_words(texts: Iterable[str]) -> list[str]:
    """Which secrets stand in these texts."""
    whole = "\n".join(texts)
    return [what for what, words in WORDS.items() if any(word in whole for word in words)]


def key_of(ws: Workspace, exercise: str) -> dict[str, Member]:
    """The key by the names that items have in the exercise."""
    with ws.read() as conn:
        (told,) = standing(matters(conn, ["exercise"], exercise))
    return {one.item: one for one in told.matter.members}


def unlike_their_source(
    ws: Workspace, items: Sequence[Item], members: dict[str, Member]
) -> list[str]:
    """What of an item is not what came with its source: a difficulty in place of a severity."""
    found: list[str] = []
    with ws.read() as conn:
        for one in items:
            member = members[one.id]
            (row,) = conn.execute(
                "SELECT i.row FROM items i JOIN batches b ON b.number = i.batch"
                " WHERE b.id = ? AND i.id = ?",
                (member.batch, member.source),
            ).fetchone()
            source = open_item(conn, row, member.batch)
            assert source is not None
            plain = Item(one.id, source.parts, source.language, source.category, source.severity)
            found += [
                f"the field {field}"
                for field in Item.__struct_fields__
                if getattr(one, field) != getattr(plain, field)
            ]
    return sorted(set(found))


def _opened(ws: Workspace) -> Iterator[str]:
    """All content and all notes in words."""
    with ws.read() as conn:
        rows = conn.execute(
            "SELECT i.row, b.id FROM items i JOIN batches b ON b.number = i.batch"
        ).fetchall()
        for row, batch in rows:
            yield repr(open_item(conn, row, batch))
        hashes = [hash_ for (hash_,) in conn.execute("SELECT hash FROM texts")]
        yield repr(open_notes(conn, hashes))
