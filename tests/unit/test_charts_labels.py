"""What is written in a chart can be read: no text covers another."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.web.charts import Series, line_chart
from server.web.drawing import FLOOR, TOP, spread
from tests.unit.test_charts import of_class, share


@given(st.lists(st.fractions(TOP, FLOOR), min_size=1, max_size=4))
def test_texts_beside_lines_keep_their_order_and_never_meet(levels: list[Fraction]) -> None:
    found = spread(levels)
    assert all(later - earlier >= Fraction(8, 100) for earlier, later in pairwise(sorted(found)))
    assert max(found) <= FLOOR
    for one, other in pairwise(sorted(range(len(levels)), key=lambda place: levels[place])):
        assert found[one] < found[other]


def test_what_stands_apart_stays_where_it_is() -> None:
    levels = [Fraction(1, 2), Fraction(1, 10), Fraction(8, 10)]
    assert spread(levels) == levels


@pytest.mark.parametrize(
    ("values", "texts"),
    [((3.9, 3.8, 3.7, 3.5), ["3.9", "3.8", "3.7", "3.5"]), ((3.9, 3.9, 1, 2), ["3.9", "1", "2"])],
)
def test_newest_values_of_lines_that_end_together(values: tuple[float, ...], texts: list[str]) -> None:
    lines = [Series(name, [1, value]) for name, value in zip("甲乙丙丁", values, strict=True)]
    written = of_class(line_chart(lines, ["1月", "2月"], title="归属感").svg, "value")
    assert [one.text for one in written] == texts
    heights = sorted(share(one, "y") for one in written)
    assert all(later - earlier >= 7.9 for earlier, later in pairwise(heights))


def test_long_names_of_periods_are_cut_and_both_are_there() -> None:
    names = ["2025/10/27 开始之前的入户问卷", "2026/10/27 一年以后的入户问卷"]
    chart = line_chart([Series("归属感", [3, 4])], names, title="归属感")
    written = of_class(chart.svg, "x")
    assert [one.text for one in written] == ["2025/10/27 开始…", "2026/10/27 一年…"]
    assert all("x-wide" not in one.get("class", "") for one in written)
    assert [row[0].text for row in chart.rows] == names
