"""The seal of a bundle: a signature over every byte of the file but its own.

It lies in the comment of the ZIP, which is the last thing in the file: 8 bytes magic, 32 bytes
Ed25519 public key, 64 bytes signature. Signed is CONTEXT + SHA-512 of all bytes before the
signature, so the magic and the key are covered as well.
"""

from __future__ import annotations

import hashlib
import os
from typing import BinaryIO

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from smo_review.domain.changes import Progress
from smo_review.domain.errors import UserError
from smo_review.language import tr

MAGIC = b"SMOSEAL1"
CONTEXT = b"smo-bundle/1 seal\n"
KEY_SIZE, SIGNATURE_SIZE = 32, 64
SEAL_SIZE = len(MAGIC) + KEY_SIZE + SIGNATURE_SIZE
BLANK = bytes(SEAL_SIZE)
"""What stands in the seal's place until the file is signed."""
_END_RECORD = b"PK\x05\x06"
_END_SIZE = 22
_BLOCK = 1 << 20


def public_key_hex(key: Ed25519PrivateKey) -> str:
    """The public half of a device's key, as it stands in a manifest."""
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def seal(file: BinaryIO, key: Ed25519PrivateKey, progress: Progress | None = None) -> None:
    """Sign a whole ZIP whose comment is `BLANK`; the file must be open for reading and writing."""
    end = file.seek(0, os.SEEK_END)
    file.seek(end - SEAL_SIZE)
    file.write(MAGIC + bytes.fromhex(public_key_hex(key)))
    digest = _digest(file, end - SIGNATURE_SIZE, tr("Signing"), progress)
    file.seek(end - SIGNATURE_SIZE)
    file.write(key.sign(CONTEXT + digest))


def verify_seal(file: BinaryIO, name: str, progress: Progress | None = None) -> str:
    """Check the seal over the whole file; returns the signer's public key in hex.

    Raises UserError where the file is no bundle, is cut short, or was changed.
    """
    end = file.seek(0, os.SEEK_END)
    tail_size = _END_SIZE + SEAL_SIZE
    if end < tail_size:
        raise not_a_bundle(name)
    file.seek(end - tail_size)
    tail = file.read(tail_size)
    comment = tail[_END_SIZE:]
    length = int.from_bytes(tail[_END_SIZE - 2 : _END_SIZE], "little")
    if tail[:4] != _END_RECORD or length != SEAL_SIZE or not comment.startswith(MAGIC):
        raise not_a_bundle(name)
    public = comment[len(MAGIC) : len(MAGIC) + KEY_SIZE]
    digest = _digest(file, end - SIGNATURE_SIZE, tr("Checking the signature"), progress)
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(
            comment[-SIGNATURE_SIZE:], CONTEXT + digest
        )
    except (InvalidSignature, ValueError):
        raise UserError(
            tr("The file was changed or damaged after it was signed."),
            name,
            tr("Ask for the file again; do not use this copy."),
        ) from None
    return public.hex()


def not_a_bundle(name: str) -> UserError:
    """The refusal of a file that has no seal at its end."""
    return UserError(
        tr("This is not a complete SMO Review file: it has no signature at its end."),
        name,
        tr("Check that it is the right file and that it was copied whole, or ask for it again."),
    )


def _digest(file: BinaryIO, size: int, what: str, progress: Progress | None) -> bytes:
    digest = hashlib.sha512()
    file.seek(0)
    done = 0
    while done < size:
        block = file.read(min(_BLOCK, size - done))
        if not block:
            break
        digest.update(block)
        done += len(block)
        if progress is not None:
            progress(done, size, what)
    return digest.digest()
