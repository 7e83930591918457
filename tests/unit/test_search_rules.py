"""By what a person is found."""

import hypothesis
import pytest
from hypothesis import strategies as st

from programs.residents.rules import folded
from programs.residents.search_rules import GRAM_LENGTH, beginning, given, grams, is_spelled, pairs
from programs.residents.tables import NameGram

HANZI = "王李张曾单仇解查翟覃乐芳明国小重长吕女石𠮷㐂阿姨"


@pytest.mark.parametrize(
    ("name", "found_by"),
    [
        ("王芳", {"王芳", "芳", "wangfang", "wf"}),
        ("曾国藩", {"曾国", "国藩", "zengguofan", "zgf"}),
        ("单小明", {"shanxiaoming", "sxm", "~xiaoming", "~xm"}),
        ("仇英", {"qiuying"}),
        ("解缙", {"xiejin"}),
        ("查良镛", {"zhaliangyong"}),
        ("老曾", {"laozeng", "laoceng"}),
        ("尉迟恭", {"yuchigong", "ycg", "~gong"}),
        ("吕布", {"lvbu", "lubu"}),
        ("张𠮷", {"zhangji", "𠮷"}),
        ("任盈盈", {"renyingying"}),
        ("张乐", {"zhangle", "zhangyue"}),
        ("阿凡提·买买提", {"提买", "afantimaimaiti"}),
        ("Anna Lee", {"annalee", "nn"}),
        ("王Anna", {"王anna", "wanganna"}),
        ("🌸阿姨", {"🌸阿", "阿姨", "🌸ayi"}),
    ],
)
def test_what_a_name_is_entered_under(name: str, found_by: set[str]) -> None:
    assert found_by <= grams(name)


@hypothesis.given(st.text(st.sampled_from(HANZI + "abc ·１"), min_size=1, max_size=60))
def test_every_name_is_found_by_each_of_its_parts(name: str) -> None:
    text = folded(name)
    entered = grams(name)
    assert all(0 < len(gram) <= GRAM_LENGTH == NameGram.gram.length for gram in entered)
    for start in range(len(text)):
        low, high = beginning(text[start])
        assert any(low <= gram < high for gram in entered)
        for end in range(start + 2, len(text) + 1):
            assert set(pairs(text[start:end])) <= entered


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("单小明", "xm", True),
        ("单小明", "xiaoming", True),
        ("单小明", "xia", True),
        ("单小明", "xi", False),  # so many that it tells nothing
        ("单小明", "x", False),
        ("单小明", "ming", False),
        ("尉迟恭", "gong", True),
        ("尉迟恭", "chigong", False),
        ("夏明", "xm", False),
        ("王Anna", "anna", True),
    ],
)
def test_a_given_name_is_found_by_its_pinyin(name: str, text: str, found: bool) -> None:
    between = given(text)
    assert any(between is not None and between[0] <= gram < between[1] for gram in grams(name)) is found


@pytest.mark.parametrize(
    ("text", "spelled"), [("wf", True), ("王", False), ("王f", False), ("0431", False), ("", False)]
)
def test_what_may_be_pinyin(text: str, spelled: bool) -> None:
    assert is_spelled(text) is spelled
