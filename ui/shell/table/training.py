"""The trainer's page: what came back of an exercise, and the ramp-up of joiners."""

from __future__ import annotations

from smo_review.language import later
from ui.shell.acts import Act
from ui.shell.spec import Rows

TRAIN: Rows = {
    Act.TRAIN_COHORT: (
        later("Cohort"),
        "1",
        "",
        later("Every learner's score with its interval, and whether it certifies"),
    ),
    Act.TRAIN_ITEMS: (
        later("Items"),
        "2",
        "",
        later("Which items are hard, split, too easy or suspicious, and why"),
    ),
    Act.TRAIN_SKILL: (
        later("Skill and difficulty"),
        "3",
        "",
        later("How skilled learners are, apart from how hard the items were"),
    ),
    Act.TRAIN_AGREEMENT: (
        later("Agreement"),
        "4",
        "",
        later("Who agrees with whom, over the runs handed in"),
    ),
    Act.TRAIN_RULE: (
        later("Certification"),
        "5",
        "",
        later("What the exercise's rule asks, and each run held against it"),
    ),
    Act.TRAIN_RAMP_UP: (
        later("Ramp-up"),
        "6",
        "",
        later("Where each joiner stands against the plan, with the evidence"),
    ),
    Act.CHOOSE_EXERCISE: (
        later("Choose the exercise"),
        "E",
        "open",
        later("Choose another exercise, or another project's ramp-up"),
    ),
    Act.TRAIN_MEASURE: (
        later("Another measure"),
        "M",
        "next",
        later("Raw agreement, kappa, AC1, alpha, one after another"),
    ),
    Act.OPEN_TRAINED_ITEM: (
        later("Open the item"),
        "O",
        "review",
        later("Go to the chosen item in review, covered"),
    ),
    Act.KEEP_TABLE: (
        later("Table as CSV…"),
        "Ctrl+S",
        "export",
        later("Write the table in hand to a file for a spreadsheet"),
    ),
    Act.KEEP_CHART: (
        later("Chart as SVG…"),
        "Ctrl+Shift+S",
        "numbers",
        later("Write the chart in hand to a picture file"),
    ),
    Act.SIGN_OFF: (
        later("Sign off…"),
        "S",
        "correct",
        later("Let the chosen joiner through the stage under way"),
    ),
    Act.NOT_YET: (
        later("Not yet…"),
        "Shift+S",
        "note",
        later("Record that the stage goes on, and why"),
    ),
    Act.TAKE_BACK: (
        later("Take back…"),
        "Ctrl+Z",
        "undo",
        later("Take the chosen joiner's last sign-off back, and say why"),
    ),
}
