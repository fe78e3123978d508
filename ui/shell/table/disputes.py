"""Disputes: files out and in, second looks, rulings; and the figures beside them."""

from __future__ import annotations

from smo_review.language import later
from ui.shell.acts import Act
from ui.shell.spec import Rows

DISPUTES: Rows = {
    Act.SHOW_DISPUTES: (
        later("All disputes"),
        "1",
        "",
        later("Every disputed annotation, with its reasons and verdicts"),
    ),
    Act.SHOW_CLAUSES: (
        later("What causes them"),
        "2",
        "",
        later("Rates of disputes, and the clauses behind those that were upheld"),
    ),
    Act.SHOW_AUDITORS: (
        later("Auditors"),
        "3",
        "",
        later("How each auditor's verdicts compare with gold, the team and their own"),
    ),
    Act.LOOK_AT: (
        later("Look at the item"),
        "O",
        "open",
        later("Open the item in review; a second look that is asked of you is blind"),
    ),
    Act.ASK_LOOK: (
        later("Ask for a second look…"),
        "S",
        "blind",
        later("Let another auditor judge it again without seeing the first verdict"),
    ),
    Act.RULE_ACCEPT: (
        later("Accept the dispute…"),
        "A",
        "correct",
        later("The annotator was right: the disputed findings fall"),
    ),
    Act.RULE_PARTLY: (
        later("Accept partly…"),
        "P",
        "ambiguous",
        later("Some of the disputed findings fall, some stay"),
    ),
    Act.RULE_REJECT: (
        later("Reject the dispute…"),
        "R",
        "incorrect",
        later("The findings stay as they are"),
    ),
    Act.EXPORT_FINDINGS: (
        later("Hand out findings…"),
        "E",
        "export",
        later("Write an annotator's findings as files to be answered"),
    ),
    Act.TAKE_ANSWERS: (
        later("Take in answers…"),
        "T",
        "receive",
        later("Read answers from a form, a spreadsheet or JSON"),
    ),
    Act.EXPORT_RULINGS: (
        later("Hand out rulings…"),
        "U",
        "report",
        later("Write for each annotator what was ruled, why, and what changed in their numbers"),
    ),
}
