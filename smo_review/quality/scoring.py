"""Scores of an exercise: pure functions of its key and the answers, the same whoever calls them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from statistics import median

from smo_review.domain.content import MILLION
from smo_review.domain.learning import Answer, Member, PassRule
from smo_review.domain.numbers import Rate
from smo_review.domain.scores import (
    Bin,
    Confusion,
    ItemFigures,
    ItemResult,
    LabelScore,
    Score,
)
from smo_review.quality.intervals import rate
from smo_review.quality.places import place_right

BINS = (0.0, 0.5, 0.7, 0.9, 1.0001)
"""Lower ends of the bins of confidence, and the end of the last."""
ENOUGH = 5
"""Answers below which nothing is said of an item."""
EASY, HARD = 0.95, 0.4


def judged(member: Member, answer: Answer | None, places: bool = False) -> ItemResult:
    """One answer beside its gold: right where the sets of labels are equal. With `places` a right
    one is told to lie where gold does, or elsewhere."""
    gold = tuple(sorted(set(member.labels)))
    said = None if answer is None else tuple(sorted(set(answer.labels)))
    right = said == gold
    clause = answer.clause if answer is not None else ""
    confidence = answer.confidence if answer is not None else None
    golds = [mark.location for mark in member.marks if mark.location is not None]
    placed = None
    if places and right and answer is not None:
        placed = place_right(answer.location, golds)
    return ItemResult(
        member.item,
        gold,
        said,
        right,
        clause,
        member.clause,
        clause == member.clause if right and member.clause else None,
        None if confidence is None else confidence / MILLION,
        answer.took if answer is not None else 0,
        placed,
    )


def score(
    members: Sequence[Member],
    rule: PassRule,
    answers: Mapping[str, Answer],
    *,
    person: str,
    name: str,
    attempt: int,
    ended: bool,
    places: bool = False,
) -> Score:
    """A learner's run; `answers` by item."""
    results = tuple(judged(member, answers.get(member.item), places) for member in members)
    given = [one for one in results if one.answer is not None]
    right = rate(sum(one.right for one in results), len(results))
    labels = _labels(results)
    against = _against(rule, right, labels, results) if ended else ()
    sure = [(one.confidence, one.right) for one in given if one.confidence is not None]
    pairs = Counter((one.gold, one.answer) for one in given if one.answer is not None)
    took = [one.took for one in given if one.took > 0]
    return Score(
        person=person,
        name=name,
        attempt=attempt,
        ended=ended,
        items=len(results),
        answered=len(given),
        right=right,
        wrong_reason=sum(one.reason_right is False for one in results),
        over_flagged=sum(one.over for one in labels),
        missed=sum(one.missed for one in labels),
        median_took=round(median(took)) if took else 0,
        brier=sum((c - r) ** 2 for c, r in sure) / len(sure) if sure else None,
        passed=not against if ended else None,
        because=against,
        labels=labels,
        confusion=tuple(Confusion(*pair, n) for pair, n in sorted(pairs.items())),
        calibration=_calibration(sure),
        results=results,
        placed=sum(one.place_right is not None for one in results),
        wrong_place=sum(one.place_right is False for one in results),
    )


def _labels(results: Sequence[ItemResult]) -> tuple[LabelScore, ...]:
    """Each label that gold or an answer gave; items without an answer are missed."""
    names = sorted({label for one in results for label in (*one.gold, *(one.answer or ()))})
    found = []
    for label in names:
        gold = sum(label in one.gold for one in results)
        given = [one for one in results if label in (one.answer or ())]
        right = sum(label in one.gold for one in given)
        found.append(
            LabelScore(
                label,
                gold,
                right,
                gold - right,
                len(given) - right,
                rate(right, len(given)),
                rate(right, gold),
            )
        )
    return tuple(found)


def _against(
    rule: PassRule, right: Rate, labels: Sequence[LabelScore], results: Sequence[ItemResult]
) -> tuple[str, ...]:
    reached = right.value if rule.on == "point" else right.low
    told = [] if reached is not None and reached * MILLION >= rule.mark else ["mark"]
    recalls = {one.label: one.recall.value for one in labels}
    told += [
        f"floor {label}"
        for label, floor in sorted(rule.floors.items())
        if (value := recalls.get(label)) is not None and value * MILLION < floor
    ]
    wrong = {one.item for one in results if not one.right}
    told += [f"critical {item}" for item in rule.critical if item in wrong]
    return tuple(told)


def _calibration(sure: Sequence[tuple[float, bool]]) -> tuple[Bin, ...]:
    found = []
    for low, high in pairwise(BINS):
        inside = [(c, r) for c, r in sure if low <= c < high]
        if inside:
            mean = sum(c for c, _ in inside) / len(inside)
            found.append(Bin(mean, rate(sum(r for _, r in inside), len(inside))))
    return tuple(found)


def items(members: Sequence[Member], scores: Sequence[Score]) -> tuple[ItemFigures, ...]:
    """Each item over several learners' runs, and how it reads."""
    rest = {one.person: one.right.value or 0.0 for one in scores}
    found = []
    for place, member in enumerate(members):
        told = [(one.person, one.results[place]) for one in scores if one.results]
        given = [(who, one) for who, one in told if one.answer is not None]
        right = [who for who, one in given if one.right]
        wrong = [who for who, one in given if not one.right]
        said = Counter(one.answer for _, one in given if one.answer is not None)
        share = rate(len(right), len(given))
        found.append(
            ItemFigures(
                member.item,
                member.batch,
                member.source,
                tuple(sorted(set(member.labels))),
                member.concept,
                member.difficulty,
                len(given),
                share,
                tuple(sorted(said.items(), key=lambda one: (-one[1], one[0]))),
                _reading(said, share, [rest[who] for who in right], [rest[who] for who in wrong]),
            )
        )
    return tuple(found)


def _reading(
    said: Counter[tuple[str, ...]], share: Rate, right: list[float], wrong: list[float]
) -> str:
    if share.n < ENOUGH or share.value is None:
        return "few"
    if right and wrong and sum(wrong) / len(wrong) > sum(right) / len(right):
        return "suspicious"
    if share.value >= EASY:
        return "easy"
    top = said.most_common(1)[0][1] / share.n
    if top < 0.6:
        return "split"
    return "hard" if share.value <= HARD else "usual"
