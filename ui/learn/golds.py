"""The golds as lines of a table, found by words, with what speaks against them. No widgets."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from smo_review.domain.learning import GoldView
from smo_review.domain.project import Project
from smo_review.domain.scores import GoldHealth
from smo_review.language import listed, tr
from smo_review.operations.workspace import Workspace
from smo_review.queries.batches import project_of
from smo_review.queries.gold import golds
from smo_review.queries.gold_health import gold_health
from smo_review.reports.tables import rate_words
from ui.learn.words import label_words


@dataclass(frozen=True)
class GoldLine:
    """A gold, how it fares, and the project that names its labels."""

    gold: GoldView
    health: GoldHealth
    project: Project

    @property
    def place(self) -> tuple[str, str]:
        return self.gold.batch, self.gold.item

    def cells(self) -> tuple[str, ...]:
        """Item, labels, concept, difficulty, answers, right, time, what speaks against it."""
        health = self.health
        return (
            self.gold.item,
            label_words(self.project, self.gold.labels),
            self.gold.concept or "–",
            str(self.gold.difficulty) if self.gold.difficulty else "–",
            str(health.answers),
            rate_words(health.right),
            tr("{n} s", n=round(health.first / 1000)) if health.first else "–",
            signs_words(health) or "–",
        )


def heads() -> tuple[str, ...]:
    return (
        tr("Item"),
        tr("Labels"),
        tr("Concept"),
        tr("Difficulty"),
        tr("Answers"),
        tr("Right at first"),
        tr("Time"),
        tr("Against it"),
    )


def signs_words(health: GoldHealth) -> str:
    """What speaks against a gold, and what could be asked instead."""
    words = {
        "memorised": tr("memorised"),
        "contested": tr("contested"),
        "disputed": tr("disputed"),
        "outdated": tr("outdated"),
    }
    told = listed(words[sign] for sign in health.signs)
    if told and health.instead is not None:
        return tr("{signs}; instead: {item}", signs=told, item=health.instead[1])
    return told


def read_golds(ws: Workspace) -> tuple[GoldLine, ...]:
    """Every gold here that is asked, those with something against them first."""
    health = {(one.batch, one.item): one for one in gold_health(ws)}
    found = [one for one in golds(ws) if (one.batch, one.item) in health]
    projects = {batch: project_of(ws, batch) for batch in {one.batch for one in found}}
    lines = [GoldLine(one, health[one.batch, one.item], projects[one.batch]) for one in found]
    return tuple(sorted(lines, key=lambda line: not line.health.signs))


def matching(lines: Iterable[GoldLine], query: str) -> Sequence[GoldLine]:
    """The lines that hold every word of a query."""
    wanted = _fold(query).split()
    return [line for line in lines if all(word in _fold(_terms(line)) for word in wanted)]


def _terms(line: GoldLine) -> str:
    gold = line.gold
    return " ".join((*line.cells(), *gold.labels, gold.clause, gold.rationale, gold.teaching))


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
