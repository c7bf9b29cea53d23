"""The workshop's pages as files: every text is there and plain, and nothing on them asks another machine."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("solara", reason="the app's extra is not installed")

from trustsim.app import settings, texts
from trustsim.app.workshop.pages import FOLDER
from trustsim.workshop.lessons.reading_ease import FEWEST_WORDS, grade

GRADE = 9.0
SCRIPTS = sorted(FOLDER.glob("*.js"))
SAID = texts.table("workshop")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_every_text_that_a_script_says_is_there(script: Path) -> None:
    said = re.findall(r'\bsay\((?:[^()"]*\? )?"(\w+)"', script.read_text())
    assert [key for key in said if key not in SAID] == []


def test_every_text_is_said_somewhere() -> None:
    everything = "".join(script.read_text() for script in SCRIPTS)
    beginnings = ("phase_", "profile_", "table_")
    unused = [key for key in SAID if f'"{key}"' not in everything and not key.startswith(beginnings)]
    assert unused == []


def test_the_texts_are_plain() -> None:
    words = {key: re.sub(r"\{\w+\}", "ten", text) for key, text in SAID.items()}
    hard = {key: grade(text) for key, text in words.items() if len(text.split()) >= FEWEST_WORDS}
    assert {key: value for key, value in hard.items() if value > GRADE} == {}


def test_no_file_names_another_machine() -> None:
    for file in FOLDER.iterdir():
        found = [
            url for url in re.findall(r"https?://[^\s\"'`)]+", file.read_text()) if "www.w3.org/2000/svg" not in url
        ]
        assert found == [], file.name


def test_the_files_are_small_enough_for_forty_phones() -> None:
    assert sum(file.stat().st_size for file in FOLDER.iterdir()) < 120_000


def test_the_rooms_make_solara_s_settings_before_they_import_it() -> None:
    """Else the app's pages, which are served beside the rooms, would look for their files on the internet."""
    program = (
        "from trustsim.app.workshop.hosting import the_host; the_host(); "
        "import solara.server.settings; print(solara.server.settings.theme.loader)"
    )
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("SOLARA_", "TRUSTSIM_"))}
    found = subprocess.run([sys.executable, "-c", program], env=clean, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == settings.SETTINGS["SOLARA_THEME_LOADER"]
