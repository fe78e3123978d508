"""The last answers, which stay within reach for a second look."""

from __future__ import annotations

from typing import NamedTuple

from smo_review.domain.content import AnnotationKey
from smo_review.domain.facts import Outcome
from smo_review.domain.views import ItemView
from ui.review.flow import index_of

KEPT = 5


class Answer(NamedTuple):
    """A verdict just given; `key` is None where it was for all annotations of the item."""

    batch: str
    item: str
    number: int
    outcome: Outcome
    key: AnnotationKey | None


def with_answer(answers: tuple[Answer, ...], answer: Answer) -> tuple[Answer, ...]:
    """The answers with one more, the oldest dropped; a revised answer moves to the end."""
    return (*without(answers, answer), answer)[-KEPT:]


def without(answers: tuple[Answer, ...], answer: Answer) -> tuple[Answer, ...]:
    """The answers but for those on the same annotation."""
    same = (answer.batch, answer.item, answer.key)
    return tuple(one for one in answers if (one.batch, one.item, one.key) != same)


def stands(answer: Answer, view: ItemView) -> bool:
    """Whether an answer is still what the item's verdicts say; True for other items."""
    if (answer.batch, answer.item) != (view.batch, view.item.id):
        return True
    if answer.key is None:
        return all(entry.mine is not None for entry in view.annotations)
    index = index_of(view, answer.key)
    mine = view.annotations[index].mine if index is not None else None
    return mine is not None and mine.outcome == answer.outcome
