"""Figures of waves as screens show them: one wave's questions, and the waves of a version beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import msgspec

from programs.surveys import figure_rules
from programs.surveys.answer_rules import index_key
from programs.surveys.figure_queries import Belonging
from programs.surveys.figure_rules import Tally
from programs.surveys.rules import Question, option_text
from programs.surveys.wave_rules import ENOUGH
from programs.surveys.words import ADVICE, HIDDEN, MEASURES, NOT_COMPARED, SIDES, STEPS, YES_NO
from server.lib.i18n import _, current_language, format_date, format_number, format_percent
from server.web.charts import Chart, Series, line_chart


class Measure(msgspec.Struct, frozen=True):
    """One figure that can be laid beside itself in another wave: a mean, or the share of one choice.

    A `part` of something else, an item of an index or one of several options, is not told in a sentence of its own.
    """

    label: str
    question: str
    choice: str | None = None
    part: bool = False


class Value(msgspec.Struct, frozen=True):
    """A mean or a share with its n, as written; `number` is what can be drawn."""

    text: str
    n: int
    number: Decimal | float | None


class Row(msgspec.Struct, frozen=True):
    """One line of the table of waves: a value for each wave, and the change from the first to the last."""

    label: str
    values: tuple[Value, ...]
    change: str
    told: str


def label_of(question: Question) -> str:
    """A question in a word or two; in full where it is the NGO's own."""
    words = MEASURES.get(question.key)
    return str(words) if words else question.in_language(current_language())


def scales_of(questions: Sequence[Question]) -> list[str]:
    """The indices that questions make together."""
    return list(dict.fromkeys(question.scale for question in questions if question.scale))


def measures_of(questions: Sequence[Question]) -> list[Measure]:
    """All figures of a questionnaire: indices first, free words not at all."""
    found = [
        Measure(str(MEASURES.get(index_key(scale), scale)), index_key(scale))
        for scale in scales_of(questions)
    ]
    for question in questions:
        label = label_of(question)
        if question.kind in ("scale", "number"):
            found.append(Measure(label, question.key, part=bool(question.scale)))
        elif question.kind == "yes_no":
            found.append(Measure(label, question.key, "yes"))
        else:
            found += [
                Measure(
                    _("%(label)s: %(value)s", label=label, value=option_text(option, current_language())),
                    question.key,
                    option.key,
                    part=True,
                )
                for option in question.options
            ]
    return found


def outward_value(tally: Tally, measure: Measure, alone: bool = True) -> Value:
    """A measure in one wave as outsiders may read it: no share from which a count under five could be worked out.

    `alone` says that nothing but the question itself tells of a choice; several choices of one make up a whole.
    """
    value = value_of(tally, measure)
    if 0 < value.n < figure_rules.FEWEST:
        return Value(f"<{figure_rules.FEWEST}", value.n, None)
    side = measure.choice and figure_rules.side_of(tally, measure.question, measure.choice)
    if not side and alone:
        return value
    return Value(str(SIDES[side] if side else HIDDEN), value.n, None)


def value_of(tally: Tally, measure: Measure, segment: str | None = None) -> Value:
    """A measure in one wave."""
    if measure.choice is None:
        mean = figure_rules.mean_of(tally, measure.question, segment)
        return Value(mean_text(mean.value), mean.n, mean.value)
    share = figure_rules.share_of(tally, measure.question, measure.choice, segment)
    n = figure_rules.answered(tally, measure.question, segment)
    return Value(format_percent(share, 0) if share is not None else "—", n, share)


def mean_text(value: Decimal | None) -> str:
    """A mean with one decimal, also where that is 0."""
    return f"{value:.1f}" if value is not None else "—"


def rows_of(questions: Sequence[Question], tallies: Sequence[Tally], *, outward: bool = False) -> list[Row]:
    """The measures of one version, wave by wave; all waves asked the same. `outward` is for what leaves the house."""
    if not outward:
        return [
            _row(measure, [value_of(tally, measure) for tally in tallies])
            for measure in measures_of(questions)
        ]
    hidden = [_hidden_choices(questions, tally) for tally in tallies]
    return [
        _row(
            measure,
            [
                outward_value(tally, measure, (measure.question, measure.choice) not in untold)
                for tally, untold in zip(tallies, hidden, strict=True)
            ],
        )
        for measure in measures_of(questions)
    ]


