"""Repair: violations by the company or by managers, and what apology, denial, silence, amends and proof make of them.

One mechanism, no table of signs. A violation weighs size x belief in guilt x (1 - (1 - says) x regret): ``says`` is
what the kind of violation says about a person. Failing once says little, deceiving once much (Reeder and Brewer
1979, Psychological Review 86:61-79); only what it says about the act can be undone by regret. An apology confesses:
belief rises, regret is shown. A denial lowers the belief and shows none. Silence does neither, and speaks for guilt
as it lasts (Kim, Ferrin, Cooper and Dirks 2004, Journal of Applied Psychology 89:104-118, not tuned; Ferrin, Kim,
Cooper and Dirks 2007, same journal 92:893-908). A denial of what is then shown to be true is a lie, and a lie is
not forgotten (Schweitzer, Hershey and Bradlow 2006, OBHDP 101:1-19, not tuned). When the belief changes, evidence
is added or taken back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from trustsim.model.declarations import Company, Employee, Entry, EventKind, Manager, Setting, choice
from trustsim.model.equations import learned
from trustsim.model.mechanism import Mechanism
from trustsim.model.numerics import clip, logistic
from trustsim.model.timeline import Span, both, whose

mechanism = Mechanism("repair", "Violations, and their repair by apology, denial, silence, amends, proof",
                      claims=("S1-12", "S3-05", "S3-22", "S3-23"))

KINDS = ("competence", "integrity")
VERDICTS = ("guilt", "innocence")

mechanism.parameter("says_competence", 0.15, unit="0-1", range=(0.0, 1.0), source="Reeder and Brewer 1979 (form)",
                    meaning="what failing once says about a person, beyond the act")
mechanism.parameter("says_integrity", 0.7, unit="0-1", range=(0.0, 1.0), source="Reeder and Brewer 1979 (form)",
                    meaning="what deceiving once says about a person, beyond the act")
mechanism.parameter("violation_weight", 14.0, unit="observations", range=(0.0, 60.0), source="assumption",
                    meaning="weight of a full violation of which somebody is believed guilty and not sorry")
mechanism.parameter("lie_weight", 9.0, unit="observations", range=(0.0, 40.0), source="assumption",
                    meaning="weight of a lie that was found out; it does not fade")
mechanism.parameter("suspicion", 0.8, unit="logits", range=(-2.0, 4.0), source="assumption",
                    meaning="belief in the guilt of somebody accused, before any answer")
mechanism.parameter("silence_speaks", 2.0, unit="logits", range=(0.0, 6.0), source="Ferrin et al. 2007 (direction)",
                    meaning="what lasting silence adds to the belief in guilt")
mechanism.parameter("confession", 3.0, unit="logits", range=(0.0, 8.0), source="Kim et al. 2004 (direction)",
                    meaning="what a full acknowledgement adds to the belief in guilt")
mechanism.parameter("denial_credit", 1.8, unit="logits", range=(0.0, 8.0), source="Kim et al. 2004 (direction)",
                    meaning="what a denial takes from it, coming from somebody who is fully trusted")
mechanism.parameter("proof_force", 6.0, unit="logits", range=(0.0, 12.0), source="assumption",
                    meaning="what proof adds to or takes from it")
mechanism.parameter("late_weeks", 8.0, unit="weeks", range=(1.0, 52.0), source="S3-22 (direction); assumption",
                    meaning="weeks after which an apology is worth half")
mechanism.parameter("follow_up_share", 0.3, unit="0-1", range=(0.0, 1.0), source="S3-23 (direction); assumption",
                    meaning="share of an open violation that following it up closes")
mechanism.parameter("amends_weight", 11.0, unit="observations", range=(0.0, 40.0),
                    source="S3-22 (direction); assumption",
                    meaning="weight of full amends for a full violation as a good sign")
mechanism.parameter("leaders_share", 1.0, unit="0-1", range=(0.0, 1.0), source="assumption",
                    meaning="share of a violation by the company that falls on trust in its leadership")

PULSES = ("competence_breach", "integrity_breach", "breach_lie", "apology", "amends", "denial", "guilt_shown",
          "innocence_shown", "followed_up")
for owner in (Company, Manager):
    for name in PULSES:
        mechanism.field(owner, name, meaning=f"{name.replace('_', ' ')} this week, by strength")
    mechanism.field(owner, "case_size", range=(0, 50), unit="violations", meaning="violations that weigh now, by size")
    mechanism.field(owner, "case_kept", meaning="share of what weighs now that weighed before this week")
    mechanism.field(owner, "case_says", meaning="what they say about a person, beyond the act")
    mechanism.field(owner, "case_silence", unit="weeks", range=(0, 6000), meaning="weeks since they happened")
    mechanism.field(owner, "case_confessed", meaning="how far they were acknowledged")
    mechanism.field(owner, "case_regret", meaning="regret shown, as far as it came in time")
    mechanism.field(owner, "case_denied", meaning="how far they were denied")
    mechanism.field(owner, "case_proof", range=(-1, 1), meaning="1 guilt shown, -1 innocence shown")
    mechanism.field(owner, "case_lie", meaning="lies that were found out")
mechanism.field(Manager, "falls_on_competence", meaning="share of own violations that falls on competence trust")
mechanism.field(Manager, "falls_on_character", meaning="share of own violations that falls on interpersonal trust")
mechanism.field(Employee, "guilt_of_leaders", meaning="belief that the company is guilty of what is said")
mechanism.field(Employee, "guilt_of_manager", meaning="belief that one's manager is guilty of what is said")
for name in ("leaders", "competence", "character"):
    mechanism.field(Employee, f"held_{name}", unit="observations", range=(0, 2000),
                    meaning=f"evidence from violations that is held against the {name}")


def schedule(_records: Mapping[str, Mapping[str, float]], events: Sequence[Mapping[str, Any]]) -> list[Setting]:
    """Turn violations and answers to them into one week's values; an apology comes ``delay`` weeks later."""
    spans: dict[str, list[tuple[Any, Span]]] = {name: [] for name in PULSES}

    def mark(name: str, event: Mapping[str, Any], value: float, delay: int = 0) -> None:
        entity, team = whose(event)
        spans[name].append((entity, Span(int(event["week"]) + delay, value, team=team)))

    for event in events:
        kind = event["event"]
        if kind == "breach":
            mark(f"{KINDS[int(event['kind'])]}_breach", event, event["size"])
            mark("breach_lie", event, event["lie"])
        elif kind == "apology":
            mark("apology", event, event["acknowledgement"], int(event["delay"]))
            mark("amends", event, event["amends"], int(event["delay"]))
        elif kind == "proof":
            mark(f"{VERDICTS[int(event['of'])]}_shown", event, 1.0)
        else:
            mark({"denial": "denial", "follow_up": "followed_up"}[kind], event, 1.0)
    return [setting for name in PULSES for setting in both(name, spans[name])]


