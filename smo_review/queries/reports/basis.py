"""What every kind of report counts in: the judged annotations of one state, read once."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property

import msgspec
import numpy as np

from smo_review.domain.bundles import BatchInfo
from smo_review.domain.disputes import DisputeView
from smo_review.domain.errors import UserError
from smo_review.domain.filters import Filter
from smo_review.domain.numbers import Rate
from smo_review.domain.project import Clause, Project, words
from smo_review.domain.reports import Figure, Head, ItemRef, Request
from smo_review.language import listed, tr
from smo_review.quality.judged import Found, Judged, Mask, day_number, iso_day, share
from smo_review.queries.disputes import disputes
from smo_review.queries.judged import findings_in, judged_in, meant
from smo_review.queries.reports.lists import MOST_NAMED, Chosen, Lists
from smo_review.queries.reports.unjudged import Double, judged_by_several, totals, unreviewed
from smo_review.store.database import Connection, values
from smo_review.store.heads import head_of
from smo_review.store.workspace import Workspace


class Basis:
    """The judged annotations of a request's project and batch, with their findings.

    `period` holds the entries of the days that were asked for; what shows a course over time looks
    further back. `lists` gathers the annotations behind figures as the figures are made.
    """

    def __init__(self, ws: Workspace, request: Request) -> None:
        self.ws = ws
        self.request = request
        self.lists = Lists()
        with ws.read() as conn:
            self.head: Head = head_of(conn)
            self.project = project_of(conn, request.project)
            self.judged: Judged = judged_in(
                conn,
                Filter(project=self.project.id, batch=request.batch, until=request.until),
            )
            self.batches = _measuring(conn, self.project.id, request.batch)
            self.totals = totals(conn, self.batches)
            self.found: list[Found] = findings_in(conn, self.judged)
            rows = set(self.judged.item.tolist())
            self._ids: dict[int, tuple[str, str]] = {}
            sealed_rows: set[int] = set()
            self._sealed_names: set[tuple[str, str]] = set(
                conn.execute(
                    "SELECT b.id, i.id FROM items i JOIN batches b ON b.number = i.batch"
                    " WHERE i.sealed = 1"
                )
            )
            for row, item, kinds, sealed in conn.execute(
                "SELECT row, id, kinds, sealed FROM items"
                " WHERE row IN (SELECT value FROM json_each(?))",
                (values(rows),),
            ):
                self._ids[row] = item, kinds
                if sealed:
                    sealed_rows.add(row)
        self._is_sealed: Mask = np.isin(self.judged.item, list(sealed_rows))
        self._by_name = np.empty(len(self.judged), dtype=np.int64)
        self._by_name[sorted(range(len(self.judged)), key=self.entry)] = range(len(self.judged))

    @cached_property
    def doubles(self) -> list[Double]:
        """The entries that several auditors judged."""
        with self.ws.read() as conn:
            return judged_by_several(conn, self.judged)

    @cached_property
    def disputes(self) -> tuple[DisputeView, ...]:
        """Every disputed annotation, those that are not ruled first."""
        return disputes(self.ws, batch=self.request.batch, project=self.project.id)

    @cached_property
    def unreviewed(self) -> dict[str, list[ItemRef]]:
        """The first annotations without a verdict, by the language of content."""
        with self.ws.read() as conn:
            return unreviewed(conn, self.batches)

    @property
    def everything(self) -> Chosen:
        """All entries."""
        asked = self.request
        wanted = Filter(project=self.project.id, batch=asked.batch, until=asked.until)
        return Chosen(np.ones(len(self.judged), dtype=np.bool_), wanted)

    @property
    def period(self) -> Chosen:
        """The entries of the days that were asked for."""
        return self.since(self.everything)

    def since(self, chosen: Chosen) -> Chosen:
        """Those of the days that were asked for; UserError where `since` is no date."""
        since = self.request.since
        if not since:
            return chosen
        try:
            return self.dated(chosen, day_number(since))
        except ValueError:
            raise UserError(
                tr("“{date}” is not a date.", date=since),
                "--since",
                tr("Write it like 2026-01-31."),
            ) from None

    def dated(self, chosen: Chosen, since: int, until: int | None = None) -> Chosen:
        """Those of the days `since` to `until`, days since 1970, both included.

        A filter's days are those of single verdicts, ours of what an annotation's verdicts come
        to: where verdicts on one lie on both sides, the filter leaves more.
        """
        asked = self.request.until
        ends = [one for one in (until, day_number(asked) if asked else None) if one is not None]
        last = min(ends, default=2**31)
        crossing = [
            one.place
            for one in self.doubles
            if one.first < since <= one.last or one.first <= last < one.last
        ]
        days = {"since": iso_day(since)} if since else {}
        days |= {"until": iso_day(last)} if ends else {}
        mask = (self.judged.day >= since) & (self.judged.day <= last)
        wider = bool(chosen.mask[crossing].any())
        return (chosen.roughly if wider else chosen.only)(mask, **days)

    def say(self, told: dict[str, str]) -> str:
        """A project's own words in the report's language."""
        return words(told, self.request.language)

    def label(self, name: str) -> str:
        """A label as it is called, or that there was none."""
        found = next((one for one in self.project.labels if one.id == name), None)
        return self.say(found.name) if found else name or tr("no label")

    def labels(self, names: Sequence[str]) -> str:
        """Several labels as they are called."""
        return listed(map(self.label, names)) if names else tr("no label")

    def code(self, name: str) -> str:
        """An error code as it is called."""
        found = next((one for one in self.project.error_codes if one.id == name), None)
        return self.say(found.name) if found else name or tr("no code")

    def clause(self, number: str) -> str:
        """A clause with its title."""
        found = self.rule_of(number)
        return f"{number} {self.say(found.title)}" if found else number or tr("no clause")

    def rule_of(self, number: str) -> Clause | None:
        """The clause with this number in the project's guideline."""
        return next((one for one in self.project.guideline.clauses if one.number == number), None)

    def entry(self, place: int) -> ItemRef:
        """The annotation of one entry."""
        judged = self.judged
        item, _ = self._ids[int(judged.item[place])]
        return ItemRef(
            judged.batches[int(judged.batch[place])],
            item,
            judged.annotators[int(judged.annotator[place])],
        )

    def kinds(self, place: int) -> tuple[str, ...]:
        """What an entry's item is made of."""
        names = {"text": tr("Text"), "image": tr("Image"), "video": tr("Video")}
        held = self._ids[int(self.judged.item[place])][1].split(",")
        return tuple(names[kind] for kind in held if kind in names)

    def pictured(self, place: int) -> bool:
        """Whether an entry's item holds a picture or video."""
        return self._ids[int(self.judged.item[place])][1] not in ("", "text")

    def sealed(self, place: int) -> bool:
        """Whether an entry's item may be illegal to hold: no report names it."""
        return bool(self._is_sealed[place])

    def listed(self, id_: str, title: str, chosen: Chosen) -> str:
        """Keep the annotations of some entries as a list; its id, or "" where it holds none."""
        places = np.flatnonzero(chosen.mask)
        shown = places[~self._is_sealed[places]]
        first = shown[np.argsort(self._by_name[shown])][:MOST_NAMED]
        return self.lists.keep(
            id_,
            title,
            map(self.entry, first.tolist()),
            len(places),
            chosen.wanted,
            wider=chosen.wider,
            ordered=True,
        )

    def behind(self, hits: tuple[str, str, Chosen], of: tuple[str, str, Chosen]) -> str:
        """The list of what a figure found; where it found nothing, of what it looked through."""
        return self.listed(*hits) or self.listed(*of)

    def unsealed(self, refs: Iterable[ItemRef]) -> tuple[ItemRef, ...]:
        """Those whose item may be named."""
        return tuple(one for one in refs if (one.batch, one.item) not in self._sealed_names)

    def at(self, places: Iterable[int]) -> Mask:
        """Some entries as a mask."""
        mask = np.zeros(len(self.judged), dtype=np.bool_)
        mask[list(places)] = True
        return mask

    def of_annotators(self, names: Iterable[str]) -> Mask:
        """The entries of some annotators, by the names that annotations carry."""
        wanted = set(names)
        mine = np.array([name in wanted for name in self.judged.annotators], dtype=np.bool_)
        return mine[self.judged.annotator] if len(mine) else np.zeros(len(self.judged), np.bool_)

    def share_of(self, places: Iterable[int], of: Mask) -> Rate:
        """The share of some entries among those of `of` that count, each with its weight."""
        return share(self.judged, self.at(places), self.judged.counted & of)

    def findings(self, mask: Mask) -> list[Found]:
        """The findings of some entries."""
        return [one for one in self.found if mask[one.place]]


