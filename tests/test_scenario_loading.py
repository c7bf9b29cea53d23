"""Reading scenarios: names, files, dicts, what they extend, and every kind of file that is none."""

import os
from pathlib import Path
from typing import Any

import pytest

from tests.scenario_standin import DECLARED
from trustsim.errors import InputError, ScenarioError
from trustsim.scenario import Scenario, load, loads, parse_set


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def opened(source: Any) -> Scenario:
    return load(source, declared=DECLARED)


def refused(source: Any) -> str:
    with pytest.raises(ScenarioError) as caught:
        opened(source)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_name_is_the_stem_unless_given(tmp_path: Path) -> None:
    scenario = opened(write(tmp_path, "my.own.toml", "[policy]\nautonomy = 0.7\n"))
    assert (scenario.name, scenario.title, scenario.story, scenario.extends) == ("my.own", "my.own", "", "")
    assert opened({"name": "given"}).name == "given"


def test_path_as_text_and_as_path_are_one(tmp_path: Path) -> None:
    path = write(tmp_path, "a.toml", "[policy]\nautonomy = 0.7\n")
    assert opened(str(path)) == opened(path)


def test_a_scenario_is_returned_as_it_is() -> None:
    scenario = opened({})
    assert load(scenario) is scenario


def test_byte_order_mark_and_windows_lines_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(b"\xef\xbb\xbf[policy]\r\nautonomy = 0.7\r\n")
    assert opened(path).get("policy.autonomy") == 0.7


def test_extends_chain_later_wins_and_sources_say_who(tmp_path: Path) -> None:
    write(
        tmp_path, "a.toml", 'title = "A"\nstory = "S"\n[policy]\nautonomy = 0.1\nsurveillance = 0.1\nfairness = 0.1\n'
    )
    write(tmp_path, "b.toml", 'extends = "a.toml"\n[policy]\nsurveillance = 0.2\nfairness = 0.2\n')
    folder = tmp_path / "inner"
    folder.mkdir()
    scenario = opened(write(folder, "c.toml", 'extends = "../b.toml"\n[policy]\nfairness = 0.3\n'))
    assert [scenario.get(f"policy.{lever}") for lever in ("autonomy", "surveillance", "fairness")] == [0.1, 0.2, 0.3]
    files = [scenario.sources[f"policy.{lever}"] for lever in ("autonomy", "surveillance", "fairness")]
    assert [Path(file).name for file in files] == ["a.toml", "b.toml", "c.toml"]
    assert scenario.sources["policy.micromanagement"] == "default"
    assert (scenario.title, scenario.story) == ("c", ""), "title and story are not inherited"
    assert scenario.override({"policy.fairness": 0.9}).sources["policy.fairness"] == "override"


def test_extends_in_a_circle_shows_the_circle(tmp_path: Path) -> None:
    write(tmp_path, "a.toml", 'extends = "b.toml"\n')
    write(tmp_path, "b.toml", 'extends = "c.toml"\n')
    message = refused(write(tmp_path, "c.toml", 'extends = "a.toml"\n'))
    assert "circle" in message
    assert [Path(part).name for part in message.split(": ")[-1].split(" -> ")] == [
        "c.toml",
        "a.toml",
        "b.toml",
        "c.toml",
    ]
    assert "circle" in refused(write(tmp_path, "d.toml", 'extends = "./d.toml"\n'))


def test_extends_is_bounded(tmp_path: Path) -> None:
    write(tmp_path, "0.toml", "")
    for step in range(1, 10):
        write(tmp_path, f"{step}.toml", f'extends = "{step - 1}.toml"\n')
    assert opened(tmp_path / "7.toml").name == "7"
    assert "at most 8" in refused(tmp_path / "8.toml")


def test_extends_what_is_not_there(tmp_path: Path) -> None:
    write(tmp_path, "base.toml", "")
    message = refused(write(tmp_path, "a.toml", 'extends = "bsae.toml"\n'))
    assert "no such file; did you mean 'base.toml'?" in message
    assert "extended by" in message
    assert "did you mean 'baseline'?" in refused({"extends": "basline"})
    assert "relative path" in refused(write(tmp_path, "b.toml", 'extends = "/etc/passwd"\n'))
    assert "shipped scenario here" in refused({"extends": "../base.toml"})
    assert "extends must be" in refused({"extends": 3})


def test_problem_in_an_extended_file_names_that_file(tmp_path: Path) -> None:
    write(tmp_path, "base.toml", "[policy]\nautonomy = 2\n")
    assert "base.toml: policy.autonomy must be" in refused(write(tmp_path, "a.toml", 'extends = "base.toml"\n'))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("baselin", "did you mean 'baseline'?"),
        ("", "no shipped scenario ''"),
        ("./none.toml", "no such file"),
        ("none.toml", "no such file"),
        ("/", "folder"),
        ("/dev/zero", "no regular file"),
        ("a\0b.toml", "cannot be read"),
        ("x" * 5000 + ".toml", "cannot be read"),
        ("name = 'x'\n[policy]\n", "loads(text)"),
        (None, "name, the path of a file or a dict, not nothing"),
        (3, "not 3"),
    ],
)
def test_no_scenario_at_all(name: Any, words: str) -> None:
    assert words in refused(name)


