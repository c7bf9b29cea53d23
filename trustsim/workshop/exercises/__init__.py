"""What comes of the exercises of a lesson: results, how far guesses were off, how they spread, and what play came to.

measuring.py   a runner's results in one outcome: values, intervals, curves
results.py     the result of an experiment, what of it may be seen before, and where its statement holds
gaps.py        a guess beside the result, in a sentence
spreads.py     the guesses of a room
playing.py     what a company came to that was led with some levers
expected.py    the results that the guide tells, kept in a file and compared by the tests

Everything returned is plain values, ready for JSON.
"""

from trustsim.workshop.exercises.gaps import gap_of
from trustsim.workshop.exercises.measuring import REPLICATIONS, SEED
from trustsim.workshop.exercises.playing import lever_table, played
from trustsim.workshop.exercises.results import given_of, result_of
from trustsim.workshop.exercises.spreads import spread_of

__all__ = [
    "REPLICATIONS",
    "SEED",
    "gap_of",
    "given_of",
    "lever_table",
    "played",
    "result_of",
    "spread_of",
]