mechanism.record(
    "violations", schedule=schedule,
    events=(
        EventKind("breach", "somebody fails people or deceives them, or is accused of it", (
            choice("kind", KINDS, "a failure, or a breach of faith", required=True),
            Entry("size", "0-1", 0, 1, 0.5, "how grave"),
            Entry("lie", "0-1", 0, 1, 0, "how plainly it was lied about, which comes out with it"),
        )),
        EventKind("apology", "whoever failed people apologises", (
            Entry("acknowledgement", "0-1", 0, 1, 1, "how far it is owned up to"),
            Entry("amends", "0-1", 0, 1, 0, "how far it is made good"),
            Entry("delay", "weeks", 0, 520, 0, "weeks after `week` in which it comes", whole=True),
        )),
        EventKind("denial", "whoever is accused denies it"),
        EventKind("proof", "it is shown whether the accused did it",
                  (choice("of", VERDICTS, "what is shown", required=True),)),
        EventKind("follow_up", "whoever failed people, or brought hard news, comes back to it and listens"),
    ),
)


def open_case(
    case_size: float, case_says: float, case_silence: float, competence_breach: float, integrity_breach: float,
    followed_up: float, memory: float, follow_up_share: float, says_competence: float, says_integrity: float,
) -> tuple[float, float, float, float]:
    """Add what happened this week to what weighs from before, which fades as all evidence does."""
    before = memory * case_size * (1.0 - follow_up_share * followed_up)
    size = clip(before + competence_breach + integrity_breach, 0.0, 50.0)
    kept = before / size if size > 0.0 else 0.0
    said = competence_breach * says_competence + integrity_breach * says_integrity
    says = kept * case_says + (said / size if size > 0.0 else 0.0)
    return size, kept, clip(says, 0.0, 1.0), kept * (case_silence + 1.0)


