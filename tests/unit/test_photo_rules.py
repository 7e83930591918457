"""Who may see a photo: nobody outside unless everybody in it agrees."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.residents.photo_rules import may_be_shown, refuse_count, refuse_people

people = st.sets(st.integers(1, 9), max_size=5)


@given(st.booleans(), st.booleans(), st.booleans(), people, people)
def test_a_face_is_shown_only_while_it_agrees(
    removed: bool, nobody: bool, named: bool, inside: set[int], agreeing: set[int]
) -> None:
    shown = may_be_shown(
        removed=removed,
        nobody_recognisable=nobody,
        people_named=named,
        people=sorted(inside),
        consenting=agreeing,
    )
    if shown:
        assert not removed
        assert inside <= agreeing
        assert inside or nobody
    if removed or inside - agreeing:
        assert not shown


@pytest.mark.parametrize(
    ("people", "nobody", "code"),
    [
        ([], True, None),
        ([1], False, None),
        ([], False, "photos.nobody_said"),
        ([1], True, "photos.somebody_and_nobody"),
    ],
)
def test_who_is_in_it_is_said_one_way(people: list[int], nobody: bool, code: str | None) -> None:
    assert refuse_people(people, nobody=nobody) == code


@pytest.mark.parametrize(
    ("count", "code"), [(0, "photos.none"), (1, None), (9, None), (10, "intake.photo_too_many")]
)
def test_nine_at_once(count: int, code: str | None) -> None:
    assert refuse_count(count, 9) == code


@pytest.mark.parametrize(
    ("inside", "agreeing", "named", "nobody", "shown"),
    [
        ({1, 2}, {1, 2}, True, False, True),
        ({1, 2}, {1, 2, 3}, True, False, True),
        ({1, 2}, {1}, True, False, False),
        ({1}, {1}, False, False, False),
        (set(), {1}, False, True, True),
        (set(), {1}, False, False, False),
    ],
)
def test_when_everybody_agrees_it_is_shown(
    inside: set[int], agreeing: set[int], named: bool, nobody: bool, shown: bool
) -> None:
    found = may_be_shown(
        removed=False, nobody_recognisable=nobody, people_named=named, people=inside, consenting=agreeing
    )
    assert found is shown
