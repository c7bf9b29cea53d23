"""The brief: one file that needs nothing else, shows the comparison's numbers, harms nobody, and can be run again."""

import base64
import io
import json
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest

import trustsim as ts
from trustsim.cli import answer
from trustsim.documentation.brief import brief, prepared
from trustsim.plots.differences import signed
from trustsim.scenario import loads

SMALL = {"population.employees": 40, "run.weeks": 30, "run.replications": 4}
EVIL = "<script>alert(1)</script>\"'&{{7*7}}"
ABRUPT = {"mandates.rto.announce_week": 5}


class Page(HTMLParser):
    """Collects elements, ids and what is referred to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name in ("href", "src", "xlink:href", "action", "data", "srcset"):
                self.targets.append(value or "")
            assert not name.startswith("on")


@pytest.fixture(scope="module")
def comparison() -> ts.Comparison:
    named = ts.load("rto-abrupt").override(SMALL | ABRUPT | {"name": EVIL[:30], "title": EVIL, "story": EVIL})
    return ts.compare(ts.load("baseline").override(SMALL), [named, ts.load("hybrid").override(SMALL)])


@pytest.fixture(scope="module")
def text(comparison: ts.Comparison) -> str:
    return brief(comparison, prepared(comparison), title=EVIL, currency="EUR")


def test_it_refers_to_nothing_outside_itself(text):
    page = Page(text)
    assert all(target.startswith(("#", "data:text/csv;base64,")) for target in page.targets)
    assert "@import" not in text
    assert not re.search(r"url\((?!#)", text)
    assert "default-src 'none'" in text
    assert not {"link", "iframe", "img", "object", "embed", "form", "base"} & set(page.tags)


def test_every_reference_has_its_id_and_ids_are_unique(text):
    page = Page(text)
    assert len(page.ids) == len(set(page.ids))
    inner = {target[1:] for target in page.targets if target.startswith("#")} | set(
        re.findall(r"url\(#([^)]+)\)", text)
    )
    assert inner
    assert inner <= set(page.ids)


def test_what_users_name_is_text_and_never_runs(text):
    page = Page(text)
    assert page.tags.count("script") == 1  # the data, of a kind that no browser runs
    assert '<script type="application/json" id="data">' in text
    assert "alert(1)</script>" not in text
    assert "&lt;script&gt;alert(1)" in text
    assert "{{7*7}}" in unescape(text)


def test_its_numbers_are_those_of_the_comparison(comparison, text):
    plain = unescape(text)
    facts = comparison.outcome_facts
    for row in comparison.table.to_dict("records"):
        matters = facts[row["outcome"]].matters
        assert signed(row["difference"], matters) in plain
        assert f"{signed(row['low'], matters)} to {signed(row['high'], matters)}" in plain
    found = re.search(r'id="data">(.*?)</script>', text, re.DOTALL)
    assert found
    assert json.loads(found[1]) == json.loads(comparison.to_json())
    coded = re.search(r"data:text/csv;base64,([\w+/=]+)", text)
    assert coded
    table = pd.read_csv(io.BytesIO(base64.b64decode(coded[1])))
    assert table["difference"].tolist() == pytest.approx(comparison.table["difference"].tolist(), nan_ok=True)


def test_the_scenarios_in_it_run_to_the_same_digits(comparison, text):
    files = [loads(unescape(found)) for found in re.findall(r"\.toml</summary><pre>(.*?)</pre>", text, re.DOTALL)]
    assert [one.hash for one in files] == [arm.manifest.hash for arm in comparison.arms.values()]
    assert ts.compare(files[0], files[1:]).table["difference"].equals(comparison.table["difference"])


def test_it_says_what_differs_how_sure_it_is_and_what_it_cannot_tell(comparison, text):
    plain = unescape(text)
    for words in (
        "not calibrated", "95% interval", "One company may see", "What this cannot tell", "mandates.rto.office_days",
        "Who is hit harder", "What turned when", "What it is made of", "EUR",
    ):  # fmt: skip
        assert words in plain
    assert comparison.baseline.manifest.hash in plain


def test_the_same_comparison_makes_the_same_bytes(comparison):
    assert brief(comparison) == brief(comparison)
    assert "Who is hit harder" not in brief(comparison)


# -- the command ----------------------------------------------------------------------------------------------------

ARGUMENTS = ["report", "baseline", "hybrid", "--replications", "2", "--weeks", "8", "--set", "population.employees=24"]


def test_the_command_writes_one_file(tmp_path: Path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert answer([*ARGUMENTS, "--out", "brief.html", "--title", "A & B", "--json", "--short", "--quiet"]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["brief.html"]
    document = json.loads(capsys.readouterr().out)
    assert document["comparisons"][0]["scenario"] == "hybrid"
    assert "<title>A &amp; B</title>" in (tmp_path / "brief.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("out", "expected"),
    [
        ("brief.pdf", "must end in .html"),
        ("nowhere/brief.html", "there is no folder nowhere"),
        ("folder.html", "is a folder"),
    ],
)
def test_a_bad_place_is_said_before_anything_runs(tmp_path: Path, monkeypatch, capsys, out, expected):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.html").mkdir()
    assert answer([*ARGUMENTS, "--out", out]) == 2
    assert expected in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["folder.html"]
