"""How many years of school a text asks for: the grade of Flesch and Kincaid, for the texts of a lesson.

    python -m trustsim.workshop.lessons.reading_ease my-lesson.toml

Kincaid, Fishburne, Rogers and Chissom 1975: 0.39 x words a sentence + 11.8 x syllables a word - 15.59. Syllables are
counted by groups of vowels, with the usual exceptions of English; that is near enough for a mean over many words.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

from trustsim.workshop.lessons.reading import load_lesson
from trustsim.workshop.lessons.steps import Lesson, Step

#: Texts shorter than this say too little of how hard they are.
FEWEST_WORDS = 8
_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*|\d+")
_SENTENCE_END = re.compile(r"[.!?:;]+(?:\s|$)")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?:[^laeiouycghsxz]es|[^aeiouytd]ed|[^aeiouyl]e|[aeiouy]le)$")


def grade(text: str) -> float:
    """Return the grade of a text: 9 is what somebody reads with ease after nine years of school."""
    words = _WORD.findall(text)
    if not words:
        return 0.0
    sentences = max(1, len(_SENTENCE_END.findall(text + " ")))
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def syllables(word: str) -> int:
    """Return about how many syllables an English word has."""
    plain = re.sub(r"[^a-z]", "", word.lower())
    if not plain:
        return 2  # a number, such as 26
    groups = len(_VOWELS.findall(plain))
    if _SILENT.search(plain) and groups > 1:
        groups -= 1
    return max(1, groups + len(re.findall(r"i[aou](?!us)|[aeiou]ing$|eo(?!u|p)|(?<=[aeiouy][a-z])ea$", plain)))


def texts_of(lesson: Lesson) -> Iterator[tuple[str, str]]:
    """Yield where each text of a lesson stands, and the text."""
    yield "story", lesson.story
    for step in lesson.steps:
        for name, text in _of_step(step):
            yield f"{step.id}, {name}", text


def _of_step(step: Step) -> Iterator[tuple[str, str]]:
    yield "text", " ".join([step.idea, *step.text])
    for name in ("why", "surprise", "ask_the_room"):
        if text := getattr(step, name):
            yield name, text
    if step.question:
        yield "question", " ".join(filter(None, [step.question.ask, step.question.hint]))
        yield "options", ". ".join(option.text for option in step.question.options)
    if step.statement:
        yield "statement", f"{step.statement.text}."
    if step.play:
        yield "levers", " ".join(f"{lever.label}. {lever.help}" for lever in step.play.lever)


def graded(lesson: Lesson) -> list[tuple[str, float]]:
    """Return where each text of a lesson stands, and its grade; very short ones are left out."""
    return [(where, grade(text)) for where, text in texts_of(lesson) if len(_WORD.findall(text)) >= FEWEST_WORDS]


if __name__ == "__main__":
    lines = [f"{value:5.1f}  {where}" for where, value in graded(load_lesson(sys.argv[1]))]
    sys.stdout.write("\n".join(lines) + "\n")
