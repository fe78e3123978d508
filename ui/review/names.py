"""The words shown for annotators, outcomes, states and languages, blind or not."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from smo_review.domain.content import Annotation, AnnotatorKind
from smo_review.domain.facts import ErrorClass, Outcome
from smo_review.domain.filters import Filter, FilterChoices
from smo_review.domain.project import Project, words
from smo_review.domain.views import ItemState, ItemView, QueueFilter, QueueShow
from smo_review.language import current, listed, tr
from ui.filters.wording import chips


def display_order(view: ItemView, blind: bool) -> tuple[int, ...]:
    """The order in which the annotations of an item are shown, as indexes.

    Blind, they are shuffled by a hash of their identity: the same order each time this item is
    seen, another for each item, so that a place on the screen does not give the annotator away.
    """
    indexes = range(len(view.annotations))
    if not blind:
        return tuple(indexes)
    return tuple(sorted(indexes, key=lambda i: _digest(view, view.annotations[i].annotation)))


def _digest(view: ItemView, annotation: Annotation) -> bytes:
    identity = "\0".join(
        (view.batch, annotation.item, annotation.annotator, str(annotation.ordinal))
    )
    return hashlib.sha256(identity.encode()).digest()


def letter(place: int) -> str:
    """A, B, ... Z, AA, AB, ... for places counted from 0."""
    text = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def annotator_name(annotation: Annotation, place: int, blind: bool) -> str:
    """The annotator as shown at `place` of the list; blind, only a letter."""
    if blind:
        return tr("Annotator {letter}", letter=letter(place))
    if annotation.ordinal:
        return tr("{name}, {n}", name=annotation.annotator, n=annotation.ordinal + 1)
    return annotation.annotator


def kind_word(kind: AnnotatorKind) -> str:
    """What kind of annotator it is; nothing for people, who are the usual ones."""
    return {"person": "", "model": tr("model"), "votes": tr("votes")}[kind]


def outcome_word(outcome: Outcome) -> str:
    return {
        "correct": tr("correct"),
        "incorrect": tr("incorrect"),
        "ambiguous": tr("ambiguous"),
        "unreviewable": tr("unreviewable"),
    }[outcome]


def outcome_words(outcomes: Iterable[Outcome]) -> str:
    """Several outcomes, one after another."""
    return listed(map(outcome_word, outcomes))


def outcome_sign(outcome: Outcome) -> str:
    """A sign that tells the outcomes apart without colour; it always stands beside the word."""
    return {"correct": "✓", "incorrect": "✕", "ambiguous": "?", "unreviewable": "–"}[outcome]


def state_word(state: ItemState) -> str:
    return {
        "open": tr("open"),
        "partly": tr("partly done"),
        "done": tr("done"),
        "sealed": tr("sealed"),
    }[state]


def show_word(show: QueueShow) -> str:
    return {
        "all": tr("All items"),
        "open": tr("Open"),
        "done": tr("Done"),
        "flagged": tr("Flagged"),
        "incorrect": tr("With an incorrect verdict"),
        "unsettled": tr("Unsettled"),
        "sealed": tr("Sealed"),
    }[show]


def class_word(error_class: ErrorClass) -> str:
    return {
        "missed": tr("missed"),
        "over-flagged": tr("over-flagged"),
        "wrong-label": tr("wrong label"),
        "technical": tr("technical"),
    }[error_class]


def label_name(project: Project, label: str) -> str:
    """The project's name for a label, else the label as it came."""
    found = next((entry for entry in project.labels if entry.id == label), None)
    return words(found.name, current()) if found else label


def code_name(project: Project, code: str) -> str:
    found = next((entry for entry in project.error_codes if entry.id == code), None)
    return words(found.name, current()) if found else code


def narrowed_text(filter: QueueFilter, project: Project, blind: bool) -> str:
    """By what a queue is narrowed beside what its own controls show; blind, without names."""
    found = []
    key = filter.group_key
    if filter.annotator or filter.group_by == "annotator":
        found.append(tr("one annotator") if blind else filter.annotator or key)
    if filter.label or filter.group_by == "label":
        found.append(label_name(project, filter.label or key))
    if filter.group_by == "code":
        found.append(code_name(project, key))
    if filter.group_by in ("auditor", "day"):
        found.append(key)
    if filter.language:
        found.append(filter.language)
    if filter.mild:
        found.append(tr("lighter items"))
    if filter.judged is not None:
        found.append(_judged_text(filter.judged, project, blind))
    return " · ".join(found)


def _judged_text(wanted: Filter, project: Project, blind: bool) -> str:
    """What a figure counts, whose items are shown; blind, without names."""
    known = FilterChoices(
        label=tuple((one.id, words(one.name, current())) for one in project.labels),
        code=tuple((one.id, words(one.name, current())) for one in project.error_codes),
    )
    secret = {"annotator", "auditor"} if blind else set()
    told = [text for field, text in chips(wanted, known) if field not in {"batch", *secret}]
    return " · ".join(told) or tr("judged items")


def percent(millionths: int) -> str:
    """A confidence as people read it."""
    return tr("{n}%", n=round(millionths / 10_000))
