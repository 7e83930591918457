"""Names are read as surnames are read, and what a ceremony has ready."""

from __future__ import annotations

from datetime import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.activities import ceremony_rules
from groups.activities.ceremony_name_rules import guest_reading, order_of, reading


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("曾小明", "Zēng Xiǎomíng"),
        ("单田芳", "Shàn Tiánfāng"),
        ("仇英", "Qiú Yīng"),
        ("解晓东", "Xiè Xiǎodōng"),
        ("查良镛", "Zhā Liángyōng"),
        ("区志强", "Ōu Zhìqiáng"),
        ("朴英子", "Piáo Yīngzǐ"),
        ("任平", "Rén Píng"),
        ("盖军", "Gě Jūn"),
        ("尉迟恭", "Yùchí Gōng"),
        ("华罗庚", "Huà Luógēng"),
        ("宁静", "Nìng Jìng"),
        ("张西安", "Zhāng Xī'ān"),
        ("张𠮷", "Zhāng Jí"),
        ("李娜娜", "Lǐ Nànà"),
        ("猫奶奶", "Māo Nǎinai"),
        ("吕女士", "Lǚ Nǚshì"),
        ("Anna Li", "Anna Li"),
        ("", ""),
    ],
)
def test_a_surname_is_read_as_one(name: str, read: str) -> None:
    assert reading(name) == read


@pytest.mark.parametrize(
    ("guest", "read"),
    [
        ("沈主任", "Shěn Zhǔrèn"),
        ("居委会沈主任", ""),
        ("物业经理", ""),
        ("主任", ""),
        ("社会工作中心", ""),
        ("诸葛小明", "Zhūgě Xiǎomíng"),
        ("欧阳经理", "Ōuyáng Jīnglǐ"),
        ("", ""),
    ],
)
def test_a_guest_with_an_office_is_not_spelled_as_a_person(guest: str, read: str) -> None:
    assert guest_reading(guest) == read


def test_names_stand_in_the_order_of_their_spelling() -> None:
    names = ["", "曾小明", "Anna", "欧阳锋", "单田芳", "区志强", "安宁", "尉迟恭", "陈叔"]
    assert sorted(names, key=lambda name: order_of(name, "pinyin")) == [
        "安宁",
        "陈叔",
        "区志强",
        "欧阳锋",
        "单田芳",
        "尉迟恭",
        "曾小明",
        "Anna",
        "",
    ]


@pytest.mark.parametrize(
    "names",
    [
        ["丁一", "王芳", "叶青", "刘军", "张丽"],  # 2, 4, 5, 6, 7 strokes
        ["丁强", "卜平", "刁明"],  # two strokes each: 横, 竖, 折
        ["于海", "万里", "马红"],  # three: 横横竖, 横折撇, 折折横
        ["王芳", "毛宁", "方圆", "尹力", "孔林"],  # four: 横横, 撇撇, 点横, 折横, 折竖
        ["吴敏", "何静", "沈阳", "宋佳", "张伟"],  # seven: 竖, 撇, 点点横, 点点折, 折
        ["王一", "王丁", "王小芳", "王小明", "王芳"],  # one surname: sign after sign
        ["王芳", "王芳芳"],
        ["丁叔", "老王", "王芳", "小杨", "周姨"],  # 小 and 老 are no surnames
        ["司马光", "欧阳锋"],  # 5 strokes, 8 strokes
        ["魏征", "㐂多", "𠮷田", "Anna", "Bo", ""],  # outside the standard, Latin letters, unnamed
    ],
)
def test_names_stand_in_the_order_of_the_strokes_of_their_surnames(names: list[str]) -> None:
    for mixed in (names[::-1], names[1:] + names[:1]):
        in_order = sorted(mixed, key=lambda name: order_of(name, "strokes"))
        assert in_order == names


@pytest.mark.parametrize("by", ["pinyin", "strokes"])
@given(st.lists(st.text(max_size=6), max_size=6))
def test_any_name_has_its_place_and_is_read(by: str, names: list[str]) -> None:
    keys = sorted(order_of(name, by) for name in names)
    assert all(one <= other for one, other in pairwise(keys))
    for name in names:
        reading(name)


@pytest.mark.parametrize("purpose", ["recognition", "compact", "both"])
def test_the_first_lines_go_on_one_after_another_within_the_day(purpose: str) -> None:
    for start in (None, time(9, 30), time(23, 50)):
        times = [at for at, _line in ceremony_rules.clock_times(purpose, start)]
        assert times[0] == (start or time(15, 0))
        assert times == sorted(times)


@pytest.mark.parametrize(
    ("state", "voided", "exists", "code"),
    [
        ("planned", False, False, None),
        ("held", False, False, None),
        ("cancelled", False, False, "ceremonies.did_not_take_place"),
        ("held", True, False, "ceremonies.did_not_take_place"),
        ("planned", False, True, "ceremonies.is_one"),
    ],
)
def test_what_takes_place_can_be_a_ceremony(state: str, voided: bool, exists: bool, code: str | None) -> None:
    assert ceremony_rules.refuse_ceremony(state=state, voided=voided, exists=exists) == code


@pytest.mark.parametrize(
    ("kind", "starts_at", "code"),
    [
        ("running_order", time(9), None),
        ("running_order", None, "ceremonies.line_without_time"),
        ("flowers", time(9), "ceremonies.thing_with_time"),
        ("flowers", None, None),
    ],
)
def test_a_line_has_a_time_and_a_thing_has_none(kind: str, starts_at: time | None, code: str | None) -> None:
    found = ceremony_rules.refuse_item(kind=kind, starts_at=starts_at)
    assert (found and found[1]) == code


@pytest.mark.parametrize(
    ("seats", "files"),
    [(0, []), (1, [(1, 1)]), (4, [(1, 4)]), (5, [(1, 4), (5, 5)]), (9, [(1, 4), (5, 8), (9, 9)])],
)
def test_no_card_of_a_large_hall_is_left_out(seats: int, files: list[tuple[int, int]]) -> None:
    assert ceremony_rules.files_of_cards(seats, most=4) == files


def test_guests_are_one_on_a_line() -> None:
    assert ceremony_rules.guests_in(" 刘主任 \n\n单老师\n刘主任") == ["刘主任", "单老师"]


def test_both_has_all_that_either_has_once() -> None:
    both = ceremony_rules.KIT["both"]
    assert set(both) == {*ceremony_rules.KIT["recognition"], *ceremony_rules.KIT["compact"]}
    assert len(both) == len(set(both))
    assert len(ceremony_rules.KIT["recognition"]) == 5


@pytest.mark.parametrize(
    ("purpose", "minutes"),
    [
        ("recognition", [0, 10, 25, 50, 60]),
        ("compact", [0, 10, 20, 30, 40, 60]),
        ("both", [0, 10, 20, 30, 40, 60, 75, 100]),
    ],
)
def test_the_lines_of_an_hour(purpose: str, minutes: list[int]) -> None:
    found = [at.hour * 60 + at.minute for at, _line in ceremony_rules.clock_times(purpose, time(9, 0))]
    assert [at - 9 * 60 for at in found] == minutes
