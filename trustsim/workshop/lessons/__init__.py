"""Lessons as data: files of steps, each one idea, most of them with a guess before the result.

steps.py        a lesson and its steps; what may be told before a guess is locked, and what only after
questions.py    what is guessed, and which answers are taken
experiments.py  what is run, and what it must show
play.py         a company to lead: levers, costs, goal
reading.py      from a file to a lesson: shipped by name, or a trainer's own by path
forms.py, answers.py   types and checks that they share
reading_ease.py how many years of school a text asks for
"""

from trustsim.workshop.lessons.experiments import Arm, Experiment, Statement
from trustsim.workshop.lessons.play import Goal, Lever, Other, Play, Way
from trustsim.workshop.lessons.questions import Option, Question
from trustsim.workshop.lessons.reading import lesson_of, load_lesson, loads_lesson, shipped_lessons
from trustsim.workshop.lessons.steps import Lesson, Step

__all__ = [
    "Arm",
    "Experiment",
    "Goal",
    "Lesson",
    "Lever",
    "Option",
    "Other",
    "Play",
    "Question",
    "Statement",
    "Step",
    "Way",
    "lesson_of",
    "load_lesson",
    "loads_lesson",
    "shipped_lessons",
]
