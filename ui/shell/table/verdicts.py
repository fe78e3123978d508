"""What an auditor says of an annotation."""

from __future__ import annotations

from smo_review.language import later
from ui.shell.acts import Act
from ui.shell.spec import Rows

VERDICT: Rows = {
    Act.CORRECT: (later("Correct"), "A", "correct", later("The annotation is right")),
    Act.INCORRECT: (
        later("Incorrect"),
        "R",
        "incorrect",
        later("The annotation is wrong: name the error"),
    ),
    Act.AMBIGUOUS: (
        later("Ambiguous"),
        "S",
        "ambiguous",
        later("The guideline does not decide it"),
    ),
    Act.UNREVIEWABLE: (
        later("Unreviewable"),
        "D",
        "unreviewable",
        later("It cannot be seen or played"),
    ),
    Act.ALL_CORRECT: (
        later("All correct"),
        "Shift+A",
        "all-correct",
        later("Every annotation of this item is right"),
    ),
    Act.FIX_AND_ACCEPT: (
        later("Fix and accept"),
        "F",
        "fix",
        later("Say how the annotation should have been"),
    ),
    Act.ADD_FINDING: (
        later("Add a finding"),
        "Shift+R Ctrl+N",
        "add",
        later("Name one more error in this annotation"),
    ),
    Act.SAVE_VERDICT: (
        later("Record the verdict"),
        "Ctrl+Return",
        "save",
        later("Keep the findings as they are now"),
    ),
    Act.WITHDRAW: (
        later("Withdraw the verdict"),
        "Delete",
        "withdraw",
        later("Your verdict on this annotation no longer stands"),
    ),
    Act.NOTE: (later("Write a note"), "E", "note", later("Add words to the verdict")),
    Act.SNIPPETS: (
        later("Insert a snippet"),
        "Ctrl+;",
        "snippet",
        later("Put a prepared sentence into the note"),
    ),
    Act.PIN: (
        later("Pin a place"),
        "I Ctrl+I",
        "pin",
        later("Mark where the error is on the image, frame or text"),
    ),
    Act.BOX: (
        later("Draw a box"),
        "Ctrl+B",
        "box",
        later("Mark a rectangle on the image or frame, with the mouse or with keys"),
    ),
    Act.POLYGON: (
        later("Draw an outline"),
        "Ctrl+D",
        "polygon",
        later("Mark a place on the image or frame corner by corner"),
    ),
    Act.SETTLE: (
        later("Settle"),
        "Shift+S",
        "settle",
        later("Of several verdicts, choose the one that holds"),
    ),
    Act.UNDO: (
        later("Undo"),
        "Ctrl+Z Backspace",
        "undo",
        later("Take back the last step, on whatever item it was"),
    ),
    Act.REDO: (later("Redo"), "Ctrl+Shift+Z Ctrl+Y", "redo", later("Do again what was undone")),
}
