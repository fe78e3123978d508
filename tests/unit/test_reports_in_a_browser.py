"""Reports in a real browser: nothing is asked of a network, nothing fails, all can be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from smo_review.operations.reports import write_report
from smo_review.queries.reports.build import request
from smo_review.store.workspace import Workspace
from tests.helpers.browser import browser_page, open_page
from tests.helpers.report_cases import market_workspace


def written(folder: Path, kind: str, language: str) -> Path:
    ws: Workspace = market_workspace(folder / "ws")
    asked = request(ws, kind, annotator="sokha" if kind == "annotator" else "", language=language)
    out = folder / f"{kind}.html"
    write_report(ws, asked, html=out, printer=lambda html: b"")
    ws.close()
    return out


@pytest.mark.parametrize(
    ("kind", "language", "scheme"),
    [
        ("annotator", "en", "light"),
        ("team", "km", "dark"),
        ("central", "zh", "light"),
        ("weekly", "en", "dark"),
        ("risk", "km", "light"),
    ],
)
def test_a_report_opens_offline_without_errors_and_passes_axe_core(
    browser: Browser, tmp_path: Path, kind: str, language: str, scheme: str
) -> None:
    opened = open_page(browser, written(tmp_path, kind, language), scheme)
    assert opened.asked == []
    assert opened.complaints == []
    assert opened.violations == []
    assert "b-market" in opened.text


def test_the_look_with_axe_core_finds_what_is_wrong(browser: Browser, tmp_path: Path) -> None:
    """The test above must be able to fail."""
    page = tmp_path / "bad.html"
    page.write_text('<html><body><img src="x.png"><p style="color:#eee">faint</p></body></html>')
    opened = open_page(browser, page)
    assert {"image-alt", "color-contrast", "html-has-lang"} <= {
        one.split(":")[0] for one in opened.violations
    }
    assert [url.rsplit("/", 1)[1] for url in opened.asked] == ["x.png"]
    assert opened.complaints


def test_its_own_policy_lets_no_script_run(browser: Browser, tmp_path: Path) -> None:
    path = written(tmp_path, "risk", "en")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("</body>", "<script>document.title='ran'</script></body>"))
    with browser_page(browser, "light", script=False) as page:
        page.goto(path.as_uri())
        assert page.title() == "Risk assessment"


def test_a_figure_leads_to_its_list_which_opens_and_back_by_keys(
    browser: Browser, tmp_path: Path
) -> None:
    with browser_page(browser, "light") as page:
        page.goto(written(tmp_path, "team", "en").as_uri())
        page.set_viewport_size({"width": 375, "height": 700})
        assert page.locator("a.items").count() > 5
        for number in range(page.locator("a.items").count()):
            link = page.locator("a.items").nth(number)
            if link.is_visible():
                place = page.locator(link.get_attribute("href") or "")
                link.press("Enter")
                # The fold that the list lies in opens by itself.
                place.wait_for(state="visible")
                assert place.locator("li").count() > 0
        place.locator(".ways a[href^='#']").first.press("Enter")
        assert page.evaluate("document.querySelector(':target').tagName") in ("DATA", "TD")
        # On a telephone the page itself never scrolls sideways.
        assert page.evaluate("document.documentElement.scrollWidth") <= 375


def test_on_paper_lists_stay_folded_and_their_names_are_there(
    browser: Browser, tmp_path: Path
) -> None:
    with browser_page(browser, "dark") as page:
        page.goto(written(tmp_path, "risk", "zh").as_uri())
        page.emulate_media(media="print")
        assert page.locator("details.list summary").first.is_visible()
        assert not page.locator("details.list li").first.is_visible()
        ground = "getComputedStyle(document.body).backgroundColor"
        assert page.evaluate(ground) == "rgb(255, 255, 255)"
