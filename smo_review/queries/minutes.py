"""The minutes of a guided session, gathered from facts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from smo_review.domain.matters import Told, standing
from smo_review.domain.minutes import (
    AgreedAction,
    Attendance,
    ItemMinutes,
    Measure,
    Minutes,
    OpenQuestion,
    Ruled,
)
from smo_review.domain.numbers import Rate
from smo_review.domain.project import Project
from smo_review.domain.sessions import Round, Ruling, SlideView, Tally
from smo_review.quality.spreads import coefficients_of
from smo_review.quality.tally import mean_with_interval
from smo_review.queries.numbers import ledger_head
from smo_review.queries.sessions import OWN, tally
from smo_review.store.catalog import all_batches
from smo_review.store.database import Connection
from smo_review.store.matters import matters
from smo_review.store.texts import open_notes
from smo_review.store.withheld import sealed_places
from smo_review.store.workspace import Workspace


def minutes(ws: Workspace, session: str) -> Minutes:
    """What remains of a session. UserError where it is not here.

    Votes that were not shown are not in it, and nobody's single vote is.
    """
    stands = tally(ws, session)
    with ws.read() as conn:
        own = matters(conn, OWN, session)
        actions = _of_session(conn, "session-action", session)
        questions = _of_session(conn, "question", session)
        words = open_notes(conn, [one.matter.text for one in actions])
        project = _project(conn, stands.deck)
        sealed = sealed_places(conn)
        head = ledger_head(conn)
    begun = standing([one for one in own if one.kind == "session"])[-1]
    rulings = standing([one for one in own if one.kind == "ruling"])
    items = tuple(
        _item(slide, rulings, (stands.deck, slide.item) in sealed) for slide in stands.slides
    )
    first = [told for slide in stands.slides if (told := _round(slide, 1)) is not None]
    second = [told for slide in stands.slides if (told := _round(slide, 2)) is not None]
    labels, clauses = _mentioned(items, questions)
    return Minutes(
        session,
        stands.title,
        project.id,
        project.name,
        begun.name or begun.person,
        begun.time,
        max(one.time for one in (*own, *actions, *questions)),
        _attendance(stands),
        items,
        _mean(told.agreement for told in first),
        _mean(told.agreement for told in second),
        _mean(_changes(stands)),
        _measures(first, second),
        tuple(
            OpenQuestion(
                one.matter.question, one.matter.text, one.matter.clause, one.matter.answered
            )
            for one in questions
        ),
        tuple(
            AgreedAction(
                one.matter.action,
                words.get(one.matter.text, ""),
                one.matter.owner,
                one.matter.due,
                one.matter.done,
            )
            for one in actions
        ),
        {one.id: one.name for one in project.labels if one.id in labels},
        {one.number: one.title for one in project.guideline.clauses if one.number in clauses},
        head,
    )


def _of_session(conn: Connection, kind: str, session: str) -> list[Told]:
    return [one for one in standing(matters(conn, [kind])) if one.matter.session == session]


def _project(conn: Connection, deck: str) -> Project:
    """The deck's project; one without names where the deck is not here."""
    found = (row.project for row in all_batches(conn) if row.info.id == deck)
    return next(found, Project("", {}))


def _round(slide: SlideView, number: int) -> Round | None:
    """A round that was revealed."""
    return next((one for one in slide.rounds if one.round == number and one.revealed), None)


def _item(slide: SlideView, rulings: Sequence[Told], sealed: bool) -> ItemMinutes:
    if sealed:
        return ItemMinutes(slide.item, slide.source_item, "", None, None, (), None, sealed=True)
    told = next((one for one in reversed(rulings) if one.matter.item == slide.item), None)
    ruled = None
    if told is not None:
        said: Ruling = told.matter
        ruled = Ruled(
            said.labels, said.clause, slide.reason, said.undecided, told.name or told.person
        )
    return ItemMinutes(
        slide.item,
        slide.source_item,
        slide.prompt,
        _round(slide, 1),
        _round(slide, 2),
        slide.remarks,
        ruled,
    )


def _attendance(stands: Tally) -> tuple[Attendance, ...]:
    rounds = [told for slide in stands.slides for told in slide.rounds if told.revealed]

    def voted(name: str, number: int) -> int:
        return sum(
            any(ballot.voter == name for ballot in told.ballots)
            for told in rounds
            if told.round == number
        )

    return tuple(
        Attendance(
            name,
            voted(name, 1),
            voted(name, 2),
            sum(name in told.late for told in rounds),
            sum(name in told.double for told in rounds),
        )
        for name in stands.people
    )


def _changes(stands: Tally) -> Iterable[float]:
    for slide in stands.slides:
        before, after = _round(slide, 1), _round(slide, 2)
        shares = [told.agreement if told is not None else None for told in (before, after)]
        if shares[0] is not None and shares[1] is not None:
            yield shares[1] - shares[0]


def _mean(values: Iterable[float | None]) -> Rate:
    found = mean_with_interval([value for value in values if value is not None])
    if found is None:
        return Rate(None, 0, None, None)
    value, low, high, n = found
    return Rate(value, n, low, high)


def _measures(first: Sequence[Round], second: Sequence[Round]) -> tuple[Measure, ...]:
    names = ("Fleiss kappa", "Gwet AC1", "Krippendorff alpha")
    before, after = coefficients_of(first)[1:], coefficients_of(second)[1:]
    return tuple(Measure(*told) for told in zip(names, before, after, strict=True))


def _mentioned(
    items: Iterable[ItemMinutes], questions: Iterable[Told]
) -> tuple[set[str], set[str]]:
    """Labels and clauses that the minutes speak of."""
    labels: set[str] = set()
    clauses = {one.matter.clause for one in questions}
    for item in items:
        for told in (item.before, item.after):
            labels.update(label for side in (told.spread if told else ()) for label in side.labels)
        if item.ruling is not None:
            labels.update(item.ruling.labels)
            clauses.add(item.ruling.clause)
    return labels, clauses
