"""AES-256-GCM with a batch's key: 12 bytes nonce, then the ciphertext with its 16-byte tag."""

from __future__ import annotations

import hashlib
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from smo_review.domain.errors import UserError
from smo_review.language import tr

NONCE = 12


def key_id(key: bytes) -> str:
    """The name of a key: the first 16 hex digits of its SHA-256."""
    return hashlib.sha256(key).hexdigest()[:16]


def seal(cipher: AESGCM, data: bytes, about: bytes = b"") -> bytes:
    """`data` sealed; `about` is not stored but must be the same when it is opened."""
    nonce = os.urandom(NONCE)
    return nonce + cipher.encrypt(nonce, data, about)


def unseal(cipher: AESGCM, sealed: bytes, about: bytes = b"") -> bytes:
    """What was sealed; UserError where it was changed or the key is another one."""
    try:
        return cipher.decrypt(sealed[:NONCE], sealed[NONCE:], about)
    except (InvalidTag, ValueError):
        raise UserError(
            tr("A piece of stored content is damaged and cannot be opened."),
            "",
            tr("Run the check, then receive the batch's file again in a new workspace."),
        ) from None
