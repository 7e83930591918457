"""Charts: every mark stands where its number says, whatever the numbers are, and the table says the same."""

import re
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.lib.i18n import format_percent, language
from server.web.charts import (
    Band,
    Chart,
    Point,
    Series,
    bar_list,
    before_after,
    line_chart,
    stacked_columns,
)
from server.web.drawing import clean
from server.web.scales import Scale, number_label, tick_label

MONTHS = ["1月", "2月", "3月", "4月"]
NUMBERS = st.one_of(
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.decimals(allow_nan=False, allow_infinity=False),
)
TEXTS = st.text(max_size=12)


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def of_class(svg: str, name: str) -> list[ElementTree.Element]:
    return [node for node in parsed(svg).iter() if name in node.get("class", "").split()]


def share(node: ElementTree.Element, name: str) -> float:
    text = node.get(name, "")
    assert text.endswith("%")
    return float(text[:-1])


def assert_inside(svg: str) -> None:
    """Every place of the drawing lies within it, and every column ends within it."""
    for node in parsed(svg).iter():
        for name in ("x", "x1", "x2", "y", "y1", "y2", "cx", "cy", "width", "height"):
            if node.get(name, "").endswith("%"):
                assert -0.001 <= share(node, name) <= 100.001, (node.tag, node.attrib)
        if node.tag == "rect" and node.get("class") != "fill" and node.get("x", "").endswith("%"):
            assert share(node, "x") + share(node, "width") <= 100.002
        if node.tag == "rect" and node.get("y", "").endswith("%"):
            assert share(node, "y") + share(node, "height") <= 100.002
        if node.get("class") == "trace" and node.tag == "path":
            assert all(0 <= float(place) <= 100 for place in re.findall(r"[\d.]+", node.get("d", "")))


# ---------------------------------------------------------------- scales


@pytest.mark.parametrize(
    ("values", "low", "high", "step"),
    [
        ([], 0, 1, 1),
        ([0, 0], 0, 1, 1),
        ([1], 0, 1, 1),
        ([3], 0, 3, 1),
        ([7], 0, 8, 2),
        ([10], 0, 10, 5),
        ([18, 3], 0, 20, 5),
        ([1000], 0, 1000, 500),
        ([-4, 6], -5, 10, 5),
        ([0.3], 0, "0.3", "0.1"),
        ([0.8, 1], 0, 1, "0.5"),
        ([Decimal("0.05")], 0, "0.06", "0.02"),
        ([None, 18], 0, 20, 5),
    ],
)
def test_an_axis_is_round_and_holds_zero(
    values: list[float | None], low: object, high: object, step: object
) -> None:
    scale = Scale.over(values)
    assert (scale.low, scale.high, scale.step) == tuple(Fraction(str(edge)) for edge in (low, high, step))
    assert 0 in scale.ticks
    assert {later - earlier for earlier, later in pairwise(scale.ticks)} == {scale.step}


@given(st.lists(NUMBERS, max_size=8))
def test_an_axis_holds_every_value_in_few_steps(values: list[float]) -> None:
    scale = Scale.over(values)
    assert all(scale.low <= Fraction(value) <= scale.high for value in [*values, 0])
    assert 2 <= len(scale.ticks) <= 7
    assert [scale.share(tick) for tick in (scale.low, scale.high)] == [0, 1]


@pytest.mark.parametrize(
    ("value", "step", "text"),
    [
        ("0", "1", "0"),
        ("1500", "500", "1,500"),
        ("0.5", "0.5", "0.5"),
        ("0.25", "0.05", "0.25"),
        ("0.001", "0.001", "0.001"),
        ("-20", "10", "-20"),
        ("150000", "50000", "15万"),
        ("2E+20", "1E+20", "2.0E+20"),
    ],
)
def test_a_tick_says_where_it_stands(value: str, step: str, text: str) -> None:
    with language("zh_CN"):
        assert tick_label(Fraction(value), Fraction(step)) == text


def test_long_numbers_are_short_in_the_reader_s_language() -> None:
    with language("zh_CN"):
        assert [number_label(value) for value in (12.346, 1234, 120_000)] == ["12.35", "1,234", "12万"]
    with language("en"):
        assert number_label(120_000) == "120K"


# ---------------------------------------------------------------- lines


def test_points_stand_where_their_numbers_say() -> None:
    chart = line_chart([Series("参与者", [0, 5, 10])], ["1月", "2月", "3月"], title="人次")
    # The axis runs from 88 % down, its floor, to 6 %: 5 of 10 is halfway.
    places = [(share(spot, "x"), share(spot, "y")) for spot in of_class(chart.svg, "spot")]
    assert places == [(16.667, 88), (50, 47), (83.333, 6)]
    (path,) = of_class(chart.svg, "trace")
    assert path.get("d") == "M16.667 88.000 L50.000 47.000 L83.333 6.000"


