"""The head of a ledger, named so that the very same facts can be found again later.

A chain's last hash names all facts before it, for each holds the hash of the one before. Chains
that forked, or came with gaps, are named stretch by stretch: a fact that later fills a gap, or
hangs on a fork, then changes nothing that was named.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import msgspec

from smo_review.domain.errors import UserError
from smo_review.domain.facts import GENESIS
from smo_review.domain.reports import Head, HeldBatch, Stretch
from smo_review.language import tr
from smo_review.store.database import Connection


class _Link(msgspec.Struct, gc=False):
    previous: str


_link = msgspec.json.Decoder(_Link)


def head_of(conn: Connection) -> Head:
    """The ledger as it stands, and the batches with the project files that they are read with."""
    chains: list[Stretch] = []
    for number, chain in conn.execute("SELECT number, id FROM chains").fetchall():
        whole = _whole(conn, number, chain)
        chains += [whole] if whole is not None else _stretches(conn, number, chain)
    batches = tuple(
        sorted(
            HeldBatch(batch, hashlib.sha256(body).hexdigest())
            for batch, body in conn.execute(
                "SELECT b.id, p.body FROM batches b JOIN projects p ON p.number = b.project_file"
            )
        )
    )
    return sealed_head(tuple(sorted(chains)), batches)


def sealed_head(chains: tuple[Stretch, ...], batches: tuple[HeldBatch, ...]) -> Head:
    """A head with the digest that belongs to it."""
    digest = hashlib.sha256(msgspec.json.encode((chains, batches))).hexdigest()
    return Head(chains, batches, digest)


def rows_past(conn: Connection, head: Head) -> list[int]:
    """The rows of all facts that are not named by `head`; UserError where one named is missing."""
    named: dict[str, list[Stretch]] = {}
    for stretch in head.chains:
        named.setdefault(stretch.chain, []).append(stretch)
    numbers = dict(conn.execute("SELECT id, number FROM chains"))
    missing = [stretch for stretch in head.chains if stretch.chain not in numbers]
    past: list[int] = []
    for chain, number in numbers.items():
        keep: set[int] = set()
        for stretch in named.get(chain, ()):
            rows = _rows_of(conn, number, stretch)
            if rows is None:
                missing.append(stretch)
            else:
                keep.update(rows)
        past += [
            row
            for (row,) in conn.execute("SELECT row FROM facts WHERE chain = ?", (number,))
            if row not in keep
        ]
    if missing:
        first = missing[0]
        raise UserError(
            tr("Facts that the report was computed from are not in this workspace."),
            tr("chain {chain}, fact {sequence}", chain=first.chain, sequence=first.last),
            tr("Receive the results files that they came in, then verify again."),
        )
    return past


def _whole(conn: Connection, number: int, chain: str) -> Stretch | None:
    """A chain in good order: one fact at each place from 0, each linked to the one before."""
    last, linked = -1, GENESIS
    for sequence, hash_, body in conn.execute(
        "SELECT sequence, hash, body FROM facts WHERE chain = ? ORDER BY sequence", (number,)
    ):
        if sequence != last + 1 or _link.decode(body).previous != linked:
            return None
        last, linked = sequence, hash_.hex()
    return Stretch(chain, 0, last, linked) if last >= 0 else None


def _rows_of(conn: Connection, number: int, stretch: Stretch) -> list[int] | None:
    """The rows of a stretch, followed from its last fact back by the links; None where one is
    not here."""
    wanted = bytes.fromhex(stretch.hash)
    rows = []
    for row, sequence, hash_, body in conn.execute(
        "SELECT row, sequence, hash, body FROM facts WHERE chain = ?"
        " AND sequence BETWEEN ? AND ? ORDER BY sequence DESC",
        (number, stretch.first, stretch.last),
    ):
        if hash_ == wanted:
            rows.append(row)
            if sequence == stretch.first:
                return rows
            wanted = bytes.fromhex(_link.decode(body).previous)
    return None


def _stretches(conn: Connection, number: int, chain: str) -> Iterator[Stretch]:
    """The stretches of a chain that forked or has gaps: each fact in exactly one."""
    facts: dict[str, tuple[int, str]] = {
        hash_.hex(): (sequence, _link.decode(body).previous)
        for sequence, hash_, body in conn.execute(
            "SELECT sequence, hash, body FROM facts WHERE chain = ?", (number,)
        )
    }
    followed = {
        previous
        for sequence, previous in facts.values()
        if previous in facts and facts[previous][0] == sequence - 1
    }
    tips = [hash_ for hash_ in facts if hash_ not in followed]
    taken: set[str] = set()
    for tip in sorted(tips, key=lambda hash_: (-facts[hash_][0], hash_)):
        run = list(_back(facts, tip, taken))
        taken.update(run)
        yield Stretch(chain, facts[run[-1]][0], facts[tip][0], tip)


def _back(facts: dict[str, tuple[int, str]], tip: str, taken: set[str]) -> Iterator[str]:
    """From a tip back along the links, until a fact that is not here or belongs to another run."""
    at = tip
    while at in facts and at not in taken:
        sequence, previous = facts[at]
        yield at
        if previous not in facts or facts[previous][0] != sequence - 1:
            return
        at = previous
