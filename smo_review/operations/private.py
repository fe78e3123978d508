"""What is kept for the person alone: how long content was revealed, and how little sufficed.

None of it is a fact, and none of it touches what others may see: nothing is told to other pages.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from smo_review.domain.private import REVEALED, Severity
from smo_review.domain.project import CoverLevel
from smo_review.store import private
from smo_review.store.workspace import Workspace


def note_exposure(
    ws: Workspace, seconds_by_level: Mapping[CoverLevel, float], severity: Severity
) -> None:
    """Add seconds for which items of a severity were revealed, to today of the person's calendar.

    Levels at which nothing is to be seen are left out. UserError where it cannot be kept.
    """
    milliseconds = {
        level: round(seconds_by_level[level] * 1000)
        for level in REVEALED
        if seconds_by_level.get(level, 0) > 0
    }
    if milliseconds:
        with private.writing(ws.path) as conn:
            private.add_exposure(conn, date.today().toordinal(), severity, milliseconds)


def note_sufficed(
    ws: Workspace, level: CoverLevel, category: str, severity: Severity, verdicts: int = 1
) -> None:
    """Add verdicts that were given with `level` as the most revealed of the item, to today.

    `category` and `severity` are what came with the item. UserError where it cannot be kept.
    """
    with private.writing(ws.path) as conn:
        private.add_sufficed(conn, date.today().toordinal(), level, category, severity, verdicts)


def note_away(ws: Workspace, seconds: float) -> None:
    """Add one time away to today. UserError where it cannot be kept."""
    with private.writing(ws.path) as conn:
        private.add_away(conn, date.today().toordinal(), round(seconds * 1000))


def check_in(ws: Workspace, step: int) -> None:
    """Keep today's answer, 1 to 5, in place of one given before. UserError where it cannot be."""
    with private.writing(ws.path) as conn:
        private.put_check_in(conn, date.today().toordinal(), step)


def forget_private(ws: Workspace) -> None:
    """Erase the person's private figures and their key for good; the next one begins anew."""
    private.erase(ws.path)
