"""What is worth a look for its risk: a score for every item, from four reasons.

Such a draw finds errors and measures nothing. Reasons add up: an item that two of them name comes
before one that a single one names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

import msgspec

from smo_review.domain.changes import Progress
from smo_review.domain.content import MILLION, Item
from smo_review.domain.kpis import ENOUGH
from smo_review.domain.project import Project
from smo_review.language import tr
from smo_review.media import shingles
from smo_review.queries.frame import Frame, judged_by_annotator
from smo_review.queries.repeats import content_key
from smo_review.store.contents import AnnotationBody, open_item
from smo_review.store.database import Connection, values
from smo_review.store.rollups import KINDS

LOW = 600_000
"""Confidence below which an annotation is looked for, in millionths."""
NEW_DAYS = 60
"""Days after the start on the roster during which an annotator is new."""
_MODEL = KINDS.index("model")
_TELL_EVERY = 500


def risk_scores(
    conn: Connection,
    frame: Frame,
    reasons: Sequence[str],
    project: Project,
    today: date,
    progress: Progress | None = None,
) -> list[float]:
    """A score for every item of the frame, 0 where no reason names it."""
    told: dict[int, float] = defaultdict(float)
    if "disagreement" in reasons:
        _add(told, disagreement(frame))
    if "low-confidence" in reasons:
        _add(told, low_confidence(conn, frame))
    if "new-annotators" in reasons:
        _add(told, new_annotators(conn, frame, project, today))
    if "near-duplicates" in reasons:
        _add(told, near_duplicates(conn, frame, progress))
    return [told[thing.row] for thing in frame.things]


def _add(told: dict[int, float], more: dict[int, float]) -> None:
    for row, score in more.items():
        told[row] += score


def disagreement(frame: Frame) -> dict[int, float]:
    """Items of which a model says otherwise than a person (1), or people differ (0.5)."""
    found = {}
    for row, ones in frame.said.items():
        models = {one.labels for one in ones if one.kind == _MODEL}
        people = {one.labels for one in ones if one.kind != _MODEL}
        if models and people and models != people:
            found[row] = 1.0
        elif len(people) > 1 or len(models) > 1:
            found[row] = 0.5
    return found


def low_confidence(conn: Connection, frame: Frame) -> dict[int, float]:
    """Items with an annotation whose least confidence is below `LOW`: 1 less the confidence."""
    found: dict[int, float] = {}
    for row, body in conn.execute(
        "SELECT item, body FROM annotations WHERE item IN (SELECT value FROM json_each(?))",
        (values(frame.said),),
    ):
        marks = msgspec.json.decode(body, type=AnnotationBody).marks
        sure = min((m.confidence for m in marks if m.confidence is not None), default=MILLION)
        if sure < LOW:
            found[row] = max(found.get(row, 0.0), 1 - sure / MILLION)
    return found


def new_annotators(
    conn: Connection, frame: Frame, project: Project, today: date
) -> dict[int, float]:
    """Items of annotators who started on the roster less than `NEW_DAYS` ago, or of whom fewer
    than `ENOUGH` annotations have a verdict while others have as many."""
    judged = judged_by_annotator(conn)
    names = {one.annotator for ones in frame.said.values() for one in ones}
    settled = any(judged.get(name, 0) >= ENOUGH for name in names)
    new = {name for name in names if settled and judged.get(name, 0) < ENOUGH}
    since = (today - timedelta(days=NEW_DAYS)).isoformat()
    for person in project.people:
        if person.started >= since:
            new |= {person.name, *person.aliases}
    return {
        row: 1.0
        for row, ones in frame.said.items()
        if any(one.annotator in new and one.kind != _MODEL for one in ones)
    }


def near_duplicates(
    conn: Connection, frame: Frame, progress: Progress | None = None
) -> dict[int, float]:
    """Items whose content is the same as another's, or nearly the same text, where annotators or
    auditors said otherwise of the two.

    Media count as the same where their bytes are. Every content is opened: minutes for 100,000.
    """
    groups = _alike(conn, frame, progress)
    outcomes: dict[int, set[int]] = defaultdict(set)
    rows = [row for group in groups for row in group]
    for row, outcome in conn.execute(
        "SELECT item, outcome FROM standings WHERE item IN (SELECT value FROM json_each(?))",
        (values(rows),),
    ):
        outcomes[row].add(outcome)
    found = {}
    for group in groups:
        labels = {frozenset(one.labels for one in frame.said.get(row, ())) for row in group}
        verdicts = {frozenset(outcomes[row]) for row in group if outcomes[row]}
        if len(labels) > 1 or len(verdicts) > 1:
            found.update(dict.fromkeys(group, 1.0))
    return found


def _alike(conn: Connection, frame: Frame, progress: Progress | None) -> list[list[int]]:
    """Rows of items with the same or nearly the same content, in groups of two or more."""
    parents: dict[int, int] = {}

    def root(row: int) -> int:
        while parents[row] != row:
            parents[row] = parents[parents[row]]
            row = parents[row]
        return row

    same: dict[bytes, int] = {}
    banded: dict[int, tuple[int, str]] = {}
    for number, thing in enumerate(frame.things, 1):
        item = open_item(conn, thing.row, thing.batch)
        if item is None or not item.parts:
            continue
        parents[thing.row] = thing.row
        near = [same.setdefault(content_key(item), thing.row), *_near(item, thing.row, banded)]
        for other in near:
            parents[root(thing.row)] = root(other)
        if progress is not None and number % _TELL_EVERY == 0:
            progress(number, len(frame.things), tr("Comparing contents"))
    groups: dict[int, list[int]] = defaultdict(list)
    for row in parents:
        groups[root(row)].append(row)
    return [group for group in groups.values() if len(group) > 1]


def _near(item: Item, row: int, banded: dict[int, tuple[int, str]]) -> set[int]:
    """Earlier items whose only part is nearly the same text; remembers this one's bands."""
    if len(item.parts) != 1 or item.parts[0].kind != "text":
        return set()
    text = item.parts[0].text
    runs = shingles.shingles(text)
    candidates = {banded.setdefault(band, (row, text)) for band in shingles.sketch(runs)}
    return {
        other
        for other, told in candidates
        if other != row and shingles.share(runs, shingles.shingles(told)) >= shingles.NEARLY
    }
