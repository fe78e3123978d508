"""When a batch is due, in words, and which batch comes first. No widgets."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from smo_review.domain.views import BatchSummary
from smo_review.language import tr


def due_date(text: str) -> date | None:
    """The date in an ISO text, or None where it is none."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def due_text(text: str, today: date) -> str:
    """When a batch is due, as a person would say it."""
    due = due_date(text)
    if due is None:
        return tr("No due date")
    days = (due - today).days
    if days == 0:
        return tr("Due today")
    if days == 1:
        return tr("Due tomorrow")
    if days == -1:
        return tr("Was due yesterday")
    if days < 0:
        return tr("{n} days late, was due on {date}", n=-days, date=due.isoformat())
    return tr("Due on {date}, in {n} days", date=due.isoformat(), n=days)


def left(summary: BatchSummary) -> int:
    """How many items of a batch are not done; none where the content was destroyed."""
    return 0 if summary.purged else max(summary.info.items - summary.items_done, 0)


def in_order(summaries: Iterable[BatchSummary]) -> list[BatchSummary]:
    """Batches with work left first, the earliest due first; those without a date after them.

    Batches whose content was destroyed come last: there is nothing to do in them any more.
    """

    def rank(summary: BatchSummary) -> tuple[bool, bool, bool, date, str]:
        due = due_date(summary.info.due)
        late = (due is None, due or date.max, summary.info.name)
        return (summary.purged, left(summary) == 0, *late)

    return sorted(summaries, key=rank)
