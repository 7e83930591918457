"""Where the list stands in a sheet, and what its columns are, in rosters as they really come."""

from __future__ import annotations

import pytest

from programs.residents.import_words import HEADINGS
from programs.residents.roster_heading_rules import FIELDS, meaning_of, never_taken
from programs.residents.roster_layout_rules import column_letter, guess, is_data, layout_of
from server.intake.child import read
from server.lib.i18n import language
from tests.sheets import xlsx


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("姓名", "name"),
        ("  姓　名 *", "name"),
        ("姓名(必填)", "name"),
        ("居民姓名：", "name"),
        ("称呼", "name"),
        ("微信昵称", "name"),
        ("联系电话", "phone"),
        ("手机号码（本人）", "phone"),
        ("电话后四位", "phone"),
        ("紧急联系人电话", "skip"),
        ("年龄", "age"),
        ("出生年月", "age"),
        ("年龄段", "age"),
        ("小区名称", "estate"),
        ("楼幢", "building"),
        ("单元号", "unit"),
        ("门牌号", "door"),
        ("家庭住址", "address"),
        ("身份证号", "id_number"),
        ("家庭人口数", "household_size"),
        ("兴趣爱好", "hobbies"),
        ("服务人群", "target_groups"),
        ("类别", "categories"),
        ("监护人姓名", "guardian"),
        ("监护人电话", "skip"),
        ("是否同意电话联系", "contact"),
        ("序号", "skip"),
        ("性别", "skip"),
        ("备注", "skip"),
        ("Name", "name"),
        ("王阿姨", None),
        ("", None),
        ("请各位楼组长于本月底之前认真填写本表并交到居委会办公室", None),
    ],
)
def test_headings(heading: str, field: str | None) -> None:
    assert meaning_of(heading) == field


def test_memory_comes_first() -> None:
    assert meaning_of("号牌", {"号牌": "door"}) == "door"
    assert meaning_of("类别", {"类别": "target_groups"}) == "target_groups"


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("犯罪记录", "crime"),
        ("有无犯罪前科", "crime"),
        ("是否社区矫正对象", "crime"),
        ("健康状况", "health"),
        ("慢性病 史", "health"),
        ("残疾证号", "health"),
        ("身份证照片（正面）", "papers"),
        ("身份证复印件", "papers"),
        ("月收入", "money"),
        ("宗教信仰", "faith"),
        ("身份证号", None),
        ("姓名", None),
        ("服务人群", None),
        ("备注", None),
    ],
)
def test_what_is_never_taken(heading: str, kind: str | None) -> None:
    assert never_taken(heading) == kind


PEOPLE = [["王阿姨", "13800000431", "3栋", "502"], ["李叔", "13900001234", "3栋", "101"]]
HEADER = ["姓名", "电话", "楼栋", "房号"]
WIDE = ["name", "phone", "building", "door"]


@pytest.mark.parametrize(
    ("rows", "fields", "people"),
    [
        ([HEADER, *PEOPLE], WIDE, 2),
        (
            [["五福桥社区居民登记表", "", "", ""], ["填表日期：2026年3月", "", "", ""], HEADER, *PEOPLE],
            WIDE,
            2,
        ),
        ([HEADER, *PEOPLE, ["合计", "2人", "", ""]], WIDE, 2),
        ([HEADER, *PEOPLE, ["", "", "", ""], ["注：以上信息仅用于登记", "", "", ""]], WIDE, 2),
        ([HEADER, PEOPLE[0], HEADER, PEOPLE[1]], WIDE, 2),
        ([HEADER, ["3栋", "3栋", "3栋", "3栋"], *PEOPLE], WIDE, 2),
        ([HEADER, *PEOPLE, ["制表人：林老师", "", "", "审核：陈社工"]], WIDE, 2),
        ([["基本信息", "基本信息", "住址", "住址"], HEADER, *PEOPLE], WIDE, 2),
        ([["姓名", "电话", "家庭住址", "家庭住址"], ["姓名", "电话", "楼栋", "房号"], *PEOPLE], WIDE, 2),
        ([["姓名", "电话", "家庭住址", ""], ["", "", "楼栋", "房号"], *PEOPLE], WIDE, 2),
        (PEOPLE, ["name", "phone", "address", "skip"], 2),
        ([["", "", "", ""], HEADER, *PEOPLE], WIDE, 2),
        ([["老周", "0431", "", ""]], ["skip", "phone", "skip", "skip"], 1),
        (
            [["姓名", "", "", ""], ["合计", "x", "", ""], ["王阿姨", "", "", ""]],
            ["name", "skip", "skip", "skip"],
            1,
        ),
    ],
)
def test_lists_as_they_come(rows: list[list[str]], fields: list[str], people: int) -> None:
    layout = layout_of(rows)
    data = [row for row in rows[layout.first :] if is_data(row, layout, 0)]
    assert list(guess(layout, data)) == fields
    assert len(data) == people


def test_a_merged_header_of_two_rows_and_a_merged_title() -> None:
    rows = [
        ["五福桥社区居民信息表", None, None, None, None],
        ["序号", "姓名", "住址", None, "联系方式"],
        [None, None, "楼栋", "房号", None],
        [1, "王阿姨", "3栋", 502, 13800000431],
        [2, "李叔", "3栋", 101, "０４３１"],
        ["合计", None, None, None, "2人"],
    ]
    merges = [
        (0, 0, 0, 4, "五福桥社区居民信息表"),
        (1, 0, 2, 0, "序号"),
        (1, 1, 2, 1, "姓名"),
        (1, 2, 1, 3, "住址"),
        (1, 4, 2, 4, "联系方式"),
    ]
    grid = read(xlsx(rows, merges=merges), "a.xlsx")
    layout = layout_of(grid.rows)
    assert layout.header_rows == (1, 2)
    data = [row for row in grid.rows[layout.first :] if is_data(row, layout, 1)]
    assert guess(layout, data) == ("skip", "name", "building", "door", "phone")
    assert data == [["1", "王阿姨", "3栋", "502", "13800000431"], ["2", "李叔", "3栋", "101", "0431"]]


def test_a_column_without_a_heading_is_told_by_what_stands_in_it() -> None:
    rows = [["序号", "", "姓名", "", ""]]
    rows += [
        [str(n), f"3栋{n}单元{n}02", f"王小{n}", f"1380000043{n}", "51010319560302123X"] for n in range(1, 6)
    ]
    layout = layout_of(rows)
    assert guess(layout, rows[1:]) == ("skip", "address", "name", "phone", "id_number")


def test_each_field_is_filled_once() -> None:
    layout = layout_of(
        [["姓名", "户主姓名", "爱好", "特长", "电话", "手机"], ["王", "李", "茶", "棋", "1", "2"]]
    )
    assert guess(layout, []) == ("name", "skip", "hobbies", "hobbies", "phone", "skip")


@pytest.mark.parametrize(("place", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA")])
def test_letters_over_columns(place: int, letter: str) -> None:
    assert column_letter(place) == letter


def test_every_field_has_a_heading_of_its_own() -> None:
    assert len(set(FIELDS)) == len(FIELDS)


@pytest.mark.parametrize("code", ["zh_CN", "en"])
def test_the_headings_of_our_own_files_are_read(code: str) -> None:
    with language(code):
        assert {
            field: meaning_of(str(heading)) for field, heading in HEADINGS.items() if field != "skip"
        } == {field: field for field in FIELDS}