def answer_case(
    case_kept: float, case_silence: float, case_confessed: float, case_regret: float, case_denied: float,
    case_proof: float, case_lie: float, breach_lie: float, apology: float, amends: float, denial: float,
    guilt_shown: float, innocence_shown: float, late_weeks: float,
) -> tuple[float, float, float, float, float]:
    """Take the answers: regret counts if owned, made good, in time, not a liar's; a denial disproved is a lie."""
    confessed = max(case_kept * case_confessed, apology)
    timely = late_weeks / (late_weeks + case_silence)
    regret = max(case_kept * case_regret, apology * timely * (0.9 + 0.1 * amends))
    denied = max(case_kept * case_denied, denial)
    proof = clip(case_kept * case_proof + guilt_shown - innocence_shown, -1.0, 1.0)
    lie = max(1.0 - (1.0 - case_lie) * (1.0 - breach_lie), denied * max(proof, confessed))
    return confessed, min(regret, 1.0 - lie), denied, proof, lie


for owner in (Company, Manager):
    mechanism.bind(open_case, f"open_case_{owner.name}", on=owner, phase="policy",
                   sets=("case_size", "case_kept", "case_says", "case_silence"))
    mechanism.bind(answer_case, f"answer_case_{owner.name}", on=owner, phase="policy",
                   sets=("case_confessed", "case_regret", "case_denied", "case_proof", "case_lie"))


@mechanism.rule(on=Manager, phase="policy", sets=("falls_on_competence", "falls_on_character"))
def where_it_falls(
    case_says: float, case_lie: float, says_competence: float, says_integrity: float
) -> tuple[float, float]:
    """A failure falls on the belief in a manager's work, a breach of faith and a lie on that in good intent."""
    faith = clip((case_says - says_competence) / max(says_integrity - says_competence, 0.01), 0.0, 1.0)
    character = 0.15 + 0.7 * max(faith, case_lie)
    return 1.0 - character, character


def believe(
    level: float, size: float, silence: float, confessed: float, denied: float, proof: float, suspicion: float,
    silence_speaks: float, confession: float, denial_credit: float, proof_force: float,
) -> float:
    """Believe in guilt: log odds of suspicion, silence, confession, denial by somebody trusted, and proof."""
    silent = silence_speaks * silence / (silence + 2.0) * (1.0 - max(confessed, denied))
    odds = suspicion + silent + confession * confessed - denial_credit * denied * level + proof_force * proof
    return logistic(odds) if size > 0.0 else 0.0


def weigh(
    level: float, confidence: float, held: float, falls: float, guilt: float, size: float, says: float, regret: float,
    lie: float, expectations: float, violation_weight: float, lie_weight: float, memory: float, prior_strength: float,
) -> tuple[float, float, float]:
    """Hold what it says now: add the evidence that came, take back what is no longer believed."""
    harm = violation_weight * (0.5 + expectations) * size * guilt * (1.0 - (1.0 - says) * regret)
    target = falls * (harm + lie_weight * lie)
    weight = target - memory * held
    return learned(level, confidence, 0.05, weight, prior_strength), confidence + weight, target


def made_good(
    level: float, confidence: float, amends: float, apology: float, size: float, guilt: float, lie: float,
    amends_weight: float, prior_strength: float,
) -> tuple[float, float]:
    """Take amends by somebody who owns up as a good sign: trust may end above where it began. Not a liar's."""
    weight = amends_weight * amends * apology * guilt * clip(size, 0.0, 1.0) * (1.0 - lie)
    return learned(level, confidence, 0.95, weight, prior_strength), confidence + weight


BOUND = (
    ("leaders", "leadership_trust", "company", "guilt_of_leaders", "leaders_share"),
    ("competence", "competence_trust_in_manager", "manager", "guilt_of_manager", "manager_falls_on_competence"),
    ("character", "interpersonal_trust_in_manager", "manager", "guilt_of_manager", "manager_falls_on_character"),
)
for name, level, owner, guilt, falls in BOUND:
    keys = ("size", "silence", "confessed", "denied", "proof", "says", "regret", "lie")
    about: dict[str, Any] = {key: f"{owner}_case_{key}" for key in keys}
    if name != "competence":
        mechanism.bind(believe, f"believe_{name}", on=Employee, phase="policy", sets=guilt, level=level,
                       **{key: about[key] for key in ("size", "silence", "confessed", "denied", "proof")})
    mechanism.bind(weigh, f"weigh_{name}", on=Employee, phase="trust", cause="violation",
                   sets=("level", "confidence", "held"), level=level, confidence=f"{level}_confidence",
                   held=f"held_{name}", falls=falls, guilt=guilt,
                   **{key: about[key] for key in ("size", "says", "regret", "lie")})
    mechanism.bind(made_good, f"made_good_{name}", on=Employee, phase="trust", cause="amends",
                   sets=("level", "confidence"), level=level, confidence=f"{level}_confidence", guilt=guilt,
                   amends=f"{owner}_amends", apology=f"{owner}_apology", size=about["size"], lie=about["lie"])
