"""Links, uploads, one's own company, side by side, the brief: what one visitor sends is what another sees."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser.pages import cards, fits_a_phone, press, settle
from tests.test_asking import HOSTILE
from trustsim.scenario import load
from trustsim.scenario.own_company import EXAMPLE

pytestmark = pytest.mark.browser

SMALL = "v=1&n=12&0o.employees=60"
#: A company so small that every move is answered at once.
TINY = "v=1&n=1&w=4&0o.employees=8"
#: The colours of the sheets that Solara lays below parts of a page, where they have one: white, in the dark too.
SHEETS = """() => [...document.querySelectorAll('.v-sheet')].map((one) => getComputedStyle(one).backgroundColor)
    .filter((colour) => colour !== 'rgba(0, 0, 0, 0)')"""
_RUN = "window.hit=1"
_TAGS = (
    "img src=x onerror", "svg onload", "body onload", "video src=x onerror", "details open ontoggle",
    "input autofocus onfocus", "iframe onload", "object data=x onerror", "a href=# onmouseover", "style onload",
)  # fmt: skip
#: Fifty texts that must stay texts wherever they are typed or sent.
INJECTIONS = [
    f"<script>{_RUN}</script>", f"</script><script>{_RUN}</script>", f"\"><script>{_RUN}</script>",
    f"javascript:{_RUN}", "{{" + _RUN + "}}", "${" + _RUN + "}", f"'-({_RUN})-'", f"</textarea><script>{_RUN}</script>",
    f"{{{{constructor.constructor('{_RUN}')()}}}}", f"<!--><script>{_RUN}</script>",
    *(f"<{tag}={_RUN}>" for tag in _TAGS),
    *(f"\"><{tag}={_RUN}>" for tag in _TAGS),
    *(f"'><{tag}={_RUN} x='" for tag in _TAGS),
    *(f"<{tag.upper()}={_RUN}//" for tag in _TAGS),
]  # fmt: skip


def test_a_link_shows_a_second_visitor_and_the_command_line_the_same_digits(visit, tmp_path: Path):
    first = visit(f"/?{SMALL}", ready=".ts-lever")
    press(first, "policy.surveillance", "ArrowRight", times=6)
    settle(first)
    mine = cards(first)
    first.click("#ts-nav a[href='/share']")
    link = first.wait_for_selector("[data-copy=link]").input_value()
    second = visit("/?" + link.partition("?")[2], ready=".ts-lever")
    settle(second)
    assert cards(second) == mine
    assert second.locator(".ts-notice").count() == 0
    command = second_form(first, "command")
    assert command.startswith("trustsim compare baseline baseline ")
    done = subprocess.run(
        [sys.executable, "-m", *command.split(), "--json", "--quiet"], capture_output=True, text=True, check=True
    )
    rows = {row["outcome"]: row for row in json.loads(done.stdout)["comparisons"][0]["outcomes"]}
    for name, card in mine.items():
        assert float(card["difference"].replace("−", "-").replace(",", "")) == pytest.approx(
            rows[name]["difference"], abs=0.051
        )
        decimals = len(card["value"].partition(".")[2])
        assert card["value"].replace("−", "-").replace(",", "") == f"{rows[name]['scenario_value']:.{decimals}f}"


def second_form(page, name: str) -> str:
    """Return the text of a form to copy."""
    page.locator(f"details:has([data-copy={name}]) summary").click()
    return page.inner_text(f"[data-copy={name}]")


def test_a_wild_link_is_read_as_far_as_it_makes_sense_and_runs_nothing(visit, axe):
    evil = "q=<script>window.hit=1</script>&1~=<img src=x onerror=window.hit=1>"
    page = visit(f"/?v=1&1p.surveillance=9e9&1p.nothing=1&{evil}", ready=".ts-notice", theme="dark")
    said = page.inner_text(".ts-notice")
    assert "policy.surveillance was moved from 9,000,000,000 to 1" in said
    assert "policy.nothing is unknown" in said
    page.evaluate(axe)
    assert not page.evaluate("axe.run('.ts-notice')")["violations"]
    assert page.evaluate(SHEETS) == []
    page.click(".ts-notice button")
    page.wait_for_selector(".ts-notice", state="detached")
    assert page.evaluate("window.hit") is None


def test_what_is_typed_or_uploaded_never_runs(visit):
    assert len(set(INJECTIONS)) == 50
    page = visit(f"/share?{TINY}", ready="#ts-upload-scenario")
    evil = load("hybrid").override({"title": INJECTIONS[1], "story": " ".join(INJECTIONS), "name": INJECTIONS[2][:60]})
    said = uploaded(page, evil.dump().encode(), ".ts-taken")
    assert all(text in said for text in INJECTIONS)
    page.click("#ts-nav a[href='/compare']")
    page.wait_for_selector("#ts-words-keep")
    for text in INJECTIONS[::10]:
        if page.locator(".ts-chip").count() == 4:
            page.locator("button:text-is('Remove')").first.click()
            page.wait_for_selector("#ts-words-keep:not([disabled])")
        page.fill("#ts-words-keep", text)
        page.press("#ts-words-keep", "Enter")
        shown = "(text) => [...document.querySelectorAll('.ts-chip')].some((chip) => chip.innerText.includes(text))"
        page.wait_for_function(shown, arg=text)
    page.wait_for_selector(".ts-canvas svg")
    for path in ("/", "/why", "/share"):
        page.click(f"#ts-nav a[href='{path}']")
        page.wait_for_selector(f"#ts-nav a[href='{path}'][aria-current='page']")
        page.wait_for_timeout(300)
    assert page.evaluate("window.hit") is None
    again = visit("/compare" + page.evaluate("window.location.search"), ready="#ts-words-keep")
    again.wait_for_selector(".ts-canvas svg")
    assert again.evaluate("window.hit") is None
    assert again.locator(".ts-chip").count() == 4


def test_four_scenarios_stand_side_by_side(visit):
    page = visit(f"/compare?{SMALL}&1p.autonomy=0.9&2=rto-abrupt&3=hybrid", ready=".ts-grid")
    page.fill("#ts-words-keep", "Freedom")
    page.press("#ts-words-keep", "Enter")
    page.wait_for_selector(".ts-chip >> nth=3")
    page.wait_for_function("document.querySelectorAll('.ts-grid')[0].querySelectorAll('thead th').length === 6")
    head = page.locator(".ts-grid").first.locator("thead th").all_inner_texts()
    names = ["As it is", "What if", "Five days, from Monday", "Two days at home, freely chosen", "Freedom"]
    assert [text.strip() for text in head][1:] == names
    page.wait_for_selector(".ts-canvas svg")
    assert "90 %" in page.locator(".ts-grid").last.inner_text()
    fits_a_phone(page)
    assert page.locator("#ts-words-keep").is_disabled()
    assert "2=rto-abrupt" in page.url
    page.locator("button:text-is('Put on screen')").first.click()
    page.wait_for_function("document.querySelector('.ts-chip').innerText.includes('Five days')")


def test_each_hostile_file_gets_one_plain_message_and_the_page_lives_on(visit):
    page = visit("/share", ready="#ts-upload-scenario")
    for kind, (content, expected) in HOSTILE.items():
        said = uploaded(page, content, ".ts-upload .ts-alert")
        assert ("64 kB" if kind == "too large" else expected) in said
        assert len(said.splitlines()) == 1
        assert "Traceback" not in said
        assert "A breach, owned up to" in uploaded(page, load("repair-well").dump().encode(), ".ts-taken")


def uploaded(page, content: bytes, answer: str) -> str:
    """Hand over a file and return what is said of it."""
    page.set_input_files("#ts-upload-scenario", {"name": "<b>x.toml", "mimeType": "text/plain", "buffer": content})
    return page.wait_for_selector(answer).inner_text().strip()


def test_ones_own_company_is_in_every_number(visit):
    page = visit("/share?v=1&n=6", ready="#ts-upload-company")
    company = EXAMPLE.replace("200", "60").encode()
    page.set_input_files("#ts-upload-company", {"name": "c.csv", "mimeType": "text/csv", "buffer": company})
    assert "60 people" in page.wait_for_selector(".ts-taken").inner_text()
    page.wait_for_function("window.location.search.includes('o.employees=60')")
    page.click("#ts-nav a[href='/compare']")
    page.wait_for_selector(".ts-grid")
    assert "EUR" in page.locator(".ts-grid").first.inner_text()
    page.click("#ts-nav a[href='/for-whom']")
    page.wait_for_selector("text=Team: platform", timeout=60_000)


def test_the_brief_is_a_file_that_opens_by_itself(visit, browser, tmp_path: Path):
    page = visit(f"/share?{SMALL}&1=rto-abrupt", ready="[data-file=brief]")
    with page.expect_download(timeout=120_000) as waiting:
        page.click("[data-file=brief]")
    target = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(target)
    context = browser.new_context(offline=True)
    alone = context.new_page()
    asked: list[str] = []
    alone.on("request", lambda request: asked.append(request.url))
    alone.goto(target.as_uri())
    assert asked == [target.as_uri()]
    assert "What this cannot tell" in alone.inner_text("main")
    assert alone.locator("svg").count() >= 2
    context.close()


def test_the_reasons_are_those_of_the_numbers(visit):
    page = visit(f"/why?{SMALL}&1=rto-abrupt", ready=".ts-bars")
    page.wait_for_function("document.body.innerText.includes('From all 12 runs')", timeout=90_000)
    whole = page.locator(".ts-bars tr.whole td.n strong").all_inner_texts()
    assert len(set(whole)) == 1
    fits_a_phone(page)
    page.click("#ts-nav a[href='/compare']")
    page.wait_for_function("document.querySelector('.ts-grid') && !document.body.innerText.includes('Provisional')")
    row = page.locator(".ts-grid tbody tr:has-text('Trust in leaders')").first.inner_text()
    assert whole[0] in row


def test_who_is_hit_harder_is_named(visit):
    page = visit(f"/for-whom?{SMALL}&1=rto-abrupt", ready=".ts-bars")
    page.wait_for_function("document.body.innerText.includes('From 12 runs')", timeout=90_000)
    assert re.search(r"Need for flexibility: \w+", page.inner_text(".ts-bars"))
    assert "withheld" in page.inner_text("main")
    fits_a_phone(page)
    page.select_option("#field-whom-outcome", "stress")
    page.wait_for_function("document.querySelector('.ts-bars thead').innerText.includes('of 100')")
