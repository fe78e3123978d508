"""A guided session as it stands, put together from facts: nothing else is kept of it."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct, structs

from smo_review.domain.errors import UserError
from smo_review.domain.learning import Answer, Exercise
from smo_review.domain.matters import Told, standing
from smo_review.domain.sessions import (
    ROUNDS,
    Ballot,
    Channel,
    Deck,
    Round,
    Ruling,
    Session,
    Slide,
    SlideDraft,
    SlideView,
    Tally,
)
from smo_review.language import tr
from smo_review.quality.tally import counted, mean_with_interval
from smo_review.queries.gold import golds
from smo_review.queries.items import item_view
from smo_review.queries.learning import run_of
from smo_review.queries.queue import row_of
from smo_review.store.database import Connection
from smo_review.store.matters import matters
from smo_review.store.texts import open_notes
from smo_review.store.workspace import Workspace

OWN = ("session", "call", "vote", "spread", "remark", "ruling")
"""Kinds of facts whose subject is the session."""
LED = ("call", "spread", "remark", "ruling")
"""Those that say where the presenter stands."""


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
    """All facts of one session, read once."""

    session: Session
    began: int
    ballots: tuple[Ballot, ...]
    calls: dict[tuple[str, int], tuple[int, int]]
    spreads: dict[tuple[str, int], tuple[str, ...]]
    rulings: dict[str, Ruling]
    remarks: dict[str, tuple[str, ...]]
    questions: tuple[str, ...]
    sources: dict[str, tuple[str, str]]
    last: str
    """The item that the last of the facts is about, empty before the first."""


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


def deck_of(ws: Workspace, deck: str) -> Deck:
    """A deck with the teaching note (else the rationale) and the clause of each item's gold.

    UserError where it is not here, or is an exercise of another kind.
    """
    run = run_of(ws, deck)
    if run.sheet.mode != "session":
        raise UserError(
            tr("This exercise is no deck for a session."),
            run.sheet.title,
            tr("Build one with the mode “session”."),
        )
    known = {(one.batch, one.item): one for one in golds(ws)}
    with ws.read() as conn:
        sources = _sources(conn, deck)
    drafts, facts = [], []
    for item in run.items:
        gold = known.get(sources.get(item, ("", "")))
        note = (gold.teaching or gold.rationale) if gold is not None else ""
        drafts.append(SlideDraft(item, "", note, gold.clause if gold is not None else ""))
        row = row_of(ws, deck, item)
        told = item_view(ws, row).item if row is not None else None
        kinds = tuple(part.kind for part in told.parts) if told is not None else ()
        facts.append((kinds, told.category if told else "", told.severity if told else None))
    return Deck(deck, run.sheet.title, tuple(drafts), tuple(facts))


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
        wanted += [text for told in facts.remarks.values() for text in told]
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
        told.seats,
        _at(facts),
    )


def ballots_of(conn: Connection, session: str) -> tuple[Ballot, ...]:
    """Every vote of a session that is here, by whichever way it came."""
    told = _own(conn, session)
    begun = standing(told["session"])
    return _ballots(conn, begun[-1].matter, begun[-1].time, told["vote"])


def source_of(conn: Connection, deck: str, item: str) -> tuple[str, str] | None:
    """The batch and item that an item of the deck comes from, where the deck was built here."""
    return _sources(conn, deck).get(item)


def _own(conn: Connection, session: str) -> dict[str, list[Told]]:
    """The facts that were said in a session, by kind. UserError where it is not here."""
    found: dict[str, list[Told]] = {kind: [] for kind in OWN}
    for one in matters(conn, OWN, session):
        found[one.kind].append(one)
    if not found["session"]:
        raise UserError(
            tr("There is no such session here."), session, tr("Begin it, or check its id.")
        )
    return found


def _facts(conn: Connection, session: str) -> _Facts:
    own = _own(conn, session)
    begun = standing(own["session"])[-1]
    told: Session = begun.matter
    calls: dict[tuple[str, int], tuple[int, int]] = {}
    for one in _in_order(own["call"]):
        calls.setdefault((one.matter.item, one.matter.round), (one.time, one.matter.seconds))
    spreads: dict[tuple[str, int], tuple[str, ...]] = {}
    for one in _in_order(own["spread"]):
        spreads.setdefault((one.matter.item, one.matter.round), one.matter.votes)
    remarks: dict[str, tuple[str, ...]] = {}
    for one in _in_order(own["remark"]):
        remarks[one.matter.item] = (*remarks.get(one.matter.item, ()), one.matter.text)
    led = _in_order([one for kind in LED for one in own[kind]])
    questions = tuple(
        one.matter.text
        for one in standing(matters(conn, ["question"]))
        if one.matter.session == session
    )
    return _Facts(
        told,
        begun.time,
        _ballots(conn, told, begun.time, own["vote"]),
        calls,
        spreads,
        {one.matter.item: one.matter for one in standing(own["ruling"])},
        remarks,
        questions,
        _sources(conn, told.deck),
        led[-1].matter.item if led else "",
    )


def _in_order(found: Iterable[Told]) -> list[Told]:
    return sorted(found, key=lambda one: (one.time, one.hash))


def _sources(conn: Connection, deck: str) -> dict[str, tuple[str, str]]:
    built: list[Exercise] = [one.matter for one in standing(matters(conn, ["exercise"], deck))]
    return {member.item: (member.batch, member.source) for one in built for member in one.members}


def _ballots(
    conn: Connection, session: Session, began: int, votes: Iterable[Told]
) -> tuple[Ballot, ...]:
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
        for one in standing(votes)
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
        _round(slide.item, number, facts, people)
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
        tuple(words[text] for text in facts.remarks.get(slide.item, ()) if text in words),
    )


def _round(item: str, number: int, facts: _Facts, people: tuple[str, ...]) -> Round:
    place = item, number
    called, seconds = facts.calls.get(place, (0, 0))
    told = counted(facts.ballots, item, number, people, facts.spreads.get(place))
    return structs.replace(told, called=called, seconds=seconds)


def _at(facts: _Facts) -> str:
    """The item that the session stands at."""
    items = [slide.item for slide in facts.session.slides]
    place = items.index(facts.last) if facts.last in items else 0
    following = items[place:] + items[:place]
    return next((item for item in following if item not in facts.rulings), items[place])
