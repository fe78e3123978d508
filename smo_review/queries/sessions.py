"""A guided session as it stands, put together from facts: nothing else is kept of it."""

from __future__ import annotations

from msgspec import Struct

from smo_review.domain.errors import UserError
from smo_review.domain.learning import Answer, Exercise
from smo_review.domain.matters import Told, standing
from smo_review.domain.sessions import (
    ROUNDS,
    Ballot,
    Channel,
    Ruling,
    Session,
    Slide,
    SlideView,
    Tally,
)
from smo_review.language import tr
from smo_review.quality.tally import counted, mean_with_interval
from smo_review.store.database import Connection
from smo_review.store.matters import matters
from smo_review.store.texts import open_notes
from smo_review.store.workspace import Workspace


class SessionSummary(Struct, frozen=True):
    """A session in a list. `time` is when it began, UTC microseconds."""

    session: str
    deck: str
    title: str
    slides: int
    ruled: int
    people: tuple[str, ...]
    time: int


class _Facts(Struct, frozen=True):
    """All facts of one session."""

    session: Session
    began: int
    ballots: tuple[Ballot, ...]
    spreads: dict[tuple[str, int], tuple[str, ...]]
    rulings: dict[str, Ruling]
    questions: tuple[str, ...]
    sources: dict[str, tuple[str, str]]


def sessions(ws: Workspace) -> tuple[SessionSummary, ...]:
    """Every session that is here, the newest first."""
    with ws.read() as conn:
        found = standing(matters(conn, ["session"]))
        ruled = [one.matter for one in standing(matters(conn, ["ruling"]))]
    return tuple(
        SessionSummary(
            one.matter.session,
            one.matter.deck,
            one.matter.title,
            len(one.matter.slides),
            len({told.item for told in ruled if told.session == one.matter.session}),
            one.matter.people,
            one.time,
        )
        for one in reversed(found)
    )


def tally(ws: Workspace, session: str) -> Tally:
    """The session as it stands. UserError where it is not here.

    What was not revealed is not in it: before the reveal of a round it tells how many votes are in
    and who is missing.
    """
    with ws.read() as conn:
        facts = _facts(conn, session)
        told = facts.session
        wanted = [text for one in told.slides for text in (one.prompt, one.note)]
        wanted += [one.reason for one in facts.rulings.values()]
        words = open_notes(conn, [text for text in wanted if text])
    slides = tuple(_slide(one, facts, words) for one in told.slides)
    agreed = {
        number: [
            told.agreement
            for slide in slides
            for told in slide.rounds
            if told.round == number and told.agreement is not None
        ]
        for number in ROUNDS
    }
    return Tally(
        session,
        told.deck,
        told.title,
        _people(facts),
        slides,
        facts.questions,
        mean_with_interval(agreed[1]),
        mean_with_interval(agreed[2]),
    )


def ballots_of(ws: Workspace, session: str) -> tuple[Ballot, ...]:
    """Every vote of a session that is here, by whichever way it came."""
    with ws.read() as conn:
        return _facts(conn, session).ballots


def sources_of(ws: Workspace, session: str) -> dict[str, tuple[str, str]]:
    """By item of the deck: the batch and item that it comes from, where the deck was built here."""
    with ws.read() as conn:
        return _facts(conn, session).sources


def _facts(conn: Connection, session: str) -> _Facts:
    found = standing(matters(conn, ["session"], session))
    if not found:
        raise UserError(
            tr("There is no such session here."), session, tr("Begin it, or check its id.")
        )
    told: Session = found[-1].matter
    began = found[-1].time
    spreads: dict[tuple[str, int], tuple[str, ...]] = {}
    for one in sorted(matters(conn, ["spread"], session), key=lambda one: (one.time, one.hash)):
        spreads.setdefault((one.matter.item, one.matter.round), one.matter.votes)
    rulings = {one.matter.item: one.matter for one in standing(matters(conn, ["ruling"], session))}
    questions = tuple(
        one.matter.text
        for one in standing(matters(conn, ["question"]))
        if one.matter.session == session
    )
    built: list[Exercise] = [one.matter for one in standing(matters(conn, ["exercise"], told.deck))]
    sources = {
        member.item: (member.batch, member.source) for one in built for member in one.members
    }
    return _Facts(told, began, _ballots(conn, told, began), spreads, rulings, questions, sources)


def _ballots(conn: Connection, session: Session, began: int) -> tuple[Ballot, ...]:
    found = [
        Ballot(
            one.matter.item,
            one.matter.round,
            one.matter.voter,
            one.matter.labels,
            one.matter.clause,
            one.matter.confidence,
            "seat",
            one.hash,
            one.time,
        )
        for one in standing(matters(conn, ["vote"], session.session))
    ]
    items = {slide.item for slide in session.slides}
    for one in standing(matters(conn, ["answer"], session.deck)):
        said: Answer = one.matter
        if said.item in items and said.attempt in ROUNDS:
            found.append(_from_file(one, said, began))
    return tuple(sorted(found))


def _from_file(told: Told, said: Answer, began: int) -> Ballot:
    channel: Channel = "before" if told.time < began else "file"
    return Ballot(
        said.item,
        said.attempt,
        told.name or told.person,
        said.labels,
        said.clause,
        said.confidence,
        channel,
        told.hash,
        told.time,
    )


def _people(facts: _Facts) -> tuple[str, ...]:
    """Those who were invited, then whoever voted besides."""
    return tuple(dict.fromkeys((*facts.session.people, *sorted({b.voter for b in facts.ballots}))))


def _slide(slide: Slide, facts: _Facts, words: dict[str, str]) -> SlideView:
    people = _people(facts)
    rounds = tuple(
        counted(facts.ballots, slide.item, number, people, facts.spreads.get((slide.item, number)))
        for number in ROUNDS
        if number == 1 or (slide.item, 1) in facts.spreads
    )
    ruling = facts.rulings.get(slide.item)
    batch, item = facts.sources.get(slide.item, ("", ""))
    return SlideView(
        slide.item,
        words.get(slide.prompt, ""),
        words.get(slide.note, ""),
        slide.clause,
        rounds,
        ruling,
        words.get(ruling.reason, "") if ruling is not None else "",
        batch,
        item,
    )
