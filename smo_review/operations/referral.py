"""The referral card: what a safety specialist needs of a sealed item, and no content at all."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from smo_review.domain.changes import Changes
from smo_review.domain.custody import CustodyEntry, CustodyRecord, SealedPart
from smo_review.exchange.new_files import new_files
from smo_review.language import tr
from smo_review.operations.custody import note_handling
from smo_review.queries.custody import custody_record
from smo_review.store.workspace import Workspace


def save_card(ws: Workspace, batch: str, item: str, out: Path) -> Changes:
    """Note that a sealed item was referred, and write its card, which tells it, to a text file.

    UserError where the item is not sealed, or the file cannot be written: the note stays then.
    """
    changes = note_handling(ws, batch, item, "referred")
    with new_files(out) as (file,):
        file.write(card_text(custody_record(ws, batch, item)).encode() + b"\n")
    return changes


def card_text(record: CustodyRecord) -> str:
    """The card as plain lines, in the person's language."""
    batch = f"{record.batch_name} ({record.batch})" if record.batch_name else record.batch
    state = tr("sealed") if record.sealed else tr("released")
    lines = [
        tr("Referral card. It carries no content."),
        "",
        tr("Project: {project}", project=record.project),
        tr("Batch: {batch}", batch=batch),
        tr("Item: {item}", item=record.item),
        tr("State: {state}", state=state),
        "",
        tr("Parts"),
        *map(part_line, record.parts),
        *([] if record.parts else [tr("None here: the content was purged, or there was none.")]),
        "",
        tr("Custody"),
        *map(entry_line, record.entries),
    ]
    return "\n".join(lines)


def part_line(part: SealedPart) -> str:
    """A part in a line: what it is, its size and its hash."""
    kind = {"text": tr("Text"), "image": tr("Image"), "video": tr("Video")}[part.kind]
    return tr("{kind}, {size} bytes, SHA-256 {hash}", kind=kind, size=part.size, hash=part.sha256)


def entry_line(entry: CustodyEntry) -> str:
    """One custody fact in a line: when (UTC), what and why, who."""
    when = datetime.fromtimestamp(entry.time / 1_000_000, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    act = {
        "sealed": tr("sealed"),
        "viewed": tr("card opened"),
        "referred": tr("card handed on"),
        "released": tr("released"),
    }[entry.act]
    told = f"{act} ({reason_words(entry.reason)})" if entry.reason else act
    return f"{when} · {told} · {entry.name} ({entry.person})"


def reason_words(reason: str) -> str:
    """A reason code in words; one that is not known is shown as it is."""
    return {
        "may-be-illegal": tr("may be illegal to hold"),
        "mistake": tr("sealed by mistake"),
        "cleared": tr("cleared by the safety specialist"),
    }.get(reason, reason)
