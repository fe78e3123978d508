"""A real browser without a screen: Debian's Chromium, driven by Playwright, judged by axe-core."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from msgspec import Struct
from playwright.sync_api import Page, sync_playwright

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")


class Opened(Struct):
    """A page that was opened: what it asked the network for, what it complained of, and what
    axe-core says against it."""

    asked: list[str]
    complaints: list[str]
    violations: list[str]
    text: str


def chromium() -> str:
    """The browser's program. Where there is none a continuous run fails, others are skipped."""
    found = next((path for name in PROGRAMS if (path := shutil.which(name))), None)
    if found is None and os.environ.get("CI"):
        pytest.fail("the continuous run needs Chromium: `./smo test` installs it", pytrace=False)
    if found is None:
        pytest.skip("Chromium is not installed here (Debian: apt-get install chromium)")
    return found


@contextmanager
def browser_page(scheme: str, *, script: bool = True) -> Iterator[Page]:
    """A page of a new browser, `scheme` light or dark; it may go nowhere but to files."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        # axe-core is put into the page by a script, which the page's own policy would not let in.
        context = browser.new_context(color_scheme=scheme, bypass_csp=script)  # type: ignore[arg-type]
        yield context.new_page()
        browser.close()


def open_page(path: Path, scheme: str = "light") -> Opened:
    """Open an HTML file, and look at it with axe-core by WCAG 2, A and AA."""
    opened = Opened([], [], [], "")
    with browser_page(scheme) as page:
        page.on("request", lambda one: opened.asked.append(one.url))
        page.on("console", lambda one: opened.complaints.append(one.text))
        page.on("pageerror", lambda one: opened.complaints.append(str(one)))
        page.goto(path.as_uri())
        opened.text = page.inner_text("body")
        opened.asked = [url for url in opened.asked if url != path.as_uri()]
        found = Axe().run(page, options={"runOnly": list(WCAG)})
        opened.violations = [
            f"{one['id']}: {node['html']}"
            for one in found.response["violations"]
            for node in one["nodes"]
        ]
    return opened
