"""Who works here: a person on a device, with the Ed25519 key that signs for both."""

from __future__ import annotations

import getpass
import hashlib

import uuid_utils
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec import Struct

from smo_review.domain.bundles import Author
from smo_review.domain.errors import UserError
from smo_review.language import tr
from smo_review.store.database import Connection


class Identity(Struct, frozen=True):
    """Person and device ids, a readable name, and the device's signing key."""

    person: str
    name: str
    device: str
    key: Ed25519PrivateKey

    @property
    def public_key(self) -> str:
        """The device's public key, 64 hex digits."""
        return self.key.public_key().public_bytes_raw().hex()

    @property
    def author(self) -> Author:
        return Author(self.person, self.name, self.device, self.public_key)

    def chain(self, project: str) -> str:
        """This device's chain in a project: always the same, and telling neither of them."""
        return "c-" + hashlib.sha256(f"{self.device}\n{project}".encode()).hexdigest()[:24]


def make_identity(conn: Connection) -> None:
    """Make the identity of a new workspace, inside a write."""
    person, device = f"p-{uuid_utils.uuid4().hex}", f"d-{uuid_utils.uuid4().hex}"
    secret = Ed25519PrivateKey.generate().private_bytes_raw()
    conn.execute(
        "INSERT INTO identity VALUES (1, ?, ?, ?, ?)", (person, _system_name(), device, secret)
    )
    conn.execute("INSERT INTO persons (id, name) VALUES (?, ?)", (person, _system_name()))


def read_identity(conn: Connection) -> Identity:
    """The workspace's identity as it stands."""
    person, name, device, secret = conn.execute(
        "SELECT person, name, device, secret FROM identity"
    ).fetchone()
    return Identity(person, name, device, Ed25519PrivateKey.from_private_bytes(secret))


def set_name(conn: Connection, name: str) -> None:
    """Give the person another readable name; the ids and everything signed stay."""
    name = " ".join(name.split())
    if not name or len(name) > 100:
        raise UserError(
            tr("A name needs 1 to 100 characters."),
            "",
            tr("Type the name that colleagues know you by."),
        )
    conn.execute("UPDATE identity SET name = ?", (name,))
    conn.execute("UPDATE persons SET name = ? WHERE id = (SELECT person FROM identity)", (name,))


def _system_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return tr("Unnamed")
