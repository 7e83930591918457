"""What changed, in the reader's words."""

from typing import Any

import pytest

from server.lib.i18n import language
from server.web.history import in_words


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("2026-12-06", "2026年12月6日"),
        ("2026-13-06", "2026-13-06"),
        ("2026-12-06 补记", "2026-12-06 补记"),
        ("2026-12", "2026-12"),
        (True, "是"),
        (False, "否"),
        (1, 1),
        (0, 0),
        (None, None),
        ("", ""),
        ("True", "True"),
    ],
)
def test_a_stored_value_is_shown_as_people_read_it(stored: Any, shown: Any) -> None:
    with language("zh_CN"):
        assert in_words(stored) == shown
        assert type(in_words(stored)) is type(shown)


def test_in_english_too() -> None:
    with language("en"):
        assert [in_words("2026-12-06"), in_words(True), in_words(False)] == ["December 6, 2026", "Yes", "No"]
