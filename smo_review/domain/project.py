"""A project: one labelling programme under quality review, as its file describes it."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

from msgspec import Struct

from smo_review.domain.facts import ErrorClass

Words: TypeAlias = dict[str, str]
"""A text in several languages: {"en": ..., "km": ..., "zh": ...}; "en" is always there."""

CoverLevel: TypeAlias = Literal["facts", "covered", "outline", "grey", "clear"]
"""The steps of a reveal, from least to most."""

QueueRule: TypeAlias = Literal["batch-order", "severity-mild-first", "shuffled"]
FORMAT = 1
MAX_MASK_WORD = 100
"""Characters of one masked word; what finding costs is bounded by it."""


class LabelDef(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A label of the project. `parent` is the id of the label above it, or empty."""

    id: str
    name: Words
    parent: str = ""
    severity: int = 0
    colour: str = ""


class ErrorCode(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A kind of error. A code with children is a heading and cannot be chosen.

    `weight` counts in the weighted score. A critical code fails the whole item.
    """

    id: str
    name: Words
    error_class: ErrorClass
    parent: str = ""
    critical: bool = False
    severity: int = 1
    weight: int = 1
    help: Words = {}


class RootCause(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Why errors happen, as the team names it."""

    id: str
    name: Words
    parent: str = ""


class Kpi(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A figure the team watches. Target and alarm are fractions (0.95), not percent."""

    id: str
    name: Words
    target: float
    alarm: float
    direction: Literal["higher", "lower"] = "higher"


class Person(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Somebody on the roster. `aliases` are the names annotations carry for them."""

    name: str
    aliases: tuple[str, ...] = ()
    team: str = ""
    languages: tuple[str, ...] = ()
    started: str = ""


class Stage(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A stage of the ramp-up: what a joiner is to reach in `days` calendar days.

    `volume` is work a working day (annotations that were reviewed and verdicts given); `accuracy`
    and `agreement` are fractions; `exercises` are titles. 0 or none asks nothing. Without
    `sign_off` the stage ends by itself.
    """

    id: str
    name: Words
    days: int
    volume: int = 0
    accuracy: float = 0.0
    agreement: float = 0.0
    exercises: tuple[str, ...] = ()
    sign_off: bool = True


class SamplingPlan(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How samples are drawn. How many: `n`, or a `precision` (half the width of the interval, a
    fraction, where about `expected` is wrong), or an `aql` (percent nonconforming, ISO 2859-1).

    `by` names strata; `risk` what is looked for, which then measures nothing. `severity` of the
    inspection is empty where switching decides it; `edition` is that of the standard's tables.
    `repeats` is the share of hidden repeats.
    """

    name: str = ""
    n: int = 0
    precision: float = 0.0
    expected: float = 0.5
    by: tuple[str, ...] = ()
    allocation: Literal["proportional", "equal", "neyman"] = "proportional"
    risk: tuple[str, ...] = ()
    aql: float = 0.0
    level: str = "II"
    severity: Literal["", "normal", "tightened", "reduced"] = ""
    double: bool = False
    edition: Literal["1989", "1999"] = "1989"
    repeats: float = 0.0


class Clause(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One numbered rule of the guideline; `text` is Markdown."""

    number: str
    title: Words
    text: Words
    labels: tuple[str, ...] = ()


class Guideline(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A version of the rules that annotators follow."""

    version: str = ""
    clauses: tuple[Clause, ...] = ()


class MaskList(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Words that are masked in every text until the person reveals them.

    `language` says for people whose words they are; texts of any language are looked through.
    """

    id: str
    words: tuple[str, ...]
    language: str = ""


class Mixing(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What everybody is told of hidden golds: `share` (a fraction) of a batch's items may be items
    with a known answer. Which they are is told nowhere. 0: none are mixed in."""

    share: float = 0.0


class Project(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Everything a team agrees on before a batch is packed."""

    id: str
    name: Words
    labels: tuple[LabelDef, ...] = ()
    error_codes: tuple[ErrorCode, ...] = ()
    root_causes: tuple[RootCause, ...] = ()
    kpis: tuple[Kpi, ...] = ()
    people: tuple[Person, ...] = ()
    guideline: Guideline = Guideline()
    cover_floor: CoverLevel = "covered"
    queue_rule: QueueRule = "batch-order"
    high_severity_run: int = 3
    reveal_seconds: int = 10
    snippets: tuple[Words, ...] = ()
    masks: tuple[MaskList, ...] = ()
    ramp_up: tuple[Stage, ...] = ()
    hidden_gold: Mixing = Mixing()
    leads: tuple[str, ...] = ()
    """Ids of the persons who alone may rule on disputes, close actions and reopen them; empty:
    anybody may."""
    sampling: tuple[SamplingPlan, ...] = ()
    format: int = FORMAT


def words(text: Words, language: str) -> str:
    """The text in `language`, else in English, else in whatever there is."""
    return text.get(language) or text.get("en") or next(iter(text.values()), "")


def unmarked(text: str) -> str:
    """A clause's words without Markdown's marks of emphasis and code, for where nothing reads them.

    What is marked is kept; a lone asterisk is an asterisk.
    """
    return _MARKED.sub(r"\2", text)


_MARKED = re.compile(r"(\*{1,3}|`+)(?=\S)(.+?)(?<=\S)\1", re.DOTALL)
