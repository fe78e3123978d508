"""The first numbers, read from the roll-ups: the cost does not depend on how much was reviewed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from msgspec import structs

from smo_review.domain.content import MILLION
from smo_review.domain.errors import UserError
from smo_review.domain.filters import Filter, Purpose
from smo_review.domain.numbers import Group, Numbers, Rate
from smo_review.language import tr
from smo_review.quality.figures import Counts, Weights, figures, places, plain
from smo_review.quality.intervals import rate
from smo_review.quality.weighted import Sums, rate_of
from smo_review.store.database import Connection
from smo_review.store.rollups import KINDS, OUTCOME_NAMES, SUMS
from smo_review.store.workspace import Workspace

_SUMMED = ", ".join(f"sum({name})" for name in SUMS)
ROLLED = ("annotator", "label", "code", "auditor", "stratum", "day", "week")
"""What the roll-ups know: as cheap as the totals."""
DIMENSIONS = (*ROLLED, "language", "severity")
_UNRANKED = ("code", "day", "week")
_VOTES = KINDS.index("votes")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def numbers(
    workspace: Workspace,
    *,
    by: str = "",
    batch: str = "",
    project: str = "",
    purpose: Purpose = "measurement",
) -> Numbers:
    """Figures over everything in reach, and by one of `DIMENSIONS`.

    Batches that were drawn for their risk are left out, unless one is named or `purpose` asks.
    Votes without a person behind them count in the totals and are left out of the annotators. A
    label's group counts an annotation under each label it carries; a code's group counts the
    incorrect annotations it was found in; an auditor's group counts that auditor's own verdicts.
    Language and severity are read from the annotations themselves: seconds for a million.
    UserError for an unknown dimension, batch or project.
    """
    if by and by not in DIMENSIONS:
        raise UserError(
            tr("Numbers cannot be broken down by “{by}”.", by=by),
            "--by",
            tr("Choose one of: {all}.", all=", ".join(DIMENSIONS)),
        )
    with workspace.read() as conn:
        return numbers_in(conn, by=by, batch=batch, project=project, purpose=purpose)


def numbers_in(
    conn: Connection,
    *,
    by: str = "",
    batch: str = "",
    project: str = "",
    purpose: Purpose = "measurement",
) -> Numbers:
    """The same inside a read that is open."""
    must_exist(conn, batch, project)
    reach = reach_of(conn, batch, project, purpose)
    all_ = _counts(_cells(conn, "total", reach))
    if by in ("language", "severity"):
        wanted = Filter(project=project, batch=batch, purpose=purpose)
        found = _from_columns(conn, by, wanted, reach)
    else:
        found = _groups(conn, by, reach) if by else {}
    names = auditor_names(conn, found) if by == "auditor" else {}
    head = ledger_head(conn)
    sealed = sum(cell[4] for cell in _cells(conn, "item", reach) if cell[3] == "sealed")
    risky = [] if batch or purpose != "measurement" else reach_of(conn, "", project, "risk")
    risk = _counts(_cells(conn, "total", risky)).judged if risky else 0
    keys = sorted(found)
    told = [figures(found[key]) for key in keys]
    ranked = by in _UNRANKED or len(keys) < 2
    standing = [None] * len(keys) if ranked else places([one.accuracy for one in told])
    return Numbers(
        all=figures(all_),
        by=by,
        groups=tuple(
            Group(key, one, names.get(key, key), _share(found[key], all_, by), place)
            for key, one, place in zip(keys, told, standing, strict=True)
        ),
        head=head,
        sealed=sealed,
        risk=risk,
    )


def _share(own: Counts, whole: Counts, by: str) -> Rate:
    """A group's part of all that was judged.

    An auditor's own verdicts may outnumber the annotations where several reviewed: then they are
    all of it.
    """
    if by == "auditor":
        return rate(min(own.judged, whole.judged), whole.judged)
    w, all_w = own.weights, whole.weights
    return plain(rate_of(own.judged, Sums(whole.judged, all_w.w, all_w.w2, w.w, w.w2)))


def ledger_head(conn: Connection) -> str:
    """SHA-256 (hex) over the newest fact of every chain: two ledgers alike have the same head."""
    rows = conn.execute(
        "SELECT c.id, f.sequence, hex(f.hash) FROM chains c JOIN facts f ON f.chain = c.number"
        " WHERE f.sequence = (SELECT max(sequence) FROM facts WHERE chain = c.number)"
        " ORDER BY c.id, f.hash"
    )
    digest = hashlib.sha256()
    for row in rows:
        digest.update(repr(row).encode())
    return digest.hexdigest()


def must_exist(conn: Connection, batch: str, project: str) -> None:
    """UserError for a batch or project that is named and not here."""
    for table, column, wanted in (("batches", "id", batch), ("batches", "project", project)):
        if (
            wanted
            and not conn.execute(
                f"SELECT 1 FROM {table} WHERE {column} = ? LIMIT 1", (wanted,)
            ).fetchone()
        ):
            known = [row[0] for row in conn.execute(f"SELECT DISTINCT {column} FROM {table}")]
            raise UserError(
                tr("There is no “{name}” in this workspace.", name=wanted),
                "--batch" if column == "id" else "--project",
                tr("Choose one of: {all}.", all=", ".join(known)),
            )


def reach_of(conn: Connection, batch: str, project: str, purpose: Purpose) -> list[str]:
    """Ids of the batches that are meant. One that is named is meant whatever it was drawn for."""
    return [
        id_
        for id_, of, drawn_for in conn.execute(
            "SELECT id, project, coalesce(json_extract(CAST(info AS TEXT), '$.sampling.purpose'),"
            " 'measurement') FROM batches ORDER BY number"
        )
        if batch in ("", id_) and project in ("", of) and (batch or purpose in ("all", drawn_for))
    ]


def _cells(conn: Connection, axis: str, batches: Sequence[str]) -> Iterable[Sequence[Any]]:
    """(key, day, kind, outcome, n, critical, noncritical, w, w2, ...) of an axis."""
    cells: Iterable[Sequence[Any]] = conn.execute(
        f"SELECT key, day, kind, outcome, {_SUMMED} FROM rollups"
        " WHERE axis = ? AND batch IN (SELECT value FROM json_each(?))"
        " GROUP BY key, day, kind, outcome",
        (axis, msgspec.json.encode(batches).decode()),
    )
    return cells


def _groups(conn: Connection, by: str, batches: Sequence[str]) -> dict[str, Counts]:
    cells: dict[str, list[Sequence[Any]]] = {}
    timed = by in ("day", "week")
    for cell in _cells(conn, "total" if timed else by, batches):
        key, day, kind, outcome = cell[:4]
        if by == "annotator" and kind == _VOTES:
            continue
        if timed:
            if not outcome:
                continue
            # Weeks are told by their Monday; 1970-01-01 was a Thursday.
            start = day - (day + 3) % 7 if by == "week" else day
            key = (_EPOCH + timedelta(days=start)).date().isoformat()
        cells.setdefault(key, []).append(cell)
    return {key: _counts(rows) for key, rows in cells.items()}


def _from_columns(
    conn: Connection, by: str, wanted: Filter, batches: Sequence[str]
) -> dict[str, Counts]:
    """Groups that no roll-up keeps, from the items' own columns."""
    # Imported here: the totals need no arrays, and are what the client asks first.
    from smo_review.quality.judged import counts_by
    from smo_review.queries.judged import judged_in

    there = {
        _key(value): n
        for value, n in conn.execute(
            f"SELECT i.{by}, count(*) FROM annotations a JOIN items i ON i.row = a.item"
            " WHERE i.weight * a.weight >= 1000000 AND i.batch IN"
            " (SELECT number FROM batches WHERE id IN (SELECT value FROM json_each(?))) GROUP BY 1",
            (msgspec.json.encode(batches).decode(),),
        )
    }
    found = judged_in(conn, wanted)
    column = found.language if by == "language" else found.severity + 1
    names = found.languages if by == "language" else ("", *map(str, range(5)))
    told = dict(zip(names, counts_by(found, column, len(names)), strict=True))
    return {
        name: structs.replace(told.get(name, Counts()), annotations=n) for name, n in there.items()
    }


