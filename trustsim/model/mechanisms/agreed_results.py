"""Agreed results: what can be seen of work without anybody being present.

A manager who agrees on results and judges by them needs no presence to know what was done: the signal of competence
gets denser and clearer, most where output can be measured (S1-04, S1-47). It carries autonomy: much freedom without
agreed results leaves both sides guessing, costs work and breeds suspicion; with them both rise. Where output can
hardly be measured, being managed by results is a strain of its own. Goal setting: Locke and Latham 2002, American
Psychologist 57:705-717.
"""

from __future__ import annotations

from trustsim.model.declarations import Mechanism, Team, World

mechanism = Mechanism("agreed_results", "Managing by agreed results; how far work can be measured and seen",
                      claims=("S1-04", "S1-14", "S1-47"))

mechanism.lever("outcome_focus", group="managing", scope=Team, neutral=0.5, claims=("S1-47",),
                meaning="managed by agreed results rather than by activity")
mechanism.lever("measurability", kind="uncertainty", group="environment", scope=World, neutral=0.5, claims=("S1-04",),
                meaning="how far output can be measured")
mechanism.lever("work_visibility", kind="uncertainty", group="environment", scope=World, neutral=0.5,
                claims=("S1-14",), meaning="how far work leaves traces that others see wherever it is done")

mechanism.parameter("results_seen", 0.2, unit="0-1", range=(0.0, 0.6), source="S1-47 (direction); assumption",
                    meaning="what agreed results add to the work that is seen, from none to all")
mechanism.parameter("measures_seen", 0.35, unit="0-1", range=(0.0, 0.8), source="S1-04 (direction); assumption",
                    meaning="what measurability adds to what is seen of work at home, from none to full")
mechanism.parameter("traces_seen", 0.12, unit="0-1", range=(0.0, 0.4), source="S1-14 (direction); assumption",
                    meaning="what traces add to the work that is seen, from none to all")
mechanism.parameter("traces_nearness", 2.0, unit="contacts/week", range=(0.0, 6.0),
                    source="S1-14 (direction); assumption",
                    meaning="contacts that traces of effort make up for, from none to all")
mechanism.parameter("measures_clear", 1.0, unit="share of the noise", range=(0.0, 1.5),
                    source="S1-04 (direction); assumption",
                    meaning="noise in what is seen of work at home that measurability takes, from none to full")
mechanism.parameter("results_clear", 0.5, unit="share of the noise", range=(0.0, 1.5),
                    source="S1-47 (direction); assumption",
                    meaning="noise in what is seen of work that agreed results take, from none to all")
mechanism.parameter("freedom_haze", 1.0, unit="share of the noise", range=(0.0, 2.0),
                    source="S1-47 (direction); assumption",
                    meaning="noise that full autonomy adds without any agreed results")
mechanism.parameter("freedom_suspicion", 0.08, unit="0-1", range=(0.0, 0.4), source="S1-47 (direction); assumption",
                    meaning="what full autonomy without any agreed results takes from conduct as it is seen")
mechanism.parameter("freedom_drift", 0.05, unit="share of output", range=(0.0, 0.2),
                    source="S1-47 (direction); assumption",
                    meaning="output that full autonomy loses without agreed results and gains with them")
mechanism.parameter("results_relief", 0.6, unit="logits", range=(0.0, 3.0), source="S1-47 (direction); assumption",
                    meaning="checking of activity that agreed results make needless, from none to all")
mechanism.parameter("results_vigour", 0.25, unit="logits", range=(0.0, 1.5), source="assumption",
                    meaning="engagement that clear results to work for add, from none to all")
mechanism.parameter("unmeasured_strain", 0.8, unit="logits", range=(0.0, 3.0), source="assumption",
                    meaning="strain of being managed by results where output can hardly be measured")


@mechanism.contribution("activity_data")
def see_results(outcome_focus: float, measurability: float, results_seen: float) -> float:
    """Agreed results show work, the better it can be measured the more."""
    return results_seen * (outcome_focus - 0.5) * (0.5 + measurability)


@mechanism.contribution("activity_data")
def see_measures(measurability: float, days_in_office: float, measures_seen: float) -> float:
    """Measures show work at home; in the office people see for themselves."""
    return measures_seen * (measurability - 0.5) * (1.0 - 0.2 * days_in_office)


@mechanism.contribution("activity_data")
def see_traces(work_visibility: float, traces_seen: float) -> float:
    """Work that leaves traces is seen."""
    return traces_seen * (work_visibility - 0.5)


@mechanism.contribution("nearness")
def nearness_of_traces(work_visibility: float, traces_nearness: float) -> float:
    """Traces of hard work stand in for having seen it."""
    return traces_nearness * (work_visibility - 0.5)


@mechanism.contribution("haze")
def clear_results(outcome_focus: float, results_clear: float) -> float:
    """Agreed results are read with less noise."""
    return 1.0 - results_clear * (outcome_focus - 0.5)


@mechanism.contribution("haze")
def clear_measures(measurability: float, days_in_office: float, measures_clear: float) -> float:
    """Measured work is read with less noise where one is not there to see it."""
    return 1.0 - measures_clear * (measurability - 0.5) * (1.0 - 0.2 * days_in_office)


@mechanism.contribution("haze")
def hazy_freedom(autonomy: float, outcome_focus: float, freedom_haze: float) -> float:
    """Freedom without agreed results leaves the manager guessing."""
    return 1.0 + 4.0 * freedom_haze * max(0.0, autonomy - 0.5) * max(0.0, 0.5 - outcome_focus)


@mechanism.contribution("blame")
def suspect_freedom(autonomy: float, outcome_focus: float, freedom_suspicion: float) -> float:
    """Freedom without agreed results breeds suspicion."""
    return 4.0 * freedom_suspicion * max(0.0, autonomy - 0.5) * max(0.0, 0.5 - outcome_focus)


@mechanism.contribution("work_gain")
def freedom_with_results(autonomy: float, outcome_focus: float, freedom_drift: float) -> float:
    """Freedom pays where it is clear what for."""
    return 4.0 * freedom_drift * max(0.0, autonomy - 0.5) * (outcome_focus - 0.5)


@mechanism.contribution("scrutiny")
def check_results_instead(outcome_focus: float, results_relief: float) -> float:
    """Who checks results need not check activity."""
    return 0.0 - results_relief * (outcome_focus - 0.5)


@mechanism.contribution("vigour")
def vigour_of_results(outcome_focus: float, results_vigour: float) -> float:
    """Results that one agreed to are worth working for."""
    return results_vigour * (outcome_focus - 0.5)


@mechanism.contribution("strain")
def strain_of_unmeasured_results(outcome_focus: float, measurability: float, unmeasured_strain: float) -> float:
    """Results that nobody can measure strain; measured ones relieve."""
    return 0.0 - 4.0 * unmeasured_strain * (outcome_focus - 0.5) * (measurability - 0.5)
