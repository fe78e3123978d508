"""Learning: gold made in review, and exercises answered on the learner's page."""

from __future__ import annotations

from smo_review.language import later
from ui.shell.acts import Act
from ui.shell.spec import Rows

PICK = later("Put this label on the answer, or take it off")
SURE = later("How sure you are of the answer")

GOLD: Rows = {
    Act.MAKE_GOLD: (
        later("Make gold…"),
        "Shift+D",
        "gold",
        later("Keep the item with its right labels as a reference answer"),
    ),
}
LEARN: Rows = {
    Act.OPEN_EXERCISE: (
        later("Begin or go on"),
        "B",
        "open",
        later("Begin an attempt, go on with it, or see what it came to"),
    ),
    Act.GIVE_ANSWER: (
        later("Answer, then go on"),
        "Return Enter",
        "next",
        later("Record the answer; once more to go on to the next item"),
    ),
    Act.SURE_1: (later("Guessing"), "A", "", SURE),
    Act.SURE_2: (later("Unsure"), "S", "", SURE),
    Act.SURE_3: (later("Fairly sure"), "D", "", SURE),
    Act.SURE_4: (later("Sure"), "F", "", SURE),
    Act.SURE_5: (later("Certain"), "G", "", SURE),
    Act.ANSWER_PLACE: (
        later("Show the place"),
        "I",
        "pin",
        later("Mark where on the image, frame or text you see it"),
    ),
    Act.ANSWER_BOX: (
        later("Draw a box"),
        "Ctrl+B",
        "box",
        later("Mark a rectangle on the image or frame, with the mouse or with keys"),
    ),
    Act.ANSWER_OUTLINE: (
        later("Draw an outline"),
        "Ctrl+D",
        "polygon",
        later("Mark a place on the image or frame corner by corner"),
    ),
    Act.ANSWER_REASON: (
        later("Write a reason"),
        "E",
        "note",
        later("Say in your own words why; nobody has to"),
    ),
    Act.NEXT_QUESTION: (
        later("Next item"),
        "J Right",
        "next",
        later("Go to the next item of the exercise"),
    ),
    Act.PREVIOUS_QUESTION: (
        later("Previous item"),
        "K Left",
        "previous",
        later("Go to the item before"),
    ),
    Act.END_ATTEMPT: (
        later("Hand in"),
        "Ctrl+Return",
        "save",
        later("End the attempt: its answers stay as they are"),
    ),
    Act.LEAVE_EXERCISE: (
        later("All exercises"),
        "Q",
        "previous",
        later("Back to the list; an attempt under way waits for you"),
    ),
    Act.SHOW_GOLDS: (
        later("Gold"),
        "Shift+G",
        "gold",
        later("The reference answers here, and how they fare"),
    ),
    Act.FIND_GOLD: (
        later("Find gold"),
        "Shift+F",
        "find",
        later("Search item, labels, concept, clause and rationale"),
    ),
    Act.EDIT_GOLD: (later("Revise…"), "R", "fix", later("Change what the chosen gold says")),
    Act.RETIRE_GOLD: (
        later("Retire"),
        "Delete",
        "withdraw",
        later("Ask the chosen gold no more"),
    ),
    Act.BUILD_EXERCISE: (
        later("Build an exercise…"),
        "Shift+B",
        "add",
        later("Make a practice, an exam or a deck from golds and write it to a file"),
    ),
}
CHOOSING: Rows = {
    Act.LABEL_1: (later("First label"), "1", "", PICK),
    Act.LABEL_2: (later("Second label"), "2", "", PICK),
    Act.LABEL_3: (later("Third label"), "3", "", PICK),
    Act.LABEL_4: (later("Fourth label"), "4", "", PICK),
    Act.LABEL_5: (later("Fifth label"), "5", "", PICK),
    Act.LABEL_6: (later("Sixth label"), "6", "", PICK),
    Act.LABEL_7: (later("Seventh label"), "7", "", PICK),
    Act.LABEL_8: (later("Eighth label"), "8", "", PICK),
    Act.LABEL_9: (later("Ninth label"), "9", "", PICK),
    Act.NO_LABEL: (later("None applies"), "0", "", later("None of the labels applies")),
    Act.FIND_LABEL: (
        later("Find a label"),
        "Ctrl+F",
        "find",
        later("Type a label; Enter puts it on or off"),
    ),
    Act.ANSWER_CLAUSE: (
        later("Choose the clause"),
        "Y",
        "guideline",
        later("Name the clause of the guideline that decides it"),
    ),
}