def test_a_gap_breaks_the_line_and_is_no_zero() -> None:
    chart = line_chart([Series("占比", [1, None, 2, 3])], MONTHS, title="占比")
    (path,) = of_class(chart.svg, "trace")
    assert path.get("d", "").count("M") == 2
    assert len(of_class(chart.svg, "spot")) == 3
    assert [row[1].text for row in chart.rows] == ["1", "—", "2", "3"]


def test_every_point_opens_its_rows() -> None:
    hrefs = ["/a?m=1&n=2", None, "/a?m=3"]
    chart = line_chart([Series("场次", [1, 2, 3], hrefs)], MONTHS[:3], title="场次")
    links = list(parsed(chart.svg).iter("a"))
    assert [link.get("href") for link in links] == ["/a?m=1&n=2", "/a?m=3"]
    assert [link.get("aria-label") for link in links] == ["1月: 场次 1", "3月: 场次 3"]
    assert [row[1].href for row in chart.rows] == hrefs
    assert parsed(chart.svg).get("role") == "group"


def test_a_drawing_without_links_is_an_image_with_a_name() -> None:
    chart = line_chart([Series("场次", [1, 2])], MONTHS[:2], title="场次 <周>")
    root = parsed(chart.svg)
    assert (root.get("role"), root[0].tag, root[0].text) == ("img", "title", "场次 <周>")


def test_series_differ_by_more_than_colour() -> None:
    chart = line_chart([Series(name, [1, 2]) for name in "甲乙丙丁"], MONTHS[:2], title="四条线")
    shapes = {(spot[0].tag, spot[0].get("d")) for spot in of_class(chart.svg, "spot")}
    assert len(shapes) == 4
    assert [entry.text for entry in chart.legend] == list("甲乙丙丁")


def test_a_band_lies_between_its_edges() -> None:
    chart = line_chart(
        [Series("占比", [0, 1])],
        MONTHS[:2],
        title="占比",
        bands=[Band(0.5, 1, "目标")],
        number=format_percent,
    )
    (band,) = (node for node in of_class(chart.svg, "band"))
    assert (share(band, "y"), share(band, "height")) == (6, 41)
    assert chart.legend[-1].text == "目标"


# ---------------------------------------------------------------- columns


def test_staff_volunteers_and_participants_are_each_legible() -> None:
    chart = stacked_columns(
        [
            Series("工作人员", [6, 3], ["/m/1", "/m/2"]),
            Series("志愿者", [2, 30]),
            Series("参与者", [40, 1000]),
        ],
        ["1月", "12月"],
        title="谁在出力",
    )
    heights = {
        tone: [share(bar, "height") for bar in of_class(chart.svg, f"tone-{tone}")] for tone in (1, 2, 3)
    }
    # A row has 31 % of the drawing, half of it for columns, and an axis of its own: to 6, to 30, to 1000.
    assert heights == {1: [15.5, 7.75], 2: [1.033, 15.5], 3: [0.62, 15.5]}
    assert [node.text for node in of_class(chart.svg, "value")] == ["3", "6", "30", "1,000"]
    assert [link.get("aria-label") for link in parsed(chart.svg).iter("a")] == [
        "1月: 工作人员 6 · 志愿者 2 · 参与者 40",
        "12月: 工作人员 3 · 志愿者 30 · 参与者 1,000",
    ]
    assert [[cell.text for cell in row] for row in chart.rows] == [
        ["1月", "6", "2", "40"],
        ["12月", "3", "30", "1,000"],
    ]


def test_columns_change_tone_at_the_first_mark() -> None:
    points = [Point(str(week), count) for week, count in enumerate([18, 17, 9, 3])]
    chart = before_after(points, [(1.5, "铲屎官小队成立"), (0.9, "选美比赛")], title="投诉", baseline=17.5)
    assert [bar.get("class") for bar in of_class(chart.svg, "column")] == [
        "column tone-2",
        "column tone-1",
        "column tone-1",
        "column tone-1",
    ]
    assert [share(line, "x1") for line in of_class(chart.svg, "act")] == [35, 50]
    (baseline,) = of_class(chart.svg, "baseline")
    assert share(baseline, "y1") == 16.25
    assert [(entry.key, entry.text) for entry in chart.legend if entry.key] == [
        ("1", "选美比赛"),
        ("2", "铲屎官小队成立"),
    ]


def test_columns_grow_from_zero_both_ways() -> None:
    chart = before_after([Point("a", 10), Point("b", -10), Point("c", None)], title="变化")
    up, down = of_class(chart.svg, "column")
    assert share(up, "y") + share(up, "height") == share(down, "y") == 47
    assert share(up, "height") == share(down, "height")


def test_the_longest_bar_is_the_largest_amount() -> None:
    chart = bar_list([Point("宠物粪便", 40, "/n/1"), Point("噪音", 10), Point("还没数", None)], title="诉求")
    assert [share(bar, "width") for bar in of_class(chart.svg, "fill")] == [100, 25, 0]
    assert [amount.text for amount in parsed(chart.svg).iter("b")] == ["40", "10", "—"]


