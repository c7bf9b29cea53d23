"""A question in its forms: link, files, command line and Python say the same; strangers' links and files do no harm."""

import datetime
import io
import json
import shlex
import zipfile
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import trustsim as ts
from trustsim.cli import answer
from trustsim.errors import InputError, ScenarioError
from trustsim.scenario import load, shipped
from trustsim.scenario.asking import (
    BOUNDS,
    Question,
    Variant,
    as_command,
    as_files,
    as_python,
    check_bounds,
    open_link,
    opened_upload,
    to_link,
)

SMALL = {"population.employees": 24}
ABRUPT = {"policy.surveillance": 0.4, "mandates.rto.office_days": 3.0, "mandates.rto.announce_week": 4}
QUESTIONS = {
    "said with --set": Question(
        company=SMALL, variants=(Variant("rto-abrupt", ABRUPT),), replications=3, seed=7, weeks=12
    ),
    "a policy in every arm": Question(
        company=SMALL | {"policy.span_of_control": 6}, variants=(Variant("hybrid", {"policy.autonomy": 0.8}),),
        replications=2, weeks=8,
    ),
    "several, with names": Question(
        company=SMALL,
        variants=(
            Variant("baseline", {"timeline.x.week": 3, "timeline.x.set.policy.autonomy": 0.9}, "Läuft & läuft's"),
            Variant("rto-phased", {"mandates.rto.remove": True, "policy.work_log": 1.0}, "no order"),
            Variant("hybrid"),
        ),
        replications=2, seed=3, weeks=30, profile="practitioner",
    ),
}  # fmt: skip


def digits(comparison: ts.Comparison) -> list[Any]:
    return [arm["outcomes"] for arm in comparison.to_dict()["comparisons"]]


