"""`./smo bench [ROW...] [--json] [--list] [--peers]`: measure the rows of the speed table.

Each row has its floor measured in the same run. `--peers` measures other programs' item-to-item
work beside ours (see tests/benchmarks/peers).
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from tests.benchmarks.harness import Row, table

Measure = Callable[[Path], Iterator[Row]]


def rows() -> dict[str, Measure]:
    """The rows by the name that asks for them."""
    from tests.benchmarks import (
        care_rows,
        numbers_rows,
        quality_rows,
        queue_rows,
        report_rows,
        session_rows,
        sound_rows,
        start_rows,
        stills_rows,
        store_rows,
        video_rows,
        window_rows,
    )

    return {
        "next": window_rows.next_rows,
        "far": window_rows.far_rows,
        "reveal": window_rows.reveal_rows,
        "cover": stills_rows.cover_rows,
        "seek": stills_rows.seek_rows,
        "video": video_rows.video_rows,
        "sound": sound_rows.sound_rows,
        "verdict": window_rows.verdict_rows,
        "queue": queue_rows.queue_page_rows,
        "receive": store_rows.receive_rows,
        "merge": store_rows.merge_rows,
        "numbers": numbers_rows.numbers_rows,
        "agreement": quality_rows.agreement_rows,
        "skill": quality_rows.skill_rows,
        "scores": quality_rows.score_rows,
        "session": session_rows.session_rows,
        "report": report_rows.report_rows,
        "seen": care_rows.seen_rows,
        "mixed": care_rows.mixed_rows,
        "start": start_rows.start_rows,
        "memory": start_rows.memory_rows,
    }


def main(words: list[str] | None = None) -> int:
    """Measure, print; 2 for a row that there is not."""
    parser = argparse.ArgumentParser(prog="./smo bench", description=__doc__)
    parser.add_argument("rows", nargs="*", metavar="ROW", help="rows by name; all where none is")
    parser.add_argument("--json", action="store_true", help="print a list of rows as JSON")
    parser.add_argument("--list", action="store_true", help="say which rows there are")
    parser.add_argument("--peers", action="store_true", help="labelme beside SMO Review")
    args = parser.parse_args(words)
    known = rows()
    unknown = [name for name in args.rows if name not in known]
    if unknown:
        parser.error(f"no such row: {', '.join(unknown)}; there are {', '.join(known)}")
    if args.list:
        print("\n".join(f"{name:<12}{_about(measure)}" for name, measure in known.items()))
        return 0
    if args.peers and args.rows:
        parser.error("--peers measures rows of its own: name no others beside it")
    if args.peers:
        from tests.benchmarks.peers import peer_rows

        known = {"peers": peer_rows}
    with tempfile.TemporaryDirectory(prefix="smo-bench-") as folder:
        _move_in(Path(folder))
        measured: list[Row] = []
        for name in args.rows or known:
            measured += known[name](Path(folder))
    print(msgspec.json.encode(measured).decode() if args.json else table(measured))
    return 0


def _about(measure: Measure) -> str:
    return (measure.__doc__ or "").splitlines()[0]


def _move_in(folder: Path) -> None:
    """A home of its own: the person's settings, keys and workspace are not touched."""
    os.environ["HOME"] = str(folder)
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        os.environ[f"XDG_{name}_HOME"] = str(folder / name.lower())
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
    logging.disable(logging.WARNING)  # every workspace would tell that it found no keyring


if __name__ == "__main__":
    sys.exit(main())
