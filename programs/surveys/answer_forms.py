"""Forms whose boxes are the questions of a wave: read from what a browser sent, shown again with what was typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from programs.surveys import answer_rules
from programs.surveys.rules import Question
from programs.surveys.schemas import OnlineAnswer, OnlineFields, PaperBatch, PaperFields, SheetIn
from server.lib.errors import Refused
from server.lib.i18n import Message
from server.web.forms import Form
from server.web.reading import clean_text, read_values
from server.web.words import sentence_for

LINES = 15
_LONGEST = 2_000

Typed = Mapping[str, Sequence[str]]


def question_field(question: Question) -> str:
    """The name of a question's box."""
    return f"q-{question.key}"


def read_online(typed: Typed, questions: Sequence[Question]) -> Form[OnlineAnswer]:
    """The form that a resident sent."""
    values, errors = read_values(OnlineFields, typed)
    replies: dict[str, Any] = {}
    shown: dict[str, Any] = {name: texts[-1] for name, texts in typed.items() if texts}
    for question in questions:
        name = question_field(question)
        texts = [clean_text(text[:_LONGEST]) for text in typed.get(name, ())]
        if question.kind == "multi":
            shown[name] = texts
        value, code = answer_rules.read_form(question, texts)
        if code:
            errors[name] = _sentence(code)
        elif value is not None:
            replies[question.key] = value
    if "op_id" in errors:
        errors[""] = errors.pop("op_id")
    if not replies and not errors and questions:
        errors[question_field(questions[0])] = _sentence("surveys.nothing_answered")
    data = None if errors else OnlineAnswer(**values, replies=replies)
    return Form(OnlineAnswer, shown, op_id=values.get("op_id"), errors=errors, data=data)


def read_paper(typed: Typed, questions: Sequence[Question]) -> Form[PaperBatch]:
    """The sheets that were typed line by line; a fault is named by its line's number and its box."""
    values, errors = read_values(PaperFields, typed)
    if "op_id" in errors:
        errors[""] = errors.pop("op_id")
    shown = {name: texts[-1] for name, texts in typed.items() if texts}
    sheets = [sheet for line in range(1, LINES + 1) if (sheet := _sheet(line, typed, questions, errors))]
    if not sheets and not errors:
        errors["s1"] = _sentence("surveys.no_sheet")
    data = None if errors else PaperBatch(**values, sheets=sheets)
    return Form(PaperBatch, shown, op_id=values.get("op_id"), errors=errors, data=data)


def _sheet(
    line: int, typed: Typed, questions: Sequence[Question], errors: dict[str, Message]
) -> SheetIn | None:
    """One line; None when nothing was answered in it, whatever number stands before it."""
    marks = {question.key: _one(typed, f"s{line}-{question.key}") for question in questions}
    if not any(marks.values()):
        return None
    replies: dict[str, Any] = {}
    for question in questions:
        value, code = answer_rules.read_mark(question, marks[question.key])
        if code:
            errors[f"s{line}-{question.key}"] = _sentence(code)
        elif value is not None:
            replies[question.key] = value
    member, readable = answer_rules.read_yes_no(_one(typed, f"m{line}"))
    if not readable:
        errors[f"m{line}"] = _sentence("surveys.member_unreadable")
    number = _one(typed, f"s{line}")[:20]
    if not number:
        errors[f"s{line}"] = _sentence("surveys.sheet_number_missing")
        return None
    return SheetIn(sheet=number, door=_one(typed, f"d{line}")[:20] or None, member=member, replies=replies)


def _one(typed: Typed, name: str) -> str:
    texts = typed.get(name) or [""]
    return clean_text(texts[-1][:_LONGEST])


def _sentence(code: str) -> Message:
    return sentence_for(Refused(code))


def typed_of(sent: Any) -> dict[str, list[str]]:
    """All texts of a sent form, by name."""
    return {name: [value for value in sent.getall(name) if isinstance(value, str)] for name in sent}
