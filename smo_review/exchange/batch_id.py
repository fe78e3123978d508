"""A batch's id, which follows from its content: the same source packed twice is one batch."""

from __future__ import annotations

import hashlib


def batch_id(project: str, items_sha256: str, annotations_sha256: str) -> str:
    """ "b-" + 24 hex digits of the SHA-256 over project id and the two parts' SHA-256 (hex).

    The hashes are those of items.jsonl and annotations.jsonl as they stand in the manifest.
    `receive` holds every batch to this, so one id can never mean two contents.
    """
    told = "\n".join((project, items_sha256, annotations_sha256))
    return "b-" + hashlib.sha256(told.encode()).hexdigest()[:24]
