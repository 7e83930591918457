"""What a need proves and what may become of it."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.listening import rules
from programs.listening.schemas import CHANNELS, DEFAULT_CLASSES, AnyChannel
from programs.listening.schemas import Channel as SentChannel
from programs.listening.tables import Channel
from programs.method.kinds import Kind


@pytest.mark.parametrize(
    ("quantity", "complaint", "class_id", "proofs"),
    [
        (1, False, None, [(Kind.NEED_RAISED, 1, "")]),
        (1, False, 7, [(Kind.NEED_RAISED, 1, "class:7")]),
        (23, True, 7, [(Kind.NEED_RAISED, 23, "class:7"), (Kind.COMPLAINT_RAISED, 23, "class:7")]),
        (2, True, None, [(Kind.NEED_RAISED, 2, ""), (Kind.COMPLAINT_RAISED, 2, "")]),
    ],
)
def test_what_a_need_proves(
    quantity: int, complaint: bool, class_id: int | None, proofs: list[rules.Proof]
) -> None:
    assert rules.proofs(quantity=quantity, complaint=complaint, class_id=class_id) == proofs


@given(st.integers(1, 10_000), st.booleans(), st.none() | st.integers(1, 2**31 - 1))
def test_complaints_are_among_the_needs(quantity: int, complaint: bool, class_id: int | None) -> None:
    sums = {
        kind: (amount, facet)
        for kind, amount, facet in rules.proofs(quantity=quantity, complaint=complaint, class_id=class_id)
    }
    assert sums[Kind.NEED_RAISED][0] == quantity
    assert sums.get(Kind.COMPLAINT_RAISED) == (sums[Kind.NEED_RAISED] if complaint else None)
    assert all(len(facet) <= 40 for _, facet in sums.values())


@pytest.mark.parametrize(("third", "code"), [(False, None), (True, "needs.class_too_deep")])
def test_classes_have_two_levels(third: bool, code: str | None) -> None:
    assert rules.refuse_parent(parent_has_parent=third) == code


@pytest.mark.parametrize(
    ("voided", "leaves_program", "cited", "code"),
    [
        (False, False, False, None),
        (False, False, True, None),
        (False, True, False, None),
        (False, True, True, "needs.cited_stays"),
        (True, False, False, "needs.voided"),
    ],
)
def test_sorting(voided: bool, leaves_program: bool, cited: bool, code: str | None) -> None:
    assert rules.refuse_sorting(voided=voided, leaves_program=leaves_program, cited=cited) == code


@pytest.mark.parametrize(
    ("issue_state", "count", "code"),
    [
        ("candidate", 1, None),
        ("active", 500, None),
        ("active", 501, "needs.too_many_at_once"),
        ("active", 0, "needs.nothing_chosen"),
        ("closed", 1, "needs.issue_ended"),
        ("dropped", 0, "needs.issue_ended"),
    ],
)
def test_citing(issue_state: str, count: int, code: str | None) -> None:
    assert rules.refuse_citing(issue_state=issue_state, count=count) == code


def test_classes_stand_under_their_top_class() -> None:
    rows = [(1, None, "环境"), (2, None, "安全"), (3, 1, "粪便"), (4, 2, "盗窃"), (5, 1, "垃圾")]
    assert rules.nested(rows) == [
        (1, "环境", None, ""),
        (3, "粪便", 1, "环境"),
        (5, "垃圾", 1, "环境"),
        (2, "安全", None, ""),
        (4, "盗窃", 2, "安全"),
    ]


def test_channels_are_the_same_everywhere() -> None:
    assert set(CHANNELS) == set(get_args(AnyChannel)) == {channel.value for channel in Channel}
    assert set(CHANNELS) - set(get_args(SentChannel)) == {"form"}


def test_no_usual_class_stands_twice_in_one_place() -> None:
    tops = [top.text for top, _ in DEFAULT_CLASSES]
    assert len(set(tops)) == len(tops)
    assert all(len({name.text for name in names}) == len(names) for _, names in DEFAULT_CLASSES)
