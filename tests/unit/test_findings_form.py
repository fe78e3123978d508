"""The form of findings in a real browser: by keyboard, without network, and its file taken in."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from smo_review.operations.answer_files import export_findings, take_answers
from smo_review.queries.disputes import disputes
from smo_review.store.workspace import Workspace
from tests.helpers.answer_forms import ws
from tests.helpers.browser import browser_page, open_page

__all__ = ["ws"]


@pytest.fixture
def form(ws: Workspace, tmp_path: Path) -> Path:
    return export_findings(ws, "ann", tmp_path / "ann.html").files[0]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_form_asks_nothing_of_the_network_and_anybody_can_use_it(
    browser: Browser, form: Path, scheme: str
) -> None:
    opened = open_page(browser, form, scheme)
    assert opened.asked == [] and opened.complaints == [] and opened.violations == []


def _press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_answers_given_by_keys_alone_are_saved_and_taken_in(
    browser: Browser, ws: Workspace, form: Path, tmp_path: Path
) -> None:
    with browser_page(browser, "light", script=False) as page:
        page.goto(form.as_uri())
        _press(page, "Tab", "Tab", "Space", "ArrowRight")  # language, then Accept, then Dispute
        _press(page, "Tab")
        page.keyboard.insert_text("它引用了一首歌。ខ្មែរ")
        _press(page, "Tab", "Space")  # accept the second
        _press(page, "Tab", "Tab")
        with page.expect_download() as saved:
            _press(page, "Enter")
        path = tmp_path / saved.value.suggested_filename
        saved.value.save_as(path)
    assert path.name == "ann.answers.json"
    taken = take_answers(ws, path)
    assert (taken.accepted, taken.disputed, taken.facts_new) == (1, 1, 2)
    assert disputes(ws)[0].answers[0].reason == "它引用了一首歌。ខ្មែរ"


def test_a_dispute_without_its_reason_is_not_saved(browser: Browser, form: Path) -> None:
    with browser_page(browser, "light", script=False) as page:
        page.goto(form.as_uri())
        page.locator("fieldset.finding").first.locator("input[value=dispute]").check()
        assert page.locator("#problems").is_hidden()
        page.locator("#save").click()
        assert page.locator("#problems").is_visible()
        words = page.locator("fieldset.finding textarea").first
        assert words.get_attribute("aria-invalid") == "true"
        assert words.evaluate("field => field === document.activeElement")


def test_the_page_itself_as_a_browser_saves_it_can_be_taken_in(
    browser: Browser, ws: Workspace, form: Path, tmp_path: Path
) -> None:
    with browser_page(browser, "light", script=False) as page:
        page.goto(form.as_uri())
        first = page.locator("fieldset.finding").first
        first.locator("input[value=dispute]").check()
        first.locator("textarea").fill("<b>No</b> & never</script>")
        page.keyboard.press("Control")
        kept = tmp_path / "saved by the browser.html"
        kept.write_text(page.content(), "utf-8")
    taken = take_answers(ws, kept)
    assert (taken.disputed, taken.unanswered) == (1, 1)
    assert disputes(ws)[0].answers[0].reason == "<b>No</b> & never</script>"


@pytest.mark.parametrize(
    ("language", "words"), [("km", "ជំទាស់"), ("zh", "提出异议"), ("en", "Dispute")]
)
def test_one_language_is_shown_at_a_time(
    browser: Browser, form: Path, language: str, words: str
) -> None:
    with browser_page(browser, "light", script=False) as page:
        page.goto(form.as_uri())
        page.locator(f"#speak-{language}").check()
        shown = page.inner_text("fieldset.finding >> nth=0")
        others = {"ជំទាស់", "提出异议", "Dispute"} - {words}
        assert words in shown and not any(other in shown for other in others)
        assert page.evaluate("document.documentElement.lang") == language
