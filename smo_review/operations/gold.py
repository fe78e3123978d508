"""Gold: make a reviewed item a reference answer, revise it, retire it, or take it from a batch."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from msgspec import Struct, structs

from smo_review.domain.changes import Changes
from smo_review.domain.content import Mark
from smo_review.domain.errors import UserError
from smo_review.domain.learning import GoldRecord, GoldSet, GoldSource, GoldView, SetMember
from smo_review.domain.matters import standing
from smo_review.exchange.names import is_name
from smo_review.language import tr
from smo_review.queries.gold import gold_sets, golds
from smo_review.store.catalog import batch_row, item_row
from smo_review.store.database import Connection
from smo_review.store.ledger import append_matters
from smo_review.store.matters import matters
from smo_review.store.texts import seal_note
from smo_review.store.workspace import Workspace

HARDEST = 5
FEWEST_RATERS = 2


class GoldDraft(Struct, frozen=True):
    """A reference answer as a person writes it; the two texts are sealed when it is kept. Of
    `marks` those with a location and a label of the gold are kept."""

    batch: str
    item: str
    labels: tuple[str, ...]
    rationale: str = ""
    clause: str = ""
    teaching: str = ""
    concept: str = ""
    difficulty: int = 0
    source: GoldSource = "review"
    retired: bool = False
    marks: tuple[Mark, ...] = ()


def set_gold(ws: Workspace, drafts: Sequence[GoldDraft], origin: str = "") -> Changes:
    """Make items gold, or revise what they are; all or nothing, and nothing where nothing changes.

    UserError for an item that is not here, a label or clause that its project does not know, or a
    difficulty outside 0..5.
    """
    with ws.write() as conn:
        made: dict[str, list[GoldRecord]] = defaultdict(list)
        for draft in drafts:
            project = _check(conn, draft)
            known = standing(matters(conn, ["gold"], f"{draft.batch}/{draft.item}"))
            if any(_same(conn, one.matter, draft) for one in known):
                continue
            made[project].append(_record(conn, draft, tuple(one.hash for one in known)))
        for project, records in made.items():
            append_matters(conn, ws.identity, project, records)
    items = frozenset((one.batch, one.item) for records in made.values() for one in records)
    return Changes(
        batches=frozenset(batch for batch, _ in items),
        items=items,
        facts=len(items),
        origin=origin,
    )


def retire_gold(ws: Workspace, batch: str, item: str, origin: str = "") -> Changes:
    """Ask a gold no more. UserError where the item is no gold."""
    found = next((one for one in golds(ws, batch=batch) if one.item == item), None)
    if found is None:
        raise UserError(
            tr("The item {item} is no gold.", item=item), batch, tr("Choose one from the list.")
        )
    return set_gold(ws, [structs.replace(draft_of(found), retired=True)], origin)


def gold_from_agreement(ws: Workspace, batch: str, raters: int = 2, origin: str = "") -> Changes:
    """Make every item gold on which at least `raters` people gave the same labels, none another.

    Items that are gold already stay as they are. Models and votes are not asked. UserError for
    fewer than two: one person agrees with nobody.
    """
    if raters < FEWEST_RATERS:
        raise UserError(
            tr("At least {n} people must agree.", n=FEWEST_RATERS), batch, tr("Ask for more.")
        )
    with ws.read() as conn:
        row = batch_row(conn, batch)
        told = conn.execute(
            "SELECT i.id, l.labels FROM items i JOIN annotations a ON a.item = i.row"
            " JOIN label_sets l ON l.number = a.label_set"
            " WHERE i.batch = ? AND i.weight > 0 AND a.kind = 0 ORDER BY i.row",
            (row.number,),
        ).fetchall()
    said: dict[str, Counter[str]] = defaultdict(Counter)
    for item, labels in told:
        said[item][labels] += 1
    here = {one.item for one in golds(ws, batch=batch, retired=True)}
    drafts = [
        GoldDraft(batch, item, _labels(next(iter(sets))), source="agreement")
        for item, sets in said.items()
        if len(sets) == 1 and sets.total() >= raters and item not in here
    ]
    return set_gold(ws, drafts, origin)


def keep_set(
    ws: Workspace, name: str, *, batch: str = "", items: Sequence[str] = (), origin: str = ""
) -> Changes:
    """Keep golds as the next version of a set: those named, or all of a batch, or all here.

    Nothing where the newest version says the same. UserError for a name that cannot be one, an
    item that is no gold, no gold at all, or golds of several projects.
    """
    if not is_name(name) or "@" in name:
        raise UserError(
            tr("This cannot be the name of a set."), name[:80], tr("Write words without “@”.")
        )
    there = golds(ws, batch=batch)
    missing = next((item for item in items if item not in {one.item for one in there}), None)
    if missing is not None or not there:
        raise UserError(
            tr("The item {item} is no gold.", item=missing or ""),
            name,
            tr("Make it gold first, or leave it out."),
        )
    members = tuple(
        SetMember(one.batch, one.item, one.fact) for one in there if not items or one.item in items
    )
    before = [one for one in gold_sets(ws) if one.name == name]
    if before and before[-1].members == members:
        return Changes(origin=origin)
    made = GoldSet(name, before[-1].version + 1 if before else 1, members)
    with ws.write() as conn:
        projects = {batch_row(conn, one.batch).info.project for one in members}
        if len(projects) > 1:
            raise UserError(
                tr("The golds belong to several projects."), name, tr("Name one batch.")
            )
        append_matters(conn, ws.identity, projects.pop(), [made])
    return Changes(batches=frozenset(one.batch for one in members), facts=1, origin=origin)


def draft_of(gold: GoldView) -> GoldDraft:
    """A gold that stands as a draft to revise."""
    return GoldDraft(
        gold.batch,
        gold.item,
        gold.labels,
        gold.rationale,
        gold.clause,
        gold.teaching,
        gold.concept,
        gold.difficulty,
        gold.source,
        gold.retired,
        gold.marks,
    )


def _labels(text: str) -> tuple[str, ...]:
    import msgspec

    return msgspec.json.decode(text, type=tuple[str, ...])


def _check(conn: Connection, draft: GoldDraft) -> str:
    """The project of the item; UserError where the draft does not fit it."""
    row = batch_row(conn, draft.batch)
    if item_row(conn, draft.batch, draft.item) is None:
        raise UserError(
            tr("There is no item {item} in this batch.", item=draft.item),
            draft.batch,
            tr("Check the item's id."),
        )
    for value, known, field in (
        *((label, {one.id for one in row.project.labels}, tr("label")) for label in draft.labels),
        (draft.clause, {one.number for one in row.project.guideline.clauses}, tr("clause")),
    ):
        if value and known and value not in known:
            raise UserError(
                tr("The project does not know “{value}”.", value=value),
                f"{draft.item}, {field}",
                tr("Choose one of the project's own."),
            )
    if not 0 <= draft.difficulty <= HARDEST:
        raise UserError(
            tr("A difficulty is 0 (not said) to {n}.", n=HARDEST), draft.item, tr("Correct it.")
        )
    return row.info.project


def _record(conn: Connection, draft: GoldDraft, replaces: tuple[str, ...]) -> GoldRecord:
    return GoldRecord(
        draft.batch,
        draft.item,
        tuple(sorted(set(draft.labels))),
        seal_note(conn, draft.batch, draft.rationale),
        draft.clause,
        seal_note(conn, draft.batch, draft.teaching),
        draft.concept.strip(),
        draft.difficulty,
        draft.source,
        draft.retired,
        replaces,
        _places(draft),
    )


def _places(draft: GoldDraft) -> tuple[Mark, ...]:
    """Where the labels of a draft lie, without how sure who marked it was."""
    return tuple(
        Mark(mark.label, mark.location)
        for mark in draft.marks
        if mark.location is not None and mark.label in draft.labels
    )


def _same(conn: Connection, record: GoldRecord, draft: GoldDraft) -> bool:
    """Whether a gold that stands says what a draft says."""
    from smo_review.store.texts import open_notes

    words = open_notes(conn, [text for text in (record.rationale, record.teaching) if text])
    told = structs.replace(
        record,
        rationale=words.get(record.rationale, ""),
        teaching=words.get(record.teaching, ""),
        replaces=(),
    )
    return told == GoldRecord(
        draft.batch,
        draft.item,
        tuple(sorted(set(draft.labels))),
        draft.rationale.strip(),
        draft.clause,
        draft.teaching.strip(),
        draft.concept.strip(),
        draft.difficulty,
        draft.source,
        draft.retired,
        marks=_places(draft),
    )
