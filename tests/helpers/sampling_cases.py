"""A batch to draw samples from, and the way from a drawn file into another workspace."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from smo_review.domain.content import Annotation, Item, Mark, Part
from smo_review.domain.facts import Finding
from smo_review.domain.project import SamplingPlan
from smo_review.domain.sampling import Draw
from smo_review.operations.draw import draw_sample
from smo_review.operations.receive import receive
from smo_review.store.workspace import Workspace, open_workspace
from tests.helpers.store_cases import PROJECT, Case, case

WRONG = (Finding("over", "over-flagged", label="hate"),)
PICTURE = b"bytes of a picture, to be carried from batch to batch"
SHA = hashlib.sha256(PICTURE).hexdigest()


def source(count: int = 40, batch: str = "b-1", plans: tuple[SamplingPlan, ...] = ()) -> Case:
    """Items in two languages and three severities; ann annotates all, bob every fourth, and a
    model says otherwise of every fifth with little confidence. The first has a picture."""
    items = tuple(
        Item(
            f"i{n}",
            (Part("text", text=hashlib.sha256(f"{n}".encode()).hexdigest()),)
            if n
            else (Part("image", media=SHA, name="a.png", size=len(PICTURE)),),
            language=("km", "zh")[n % 4 == 0],
            severity=n % 3,
        )
        for n in range(count)
    )
    told = []
    for n in range(count):
        label = ("hate", "spam")[n % 2]
        told.append(Annotation(f"i{n}", "ann", (Mark(label),), made=f"2026-03-0{1 + n % 3}"))
        if n % 4 == 0:
            told.append(Annotation(f"i{n}", "bob", (Mark(label),)))
        if n % 5 == 0:
            other = Mark(("spam", "hate")[n % 2], confidence=300_000 + n)
            told.append(Annotation(f"i{n}", "m1", (other,), kind="model"))
    project = msgspec.structs.replace(PROJECT, sampling=plans)
    base = case(items, (), batch=batch, media=[(SHA, PICTURE)], project=project)
    info = msgspec.structs.replace(base.info, annotations=len(told), made="2026-03-04")
    return msgspec.structs.replace(base, info=info, annotations=tuple(told))


def drawn_into(tmp_path: Path, ws: Workspace, wanted: Draw, name: str = "drawn") -> Workspace:
    """The drawn file, received in a workspace of its own."""
    told = draw_sample(ws, wanted, tmp_path / f"{name}.smo")
    other = open_workspace(tmp_path / name, create=True)
    received = receive(other, tmp_path / f"{name}.smo")
    assert (received.items, received.annotations) == (told.items, told.annotations)
    assert received.id == told.id
    return other


def rows(ws: Workspace) -> list[tuple[str, int, str]]:
    with ws.read() as conn:
        return conn.execute("SELECT id, weight, stratum FROM items ORDER BY row").fetchall()


def plan(**told: object) -> SamplingPlan:
    return msgspec.convert(told, SamplingPlan)
