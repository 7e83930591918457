"""What stands in the cells of rosters: phones, ages, identity numbers, places, words."""

from __future__ import annotations

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.residents.roster_chain_rules import rows_of
from programs.residents.roster_place_rules import Place, Places, building_key, read_address, read_place
from programs.residents.roster_value_rules import (
    BANDS,
    Fault,
    band_of,
    hanzi_number,
    read_age,
    read_id_number,
    read_phone,
    read_size,
    read_words,
    read_yes,
    without_numbers,
)
from programs.residents.tables import AgeBand

TODAY = date(2026, 11, 22)
GOOD_ID = "51010319560302126X"


def _id(stem: str) -> str:
    from programs.residents.roster_value_rules import _CHECKS, _WEIGHTS

    return stem + _CHECKS[sum(int(s) * w for s, w in zip(stem, _WEIGHTS, strict=True)) % 11]


@pytest.mark.parametrize(
    ("text", "tail", "whole"),
    [
        ("", "", ""),
        ("无", "", ""),
        ("/", "", ""),
        ("0431", "0431", ""),
        ("０４３１", "0431", ""),
        ("***0431", "0431", ""),
        ("13800000431", "0431", "13800000431"),
        ("138 0000 0431", "0431", "13800000431"),
        ("138-0000-0431", "0431", "13800000431"),
        ("+86 13800000431", "0431", "13800000431"),
        ("8613800000431", "0431", "13800000431"),
        ("１３８００００００３１", "0031", "13800000031"),
        ("13800000431/13900001234", "0431", "13800000431"),
        ("13800000431、13900001234", "0431", "13800000431"),
        ("028-85551234", "1234", "02885551234"),
    ],
)
def test_phones(text: str, tail: str, whole: str) -> None:
    assert read_phone(text) == (tail, whole)


@pytest.mark.parametrize(
    ("text", "code", "digits"),
    [
        ("1380000043", "roster.phone_length", 10),
        ("138000004311", "roster.phone_length", 12),
        ("1.38E+10", "roster.cut", None),
        ("同上", "roster.phone", None),
        ("12", "roster.phone_length", 2),
    ],
)
def test_what_is_no_phone(text: str, code: str, digits: int | None) -> None:
    with pytest.raises(Fault) as fault:
        read_phone(text)
    assert (fault.value.code, fault.value.facts.get("digits")) == (code, digits)


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("", None),
        ("不详", None),
        ("62", "60-74"),
        ("62岁", "60-74"),
        ("６２周岁", "60-74"),
        ("7", "7-13"),
        ("0", "0-6"),
        ("1956", "60-74"),
        ("1956年", "60-74"),
        ("1956-03-02", "60-74"),
        ("1956/3/2", "60-74"),
        ("1956.3", "60-74"),
        ("1956年3月", "60-74"),
        ("1956年3月2日", "60-74"),
        ("56.3.2", "60-74"),
        ("12年3月", "14-17"),
        ("19560302", "60-74"),
        ("195603", "60-74"),
        ("1956-03-02 00:00", "60-74"),
        ("20516", "60-74"),
        ("60-74", "60-74"),
        ("60~74岁", "60-74"),
        ("60至74岁", "60-74"),
        ("60 to 74", "60-74"),
        ("75+", "75+"),
        ("75岁以上", "75+"),
        ("80岁及以上", "75+"),
        ("6岁以下", "0-6"),
        (_id("51010319560302126"), "60-74"),
        ("510103560302126", "60-74"),
    ],
)
def test_ages(text: str, band: str | None) -> None:
    assert read_age(text, on=TODAY) == band


@pytest.mark.parametrize(
    "text", ["老年", "200", "2030", "1956-13-02", "1956-02-30", "60岁以上", "5E+17", "-3"]
)
def test_what_is_no_age(text: str) -> None:
    with pytest.raises(Fault):
        read_age(text, on=TODAY)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("5.10103E+17", "roster.id_cut"),
        ("510103195603021000", "roster.id_cut"),
        ("51010319560302126", "roster.id_wrong"),
        (
            _id("51010319560302126")[:-1] + ("1" if not _id("51010319560302126").endswith("1") else "2"),
            "roster.id_wrong",
        ),
        ("510103195613021264", "roster.id_wrong"),
        ("见附件", "roster.id_wrong"),
    ],
)
def test_identity_numbers_that_are_cut_or_wrong(text: str, code: str) -> None:
    with pytest.raises(Fault) as fault:
        read_id_number(text, on=TODAY)
    assert fault.value.code == code


