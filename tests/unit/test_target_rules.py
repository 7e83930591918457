"""Whom the work reaches, and what a small number may say (S72)."""

from __future__ import annotations

from itertools import product

import pytest

from groups.activities.target_rules import Reached, in_order, is_missed, share, shown, told


@pytest.mark.parametrize(
    ("count", "text"), [(0, None), (1, "<5"), (3, "<5"), (4, "<5"), (5, None), (46, None)]
)
def test_few_people_are_not_counted_out(count: int, text: str | None) -> None:
    assert told(count) == text


@pytest.mark.parametrize(
    ("reached", "estimate", "part"),
    [
        (46, 120, 46 / 120),
        (46, None, None),
        (0, 120, 0.0),
        (3, 120, None),  # a share would tell how many
        (130, 120, 1.0),  # an estimate is one
    ],
)
def test_a_share_is_of_what_somebody_said(reached: int, estimate: int | None, part: float | None) -> None:
    assert share(Reached(target_group="x", reached=reached, estimate=estimate)) == part


def test_missed_is_who_lives_here_and_is_not_reached() -> None:
    assert is_missed(Reached(target_group="x", known=3))
    assert is_missed(Reached(target_group="x", estimate=120))
    assert not is_missed(Reached(target_group="x", known=3, reached=1))
    assert not is_missed(Reached(target_group="x"))


def test_those_with_an_estimate_come_first() -> None:
    small, large, known = (
        Reached(target_group="a", estimate=20),
        Reached(target_group="b", estimate=120),
        Reached(target_group="c", known=9),
    )
    assert in_order([known, small, large]) == [large, small, known]


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ((60, 46, 30, 40), (60, 46, 30, 40)),
        ((48, 46, 30, 40), ("≥5", 46, 30, 40)),  # two are known and missed
        ((60, 46, 43, 40), (60, 46, "≥5", 40)),  # three only came
        ((60, 46, 30, 18), (60, 46, 30, "≥5")),  # two do both
        ((3, 3, 3, 0), ("<5", "<5", "<5", 0)),
        ((60, 46, 3, 46), (60, 46, "<5", 46)),
        ((60, 0, 0, 0), (60, 0, 0, 0)),
    ],
)
def test_no_row_tells_a_small_number_by_taking_away(
    row: tuple[int, int, int, int], cells: tuple[int | str, ...]
) -> None:
    known, reached, in_groups, came = row
    told_cells = shown(
        Reached(target_group="x", known=known, reached=reached, in_groups=in_groups, came=came)
    )
    assert tuple(told_cells[name] for name in ("known", "reached", "in_groups", "came")) == cells


def test_whoever_reads_a_row_finds_no_cell_under_five() -> None:
    """Of all rows that read the same, no small cell is the same number in every one."""
    rows: dict[tuple[object, ...], list[tuple[int, ...]]] = {}
    for cells in product(range(13), repeat=4):
        rows.setdefault(tuple(shown(_row(*cells)).values()), []).append(cells)
    for seen, alike in rows.items():
        if all(max(cells) < 12 for cells in alike):  # at the edge, some that read the same are not in here
            for place in range(4):
                values = {cells[place] for cells in alike}
                assert len(values) > 1 or not 0 < values.pop() < 5, (seen, alike)


def _row(only_group: int, only_came: int, both: int, missed: int) -> Reached:
    reached = only_group + only_came + both
    return Reached(
        target_group="x",
        known=reached + missed,
        reached=reached,
        in_groups=only_group + both,
        came=only_came + both,
    )
