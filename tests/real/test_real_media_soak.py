"""Real files, damaged by the hundred: the client lives, nothing hangs, memory stays bounded."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.helpers.media_soak import good_files, soak


def test_three_hundred_damaged_real_files_do_the_client_no_harm(
    real_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    outcome = soak(good_files(real_data), 300, int(os.environ["SMO_SEED"]))
    assert not outcome.trouble
    assert outcome.shown + outcome.refused.total() == 300
    assert outcome.shown > 60
    assert outcome.refused.total() > 30
