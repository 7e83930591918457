"""What may stand on the wall of small deeds."""

from __future__ import annotations

import pytest

from groups.habits import deed_rules


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("捡了楼道垃圾", None),
        ("帮3栋2单元902的奶奶提了10公斤米", None),
        ("2026年3月20日扫了楼道", None),
        ("有事打13812345678", "deeds.has_number"),
        ("138-1234-5678", "deeds.has_number"),
        ("138.1234.5678", "deeds.has_number"),
        ("138－1234－5678", "deeds.has_number"),
        ("138–1234·5678", "deeds.has_number"),
        ("138  1234  5678", "deeds.has_number"),
        ("138(1234)5678", "deeds.has_number"),
        ("一三八一二三四五六七八", "deeds.has_number"),
        ("幺三八幺二三四五六七八", "deeds.has_number"),
        ("138\u200b1234\u200b5678", "deeds.has_number"),
        ("2026-11-22 08:30 扫雪", None),
        ("2026.3.20 和 2026.3.21 扫雪", None),
        ("扫了1，2，3，4，5，6，7，8楼", None),
        ("一家三口扫了十八层", None),
        ("ｗｗｗ．abc．com", "deeds.has_link"),
        ("买的在 abc.shop", "deeds.has_link"),
        ("看 www.shop.example", "deeds.has_link"),
        ("低价 http://x", "deeds.has_link"),
        ("加我 abc.com", "deeds.has_link"),
    ],
)
def test_no_number_and_no_address_stands_on_the_wall(text: str, code: str | None) -> None:
    assert deed_rules.refuse_text(text) == code


@pytest.mark.parametrize(
    ("asked", "running", "found"),
    [
        (None, [7], 7),
        (None, [7, 8], None),
        (None, [], None),
        (8, [7, 8], 8),
        (9, [7, 8], None),
        (9, [7], None),
    ],
)
def test_a_deed_counts_for_the_programs_of_its_poster(
    asked: int | None, running: list[int], found: int | None
) -> None:
    assert deed_rules.program_of(asked, running) == found


def test_a_wall_has_a_brick_for_each_deed() -> None:
    rows = deed_rules.bricks([120, 92], across=20)
    assert sum(map(len, rows)) == 212
    assert [len(row) for row in rows] == [20] * 10 + [12]
    assert deed_rules.bricks([], across=20) == []