@given(st.dates(date(1930, 1, 1), TODAY), st.integers(0, 999))
def test_an_identity_number_leaves_its_band_and_nothing_else(born: date, order: int) -> None:
    number = _id(f"510103{born:%Y%m%d}{order:03}")
    kept = without_numbers(number, on=TODAY, keep_phones=True)
    assert kept in BANDS
    assert read_id_number(kept, on=TODAY) == kept == read_age(number, on=TODAY)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("王阿姨", "王阿姨"),
        ("13800000431", "***0431"),
        ("3栋502 13800000431 带孩子", "3栋502 ***0431 带孩子"),
        ("+86 138-0000-0431", "***0431"),
        ("身份证51010319560302126X备注", "身份证***备注"),
        ("510103195603021000", "5E+17"),
        ("510103195603021999", "510103***"),
        ("1380000043", "1380000043"),
    ],
)
def test_while_a_roster_waits_it_holds_no_whole_numbers(text: str, kept: str) -> None:
    assert without_numbers(text, on=TODAY, keep_phones=False) == kept


def test_bands_are_those_of_the_register() -> None:
    assert tuple(band.value for band in AgeBand) == BANDS
    assert [band_of(age) for age in (0, 6, 7, 13, 14, 17, 18, 29, 30, 44, 45, 59, 60, 74, 75, 120)] == [
        band for band in BANDS for _ in range(2)
    ]


@pytest.mark.parametrize(
    ("text", "size"), [("", None), ("3", 3), ("3人", 3), ("三口之家", 3), ("两人", 2), ("12口", 12)]
)
def test_households(text: str, size: int | None) -> None:
    assert read_size(text) == size


@pytest.mark.parametrize("text", ["0", "300", "很多", "3.5"])
def test_what_is_no_household(text: str) -> None:
    with pytest.raises(Fault):
        read_size(text)


def test_yes_and_no_and_words() -> None:
    assert [read_yes(text) for text in ("是", "√", "同意", "否", "", "/")] == [True] * 3 + [False] * 3
    with pytest.raises(Fault):
        read_yes("看情况")
    assert [
        read_words(text)
        for text in ("跳舞、唱歌，跳舞", "喝茶/下棋", "跳舞 唱歌", "Keeps pets", "广场舞 队、")
    ] == [
        ("跳舞", "唱歌"),
        ("喝茶", "下棋"),
        ("跳舞", "唱歌"),
        ("Keeps pets",),
        ("广场舞 队",),
    ]
    with pytest.raises(Fault):
        read_words("很" * 41)


@pytest.mark.parametrize(
    ("text", "number"), [("三", "3"), ("十", "10"), ("十二", "12"), ("二十三", "23"), ("A", "A")]
)
def test_hanzi_numbers(text: str, number: str) -> None:
    assert hanzi_number(text) == number


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("3栋2单元502", Place("", "3", "2", "502")),
        ("3-2-502", Place("", "3", "2", "502")),
        ("3-502", Place("", "3", "", "502")),
        ("锦绣园3栋502室", Place("锦绣园", "3", "", "502")),
        ("锦绣园三幢二单元502号", Place("锦绣园", "三", "二", "502")),
        ("3号楼2单元5楼502", Place("", "3", "2", "502")),
        ("3＃502", Place("", "3", "", "502")),
        ("A座1201", Place("", "A", "", "1201")),
        ("锦绣园 3栋 2单元 502", Place("锦绣园", "3", "2", "502")),
        ("3栋", Place("", "3", "", "")),
        ("", Place()),
    ],
)
def test_addresses(text: str, place: Place) -> None:
    assert read_address(text) == place


@pytest.mark.parametrize(
    ("cells", "place"),
    [
        (("锦绣园", "3栋", "2单元", "502室"), ("锦绣园", "3栋", "2", "502")),
        (("", "3栋", "", "2单元502"), ("", "3栋", "2", "502")),
        (("", "3栋", "", "2-502"), ("", "3栋", "", "2-502")),
        (("", "3栋", "", "3-2-502"), ("", "3栋", "2", "502")),
        (("", "", "", "3栋2单元502"), ("", "3", "2", "502")),
        (("", "3栋2单元502", "", ""), ("", "3", "2", "502")),
        (("", "3", "2", "502"), ("", "3", "2", "502")),
    ],
)
def test_places_in_columns(cells: tuple[str, str, str, str], place: tuple[str, str, str, str]) -> None:
    assert read_place(*cells) == Place(*place)