def answered(question: Question) -> list[Any]:
    return digits(ts.compare(question.base, question.arms))


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_link_files_command_and_python_give_the_same_digits(
    question: Question, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    expected = answered(question)
    opened = open_link(to_link(question))
    assert opened.said == ()
    assert answered(opened.question) == expected

    for name, text in as_files(question).items():
        Path(name).write_text(text, encoding="utf-8")
    base, *arms = [load(Path(name)) for name in as_files(question)]
    assert digits(ts.compare(base, arms)) == expected

    for name in as_files(question):
        Path(name).unlink()
    assert told_by_the_command(as_command(question), capsys) == expected

    space: dict[str, ts.Comparison] = {}
    with redirect_stdout(io.StringIO()):
        exec(as_python(question), space)
    assert digits(space["comparison"]) == expected


def told_by_the_command(command: str, capsys: pytest.CaptureFixture[str]) -> list[Any]:
    """Do what a shell would do with the lines, and return the outcomes of every scenario."""
    *writing, line = command.split("\nEND\n") if "<<'END'" in command else [command]
    for part in "\nEND\n".join(writing).split("cat > ")[1:]:
        head, _, text = part.partition(" <<'END'\n")
        Path(shlex.split(head)[0]).write_text(text.removesuffix("\nEND\n") + "\n", encoding="utf-8")
    capsys.readouterr()
    assert answer([*shlex.split(line)[1:], "--json", "--quiet"]) == 0
    return [arm["outcomes"] for arm in json.loads(capsys.readouterr().out)["comparisons"]]


def test_levers_moved_by_hand_are_short_in_a_link() -> None:
    changes = {"timeline.what-if.week": 1, "timeline.what-if.set.policy.autonomy": 0.9}
    question = Question(variants=(Variant("baseline", changes),))
    assert to_link(question) == "v=1&1=baseline&1t.what-if.week=1&1l.autonomy=0.9"
    assert open_link(to_link(question)).question == question


def test_the_usual_question_makes_a_short_link_and_a_short_command() -> None:
    question = Question(variants=(Variant("rto-abrupt", {"policy.surveillance": 0.4}),))
    assert to_link(question) == "v=1&1=rto-abrupt&1p.surveillance=0.4"
    assert as_command(question) == (
        "trustsim compare baseline rto-abrupt --replications 100 --seed 1 --weeks 104 --profile meta_analytic "
        "--set policy.surveillance=0.4"
    )


@pytest.mark.parametrize("name", shipped())
def test_every_shipped_scenario_survives_its_link(name: str) -> None:
    scenario = load(name)
    changed = scenario.override({"policy.autonomy": 0.77, "name": "mine"})
    for one in (scenario, changed):
        question = Question(variants=(Variant.of(one),))
        opened = open_link(to_link(question))
        assert opened.said == ()
        assert opened.question == question
        assert opened.question.arms[0].override({"run.weeks": one.weeks}).hash == one.hash


def test_dates_and_currency_travel_too() -> None:
    question = Question(first_day=datetime.date(2027, 1, 4), currency="EUR")
    assert open_link("?" + to_link(question)).question == question


WILD = [
    ("1p.surveillance=7", "policy.surveillance was moved from 7 to 1"),
    ("1p.surveillance=-inf", "policy.surveillance was moved from an infinite number to 0"),
    ("1p.surveillance=nan", "policy.surveillance must be a number from 0 to 1 (share), not 'nan'; left out"),
    ("1p.surveillance=much", "policy.surveillance must be a number from 0 to 1 (share), not 'much'; left out"),
    ("1p.surveilance=0.4", "policy.surveilance is unknown and was left out"),
    ("1p.remote_eligibility=all", "policy.remote_eligibility has no 'all'"),
    ("1z.surveillance=0.4", "'z.surveillance' in the link is unknown and was left out"),
    ("1=rto-abrup", "the baseline stands in for 'rto-abrup', which is no shipped scenario; did you mean 'rto-abrupt'?"),
    ("0o.employees=9e9", "population.employees was moved from 9,000,000,000 to 2,000"),
    ("n=1e300", "run.replications was moved from 1e+300 to 2,000"),
    ("n=2000&0o.employees=2000", "run.replications was moved from 2,000 to 128: so many in this company"),
    ("n=0", "run.replications was moved from 0 to 1"),
    ("f=mine", "run.profile has no 'mine'"),
    ("v=2", "the link is of version 2, not 1"),
    ("d=soon", "'soon' in the link is no date"),
    ("u=%E2%80%AEEUR", "the currency in the link has control or invisible characters"),
    ("1~=a%00b&1p.autonomy=1", "a name in the link has control or invisible characters"),
    ("1t.a.week=5", "timeline.a says nothing that happens"),
    ("1t.a.event=apology", "timeline.a.week is missing"),
    ("w=20&1=rto-abrupt", "announce_week must be a week of the run"),
    ("hello=1", "'hello' in the link is unknown and was left out"),
    ("1p.autonomy=1&" * 500, "more than 300 values"),
    ("1p.autonomy=1&" + "x" * 9000, "longer than 8,000 characters"),
]


@pytest.mark.parametrize(("query", "expected"), WILD, ids=[query[:30] for query, _ in WILD])
def test_what_is_wild_in_a_link_is_moved_or_left_out_and_said(query: str, expected: str) -> None:
    opened = open_link(query)
    assert expected in " | ".join(opened.said)
    for scenario in (opened.question.base, *opened.question.arms):
        check_bounds(scenario, "link")


def test_one_wrong_value_costs_no_other() -> None:
    opened = open_link("1=rto-abrupt&1p.autonomy=0.9&1t.a.week=5&1m.rto.office_days=2&1p.surveillance=x")
    assert opened.question.variants[0].changes == {"policy.autonomy": 0.9, "mandates.rto.office_days": 2.0}


PIECES = st.sampled_from(
    ["v=", "1=", "1p.", "1t.a.", "0o.", "2m.rto.", "surveillance=", "week=", "event=", "set.policy.autonomy=", "&", "%",
     "rto-abrupt", "0.4", "1e999", "-1", "nan", "apology", "remove=1", "..", "~=", "\u202e", "\0", "<script>", "+", ";"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=25).map("".join)))
def test_whatever_a_link_holds_it_opens(query: str) -> None:
    opened = open_link(query)
    assert all(line.isprintable() for line in opened.said)
    again = open_link(to_link(opened.question))
    assert again.said == ()
    assert again.question == opened.question


@given(
    st.dictionaries(
        st.sampled_from(["policy.autonomy", "policy.surveillance", "policy.work_log"]), st.floats(0, 1), max_size=3
    ),
    st.integers(1, 2000),
    st.integers(0, 2**63 - 1),
)
def test_numbers_come_out_of_a_link_to_the_last_bit(changes: dict[str, float], replications: int, seed: int) -> None:
    question = Question(variants=(Variant("hybrid", changes),), replications=replications, seed=seed)
    assert open_link(to_link(question)).question == question


