"""Exercises: built from golds into a file, taken by a learner, answered item by item."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct, structs

from smo_review.domain.bundles import BUNDLE_FORMAT, BatchInfo, Manifest, PartEntry
from smo_review.domain.changes import Progress
from smo_review.domain.content import Gold, Item
from smo_review.domain.errors import UserError
from smo_review.domain.learning import (
    MOST_ATTEMPTS,
    Exercise,
    GoldView,
    Member,
    Mode,
    PassRule,
    Sheet,
)
from smo_review.domain.project import Project
from smo_review.domain.sessions import FEWEST, MOST, ROUNDS
from smo_review.exchange.batch_id import batch_id
from smo_review.exchange.bundle import Content, write_bundle
from smo_review.exchange.limits import MEDIA
from smo_review.exchange.manifest import key_id_of
from smo_review.exchange.names import MAX_NAME, is_name
from smo_review.language import tr
from smo_review.operations.receive import receive
from smo_review.quality.selection import spread
from smo_review.queries.batches import project_of
from smo_review.queries.gold import golds, golds_of_set
from smo_review.queries.items import media
from smo_review.store.catalog import item_row
from smo_review.store.contents import open_item
from smo_review.store.ledger import append_matters
from smo_review.store.workspace import Workspace

Key = tuple[str, str]
"""(batch, item) of a gold."""


class Plan(Struct, frozen=True):
    """What to build. `chosen` names golds by hand; without it `n` are drawn by rule.
    `gold_set` ("NAME" or "NAME@2") takes only the golds of a set, as they were when it was kept.

    The rule balances over `balance` (fields of a gold: labels, concept, difficulty, severity,
    language) among the golds that the other fields let through; items that the pass rule calls
    critical are always asked. `words` is what the learner reads first. With `places` the place
    of a label counts too, where gold names one.
    """

    title: str
    mode: Mode = "practice"
    chosen: tuple[Key, ...] = ()
    n: int = 10
    batch: str = ""
    balance: tuple[str, ...] = ("labels",)
    labels: tuple[str, ...] = ()
    concepts: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    difficulty: tuple[int, int] = (0, 5)
    severity: tuple[int, int] = (0, 4)
    seed: int = 1
    attempts: int = 1
    rule: PassRule = PassRule()
    words: str = ""
    gold_set: str = ""
    places: bool = False


class Built(Struct, frozen=True):
    """The file that was written, and what is in it."""

    path: str
    exercise: str
    items: int
    mode: Mode
    severities: tuple[int, ...]


def choose(ws: Workspace, plan: Plan) -> tuple[GoldView, ...]:
    """The golds that a plan asks, mild ones first. UserError where none fits."""
    there = golds_of_set(ws, plan.gold_set) if plan.gold_set else golds(ws, batch=plan.batch)
    if plan.chosen:
        by_place = {(one.batch, one.item): one for one in there}
        missing = [item for batch, item in plan.chosen if (batch, item) not in by_place]
        if missing:
            raise UserError(
                tr("The item {item} is no gold.", item=missing[0]),
                plan.title,
                tr("Make it gold first, or leave it out."),
            )
        found = [by_place[place] for place in plan.chosen]
    else:
        found = [one for one in there if one.item in plan.rule.critical]
        fitting = [one for one in there if _fits(one, plan) and one not in found]
        places = spread(
            [tuple(getattr(one, field) for field in plan.balance) for one in fitting],
            [f"{one.batch}/{one.item}" for one in fitting],
            plan.n - len(found),
            plan.seed,
        )
        found += [fitting[place] for place in places]
    if plan.mode == "session" and found and not FEWEST <= len(found) <= MOST:
        raise UserError(
            tr("A deck has {least} to {most} items of its own.", least=FEWEST, most=MOST),
            plan.title,
            tr("Add items, or leave some out."),
        )
    if not found:
        raise UserError(
            tr("No gold fits what was asked for."),
            plan.title,
            tr("Make items gold first, or ask for fewer properties."),
        )
    _check_rule(plan.rule, found)
    if plan.places and not any(one.marks for one in found):
        raise UserError(
            tr("No gold of the exercise says where its labels lie."),
            plan.title,
            tr("Make gold from annotations that have a place, or let places not count."),
        )
    return tuple(sorted(found, key=lambda one: one.severity or 0))


def _check_rule(rule: PassRule, found: Sequence[GoldView]) -> None:
    """A rule that asks for what is not in the exercise would certify by asking nothing."""
    items = {one.item for one in found}
    labels = {label for one in found for label in one.labels}
    for name in rule.critical:
        if name not in items:
            raise UserError(
                tr("The critical item {item} is not in the exercise.", item=name),
                "critical",
                tr("Choose it too, or leave it out of the rule."),
            )
    for name in rule.floors:
        if name not in labels:
            raise UserError(
                tr("No gold of the exercise has the label {label}.", label=name),
                "floor",
                tr("Choose golds that have it, or leave its floor out."),
            )


def _fits(gold: GoldView, plan: Plan) -> bool:
    least, most = plan.severity
    return (
        (not plan.labels or any(label in plan.labels for label in gold.labels))
        and (not plan.concepts or gold.concept in plan.concepts)
        and (not plan.languages or gold.language in plan.languages)
        and plan.difficulty[0] <= gold.difficulty <= plan.difficulty[1]
        and least <= (gold.severity or 0) <= most
    )


def build_exercise(ws: Workspace, plan: Plan, out: Path, progress: Progress | None = None) -> Built:
    """Write an exercise to `out`, keep it here, and record the key that it is scored by.

    Practice carries its gold. Of an exam neither the gold nor anything that follows from it is in
    the file: its items have new names in an order of chance, without stratum and weight. UserError
    where the plan cannot be kept; then nothing is written.
    """
    _check(plan)
    if plan.mode == "session":  # whoever votes by file votes in both rounds
        plan = structs.replace(plan, attempts=max(len(ROUNDS), plan.attempts))
    asked = choose(ws, plan)
    project = project_of(ws, asked[0].batch)
    if any(project_of(ws, one.batch).id != project.id for one in asked):
        raise UserError(
            tr("The golds belong to several projects."), plan.title, tr("Name one batch.")
        )
    salt = secrets.token_hex(16)
    members = tuple(sorted((_member(one, salt) for one in asked), key=lambda member: member.item))
    made = _write(ws, plan, project, members, asked, out, progress)
    receive(ws, out)
    rule = structs.replace(plan.rule, critical=_critical(plan.rule, members))
    with ws.write() as conn:
        fact = Exercise(
            made.id, plan.title, plan.mode, members, rule, plan.attempts, places=plan.places
        )
        append_matters(conn, ws.identity, project.id, [fact])
    return Built(
        str(out),
        made.id,
        len(members),
        plan.mode,
        tuple(one.severity or 0 for one in asked),
    )


def _check(plan: Plan) -> None:
    if not is_name(plan.title):
        raise UserError(
            tr("This cannot be the title of an exercise."),
            plan.title[:80],
            tr("Write 1 to {n} characters on one line.", n=MAX_NAME),
        )
    if not plan.chosen and plan.n < 1:
        raise UserError(
            tr("An exercise has at least one item."), plan.title, tr("Correct how many it asks.")
        )
    if not 1 <= plan.attempts <= MOST_ATTEMPTS:
        raise UserError(
            tr("An exercise may be tried 1 to {n} times.", n=MOST_ATTEMPTS),
            plan.title,
            tr("Correct the number of attempts."),
        )


def _member(gold: GoldView, salt: str) -> Member:
    told = hashlib.sha256(f"{salt}\n{gold.batch}\n{gold.item}".encode()).hexdigest()
    return Member(
        f"x-{told[:16]}",
        gold.batch,
        gold.item,
        gold.labels,
        gold.clause,
        gold.concept,
        gold.difficulty,
        gold.fact,
        gold.marks,
    )


def _critical(rule: PassRule, members: Sequence[Member]) -> tuple[str, ...]:
    """Critical items are named by their source; in the exercise they have other names."""
    return tuple(member.item for member in members if member.source in rule.critical)


def _write(
    ws: Workspace,
    plan: Plan,
    project: Project,
    members: Sequence[Member],
    asked: Sequence[GoldView],
    out: Path,
    progress: Progress | None,
) -> Manifest:
    items = [_item(ws, member) for member in members]
    files = {
        part.media: (member.batch, part.media)
        for member, item in zip(members, items, strict=True)
        for part in item.parts
        if part.media
    }
    texts = {(one.batch, one.item): one for one in asked}
    sheet = Sheet(plan.title, plan.mode, plan.attempts, plan.words, plan.places)
    parts: list[tuple[str, Content]] = [
        ("project.json", [msgspec.json.encode(project)]),
        ("exercise.json", [msgspec.json.encode(sheet)]),
        ("items.jsonl", _lines(items)),
    ]
    if plan.mode == "practice":
        answers = [_answer(member, texts[member.batch, member.source]) for member in members]
        parts.append(("gold.jsonl", _lines(answers)))
    parts += [(MEDIA + sha, _medium(ws, place)) for sha, place in files.items()]
    key = secrets.token_bytes(32)

    def manifest(entries: tuple[PartEntry, ...]) -> Manifest:
        hashes = {entry.name: entry.sha256 for entry in entries}
        name = batch_id(project.id, hashes["items.jsonl"], hashes["exercise.json"])
        info = BatchInfo(
            name,
            project.id,
            plan.title,
            len(items),
            0,
            made=time.strftime("%Y-%m-%d", time.gmtime()),
            guideline=project.guideline.version,
            kind="exercise",
        )
        return Manifest(
            BUNDLE_FORMAT,
            "exercise",
            name,
            project.id,
            ws.identity.author,
            time.time_ns() // 1000,
            {"items": len(items)},
            (),
            info,
            {key_id_of(key): key.hex()},
        )

    return write_bundle(out, manifest, parts, ws.identity.key, progress)


def _medium(ws: Workspace, place: tuple[str, str]) -> Iterator[bytes]:
    """A medium of a batch, read when it is its turn to be written."""
    yield media(ws, *place)


def _item(ws: Workspace, member: Member) -> Item:
    """The item under its new name, with its content and what came with it, and nothing else."""
    with ws.read() as conn:
        row = item_row(conn, member.batch, member.source)
        item = None if row is None else open_item(conn, row, member.batch)
    if item is None:
        raise UserError(
            tr("The content of {item} is not here.", item=member.source),
            member.batch,
            tr("Receive the batch's file again, or leave the item out."),
        )
    return Item(member.item, item.parts, item.language, item.category, item.severity)


def _answer(member: Member, gold: GoldView) -> Gold:
    return Gold(member.item, member.labels, gold.rationale, gold.clause, gold.teaching, gold.marks)


def _lines(records: Sequence[Struct]) -> Iterator[bytes]:
    for record in records:
        yield msgspec.json.encode(record)
        yield b"\n"
