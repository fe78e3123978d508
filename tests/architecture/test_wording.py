"""Khmer and Chinese keep the rules of their writing, and have one word for each field word."""

from __future__ import annotations

import re
from functools import cache

import pytest
from babel.messages.pofile import read_po

from tools import translations

HAN = "\u3400-\u9fff"
KHMER = "\u1780-\u17ff"
CODE = re.compile(
    r"\{[^{}]*\}|\(\*[^()]*\)|\[[^\[\]]*\]|\bdata:image/|\d{1,3}(?:,\d{3})+|[A-Za-z0-9_.]+(?:,[A-Za-z0-9_.]+)+"
)
"""Placeholders, patterns of file names, and what is typed or written as in a file."""

OTHER_WORDS = {
    "km": {
        "annotation": ("ចំណារ",),
        "case": ("ករណី(?!គំរូ|អាក្រក់|ដែល)",),
        "content": ("មាតិកា(?!$)",),
        "dispute": ("តវ៉ា",),
        "finding": ("កំហុស(?:ដែល)?រកឃើញ",),
        "guideline": ("សេចក្ដីណែនាំ",),
        "interval": ("ចន្លោះជឿជាក់",),
        "ledger": ("សៀវភៅកំណត់ត្រា",),
        "median": ("មធ្យម \\(មេដ្យាន",),
        "missed": ("ខកខាន",),
        "over-flagged": ("ដាក់លើស",),
        "overturn": ("បដិវត្ត",),
        "percentage points": ("ចំណុចភាគរយ",),
        "ramp-up": ("ផែនការហ្វឹកហាត់(?!ចូល)",),
        "sampling": ("ដកគំរូ",),
        "severity": ("ភាពធ្ងន់ធ្ងរ",),
        "stage": ("ឆាក(?!់)",),
        "trainer": ("គ្រូ(?!បណ្ដុះបណ្ដាល)",),
        "control chart": ("តារាងត្រួតពិនិត្យ",),
        "workbook": ("សៀវភៅការងារ|សៀវភៅតារាង",),
    },
    "zh": {
        "action": ("行动",),
        "annotation": ("个标注(?!员)",),
        "blind": ("盲态",),
        "bundle": ("数据包",),
        "case": ("先例",),
        "chance": ("机会校正",),
        "dispute": ("质疑", "争议(?<!有争议)"),
        "guideline": ("指南",),
        "incorrect": ("不正确(?!计)",),
        "over-flagged": ("(?<!错)误标",),
        "reveal": ("揭示",),
        "ruling": ("裁决",),
        "sample size": ("有效 n",),
        "second look": ("复查",),
        "you": ("你",),
        "critical accuracy": ("关键准确率",),
        "not enough yet": ("尚不足够", "数据还不够", "数量不足"),
    },
}
"""What stood for a field word beside the one word that it has; a part of a pattern may follow."""

FIELD = (
    "action|agreement|annotation|annotator|auditor|batch|bundle|calibration|case|clause|cover|deck"
    "|dispute|error|exam|exercise|fact|finding|gold|guideline|incident|item|label|learner|ledger"
    "|minutes|practice|project|report|reveal|review|ruling|sample|severity|stratum|strata|session"
    "|trainer|verdict|vote|workspace"
)
TYPED = re.compile(
    r"--[\w-]+(?:[= ][\w.:=]+)*|“[\w-]+”|`\w+`|\w+\.\w+|\[\[?[\w, ]+\]?\]|count:LABEL|[A-Z]+=[A-Z]+"
    r"|smo-review [A-Za-z-]+|SMO Review|Label Studio|disputes list|gold sets"
)
"""What a person types or reads in a file, in every language."""


@cache
def messages(language: str) -> tuple[tuple[str, str], ...]:
    """Every message with its translation, without the places where a line may end."""
    path = translations.CATALOGUES / language / "LC_MESSAGES" / f"{translations.DOMAIN}.po"
    with path.open("rb") as file:
        catalogue = read_po(file)
    return tuple(
        (str(one.id), str(one.string).replace(translations.BREAK, ""))
        for one in catalogue
        if one.id
    )


def wrong(language: str, pattern: str) -> list[str]:
    """The translations in which `pattern` is found, apart from what is code."""
    sought = re.compile(pattern)
    return [text for _, text in messages(language) if sought.search(CODE.sub("·", text))]


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param(f"[{HAN}][,;:!?]|[,;:!?][{HAN}]", id="half-width marks"),
        pytest.param(f"[{HAN}] ?\\(|\\) ?[{HAN}]|\\([^()]*[{HAN}]", id="half-width brackets"),
        pytest.param(r"[\"]|(?<![A-Za-z])'|'(?![a-z])", id="straight quotes"),
        pytest.param(f"[{HAN}]\\.\\.|。。|，，", id="dots for an ellipsis"),
        pytest.param(f"[{HAN}][A-Za-z0-9]|[A-Za-z0-9%][{HAN}]", id="no space beside Latin"),
        pytest.param("[，。：；（）？] | [，。：；（）？]", id="a space beside a full-width mark"),
    ],
)
def test_chinese_has_the_marks_of_chinese(pattern: str) -> None:
    assert wrong("zh", pattern) == []


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param("[០-៩]", id="Khmer digits"),
        pytest.param(f"[{KHMER}] ?;|;$", id="a semicolon"),
        pytest.param(f"[{KHMER}]:", id="a Latin colon"),
        pytest.param(r" [។៖?]", id="a space before a mark"),
        pytest.param(f"[។៖][{KHMER}A-Za-z0-9]", id="no space after a mark"),
        pytest.param(r"[\"]|(?<![A-Za-z])'|'(?![a-z])", id="straight quotes"),
        pytest.param("ឲ្យ|ផ្តល់|ចាប់ផ្តើម|ម្តង|ប្តូរ|សប្តាហ៍|កណ្តាល", id="another spelling"),
    ],
)
def test_khmer_is_written_one_way(pattern: str) -> None:
    assert wrong("km", pattern) == []


@pytest.mark.parametrize(
    ("language", "word"),
    [(language, word) for language, words in OTHER_WORDS.items() for word in words],
)
def test_a_field_word_has_one_word(language: str, word: str) -> None:
    assert wrong(language, "|".join(OTHER_WORDS[language][word])) == []


@pytest.mark.parametrize("language", OTHER_WORDS)
def test_no_field_word_stays_english(language: str) -> None:
    english = re.compile(rf"(?<![\w{{-])(?:{FIELD})s?(?![\w}}-])", re.IGNORECASE)
    left = []
    for told, text in messages(language):
        listed = re.search(r"[a-z]+, [a-z]+, [a-z]+|[a-z]+、[a-z]+、[a-z]+", text)
        if not listed and english.search(TYPED.sub("", text)):
            left.append((told, text))
    assert left == []