def project_of(conn: Connection, wanted: str) -> Project:
    """The project that a report is about: the one named, else the only one that has batches.

    Of several files of it, that of the batch made last counts, on every machine alike.
    """
    rows = [
        (info.made, batch, project, bytes(body))
        for batch, project, body, info in (
            (batch, project, body, msgspec.json.decode(info, type=BatchInfo))
            for batch, project, body, info in conn.execute(
                "SELECT b.id, b.project, p.body, b.info FROM batches b"
                " JOIN projects p ON p.number = b.project_file"
            )
        )
        if info.kind == "review"
    ]
    known = sorted({project for _, _, project, _ in rows})
    mine = [row for row in rows if wanted in ("", row[2])]
    if not rows:
        raise UserError(
            tr("There is nothing to report on: no batch is here."), "", tr("Receive a batch first.")
        )
    if not mine or (not wanted and len(known) > 1):
        raise UserError(
            tr("There is no “{name}” in this workspace.", name=wanted)
            if wanted
            else tr("There are several projects here."),
            "--project",
            tr("Choose one of: {all}.", all=", ".join(known)),
        )
    newest = max(mine, key=lambda row: (row[0], row[1], hashlib.sha256(row[3]).digest()))
    return msgspec.json.decode(newest[3], type=Project)


