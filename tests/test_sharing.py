"""What is on a screen becomes a question and comes back the same: same hash, same digits."""

import datetime

import pytest

import trustsim as ts
from trustsim.scenario import load
from trustsim.scenario.asking import affordable, open_link, to_link
from trustsim.scenario.own_company import read_company
from trustsim.studies.sharing import question_of, what_ifs_of, with_company, with_upload
from trustsim.studies.what_if import WhatIf

OWN = {"population.employees": 48, "policy.span_of_control": 6, "teams.platform.employees": 11}
SCREENS = {
    "nothing yet": WhatIf(),
    "levers": WhatIf(company=OWN, replications=30, seed=9).move("policy.autonomy", 0.9).move("policy.work_log", 0.5),
    "a story, changed": WhatIf(start="rto-abrupt", company=OWN, title="Ours").change({"mandates.rto.office_days": 2.0}),
    "an order taken away": WhatIf(start="rto-abrupt").without("mandates", "rto"),
    "short": WhatIf(company={"run.weeks": 60}, first_day=datetime.date(2027, 1, 4), currency="CHF"),
    "an upload": WhatIf(uploaded=load("repair-well").override({"policy.autonomy": 0.2}).dump(), company=OWN),
    "an upload of its own": WhatIf(uploaded=load("collapse").dump(full=True)).move("policy.work_log", 0.7),
}


@pytest.mark.parametrize("screen", SCREENS.values(), ids=SCREENS)
def test_a_screen_survives_its_link(screen: WhatIf) -> None:
    opened = open_link(to_link(question_of(screen)))
    assert opened.said == ()
    back, kept = what_ifs_of(opened.question)
    assert kept == ()
    assert back.baseline.hash == screen.baseline.hash
    assert back.scenario.hash == screen.scenario.hash
    for name in ("replications", "seed", "profile", "first_day", "currency"):
        assert getattr(back, name) == getattr(screen, name)
    assert to_link(question_of(back)) == to_link(question_of(screen))


@pytest.mark.parametrize("name", ["baseline", "rto-abrupt", "collapse", "repair-well", "tight-market"])
def test_every_shipped_scenario_is_the_same_as_a_question(name: str) -> None:
    screen = WhatIf(start=name, company={"run.weeks": load(name).weeks})
    question = question_of(screen)
    assert question.arms[0].hash == screen.scenario.hash == load(name).hash


def test_the_digits_are_those_of_the_screen() -> None:
    screen = WhatIf(company=OWN | {"run.weeks": 10}, replications=2).move("policy.autonomy", 0.9)
    question = open_link(to_link(question_of(screen))).question
    one = ts.compare(screen.baseline, [screen.scenario]).to_dict()["comparisons"][0]["outcomes"]
    two = ts.compare(question.base, question.arms).to_dict()["comparisons"][0]["outcomes"]
    assert one == two


def test_a_large_company_is_run_as_often_as_a_shared_machine_can() -> None:
    large = with_company(WhatIf(), read_company(b"item,value\nemployees,2000\n"))
    assert large.replications == 100
    long = with_upload(large, load("rto-abrupt").override({"run.weeks": 520, "population.employees": 2000}))
    assert long.scenario.weeks == 520
    assert long.replications == affordable(long.scenario) < 100
    assert long.scenario.title == "Five days, from Monday"


def test_what_was_kept_beside_it_comes_along() -> None:
    now, kept = (
        WhatIf().move("policy.autonomy", 0.9),
        (WhatIf(start="hybrid"), WhatIf(start="rto-phased", title="Slow")),
    )
    back, others = what_ifs_of(open_link(to_link(question_of(now, kept))).question)
    assert back.scenario.hash == now.scenario.hash
    assert [one.scenario.hash for one in others] == [one.scenario.hash for one in kept]
    assert others[1].title == "Slow"