# ---------------------------------------------------------------- any data


def all_charts(values: list[float | None], labels: list[str], text: str) -> list[Chart]:
    series = [Series(text, values, [text] * len(values)), Series(text, values[::-1])]
    points = [Point(label, value, text) for label, value in zip(labels, values, strict=True)]
    marks = [(place / 2, text) for place in range(len(points))]
    return [
        line_chart(series, labels, title=text),
        stacked_columns(series, labels, title=text),
        before_after(points, marks, title=text, baseline=values[0] if values else None),
        bar_list(points, title=text),
    ]


@settings(max_examples=40, deadline=None)
@given(st.data(), st.integers(0, 20), TEXTS)
def test_any_finite_data_gives_a_sound_drawing(data: st.DataObject, count: int, text: str) -> None:
    values = data.draw(st.lists(st.none() | NUMBERS, min_size=count, max_size=count))
    labels = data.draw(st.lists(TEXTS, min_size=count, max_size=count))
    for chart in all_charts(values, labels, text):
        assert_inside(chart.svg)
        assert all(len(row) == len(chart.columns) for row in chart.rows)
        assert "style=" not in re.sub(r'"[^"]*"|>[^<]*<', "", chart.svg)
        assert [node.text or "" for node in parsed(chart.svg).iter("title")][:1] in ([], [clean(text)])


@pytest.mark.parametrize("values", [[], [None, None]])
def test_no_data_is_said_and_not_drawn_as_zero(values: list[None]) -> None:
    labels = MONTHS[: len(values)]
    series = [Series("场次", values)]
    points = [Point(label, value) for label, value in zip(labels, values, strict=True)]
    with language("en"):
        charts = [
            line_chart(series, labels, title="场次"),
            stacked_columns(series, labels, title="场次"),
            before_after(points, title="场次", baseline=3),
        ]
    for chart in charts:
        assert [node.text for node in of_class(chart.svg, "none")] == ["No data yet"]
        assert not of_class(chart.svg, "column")
        assert chart.rows == ()


@pytest.mark.parametrize("count", [1, 2, 12, 24, 60, 120])
def test_names_of_periods_never_meet_and_the_newest_is_named(count: int) -> None:
    labels = [f"{2020 + place // 12}年{place % 12 + 1}月" for place in range(count)]
    chart = line_chart([Series("场次", range(count))], labels, title="场次")
    names = of_class(chart.svg, "x")
    assert names[-1].text == labels[-1]
    width = {"": 257, "dense-1": 472, "dense-2": 852, "dense-3": 1522}[chart.density]
    on_a_phone = [share(name, "x") * width / 100 for name in names if "x-wide" not in name.get("class", "")]
    assert all(later - earlier >= 60 for earlier, later in pairwise(on_a_phone))


@pytest.mark.parametrize("hidden", [(), ("x-wide",), ("x-wide", "x-roomy")])
@pytest.mark.parametrize("count", [9, 13, 16, 24, 36])
def test_names_that_a_width_shows_stand_evenly(count: int, hidden: tuple[str, ...]) -> None:
    labels = [f"{2020 + place // 12}年{place % 12 + 1}月" for place in range(count)]
    chart = line_chart([Series("场次", range(count))], labels, title="场次")
    names = [name for name in of_class(chart.svg, "x") if not set(name.get("class", "").split()) & {*hidden}]
    places = [labels.index(name.text or "") for name in names]
    assert len({later - earlier for earlier, later in pairwise(places)}) <= 1


def test_rows_of_a_drawing_that_scrolls_are_named_above_it_too() -> None:
    rows = [Series("工作人员", range(24)), Series("参与者", range(24))]
    chart = stacked_columns(rows, [str(place) for place in range(24)], title="人数")
    assert [entry.text for entry in chart.legend] == ["工作人员", "参与者"]


def test_texts_cannot_become_markup() -> None:
    chart = line_chart([Series("<script>", [1], ['/a"><b>'])], ["</svg>"], title="&<\x00")
    assert "<script" not in chart.svg
    assert [link.get("href") for link in parsed(chart.svg).iter("a")] == ['/a"><b>']


@pytest.mark.parametrize("series", [[Series("a", [1])], [Series("a", [1, 2])] * 5])
def test_what_cannot_be_drawn_honestly_is_refused(series: list[Series]) -> None:
    with pytest.raises(ValueError, match="series"):
        line_chart(series, ["1月", "2月"], title="x")


def test_a_full_bar_is_the_whole_when_one_is_named() -> None:
    drawn = bar_list([Point("老年人", 4)], title="每百人", whole=100).svg
    assert 'width="4%"' in drawn
    assert 'class="fill" width="100%"' in bar_list([Point("老年人", 4)], title="每百人").svg