def _hidden_choices(questions: Sequence[Question], tally: Tally) -> set[tuple[str, str | None]]:
    """The choices of single questions that are not told, because with the others they would tell a small one."""
    hidden: set[tuple[str, str | None]] = set()
    for question in questions:
        if question.kind == "single":
            keys = [option.key for option in question.options]
            cells = figure_rules.guarded([figure_rules.times_of(tally, question.key, key) for key in keys])
            hidden |= {(question.key, key) for key, cell in zip(keys, cells, strict=True) if cell is None}
    return hidden


def _row(measure: Measure, values: list[Value]) -> Row:
    first, last = values[0], values[-1]
    change, told = "", ""
    if len(values) > 1:
        why = figure_rules.why_not_compared(1, first.n, 1, last.n)
        change = str(NOT_COMPARED[why]) if why else _difference(first, last, percent=bool(measure.choice))
        if not why and not measure.part:
            told = _(
                "%(label)s %(first)s → %(last)s (n=%(before)s, n=%(after)s, same version)",
                label=measure.label,
                first=first.text,
                last=last.text,
                before=format_number(first.n),
                after=format_number(last.n),
            )
    return Row(measure.label, tuple(values), change, told)


def _difference(first: Value, last: Value, *, percent: bool) -> str:
    if first.number is None or last.number is None:
        return ""
    if percent:
        points = round(float(last.number) * 100) - round(float(first.number) * 100)
        return _("%(points)s points", points=f"{points:+d}" if points else "0")
    return f"{Decimal(last.number) - Decimal(first.number):+.1f}"


def waves_chart(rows: Sequence[Row], labels: Sequence[str], title: str) -> Chart | None:
    """The means of a version from wave to wave, at most four lines; None while there is one wave only."""
    drawn = [row for row in rows if all(isinstance(value.number, Decimal) for value in row.values)][:4]
    if len(labels) < 2 or not drawn:
        return None
    series = [Series(row.label, [value.number for value in row.values]) for row in drawn]
    return line_chart(
        series, labels, title=title, x_label=_("Wave"), number=lambda value: f"{float(value):.1f}"
    )


def question_shown(question: Question, tally: Tally, *, outward: bool = False) -> dict[str, Any]:
    """One question of one wave: its n, its mean, a bar for each answer, and members beside others.

    `outward` is for what leaves the house: no share of it tells how few stand on one side.
    """
    n = figure_rules.answered(tally, question.key)
    choices = _choices(question)
    times = [figure_rules.times_of(tally, question.key, key) for key, _text in choices]
    whole = n if outward else None
    cells = figure_rules.guarded(times) if question.kind != "multi" else _each_guarded(times, whole)
    measure = Measure(label_of(question), question.key, "yes" if question.kind == "yes_no" else None)
    counts = question.kind in ("scale", "number", "yes_no")
    bars = [
        _bar(text, cell, count, n) for (_key, text), cell, count in zip(choices, cells, times, strict=True)
    ]
    # The share of yes stands above them: bars that hide it would only confuse.
    untold = question.kind == "yes_no" and None in cells
    return {
        "key": question.key,
        "label": label_of(question),
        "text": question.in_language(current_language()),
        "kind": question.kind,
        "n": n,
        "few": 0 < n < figure_rules.FEWEST,
        "value": (outward_value if outward else value_of)(tally, measure).text if counts else "",
        "bars": [] if untold else bars,
        "apart": _apart(tally, measure) if counts else [],
        "advice": _advice(question, tally) if question.key == "reasons" else None,
    }


def _choices(question: Question) -> list[tuple[str, str]]:
    if question.kind == "scale":
        return [(str(step), f"{step} {words}") for step, words in enumerate(STEPS, start=1)]
    if question.kind == "yes_no":
        return [(key, str(words)) for key, words in YES_NO.items()]
    return [(option.key, option_text(option, current_language())) for option in question.options]


