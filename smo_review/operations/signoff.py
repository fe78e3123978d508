"""Sign-offs: let a joiner through a stage of the ramp-up, or say why not yet."""

from __future__ import annotations

from smo_review.domain.changes import Changes
from smo_review.domain.errors import UserError
from smo_review.domain.learning import SignOff
from smo_review.language import tr
from smo_review.queries.rampup import ramp_up
from smo_review.store.ledger import append_matters
from smo_review.store.workspace import Workspace


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
    found = ramp_up(ws, project)
    one = next((one for one in found.joiners if one.person.name == joiner), None)
    if one is None:
        raise UserError(
            tr("“{name}” is not among the joiners.", name=joiner),
            found.project.id,
            tr("Joiners are the people of the project file with a date in “started”."),
        )
    if one.stage is None:
        raise UserError(
            tr("No stage of the ramp-up is under way."), joiner, tr("There is nothing to sign off.")
        )
    if not evidence.strip():
        raise UserError(
            tr("A sign-off says what it was decided on."), joiner, tr("Write it in a sentence.")
        )
    said = [
        told.hash
        for told in found.signed
        if (told.matter.joiner, told.matter.stage) == (joiner, one.stage.id)
    ]
    fact = SignOff(joiner, one.stage.id, passed, evidence.strip(), tuple(said))
    with ws.write() as conn:
        append_matters(conn, ws.identity, found.project.id, [fact])
    return Changes(facts=1, origin=origin)
