"""What stands in a list of changes: stored codes by their names, whichever room wrote them down."""

import msgspec
import pytest

from server.lib.i18n import language
from server.routes import register_rooms
from server.web.history import _as_it_stands, _changes


@pytest.mark.parametrize(
    ("kind", "field", "code", "told"),
    [
        ("activity", "state", "held", "已举办"),
        ("activity", "presence", "part", "部分时间"),
        ("community", "kind", "works_with", "一起做事"),
        ("compact", "origin", "comment", "来自意见"),
        ("group", "hand_over", "seal", "公章"),
        ("import_batch", "purpose", "interests", "兴趣"),
        ("program", "stage", "focus", "单点切入"),
        ("program", "missing", "capable, task_acted", "、"),
        ("survey_wave", "how", "paper", "纸"),
    ],
)
def test_a_code_stands_by_its_name(kind: str, field: str, code: str, told: str) -> None:
    register_rooms()
    changes = msgspec.json.encode({field: [None, code]}).decode()
    with language("zh_CN"):
        [(_name, before, after)] = _changes(kind, changes, {}, _as_it_stands)
        assert before is None
        assert told in str(after)
        assert code not in str(after)


def test_what_people_typed_stays_as_it_is() -> None:
    register_rooms()
    changes = msgspec.json.encode({"title": ["held", "part, held"]}).decode()
    [(_name, before, after)] = _changes("activity", changes, {}, _as_it_stands)
    assert (before, after) == ("held", "part, held")
