"""What rooms above enter is there when a list is read, not sooner and not twice."""

from collections.abc import Iterator

import pytest

from server.lib import late_entries
from server.lib.late_entries import Entries, complete, fills

HOST = "a.room.below"


@pytest.fixture(autouse=True)
def _nothing_stays() -> Iterator[None]:
    yield
    late_entries._waiting.pop(HOST, None)


def test_a_list_is_filled_when_it_is_first_read() -> None:
    shown: Entries[str] = Entries(HOST, "own")
    others: Entries[str] = Entries(HOST)
    filled = []

    @fills(HOST)
    def _fill() -> None:
        filled.append(HOST)
        shown.fill("first", "second")
        others.fill("third")

    assert filled == []
    assert list(shown) == ["own", "first", "second"]
    assert list(others) == ["third"]
    assert list(shown) == ["own", "first", "second"]
    assert filled == [HOST]


def test_without_a_ceiling_there_is_what_is_its_own() -> None:
    assert list(Entries(HOST, 1, 2)) == [1, 2]


def test_what_went_wrong_is_tried_again() -> None:
    shown: Entries[str] = Entries(HOST)
    faults = [ImportError("not there")]

    @fills(HOST)
    def _fill() -> None:
        if faults:
            raise faults.pop()
        shown.fill("there")

    with pytest.raises(ImportError, match="not there"):
        list(shown)
    assert list(shown) == ["there"]


def test_one_function_fills_a_module() -> None:
    fills(HOST)(lambda: None)
    with pytest.raises(ValueError, match=f"two functions fill {HOST}"):
        fills(HOST)(lambda: None)
    complete(HOST)
