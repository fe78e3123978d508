"""Annotations to learn from, without their content."""

from __future__ import annotations

from collections import Counter

from smo_review.domain.project import unmarked
from smo_review.domain.reports import Example
from smo_review.language import tr
from smo_review.quality.judged import Found
from smo_review.queries.reports.basis import Basis, per_entry
from smo_review.queries.reports.lists import Chosen

MOST_EXAMPLES = 8


def examples(basis: Basis, chosen: Chosen, most: int = MOST_EXAMPLES) -> tuple[Example, ...]:
    """Annotations to learn from: critical ones first, then the most frequent errors, two of each
    code at most; never a sealed item."""
    found = [one for one in basis.findings(chosen.mask) if not basis.sealed(one.place)]
    often = per_entry(found, "code")
    ordered = sorted(
        found,
        key=lambda one: (not one.critical, -often[one.code], one.code, basis.entry(one.place)),
    )
    taken: Counter[str] = Counter()
    seen: set[int] = set()
    told: list[Example] = []
    for one in ordered:
        if len(told) < most and taken[one.code] < 2 and one.place not in seen:
            taken[one.code] += 1
            seen.add(one.place)
            told.append(_example(basis, one))
    return tuple(told)


def _example(basis: Basis, one: Found) -> Example:
    judged = basis.judged
    rule = basis.rule_of(one.clause)
    said = judged.label_sets[int(judged.labels[one.place])]
    right = basis.label(one.right_label) if one.right_label else tr("without this label")
    if one.error_class == "missed" and one.right_label and said:
        # What was given may be right as far as it goes.
        right = basis.labels(tuple(dict.fromkeys((*said, one.right_label))))
    return Example(
        ref=basis.entry(one.place),
        kinds=basis.kinds(one.place),
        given=basis.label(one.label) if one.label else basis.labels(said),
        right=right,
        code=basis.code(one.code),
        critical=one.critical,
        clause=basis.clause(one.clause) if one.clause else "",
        rule=unmarked(basis.say(rule.text)) if rule else "",
        pictured=basis.pictured(one.place),
    )
