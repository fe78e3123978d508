"""Errors by what they have in common: code, clause, annotator, labels, or alike content."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeAlias

import numpy as np
from msgspec import Struct, structs

from smo_review.domain.causes import Cited, Cluster, ClusterBy, Clusters
from smo_review.domain.changes import Progress
from smo_review.domain.content import AnnotationKey
from smo_review.domain.filters import NONE, Filter
from smo_review.quality.causes import pareto, vital_few
from smo_review.quality.judged import INCORRECT, Found, Judged, Mask, share
from smo_review.queries.counted import counted_in
from smo_review.queries.likeness import alike
from smo_review.store.database import Connection, values
from smo_review.store.workspace import Workspace

SHOWN = 200
"""Members of a cluster that are named; `n` counts all."""
Key: TypeAlias = tuple[str, str]
_UNRANKED = 2
"""Votes without a person behind them."""


class _Named(Struct, frozen=True):
    """Ids of items by row, and the findings of each entry."""

    ids: dict[int, str]
    found: dict[int, list[Found]]


def clusters(
    ws: Workspace, wanted: Filter, by: ClusterBy = "code", progress: Progress | None = None
) -> Clusters:
    """The incorrect annotations that a filter leaves, by what they have in common, largest first.

    The largest by weight, which is what they stand for; likeness is of what is here and counts.
    One with two findings counts under both of their codes. Votes are in no annotator's cluster.
    Content likeness reads the items themselves: not for a hurry.
    """
    with ws.read() as conn:
        judged, found = counted_in(conn, wanted)
        wrong = judged.outcome == INCORRECT
        if wanted.code or wanted.clause:
            wrong = _mask(judged, {one.place for one in found})
        unprinted = 0
        if by == "likeness":
            grouped, unprinted = _by_likeness(conn, judged, wrong, progress)
        else:
            grouped = _grouped(judged, found, wrong, by)
        heavy = {
            key: len(places) if by == "likeness" else int(judged.weight[places].sum())
            for key, places in grouped.items()
        }
        ordered = sorted(grouped.items(), key=lambda one: (-heavy[one[0]], one[0]))
        told_of: dict[int, list[Found]] = defaultdict(list)
        for one in found:
            told_of[one.place].append(one)
        ids = _ids(conn, judged, (at for _, places in ordered for at in places[:SHOWN]))
        told = tuple(
            _cluster(judged, wrong, by, key, places, _Named(ids, told_of), wanted)
            for key, places in ordered
        )
    counts = {repr(key): len(places) for key, places in grouped.items()}
    bars = pareto(counts, {repr(key): weight for key, weight in heavy.items()})
    return Clusters(
        by,
        told,
        int(wrong.sum()),
        int(judged.counted.sum()),
        vital_few(bars),
        unprinted,
        judged.head,
        tuple(bar.share for bar in bars),
    )


def _grouped(
    judged: Judged, found: Iterable[Found], wrong: Mask, by: ClusterBy
) -> dict[Key, list[int]]:
    """The places of entries by key, each once a key, in the order of entries."""
    groups: dict[Key, dict[int, None]] = defaultdict(dict)
    if by == "annotator":
        for place in np.flatnonzero(wrong & (judged.kind != _UNRANKED)).tolist():
            groups[judged.annotators[judged.annotator[place]], ""][place] = None
    else:
        for one in found:
            key = _key_of(one, by)
            if any(key):
                groups[key][one.place] = None
    return {key: list(places) for key, places in groups.items()}


def _key_of(one: Found, by: ClusterBy) -> Key:
    """Which cluster a finding is in, empty where it says none."""
    if by == "labels":
        return one.label, one.right_label
    return {"code": one.code, "clause": one.clause}.get(by, ""), ""


def _by_likeness(
    conn: Connection, judged: Judged, wrong: Mask, progress: Progress | None
) -> tuple[dict[Key, list[int]], int]:
    """Places by the first of several items that are alike; items like no other are left out."""
    places: dict[int, list[int]] = defaultdict(list)
    for place in np.flatnonzero(wrong).tolist():
        places[int(judged.item[place])].append(place)
    batches = {row: judged.batches[judged.batch[own[0]]] for row, own in places.items()}
    found, unprinted = alike(conn, batches, progress)
    groups = {
        (str(rows[0]), ""): [place for row in rows for place in places[row]] for rows in found
    }
    return groups, unprinted


def _cluster(
    judged: Judged,
    wrong: Mask,
    by: ClusterBy,
    key: Key,
    places: Sequence[int],
    names: _Named,
    wanted: Filter,
) -> Cluster:
    inside = _mask(judged, places)
    members = tuple(_cited(judged, at, by, key, names) for at in places[:SHOWN])
    return Cluster(
        key=members[0].annotation.item if by == "likeness" else key[0],
        n=len(places),
        critical=int((judged.critical[inside] == 1).sum()),
        share=share(judged, inside, wrong),
        members=members,
        labels=key if by == "labels" else ("", ""),
        opens=_opens(wanted, by, key),
    )


def _cited(judged: Judged, at: int, by: ClusterBy, key: Key, names: _Named) -> Cited:
    annotation = AnnotationKey(
        judged.batches[judged.batch[at]],
        names.ids[int(judged.item[at])],
        judged.annotators[judged.annotator[at]],
        int(judged.ordinal[at]),
    )
    told = next(
        (one for one in names.found.get(at, ()) if key == _key_of(one, by)),
        next(iter(names.found.get(at, ())), None),
    )
    if told is None:
        return Cited(annotation)
    return Cited(annotation, told.code, told.clause, told.label, told.right_label)


def _opens(wanted: Filter, by: ClusterBy, key: Key) -> Filter | None:
    if by == "likeness":
        return None
    wanted = structs.replace(wanted, outcome="" if wanted.code or wanted.clause else "incorrect")
    if by == "labels":
        return structs.replace(wanted, label=key[0] or NONE, right_label=key[1] or NONE)
    return structs.replace(wanted, **{by: key[0]})


def _ids(conn: Connection, judged: Judged, places: Iterable[int]) -> dict[int, str]:
    rows = {int(judged.item[place]) for place in places}
    found = conn.execute(
        "SELECT row, id FROM items WHERE row IN (SELECT value FROM json_each(?))", (values(rows),)
    )
    return dict(found.fetchall())


def _mask(judged: Judged, places: Iterable[int]) -> Mask:
    mask = np.zeros(len(judged), dtype=np.bool_)
    mask[list(places)] = True
    return mask
