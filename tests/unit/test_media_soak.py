"""Damaged files by the hundred: the client lives, nothing hangs, memory stays bounded.

`./smo soak` does twenty thousand; `SMO_SEED` draws the same again.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.helpers.made_media import made_files
from tests.helpers.media_soak import good_files, soak

ROOT = Path(__file__).resolve().parents[2]


def seed() -> int:
    return int(os.environ["SMO_SEED"])


@pytest.fixture(autouse=True)
def own_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is left in the folder for temporary files is looked at: no other program writes here."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path_factory.mktemp("temporary")))


def test_three_hundred_damaged_files_do_the_client_no_harm() -> None:
    files = made_files()
    assert len({name.partition(".")[2] for name in files}) >= 15
    outcome = soak(files, 300, seed())
    assert not outcome.trouble
    assert outcome.shown + outcome.refused.total() == 300
    assert outcome.shown > 60
    assert outcome.refused.total() > 30


@pytest.mark.soak
@pytest.mark.timeout(7200)
@pytest.mark.skipif(not os.environ.get("SMO_SOAK"), reason="long: run by ./smo soak")
def test_twenty_thousand_damaged_files_do_the_client_no_harm() -> None:
    named = os.environ.get("SMO_REAL_DATA")
    data = ROOT.parent / "shared" / "data" if not named else ROOT / named
    files = made_files() | (good_files(data) if data.is_dir() else {})
    outcome = soak(files, 20_000, seed())
    print(outcome)
    assert not outcome.trouble
