"""What a person may be called, and who is likely the same person."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.residents import choices, policy, rules
from programs.residents.schemas import AGES
from programs.residents.schemas import AgeBand as SentAge
from programs.residents.tables import AgeBand, Resident
from server.lib.actor import ROLES, Actor, Assignment


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("猫奶奶", None),
        ("阿凡提·买买提", None),
        ("张𠮷", None),
        ("🌸阿姨", None),
        ("👨‍👩‍👧 一家", None),
        ("O'Neil", None),
        ("\ue863", None),
        ("名" * 60, None),
        ("名" * 61, "residents.name_too_long"),
        ("", "residents.name_empty"),
        ("   ", "residents.name_empty"),
        ("\u3000", "residents.name_empty"),
        ("\u200b\u200d", "residents.name_empty"),
        ("王\x00阿姨", "residents.name_unreadable"),
        ("王\n阿姨", "residents.name_unreadable"),
        ("王\u2028阿姨", "residents.name_unreadable"),
        ("\u202e姨阿王", "residents.name_unreadable"),
        ("王\ud842", "residents.name_unreadable"),
    ],
)
def test_names(name: str, code: str | None) -> None:
    assert rules.refuse_name(name) == code


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("王阿姨", "王 阿姨", True),
        ("阿凡提·买买提", "阿凡提•买买提", True),
        ("Anna", "ＡＮＮＡ", True),
        ("王阿姨", "王阿婆", False),
        ("...", "。。。", False),
    ],
)
def test_folding(one: str, other: str, same: bool) -> None:
    assert (rules.folded(one) == rules.folded(other)) is same


@given(st.text(min_size=1, max_size=200))
def test_every_name_that_is_accepted_can_be_found_and_fits_its_column(text: str) -> None:
    if rules.refuse_name(text) is None:
        assert 0 < len(rules.folded(text)) <= Resident.folded_name.length


@given(st.text(alphabet="阿凡提买王李ab·", min_size=1, max_size=20))
def test_spaces_between_the_signs_of_a_name_change_nothing(name: str) -> None:
    assert rules.folded(" ".join(name)) == rules.folded(name)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("0431", "0431"),
        ("０４３１", "0431"),
        ("", ""),
        ("431", None),
        ("13800000431", None),
        ("04 31", None),
        ("٠٤٣١", None),
    ],
)
def test_only_four_digits_of_a_phone(typed: str, stored: str | None) -> None:
    assert rules.read_phone_tail(typed) == stored


@pytest.mark.parametrize(
    ("building", "door", "code"),
    [
        (1, "302", None),
        (1, "", None),
        (None, "", None),
        (None, "302", "residents.door_without_building"),
        (1, "3" * 21, "residents.door_too_long"),
    ],
)
def test_doors(building: int | None, door: str, code: str | None) -> None:
    assert rules.refuse_door(building=building, door=door) == code


def test_one_door_is_written_one_way() -> None:
    assert rules.door_of("３０２ a") == rules.door_of("302A") == "302A"


@pytest.mark.parametrize(
    ("namesakes", "another", "code"), [(0, False, None), (2, False, "residents.same_name"), (2, True, None)]
)
def test_namesakes_are_asked_about(namesakes: int, another: bool, code: str | None) -> None:
    assert rules.refuse_same_name(namesakes=namesakes, another=another) == code


@pytest.mark.parametrize(
    ("text", "meanings"),
    [
        ("王阿姨", [("王阿姨", "")]),
        ("王阿姨 0001", [("王阿姨", "0001"), ("王阿姨0001", "")]),
        ("王 阿姨", [("王阿姨", "")]),
        ("0001", [("0001", "")]),
    ],
)
def test_typed_labels(text: str, meanings: list[tuple[str, str]]) -> None:
    assert rules.split_label(text) == meanings


def test_ages_are_the_same_everywhere() -> None:
    assert list(AGES) == list(get_args(SentAge)) == [band.value for band in AgeBand]


@pytest.mark.parametrize(
    ("held", "own_member", "seen"),
    [
        (Assignment("coordinator", "organisation"), False, policy.EVERYTHING),
        (Assignment("facilitator", "community", 1), False, policy.EVERYTHING),
        (Assignment("facilitator", "community", 2), False, frozenset()),
        (Assignment("leader", "group", 5), True, frozenset({"name", "phone_tail"})),
        (Assignment("leader", "group", 5), False, frozenset()),
        (Assignment("funder", "grant", 5), True, frozenset()),
        (Assignment("operator", "installation"), True, frozenset()),
    ],
)
def test_what_each_role_sees_of_a_person(held: Assignment, own_member: bool, seen: frozenset[str]) -> None:
    actor = Actor(user_id=1, organisation_id=1, name="", assignments=(held,))
    assert policy.fields_seen(actor, community_id=1, own_member=own_member) == seen
    assert set(policy.SEEN) == set(ROLES)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("hobby", "养宠物", "pets"),
        ("hobby", "遛 狗", "pets"),
        ("hobby", "下棋", "chess_cards"),
        ("hobby", "Dancing", "dancing"),
        ("hobby", "收集邮票", "收集邮票"),
        ("target_group", "新入住居民", "new_residents"),
        ("category", "下棋", "下棋"),
    ],
)
def test_words_of_lists_are_the_common_choices(kind: str, text: str, value: str) -> None:
    assert choices.value_of(kind, text) == value
