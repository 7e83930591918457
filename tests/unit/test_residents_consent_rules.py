"""What may be kept of whom, and how long a yes holds."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.residents import card_rules, consent_rules
from programs.residents.notice_queries import LANGUAGES, read_notice, shipped_body
from programs.residents.tables import AgeBand, Purpose

TODAY = date(2026, 4, 7)
DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))


def test_the_purposes_are_those_of_the_table() -> None:
    assert tuple(purpose.value for purpose in Purpose) == consent_rules.PURPOSES
    assert set(consent_rules.PURPOSE_OF.values()) <= set(consent_rules.PURPOSES)


@pytest.mark.parametrize(
    ("age", "child"), [*((band.value, band.value in {"0-6", "7-13"}) for band in AgeBand), (None, False)]
)
def test_who_is_a_child(age: str | None, child: bool) -> None:
    assert consent_rules.is_child(age) is child


@pytest.mark.parametrize(
    ("filled", "agreed", "fault"),
    [
        ({"name", "phone_tail", "age_band", "building", "household"}, set(), None),
        ({"name", "hobbies"}, set(), "hobbies"),
        ({"name", "hobbies"}, {"contact"}, "hobbies"),
        ({"name", "hobbies", "target_groups"}, {"interests"}, None),
        ({"phone"}, {"interests"}, "phone"),
        ({"phone"}, {"contact"}, None),
        ({"categories"}, {"interests", "contact"}, "categories"),
    ],
)
def test_what_is_asked_first(filled: set[str], agreed: set[str], fault: str | None) -> None:
    assert consent_rules.refuse_unasked(filled, agreed) == (
        (fault, "residents.not_agreed") if fault else None
    )


@pytest.mark.parametrize(
    ("age", "filled", "guardian", "agreed", "field"),
    [
        ("7-13", {"name", "age_band"}, "", set(), None),
        ("7-13", {"name", "phone_tail"}, "", set(), "guardian_name"),
        ("0-6", {"hobbies"}, "豆妈", set(), "agreed"),
        ("0-6", {"hobbies"}, "豆妈", {"interests"}, "agreed"),
        ("0-6", {"household"}, "豆妈", {"register"}, None),
        ("14-17", {"household"}, "", set(), None),
        (None, {"household"}, "", set(), None),
    ],
)
def test_a_guardian_speaks_for_a_child(
    age: str | None, filled: set[str], guardian: str, agreed: set[str], field: str | None
) -> None:
    fault = consent_rules.refuse_child(age, filled, guardian_name=guardian, agreed=agreed)
    assert (fault and fault[0]) == field


@given(DAYS, st.none() | DAYS, st.none() | DAYS, DAYS)
def test_a_yes_holds_from_its_day_to_its_last_unless_taken_back(
    given_on: date, until: date | None, withdrawn_on: date | None, on: date
) -> None:
    holds = consent_rules.in_force(given_on=given_on, until=until, withdrawn_on=withdrawn_on, on=on)
    standing = consent_rules.standing(
        given_on=given_on, until=until, withdrawn_on=withdrawn_on, on=on, older_notice=False
    )
    assert holds is (standing == "in_force")
    if withdrawn_on is not None and withdrawn_on <= on:
        assert standing == "withdrawn"
    if on < given_on:
        assert not holds


@pytest.mark.parametrize(
    ("until", "code"),
    [
        (None, None),
        (TODAY, None),
        (TODAY - timedelta(days=1), "residents.until_before_given"),
        (date(2036, 12, 31), None),
        (date(2037, 1, 1), "residents.until_too_late"),
    ],
)
def test_how_long_anybody_can_agree(until: date | None, code: str | None) -> None:
    assert consent_rules.refuse_until(TODAY, until) == code


@pytest.mark.parametrize(
    ("keep_until", "before", "code"),
    [
        (None, TODAY, None),
        (TODAY, None, None),
        (date(2020, 1, 1), None, "residents.keep_until_past"),
        (date(2020, 1, 1), date(2020, 1, 1), None),
        (date(2050, 1, 1), None, "residents.until_too_late"),
    ],
)
def test_until_when_a_record_is_kept(keep_until: date | None, before: date | None, code: str | None) -> None:
    assert consent_rules.refuse_keep_until(keep_until, today=TODAY, before=before) == code


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("13800000431", "13800000431"),
        ("138 0000-0431", "13800000431"),
        ("＋86 138 0000 0431", "13800000431"),
        ("028-8555 1234", "02885551234"),
        ("+1 212 736 5000", "+12127365000"),
        ("12345", None),
        ("没有电话", None),
        ("138000004311111", None),
    ],
)
def test_numbers_that_can_be_called(typed: str, kept: str | None) -> None:
    assert card_rules.read_phone(typed) == kept


def test_words_of_ones_own() -> None:
    assert card_rules.own_words("川剧、 钓鱼, 养  花；\n") == ["川剧", "钓鱼", "养 花"]
    assert card_rules.refuse_tags(["川剧"]) is None
    assert card_rules.refuse_tags(["长" * 41]) == "residents.word_too_long"
    assert card_rules.refuse_tags([str(number) for number in range(31)]) == "residents.too_many_words"
    assert card_rules.refuse_tags(["川\u202e剧"]) == "residents.word_unreadable"


def test_a_save_fills_what_did_not_stand_there() -> None:
    before = {"name": "豆豆", "hobbies": frozenset({"tea"}), "phone_tail": "0431"}
    new = {"name": "豆豆", "hobbies": frozenset({"tea"}), "phone_tail": "", "building": 3}
    assert card_rules.filled(new, before, became_child=False) == {"building"}
    assert card_rules.filled(new, before, became_child=True) == {"name", "hobbies", "building"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_notice_that_ships_says_who_asks_and_whom_to_ask(language: str) -> None:
    notice = read_notice(1, shipped_body("甲社工", ["林老师"]), language)
    text = repr(notice.blocks)
    assert notice.title
    assert "甲社工" in text
    assert "林老师" in text
    assert "{" not in text
    assert [block.kind for block in notice.blocks].count("heading") == 8


def test_a_notice_of_ones_own_may_have_one_language() -> None:
    for language in LANGUAGES:
        notice = read_notice(2, "# 题目\n正文\n- 一\n- 二", language)
        assert (notice.title, [block.lines for block in notice.blocks]) == ("题目", [["正文"], ["一", "二"]])


@pytest.mark.parametrize(("code", "names"), [("zh_CN", "林老师、陈社工"), ("en", "林老师, 陈社工")])
def test_the_notice_joins_names_as_its_language_does(code: str, names: str) -> None:
    notice = read_notice(1, shipped_body("甲社工", ["林老师", "陈社工"]), code)
    assert any(names in line for block in notice.blocks for line in block.lines)
