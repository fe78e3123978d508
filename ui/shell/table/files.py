"""What is done with files and the program itself."""

from __future__ import annotations

from smo_review.language import later
from ui.shell.acts import Act
from ui.shell.spec import Rows

FILE: Rows = {
    Act.RECEIVE: (
        later("Receive files…"),
        "Ctrl+O",
        "receive",
        later("Take in a batch or results from a file"),
    ),
    Act.EXPORT_RESULTS: (
        later("Hand back results…"),
        "Ctrl+E",
        "export",
        later("Write your verdicts to a results file"),
    ),
    Act.PREFERENCES: (
        later("Preferences"),
        "Ctrl+,",
        "preferences",
        later("Language, looks, covering and keys"),
    ),
    Act.QUIT: (later("Quit"), "Ctrl+Q", "", later("Close SMO Review; nothing is lost")),
}
FILE_BATCH: Rows = {
    Act.PURGE_BATCH: (
        later("Purge content of the batch…"),
        "",
        "purge",
        later("Destroy the content of a batch; its verdicts and numbers stay"),
    ),
}
