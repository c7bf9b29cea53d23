"""Sessions: nobody sees what somebody else moves, however many they are."""

import pytest

from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
LEVER = "policy.surveillance"
#: How long a visitor waits: the machine may do much else, and what is shown here is not how fast it is.
PATIENCE = 900.0


def moved_by_many(server, visitors, moves):
    """Let visitors move a lever in turn to values that nobody else uses; return how often one saw a foreign value."""
    room = [Visitor(server.address) for _ in range(visitors)]
    for one in room:
        one.wait(lambda visitor: visitor.figures.get("cards"), PATIENCE)
        before = one.figures["key"]
        one.put("population.employees", 10)  # so that the moves are what costs
        one.wait(lambda visitor, before=before: visitor.figures["key"] != before, PATIENCE)
    foreign = 0
    for move in range(moves):
        for number, one in enumerate(room):
            value = round(0.2 + 0.7 * (number * moves + move) / (visitors * moves), 6)
            one.move(LEVER, value)
            one.wait(lambda visitor, value=value: visitor.lever(LEVER) == value, PATIENCE)
        for number, one in enumerate(room):
            while one.listen(0.001):
                pass
            low, high = (0.2 + 0.7 * (number + end) / visitors for end in (0, 1))
            foreign += not low - 1e-6 <= one.lever(LEVER) < high
    seen = [one.figures.get("cards") for one in room]
    for one in room:
        one.close()
    return foreign, seen


def test_visitors_never_see_what_others_move(server):
    foreign, _ = moved_by_many(server, visitors=10, moves=8)
    assert foreign == 0


@pytest.mark.nightly
def test_fifty_visitors_and_two_thousand_moves(server):
    foreign, _ = moved_by_many(server, visitors=50, moves=40)
    assert foreign == 0


def test_the_same_question_gets_the_same_digits_in_every_session(server):
    answers = []
    for _ in range(2):
        one = Visitor(server.address)
        one.wait(lambda visitor: visitor.figures.get("cards"))
        one.move(LEVER, 0.55)
        one.wait(lambda visitor: visitor.lever(LEVER) == 0.55 and visitor.figures.get("provisional"))
        one.wait(lambda visitor: not visitor.figures["provisional"] and not visitor.figures["stale"])
        answers.append(one.figures["cards"])
        one.close()
    assert answers[0] == answers[1]
