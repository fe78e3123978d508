"""What an annotator is handed to answer: their findings, without content, and what comes back.

A finding is named by the hash of its verdict and its place in it. Everything else beside `answer`
and `reason` is there to be read by people, and need not come back.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal, TypeAlias

from msgspec import Struct

from smo_review.domain.project import Words

FORM_FORMAT = "smo-findings/1"
FormKind: TypeAlias = Literal["json", "html", "xlsx"]
FORM_KINDS: tuple[FormKind, ...] = ("json", "html", "xlsx")


class FormFinding(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One finding of the form. `labels` are what the annotator gave, `finding` counts from 0."""

    verdict: str
    finding: int
    batch: str
    item: str
    code: str
    ordinal: int = 0
    batch_name: str = ""
    labels: tuple[Words, ...] = ()
    code_name: Words = {}
    critical: bool = False
    severity: int = 0
    label: Words = {}
    right_label: Words = {}
    clause: str = ""
    clause_title: Words = {}
    clause_text: Words = {}
    note: str = ""
    answer: str = ""
    reason: str = ""

    @property
    def id(self) -> str:
        """Unique among all findings, and the same in every form."""
        return f"{self.verdict}.{self.finding}"


class AnswerForm(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The whole form of one annotator. `language` is the one it was made in."""

    format: str
    annotator: str
    findings: tuple[FormFinding, ...]
    language: str = "en"


class FormWritten(Struct, frozen=True):
    """The files that were written, and what is in each. `sealed` findings were left out."""

    files: tuple[Path, ...]
    annotator: str
    findings: int
    answered: int
    sealed: int


class RulingsWritten(Struct, frozen=True):
    """The files of one annotator's rulings, and how many rulings of each outcome they tell."""

    files: tuple[Path, ...]
    annotator: str
    rulings: int
    accepted: int
    partly: int
    rejected: int
    waiting: int
    sealed: int


class AnswersTaken(Struct, frozen=True):
    """One file of answers that was taken in."""

    path: str
    annotator: str
    accepted: int
    disputed: int
    unanswered: int
    facts_new: int
    facts_known: int
