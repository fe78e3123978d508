"""The person's private figures, for the person alone."""

from __future__ import annotations

from datetime import date

from smo_review.domain.private import PrivateFigures
from smo_review.store import private
from smo_review.store.workspace import Workspace


def my_figures(ws: Workspace, days: int = 7) -> PrivateFigures:
    """What was kept in the last `days` days, today among them; empty where nothing was.

    UserError where the figures cannot be opened.
    """
    with private.reading(ws.path) as conn:
        if conn is None:
            return PrivateFigures(days)
        return private.read_figures(conn, date.today().toordinal(), days)
