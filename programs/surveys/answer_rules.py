"""What may be answered to a question, and what an answer adds to the tally of its wave."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from programs.surveys.rules import Question

Replies = Mapping[str, Any]
# Question, choice, segment.
Cell = tuple[str, str, str]

MOST_NUMBER = 9_999
MOST_TEXT = 500

# Rows of the tally that are no choice: that a questionnaire came in, and that a question was answered at all.
CAME_IN = ("", "")
ANSWERED = "*"

_YES = frozenset({"yes", "y", "1", "是", "有", "知道", "对"})
_NO = frozenset({"no", "n", "0", "2", "否", "不", "没有", "不知道", "不是"})


def index_key(scale: str) -> str:
    """The name under which an index of several questions stands in the tally."""
    return f"={scale}"


def segment_of(member: bool | None) -> str:
    """Whose answers are counted apart: members of groups, others, and those of whom it is not known (S59)."""
    return "unknown" if member is None else "member" if member else "other"


def refuse_reply(question: Question, value: Any) -> str | None:
    """A reason code when `value` is no answer to the question."""
    return None if _FITS[question.kind](question, value) else f"surveys.no_{question.kind}"


def _storable(text: str) -> bool:
    """No controls besides line ends, and no half signs."""
    return all(
        letter in "\n\t" or (letter >= " " and letter != "\x7f" and not "\ud800" <= letter <= "\udfff")
        for letter in text
    )


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


_FITS: dict[str, Callable[[Question, Any], bool]] = {
    "scale": lambda _, value: _whole(value) and 1 <= value <= 5,
    "yes_no": lambda _, value: value in ("yes", "no"),
    "single": lambda question, value: isinstance(value, str) and value in _keys(question),
    "multi": lambda question, value: isinstance(value, list) and bool(value) and _all_of(question, value),
    "number": lambda _, value: _whole(value) and 0 <= value <= MOST_NUMBER,
    "text": lambda _, value: isinstance(value, str) and 0 < len(value) <= MOST_TEXT and _storable(value),
}


def _keys(question: Question) -> list[str]:
    return [option.key for option in question.options]


def _all_of(question: Question, values: list[Any]) -> bool:
    known = set(_keys(question))
    return len(values) == len(set(map(str, values))) and all(
        isinstance(one, str) and one in known for one in values
    )


def refuse_replies(questions: Sequence[Question], replies: Replies) -> tuple[str, str] | None:
    """`(reason code, question)` of the first fault: an unknown question, a wrong answer, or no answer at all."""
    known = {question.key: question for question in questions}
    for key, value in replies.items():
        if key not in known:
            return "surveys.question_unknown", key
        if code := refuse_reply(known[key], value):
            return code, key
    return None if replies else ("surveys.nothing_answered", questions[0].key if questions else "")


def read_form(question: Question, typed: Sequence[str]) -> tuple[Any, str | None]:
    """What the boxes of a form say to a question: `(value, reason code)`; None when they were left empty."""
    texts = [text.strip() for text in typed if text.strip()]
    if not texts:
        return None, None
    value: Any = texts if question.kind == "multi" else texts[-1]
    if question.kind in ("scale", "number"):
        value = _number(texts[-1])
    return value, refuse_reply(question, value)


def read_mark(question: Question, typed: str) -> tuple[Any, str | None]:
    """What stands in one cell of a paper sheet: options by their number, yes as y, 1 or 是, no as n, 0, 2 or 否."""
    text = typed.strip().casefold()
    if not text:
        return None, None
    value: Any = typed.strip()
    if question.kind in ("scale", "number"):
        value = _number(text)
    elif question.kind == "yes_no":
        value = "yes" if text in _YES else "no" if text in _NO else text
    elif question.kind in ("single", "multi"):
        numbers = [_number(part) for part in text.replace("，", ",").replace("、", ",").split(",")]
        found = [_option(question, number) for number in numbers]
        value = found[0] if question.kind == "single" and len(found) == 1 else found
    return value, refuse_reply(question, value)


def _number(text: str) -> int | None:
    plain = text.strip()
    # Full-width digits are digits too.
    return int(plain) if plain.isdecimal() and len(plain) <= 6 else None


def _option(question: Question, number: int | None) -> str:
    if number is None or not 1 <= number <= len(question.options):
        return ""
    return question.options[number - 1].key


def read_yes_no(typed: str) -> tuple[bool | None, bool]:
    """`(value, readable)` of a box that may hold yes, no or nothing."""
    text = typed.strip().casefold()
    if not text:
        return None, True
    return text in _YES, text in _YES or text in _NO


def counted(questions: Sequence[Question], replies: Replies, member: bool | None) -> list[Cell]:
    """The cells of the tally that one answer adds one to, each once."""
    segment = segment_of(member)
    cells: list[tuple[str, str]] = [CAME_IN]
    for question in questions:
        value = replies.get(question.key)
        if value is None:
            continue
        cells.append((question.key, ANSWERED))
        if question.kind != "text":
            cells += [(question.key, str(one)) for one in (value if isinstance(value, list) else [value])]
    for scale in dict.fromkeys(question.scale for question in questions if question.scale):
        if (mean := index_of(questions, replies, scale)) is not None:
            cells.append((index_key(scale), str(mean)))
    return [(question, choice, segment) for question, choice in cells]


def index_of(questions: Sequence[Question], replies: Replies, scale: str) -> Decimal | None:
    """A person's mean over the questions of a scale, to two decimals; None when fewer than half are answered."""
    items = [question for question in questions if question.scale == scale and question.kind == "scale"]
    values = [replies[item.key] for item in items if replies.get(item.key) is not None]
    if not values or 2 * len(values) < len(items):
        return None
    return (Decimal(sum(values)) / len(values)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def sum_of(cells: Iterable[Iterable[Cell]], times: int = 1) -> dict[Cell, int]:
    """What many answers add to the tally together; with -1, what they take away."""
    total: Counter[Cell] = Counter()
    for one in cells:
        total.update(one)
    return {cell: count * times for cell, count in sorted(total.items())}


def twice(respondents: Iterable[str]) -> str | None:
    """The first who stands in a batch a second time."""
    seen: set[str] = set()
    for one in respondents:
        if one in seen:
            return one
        seen.add(one)
    return None


def respondent(token: str, *parts: object) -> str:
    """Whose answer it is, so that it can be met again and not read: bound to the wave's `token` and to nothing else."""
    text = "|".join([token, *map(str, parts)])
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
