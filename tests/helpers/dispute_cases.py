"""Workspaces with findings to dispute, and the ways of people who do."""

from __future__ import annotations

from pathlib import Path

import msgspec
from msgspec import structs

from smo_review.domain.answer_form import AnswerForm, FormFinding
from smo_review.domain.content import AnnotationKey, Item, Part
from smo_review.domain.project import Clause, Guideline
from smo_review.domain.views import FindingDraft, VerdictDraft
from smo_review.operations.answer_files import take_answers
from smo_review.operations.verdicts import record_verdict
from smo_review.queries.findings import findings_of
from smo_review.store.ledger import merge_facts
from smo_review.store.workspace import Workspace, open_workspace
from tests.helpers.store_cases import PROJECT, Case, case, exported, take

GUIDED = structs.replace(
    PROJECT,
    guideline=Guideline(
        "1",
        (
            Clause(
                "2.1",
                {"en": "Hate", "km": "ការស្អប់", "zh": "仇恨"},
                {"en": "Hate is what attacks a group.", "zh": "仇恨是攻击群体的言论。"},
            ),
            Clause("3.4", {"en": "Spam"}, {"en": "Spam is what is sent to many."}),
        ),
    ),
)
OVER = FindingDraft("over", label="hate", clause="2.1")
MISSED = FindingDraft("missed-critical", right_label="spam", clause="3.4", note="see the caption")
KEY = AnnotationKey("b-1", "i0", "ann")


def disputable(items: int = 3, name: str = "b-1") -> Case:
    """A batch of texts whose project has a guideline."""
    texts = [Item(f"i{n}", (Part("text", text=f"words no one shares {n}"),)) for n in range(items)]
    return case(texts, batch=name, project=GUIDED)


def workspace_of(folder: Path, name: str, *batches: Case) -> Workspace:
    """A workspace of a person with a name of their own."""
    from smo_review.operations.workspace import set_person_name

    ws = open_workspace(folder / name, create=True)
    set_person_name(ws, name)
    for one in batches:
        take(ws, one)
    return ws


def find(ws: Workspace, *findings: FindingDraft, key: AnnotationKey = KEY) -> None:
    """Call an annotation incorrect for these findings, or correct for none."""
    outcome = "incorrect" if findings else "correct"
    record_verdict(
        ws,
        VerdictDraft(
            key.batch,
            key.item,
            key.annotator,
            outcome,  # type: ignore[arg-type]
            key.ordinal,
            tuple(findings),
        ),
    )


def find_by_another(ws: Workspace, folder: Path, batch: Case, *findings: FindingDraft) -> None:
    """Let an auditor who has a workspace of their own call ann's first annotation incorrect."""
    first = workspace_of(folder, "first auditor", batch)
    find(first, *findings)
    hand_over(first, ws)
    first.close()


def answered(ws: Workspace, annotator: str, *answers: tuple[str, str]) -> AnswerForm:
    """The annotator's form with answers and reasons filled in, in its order."""
    form = findings_of(ws, annotator).form
    filled: list[FormFinding] = [
        structs.replace(one, answer=answer, reason=reason)
        for one, (answer, reason) in zip(form.findings, answers, strict=False)
    ]
    return structs.replace(form, findings=(*filled, *form.findings[len(filled) :]))


def answer(ws: Workspace, folder: Path, *answers: tuple[str, str], annotator: str = "ann") -> None:
    """Let an annotator answer, and take the file in."""
    path = folder / "answers.json"
    path.write_bytes(msgspec.json.encode(answered(ws, annotator, *answers)))
    take_answers(ws, path)


def hand_over(source: Workspace, to: Workspace) -> None:
    """Everything of one workspace into another, as results do."""
    bodies, checkpoints, texts = exported(source)
    merge_facts(to, bodies, checkpoints, texts)
