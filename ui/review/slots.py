"""What the keys of the review page do to the annotation and the item in hand."""

from __future__ import annotations

from collections.abc import Callable

from ui.review.editing import Editing
from ui.review.position import Position
from ui.review.presenter import ReviewPresenter
from ui.shell.actions import Act

Slots = dict[Act, Callable[[], object]]


def verdicts(presenter: ReviewPresenter, editing: Editing) -> Slots:
    """Judging the annotation that is chosen."""
    return {
        Act.CORRECT: lambda: presenter.give("correct"),
        Act.INCORRECT: editing.start_findings,
        Act.AMBIGUOUS: lambda: presenter.give("ambiguous"),
        Act.UNREVIEWABLE: lambda: presenter.give("unreviewable"),
        Act.ALL_CORRECT: presenter.accept_all,
        Act.FIX_AND_ACCEPT: editing.start_fix,
        Act.ADD_FINDING: editing.add_finding,
        Act.SAVE_VERDICT: editing.save,
        Act.WITHDRAW: presenter.withdraw,
        Act.NOTE: editing.start_note,
        Act.PIN: lambda: editing.draw("pin"),
        Act.BOX: lambda: editing.draw("box"),
        Act.POLYGON: lambda: editing.draw("polygon"),
        Act.UNDO: presenter.undo,
        Act.REDO: presenter.redo,
    }


def items(presenter: ReviewPresenter, position: Position) -> Slots:
    """Going through annotations and items, and setting one aside."""
    return {
        Act.NEXT_ANNOTATION: lambda: position.step_annotation(1),
        Act.PREVIOUS_ANNOTATION: lambda: position.step_annotation(-1),
        Act.LAST_ANSWER: presenter.look_back,
        Act.NEXT_ITEM: lambda: position.step_item(1),
        Act.PREVIOUS_ITEM: lambda: position.step_item(-1),
        Act.FLAG: presenter.toggle_flag,
        Act.SEAL: presenter.seal,
    }
