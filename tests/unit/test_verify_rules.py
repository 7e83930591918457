"""What a code tells: never a revoked thing as valid, never a name that is not allowed."""

from __future__ import annotations

from datetime import date
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incentives.recognition import certificate_rules
from incentives.recognition.rules import shown_name
from incentives.recognition.tables import RevokeClass, ShownAs
from incentives.recognition.verify_rules import (
    NO_CODE,
    UNKNOWN,
    Verdict,
    first_found,
    has_badge,
    read_code,
    typed_code,
    verdict_of_award,
)

CODE = "3f2a9c01d4e5b6a7988077665544332a"
days = st.dates(date(2015, 1, 1), date(2030, 1, 1))


@given(
    st.none() | days,
    st.none() | st.sampled_from(RevokeClass),
    st.none() | st.sampled_from(ShownAs),
    st.booleans(),
    st.sampled_from(("", "花姐")),
)
def test_a_revoked_thing_is_never_shown_valid(
    revoked_on: date | None, why: str | None, shown_as: str | None, consents: bool, nickname: str
) -> None:
    shown = shown_name(shown_as, name="李桂英", public_name=nickname, consents=consents)
    verdict = verdict_of_award(
        title="文明示范户",
        number="2021-017",
        awarded_on=date(2021, 5, 4),
        revoked_on=revoked_on,
        revoke_class=why,
        shown=shown,
        by="甲社工",
        place="五福桥",
    )
    assert (verdict.state == "valid") == (revoked_on is None)
    if revoked_on is not None or not consents:
        assert verdict.name_as_allowed == ""
    if shown_as != ShownAs.name:
        assert "李桂英" not in verdict.name_as_allowed
    assert verdict.reason_class == ((why or "") if revoked_on is not None else "")
    assert verdict.on == (revoked_on if revoked_on is not None else date(2021, 5, 4))
    assert first_found([None, verdict]) == verdict


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        CODE.upper(),
        certificate_rules.grouped(CODE),
        f" {CODE[:8]}-{CODE[8:]}\n",
        "".join(chr(ord(sign) + 0xFEE0) for sign in CODE),  # full-width, as a Chinese keyboard types
        CODE.replace("0", "O").replace("1", "l"),
        CODE.replace("1", "I"),
    ],
)
def test_a_code_is_read_however_it_is_written(typed: str) -> None:
    assert read_code(typed) == CODE
    assert typed_code(typed) == certificate_rules.grouped(CODE)


def test_what_was_typed_wrongly_is_kept_to_be_mended() -> None:
    assert typed_code("3f2a 9c0") == "3f2a 9c0"
    assert len(typed_code("x" * 500)) == 80


@given(st.text())
def test_what_is_no_code_is_looked_up_as_one_that_nobody_has(text: str) -> None:
    code = read_code(text)
    assert len(code) == 32
    assert code == NO_CODE or set(code) <= set("0123456789abcdef")


def test_nobody_knows_it() -> None:
    assert first_found([None, None]) is UNKNOWN


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2021, 5, 4), "二〇二一年五月四日"),
        (date(2020, 10, 10), "二〇二〇年十月十日"),
        (date(2026, 12, 31), "二〇二六年十二月三十一日"),
        (date(2026, 11, 20), "二〇二六年十一月二十日"),
    ],
)
def test_the_day_in_chinese(day: date, written: str) -> None:
    assert certificate_rules.chinese_date(day) == written


@pytest.mark.parametrize(
    ("shown_as", "public_name", "printed"),
    [
        ("name", "", "李桂英"),
        ("nickname", "花姐", "花姐"),
        ("nobody", "", "李桂英"),
        ("nickname", "", "李桂英"),
    ],
)
def test_the_paper_is_the_persons_own(shown_as: str, public_name: str, printed: str) -> None:
    assert certificate_rules.printed_name(shown_as, name="李桂英", public_name=public_name) == printed


@pytest.mark.parametrize(
    ("cards", "code"),
    [
        ([(None, None)], None),
        ([(None, None), (date(2026, 5, 4), None)], "recognition.revoked"),
        ([(None, date(2026, 5, 4)), (None, None)], "recognition.forgotten"),
        ([(None, date(2026, 5, 4)), (date(2026, 5, 4), None)], "recognition.revoked"),
        ([], None),
    ],
)
def test_nothing_is_printed_of_what_is_revoked_or_of_nobody(
    cards: list[tuple[date | None, date | None]], code: str | None
) -> None:
    rows = [{"revoked_on": revoked, "erased_at": erased} for revoked, erased in cards]
    assert certificate_rules.refuse_cards(rows) == code


@pytest.mark.parametrize(
    ("first", "last", "inside"),
    [
        (None, None, [1, 2, 3]),
        ((2021, 2), None, [2, 3]),
        (None, (2021, 2), [1, 2]),
        ((2021, 2), (2021, 2), [2]),
        ((2020, 9), (2021, 1), [1]),
        ((2021, 3), (2021, 1), []),
    ],
)
def test_a_part_of_the_certificates_has_both_its_ends(
    first: tuple[int, int] | None, last: tuple[int, int] | None, inside: list[int]
) -> None:
    assert [number for number in (1, 2, 3) if certificate_rules.within((2021, number), first, last)] == inside


def test_certificates_are_printed_by_hundreds() -> None:
    sizes = [[len(part) for part in certificate_rules.parts([{}] * count)] for count in (0, 100, 101, 250)]
    assert sizes == [[], [100], [100, 1], [100, 100, 50]]
    assert certificate_rules.refuse_file(300, most=300) is None
    assert certificate_rules.refuse_file(301, most=300) == "recognition.too_many_in_a_file"


def test_the_deed_becomes_part_of_a_sentence() -> None:
    assert certificate_rules.told(" 扫楼道。\n 种花！ ") == "扫楼道。种花"
    assert len(certificate_rules.told("好" * 900)) == certificate_rules.LONGEST_DEED
    assert certificate_rules.told("好" * 400) == "好" * 400
    assert certificate_rules.told("好" * 401) == "好" * 399 + "…"


@pytest.mark.parametrize(
    ("kind", "state", "name", "has"),
    [
        ("award", "valid", "花姐", True),
        ("award", "valid", "", False),
        ("award", "revoked", "花姐", False),
        ("letter", "valid", "陈＊", False),
        ("", "unknown", "", False),
    ],
)
def test_a_badge_is_there_for_a_named_award_that_stands(
    kind: str, state: Literal["valid", "revoked", "unknown"], name: str, has: bool
) -> None:
    assert has_badge(Verdict(state=state, kind=kind, name_as_allowed=name)) is has
