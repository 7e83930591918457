"""Languages: whole sentences, counted ones too, and days and numbers as the reader writes them."""

from datetime import UTC, date, datetime

import pytest

from server.lib import i18n
from server.lib.i18n import m, mn


def test_a_counted_sentence_is_chinese_for_any_number() -> None:
    for number in (0, 1, 2, 1200):
        assert i18n.ngettext("%(num)s household", "%(num)s households", number).endswith("户")
        assert i18n.ngettext_raw("%(num)s household", "%(num)s households", number) == "%(num)s户"


def test_english_has_two_forms() -> None:
    with i18n.language("en"):
        assert [i18n.ngettext("%(num)s household", "%(num)s households", number) for number in (0, 1, 2)] == [
            "0 households",
            "1 household",
            "2 households",
        ]


def test_a_message_speaks_the_language_in_which_it_is_shown() -> None:
    said = m("Fill this in.")
    counted = mn("%(num)s household", "%(num)s households").filled(num=3)
    assert (str(said), str(counted)) == ("请填写这一项。", "3户")
    with i18n.language("en"):
        assert (str(said), str(counted)) == ("Fill this in.", "3 households")


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("", "zh_CN"),
        ("fr", "zh_CN"),
        ("en-US,en;q=0.9", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh_CN"),
        ("en;q=0.3,zh;q=0.9", "zh_CN"),
        ("en;q=nonsense,zh", "zh_CN"),
    ],
)
def test_a_visitor_reads_chinese_unless_english_is_asked_for_first(asked: str, language: str) -> None:
    assert i18n.negotiate(asked) == language


def test_days_and_numbers() -> None:
    day = date(2026, 11, 21)
    assert i18n.format_date(day) == "2026年11月21日"
    assert i18n.format_month("2026-11") == "2026年11月"
    assert i18n.format_number(1234.5) == "1,234.5"
    assert i18n.format_percent(14 / 38) == "36.8%"
    with i18n.language("en"):
        assert i18n.format_date(day) == "November 21, 2026"
        assert i18n.format_date(date(2026, 11, 10), "short") == "Nov 10, 2026"  # 11/10 is October to many


def test_a_moment_is_told_to_the_minute() -> None:
    moment = datetime(2026, 9, 26, 12, 5, 7, tzinfo=UTC)  # on a clock in Shanghai
    assert i18n.format_moment(moment) == "2026年9月26日 20:05"
    with i18n.language("en"):
        assert i18n.format_moment(moment) == "Sep 26, 2026 20:05"
    assert i18n.format_moment(None) == ""