@pytest.mark.parametrize(
    ("names", "key"),
    [
        (("3栋", "3号楼", "３幢", "三栋", "3", "3#", "03栋"), "3"),
        (("3栋2单元", "三幢二单元"), "3/2"),
        (("A座", "a座", "A栋"), "a"),
        (("会所",), "会所"),
    ],
)
def test_spellings_of_one_building(names: tuple[str, ...], key: str) -> None:
    assert {building_key(name) for name in names} == {key}


PLACES = Places(
    [
        {"id": 1, "name": "3栋", "estate": "锦绣园"},
        {"id": 2, "name": "4栋1单元", "estate": "锦绣园"},
        {"id": 3, "name": "4栋2单元", "estate": "锦绣园"},
        {"id": 4, "name": "5号楼", "estate": "锦绣园"},
        {"id": 5, "name": "5号楼", "estate": "玉林小区"},
    ]
)


@pytest.mark.parametrize(
    ("place", "found"),
    [
        (Place("", "三", "二", "502"), (1, "2-502")),
        (Place("锦绣园小区", "3", "", "502"), (1, "502")),
        (Place("", "4", "2", "502"), (3, "502")),
        (Place("玉林", "5", "", ""), (5, "")),
        (Place(), (None, "")),
        (Place("锦绣园"), (None, "")),
    ],
)
def test_buildings_are_found(place: Place, found: tuple[int | None, str]) -> None:
    assert PLACES.building_of(place) == found


def test_who_names_no_estate_lives_in_that_of_the_list() -> None:
    buildings = [
        {"id": 4, "name": "5号楼", "estate": "锦绣园"},
        {"id": 5, "name": "5号楼", "estate": "玉林小区"},
        {"id": 6, "name": "6号楼", "estate": "玉林小区"},
    ]
    places = Places(buildings, estate="锦绣园")
    assert places.building_of(Place("", "5", "", "1")) == (4, "1")
    assert places.building_of(Place("玉林", "5", "", "1")) == (5, "1")
    with pytest.raises(Fault) as fault:
        places.building_of(Place("", "6", "", "1"))
    assert fault.value.facts == {"building": "6", "estate": "锦绣园"}


@pytest.mark.parametrize(
    ("place", "code"),
    [
        (Place("", "5", "", "1"), "roster.which_estate"),
        (Place("", "9", "", "1"), "roster.building_unknown"),
        (Place("天府花园", "3", "", "1"), "roster.estate_unknown"),
        (Place("", "", "", "502"), "roster.door_without_building"),
    ],
)
def test_buildings_that_are_not_found(place: Place, code: str) -> None:
    with pytest.raises(Fault) as fault:
        PLACES.building_of(place)
    assert fault.value.code == code


CHAIN = """#接龙
周六上午清洁日，愿意来的请接龙

1. 张三 3栋502 13800138000 带孩子
2、李阿姨（3栋2单元101）尾号0431
3 猫奶奶 3-2-502
④ 王叔，4栋
5.   老周
6.
"""


def test_a_chain_of_a_group_chat() -> None:
    assert rows_of(CHAIN)[1:] == [
        ["张三", "3栋502", "13800138000", "带孩子"],
        ["李阿姨", "3栋2单元101", "0431", ""],
        ["猫奶奶", "3-2-502", "", ""],
        ["王叔", "4栋", "", ""],
        ["老周", "", "", ""],
    ]
    assert rows_of("张三3栋502 13800138000\n李四")[1:] == [
        ["张三", "3栋502", "13800138000", ""],
        ["李四", "", "", ""],
    ]


@given(st.text(max_size=60))
def test_no_cell_is_beyond_reading(text: str) -> None:
    for read in (read_phone, read_size, read_words, read_yes, read_address):
        with contextlib.suppress(Fault):
            read(text)
    with contextlib.suppress(Fault):
        assert read_age(text, on=TODAY) in {None, *BANDS}
    rows_of(text)
