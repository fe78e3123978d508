"""Pages, the numbers and help."""

from __future__ import annotations

from smo_review.language import later
from ui.shell.acts import Act
from ui.shell.spec import Rows

NUMBERS: Rows = {
    Act.OVERVIEW: (
        later("Overview"),
        "1",
        "",
        later("What is off and what waits, each with the way to where it is decided"),
    ),
    Act.BY_ANNOTATOR: (
        later("By annotator"),
        "2",
        "",
        later("Numbers of each annotator and model"),
    ),
    Act.BY_LABEL: (later("By label"), "3", "", later("Numbers of each label")),
    Act.BY_CODE: (later("By error code"), "4", "", later("Numbers of each error code")),
    Act.BY_AUDITOR: (later("By auditor"), "5", "", later("Numbers of each auditor")),
    Act.BY_DAY: (later("By day"), "6", "", later("Numbers of each day")),
    Act.BY_KPI: (
        later("KPIs"),
        "7",
        "",
        later("Every KPI with its target, how sure it is and how it is counted"),
    ),
    Act.DRAW_SAMPLE: (
        later("Draw a sample…"),
        "S",
        "sample",
        later("Draw items to review from a batch into a file, with their weights"),
    ),
    Act.OPEN_ITEMS: (
        later("Open these items"),
        "O",
        "open",
        later("See the items behind the chosen number"),
    ),
    Act.FOLLOW: (
        later("Go to it"),
        "G",
        "",
        later("Go to where the chosen line is decided; Enter does it too"),
    ),
    Act.REPORTS: (
        later("Reports…"),
        "R",
        "report",
        later("Feedback, team and risk reports, the weekly pack"),
    ),
}
GO: Rows = {
    Act.BACK: (
        later("Back"),
        "Ctrl+Left",
        "back",
        later("Go to the page before, as you left it: from items back to their number"),
    ),
    Act.GO_DAY: (later("My day"), "Ctrl+1", "day", later("What is due, done and left")),
    Act.GO_REVIEW: (later("Review"), "Ctrl+2", "review", later("The items of the open batch")),
    Act.GO_NUMBERS: (
        later("Numbers"),
        "Ctrl+3",
        "numbers",
        later("Accuracy and errors, with their uncertainty"),
    ),
    Act.GO_TRENDS: (
        later("Trends"),
        "Ctrl+8",
        "trends",
        later("How figures move, where errors gather, where gaps are"),
    ),
    Act.GO_CAUSES: (
        later("Causes"),
        "Ctrl+9",
        "causes",
        later("Why errors happen, what is done about it, and whether it works"),
    ),
    Act.GO_DISPUTES: (
        later("Disputes"),
        "Ctrl+J",
        "disputes",
        later("What annotators dispute, second looks and rulings; how auditors compare"),
    ),
    Act.GO_LEARN: (
        later("Learn"),
        "Ctrl+5",
        "learn",
        later("Exercises: your answers, and what they come to"),
    ),
    Act.GO_TRAIN: (
        later("Train"),
        "Ctrl+6",
        "train",
        later("What came back of your exercises, and the ramp-up of joiners"),
    ),
    Act.GO_SESSIONS: (
        later("Sessions"),
        "Ctrl+7",
        "session",
        later("Guided sessions: a group votes, talks and rules together"),
    ),
    Act.GO_MINE: (later("Only for me"), "Ctrl+4", "mine", later("What only you can see")),
    Act.FULL_SCREEN: (
        later("Full screen"),
        "F11",
        "full-screen",
        later("Use the whole screen, or go back to a window"),
    ),
    Act.PALETTE: (later("Find an action"), "Ctrl+K", "palette", later("Type what you want to do")),
}
GO_DAY: Rows = {
    Act.OPEN_BATCH: (
        later("Open the batch"),
        "O",
        "open",
        later("Go on with the chosen batch where you were"),
    ),
}
MINE: Rows = {
    Act.CHECK_IN_1: (later("Very hard"), "1", "", later("Your answer for today, for you alone")),
    Act.CHECK_IN_2: (later("Hard"), "2", "", later("Your answer for today, for you alone")),
    Act.CHECK_IN_3: (later("In between"), "3", "", later("Your answer for today, for you alone")),
    Act.CHECK_IN_4: (later("Well"), "4", "", later("Your answer for today, for you alone")),
    Act.CHECK_IN_5: (later("Very well"), "5", "", later("Your answer for today, for you alone")),
    Act.SKIP_CHECK_IN: (later("Skip"), "0", "", later("Put the question away; nothing is kept")),
    Act.ERASE_MINE: (later("Erase my figures…"), "", "purge", later("They are gone for good")),
}
HELP: Rows = {
    Act.HELP_SHEET: (later("Keys and help"), "F1 ?", "help", later("Every action and its key")),
    Act.ABOUT: (later("About SMO Review"), "", "about", later("Version and licence")),
}
