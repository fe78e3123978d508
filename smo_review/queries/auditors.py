"""Auditing the auditors: gold, repeats, double reviews, drift. No figure without its n.

Double reviews, gold and repeats are read from the standings of a few annotations; the drift from
the roll-ups. Only the search for repeats opens items, so it is bounded to the newest.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from smo_review.domain.auditors import AuditorDrift, Auditors, AuditorView, Criterion
from smo_review.domain.content import Item
from smo_review.domain.facts import OUTCOMES, Verdict
from smo_review.domain.numbers import Rate
from smo_review.domain.project import words
from smo_review.language import current
from smo_review.quality import auditing
from smo_review.quality.auditing import Double, Said
from smo_review.quality.intervals import rate
from smo_review.quality.trends import DaySums
from smo_review.quality.weighted import in_units, rate_over
from smo_review.queries.disputes import names_of
from smo_review.queries.hidden_gold import hidden_gold
from smo_review.queries.numbers import ledger_head, must_exist
from smo_review.store.catalog import all_batches
from smo_review.store.contents import open_items
from smo_review.store.database import Connection, values
from smo_review.store.envelopes import read_fact
from smo_review.store.rollups import WEIGHS, WEIGHT
from smo_review.store.workspace import Workspace

MOST_COMPARED = 20_000
"""Items whose content is compared to find repeats."""
_CORRECT, _INCORRECT = OUTCOMES.index("correct"), OUTCOMES.index("incorrect")


class _Row(NamedTuple):
    """A standing verdict, with the place and labels of its annotation."""

    item: int
    annotator: int
    ordinal: int
    person: int
    outcome: int
    critical: int
    day: int
    codes: str
    fact: int
    labels: str
    weight: int


def auditors(ws: Workspace, *, batch: str = "", project: str = "") -> Auditors:
    """Every auditor with a standing verdict, by name; of one batch or project where named."""
    with ws.read() as conn:
        must_exist(conn, batch, project)
    right = _on_gold(ws, batch, project)
    with ws.read() as conn:
        where = (batch, project)
        names = names_of(conn, ws.identity)
        ids = dict(conn.execute("SELECT number, id FROM persons"))
        doubles = _doubles(conn, where)
        compared, repeats = _repeats(conn, where)
        days = _days(conn, batch, project)
        counts: dict[int, int] = dict(
            conn.execute(
                f"SELECT s.person, count(*) FROM standings s {_WHERE} GROUP BY s.person", where
            )
        )
        judged = conn.execute(
            f"SELECT count(DISTINCT s.item) FROM standings s {_WHERE}", where
        ).fetchone()[0]
        called = _names(conn)
        head = ledger_head(conn)
    views = [
        _view(
            ids[person],
            names[person],
            counts[person],
            doubles,
            person,
            (right.get(ids[person], rate(0, 0)), repeats.get(person, rate(0, 0))),
            days.get(ids[person], ()),
            called,
        )
        for person in counts
    ]
    return Auditors(
        tuple(sorted(views, key=lambda one: (one.name.casefold(), one.person))),
        len(doubles),
        compared,
        judged,
        head,
    )


def drifts(ws: Workspace, *, batch: str = "", project: str = "") -> tuple[AuditorDrift, ...]:
    """The drift of every auditor alone, by name: from the roll-ups, at once."""
    with ws.read() as conn:
        must_exist(conn, batch, project)
        names = names_of(conn, ws.identity)
        called = {
            id_: names[number] for number, id_ in conn.execute("SELECT number, id FROM persons")
        }
        days = _days(conn, batch, project)
    found = [
        AuditorDrift(person, called.get(person, person), auditing.drift(own))
        for person, own in days.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.name.casefold(), one.person)))


_WHERE = (
    "JOIN items i ON i.row = s.item JOIN batches b ON b.number = i.batch"
    " WHERE (?1 = '' OR b.id = ?1) AND (?2 = '' OR b.project = ?2)"
)
_COLUMNS = (
    "SELECT s.item, s.annotator, s.ordinal, s.person, s.outcome, s.critical, s.day, s.codes,"
    f" s.fact, l.labels, {WEIGHT}"
    " FROM standings s JOIN annotations a"
    " ON a.item = s.item AND a.annotator = s.annotator AND a.ordinal = s.ordinal"
    f" JOIN label_sets l ON l.number = a.label_set {_WHERE}"
)


def _view(
    person: str,
    name: str,
    verdicts: int,
    doubles: Iterable[Double],
    number: int,
    own: tuple[Rate, Rate],
    days: Sequence[DaySums],
    called: Mapping[tuple[str, str], str],
) -> AuditorView:
    pairs = auditing.pairs_of(doubles, number)
    raw, kappa = auditing.agreement(pairs)
    found = [("code", key, one) for key, one in auditing.codes_found(pairs).items()]
    found += [("label", key, one) for key, one in auditing.labels_agreed(pairs).items()]
    return AuditorView(
        person=person,
        name=name,
        verdicts=verdicts,
        gold=own[0],
        repeats=own[1],
        agreement=raw,
        kappa=kappa,
        severity=auditing.severity_difference(pairs),
        drift=auditing.drift(days),
        criteria=tuple(
            Criterion("code" if kind == "code" else "label", key, called.get((kind, key), key), one)
            for kind, key, one in found
        ),
    )


def _on_gold(ws: Workspace, batch: str, project: str) -> dict[str, Rate]:
    """By person id: of the verdicts that decide on golds they could not know of, those that fit."""
    if batch or not project:
        found = [hidden_gold(ws, batch=batch)]
    else:
        with ws.read() as conn:
            names = [row.info.id for row in all_batches(conn) if row.info.project == project]
        found = [hidden_gold(ws, batch=name) for name in names]
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for one in (figure for figures in found for figure in figures.auditors):
        sums[one.key][0] += one.right
        sums[one.key][1] += one.n
    return {person: rate(right, n) for person, (right, n) in sums.items()}


def _doubles(conn: Connection, where: tuple[str, str]) -> list[Double]:
    """The annotations on which verdicts of two people or more stand; each one's newest counts.

    What weighs nothing (a hidden repeat, a gold that was mixed in) stands for nothing.
    """
    rows = [
        _Row(*row)
        for row in conn.execute(
            f"{_COLUMNS} AND {WEIGHS} AND (s.item, s.annotator, s.ordinal)"
            " IN (SELECT item, annotator, ordinal FROM standings"
            " GROUP BY 1, 2, 3 HAVING min(person) < max(person))"
            " ORDER BY s.item, s.annotator, s.ordinal, s.day, s.fact",
            where,
        )
    ]
    severities = _severities(conn, [row.fact for row in rows if row.outcome == _INCORRECT])
    by_key: dict[tuple[int, int, int], dict[int, _Row]] = defaultdict(dict)
    for row in rows:
        by_key[row.item, row.annotator, row.ordinal][row.person] = row
    return [
        Double(
            tuple(msgspec.json.decode(next(iter(found.values())).labels)),
            tuple(
                Said(
                    row.person,
                    row.outcome,
                    row.critical,
                    severities.get(row.fact),
                    frozenset(msgspec.json.decode(row.codes) if row.codes else ()),
                )
                for row in found.values()
            ),
            next(iter(found.values())).weight,
        )
        for found in by_key.values()
    ]


def _severities(conn: Connection, facts: Iterable[int]) -> dict[int, int]:
    """The worst severity among the findings of each verdict that has any."""
    found = {}
    for row, body in conn.execute(
        "SELECT row, body FROM facts WHERE row IN (SELECT value FROM json_each(?))",
        (values(facts),),
    ):
        told = read_fact(body).payload
        if isinstance(told, Verdict) and told.findings:
            found[row] = max(finding.severity for finding in told.findings)
    return found


def _on_items(conn: Connection, where: tuple[str, str], items: Iterable[int]) -> list[_Row]:
    return [
        _Row(*row)
        for row in conn.execute(
            f"{_COLUMNS} AND s.item IN (SELECT value FROM json_each(?3))"
            " ORDER BY s.day, s.item, s.annotator, s.ordinal, s.fact",
            (*where, values(items)),
        )
    ]


def _repeats(conn: Connection, where: tuple[str, str]) -> tuple[int, dict[int, Rate]]:
    """How many items were compared; and by person, of the verdicts given to the same content and
    labels as one before, those that say the same as it.

    It counts with the weight of the one before; where that is the hidden repeat, with the other's.
    """
    newest = [
        row
        for (row,) in conn.execute(
            f"SELECT DISTINCT s.item FROM standings s {_WHERE} AND i.sealed = 0"
            " ORDER BY s.item DESC LIMIT ?3",
            (*where, MOST_COMPARED),
        )
    ]
    by_content: dict[bytes, list[int]] = defaultdict(list)
    for row, item in open_items(conn, newest):
        if item.parts:
            by_content[_digest(item)].append(row)
    alike = {row: digest for digest, rows in by_content.items() if len(rows) > 1 for row in rows}
    before: dict[tuple[int, bytes, str], _Row] = {}
    same: dict[int, list[tuple[int, bool]]] = defaultdict(list)
    for one in _on_items(conn, where, alike):
        place = (one.person, alike[one.item], one.labels)
        earlier = before.setdefault(place, one)
        if earlier.item != one.item:
            again = (earlier.outcome, earlier.critical) == (one.outcome, one.critical)
            same[one.person].append((earlier.weight or one.weight, again))
    return len(newest), {person: rate_over(found).rate for person, found in same.items()}


def _digest(item: Item) -> bytes:
    """The same for items whose parts hold the same bytes and texts, in the same order."""
    told = hashlib.sha256()
    for part in item.parts:
        told.update(f"{part.kind}\0{part.media}\0".encode())
        told.update(hashlib.sha256(part.text.encode()).digest())
    return told.digest()


def _days(conn: Connection, batch: str, project: str) -> dict[str, list[DaySums]]:
    """By person id: of every day, what they judged and what of it incorrect."""
    found: dict[str, list[DaySums]] = defaultdict(list)
    hit = ", ".join(f"sum(iif(outcome = 'incorrect', {name}, 0))" for name in ("n", "w", "w2"))
    for person, day, n, w, w2, hits, hit_w, hit_w2 in conn.execute(
        f"SELECT key, day, sum(n), sum(w), sum(w2), {hit} FROM rollups WHERE axis = 'auditor'"
        " AND outcome IN ('correct', 'incorrect') AND (?1 = '' OR batch = ?1)"
        " AND (?2 = '' OR project = ?2) GROUP BY key, day ORDER BY day",
        (batch, project),
    ):
        found[person].append(DaySums(day, hits, in_units(n, w, w2, hit_w, hit_w2)))
    return found


def _names(conn: Connection) -> dict[tuple[str, str], str]:
    """What error codes and labels are called, in the person's language."""
    found = {}
    for row in all_batches(conn):
        for kind, named in (("code", row.project.error_codes), ("label", row.project.labels)):
            found.update({(kind, one.id): words(one.name, current()) for one in named})
    return found
