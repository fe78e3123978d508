"""A workspace with weeks of verdicts on three annotators' work, for tests of reports."""

from __future__ import annotations

import random
from pathlib import Path

from smo_review.domain.bundles import BatchInfo
from smo_review.domain.content import Annotation, Item, Mark, Part
from smo_review.domain.facts import Finding, Verdict
from smo_review.domain.project import (
    Clause,
    ErrorCode,
    Guideline,
    Kpi,
    LabelDef,
    Person,
    Project,
    RootCause,
)
from smo_review.store.ledger import merge_facts
from smo_review.store.workspace import Workspace
from tests.helpers.store_cases import DAY, Case, Writer, case, made

START = 20_400 * DAY
"""A Friday in November 2025."""
PROJECT = Project(
    "market",
    {"en": "Market posts", "km": "ការបង្ហោះផ្សារ", "zh": "市场帖子"},
    labels=(
        LabelDef("normal", {"en": "Normal", "km": "ធម្មតា", "zh": "正常"}),
        LabelDef("scam", {"en": "Scam", "km": "ការបោកប្រាស់", "zh": "诈骗"}, severity=3),
        LabelDef("weapons", {"en": "Weapons", "km": "អាវុធ", "zh": "武器"}, severity=4),
        LabelDef("minors", {"en": "Minors at risk", "km": "អនីតិជន", "zh": "未成年人"}, severity=4),
    ),
    error_codes=(
        ErrorCode(
            "missed-critical",
            {"en": "Missed, severe", "km": "ខកខាន ធ្ងន់ធ្ងរ", "zh": "漏标（严重）"},
            "missed", critical=True, severity=4,
        ),
        ErrorCode("missed", {"en": "Missed", "km": "ខកខាន", "zh": "漏标"}, "missed", severity=2),
        ErrorCode("over", {"en": "Over-flagged", "km": "ដាក់លើស", "zh": "误标"}, "over-flagged"),
        ErrorCode("wrong", {"en": "Wrong label", "km": "ស្លាកខុស", "zh": "标签错误"}, "wrong-label"),
    ),
    root_causes=(RootCause("haste", {"en": "Haste"}),),
    kpis=(Kpi("accuracy", {"en": "Accuracy"}, 0.9, 0.8),),
    people=(
        Person("Sokha", ("sokha",), "Phnom Penh", ("km",)),
        Person("Li Wei", ("liwei",), "Shenzhen", ("zh",)),
    ),
    guideline=Guideline(
        "v3",
        (
            Clause(
                "2.1",
                {"en": "Offers without a shop", "km": "ការផ្តល់ជូនគ្មានហាង", "zh": "无店铺的要约"},
                {
                    "en": "An offer that asks for money before anything is shown is a scam.",
                    "km": "ការផ្តល់ជូនដែលសុំប្រាក់មុនបង្ហាញអ្វីមួយ គឺជាការបោកប្រាស់។",
                    "zh": "未展示任何东西就要求付款的要约属于诈骗。",
                },
            ),
            Clause(
                "4.2",
                {"en": "Tools and weapons", "km": "ឧបករណ៍ និងអាវុធ", "zh": "工具与武器"},
                {
                    "en": "A kitchen knife in use is a tool; shown as a threat it is a weapon.",
                    "km": "កាំបិតផ្ទះបាយគឺជាឧបករណ៍ លុះត្រាតែប្រើសម្រាប់គំរាមកំហែង។",
                    "zh": "使用中的菜刀是工具；作为威胁展示时是武器。",
                },
            ),
        ),
    ),
)  # fmt: skip
ANNOTATORS = ("sokha", "liwei", "model-a")
ERRORS = (
    Finding(
        "missed-critical", "missed", critical=True, severity=4, right_label="weapons", clause="4.2"
    ),
    Finding("missed", "missed", severity=2, right_label="scam", clause="2.1"),
    Finding("over", "over-flagged", severity=1, label="scam", clause="2.1"),
    Finding("wrong", "wrong-label", severity=1, label="scam", right_label="normal", clause="2.1"),
)  # fmt: skip


def market(items: int = 120) -> Case:
    """A batch of posts in Khmer and Chinese, annotated by two people and a model."""
    posts = tuple(
        Item(
            f"post-{n:04}",
            (Part("text", text=f"secret words {n}"),),
            ("km", "zh")[n % 2],
            severity=n % 4,
        )
        for n in range(items)
    )
    labels = ("normal", "scam", "weapons")
    annotations = tuple(
        Annotation(
            post.id,
            name,
            (Mark(labels[(place + turn) % 3]),),
            kind="model" if turn == 2 else "person",
        )
        for place, post in enumerate(posts)
        for turn, name in enumerate(ANNOTATORS)
    )
    one = case(posts, ANNOTATORS, batch="b-market", project=PROJECT)
    info = BatchInfo("b-market", PROJECT.id, "Market", items, len(annotations))
    return Case(info, posts, annotations, one.keys, (), PROJECT)


def verdicts(
    items: int = 120, seed: int = 1, person: str = "auditor", first: int = 0
) -> list[bytes]:
    """An auditor's verdicts, three weeks of them, from item `first` on: better week by week."""
    writer = Writer(person, PROJECT.id)
    dice = random.Random(seed)
    bodies = []
    for n in range(first, items):
        week = 3 * (n - first) // max(1, items - first)
        for turn, name in enumerate(ANNOTATORS):
            wrong = dice.random() < (0.28, 0.16, 0.08)[week] + 0.05 * turn
            verdict = Verdict("b-market", f"post-{n:04}", name, "correct", took=4_000)
            if wrong:
                finding = dice.choices(ERRORS, (1, 3, 4, 2))[0]
                verdict = Verdict(
                    "b-market", f"post-{n:04}", name, "incorrect", findings=(finding,), took=9_000
                )
            elif dice.random() < 0.04:
                verdict = Verdict("b-market", f"post-{n:04}", name, "ambiguous", took=9_000)
            bodies.append(writer.write("verdict", verdict, START + week * 7 * DAY + n * 1_000_000))
    return bodies


def market_workspace(folder: Path, items: int = 120, judged: int | None = None) -> Workspace:
    """A workspace where most of the batch was judged."""
    ws = made(folder, market(items))
    merge_facts(ws, verdicts(items - 20 if judged is None else judged))
    return ws
