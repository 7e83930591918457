"""What lies behind a foreign key is found as in Piccolo, only later; a pattern of ours is Python's, only later."""

from __future__ import annotations

import re

import pytest

from groups.activities.tables import Activity
from programs.communities.tables import Community
from server.lib.patterns import late_pattern


def test_a_key_leads_to_the_columns_of_its_table() -> None:
    behind = {column._meta.name for column in Activity.community.all_columns()}
    assert behind == {column._meta.name for column in Community._meta.columns}


def test_a_query_may_go_along_several_keys() -> None:
    asked = str(Activity.select(Activity.program._.community._.name).where(Activity.community._.slug == "x"))
    assert 'SELECT ALL "activity$program$program$community"."name"' in asked
    assert asked.endswith("""WHERE "activity$community"."slug" = 'x'""")


def test_what_no_table_has_is_not_there() -> None:
    with pytest.raises(AttributeError, match="nonsense"):
        Activity.community.nonsense  # noqa: B018  # to ask for it is the test
    assert not hasattr(Activity.community, "nonsense")


def test_a_late_pattern_finds_what_the_pattern_finds() -> None:
    pattern = late_pattern(r"(?P<n>\d+)号", re.IGNORECASE)
    for _ in range(2):
        found = pattern.fullmatch("12号")
        assert found is not None
        assert found["n"] == "12"
        assert pattern.sub("", "12号楼") == "楼"
