"""Which records may be one person, and what one takes over from the other."""

from datetime import date
from typing import Any

import pytest

from programs.residents import merge_rules

DAY, LATER = date(2026, 4, 1), date(2026, 4, 9)
CARD: dict[str, Any] = {
    "folded_name": "王秀英",
    "phone_tail": "",
    "age_band": None,
    "guardian_name": "",
    "reported_in_on": None,
    "keep_until": None,
    "building": None,
    "household": None,
    "sealed_phone": "",
}


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ({}, {}, ["same_name"]),
        ({}, {"folded_name": "秀英"}, ["part_of_name"]),
        ({"folded_name": "秀英"}, {}, ["part_of_name"]),
        ({}, {"folded_name": "英"}, []),
        ({}, {"folded_name": "李娜"}, []),
        ({"phone_tail": "0431"}, {"folded_name": "李娜", "phone_tail": "0431"}, ["same_phone"]),
        ({}, {"folded_name": "李娜", "phone_tail": ""}, []),
        ({"household": 3}, {"folded_name": "李娜", "household": 3}, ["same_door"]),
        (
            {"household": 3, "phone_tail": "1"},
            {"household": 3, "phone_tail": "2"},
            ["same_name", "same_door"],
        ),
    ],
)
def test_alike(one: dict[str, Any], other: dict[str, Any], why: list[str]) -> None:
    assert merge_rules.alike({**CARD, **one}, {**CARD, **other}) == why


def test_a_shared_door_alone_comes_last() -> None:
    found = [["same_door"], ["part_of_name"], ["same_name", "same_phone"]]
    assert sorted(found, key=merge_rules.likeliest) == [
        ["same_name", "same_phone"],
        ["part_of_name"],
        ["same_door"],
    ]


def test_parts_of_a_name() -> None:
    assert merge_rules.parts_of("王秀英") == ["王秀", "王秀英", "秀英"]
    assert merge_rules.parts_of("王") == []
    assert merge_rules.parts_of("名" * 60) == ["名" * 60]


@pytest.mark.parametrize(
    ("kept", "merged", "barred", "may_call", "taken"),
    [
        ({}, {"phone_tail": "0431", "age_band": "75+"}, (), True, ["phone_tail", "age_band"]),
        ({"phone_tail": "1"}, {"phone_tail": "2"}, (), True, []),
        ({}, {"phone_tail": "0431", "keep_until": DAY}, ("register",), True, ["keep_until"]),
        ({}, {"building": 1, "household": 2}, (), True, ["building", "household"]),
        ({"building": 1}, {"building": 1, "household": 2}, (), True, ["household"]),
        ({"building": 3}, {"building": 1, "household": 2}, (), True, []),
        ({}, {"sealed_phone": "x"}, (), True, ["sealed_phone"]),
        ({}, {"sealed_phone": "x"}, (), False, []),
        ({"phone_tail": "1"}, {"phone_tail": "2", "sealed_phone": "x"}, (), True, []),
        ({"sealed_phone": "y"}, {"sealed_phone": "x"}, (), True, []),
    ],
)
def test_taken_over(
    kept: dict[str, Any], merged: dict[str, Any], barred: tuple[str, ...], may_call: bool, taken: list[str]
) -> None:
    found = merge_rules.taken_over({**CARD, **kept}, {**CARD, **merged}, barred=barred, may_call=may_call)
    assert found == taken


@pytest.mark.parametrize(
    ("taken_back", "given", "until", "purpose", "refused"),
    [
        (LATER, DAY, None, "care", "care"),
        (DAY, LATER, None, "care", None),  # asked again since
        (LATER, DAY, DAY, "care", None),  # run out anyway
        (LATER, DAY, None, "contact", None),
    ],
)
def test_an_older_yes_does_not_stand_against_a_later_no(
    taken_back: date, given: date, until: date | None, purpose: str, refused: str | None
) -> None:
    consents = [
        {"resident": 1, "purpose": "care", "given_on": DAY, "until": None, "withdrawn_on": taken_back},
        {"resident": 2, "purpose": purpose, "given_on": given, "until": until, "withdrawn_on": None},
    ]
    assert merge_rules.refuse_withdrawn(consents, on=LATER) == refused
    assert merge_rules.barred(consents, agreed=()) == {"care"}
    assert merge_rules.barred(consents, agreed={"care"}) == set()
