"""Judged batches with known faults, for tests of causes and actions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from smo_review.domain.content import Annotation, Item, Mark, Part
from smo_review.domain.facts import Finding, Verdict
from smo_review.store.ledger import merge_facts
from smo_review.store.workspace import Workspace
from tests.helpers.store_cases import DAY, Case, Writer, case, take

FIRST = date(2026, 3, 2)
"""A Monday."""
EPOCH = date(1970, 1, 1)
OVER = Finding("over", "over-flagged", label="spam", clause="2.1")
PLAIN = Finding("missed-plain", "missed", right_label="hate", clause="1.4")
SEVERE = Finding(
    "missed-critical", "missed", critical=True, severity=4, right_label="hate", clause="3.1"
)
Judge = Callable[[int, int, str], Finding | None]
"""(day, place on the day, annotator) to what is found wrong, None where it is correct."""


def day_of(day: int) -> str:
    """Days since `FIRST` as an ISO date."""
    return (FIRST + timedelta(days=day)).isoformat()


def batch_of(
    days: Sequence[int],
    a_day: int = 10,
    annotators: Sequence[str] = ("ann", "bob", "cho"),
    batch: str = "b-1",
) -> Case:
    """A batch of which `a_day` items were annotated on each of some days, by everybody."""
    items = [
        Item(
            f"{batch}-d{day}-{place}",
            (Part("text", text=f"{batch} day {day}, text number {place}"),),
            language=("km", "zh")[place % 2],
            severity=place % 3,
        )
        for day in days
        for place in range(a_day)
    ]
    annotations = [
        Annotation(
            f"{batch}-d{day}-{place}",
            name,
            (Mark(("hate", "spam")[place % 2]),),
            made=day_of(day),
        )
        for day in days
        for place in range(a_day)
        for name in annotators
    ]
    made = case(items, annotators, batch=batch)
    info = type(made.info)(batch, made.info.project, batch, len(items), len(annotations))
    return Case(info, tuple(items), tuple(annotations), made.keys, project=made.project)


def judge(one: Case, writer: Writer, found: Judge, *, lag: int = 0) -> list[bytes]:
    """The facts of an auditor who judges every annotation on the day when it was made."""
    bodies = []
    for annotation in one.annotations:
        day, place = (int(part) for part in annotation.item.split("-d")[1].split("-"))
        wrong = found(day, place, annotation.annotator)
        verdict = Verdict(
            one.info.id,
            annotation.item,
            annotation.annotator,
            "incorrect" if wrong else "correct",
            findings=(wrong,) if wrong else (),
        )
        since = (FIRST - EPOCH).days + day + lag
        bodies.append(writer.write("verdict", verdict, time=since * DAY + 1_000 * place))
    return bodies


def judged_workspace(ws: Workspace, one: Case, found: Judge, person: str = "bea") -> None:
    """Receive a batch and what one auditor says of it."""
    take(ws, one)
    merge_facts(ws, judge(one, Writer(person), found))
