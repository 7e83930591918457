"""When a nomination is decided, who may review, what is shown of whom, and how an award is numbered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incentives.recognition import rules


@pytest.mark.parametrize(
    ("in_favour", "against", "decided"),
    [
        (0, 0, None),
        (1, 0, None),
        (2, 0, "approved"),
        (1, 1, None),
        (2, 1, "approved"),
        (1, 2, "turned_down"),
        (2, 2, "turned_down"),
        (3, 2, "approved"),
        (0, 1, None),
        (0, 2, "turned_down"),
    ],
)
def test_one_person_decides_nothing(in_favour: int, against: int, decided: str | None) -> None:
    assert rules.outcome(in_favour, against) == decided


@pytest.mark.parametrize(
    ("people", "accounts", "nominated_by", "reviewed", "code"),
    [
        ([], [1], (None, 2), [], None),
        ([], [1], (None, 1), [], "recognition.reviewer_nominated"),
        ([5], [], (5, None), [], "recognition.reviewer_nominated"),
        ([5], [1], (None, 1), [], "recognition.reviewer_nominated"),  # by another of her hats
        ([5], [1], (5, 2), [], "recognition.reviewer_nominated"),
        ([9], [], (5, None), [], "recognition.reviewer_honoured"),
        ([9], [1], (None, 2), [], "recognition.reviewer_honoured"),
        ([7], [], (5, None), [(6, None), (None, 1)], None),
        ([7], [], (5, None), [(7, None)], "recognition.reviewed_already"),
        ([], [1], (5, None), [(6, None), (None, 1)], "recognition.reviewed_already"),
        ([7], [1], (5, None), [(None, 1)], "recognition.reviewed_already"),
        ([7], [1], (5, None), [(7, None)], "recognition.reviewed_already"),
    ],
)
def test_neither_the_nominator_nor_the_honoured_reviews_and_nobody_twice(
    people: list[int],
    accounts: list[int],
    nominated_by: tuple[int | None, int | None],
    reviewed: list[tuple[int | None, int | None]],
    code: str | None,
) -> None:
    found = rules.refuse_reviewer(
        people=people, accounts=accounts, nominated_by=nominated_by, honoured={9}, reviewed=reviewed
    )
    assert found == code


@pytest.mark.parametrize(
    ("here", "purpose", "state", "voided", "code"),
    [
        (True, "recognition", "planned", False, None),
        (True, "both", "held", False, None),
        (True, "compact", "planned", False, "recognition.ceremony_elsewhere"),
        (False, "recognition", "planned", False, "recognition.ceremony_elsewhere"),
        (True, "recognition", "cancelled", False, "ceremonies.did_not_take_place"),
        (True, "recognition", "held", True, "ceremonies.did_not_take_place"),
    ],
)
def test_an_award_is_handed_over_at_a_ceremony_of_thanks_that_takes_place(
    here: bool, purpose: str, state: str, voided: bool, code: str | None
) -> None:
    assert rules.refuse_ceremony(here=here, purpose=purpose, state=state, voided=voided) == code


@pytest.mark.parametrize(
    ("shown_as", "consents", "shown"),
    [
        ("name", True, "王秀英"),
        ("name", False, None),
        ("nickname", True, "王姐"),
        ("nickname", False, None),
        ("nobody", True, ""),
        ("nobody", False, ""),
        (None, True, None),
    ],
)
def test_the_street_reads_what_was_allowed(shown_as: str | None, consents: bool, shown: str | None) -> None:
    assert rules.shown_name(shown_as, name="王秀英", public_name="王姐", consents=consents) == shown


@given(shown_as=st.sampled_from(["name", "nickname", "nobody", None]), name=st.text(min_size=1))
def test_without_consent_nobody_is_named(shown_as: str | None, name: str) -> None:
    assert not rules.shown_name(shown_as, name=name, public_name=name, consents=False)


def test_a_certificate_is_numbered_within_its_year() -> None:
    assert rules.number_of(2021, 17) == "2021-017"
    assert rules.number_of(2021, 1017) == "2021-1017"


@pytest.mark.parametrize(
    ("shown_as", "public_name", "is_group", "refused"),
    [
        ("name", "", False, None),
        ("nickname", "", False, ("public_name", "recognition.nickname_missing")),
        ("nickname", "王姐", False, None),
        ("nickname", "铲屎官", True, ("shown_as", "recognition.group_has_one_name")),
        ("nobody", "", True, None),
    ],
)
def test_another_name_has_to_be_written(
    shown_as: str, public_name: str, is_group: bool, refused: tuple[str, str] | None
) -> None:
    assert rules.refuse_shown(shown_as, public_name, is_group=is_group) == refused


@pytest.mark.parametrize(
    ("name", "shown", "told"),
    [
        ("李桂英", "李桂英", "李桂英扫楼道"),
        ("李桂英", "花姐", "花姐扫楼道"),
        ("李桂英", "", ""),
        ("李桂英", None, ""),
        ("李", "花姐", "李桂英扫楼道"),
        ("李桂", "花姐", "花姐英扫楼道"),
    ],
)
def test_a_deed_names_nobody_otherwise_than_she_wishes(name: str, shown: str | None, told: str) -> None:
    assert rules.told_deed("李桂英扫楼道", name=name, shown=shown) == told
