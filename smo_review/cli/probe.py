"""Tell of media files whether and how they can be shown: size, frames, length, sound.

Each file is decoded to its end in a child process, as the client would. That a file cannot be
shown is an answer, not a failure: it stands in the file's own entry.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from smo_review.cli.context import Context
from smo_review.domain.pictures import Probe
from smo_review.language import tr


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`probe FILE...`."""
    parser.add_argument(
        "files", type=Path, nargs="+", metavar="FILE", help=tr("Pictures and videos.")
    )


def run(args: argparse.Namespace, context: Context) -> int:
    """Print one entry for each file, in order; needs no workspace."""
    from smo_review.media.client import Stills

    told = []
    with context.progress() as progress, Stills() as stills:
        for number, path in enumerate(args.files):
            progress(number, len(args.files), tr("Looking into media files"))
            told.append((path, stills.probe_file(path)))
    context.answer(
        {"files": [_record(path, probe) for path, probe in told]},
        "\n".join(_line(path, probe) for path, probe in told),
    )
    return 0


def _record(path: Path, probe: Probe) -> dict[str, Any]:
    return {
        "path": str(path),
        "ok": probe.ok,
        "kind": probe.kind,
        "format": probe.format,
        "width": probe.width,
        "height": probe.height,
        "frames": probe.frames,
        "duration": probe.duration / 1000,
        "rotation": probe.rotation,
        "audio": probe.audio,
        "error": probe.error,
    }


def _line(path: Path, probe: Probe) -> str:
    if not probe.ok:
        return f"{path}: {probe.error}"
    facts = [f"{probe.format} {probe.width}x{probe.height}"]
    if probe.kind == "video" or probe.frames > 1:
        facts.append(tr("{n} frames", n=probe.frames))
    if probe.kind == "video":
        facts.append(tr("{seconds} s", seconds=f"{probe.duration / 1000:.3f}"))
        facts.append(tr("with sound") if probe.audio else tr("without sound"))
    return f"{path}: " + ", ".join(facts)
