"""What every test stands on: a home of its own, quiet logs, seeded randomness, the real data."""

from __future__ import annotations

import logging
import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from tests.helpers.screen_grabs import Display

ROOT = Path(__file__).resolve().parent.parent
SEED = "SMO_SEED"
REAL_DATA = "SMO_REAL_DATA"
LONGEST_FIRST = (
    "test_three_hundred_items.py",
    "test_real_media.py",
    "test_no_flash_window.py",
    "test_no_flash_screen.py",
    "test_stage_no_flash.py",
    "test_shell_client.py",
    "test_sizes.py",
    "test_session_room.py",
    "test_rule_24_nothing_of_content_is_on_the_disk_in_plain.py",
    "test_weighted_numbers.py",
    "test_session_page.py",
    "test_rough_day.py",
    "test_real_media_soak.py",
    "test_lead_table.py",
    "test_way_of_a_verdict.py",
    "test_real_pack.py",
    "test_reports_in_a_browser.py",
    "test_learn_no_flash.py",
)
"""Files of ten seconds and more, the longest first, roughly, as measured in November 2026."""
NO_KEYRING = "smo_review.store: No keyring here"
"""The one warning that every test may cause: this file has seen to it that there is none."""

# Before Qt or keyring is imported anywhere: no window, no person's keyring.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Nor does the person's language change what the tests read.
os.environ["SMO_LANGUAGE"] = "en"
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
# The workers of one run inherit the seed, so that they all draw from it.
os.environ.setdefault(SEED, str(random.SystemRandom().randrange(1_000_000)))

settings.register_profile(
    "usual",
    max_examples=60,
    deadline=None,
    print_blob=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.register_profile("soak", parent=settings.get_profile("usual"), max_examples=2_000)
settings.load_profile("soak" if os.environ.get("SMO_SOAK") else "usual")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Give the property tests their seed and register the marker of expected log lines."""
    if config.getoption("hypothesis_seed", None) is None:
        config.option.hypothesis_seed = int(os.environ[SEED])
    config.addinivalue_line(
        "markers", "expects_log(pattern): this test must log a warning or error that matches"
    )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest: one of them must not be alone at the end."""
    places = {name: place for place, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: places.get(item.path.name, len(places)))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say the seed after every run: `SMO_SEED=n` draws the same examples again."""
    terminalreporter.write_line(f"property tests drew from {SEED}={os.environ[SEED]}")


@pytest.fixture(autouse=True)
def home(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """A home folder of the test's own: nothing reads or writes the person's settings or keys."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("USERPROFILE", str(folder))
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(folder / name.lower()))
    if "PySide6.QtCore" in sys.modules:
        from PySide6.QtCore import QSettings

        # Qt remembers the first home that it saw, so that the variables alone are not enough.
        for scope in (QSettings.Scope.UserScope, QSettings.Scope.SystemScope):
            for form in (QSettings.Format.IniFormat, QSettings.Format.NativeFormat):
                QSettings.setPath(form, scope, str(folder / "config"))
    yield folder
    language = sys.modules.get("smo_review.language")
    if language is not None and hasattr(language, "set_language"):
        language.set_language("en")


@pytest.fixture(autouse=True)
def no_unexpected_log_lines(
    request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> Iterator[None]:
    """Fail on any warning or error in the log that the test does not say it expects."""
    yield
    markers = list(request.node.iter_markers("expects_log"))
    expected = [re.compile(marker.args[0]) for marker in markers]
    lines = [
        f"{record.name}: {record.getMessage()}"
        for when in ("setup", "call")
        for record in caplog.get_records(when)
        if record.levelno >= logging.WARNING
    ]
    lines = [line for line in lines if not line.startswith(NO_KEYRING)]
    unexpected = [line for line in lines if not any(p.search(line) for p in expected)]
    assert not unexpected, "unexpected log lines:\n" + "\n".join(unexpected)
    missing = [p.pattern for p in expected if not any(p.search(line) for line in lines)]
    assert not missing, f"expected log lines that never came: {missing}"


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder with the open data sets; a run that names one must have it."""
    named = os.environ.get(REAL_DATA)
    folder = Path(named) if named else ROOT.parent / "shared" / "data"
    if not (folder / "INDEX.jsonl").is_file():
        if named:
            pytest.fail(f"{REAL_DATA} names {folder}, which holds no real data", pytrace=False)
        pytest.skip(f"the real data is not there (no {folder}); {REAL_DATA} names another place")
    return folder


@pytest.fixture(scope="session")
def virtual_display(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Display]:
    """An X display without a screen (1280x800), for children that open real windows.

    Xvfb needs xkbcomp at its fixed place, so that it cannot run where it was unpacked rootless.
    """
    program = shutil.which("Xvfb")
    if program is None:
        pytest.skip("Xvfb is not installed")
    from tests.helpers.screen_grabs import Display

    folder = tmp_path_factory.mktemp("display")
    log = folder / "xvfb.log"
    read, write = os.pipe()
    command = [program, "-displayfd", str(write), "-screen", "0", "1280x800x24", "-nolisten", "tcp"]
    # What is on the screen lies in a file, so that looking at it takes no other program.
    command += ["-fbdir", str(folder)]
    with log.open("wb") as errors:
        server = subprocess.Popen(command, pass_fds=[write], stdout=errors, stderr=errors)
    os.close(write)
    with os.fdopen(read) as answer:
        number = answer.readline().strip()  # empty when the server ended instead
    try:
        if not number:
            pytest.skip(f"Xvfb does not start here: {log.read_text(errors='replace')[-200:]}")
        yield Display(f":{number}", folder / "Xvfb_screen0")
    finally:
        server.terminate()
        server.wait(timeout=10)
