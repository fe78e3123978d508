"""The numbers under a filter that the roll-ups know nothing of, from the columns."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from msgspec import structs

from smo_review.domain.filters import Filter
from smo_review.domain.numbers import Group, Numbers, Rate
from smo_review.quality.figures import figures, places, plain
from smo_review.quality.judged import (
    CORRECT,
    INCORRECT,
    Found,
    Judged,
    Mask,
    counts_of,
    iso_day,
    sums_of,
)
from smo_review.quality.weighted import rate_of
from smo_review.queries.numbers import auditor_names
from smo_review.queries.trends import Material, material
from smo_review.store.workspace import Workspace

_VOTES = 2


def numbers_under(ws: Workspace, wanted: Filter, by: str = "") -> Numbers:
    """Figures over what the filter leaves, and by annotator, label, code, auditor or day.

    A filter's code and clause say which errors count: an annotation without such an error counts
    as correct. Beyond batch and project nothing is known of what was not judged, so that all
    annotations are judged ones, and an auditor's group counts the verdicts that count.
    """
    read_once = material(ws, wanted)
    told = as_wanted(read_once)
    whole = counts_of(told)
    names = _names(ws) if by == "auditor" else {}
    groups = [(key, counts_of(told.where(mask)), mask) for key, mask in _masks(told, read_once, by)]
    rates = [figures(counts) for _, counts, _ in groups]
    ranked = by in ("code", "day") or len(groups) < 2
    standing = [None] * len(groups) if ranked else places([one.accuracy for one in rates])
    return Numbers(
        all=figures(whole),
        by=by,
        groups=tuple(
            Group(key, own, names.get(key, key), _share(told, mask), place)
            for (key, _, mask), own, place in zip(groups, rates, standing, strict=True)
        ),
        head=told.head,
    )


def as_wanted(read_once: Material) -> Judged:
    """The columns with other errors than those that are meant counted as correct."""
    columns, wanted = read_once.judged, read_once.wanted
    if not wanted.code and not wanted.clause:
        return columns
    wrong = read_once.hits("errors") > 0
    return structs.replace(
        columns,
        outcome=np.where(columns.counted, np.where(wrong, INCORRECT, CORRECT), columns.outcome),
        critical=read_once.hits("critical"),
        noncritical=read_once.hits("noncritical"),
    )


def _masks(columns: Judged, read_once: Material, by: str) -> Iterator[tuple[str, Mask]]:
    """(key, its entries) of every group, by key."""
    if by == "label":
        labels = {label for said in columns.label_sets for label in said or ("",)}
        yield from ((label, columns.has_label(label)) for label in sorted(labels))
    elif by == "code":
        yield from _by_code(columns, read_once.found)
    elif by == "day":
        days = columns.clock(read_once.wanted.clock)
        yield from ((iso_day(day), days == day) for day in np.unique(days).tolist())
    elif by in ("annotator", "auditor"):
        names = columns.annotators if by == "annotator" else columns.auditors
        column = columns.annotator if by == "annotator" else columns.auditor
        named: Mask = columns.kind != _VOTES if by == "annotator" else column >= 0
        used = set(column[named].tolist())
        yield from (
            (names[at], named & (column == at)) for at in sorted(used, key=names.__getitem__)
        )


def _by_code(columns: Judged, found: tuple[Found, ...]) -> Iterator[tuple[str, Mask]]:
    wrong = columns.outcome == INCORRECT
    for code in sorted({one.code for one in found}):
        mask: Mask = np.zeros(len(columns), dtype=np.bool_)
        mask[[one.place for one in found if one.code == code]] = True
        if (mask & wrong).any():
            yield code, mask & wrong


def _share(columns: Judged, mask: Mask) -> Rate:
    """A group's part of all that was judged."""
    base = columns.counted
    own = base & mask
    sums = sums_of(columns.weight[base], columns.weight[own])
    return plain(rate_of(int(own.sum()), sums))


def _names(ws: Workspace) -> dict[str, str]:
    with ws.read() as conn:
        persons = [row[0] for row in conn.execute("SELECT id FROM persons")]
        return auditor_names(conn, persons)