def _each_guarded(times: Sequence[int], whole: int | None) -> list[int | None]:
    """Several may be ticked, so no count follows from the others; what is left of the `whole` may be few as well."""
    few = figure_rules.FEWEST
    return [
        None if 0 < count < few or (whole is not None and 0 < whole - count < few) else count
        for count in times
    ]


def _bar(text: str, cell: int | None, count: int, n: int) -> dict[str, Any]:
    if cell is None:
        return {"text": text, "value": "<5" if count < figure_rules.FEWEST else str(HIDDEN), "percent": 0}
    share = cell / n if n else 0
    return {"text": text, "value": format_percent(share, 0) if n else "—", "percent": round(share * 100, 1)}


def _apart(tally: Tally, measure: Measure) -> list[tuple[str, str, int]]:
    """`(segment, value, n)` of members and of others, where both may be told."""
    members = value_of(tally, measure, "member")
    others = value_of(tally, measure, "other")
    if not figure_rules.apart(members.n, others.n):
        return []
    if measure.choice is not None and figure_rules.share_tells(tally, measure.question, measure.choice):
        return []
    return [("member", members.text, members.n), ("other", others.text, others.n)]


def _advice(question: Question, tally: Tally) -> dict[str, Any] | None:
    """The reason that most people gave, and what it asks of the next activity."""
    known = [option for option in question.options if option.key in ADVICE]
    counts = {option: figure_rules.times_of(tally, question.key, option.key) for option in known}
    most = max(known, key=lambda option: counts[option], default=None)
    if most is None or counts[most] < figure_rules.FEWEST:
        return None
    return {"reason": option_text(most, current_language()), "text": ADVICE[most.key]}


def index_shown(scale: str, tally: Tally) -> dict[str, Any]:
    """An index of one wave with its n, members beside others."""
    measure = Measure(str(MEASURES.get(index_key(scale), scale)), index_key(scale))
    value = value_of(tally, measure)
    return {"label": measure.label, "value": value.text, "n": value.n, "apart": _apart(tally, measure)}


def belonging_shown(told: Belonging | None, *, program_id: int | None = None) -> dict[str, Any] | None:
    """Belonging as the first number of a page: value, n and date, and the change where it may be told.

    On a program's page it is `borrowed` where the program has not asked and another wave of its community stands in.
    """
    if told is None:
        return None
    newest = told.newest
    few = newest.mean.n < figure_rules.FEWEST
    before = told.before
    return {
        "wave": newest.wave,
        "value": "<5" if few else _("%(mean)s of 5", mean=mean_text(newest.mean.value)),
        "n": "<5" if few else format_number(newest.mean.n),
        "day": format_date(newest.closed_on or newest.opens_on),
        "closed": newest.closed_on is not None,
        "borrowed": program_id is not None and newest.program != program_id,
        "few": few,
        "too_few": newest.mean.n < ENOUGH,
        "before": _(
            "%(mean)s on %(day)s (n=%(n)s)",
            mean=mean_text(before.mean.value),
            day=format_date(before.closed_on or before.opens_on),
            n=format_number(before.mean.n),
        )
        if before
        else "",
        "members": told.members and (mean_text(told.members.value), format_number(told.members.n)),
        "others": told.others and (mean_text(told.others.value), format_number(told.others.n)),
    }


def people_in(tally: Tally) -> int:
    """How many questionnaires of a wave came in."""
    return figure_rules.people(tally)


def reply_text(question: Question, value: Any) -> str:
    """What was answered to one question, as people read it."""
    if value is None:
        return "—"
    if question.kind == "yes_no":
        return str(YES_NO[value])
    if question.kind in ("single", "multi"):
        words = {option.key: option_text(option, current_language()) for option in question.options}
        return _("; ").join(
            words.get(str(one), str(one)) for one in (value if isinstance(value, list) else [value])
        )
    return str(value)
