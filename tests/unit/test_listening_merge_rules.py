"""Notes that say the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.listening import merge_rules
from programs.listening.merge_rules import ALIKE, Note, likeness


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("楼下又有狗粪", "楼下又有狗粪！", True),
        ("楼下又有狗粪没人捡", "三单元楼下又有狗粪", True),
        ("楼下又有狗粪", "停车位太少", False),
        ("三单元楼下路灯坏了半个月，老人晚上不敢出门", "三单元楼下的路灯坏了很久了", True),
        ("太吵", "楼上装修太吵，孩子睡不着", False),
        ("ＷＩＦＩ 太慢", "wifi太慢", True),
        ("吵", "吵", True),
        ("吵", "脏", False),
        ("！", "？", False),
        ("", "", False),
    ],
)
def test_texts_that_are_alike(one: str, other: str, alike: bool) -> None:
    assert (likeness(one, other) >= ALIKE) is alike


@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_is_a_share_and_goes_both_ways(one: str, other: str) -> None:
    assert 0 <= likeness(one, other) <= 1
    assert likeness(one, other) == likeness(other, one)
    assert likeness(one, one) in (0, 1)


def test_groups_of_likely_duplicates() -> None:
    notes = [
        Note(1, "楼下又有狗粪没人捡", building=3),
        Note(2, "停车位太少", building=3),
        Note(3, "三单元楼下又有狗粪", building=3),
        Note(4, "停车位太少了", need_class=9),
        Note(5, "三单元楼下又有狗粪", building=4),
        Note(6, "想学太极拳"),
    ]
    assert merge_rules.likely_same(notes) == [[1, 3], [2, 4]]
    assert merge_rules.like_this(notes[4], notes) == [3]
    assert merge_rules.like_this(notes[0], notes) == [3]
    assert merge_rules.like_this(notes[5], notes) == []


@given(st.lists(st.text("狗粪停车灯", min_size=1, max_size=6), max_size=12))
def test_nobody_is_in_two_groups(texts: list[str]) -> None:
    groups = merge_rules.likely_same([Note(place, text, 1) for place, text in enumerate(texts)])
    found = [note for group in groups for note in group]
    assert len(found) == len(set(found))
    assert all(len(group) > 1 for group in groups)


@pytest.mark.parametrize(
    ("same", "stands", "together", "moves", "code"),
    [
        (False, True, True, False, None),
        (True, True, True, False, "needs.merge_itself"),
        (False, False, True, False, "needs.merge_not_standing"),
        (False, True, False, False, "needs.merge_apart"),
        (False, True, True, True, "needs.merge_cited"),
    ],
)
def test_what_may_be_merged(same: bool, stands: bool, together: bool, moves: bool, code: str | None) -> None:
    found = merge_rules.refuse_merging(same=same, stands=stands, together=together, moves_citation=moves)
    assert found == code


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=20))
def test_splitting_what_was_merged_restores_who_speaks_for_whom(merges: list[tuple[int, int]]) -> None:
    """Whatever was merged before: merging one more and splitting it off again changes nothing."""
    merged: dict[int, int] = {}
    for kept, other in merges:
        if kept != other and kept not in merged and other not in merged:
            before = merge_rules.roots(merged)
            after = merge_rules.roots({**merged, other: kept})
            assert after[other] == kept
            again = {**merged, other: kept}
            del again[other]
            assert merge_rules.roots(again) == before
            merged[other] = kept
    speaks = merge_rules.roots(merged)
    assert set(speaks) == set(merged)
    assert not set(speaks.values()) & set(merged)
