"""Damaged files by the hundred: the client lives, nothing hangs, memory stays bounded."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.helpers.media_soak import good_files, soak


def seed() -> int:
    return int(os.environ["SMO_SEED"])


def test_three_hundred_damaged_files_do_the_client_no_harm(real_data: Path) -> None:
    outcome = soak(good_files(real_data), 300, seed())
    assert not outcome.trouble
    assert outcome.shown + outcome.refused.total() == 300
    assert outcome.shown > 60
    assert outcome.refused.total() > 30


@pytest.mark.soak
@pytest.mark.timeout(3000)
@pytest.mark.skipif(not os.environ.get("SMO_SOAK"), reason="long: run by ./smo soak")
def test_thousands_of_damaged_files_do_the_client_no_harm(real_data: Path) -> None:
    outcome = soak(good_files(real_data), 5000, seed())
    assert not outcome.trouble