def test_files_that_are_none(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    (tmp_path / "loop.toml").symlink_to(tmp_path / "loop.toml")
    (tmp_path / "gone.toml").symlink_to(tmp_path / "nowhere.toml")
    (tmp_path / "binary.toml").write_bytes(bytes(range(256)))
    (tmp_path / "zero.toml").write_bytes(b"name = 'a'\0")
    (tmp_path / "latin.toml").write_bytes("name = 'é'".encode("latin-1"))
    (tmp_path / "folder.toml").mkdir()
    assert "no regular file" in refused(tmp_path / "pipe.toml")
    assert "cannot be read" in refused(tmp_path / "loop.toml")
    assert "no such file" in refused(tmp_path / "gone.toml")
    assert "no text in UTF-8 (byte 129)" in refused(tmp_path / "binary.toml")
    assert "binary" in refused(tmp_path / "zero.toml")
    assert "no text in UTF-8 (byte 9)" in refused(tmp_path / "latin.toml")
    assert "folder" in refused(tmp_path / "folder.toml")


def test_link_to_a_file_is_followed(tmp_path: Path) -> None:
    write(tmp_path, "a.toml", "[policy]\nautonomy = 0.7\n")
    (tmp_path / "link.toml").symlink_to(tmp_path / "a.toml")
    assert opened(tmp_path / "link.toml").get("policy.autonomy") == 0.7


def test_large_files_are_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "large.toml").open("wb") as file:
        file.truncate(10 * 1024 * 1024)
    assert "at most 64 kB, this one 10.0 MB" in refused(tmp_path / "large.toml")
    story = "story = '" + "x" * 64 * 1024 + "'"
    assert "at most 64 kB, this one 64.0 kB" in refused(write(tmp_path, "text.toml", story))
    with pytest.raises(ScenarioError, match="at most 64 kB"):
        loads(story, declared=DECLARED)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("policy = ", "no valid TOML: Invalid value"),
        ("[policy]\nautonomy = 0.5\nautonomy = 0.6\n", "(at line 3, column 15)"),
        ("a = " + "[" * 20_000, "nest at most 8 deep"),
        ("a = " + "[" * 9 + "]" * 9, "nest at most 8 deep"),
        ("a." * 9 + "b = 1", "nest at most 8 deep"),
        ("a." * 20_000 + "b = 1", "nest at most 8 deep"),
        ("[run]\nseed = " + "9" * 5_000, "number that cannot be read"),
        ("[run]\nseed = 0x" + "f" * 5_000, "run.seed: a number of more than 19 digits"),
        ("[run]\nseed = 99999999999999999999", "run.seed: a number of more than 19 digits"),
        ("[run]\nseed = 9999999999999999999", "run.seed must be a whole number from 0 to 9,223,372,036,854,775,807"),
        ("[policy]\nautonomy = 1e400", "policy.autonomy must be a number from 0 to 1, not inf"),
        ("[policy]\nautonomy = 1979-05-27", "not a date or time"),
    ],
)
def test_texts_that_are_none(text: str, words: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        loads(text, source="upload", declared=DECLARED)
    message = str(caught.value)
    assert message.startswith("upload: ")
    assert words in message
    assert len(message) < 400


def test_dicts_that_are_none() -> None:
    circle: dict[str, Any] = {}
    circle["policy"] = circle
    assert "nest at most 8 deep" in refused(circle)
    assert "at most 20,000 values" in refused({"policy": {str(n): n for n in range(30_000)}})
    assert "keys must be text, not 3" in refused({3: 4})
    assert "not a object" in refused({"policy": {"autonomy": object()}})


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("policy.surveillance=0.4", 0.4),
        (" policy.surveillance = 1 ", 1),
        ("run.profile=null", "null"),
        ('run.profile="null"', "null"),
        ("mandates.rto.remove=true", True),
        ('timeline.trial.teams=["a", "b"]', ["a", "b"]),
        ("title=Five days = a week", "Five days = a week"),
        ("title=", ""),
        ("title=1\nextends = 'x'", "1\nextends = 'x'"),
    ],
)
def test_set_on_the_command_line(text: str, value: object) -> None:
    path, found = parse_set(text)
    assert path == text.partition("=")[0].strip()
    assert found == value


@pytest.mark.parametrize("text", ["policy.surveillance", "=0.4", "", "\u202e"])
def test_set_without_path_or_value(text: str) -> None:
    with pytest.raises(InputError, match="path=value"):
        parse_set(text)
