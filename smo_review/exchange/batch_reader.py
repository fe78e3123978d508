"""A batch's records, held to each other (every id once, every reference to something there)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TypeVar

from smo_review.domain.content import HEAVIEST, Annotation, Gold, Item, Part
from smo_review.domain.errors import UserError
from smo_review.domain.learning import MOST_ATTEMPTS, Sheet
from smo_review.domain.project import Project
from smo_review.exchange.bundle import Bundle
from smo_review.exchange.fields import MOST, WrongField, check_mark, check_name, check_range
from smo_review.exchange.limits import MEDIA, PROJECT, SHEET, WITH_MEDIA, refused
from smo_review.exchange.lines import decode_lines, line_of
from smo_review.exchange.names import MAX_NAME
from smo_review.exchange.project_rules import check_project
from smo_review.language import tr

T = TypeVar("T")


def read_project(bundle: Bundle) -> Project:
    """The project that a bundle brings; UserError names the field that is not as it must be."""
    project = _project(bundle.whole(PROJECT))
    if project.id != bundle.manifest.project:
        raise refused(
            tr("The project's id differs from the manifest's."),
            tr("{part}, field id", part=PROJECT),
        )
    return project


@lru_cache(maxsize=2)
def _project(body: bytes) -> Project:
    """A project by its bytes, held to its rules once: of a hundred vote files each brings it."""
    project = next(decode_lines(iter([body]), PROJECT, Project))
    try:
        check_project(project, PROJECT)
    except UserError as error:
        raise refused(error.what, error.where) from None
    return project


class BatchReader:
    """Reads a batch's (or gold's) lines in order: `items` first, then `annotations`, then `gold`.

    Annotations and gold are checked against the items read before them.
    """

    def __init__(self, bundle: Bundle) -> None:
        self._bundle = bundle
        self._sizes = {part.name: part.size for part in bundle.media()}
        self._parts_of: dict[str, int] = {}
        self._annotations: set[tuple[str, str, int]] = set()
        self._gold: set[str] = set()

    def sheet(self) -> Sheet | None:
        """What a learner is told of an exercise; None where the bundle is none."""
        if not self._bundle.has(SHEET):
            return None
        sheet = self._bundle.record(SHEET, Sheet)
        if sheet.mode == "exam" and self._bundle.has("gold.jsonl"):
            raise refused(tr("An exam carries no gold."), "gold.jsonl")
        if not 1 <= sheet.attempts <= MOST_ATTEMPTS or not 1 <= len(sheet.title) <= MAX_NAME:
            raise refused(
                tr("An exercise needs a title and 1 to {n} attempts.", n=MOST_ATTEMPTS), SHEET
            )
        return sheet

    def items(self) -> Iterator[Item]:
        """The items; UserError for an id given twice or media that is not in the file."""
        self._parts_of.clear()
        return self._checked("items.jsonl", Item, self._check_item)

    def annotations(self) -> Iterator[Annotation]:
        """The annotations; UserError for an unknown item or an annotation given twice."""
        self._annotations.clear()
        return self._checked("annotations.jsonl", Annotation, self._check_annotation)

    def gold(self) -> Iterator[Gold]:
        """The reference answers; in a batch their items must be there, and are read if need be."""
        self._gold.clear()
        if not self._bundle.has("gold.jsonl"):
            return
        if self._bundle.manifest.kind in WITH_MEDIA and not self._parts_of:
            for _ in self.items():
                pass
        yield from self._checked("gold.jsonl", Gold, self._check_gold)

    def _checked(self, part: str, kind: type[T], check: Callable[[T], None]) -> Iterator[T]:
        for number, record in enumerate(self._bundle.records(part, kind), 1):
            try:
                check(record)
            except WrongField as wrong:
                raise refused(
                    tr(
                        "The field {field} is not as it must be; expected {what}.",
                        field=wrong.field,
                        what=wrong.expected,
                    ),
                    line_of(part, number),
                ) from None
            yield record

    def _check_item(self, item: Item) -> None:
        check_name(item.id, "id")
        if item.id in self._parts_of:
            raise WrongField("id", tr("each id once, not “{id}” again", id=item.id))
        self._parts_of[item.id] = len(item.parts)
        check_range(item.severity or 0, 0, 4, "severity")
        check_range(item.weight, 0, HEAVIEST, "weight")
        for place, part in enumerate(item.parts):
            self._check_part(part, place)

    def _check_part(self, part: Part, place: int) -> None:
        if part.kind == "text":
            if part.media:
                raise WrongField(f"parts[{place}].media", tr("nothing, for the part is text"))
        elif part.text:
            raise WrongField(f"parts[{place}].text", tr("nothing, for the part is media"))
        elif part.translation:
            raise WrongField(f"parts[{place}].translation", tr("nothing, for the part is media"))
        elif self._sizes.get(MEDIA + part.media) != part.size:
            raise WrongField(
                f"parts[{place}].media", tr("the SHA-256 of media in this file, and its size")
            )

    def _check_annotation(self, annotation: Annotation) -> None:
        self._check_known(annotation.item)
        check_name(annotation.annotator, "annotator")
        check_range(annotation.ordinal, 0, MOST, "ordinal")
        check_range(annotation.weight, 0, HEAVIEST, "weight")
        key = (annotation.item, annotation.annotator, annotation.ordinal)
        if key in self._annotations:
            raise WrongField("ordinal", tr("each item, annotator and ordinal once"))
        self._annotations.add(key)
        for place, mark in enumerate(annotation.marks):
            check_mark(mark, self._parts_of[annotation.item], f"marks[{place}].")

    def _check_gold(self, gold: Gold) -> None:
        check_name(gold.item, "item")
        if self._bundle.manifest.kind in WITH_MEDIA:
            self._check_known(gold.item)
        if gold.item in self._gold:
            raise WrongField("item", tr("each item once"))
        self._gold.add(gold.item)
        for label in gold.labels:
            check_name(label, "labels")

    def _check_known(self, item: str) -> None:
        if item not in self._parts_of:
            raise WrongField("item", tr("an item of this batch, not “{id}”", id=item))
