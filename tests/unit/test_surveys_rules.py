"""Surveys as tables of cases, and what holds for whatever is answered."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.surveys import answer_rules, figure_rules, figures, rules, wave_rules
from programs.surveys.answer_rules import ANSWERED, counted, read_form, read_mark, refuse_replies, sum_of
from programs.surveys.figure_rules import Mean, Taken
from programs.surveys.rules import Option, Question
from programs.surveys.shipped import SHIPPED, questions_of
from server.lib.i18n import language

SCALE = Question("a", "scale", "甲", scale="belonging")
OTHER = Question("b", "scale", "乙", scale="belonging")
THIRD = Question("c", "scale", "丙", scale="belonging")
ASKED = Question("k", "yes_no", "知道吗")
WHY = Question("w", "multi", "为什么", options=(Option("time", "没时间"), Option("use", "利益小")))
ONE = Question("o", "single", "哪个", options=WHY.options)
COUNT = Question("n", "number", "几次")
WORDS = Question("t", "text", "还有什么")
ALL = (SCALE, OTHER, THIRD, ASKED, WHY, ONE, COUNT, WORDS)
DAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("question", "value", "code"),
    [
        (SCALE, 1, None),
        (SCALE, 5, None),
        (SCALE, 0, "surveys.no_scale"),
        (SCALE, 6, "surveys.no_scale"),
        (SCALE, True, "surveys.no_scale"),
        (SCALE, "3", "surveys.no_scale"),
        (SCALE, None, "surveys.no_scale"),
        (SCALE, 10**400, "surveys.no_scale"),
        (ASKED, "yes", None),
        (ASKED, "perhaps", "surveys.no_yes_no"),
        (ONE, "time", None),
        (ONE, "nothing", "surveys.no_single"),
        (ONE, ["time"], "surveys.no_single"),
        (WHY, ["time", "use"], None),
        (WHY, ["time", "time"], "surveys.no_multi"),
        (WHY, [], "surveys.no_multi"),
        (WHY, "time", "surveys.no_multi"),
        (WHY, [{"a": 1}], "surveys.no_multi"),
        (COUNT, 0, None),
        (COUNT, 10_000, "surveys.no_number"),
        (COUNT, 1.5, "surveys.no_number"),
        (WORDS, "好", None),
        (WORDS, "长" * 501, "surveys.no_text"),
        (WORDS, "a\x00b", "surveys.no_text"),
        (WORDS, "\ud800", "surveys.no_text"),
    ],
)
def test_what_is_an_answer(question: Question, value: Any, code: str | None) -> None:
    assert answer_rules.refuse_reply(question, value) == code


@pytest.mark.parametrize(
    ("replies", "fault"),
    [
        ({"a": 3}, None),
        ({}, ("surveys.nothing_answered", "a")),
        ({"x": 3}, ("surveys.question_unknown", "x")),
        ({"a": 3, "k": 1}, ("surveys.no_yes_no", "k")),
    ],
)
def test_a_questionnaire_is_refused_by_its_first_fault(replies: dict, fault: Any) -> None:
    assert refuse_replies(ALL, replies) == fault


@pytest.mark.parametrize(
    ("question", "typed", "value"),
    [
        (SCALE, ["4"], 4),
        (SCALE, ["４"], 4),
        (SCALE, [" "], None),
        (ASKED, ["no"], "no"),
        (WHY, ["time", "use"], ["time", "use"]),
        (COUNT, ["12"], 12),
        (WORDS, [" 好 "], "好"),
    ],
)
def test_boxes_of_a_form_are_read(question: Question, typed: list[str], value: Any) -> None:
    assert read_form(question, typed) == (value, None)


@pytest.mark.parametrize(
    ("question", "typed", "value", "code"),
    [
        (SCALE, "3", 3, None),
        (SCALE, "9", 9, "surveys.no_scale"),
        (SCALE, "x", None, "surveys.no_scale"),
        (ASKED, "y", "yes", None),
        (ASKED, "是", "yes", None),
        (ASKED, "0", "no", None),
        (ASKED, "2", "no", None),
        (ASKED, "?", "?", "surveys.no_yes_no"),
        (WHY, "1,2", ["time", "use"], None),
        (WHY, "1、2", ["time", "use"], None),
        (WHY, "3", [""], "surveys.no_multi"),
        (ONE, "2", "use", None),
        (ONE, "1,2", ["time", "use"], "surveys.no_single"),
        (COUNT, "", None, None),
    ],
)
def test_marks_on_paper_are_read(question: Question, typed: str, value: Any, code: str | None) -> None:
    assert read_mark(question, typed) == (value, code)


@pytest.mark.parametrize(
    ("replies", "mean"),
    [
        ({"a": 4, "b": 5, "c": 3}, "4.00"),
        ({"a": 4, "b": 5}, "4.50"),
        ({"a": 4}, None),  # fewer than half
        ({}, None),
        ({"a": 1, "b": 2, "c": 2}, "1.67"),
    ],
)
def test_an_index_is_a_persons_mean_of_at_least_half(replies: dict, mean: str | None) -> None:
    found = answer_rules.index_of(ALL, replies, "belonging")
    assert found == (Decimal(mean) if mean else None)


def test_an_answer_is_counted_once_in_each_cell() -> None:
    cells = counted(ALL, {"a": 4, "b": 4, "w": ["time", "use"], "t": "好"}, True)
    assert sorted(cells) == sorted(
        [
            ("", "", "member"),
            ("=belonging", "4.00", "member"),
            ("a", "*", "member"),
            ("a", "4", "member"),
            ("b", "*", "member"),
            ("b", "4", "member"),
            ("t", "*", "member"),
            ("w", "*", "member"),
            ("w", "time", "member"),
            ("w", "use", "member"),
        ]
    )


ANSWER = st.tuples(
    st.fixed_dictionaries(
        {},
        optional={
            "a": st.integers(1, 5),
            "b": st.integers(1, 5),
            "c": st.integers(1, 5),
            "k": st.sampled_from(["yes", "no"]),
            "w": st.lists(st.sampled_from(["time", "use"]), min_size=1, unique=True),
        },
    ),
    st.sampled_from([True, False, None]),
)


@given(st.lists(ANSWER, max_size=12), st.randoms())
def test_the_order_of_answers_never_matters(answers: list, random: Any) -> None:
    shuffled = list(answers)
    random.shuffle(shuffled)
    tallies = [sum_of(counted(ALL, *one) for one in some) for some in (answers, shuffled)]
    assert tallies[0] == tallies[1]
    assert figure_rules.people(tallies[0]) == len(answers)


@given(st.lists(ANSWER, max_size=12), st.lists(ANSWER, max_size=6))
def test_what_is_taken_out_leaves_no_trace(kept: list, gone: list) -> None:
    total = sum_of(counted(ALL, *one) for one in [*kept, *gone])
    for cell, times in sum_of((counted(ALL, *one) for one in gone), -1).items():
        total[cell] += times
    assert {cell: times for cell, times in total.items() if times} == sum_of(
        counted(ALL, *one) for one in kept
    )


@given(st.lists(st.integers(0, 60), min_size=2, max_size=6))
def test_no_hidden_count_can_be_worked_out(cells: list[int]) -> None:
    shown = figure_rules.guarded(cells)
    hidden = [place for place, cell in enumerate(shown) if cell is None]
    assert all(cell is None for cell, real in zip(shown, cells, strict=True) if 0 < real < 5)
    assert len(hidden) != 1 or sum(map(bool, cells)) == 1


@pytest.mark.parametrize(
    ("members", "others", "told"),
    [(5, 5, True), (4, 30, False), (30, 4, False), (0, 30, False), (12, 0, False), (84, 79, True)],
)
def test_both_kinds_of_people_are_told_or_neither(members: int, others: int, told: bool) -> None:
    assert figure_rules.apart(members, others) is told


@pytest.mark.parametrize(
    ("one", "n", "other", "m", "why"),
    [
        (1, 84, 1, 79, None),
        (1, 30, 1, 30, None),
        (1, 29, 1, 79, "too_few"),
        (1, 84, 1, 29, "too_few"),
        (1, 84, 2, 79, "other_version"),
        (1, 3, 2, 79, "other_version"),
    ],
)
def test_waves_are_compared_from_thirty_on_and_within_a_version(
    one: int, n: int, other: int, m: int, why: str | None
) -> None:
    assert figure_rules.why_not_compared(one, n, other, m) == why


def _taken(wave: int, n: int, *, day: int = 1, version: int = 1, program: int | None = None) -> Taken:
    mean = Mean(Decimal("3.5") if n else None, n)
    day_of = date(2026, 1, day)
    said = {"version": version, "program": program, "moment": "pulse"}
    return Taken(wave=wave, **said, opens_on=day_of, closed_on=None, mean=mean)


@pytest.mark.parametrize(
    ("waves", "newest", "before"),
    [
        ([], None, None),
        ([_taken(1, 40), _taken(2, 35, day=9)], 2, 1),
        ([_taken(1, 40), _taken(2, 3, day=9)], 1, None),
        ([_taken(1, 40), _taken(2, 35, day=9, version=2)], 2, None),
        ([_taken(1, 12), _taken(2, 3, day=9)], 1, None),
        ([_taken(1, 40), _taken(2, 35, day=9, program=1)], 2, None),
        ([_taken(1, 40, program=1), _taken(2, 35, day=9, program=1)], 2, 1),
        ([_taken(1, 2), _taken(2, 3, day=9)], 2, None),
        ([_taken(1, 40), _taken(2, 12, day=5), _taken(3, 50, day=9)], 3, 1),
        ([_taken(1, 0)], None, None),
    ],
)
def test_a_wave_that_has_just_begun_pushes_no_whole_one_away(
    waves: list[Taken], newest: int | None, before: int | None
) -> None:
    found = figure_rules.newest_told(waves)
    assert (found.wave if found else None) == newest
    earlier = figure_rules.wave_before(waves, found) if found else None
    assert (earlier.wave if earlier else None) == before


@pytest.mark.parametrize(
    ("closes", "closed", "today", "state"),
    [
        (None, None, date(2026, 3, 1), "planned"),
        (None, None, DAY, "open"),
        (date(2026, 3, 9), None, date(2026, 3, 9), "open"),
        (date(2026, 3, 9), None, date(2026, 3, 10), "over"),
        (None, date(2026, 3, 3), date(2026, 3, 4), "closed"),
    ],
)
def test_where_a_wave_stands(closes: Any, closed: Any, today: date, state: str) -> None:
    found = wave_rules.state_of(opens_on=DAY, closes_on=closes, closed_on=closed, today=today)
    assert found == state


@pytest.mark.parametrize(
    ("moment", "closed", "answers", "proved"),
    [
        ("baseline", True, 30, True),
        ("baseline", True, 29, False),
        ("baseline", False, 84, False),
        ("pulse", True, 84, False),
    ],
)
def test_a_baseline_is_closed_and_has_thirty(moment: str, closed: bool, answers: int, proved: bool) -> None:
    assert wave_rules.proves_baseline(moment=moment, closed=closed, answers=answers) is proved


def test_options_keep_their_keys_when_they_are_worded_better() -> None:
    first = rules.read_options("没时间\n利益小")
    assert [option.key for option in first] == ["o1", "o2"]
    better = rules.read_options("没有时间\n利益小", first)
    assert [option.key for option in better] == ["o1", "o2"]
    more = rules.read_options("利益小\n没时间\n不知情", first)
    assert {option.text: option.key for option in more} == {"利益小": "o2", "没时间": "o1", "不知情": "o3"}
    fewer = rules.read_options("利益小", first)
    assert [option.key for option in fewer] == ["o2"]


@pytest.mark.parametrize(
    ("kind", "lines", "code"),
    [
        ("single", "是\n否", None),
        ("single", "是", "surveys.options_missing"),
        ("multi", "是\n是", "surveys.option_twice"),
        ("multi", "\n".join(map(str, range(13))), "surveys.too_many_options"),
        ("scale", "是\n否", "surveys.options_not_wanted"),
        ("scale", "", None),
    ],
)
def test_which_options_a_kind_of_question_takes(kind: str, lines: str, code: str | None) -> None:
    assert rules.refuse_options(kind, rules.read_options(lines)) == code


def test_a_question_moves_one_place_and_stops_at_the_end() -> None:
    assert rules.moved((SCALE, OTHER, THIRD), 2, -1) == (SCALE, THIRD, OTHER)
    assert rules.moved((SCALE, OTHER), 0, -1) == (SCALE, OTHER)
    assert rules.moved((SCALE, OTHER), 1, 1) == (SCALE, OTHER)


@pytest.mark.parametrize("key", list(SHIPPED))
def test_what_ships_is_whole_in_both_languages_and_names_its_source(key: str) -> None:
    questions = questions_of(SHIPPED[key])
    assert len({question.key for question in questions}) == len(questions)
    assert rules.read_questions(rules.write_questions(questions)) == questions
    for question in questions:
        assert question.text != question.english
        assert all(option.text != option.english for option in question.options)
        assert rules.refuse_options(question.kind, question.options) is None
    assert str(SHIPPED[key].source)


@pytest.mark.parametrize(
    ("members", "others", "tells"),
    [
        ((30, 30), (22, 22), False),
        ((20, 30), (10, 22), False),
        ((29, 30), (22, 22), True),
        ((3, 30), (11, 22), True),
    ],
)
def test_a_share_of_few_is_not_told_apart(
    members: tuple[int, int], others: tuple[int, int], tells: bool
) -> None:
    tally = {
        ("knows", choice, segment): number
        for segment, (yes, all_) in (("member", members), ("other", others))
        for choice, number in (("yes", yes), (ANSWERED, all_))
    }
    assert figure_rules.share_tells(tally, "knows", "yes") is tells


@pytest.mark.parametrize(
    ("yes", "n", "side"),
    [
        (32, 33, "most"),  # 97 % of 33: one said no
        (29, 33, "most"),
        (28, 33, None),
        (5, 33, None),
        (4, 33, "few"),
        (33, 33, None),
        (0, 33, None),
        (3, 6, "both"),
    ],
)
def test_no_share_tells_how_few_are_on_its_other_side(yes: int, n: int, side: str | None) -> None:
    tally = {("knows", "yes", "member"): yes, ("knows", ANSWERED, "member"): n}
    assert figure_rules.side_of(tally, "knows", "yes") == side


CHOICES = Question("o", "single", "哪个", options=tuple(Option(key, key) for key in "abc"))


@pytest.mark.parametrize(
    ("times", "texts"),
    [
        ((20, 12, 8), ("50%", "30%", "20%")),
        ((30, 6, 4), ("75%", "not shown", "hardly anybody")),
        ((38, 1, 1), ("nearly all", "hardly anybody", "hardly anybody")),
    ],
)
def test_the_choices_of_a_question_tell_no_small_one_together(
    times: tuple[int, ...], texts: tuple[str, ...]
) -> None:
    tally = {("o", key, "other"): count for key, count in zip("abc", times, strict=True)}
    tally["o", ANSWERED, "other"] = sum(times)
    with language("en"):
        rows = figures.rows_of([CHOICES], [tally, tally], outward=True)
        assert tuple(row.values[0].text for row in rows) == texts
        assert {row.change for row in rows} <= {"", "0 points"}
        assert all(row.change == "" for row in rows if row.values[0].number is None)
