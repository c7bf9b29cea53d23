"""What Inside a team, Where trust fails and Evidence hand to the browser: plain values, true to the rooms below."""

from __future__ import annotations

import json

import pytest

pytest.importorskip("solara")

from trustsim import compare, run
from trustsim.app.components.chart import Mark
from trustsim.app.components.figures import headline
from trustsim.app.components.forest import findings_of
from trustsim.app.components.person import card_of_manager, card_of_person, offer_of, said
from trustsim.app.components.team import label_of, view_of
from trustsim.app.components.tiles import panel_of, spanned
from trustsim.evidence.findings.shipped import shipped_measured
from trustsim.scenario import PROFILES, load
from trustsim.studies.cells import shipped_cells
from trustsim.studies.team import InsideTeam
from trustsim.studies.what_if import WhatIf


@pytest.fixture(scope="module")
def inside() -> InsideTeam:
    company = {"population.employees": 24, "run.weeks": 30, "environment.labour_market": 1.0}
    found = InsideTeam(WhatIf(start="rto-abrupt", company=company).scenario)
    found.step(6)
    found.change("team", "surveillance", 0.5)
    found.step(20)
    return found


def test_a_team_is_handed_over_as_plain_values(inside):
    view = view_of(inside, [Mark(6, "announced"), Mark(26, "announced"), Mark(26, "in force")])
    assert json.loads(json.dumps(view)) == view
    picture = inside.picture()
    assert [one["key"] for one in view["people"]] == [person.key for person in picture.people]
    assert {len(course) for course in view["course"].values()} == {27}
    assert view["marks"] == [{"week": 6, "text": "announced, by hand"}, {"week": 26, "text": "announced, in force"}]
    happened = sum(len(person.events) for person in picture.people)
    assert len(view["events"]) == happened


def test_people_who_share_a_seat_one_after_another_are_told_apart(inside):
    seen = {}
    for week in range(27):
        inside.go_to(week)
        for person in inside.picture().people:
            seen.setdefault(person.key, set()).add(label_of(person))
    assert all(len(labels) == 1 for labels in seen.values())
    assert len({label for labels in seen.values() for label in labels}) == len(seen)
    assert len(seen) > 8, "nobody came or left"


def test_cards_tell_of_people_and_the_manager(inside):
    picture = inside.picture()
    card = card_of_person(inside, picture.people[0])
    assert len(card["beliefs"]) == 4
    assert card["story"]
    assert all(one["share"] is None or 0.0 <= one["share"] <= 1.0 for one in card["states"])
    manager = card_of_manager(picture)
    assert manager["states"][0]["title"] == "Readiness to trust"
    assert str(sum(person.present for person in picture.people)) in manager["about"]
    assert said(inside.changes[0], "the team") == "Week 6: Electronic monitoring of the team from 0.10 to 0.50"
    for who in ("team", "company", "manager"):
        for one in map(offer_of, inside.changeable(who)):
            assert one["low"] <= one["value"] <= one["high"]
            assert 0 < one["step"] <= one["high"] - one["low"]


def test_a_panel_has_the_tiles_of_the_map():
    cells = shipped_cells("trust-first")
    panel = panel_of(cells, cells.plan.panels[1].title, "productivity")
    assert json.loads(json.dumps(panel)) == panel
    assert [len(row["tiles"]) for row in panel["rows"]] == [11] * 5
    grid = cells.grid("productivity", panel["title"], "difference")
    assert panel["rows"][2]["tiles"][3]["difference"] == pytest.approx(grid[2, 3], rel=1e-3)
    assert panel["reach"] >= max(abs(tile["difference"]) for row in panel["rows"] for tile in row["tiles"]) - 0.01
    assert len(panel["edge"]) == len(cells.boundary().query("panel == @panel['title'] and outcome == 'productivity'"))
    assert (spanned((0.025, 0.1)), spanned((0.1, 0.1))) == ("2.5–10 %", "10 %")


def test_marks_of_the_forest_stand_in_the_band_where_the_number_does():
    measured = shipped_measured().measured
    findings = findings_of(measured)
    assert json.loads(json.dumps(findings)) == findings
    numbers = {number["id"]: number for finding in findings for number in finding["numbers"]}
    judged = [row for row in measured if row.passed is not None and not row.target.sign]
    assert len(judged) > 30
    for row in judged:
        places = numbers[row.target.id]["places"]
        low, high = places["band"]
        assert all(0 <= place <= 100 for place in (low, high, places["at"]))
        inside = row.target.low <= row.simulated <= row.target.high
        assert (low - 0.01 <= places["at"] <= high + 0.01) == inside, row.target.id
        assert numbers[row.target.id]["verdict"] == ("pass" if row.passed else "miss")


def test_a_what_if_is_warned_of_as_its_scenario_is():
    from trustsim.app import warned
    from trustsim.evidence.coverage import coverage

    found = coverage(WhatIf(start="rto-abrupt").scenario, shipped_measured().measured)
    rows = [warned._row(row) for row in found.rows]
    assert [row["mood"] for row in rows] == ["worse" if row.warned else "" for row in found.rows]
    assert "O01" in rows[0]["cells"]["findings"]
    cells = {row["key"]: row["cells"] for row in rows}
    assert cells["mandates.rto.office_days"]["value"] == "5 days a week"
    assert cells["mandates.rto.explanation"]["value"].endswith(" %")
    assert cells["mandates.rto.explanation"]["range"].startswith("tested")
    assert (warned.shown(-0.5), warned.shown(5), warned.shown("meta_analytic")) == ("−0.5", "5", "meta analytic")


def test_captions_say_in_words_how_contested_evidence_was_read():
    from trustsim.app import captions

    for name in PROFILES:
        company = load("baseline").override({"population.employees": 10, "run.weeks": 2, "run.profile": name})
        said = captions.caption_of(run(company, replications=2).manifest)
        assert "2 runs of 2 weeks" in said
        assert captions.reading_of(name) in said
        assert "_" not in said


def test_a_headline_tells_from_where_to_where_with_the_unit():
    order = WhatIf(start="rto-abrupt", company={"population.employees": 20})
    found = compare(order.baseline, [order.scenario], replications=8)
    rows = [(row, found.outcome_facts[str(row["outcome"])]) for _, row in found.table.iterrows()
            if row["outcome"] in ("leadership_trust", "attrition")]  # fmt: skip
    trust = next(row for row, facts in rows if facts.name == "leadership_trust")
    said = headline(rows)
    assert f"trust in leaders ({trust['baseline_value']:.2f} → {trust['scenario_value']:.2f} of 1)" in said
