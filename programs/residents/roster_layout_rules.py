"""Where in a sheet the list stands: below its title, under one or two rows of headings, above its totals and notes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from programs.residents.roster_heading_rules import (
    SEVERAL,
    SKIP,
    folded_heading,
    is_known_heading,
    meaning_of,
)
from server.lib.patterns import late_pattern

Row = Sequence[str]

_LOOKED_AT = 25
_SAMPLE = 200
_TOTAL = late_pattern(
    r"(合\s*计|总\s*计|小\s*计|共\s*计|总人数|总户数|共|total)\s*[:：]?\s*\d*\s*[人户名]?", re.IGNORECASE
)
_NOTE = late_pattern(
    r"(注|备注|说明|填表|制表|审核|填报|统计|经办|负责人|联系人|单位|日期|打印|第\s*\d+\s*页)\s*[:：人日单说时]?"
)
_DIGITS = late_pattern(r"\d{7,}")
_MOBILE = late_pattern(r"(\+?86)?[\s-]*1[3-9]\d([\s-]?\d{4}){2}|\**\d{4}")
_ID_NUMBER = late_pattern(r"\d{17}[\dXx]|\d{15}")
_PLACE = late_pattern(r".*\d\s*(栋|幢|号楼|单元|座).*|\d{1,3}[-—]\d{1,3}[-—]\d{2,4}")
_HANZI_NAME = late_pattern(
    "[赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜谢邹喻柏窦章云苏潘葛范彭郎鲁韦马苗方俞任袁柳鲍史唐费"
    "廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅齐康伍余顾孟黄和穆萧尹姚邵汪祁毛米戴谈宋庞熊纪舒屈项祝董梁杜阮蓝季贾江颜郭梅林"
    "钟徐邱骆高夏蔡田樊胡凌霍万柯卢莫房解应丁邓洪包左石崔吉龚程邢裴陆翁段侯武刘景龙叶白蒲卓向易温曾文欧阎肖游代付涂]"
    r"[\u4e00-\u9fff\U00020000-\U0002ffff·]{1,3}"
)


class Layout(msgspec.Struct, frozen=True):
    """Rows are counted from 0. `headings` holds "" for a column without one; data begins at `first`."""

    headings: tuple[str, ...]
    header_rows: tuple[int, ...]
    first: int


def layout_of(rows: Sequence[Row]) -> Layout:
    """Where the headings of a list stand, or that it has none."""
    width = len(rows[0]) if rows else 0
    scores = [_headings_in(row) for row in rows[:_LOOKED_AT]]
    best = max(scores, default=0)
    if not best:
        first = next((number for number, row in enumerate(rows[:_LOOKED_AT]) if not _is_title(row)), 0)
        return Layout(("",) * width, (), first)
    top = scores.index(best)
    if top and _continues(rows[top - 1], rows[top]):
        top -= 1
    header = (top, top + 1) if top + 1 < len(rows) and _continues(rows[top], rows[top + 1]) else (top,)
    return Layout(_combined([rows[number] for number in header]), header, header[-1] + 1)


def _headings_in(row: Row) -> int:
    """How many different headings a row holds; a row with a long number is data."""
    if any(_DIGITS.search(cell) for cell in row):
        return 0
    return len({folded_heading(cell) for cell in row if is_known_heading(cell)})


def _continues(upper: Row, lower: Row) -> bool:
    """Whether `lower` is the second row of headings under `upper`: some of its own, and no row of data."""
    own = [cell for over, cell in zip(upper, lower, strict=True) if cell and cell != over]
    repeated = any(cell and cell == over for over, cell in zip(upper, lower, strict=True))
    spread = len({cell for cell in upper if cell}) < sum(1 for cell in upper if cell)
    gaps = any(cell and not over for over, cell in zip(upper, lower, strict=True))
    known = [cell for cell in own if is_known_heading(cell)]
    return (
        bool(known) and len(known) * 2 >= len(own) and (repeated or spread or gaps) and not _is_title(upper)
    )


def _combined(rows: Sequence[Row]) -> tuple[str, ...]:
    """One heading for each column: the lower one, with the upper one before it when they differ."""
    upper, lower = rows[0], rows[-1]
    return tuple(
        under if not over or over == under else over if not under else f"{over} / {under}"
        for over, under in zip(upper, lower, strict=True)
    )


def _is_title(row: Row) -> bool:
    """Whether all that a row says is one thing, across its columns."""
    said = {cell for cell in row if cell}
    return len(said) == 0 or (len(said) == 1 and len(row) > 2 and not _MOBILE.fullmatch(next(iter(said))))


def is_data(row: Row, layout: Layout, name_column: int | None = None) -> bool:
    """Whether a row below the headings is somebody: no blank, no total, no note, no heading again, no title between."""
    said = [cell for cell in row if cell]
    if not said or _repeats(row, layout):
        return False
    distinct = len(set(said))
    if len(row) > 2 and distinct == 1 and (len(said) > 1 or name_column is None or row[name_column] == ""):
        return False
    if _TOTAL.fullmatch(said[0]) or (name_column is not None and _TOTAL.fullmatch(row[name_column])):
        return False
    is_note = bool(_NOTE.match(said[0])) and distinct <= 2
    in_name = name_column is not None and row[name_column] == said[0]
    return not (
        is_note and (name_column is None or row[name_column] == "" or (in_name and ":" in _colons(said[0])))
    )


def _colons(text: str) -> str:
    return text.replace("：", ":")


def _repeats(row: Row, layout: Layout) -> bool:
    """Whether the headings stand here again, as on each printed page."""
    if not layout.header_rows:
        return False
    same = sum(
        1 for cell, heading in zip(row, layout.headings, strict=True) if cell and heading.endswith(cell)
    )
    return same >= 2 and same * 2 > sum(1 for cell in row if cell)


def guess(
    layout: Layout, data: Sequence[Row], remembered: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """The field that each column fills: by memory, by heading, and by what stands in it. Each field once."""
    fields: list[str | None] = [_by_heading(heading, remembered) for heading in layout.headings]
    sample = data[:_SAMPLE]
    for place in range(len(fields)):
        if fields[place] is None:
            found = by_content([row[place] for row in sample])
            fields[place] = found if found not in fields else None
    taken: set[str] = set()
    for place, field in enumerate(fields):
        if field is None or (field in taken and field not in SEVERAL):
            fields[place] = SKIP
        else:
            taken.add(field)
    return tuple(field or SKIP for field in fields)


def _by_heading(heading: str, remembered: Mapping[str, str] | None) -> str | None:
    if not heading:
        return None
    own = heading.rpartition(" / ")[2]
    if remembered and (known := remembered.get(folded_heading(heading))):
        return known
    return meaning_of(own, remembered) or meaning_of(heading.replace(" / ", ""), remembered)


def by_content(cells: Sequence[str]) -> str | None:
    """The field whose values these look like, for a column whose heading says nothing."""
    filled = [cell for cell in cells if cell]
    if not filled:
        return None

    def share(pattern: re.Pattern[str]) -> float:
        return sum(1 for cell in filled if pattern.fullmatch(cell)) / len(filled)

    likely = ((_ID_NUMBER, "id_number"), (_MOBILE, "phone"), (_PLACE, "address"), (_HANZI_NAME, "name"))
    return next((field for pattern, field in likely if share(pattern) > 0.6), None)


def column_letter(place: int) -> str:
    """The letter over a column, counted from 0: A … Z, AA …"""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
