"""Weeks of verdicts with faults planted in them, for tests of trends, causes and reports."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from msgspec import structs

from smo_review.domain.content import Annotation, Item, Mark
from smo_review.domain.facts import Finding, Outcome, Verdict
from smo_review.domain.project import Clause, Guideline
from smo_review.quality.judged import day_number
from smo_review.store.ledger import merge_facts
from smo_review.store.workspace import Workspace
from tests.helpers.store_cases import DAY, PROJECT, Case, Writer, case, made

FIRST = "2026-01-05"
"""A Monday: the first day of the first week."""
GUIDED = structs.replace(
    PROJECT,
    guideline=Guideline(
        "1",
        (
            Clause("1.4", {"en": "Slurs"}, {"en": "Text"}),
            Clause("2.1", {"en": "Threats"}, {"en": "Text"}),
        ),
    ),
)
OVER = Finding("over", "over-flagged", label="hate", clause="1.4")
MISSED = Finding(
    "missed-critical", "missed", critical=True, severity=4, right_label="hate", clause="2.1"
)
WRONG = Finding("wrong-detail", "wrong-label", label="hate", right_label="spam", clause="1.4")


class Said(NamedTuple):
    """One annotation and the verdict on it."""

    week: int
    annotator: str = "ann"
    label: str = "hate"
    language: str = ""
    findings: tuple[Finding, ...] = ()
    outcome: Outcome = "correct"
    auditor: str = "bea"
    second: tuple[Finding, ...] | None = None
    """The findings of a second auditor's verdict, where there is one."""


def week(n: int, size: int, wrong: int, finding: Finding = OVER, **fields: str) -> list[Said]:
    """`size` verdicts in week `n`, the first `wrong` of them incorrect."""
    return [
        Said(n, findings=(finding,) if place < wrong else (), **fields)  # type: ignore[arg-type]
        for place in range(size)
    ]


def workspace_of(
    folder: Path,
    said: Sequence[Said],
    batch: str = "b-1",
    change: Callable[[Case], Case] = lambda one: one,
) -> Workspace:
    """A workspace with one item an entry, judged on the Wednesday of its week."""
    ws = made(folder, change(batch_of(said, batch)))
    judge(ws, said, batch)
    return ws


def batch_of(said: Sequence[Said], batch: str = "b-1") -> Case:
    """The batch that holds the annotations."""
    items = [Item(f"i{place}", language=one.language) for place, one in enumerate(said)]
    told = [
        Annotation(f"i{place}", one.annotator, (Mark(one.label),) if one.label else ())
        for place, one in enumerate(said)
    ]
    info = case(0, batch=batch).info
    return Case(
        structs.replace(info, items=len(items), annotations=len(told), made=FIRST),
        tuple(items),
        tuple(told),
        case(0).keys,
        (),
        GUIDED,
    )


def judge(ws: Workspace, said: Iterable[Said], batch: str = "b-1") -> None:
    """Merge the verdicts."""
    writers: dict[str, Writer] = {}
    bodies = []
    for place, one in enumerate(said):
        told = [(one.auditor, one.findings)]
        if one.second is not None:
            told.append(("second", one.second))
        time = (day_number(FIRST) + 7 * one.week + 2) * DAY
        for person, findings in told:
            outcome: Outcome = "incorrect" if findings else one.outcome
            payload = Verdict(batch, f"i{place}", one.annotator, outcome, findings=findings)
            writer = writers.setdefault(person, Writer(person))
            bodies.append(writer.write("verdict", payload, time=time))
    merge_facts(ws, bodies)