def test_more_than_four_scenarios_are_refused() -> None:
    with pytest.raises(InputError, match="at most 4 scenarios"):
        Question(variants=(Variant("hybrid"),) * 5)


# -- uploads --------------------------------------------------------------------------------------------------------


def zipped() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("a.toml", "x" * 100)
    return content.getvalue()


HOSTILE = {
    "too large": (b"#" * 70_000, "holds at most 64 kB, this one 68 kB"),
    "empty": (b" \n", "is empty"),
    "workbook": (zipped(), "is a ZIP archive or a workbook"),
    "pdf": (b"%PDF-1.7\n", "is a PDF"),
    "picture": (b"\x89PNG\r\n", "is a picture"),
    "json": (b'{"policy": {"autonomy": 1}}', "looks like JSON"),
    "html": (b"<script>alert(1)</script>", "looks like HTML or XML"),
    "yaml": (b"---\na: &a [*a]\n", "looks like YAML"),
    "not utf-8": (b"name = '\xff\xfe'", "is no text in UTF-8"),
    "null bytes": (b"name = 'a'\0", "is a binary file"),
    "no toml": (b"policy: autonomy", "is no valid TOML"),
    "deep list": (b"a = " + b"[" * 4000 + b"]" * 4000, "nest at most 8 deep"),
    "deep key": (b".".join([b"a"] * 3000) + b" = 1", "nest at most 8 deep"),
    "deep table": (b"[a.b.c.d.e.f.g.h.i.j]\nx = 1", "nest at most 8 deep"),
    "many values": (b"a = [" + b"1," * 25_000 + b"]", "at most 20,000 values"),
    "huge number": (b"[run]\nseed = " + b"9" * 5000, "number that cannot be read"),
    "path": (b'extends = "../../etc/passwd"', "extends must be a shipped scenario"),
    "absolute path": (b'extends = "/etc/passwd"', "extends must be a shipped scenario"),
    "unknown key": (b'extends = "baseline"\n[policy]\n__class__ = 1\nautonomie = 2', "policy.__class__ is unknown"),
    "not a number": (b'extends = "baseline"\n[policy]\nautonomy = nan', "policy.autonomy must be a number from 0 to 1"),
    "infinite": (b'extends = "baseline"\n[policy]\nautonomy = inf', "policy.autonomy must be a number from 0 to 1"),
    "wild": (b'extends = "baseline"\n[policy]\nautonomy = 1e300', "policy.autonomy must be a number from 0 to 1"),
    "bidirectional": ('extends = "baseline"\ntitle = "a\u202eb"'.encode(), "without control or invisible characters"),
    "many people": (b'extends = "baseline"\n[population]\nemployees = 5000000', "from 1 to 2,000 in the app"),
    "many weeks": (b'extends = "baseline"\n[run]\nweeks = 5000', "run.weeks must be from 1 to 520"),
    "many companies": (b'extends = "baseline"\n[market]\ncompanies = 999', "market.companies must be from 1 to 10"),
    "people in all": (b'extends="baseline"\n[population]\nemployees=900\n[market]\ncompanies=9', "8,100 people in all"),
    "big team": (
        b'extends="baseline"\n[population]\nemployees=900\n[[teams]]\nname="a"\nemployees=800',
        "from 1 to 500 in the app",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("content", "expected"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_gets_one_plain_message(content: bytes, expected: str) -> None:
    with pytest.raises(ScenarioError) as raised:
        opened_upload(content, "..\\..\\<b>evil\u202e.toml")
    message = str(raised.value)
    assert expected in message
    assert "\n" not in message
    assert message.isprintable()
    assert "Traceback" not in message
    assert ".." not in message.split(":")[0]


def test_a_good_file_is_opened_as_it_is() -> None:
    scenario = load("repair-well").override({"policy.autonomy": 0.3})
    assert opened_upload(scenario.dump().encode(), "mine.toml") == scenario


@given(st.binary(max_size=300))
def test_no_bytes_do_harm(content: bytes) -> None:
    said = ""
    try:
        opened_upload(content, "x")
    except ScenarioError as error:
        said = str(error)
    assert said.isprintable()


def test_the_bounds_hold_what_is_shipped() -> None:
    for name in shipped():
        check_bounds(load(name), name)
    assert BOUNDS["run.replications"] == (1, 2_000)
