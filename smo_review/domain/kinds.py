"""Every kind of fact about another matter than a verdict, and the record of its payload.

A module of `domain` with such records is named here; the ledger, the exchange and the schemas read
this table.
"""

from __future__ import annotations

from smo_review.domain.actions import Action, ActionClose, ActionReopen, Incident
from smo_review.domain.causes import Cause
from smo_review.domain.disputes import DisputeRuling, FindingAnswer, SecondLook
from smo_review.domain.hidden_gold import HiddenGold
from smo_review.domain.learning import Answer, Attempt, Exercise, GoldRecord, GoldSet, SignOff
from smo_review.domain.matters import Matter
from smo_review.domain.minutes import SessionAction
from smo_review.domain.sessions import (
    Call,
    Case,
    Question,
    Remark,
    Reveal,
    Ruling,
    Session,
    Vote,
)

MATTERS: dict[str, type[Matter]] = {
    "gold": GoldRecord,
    "gold-set": GoldSet,
    "hidden-gold": HiddenGold,
    "exercise": Exercise,
    "attempt": Attempt,
    "answer": Answer,
    "sign-off": SignOff,
    "session": Session,
    "call": Call,
    "vote": Vote,
    "spread": Reveal,
    "remark": Remark,
    "ruling": Ruling,
    "case": Case,
    "question": Question,
    "session-action": SessionAction,
    "finding-answer": FindingAnswer,
    "second-look": SecondLook,
    "dispute-ruling": DisputeRuling,
    "cause": Cause,
    "action": Action,
    "action-close": ActionClose,
    "action-reopen": ActionReopen,
    "incident": Incident,
}
