"""Precedents: cases, rulings and open questions, read from facts; their words opened on demand."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from msgspec import structs

from smo_review.domain.matters import Told, standing
from smo_review.domain.precedents import Precedent, PrecedentKind, in_order, matching
from smo_review.domain.sessions import Case, Question, Ruling, Session
from smo_review.store.matters import matters
from smo_review.store.texts import open_notes
from smo_review.store.withheld import Place, sealed_places
from smo_review.store.workspace import Workspace

KINDS = ("case", "ruling", "question", "session", "exercise")
MOST = 100
"""Precedents in one answer."""


def precedents(
    ws: Workspace,
    query: str = "",
    *,
    project: str = "",
    clauses: Collection[str] = (),
    labels: Collection[str] = (),
) -> tuple[Precedent, ...]:
    """What matches `query` (all, where it is empty), at most 100, what fits best first.

    Those that cite one of `clauses` come first, then those about one of `labels`, then the newest.
    A ruling that became a case is told once, as the case. Not for the window's thread.
    """
    with ws.read() as conn:
        told = matters(conn, KINDS, None, project)
        found = _gathered(standing(told), sealed_places(conn))
        hashes = dict(found)
        if not query:  # only what is shown is opened
            hashes = {one: hashes[one] for one in in_order(hashes, clauses, labels)[:MOST]}
        words = open_notes(conn, [text for text in hashes.values() if text])
    opened = [structs.replace(one, text=words.get(text, one.text)) for one, text in hashes.items()]
    return tuple(in_order(matching(opened, query), clauses, labels)[:MOST])


def _gathered(told: Iterable[Told], sealed: set[Place]) -> list[tuple[Precedent, str]]:
    """Each precedent with the hash of its words, or with the words themselves and no hash."""
    by_kind: dict[str, list[Told]] = {kind: [] for kind in KINDS}
    for one in told:
        by_kind[one.kind].append(one)
    begun: dict[str, Session] = {one.matter.session: one.matter for one in by_kind["session"]}
    sources: dict[Place, Place] = {
        (one.matter.exercise, member.item): (member.batch, member.source)
        for one in by_kind["exercise"]
        for member in one.matter.members
    }
    titles = {name: one.title for name, one in begun.items()}
    found = []
    for one in by_kind["case"]:
        case: Case = one.matter
        place = case.batch, case.item
        title = titles.get(case.session, "")
        hash_ = "" if place in sealed else case.reason
        found.append((_told(one, "case", place, case.labels, title), hash_))
    cases = {(one.matter.batch, one.matter.item) for one in by_kind["case"]}
    for one in by_kind["ruling"]:
        ruling: Ruling = one.matter
        own = begun[ruling.session].deck if ruling.session in begun else "", ruling.item
        place = sources.get(own, own)
        if place not in cases:
            kind: PrecedentKind = "question" if ruling.undecided else "ruling"
            title = titles.get(ruling.session, "")
            hash_ = "" if {place, own} & sealed else ruling.reason
            found.append((_told(one, kind, place, ruling.labels, title), hash_))
    for one in by_kind["question"]:
        question: Question = one.matter
        plain = _told(one, "question", ("", ""), (), titles.get(question.session, ""))
        found.append((structs.replace(plain, text=question.text, answered=question.answered), ""))
    return found


def _told(
    one: Told, kind: PrecedentKind, place: Place, labels: tuple[str, ...], title: str
) -> Precedent:
    said: Case | Ruling | Question = one.matter
    by = one.name or one.person
    return Precedent(kind, *place, labels, said.clause, "", "", said.session, title, by, one.time)
