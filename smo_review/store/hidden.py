"""Which items of a batch are golds: sealed for the device that packed it, in a fact like others.

The key follows from the device's signing key and the batch, so that nothing more has to be kept,
it outlives a purge, and it never travels. Rejected: the batch's key (who has the batch has it); a
plain fact, as an exercise's key is (rulings and cases reach auditors in the same file).
"""

from __future__ import annotations

import base64
import binascii
import hashlib

import msgspec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from smo_review.domain.errors import UserError
from smo_review.domain.hidden_gold import HiddenGold, HiddenMember
from smo_review.store.database import Connection
from smo_review.store.identity import Identity
from smo_review.store.matters import matters
from smo_review.store.sealing import seal, unseal


def lot_secret(identity: Identity, seed: int) -> bytes:
    """What lots are drawn from: the same for a device and seed, and known to nobody else.

    Ed25519 signatures are deterministic (RFC 8032), so one over a text is a keyed function of it.
    """
    return _derived(identity, f"smo-hidden-gold-lots/1\n{seed}")


def sealed_members(identity: Identity, batch: str, members: tuple[HiddenMember, ...]) -> HiddenGold:
    """The fact that keeps them."""
    sealed = seal(_cipher(identity, batch), msgspec.json.encode(members), batch.encode())
    return HiddenGold(batch, base64.b64encode(sealed).decode())


def members_of(
    conn: Connection, identity: Identity, batch: str | None = None
) -> dict[str, tuple[HiddenMember, ...]]:
    """By batch (of one, where it is named): the golds that this device mixed in."""
    found: dict[str, tuple[HiddenMember, ...]] = {}
    for told in matters(conn, ["hidden-gold"], batch):
        members = _opened(identity, told.matter)
        if members:
            found[told.matter.batch] = members
    return found


def _opened(identity: Identity, told: HiddenGold) -> tuple[HiddenMember, ...]:
    """Nothing of what another device sealed, or somebody changed."""
    try:
        sealed = base64.b64decode(told.sealed, validate=True)
        plain = unseal(_cipher(identity, told.batch), sealed, told.batch.encode())
        return msgspec.json.decode(plain, type=tuple[HiddenMember, ...])
    except (UserError, binascii.Error, msgspec.MsgspecError):
        return ()


def _cipher(identity: Identity, batch: str) -> AESGCM:
    return AESGCM(_derived(identity, f"smo-hidden-gold/1\n{batch}"))


def _derived(identity: Identity, about: str) -> bytes:
    return hashlib.sha256(identity.key.sign(about.encode())).digest()
