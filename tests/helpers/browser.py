"""A real browser without a screen: Debian's Chromium, driven by Playwright, judged by axe-core."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest
from axe_playwright_python.sync_playwright import Axe
from msgspec import Struct
from playwright.sync_api import Browser, Error, Page, sync_playwright

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")


class Opened(Struct):
    """A page that was opened: what it asked the network for, what it complained of, and what
    axe-core says against it."""

    asked: list[str]
    complaints: list[str]
    violations: list[str]
    text: str


def without(reason: str) -> NoReturn:
    """There is no browser: a continuous run fails, any other skips the test and says why."""
    if os.environ.get("CI"):
        pytest.fail(f"the continuous run needs Chromium: {reason}", pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for the tests of a file: to start it takes longer than most of what they do."""
    program = next((path for name in PROGRAMS if (path := shutil.which(name))), None)
    if program is None:
        without("Chromium is not installed here (Debian: apt-get install chromium)")
    with sync_playwright() as driver:
        try:
            browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        except Error as error:
            # Unpacked without root it misses the fixed place of its parts.
            without(f"Chromium does not start here: {str(error)[:200]}")
        yield browser
        browser.close()


@contextmanager
def browser_page(browser: Browser, scheme: str, *, script: bool = True) -> Iterator[Page]:
    """A page that shares nothing with others, `scheme` light or dark; it goes only to files."""
    # axe-core is put into the page by a script, which the page's own policy would not let in.
    context = browser.new_context(color_scheme=scheme, bypass_csp=script)  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


def open_page(browser: Browser, path: Path, scheme: str = "light") -> Opened:
    """Open an HTML file, unfold it, and look at it with axe-core by WCAG 2, A and AA."""
    opened = Opened([], [], [], "")
    with browser_page(browser, scheme) as page:
        page.on("request", lambda one: opened.asked.append(one.url))
        page.on("console", lambda one: opened.complaints.append(one.text))
        page.on("pageerror", lambda one: opened.complaints.append(str(one)))
        page.goto(path.as_uri())
        # What is folded is looked at by nobody, axe-core neither.
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        opened.text = page.inner_text("body")
        opened.asked = [url for url in opened.asked if url != path.as_uri()]
        found = Axe().run(page, options={"runOnly": list(WCAG)})
        opened.violations = [
            f"{one['id']}: {node['html']}"
            for one in found.response["violations"]
            for node in one["nodes"]
        ]
    return opened
