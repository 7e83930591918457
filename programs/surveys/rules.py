"""What a question is, and how a questionnaire is put together. A published version never changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

QuestionKind = Literal["scale", "yes_no", "single", "multi", "number", "text"]
CHOSEN_FROM = ("single", "multi")

MOST_QUESTIONS = 40
MOST_OPTIONS = 12


class Option(msgspec.Struct, frozen=True, omit_defaults=True):
    """One answer to choose. `key` is what is stored and counted, and outlives a better wording."""

    key: str
    text: str
    english: str = ""


class Question(msgspec.Struct, frozen=True, omit_defaults=True):
    """One question. `key` says what it measures, so that waves of one version can be laid beside each other.

    Questions of one `scale` make an index: the mean of a person's answers to them.
    """

    key: str
    kind: QuestionKind
    text: str
    english: str = ""
    options: tuple[Option, ...] = ()
    scale: str = ""

    def in_language(self, code: str) -> str:
        """The wording for a reader of this language; the first one where there is no other."""
        return self.english if code == "en" and self.english else self.text


def option_text(option: Option, code: str) -> str:
    """An option's wording for a reader of this language."""
    return option.english if code == "en" and option.english else option.text


def write_questions(questions: Sequence[Question]) -> str:
    """Questions as they are stored."""
    return msgspec.json.encode(list(questions)).decode()


def read_questions(stored: str) -> tuple[Question, ...]:
    """Questions as they were stored."""
    return tuple(msgspec.json.decode(stored, type=list[Question]))


def new_key(taken: Sequence[str]) -> str:
    """A key that no question of the questionnaire has: q1, q2 …"""
    numbers = [int(key[1:]) for key in taken if key[:1] == "q" and key[1:].isdecimal()]
    return f"q{max(numbers, default=0) + 1}"


def read_options(lines: str, before: Sequence[Option] = (), english: str = "") -> tuple[Option, ...]:
    """Options typed one a line. One that was there before, by its wording or its place, keeps its key."""
    texts = [line.strip() for line in lines.splitlines() if line.strip()]
    others = [line.strip() for line in english.splitlines() if line.strip()]
    known = {option.text: option.key for option in before}
    kept = {known[text] for text in texts if text in known}
    keys: list[str] = []
    for place, text in enumerate(texts):
        key = known.get(text)
        if (
            key is None
            and place < len(before)
            and before[place].key not in kept
            and len(texts) == len(before)
        ):
            key = before[place].key
        keys.append(key or _free_key([*kept, *keys, *(option.key for option in before)]))
    return tuple(
        Option(key, text, others[place] if place < len(others) else "")
        for place, (key, text) in enumerate(zip(keys, texts, strict=True))
    )


def _free_key(taken: Sequence[str]) -> str:
    numbers = [int(key[1:]) for key in taken if key[:1] == "o" and key[1:].isdecimal()]
    return f"o{max(numbers, default=0) + 1}"


def refuse_options(kind: str, options: Sequence[Option]) -> str | None:
    """A reason code when the answers to choose from do not fit the kind of question."""
    if kind not in CHOSEN_FROM:
        return "surveys.options_not_wanted" if options else None
    if len(options) < 2:
        return "surveys.options_missing"
    if len({option.text for option in options}) < len(options):
        return "surveys.option_twice"
    return "surveys.too_many_options" if len(options) > MOST_OPTIONS else None


def moved(questions: Sequence[Question], place: int, by: int) -> tuple[Question, ...]:
    """The questions with one of them moved up (-1) or down (1); at an end it stays."""
    target = place + by
    found = list(questions)
    if 0 <= target < len(found):
        found[place], found[target] = found[target], found[place]
    return tuple(found)


def refuse_adding(questions: Sequence[Question], added: int = 1) -> str | None:
    """A reason code when a questionnaire would grow longer than anybody answers."""
    return "surveys.too_many_questions" if len(questions) + added > MOST_QUESTIONS else None


def refuse_publishing(questions: Sequence[Question], *, published: bool) -> str | None:
    """A reason code when a version cannot be published."""
    if published:
        return "surveys.published_already"
    return None if questions else "surveys.no_question"
