"""What comes before the window: arguments, and a screen to show it on."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from PySide6.QtCore import QLoggingCategory, QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from smo_review.domain.errors import UserError
from smo_review.domain.scheme import is_address
from smo_review.language import tr
from ui.shell.x11 import tell_repeats_apart

NO_SCREEN = 1


def arguments_of(argv: list[str]) -> argparse.Namespace | int:
    """`workspace`, `files` and `address` of the command line, or the exit code where there is
    nothing to do. UserError for a bad address, or one beside others or files.

    `argv` begins with the command, "open", or is empty.
    """
    parser = argparse.ArgumentParser(prog="smo-review open", description=tr("Open the client."))
    parser.add_argument("--workspace", type=Path, metavar="DIR", help=tr("Work in this folder."))
    parser.add_argument(
        "files",
        nargs="*",
        metavar="FILE|ADDRESS",
        help=tr("Receive these bundles; or go to the address of an item or list."),
    )
    try:
        told = parser.parse_args(argv[1:])
    except SystemExit as stop:
        return int(stop.code or 0)
    addresses = [word for word in told.files if is_address(word)]
    if addresses and len(told.files) > 1:
        raise UserError(
            tr("An address is opened alone."), addresses[0], tr("Name files in a second command.")
        )
    if addresses:
        # The window is painted without it.
        from smo_review.domain.addresses import read_address

        read_address(addresses[0])
    told.address = next(iter(addresses), "")
    told.files = [] if addresses else [Path(word) for word in told.files]
    return told


def make_application() -> QApplication:
    """Qt's application. Without a screen it says so in plain words and ends with exit code 1."""
    # Latin fonts have no Khmer, which is why the theme names several: no reason to tell.
    QLoggingCategory.setFilterRules("qt.text.font.db.info=false")
    before = qInstallMessageHandler(_plain_words)
    app = QApplication(["smo-review"])
    qInstallMessageHandler(before)
    tell_repeats_apart(app)
    app.setApplicationName("smo-review")
    app.setApplicationDisplayName("SMO Review")
    app.setDesktopFileName("smo-review")
    return app


def _plain_words(kind: QtMsgType, _where: QMessageLogContext, text: str) -> None:
    """Qt aborts the process after a fatal message: tell what is wrong and leave before that."""
    if kind != QtMsgType.QtFatalMsg:
        return
    sys.stderr.write(
        tr(
            "SMO Review cannot open a window: there is no screen, or a system library for it is "
            "missing.\nStart it from a desktop session, or connect with a forwarded display "
            "(ssh -X). The command line works without a screen: smo-review --help.\n"
            "What the system said: {reason}",
            reason=text.splitlines()[0] if text else "",
        )
        + "\n"
    )
    sys.stderr.flush()
    os._exit(NO_SCREEN)
