"""Items, their parts, annotations with labels and locations, and gold.

Every number is an integer, so that a record has one canonical form and survives any round trip:
positions are millionths of the part's upright width or height (0..1,000,000 inside the picture),
times are milliseconds, text offsets are code points, shares and confidences are millionths,
angles are thousandths of a degree, clockwise.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

MILLION = 1_000_000
HEAVIEST = 1000 * MILLION
"""The largest weight of an item, of an annotation, and of the two together."""
PartKind: TypeAlias = Literal["text", "image", "video"]
AnnotatorKind: TypeAlias = Literal["person", "model", "votes"]


class Box(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, tag="box"):
    """A rectangle on an image or frame: top left corner and size, turned about that corner."""

    part: int
    x: int
    y: int
    w: int
    h: int
    rotation: int = 0


class Polygon(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, tag="polygon"):
    """A closed outline on an image or frame: (x, y) pairs."""

    part: int
    points: tuple[tuple[int, int], ...]


class Span(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, tag="span"):
    """A stretch of text: code points from `start` up to, not including, `end`."""

    part: int
    start: int
    end: int


class TimeRange(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, tag="time"):
    """A stretch of video: milliseconds from `start` to `end`."""

    part: int
    start: int
    end: int


class Pin(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, tag="pin"):
    """One point on an image, or on the frame shown at `at` milliseconds of a video."""

    part: int
    x: int
    y: int
    at: int | None = None


Location: TypeAlias = Box | Polygon | Span | TimeRange | Pin


class Mark(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One label that an annotator gave, with where it lies and how sure they were."""

    label: str
    location: Location | None = None
    confidence: int | None = None


class Annotation(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What one annotator said about one item. No marks means "none of the labels applies".

    `ordinal` tells apart several annotations by the same annotator of the same item (0, 1, ...);
    (batch, item, annotator, ordinal) is its identity. `made` is an ISO date or time. `weight`
    (millionths) and `stratum` say what it stands for where annotations, not items, were drawn:
    it counts with the product of both weights.
    """

    item: str
    annotator: str
    marks: tuple[Mark, ...] = ()
    ordinal: int = 0
    kind: AnnotatorKind = "person"
    guideline: str = ""
    made: str = ""
    weight: int = MILLION
    stratum: str = ""

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels in order of first use, each once."""
        return tuple(dict.fromkeys(mark.label for mark in self.marks))


class Part(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One piece of an item: text in `text`, or media named by the SHA-256 of its bytes (hex).

    `name` is the file's own name for people to read, never a path. `size` is in bytes.
    `transcript` is what is said in it, `translation` what a text says in another language, where
    they came with the item.
    """

    kind: PartKind
    text: str = ""
    media: str = ""
    name: str = ""
    size: int = 0
    transcript: str = ""
    translation: str = ""


class Item(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One piece of content. An item without parts is valid: it carries statistics only.

    `category` and `severity` (0-4) are what came with the item, never derived from annotations
    under review or gold; they make the one quiet line shown before a reveal.
    """

    id: str
    parts: tuple[Part, ...] = ()
    language: str = ""
    category: str = ""
    severity: int | None = None
    stratum: str = ""
    weight: int = MILLION


class Gold(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The reference answer for an item, with its reason and what a learner should take from it.

    `marks` say where its labels lie, where somebody said so; each has a location.
    """

    item: str
    labels: tuple[str, ...]
    rationale: str = ""
    clause: str = ""
    teaching: str = ""
    marks: tuple[Mark, ...] = ()


class AnnotationKey(Struct, frozen=True, order=True):
    """An annotation's identity across workspaces and files."""

    batch: str
    item: str
    annotator: str
    ordinal: int = 0
