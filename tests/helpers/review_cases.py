"""A small project and its items for the tests of the review page."""

from __future__ import annotations

from smo_review.domain.content import Annotation, Box, Item, Mark, Part, Span
from smo_review.domain.project import (
    Clause,
    ErrorCode,
    Guideline,
    LabelDef,
    Project,
    RootCause,
)

PROJECT = Project(
    "safety",
    {"en": "Community safety"},
    labels=(
        LabelDef("hate", {"en": "Hate speech", "km": "ពាក្យស្អប់ខ្ពើម", "zh": "仇恨言论"}, severity=3),
        LabelDef("offensive", {"en": "Offensive", "zh": "冒犯性"}, severity=1),
        LabelDef("normal", {"en": "Normal", "zh": "正常"}),
    ),
    error_codes=(
        ErrorCode("missed", {"en": "Missed", "zh": "漏标"}, "missed"),
        ErrorCode(
            "missed-label",
            {"en": "Missed a label that applies", "zh": "漏标了适用的标签"},
            "missed",
            parent="missed",
            critical=True,
            severity=3,
        ),
        ErrorCode("missed-part", {"en": "Missed one part"}, "missed", parent="missed"),
        ErrorCode("benign", {"en": "Benign content flagged"}, "over-flagged"),
        ErrorCode("neighbour", {"en": "Neighbouring label"}, "wrong-label"),
        ErrorCode("place", {"en": "Place marked wrongly"}, "technical"),
    ),
    root_causes=(RootCause("haste", {"en": "Haste"}), RootCause("unclear", {"en": "Unclear rule"})),
    guideline=Guideline(
        "3.2",
        (
            Clause(
                "1",
                {"en": "What counts as hate", "zh": "什么是仇恨言论"},
                {"en": "Content that **attacks** a group. [More](file:///etc/hostname)"},
                labels=("hate",),
            ),
            Clause(
                "2",
                {"en": "Offensive words"},
                {"en": "Rude, without a group."},
                labels=("offensive",),
            ),
            Clause("3", {"en": "Quotation"}, {"en": "Reporting what others said is normal."}),
        ),
    ),
    snippets=({"en": "Quotation, see clause 3."}, {"en": "R&D group, target unclear."}),
)
TEXTS = (
    "The neighbours repaired the bridge together.",
    "ប្រជាជនបានជួបជុំគ្នានៅផ្សារ",
    "今天市场里来了很多新鲜蔬菜",
    "A quiet evening by the river.",
)
ITEMS = [
    Item(f"post-{number}", (Part("text", text),), language=language)
    for number, (text, language) in enumerate(zip(TEXTS, ("en", "km", "zh", "en"), strict=True), 1)
]
ANNOTATIONS = [
    annotation
    for item in ITEMS
    for annotation in (
        Annotation(item.id, "sokha", (Mark("hate", Span(0, 0, 3)),)),
        Annotation(item.id, "wei", (Mark("normal"),)),
        Annotation(item.id, "robot-7", (Mark("offensive", confidence=870_000),), kind="model"),
    )
]
BOX = Box(0, 100_000, 200_000, 300_000, 400_000)
