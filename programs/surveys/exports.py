"""A wave's figures as a table to take away: no person, no small cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from programs.surveys import figures
from programs.surveys.figure_rules import FEWEST, Tally
from programs.surveys.rules import Question
from programs.surveys.words import SEGMENTS
from server.export.sheet import Column, Sheet
from server.lib.i18n import m

SHEET = Sheet(
    "survey",
    m("Figures of the survey"),
    (
        Column(m("Question"), "question", width=50),
        Column(m("Answer"), "answer", width=24),
        Column(m("Figure"), "figure"),
        Column(m("Answers"), "n", "int"),
    ),
)


def rows_of(questions: Sequence[Question], tally: Tally) -> Iterator[dict[str, Any]]:
    """Indices, then each question with its mean and the share of each answer, members and others apart."""
    for scale in figures.scales_of(questions):
        shown = figures.index_shown(scale, tally)
        yield _row(shown["label"], "", shown["value"], shown["n"])
        yield from _apart(shown["label"], shown["apart"])
    for question in questions:
        shown = figures.question_shown(question, tally, outward=True)
        if shown["value"]:
            yield _row(shown["text"], "", shown["value"], shown["n"])
            yield from _apart(shown["text"], shown["apart"])
        for bar in shown["bars"]:
            yield _row(shown["text"], bar["text"], bar["value"], shown["n"])


def _apart(text: str, pairs: Sequence[tuple[str, str, int]]) -> Iterator[dict[str, Any]]:
    for segment, value, n in pairs:
        yield _row(text, str(SEGMENTS[segment]), value, n)


def _row(question: str, answer: str, figure: str, n: int) -> dict[str, Any]:
    """Of fewer than five nothing is told."""
    few = 0 < n < FEWEST
    return {
        "question": question,
        "answer": answer,
        "figure": f"<{FEWEST}" if few else figure,
        "n": f"<{FEWEST}" if few else n,
    }
