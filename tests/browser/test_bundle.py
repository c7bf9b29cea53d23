"""What is laid beside Python is what Solara's template asks for, and the page is repaired where it needs to be."""

import re
from pathlib import Path

import pytest
import solara.server

from trustsim.app import bundle

pytestmark = pytest.mark.browser

TEMPLATE = Path(solara.server.__file__).parent / "templates" / "solara.html.j2"
OURS = bundle.APP / "templates" / "index.html.j2"


def versions():
    return {package.name: package.version for package in bundle.packages()}


def test_nothing_is_missing():
    assert bundle.missing() == []


def test_the_versions_are_those_that_solara_asks_for():
    asked = dict(re.findall(r"\{\{cdn\}\}/(@?[\w/-]+)@([\d.]+)/", TEMPLATE.read_text("utf-8")))
    ours = versions()
    assert asked["@widgetti/solara-vuetify3-app"] == ours["@widgetti/solara-vuetify3-app"]
    assert asked["requirejs"] == ours["requirejs"]


def test_the_chart_library_of_the_page_is_the_one_that_is_laid():
    assert f"echarts@{versions()['echarts']}/" in OURS.read_text("utf-8")


def test_what_is_put_right_in_solaras_page_is_there_to_be_put_right():
    theirs, ours = TEMPLATE.read_text("utf-8"), OURS.read_text("utf-8")
    for wrong in re.findall(r"replace\(['\"](.+?)['\"](?:\|safe)?, ", ours):
        assert wrong in theirs


def test_a_package_that_lacks_a_file_is_said(monkeypatch, tmp_path):
    monkeypatch.setattr(bundle, "FOLDER", tmp_path)
    said = "\n".join(bundle.missing())
    assert "echarts 6.1.0: dist/echarts.min.js" in said
    assert len(bundle.missing()) == len(bundle.packages())


def test_every_text_that_is_asked_for_is_there():
    from trustsim.app import texts

    asked = set()
    for file in bundle.APP.rglob("*.py"):
        asked |= set(re.findall(r"""texts\.say\(\s*"([\w.]+)"[,)]""", file.read_text("utf-8")))
    assert len(asked) > 20
    for key in asked:
        assert texts.maybe(key), f"texts.toml lacks {key}"


def test_no_page_puts_text_into_the_page_unescaped_or_opens_a_console():
    for file in (*bundle.APP.rglob("*.vue"), *bundle.APP.rglob("*.py")):
        text = file.read_text("utf-8")
        for wrong in (
            "v-html",
            "unsafe_innerHTML",
            "innerHTML",
            "solara.Markdown",
            "solara.HTML",
            "InteractiveConsole",
        ):
            assert wrong not in text, f"{file.name}: {wrong}"
