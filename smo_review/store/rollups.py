"""Roll-ups: counts kept beside the facts, so that a number costs what changed, not what exists.

Table `rollups`, one row a cell; sums over any cells of ONE axis are right:

    axis     key                         day    what is counted
    'total'  ''                          yes    each annotation once; also 'day' groups: sum by day
    'annotator' annotator's name         0      each annotation once
    'label'  label id, '' for no label   0      each annotation under each of its labels
    'stratum' stratum, may be ''         0      each annotation once
    'code'   error code id, may be ''    0      each incorrect annotation under each code found
    'auditor' person id                  yes    that auditor's own standing verdict
    'time'   bucket '00'..'20'           0      standing verdicts by time taken; bucket b holds
                                                2^(b-1) <= seconds < 2^b, '00' under a second
    'item'   ''                          0      items: outcome '' all, 'done' nothing left to
                                                review, 'sealed' (those are among the done)

- `day`: days since 1970-01-01 (UTC) of the verdict, 0 where the axis has none.
- `project`, `batch`: ids. `kind`: the annotator's, 0 person, 1 model, 2 votes (KINDS).
- `outcome`: correct, incorrect, ambiguous, unreviewable, unsettled; '' counts all annotations,
  reviewed or not (axes total with day 0, annotator, label, stratum). Verdict cells have day > 0
  on axes with a day, so `WHERE outcome <> ''` gives what is reviewed.
- `n`: count; `critical`, `noncritical`: those with at least one finding of that kind (one
  annotation may be in both); `w`, `w2`: sums of the weight and of its square, in millionths, over
  all in the cell; `critical_w` ... `noncritical_w2`: over those with such a finding. All are zero
  or more, and a cell whose n is 0 is not there.

What weighs nothing stands for nothing: a hidden repeat (weight 0) is counted on the axis 'item'
alone.

Several persons' standing verdicts on one annotation count as one where they agree in outcome and
criticality, or are settled; else the annotation counts as 'unsettled' (see `standings`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from operator import add
from typing import Any, TypeAlias

import msgspec

from smo_review.domain.content import HEAVIEST, MILLION, AnnotatorKind
from smo_review.domain.facts import OUTCOMES
from smo_review.store.database import Connection, values

KINDS: tuple[AnnotatorKind, ...] = ("person", "model", "votes")
OUTCOME_NAMES: tuple[str, ...] = (*OUTCOMES, "unsettled")
UNSETTLED = len(OUTCOMES)
WEIGHT = f"min(a.weight * i.weight / {MILLION}, {HEAVIEST})"
"""What an annotation `a` of the item `i` stands for, in millionths."""
WEIGHS = f"a.weight * i.weight >= {MILLION}"
"""Whether it stands for anything."""
_LAST_BUCKET = 20

Profile: TypeAlias = tuple[int, str, int, int, int, int, int, int, int, int, str]
"""(batch, stratum, weight, annotator, kind, label set, outcome or -1 for all, critical,
noncritical, day, codes): annotations alike in all of it are counted together."""
Own: TypeAlias = tuple[int, int, int, int, int, int, int, int, int]
"""(batch, weight, kind, person, outcome, critical, noncritical, day, bucket)."""
_Cell: TypeAlias = tuple[str, str, int, str, str, int, str]
SUMS = (
    "n", "critical", "noncritical", "w", "w2", "critical_w", "critical_w2", "noncritical_w",
    "noncritical_w2",
)  # fmt: skip
"""The columns of a cell that add up."""
_UPSERT = (
    "INSERT INTO rollups VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT DO UPDATE SET "
    + ", ".join(f"{name} = {name} + excluded.{name}" for name in SUMS)
)
_DROP_EMPTY = (
    "DELETE FROM rollups WHERE axis = ? AND key = ? AND day = ? AND project = ? AND batch = ?"
    " AND kind = ? AND outcome = ? AND n = 0"
)


def bucket(took: int) -> int:
    """The histogram bucket of a time in milliseconds."""
    return min(_LAST_BUCKET, (took // 1000).bit_length())


class Deltas:
    """What a transaction adds to the roll-ups: counted by profile, spread over the axes once."""

    def __init__(self) -> None:
        self.annotations: Counter[Profile] = Counter()
        self.own: Counter[Own] = Counter()
        self.items: Counter[tuple[int, str]] = Counter()

    def flush(self, conn: Connection) -> None:
        """Bring the table up to date; the cost depends on the number of different profiles."""
        cells: dict[_Cell, tuple[int, ...]] = {}
        for cell, critical, noncritical, weight, count in self._spread(_Names(conn, self)):
            w, w2 = weight * count, weight * weight // MILLION * count
            more = (
                count, critical * count, noncritical * count, w, w2, critical * w, critical * w2,
                noncritical * w, noncritical * w2,
            )  # fmt: skip
            known = cells.get(cell)
            cells[cell] = more if known is None else tuple(map(add, known, more))
        changed = [(*cell, *sums) for cell, sums in cells.items() if any(sums)]
        conn.executemany(_UPSERT, changed)
        conn.executemany(_DROP_EMPTY, [cell for cell, sums in cells.items() if sums[0] <= 0])

    def _spread(self, names: _Names) -> Iterator[tuple[_Cell, int, int, int, int]]:
        for profile, count in self.annotations.items():
            batch, stratum, weight, annotator, kind, label_set = profile[:6]
            outcome, critical, noncritical, day = profile[6:10]
            if not weight:
                continue
            codes = profile[10]
            where = names.batches[batch]
            what = OUTCOME_NAMES[outcome] if outcome >= 0 else ""
            keys = [
                ("total", "", day),
                ("annotator", names.annotators[annotator], 0),
                ("stratum", stratum, 0),
            ]
            keys += [("label", label, 0) for label in names.labels[label_set]]
            if codes:
                keys += [("code", code, 0) for code in msgspec.json.decode(codes)]
            for axis, key, at in keys:
                yield (axis, key, at, *where, kind, what), critical, noncritical, weight, count
        for mine, count in self.own.items():
            batch, weight, kind, person, outcome, critical, noncritical, day, slot = mine
            if not weight:
                continue
            where, what = names.batches[batch], OUTCOME_NAMES[outcome]
            for axis, key, at in (
                ("auditor", names.persons[person], day),
                ("time", f"{slot:02d}", 0),
            ):
                yield (axis, key, at, *where, kind, what), critical, noncritical, weight, count
        for (batch, what), count in self.items.items():
            yield ("item", "", 0, *names.batches[batch], 0, what), 0, 0, 0, count


class _Names:
    """The names behind the numbers that a set of deltas mentions."""

    def __init__(self, conn: Connection, deltas: Deltas) -> None:
        profiles, own = deltas.annotations, deltas.own
        batches = {p[0] for p in profiles} | {o[0] for o in own} | {i[0] for i in deltas.items}
        self.batches: dict[int, tuple[str, str]] = {
            number: (project, batch)
            for number, project, batch in _pick(
                conn, "SELECT number, project, id FROM batches", batches
            )
        }
        self.annotators: dict[int, str] = dict(
            _pick(conn, "SELECT number, name FROM annotators", {p[3] for p in profiles})
        )
        self.labels: dict[int, list[str]] = {
            number: msgspec.json.decode(labels) or [""]
            for number, labels in _pick(
                conn, "SELECT number, labels FROM label_sets", {p[5] for p in profiles}
            )
        }
        self.persons: dict[int, str] = dict(
            _pick(conn, "SELECT number, id FROM persons", {o[3] for o in own})
        )


def _pick(conn: Connection, select: str, numbers: Iterable[int]) -> Iterable[tuple[Any, ...]]:
    found: Iterable[tuple[Any, ...]] = conn.execute(
        f"{select} WHERE number IN (SELECT value FROM json_each(?))", (values(numbers),)
    )
    return found