def _key(value: object) -> str:
    return "" if value is None else str(value)


def _counts(cells: Iterable[Sequence[Any]]) -> Counts:
    """Add cells up. Where the axis does not count what is unreviewed, all that is there counts."""
    n = dict.fromkeys(("", *OUTCOME_NAMES), 0)
    sums = dict.fromkeys(SUMS, 0)
    w = w2 = correct_w = correct_w2 = 0
    for _key, _day, _kind, outcome, *told in cells:
        cell = dict(zip(SUMS, told, strict=True))
        n[outcome] += cell["n"]
        if outcome in ("correct", "incorrect"):
            w, w2 = w + cell["w"], w2 + cell["w2"]
        if outcome == "correct":
            correct_w, correct_w2 = correct_w + cell["w"], correct_w2 + cell["w2"]
        if outcome == "incorrect":
            sums = {name: sums[name] + cell[name] for name in SUMS}
    reviewed = sum(n[outcome] for outcome in OUTCOME_NAMES)
    found = (
        w, w2, correct_w, correct_w2, sums["critical_w"], sums["critical_w2"],
        sums["noncritical_w"], sums["noncritical_w2"],
    )  # fmt: skip
    return Counts(
        annotations=n[""] or reviewed,
        correct=n["correct"],
        incorrect=n["incorrect"],
        ambiguous=n["ambiguous"],
        unreviewable=n["unreviewable"],
        unsettled=n["unsettled"],
        critical=sums["critical"],
        noncritical=sums["noncritical"],
        weights=Weights(*(one / MILLION for one in found)),
    )


def auditor_names(conn: Connection, found: Iterable[str]) -> dict[str, str]:
    """Names to read, told apart by the id's end where two people share one."""
    names = {key: name or key for key, name in conn.execute("SELECT id, name FROM persons")}
    shared = [names.get(key, key) for key in found]
    return {
        key: f"{names.get(key, key)} ({key[-6:]})"
        if shared.count(names.get(key, key)) > 1
        else names.get(key, key)
        for key in found
    }
