"""What a knock says, as tables of cases."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.bodies import rules as bodies
from programs.method.kinds import Kind
from programs.visits import (
    door_rules,
    procedure_rules,
    procedure_shipped,
    report_rules,
    round_rules,
    target_rules,
    training_rules,
    words,
)
from programs.visits.report_rules import Tally
from programs.visits.tables import CompanionKind, Mode, Outcome, Scenario, TargetKind, VisitPurpose

STEPS = [{"text": "亮证", "compulsory": True}, {"text": "问好", "compulsory": False}]
TRIED = (Kind.VISITS_TRIED, 1, "")


@pytest.mark.parametrize(
    ("mode", "outcome", "concerns", "shown"),
    [
        ("door", "opened", 0, [TRIED, (Kind.VISITS_MADE, 1, "")]),
        ("door", "not_home", 0, [TRIED, (Kind.VISITS_NOT_HOME, 1, "")]),
        ("door", "refused", 0, [TRIED, (Kind.VISITS_REFUSED, 1, "")]),
        ("door", "rescheduled", 0, [TRIED]),
        ("door", "moved_away", 0, [TRIED]),
        ("door", "opened", 2, [TRIED, (Kind.VISITS_MADE, 1, ""), (Kind.CONCERN_HEARD, 2, "")]),
        ("phone", "opened", 0, [(Kind.CONTACTS, 1, "phone")]),
        ("talk", "refused", 0, [(Kind.CONTACTS, 1, "talk")]),
        ("phone", "not_home", 0, []),
    ],
)
def test_what_a_visit_proves(mode: str, outcome: str, concerns: int, shown: list) -> None:
    assert door_rules.proofs(mode=mode, outcome=outcome, concerns=concerns) == shown


@pytest.mark.parametrize(
    ("done", "outcome", "why", "code"),
    [
        ([1], "opened", "", None),
        ([1, 2], "opened", "", None),
        ([2], "opened", "", "visits.steps_unticked"),
        ([], "opened", "  ", "visits.steps_unticked"),
        ([], "opened", "急事", None),
        ([], "not_home", "", None),
        ([], "refused", "", None),
    ],
)
def test_compulsory_steps_are_ticked_or_explained(
    done: list, outcome: str, why: str, code: str | None
) -> None:
    assert door_rules.refuse_unticked(STEPS, done, outcome=outcome, skip_reason=why) == code


@pytest.mark.parametrize(
    ("codes", "outcome", "code"),
    [
        (["dress"], "refused", None),
        (["dress", "entrance"], "not_home", None),
        (["entrance"], "refused", "visits.inner_cause_first"),
        ([], "refused", "visits.inner_cause_first"),
        (["weather"], "refused", "visits.cause_unknown"),
        (["dress"], "opened", "visits.door_opened"),
    ],
)
def test_the_inner_cause_comes_first(codes: list, outcome: str, code: str | None) -> None:
    assert door_rules.refuse_causes(codes, outcome=outcome) == code


@pytest.mark.parametrize(
    ("tried", "after", "door"),
    [([], None, 1), ([1], 1, 2), ([1, 2], 2, 3), ([1, 3], 3, 2), ([1, 2, 3], 3, None), ([2], 9, 1)],
)
def test_the_next_door_comes_by_itself(tried: list, after: int | None, door: int | None) -> None:
    assert door_rules.next_door([1, 2, 3], tried, after=after) == door


@given(st.lists(st.integers(1, 30), unique=True, min_size=1), st.data())
def test_a_walk_passes_every_door_once(doors: list[int], data: st.DataObject) -> None:
    tried: list[int] = []
    last = data.draw(st.sampled_from(doors))
    while (door := door_rules.next_door(doors, tried, after=last)) is not None:
        tried.append(door)
        last = door
    assert sorted(tried) == sorted(doors)


def test_forty_doors_with_both_denominators() -> None:
    tally = Tally(opened=22, not_home=12, refused=6)
    assert (tally.reached, tally.tried) == (28, 40)
    assert tally.refusal_share == 6 / 28
    assert tally.not_home_share == 0.3


@given(st.builds(Tally, *[st.integers(0, 40)] * 5))
def test_no_share_stands_on_fewer_than_five(tally: Tally) -> None:
    for share, whole in (
        (tally.opened_share, tally.tried),
        (tally.refusal_share, tally.reached),
        (tally.not_home_share, tally.tried),
    ):
        assert (share is None) == (whole < 5)
        assert share is None or 0 <= share <= 1
    assert report_rules.total([tally, Tally()]) == tally


def test_purposes_by_quarter() -> None:
    rows = [("2026-Q1", "duty", 68), ("2026-Q1", "concern", 32), ("2025-Q4", "duty", 3)]
    assert report_rules.purpose_shares(rows) == [("2025-Q4", 3, 0, None), ("2026-Q1", 68, 32, 0.32)]
    assert [report_rules.quarter_of(date(2026, month, 1)) for month in (3, 4, 12)] == [
        "2026-Q1",
        "2026-Q2",
        "2026-Q4",
    ]


def test_inner_causes_come_first_where_two_are_as_frequent() -> None:
    found = report_rules.ranked({"entrance": 3, "words": 3, "timing": 5}, list(words.CAUSES))
    assert found == [("timing", 5), ("words", 3), ("entrance", 3)]


@pytest.mark.parametrize(
    ("people", "fault"),
    [
        ({"account": 1}, None),
        ({"resident": 1}, None),
        ({}, ("visits.no_visitor", "visitor_account")),
        ({"account": 1, "resident": 2}, ("visits.two_visitors", "visitor_who")),
        ({"account": 1, "companion": 2}, ("visits.companion_unknown", "companion_kind")),
        ({"account": 1, "companion": 2, "kind": "elder"}, None),
        ({"resident": 2, "companion": 2, "kind": "elder"}, ("visits.companion_is_visitor", "companion_who")),
    ],
)
def test_who_walks_a_round(people: dict, fault: tuple | None) -> None:
    given = {"account": None, "resident": None, "companion": None, "kind": None, **people}
    assert round_rules.refuse_people(**given) == fault


def test_when_a_round_ends() -> None:
    assert round_rules.refuse_doors(known=0, chosen=0) == "visits.no_doors"
    assert round_rules.refuse_doors(known=9, chosen=0) == "visits.all_reached"
    assert round_rules.refuse_closing(state="planned", tried=0) == "visits.round_not_walked"
    assert round_rules.refuse_closing(state="planned", tried=1) is None
    assert round_rules.refuse_closing(state="walked", tried=1) == "visits.round_over"
    assert round_rules.refuse_cancelling(state="planned", tried=1) == "visits.round_walked"


def test_procedures_are_read_as_they_are_written() -> None:
    steps = procedure_rules.read_steps("* 亮证\n\n问好\n＊ 道谢 \n*")
    assert [(one["text"], one["compulsory"]) for one in steps] == [
        ("亮证", True),
        ("问好", False),
        ("道谢", True),
    ]
    assert procedure_rules.read_steps(procedure_rules.steps_as_text(steps)) == steps
    scripts = procedure_rules.read_scripts("开门｜您好 | 打扰\n拒绝 | 没关系")
    assert scripts == [{"when": "开门", "say": "您好 | 打扰"}, {"when": "拒绝", "say": "没关系"}]
    assert procedure_rules.read_scripts("没有分隔") is None
    assert procedure_rules.refuse_content([], []) == ("visits.no_step", "steps")
    assert procedure_rules.refuse_content(steps, None) == ("visits.script_form", "scripts")


@pytest.mark.parametrize("key", procedure_shipped.SHIPPED)
def test_what_ships_is_whole_in_both_languages(key: str) -> None:
    content = procedure_shipped.SHIPPED[key].content()
    assert sum(step["compulsory"] for step in content["steps"]) >= 3
    assert len(content["dress"]) >= 3
    assert len(content["scripts"]) >= 5
    texts = [step["text"] for step in content["steps"]] + content["dress"]
    texts += [part for one in content["scripts"] for part in one.values()]
    for text in texts:
        assert text["en"].isascii()
        assert not text["zh_CN"].isascii()


@pytest.mark.parametrize(
    ("last", "days", "due"),
    [
        (date(2026, 3, 1), 47, date(2026, 3, 31)),
        (None, 76, date(2026, 3, 2)),
        (date(2026, 4, 17), 0, date(2026, 5, 17)),
    ],
)
def test_when_an_office_is_due(last: date | None, days: int, due: date) -> None:
    since = date(2026, 1, 31)
    assert target_rules.days_since(last, since=since, today=date(2026, 4, 17)) == days
    assert target_rules.due_on(last, since=since, every_days=30) == due


def test_what_training_counts() -> None:
    day = date(2026, 5, 1)
    assert training_rules.needed("first_visit", []) == ["door_manners"]
    assert training_rules.needed("first_visit", ["-"]) == []
    assert training_rules.needed("dispute", ["mediation", "safety"]) == ["mediation", "safety"]
    held = [("door_manners", date(2025, 1, 1), date(2026, 5, 1)), ("safety", date(2026, 5, 2), None)]
    assert training_rules.lacking(["door_manners", "safety"], held, on=day) == ["safety"]
    assert training_rules.lacking(["door_manners"], held, on=date(2026, 5, 2)) == ["door_manners"]


@pytest.mark.parametrize(
    ("now", "step", "code"),
    [
        (None, "asked", None),
        ("asked", "volunteer", None),
        ("declined", "asked", None),
        ("asked", "asked", "bodies.step_taken"),
        ("volunteer", "building_leader", "bodies.appoint_instead"),
        ("building_leader", "volunteer", "bodies.is_leader"),
    ],
)
def test_the_way_to_leading_a_building(now: str | None, step: str, code: str | None) -> None:
    assert bodies.refuse_step(now, step) == code


@pytest.mark.parametrize(
    ("choices", "named"),
    [
        (Scenario, words.SCENARIOS),
        (Outcome, words.OUTCOMES),
        (VisitPurpose, words.PURPOSES),
        (Mode, words.MODES),
        (CompanionKind, words.COMPANIONS),
        (TargetKind, words.TARGET_KINDS),
    ],
)
def test_every_choice_has_a_name(choices: type, named: dict) -> None:
    assert {one.value for one in choices} == set(named)
    assert set(words.INNER_CAUSES) == door_rules.INNER
    assert set(words.OUTER_CAUSES) == door_rules.OUTER
