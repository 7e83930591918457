"""The heat table: shades, links, and the same numbers in its table."""

from __future__ import annotations

from xml.etree.ElementTree import fromstring

import pytest

from server.lib.i18n import language
from server.web.heat import HeatRow, heat_table, shade


@pytest.mark.parametrize(
    ("value", "most", "tone"), [(0, 0, 0), (0, 9, 0), (1, 100, 1), (25, 100, 1), (26, 100, 2), (100, 100, 4)]
)
def test_shades(value: int, most: int, tone: int) -> None:
    assert shade(value, most) == tone


def test_what_is_drawn_stands_in_the_table_with_the_same_link() -> None:
    rows = [
        HeatRow("环境卫生<>", [0, 7], lambda place: f"/one?{place}"),
        HeatRow("一个非常非常长的分类名字", [2, 0], lambda place: f"/other?{place}"),
    ]
    with language("zh_CN"):
        chart = heat_table(rows, ["2025-12", "2026-01"], title="各类诉求", row_label="类别")
    drawn = fromstring(str(chart.svg))
    assert [link.get("href") for link in drawn.iter("a")] == ["/one?1", "/other?0"]
    assert [cell.href for row in chart.rows for cell in row[1:] if cell.href] == ["/one?1", "/other?0"]
    assert [[cell.text for cell in row] for row in chart.rows] == [
        ["环境卫生<>", "0", "7"],
        ["一个非常非常长的分类名字", "2", "0"],
    ]
    texts = [text.text for text in drawn.iter("text")]
    assert texts[:4] == ["2025", "12月", "2026", "1月"]
    assert "一个非常非常长的分类名字" in texts
