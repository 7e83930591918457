"""What keeps a result, and what a program's case never tells (S65, S81)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.method import case_rules, mechanism_rules, rules
from programs.method.kinds import Kind

ALL = {
    (Kind.MECHANISM_PROVED.value, "trust"): 1,
    (Kind.MECHANISM_PROVED.value, "reciprocity"): 1,
    (Kind.MECHANISM_PROVED.value, "supervision"): 1,
    (Kind.COMPACT_IN_FORCE.value, ""): 1,
    (Kind.HABIT_KEPT.value, "day60"): 11,
    (Kind.RECOGNISED.value, "care"): 1,
    (Kind.DEPUTY_NAMED.value, ""): 1,
}


def _light(totals: dict[tuple[str, str], int], *, alone: int = 1, kept: int = 3) -> str:
    return mechanism_rules.light_of(
        mechanism_rules.checks_of(totals, alone_lately=alone, months_kept=kept, months_asked=3)
    )


@pytest.mark.parametrize(
    ("totals", "light"),
    [
        (ALL, "good"),
        (ALL | {(Kind.MECHANISM_PROVED.value, "supervision"): 0}, "warn"),
        (ALL | {(Kind.COMPACT_IN_FORCE.value, ""): 0}, "warn"),
        (ALL | {(Kind.RELAPSE_OPEN.value, ""): 1}, "bad"),
        (
            ALL
            | dict.fromkeys([(Kind.MECHANISM_PROVED.value, one) for one in mechanism_rules.MECHANISMS], 0),
            "bad",
        ),
        ({}, "bad"),
    ],
)
def test_the_light_of_a_program(totals: dict[tuple[str, str], int], light: str) -> None:
    assert _light(totals) == light


@given(st.sets(st.sampled_from(sorted(ALL))), st.integers(0, 5), st.integers(0, 3))
def test_nothing_is_called_sustainable_without_all_three_mechanisms(
    gone: set[tuple[str, str]], alone: int, kept: int
) -> None:
    totals = {key: number for key, number in ALL.items() if key not in gone}
    if any((Kind.MECHANISM_PROVED.value, one) not in totals for one in mechanism_rules.MECHANISMS):
        assert _light(totals, alone=alone, kept=kept) != "good"


@pytest.mark.parametrize(
    ("proof", "source", "refused"),
    [
        ("document", None, None),
        ("document", ("activity", 7), None),
        ("document", ("activity", 8), "method.mechanism_source_unknown"),
        ("meeting", None, "method.mechanism_without_source"),
        ("meeting", ("activity", 7), None),
        ("record", ("activity", 8), "method.mechanism_source_unknown"),
    ],
)
def test_a_mechanism_needs_a_proof_that_stands(
    proof: str, source: tuple[str, int] | None, refused: str | None
) -> None:
    assert mechanism_rules.refuse_mechanism(proof=proof, source=source, known=[("activity", 7)]) == refused


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("电话13800001111找她", "电话…找她"),
        ("138 0000 1111", "…"),
        ("138－0000－1111", "…"),
        ("138–0000·1111", "…"),
        ("138.0000.1111", "…"),
        ("138\u200b0000\u200b1111", "…"),
        ("(028)85551234", "(…"),
        ("花了1234567.89元", "花了1234567.89元"),
        ("1234567", "…"),
        ("123456", "123456"),
        ("座机028-85551234", "座机…"),
        ("身份证51010419700101123X", "身份证…"),
        ("住3栋2单元501", "住…"),
        ("六栋301的灯", "…的灯"),
        ("六栋二单元三〇一", "…"),
        ("三栋一百二十户", "三栋一百二十户"),
        ("住 12-3-401 的陈叔", "住 … 的陈叔"),
        ("写信 a.b@c.org 给他", "写信 … 给他"),
        ("2026-03-12开会", "2026-03-12开会"),
        ("1,000人、200000元、3 : 30 : 1000", "1,000人、200000元、3 : 30 : 1000"),
        ("3栋的人都来了", "3栋的人都来了"),
        ("2026年3月12日 14:30", "2026年3月12日 14:30"),
    ],
)
def test_no_contact_is_told(text: str, bare: str) -> None:
    assert case_rules.without_contacts(text, instead="…") == bare


def test_no_name_is_told_without_consent() -> None:
    told = case_rules.without_names(
        "王阿姨和王阿姨家的小王谢谢老李", ["王阿姨", "老李", "王"], instead="邻居"
    )
    assert told == "邻居和邻居家的小王谢谢邻居"
    assert case_rules.without_names("谢谢", [], instead="邻居") == "谢谢"


@given(st.text(max_size=60), st.lists(st.text(min_size=2, max_size=6), max_size=5))
def test_a_hidden_name_stands_nowhere(text: str, names: list[str]) -> None:
    told = case_rules.without_names(text, names, instead="\x00")
    assert all(name not in told for name in names if "\x00" not in name)


def test_each_source_has_one_number_on_paper() -> None:
    found = case_rules.numbered(["/a", "", "/b", "/a"])
    assert (found.numbers, found.addresses) == ([1, 0, 2, 1], ["/a", "/b"])


@pytest.mark.parametrize(
    ("named", "consents", "withdrawn_on", "told"),
    [
        (True, True, None, True),
        (True, False, None, False),
        (False, False, None, True),
        (True, True, date(2026, 1, 1), False),
    ],
)
def test_a_quotation_is_told_while_it_is_allowed(
    named: bool, consents: bool, withdrawn_on: date | None, told: bool
) -> None:
    assert case_rules.may_quote(named=named, consents=consents, withdrawn_on=withdrawn_on) is told


def test_what_is_missing_of_the_three_is_named() -> None:
    totals = ALL | {(Kind.MECHANISM_PROVED.value, "trust"): 0, (Kind.COMPACT_IN_FORCE.value, ""): 0}
    checks = mechanism_rules.checks_of(totals, alone_lately=1, months_kept=3, months_asked=3)
    assert mechanism_rules.missing_mechanisms(checks) == ["trust"]
    one_kept = ALL | {(Kind.HABIT_KEPT.value, "day60"): 0, (Kind.HABIT_KEPT.value, "day90"): 1}
    assert _light(one_kept) == "good"
    assert _light(ALL, alone=0) == _light(ALL, kept=2) == "warn"


@pytest.mark.parametrize(
    ("today", "since"),
    [
        (date(2026, 3, 1), date(2025, 12, 1)),
        (date(2026, 3, 31), date(2025, 12, 31)),
        (date(2026, 5, 31), date(2026, 2, 28)),
        (date(2024, 5, 30), date(2024, 2, 29)),
        (date(2026, 1, 15), date(2025, 10, 15)),
        (date(2026, 12, 31), date(2026, 9, 30)),
    ],
)
def test_the_last_three_months_are_counted_by_days(today: date, since: date) -> None:
    assert rules.lately_since(today) == since
