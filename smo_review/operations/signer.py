"""Who signs where there is no workspace: a key of the person's own on this machine."""

from __future__ import annotations

import getpass
import hashlib
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from smo_review.domain.errors import UserError
from smo_review.language import tr
from smo_review.store.identity import Identity
from smo_review.store.keys import find_key, make_key

SIGNER = "packing"
"""The name under which the key is kept."""


def own_identity() -> Identity:
    """Who signs without a workspace: a key of this person's on this machine, made at first need.

    Person and device ids follow from the key, so that nothing else has to be kept.
    """
    try:
        secret = find_key(SIGNER, Path(SIGNER))
    except UserError:
        secret = make_key(SIGNER)
    key = Ed25519PrivateKey.from_private_bytes(secret)
    told = hashlib.sha256(key.public_key().public_bytes_raw()).hexdigest()[:32]
    return Identity(f"p-{told}", _system_name(), f"d-{told}", key)


def _system_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return tr("Unnamed")
