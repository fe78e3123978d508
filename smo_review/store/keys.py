"""Where a workspace's key is kept: the system's keyring, else a file only its owner can read.

No question is ever asked: a keyring that would have to ask first counts as none.
"""

from __future__ import annotations

import logging
import os
import sys
from contextlib import suppress
from pathlib import Path

from platformdirs import user_config_path

from smo_review.domain.errors import UserError
from smo_review.language import tr

SERVICE = "smo-review"
_log = logging.getLogger("smo_review.store")


def find_key(workspace: str, path: Path) -> bytes:
    """The key of a workspace that exists; UserError where this machine does not have it."""
    _write_no_core()
    file = key_file(workspace)
    text = _read(file) if file.exists() else _from_keyring(workspace)
    try:
        key = bytes.fromhex(text or "")
    except ValueError:
        key = b""
    if len(key) != 32:
        raise UserError(
            tr("The key of this workspace is not on this machine, or it is damaged."),
            str(path),
            tr("Open it on the machine where it was made, or start a new workspace."),
        )
    return key


def make_key(workspace: str) -> bytes:
    """A new random key, kept before it is used; warns where only a file can keep it."""
    _write_no_core()
    key = os.urandom(32)
    if _to_keyring(workspace, key.hex()):
        return key
    file = key_file(workspace)
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as out:
            out.write(key.hex())
            out.flush()
            os.fsync(out.fileno())
    except OSError as error:
        raise UserError(
            tr("The workspace's key cannot be kept: its file cannot be written."),
            str(file),
            tr("Check that the folder can be written to, then do it again."),
        ) from error
    _log.warning(tr("No keyring here: the workspace's key is kept in {file}.", file=file))
    return key


def drop_key(workspace: str) -> None:
    """Destroy a key wherever it is kept; one that is nowhere is no error.

    OSError where its file cannot be removed.
    """
    key_file(workspace).unlink(missing_ok=True)
    if _keyring_can_answer():
        import keyring

        with suppress(keyring.errors.KeyringError, OSError, RuntimeError):
            keyring.delete_password(SERVICE, workspace)


def key_file(workspace: str) -> Path:
    """The file that holds the key where there is no keyring."""
    return user_config_path("smo-review") / "keys" / f"{workspace}.key"


def _write_no_core() -> None:
    """Who holds a key also holds what it opens: a crash must not put that on the disk."""
    if sys.platform == "win32":
        return
    import resource

    _soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, hard))


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _keyring_can_answer() -> bool:
    """Whether there may be a keyring that answers without asking the person anything."""
    if os.environ.get("PYTHON_KEYRING_BACKEND") == "keyring.backends.null.Keyring":
        return False
    if sys.platform in ("win32", "darwin") or "PYTHON_KEYRING_BACKEND" in os.environ:
        return True
    if "DBUS_SESSION_BUS_ADDRESS" not in os.environ:
        return False
    # A locked collection would put up a password window, and so would making the first one.
    try:
        import secretstorage
    except ImportError:
        return False
    try:
        bus = secretstorage.dbus_init()
        try:
            return not secretstorage.get_collection_by_alias(bus, "default").is_locked()
        finally:
            bus.close()
    except (secretstorage.exceptions.SecretStorageException, OSError):
        return False


def _from_keyring(workspace: str) -> str | None:
    if not _keyring_can_answer():
        return None
    import keyring

    try:
        return keyring.get_password(SERVICE, workspace)
    except (keyring.errors.KeyringError, OSError, RuntimeError):
        return None


def _to_keyring(workspace: str, value: str) -> bool:
    """Whether the keyring took the value and gives it back."""
    if not _keyring_can_answer():
        return False
    import keyring

    try:
        keyring.set_password(SERVICE, workspace, value)
        return keyring.get_password(SERVICE, workspace) == value
    except (keyring.errors.KeyringError, OSError, RuntimeError):
        return False
