"""What whoever takes a program over has to know: what comes first, what comes when, what stands on one person (S81)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.teams import handover_rules
from programs.method import case_rules, dossier_rules
from programs.method.case_rules import Line
from programs.method.dossier_rules import Carrier, Entry

TODAY = date(2026, 11, 22)


def _due(day: date | None, text: str = "", chapter: str = "ahead") -> Entry:
    return Entry(chapter=chapter, text=text or str(day), on=day)


def test_the_calendar_is_overdue_then_by_month_then_what_comes_back() -> None:
    days = [
        None,
        date(2027, 1, 5),
        date(2026, 11, 22),
        date(2026, 11, 21),
        date(2026, 11, 3),
        date(2027, 11, 30),
    ]
    found = dossier_rules.calendar([_due(day) for day in days], today=TODAY)
    assert [(period.key, [entry.on for entry in period.entries]) for period in found] == [
        ("overdue", [date(2026, 11, 3), date(2026, 11, 21)]),
        ("2026-11", [date(2026, 11, 22)]),
        ("2027-01", [date(2027, 1, 5)]),
        ("2027-11", [date(2027, 11, 30)]),
        ("again", [None]),
    ]
    assert dossier_rules.calendar([_due(date(2027, 12, 1))], today=TODAY) == []
    assert dossier_rules.calendar([], today=TODAY) == []


@given(st.lists(st.none() | st.dates(date(2024, 1, 1), date(2027, 11, 30))))
def test_no_day_of_the_year_is_lost(days: list[date | None]) -> None:
    found = dossier_rules.calendar([_due(day) for day in days], today=TODAY)
    shown = [entry.on for period in found for entry in period.entries]
    dated = [day for day in shown if day is not None]
    assert sorted(map(str, shown)) == sorted(map(str, days))
    assert dated == sorted(dated)
    assert len({period.key for period in found}) == len(found)


@pytest.mark.parametrize(
    ("entry", "first"),
    [
        (_due(TODAY - timedelta(days=400)), True),
        (_due(TODAY), True),
        (_due(TODAY + timedelta(days=14), chapter="open"), True),
        (_due(TODAY + timedelta(days=15)), False),
        (_due(None), False),
        (_due(TODAY, chapter="held"), False),
    ],
)
def test_what_cannot_wait(entry: Entry, first: bool) -> None:
    assert (dossier_rules.first_things([entry], today=TODAY) == [entry]) is first


def test_what_is_to_be_done_has_somebody() -> None:
    entries = [
        Entry(chapter="open", text="a"),
        Entry(chapter="ahead", text="b", who="小队"),
        Entry(chapter="held", text="c"),
    ]
    assert [entry.who for entry in dossier_rules.owned(entries, by="陈社工")] == ["陈社工", "小队", ""]


def test_no_more_comes_first_than_one_can_keep_in_mind() -> None:
    entries = [_due(TODAY - timedelta(days=number), chapter="open") for number in range(20)]
    found = dossier_rules.first_things(entries, today=TODAY)
    assert [entry.on for entry in found] == [TODAY - timedelta(days=number) for number in range(19, 13, -1)]


def test_tasks_without_a_day_keep_their_order_at_the_end() -> None:
    entries = [_due(None, "b"), _due(TODAY, "c"), _due(None, "a"), _due(date(2026, 1, 1), "d")]
    assert [entry.text for entry in dossier_rules.in_order(entries)] == ["d", "c", "b", "a"]


@pytest.mark.parametrize(
    ("leader", "deputy", "until", "gaps"),
    [
        ("陈叔", "李娜", date(2027, 1, 1), []),
        ("陈叔", "李娜", None, []),
        ("陈叔", "李娜", TODAY, []),
        ("陈叔", "李娜", TODAY - timedelta(days=1), ["term_over"]),
        ("陈叔", "", None, ["no_deputy"]),
        ("陈叔", "", date(2026, 1, 1), ["term_over", "no_deputy"]),
        ("", "李娜", None, ["no_leader"]),
        ("", "", None, ["nobody"]),
    ],
)
def test_why_nobody_can_rely_on_a_group(
    leader: str, deputy: str, until: date | None, gaps: list[str]
) -> None:
    assert dossier_rules.gaps_of(Carrier(leader, deputy, until), today=TODAY) == gaps


@pytest.mark.parametrize(
    ("months", "wanted"),
    [
        ([date(2026, 9, 1)], date(2026, 10, 1)),
        ([date(2026, 8, 1), date(2026, 9, 1)], date(2026, 10, 1)),
        ([date(2026, 2, 1), date(2026, 8, 1)], date(2027, 2, 1)),
        ([date(2025, 11, 1), date(2026, 2, 1)], date(2026, 5, 1)),
    ],
)
def test_a_figure_is_entered_as_often_as_before(months: list[date], wanted: date) -> None:
    assert dossier_rules.next_reading(months) == wanted


def test_a_proof_is_looked_at_after_a_year() -> None:
    assert dossier_rules.check_day(date(2024, 2, 29)) == date(2025, 2, 28)


def test_sentences_of_the_case_stand_in_a_chapter() -> None:
    assert dossier_rules.told("held", [Line("好", "/desk")]) == [
        Entry(chapter="held", text="好", href="/desk")
    ]


def test_each_address_has_one_number() -> None:
    found = case_rules.numbered(["/a", "", "/b", "/a"])
    assert (found.numbers, found.addresses) == ([1, 0, 2, 1], ["/a", "/b"])


def test_only_the_last_leader_and_the_one_before_hand_over() -> None:
    terms = [
        {"id": number, "group": group, "resident": resident}
        for number, (group, resident) in enumerate([(1, 7), (1, 7), (1, 8), (1, 9), (2, 5)])
    ]
    assert [term["id"] for term in handover_rules.last_two(terms)] == [0, 2, 4]
