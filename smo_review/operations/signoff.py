"""Sign-offs: let a joiner through a stage of the ramp-up, say why not yet, or take one back."""

from __future__ import annotations

from msgspec import structs

from smo_review.domain.changes import Changes
from smo_review.domain.errors import UserError
from smo_review.domain.learning import SignOff
from smo_review.domain.rampup import Joiner
from smo_review.language import tr
from smo_review.queries.rampup import RampUp, ramp_up
from smo_review.store.ledger import append_matters
from smo_review.store.workspace import Workspace

LONGEST = 2000
"""Characters of what a sign-off was decided on."""


def sign_off(
    ws: Workspace,
    joiner: str,
    evidence: str,
    *,
    passed: bool = True,
    project: str = "",
    origin: str = "",
) -> Changes:
    """Sign a joiner off for the stage under way, or record that it is not yet time.

    `evidence` says what it was decided on; it is needed. UserError for somebody who is no joiner,
    or has no stage under way.
    """
    found, one = _joiner(ws, joiner, evidence, project)
    if one.stage is None:
        raise UserError(
            tr("No stage of the ramp-up is under way."), joiner, tr("There is nothing to sign off.")
        )
    return _say(ws, found, SignOff(joiner, one.stage.id, passed, evidence.strip()), origin)


def take_back(
    ws: Workspace, joiner: str, evidence: str, *, project: str = "", origin: str = ""
) -> Changes:
    """Take the joiner's last sign-off back: a fact that stands instead of it, and says why.

    The stage goes on as if it had not been signed off. UserError for somebody who is no joiner,
    or where no sign-off stands.
    """
    found, one = _joiner(ws, joiner, evidence, project)
    signed = [
        stretch.stage.id
        for stretch in one.stretches
        if stretch.stage.sign_off and stretch.signed is not None
    ]
    if not signed:
        raise UserError(
            tr("No sign-off stands."), joiner, tr("There is nothing that could be taken back.")
        )
    return _say(ws, found, SignOff(joiner, signed[-1], False, evidence.strip()), origin)


def _joiner(ws: Workspace, name: str, evidence: str, project: str) -> tuple[RampUp, Joiner]:
    found = ramp_up(ws, project)
    one = next((one for one in found.joiners if one.person.name == name), None)
    if one is None:
        raise UserError(
            tr("“{name}” is not among the joiners.", name=name),
            found.project.id,
            tr("Joiners are the people of the project file with a date in “started”."),
        )
    if not evidence.strip():
        raise UserError(
            tr("A sign-off says what it was decided on."), name, tr("Write it in a sentence.")
        )
    if len(evidence) > LONGEST:
        raise UserError(
            tr("A sign-off may have at most {n} characters.", n=LONGEST), name, tr("Shorten it.")
        )
    return found, one


def _say(ws: Workspace, found: RampUp, fact: SignOff, origin: str) -> Changes:
    """Record what is said of a stage, instead of all that was said of it before."""
    said = tuple(
        told.hash
        for told in found.signed
        if (told.matter.joiner, told.matter.stage) == (fact.joiner, fact.stage)
    )
    with ws.write() as conn:
        append_matters(conn, ws.identity, found.project.id, [structs.replace(fact, replaces=said)])
    return Changes(facts=1, origin=origin)
