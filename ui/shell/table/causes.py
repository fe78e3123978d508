"""Causes: clusters of errors, suggestions, trees of whys, actions and incidents."""

from __future__ import annotations

from smo_review.language import later
from ui.shell.acts import Act
from ui.shell.spec import Rows

CAUSES: Rows = {
    Act.CAUSE_ERRORS: (later("Errors"), "1", "", later("Errors by what they have in common")),
    Act.CAUSE_SUGGESTIONS: (
        later("Suggestions"),
        "2",
        "",
        later("What goes together with errors, as a reason to look"),
    ),
    Act.CAUSE_TREES: (
        later("Analyses"),
        "3",
        "",
        later("Whys and fishbones that cite items"),
    ),
    Act.CAUSE_ACTIONS: (
        later("Actions"),
        "4",
        "",
        later("What is done about errors, and whether it works"),
    ),
    Act.NEXT_CLUSTERS: (
        later("Next breakdown"),
        "D",
        "",
        later("By code, clause, annotator, wrong and right label, or content that is alike"),
    ),
    Act.OPEN_CAUSE_ITEM: (
        later("Open the item"),
        "O",
        "open",
        later("See the chosen item, covered, on the stage"),
    ),
    Act.OPEN_CAUSE_ITEMS: (
        later("Open all items"),
        "Shift+O",
        "",
        later("Show the queue with all items of the chosen bar or suggestion"),
    ),
    Act.NEW_WHYS: (
        later("New 5 whys…"),
        "W",
        "add",
        later("Ask why, and why again, from a problem down to its cause"),
    ),
    Act.NEW_FISHBONE: (
        later("New fishbone…"),
        "B",
        "add",
        later("Gather causes of a problem by their kinds"),
    ),
    Act.ADD_WHY: (later("Add below"), "A", "add", later("Add a why or cause below the chosen one")),
    Act.ADD_BESIDE: (
        later("Add beside"),
        "S",
        "",
        later("Add a why or cause beside the chosen one"),
    ),
    Act.EDIT_WHY: (later("Change words"), "E", "fix", later("Change the words of the chosen node")),
    Act.DELETE_WHY: (
        later("Take away"),
        "Delete",
        "withdraw",
        later("Take the chosen node away, with all below it"),
    ),
    Act.CITE_ITEM: (
        later("Cite the item"),
        "I",
        "pin",
        later("Name the item chosen among the errors as evidence for the chosen node, or not"),
    ),
    Act.UNDO_TREE: (later("Undo"), "Ctrl+Z", "undo", later("Take the last change back")),
    Act.REDO_TREE: (later("Redo"), "Ctrl+Shift+Z Ctrl+Y", "redo", later("Change it again")),
    Act.SETTLE_CAUSE: (
        later("Settled or open"),
        "T",
        "settle",
        later("The cause is agreed on; or it is open again"),
    ),
    Act.NEW_ACTION: (
        later("New action…"),
        "N",
        "add",
        later("Work against a cause, with owner, due date and expected effect"),
    ),
    Act.EDIT_ACTION: (
        later("Revise…"),
        "R",
        "fix",
        later("Change the chosen action or incident"),
    ),
    Act.ACTION_DONE: (
        later("Done…"),
        "X",
        "correct",
        later("Say on which day the work was done"),
    ),
    Act.CLOSE_ACTION: (
        later("Close"),
        "C",
        "save",
        later("End the action; only where the chart after it has shifted"),
    ),
    Act.REOPEN_ACTION: (
        later("Reopen"),
        "U",
        "undo",
        later("Take the action up again, because the shift is gone"),
    ),
    Act.REPORT_INCIDENT: (
        later("New incident…"),
        "M",
        "flag",
        later("Something new is spreading that the guideline does not cover well"),
    ),
}