def _measuring(conn: Connection, project: str, batch: str) -> list[int]:
    """The numbers of the batches that a report counts in: those that measure, or the one named."""
    return [
        number
        for number, body in conn.execute(
            "SELECT number, info FROM batches WHERE project = ?", (project,)
        )
        if meant(msgspec.json.decode(body, type=BatchInfo), Filter(batch=batch))
    ]


def people_of(project: Project, team: str) -> tuple[str, ...]:
    """The names that annotations carry for the people of a team; UserError where there is none."""
    found = tuple(
        name
        for person in project.people
        if person.team == team
        for name in (person.name, *person.aliases)
    )
    if not found:
        teams = sorted({person.team for person in project.people if person.team})
        raise UserError(
            tr("There is no “{name}” in this workspace.", name=team),
            "--team",
            tr("Choose one of: {all}.", all=", ".join(teams))
            if teams
            else tr("Name teams on the project's roster first."),
        )
    return found


def names_of(project: Project, annotator: str) -> tuple[str, ...]:
    """All names that annotations carry for one annotator."""
    for person in project.people:
        if annotator in (person.name, *person.aliases):
            return (person.name, *person.aliases)
    return (annotator,)


def rate_figure(id_: str, name: str, told: Rate, *, sentence: str = "", items: str = "") -> Figure:
    """A rate as a figure."""
    return Figure(id_, name, told.value, "share", told.n, told.low, told.high, sentence, items)


def count_figure(id_: str, name: str, n: int, *, sentence: str = "", items: str = "") -> Figure:
    """A plain count as a figure."""
    return Figure(id_, name, float(n), "count", sentence=sentence, items=items)


def per_entry(found: Iterable[Found], key: str) -> Counter[str]:
    """In how many entries each value of a finding's field was found."""
    pairs = {(one.place, str(getattr(one, key))) for one in found}
    return Counter(value for _, value in pairs)


def accuracy(judged: Judged, mask: Mask) -> Rate:
    """The share of correct annotations among some entries that count."""
    return share(judged, judged.outcome == 0, judged.counted & mask)
