"""What a sample is drawn from: every unit of some batches, with what strata and risk look at."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from smo_review.domain.content import MILLION
from smo_review.quality.judged import iso_day
from smo_review.store.catalog import BatchRow
from smo_review.store.database import Connection, values

_NAMELESS = "(none)"


class Said(Struct, frozen=True, gc=False):
    """One annotation of the frame. `made` is days since 1970, 0 where unknown."""

    item: int
    annotator: str
    ordinal: int
    kind: int
    labels: tuple[str, ...]
    made: int
    weight: int


class Thing(Struct, frozen=True, gc=False):
    """One item of the frame."""

    row: int
    batch: str
    id: str
    language: str
    severity: int | None
    weight: int


class Frame(Struct, frozen=True):
    """Items in the order of batches, and the annotations of each, by the item's row."""

    things: tuple[Thing, ...]
    said: dict[int, list[Said]]


def frame_in(conn: Connection, batches: Sequence[BatchRow]) -> Frame:
    """The frame of some batches. What is sealed, or weighs nothing, is not in it."""
    numbers = values([one.number for one in batches])
    names = {one.number: one.info.id for one in batches}
    things = tuple(
        Thing(row, names[batch], id_, language, severity, weight)
        for row, batch, id_, language, severity, weight in conn.execute(
            "SELECT row, batch, id, language, severity, weight FROM items WHERE sealed = 0"
            " AND weight > 0 AND batch IN (SELECT value FROM json_each(?)) ORDER BY row",
            (numbers,),
        )
    )
    known = dict(conn.execute("SELECT number, name FROM annotators"))
    sets = {
        number: tuple(msgspec.json.decode(labels, type=list[str]))
        for number, labels in conn.execute("SELECT number, labels FROM label_sets")
    }
    said: dict[int, list[Said]] = defaultdict(list)
    for item, annotator, ordinal, kind, label_set, made, weight in conn.execute(
        "SELECT a.item, a.annotator, a.ordinal, a.kind, a.label_set, a.made, a.weight"
        " FROM annotations a JOIN items i ON i.row = a.item WHERE i.sealed = 0 AND i.weight > 0"
        " AND a.weight > 0 AND i.batch IN (SELECT value FROM json_each(?)) ORDER BY 1, 2, 3",
        (numbers,),
    ):
        said[item].append(
            Said(item, known[annotator], ordinal, kind, sets[label_set], made, weight)
        )
    return Frame(things, dict(said))


def stratum_of(by: Sequence[str], thing: Thing, one: Said | None) -> str:
    """The stratum's name: its values in the order asked, joined; "(none)" where one is missing."""
    told = {
        "language": thing.language,
        "severity": "" if thing.severity is None else str(thing.severity),
        "annotator": one.annotator if one else "",
        "label": "+".join(one.labels) if one else "",
        "day": iso_day(one.made) if one and one.made else "",
    }
    return " / ".join(told[name] or _NAMELESS for name in by)


def unit_id(thing: Thing, one: Said | None) -> str:
    """What a unit draws its lot by: the same on every machine."""
    place = f"{thing.batch}\n{thing.id}"
    return place if one is None else f"{place}\n{one.annotator}\n{one.ordinal}"


def expected_rates(
    conn: Connection, frame: Frame, by: Sequence[str], unit: str
) -> dict[str, float]:
    """The share incorrect of each stratum so far, with one of either kind added (Laplace).

    Strata without a verdict are left out: nothing is known of them.
    """
    n: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    at = {thing.row: thing for thing in frame.things}
    verdicts = _outcomes(conn, at)
    for row, ones in frame.said.items():
        for one in ones:
            outcome = verdicts.get((row, one.annotator, one.ordinal))
            if outcome is not None:
                stratum = stratum_of(by, at[row], one if unit == "annotation" else None)
                n[stratum] += 1
                wrong[stratum] += outcome
    return {name: (wrong[name] + 1) / (count + 2) for name, count in n.items()}


def judged_by_annotator(conn: Connection) -> dict[str, int]:
    """How many annotations of each annotator have a verdict, anywhere in the workspace."""
    found: Iterable[Any] = conn.execute(
        "SELECT key, sum(n) FROM rollups WHERE axis = 'annotator' AND outcome <> '' GROUP BY key"
    )
    return dict(found)


def weight_of(thing: Thing, one: Said | None) -> int:
    """What a unit stands for before the draw, in millionths."""
    return thing.weight if one is None else thing.weight * one.weight // MILLION


def _outcomes(conn: Connection, rows: Iterable[int]) -> dict[tuple[int, str, int], int]:
    """1 for incorrect, 0 for correct, of annotations whose verdicts agree so far."""
    names = dict(conn.execute("SELECT number, name FROM annotators"))
    return {
        (item, names[annotator], ordinal): worst
        for item, annotator, ordinal, least, worst in conn.execute(
            "SELECT item, annotator, ordinal, min(outcome), max(outcome) FROM standings"
            " WHERE item IN (SELECT value FROM json_each(?)) GROUP BY 1, 2, 3",
            (values(rows),),
        )
        if least == worst and worst <= 1
    }
