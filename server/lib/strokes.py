"""In which order signs stand by their strokes, after GB 13000.1 字符集汉字字序: how many, then 横竖撇点折 one after another."""

from __future__ import annotations

from functools import cache

import msgspec


class _Sign(msgspec.Struct, frozen=True, rename={"sign": "chinese", "rank": "stroke_increment_level"}):
    sign: str
    rank: int


class _Table(msgspec.Struct, frozen=True):
    all_word: list[_Sign]


def stroke_rank(sign: str) -> int | None:
    """The place of a sign among the 20,902 of the standard; None for one outside it (𠮷, a Latin letter)."""
    return _ranks().get(sign)


@cache
def _ranks() -> dict[str, int]:
    """Read when it is first asked for: some 20 ms, and two megabytes from then on."""
    from importlib.metadata import distribution
    from pathlib import Path

    # The package itself would import numpy; only the table that it carries is of use.
    path = Path(str(distribution("cn-sort").locate_file("cn_sort/res/all_word.json")))
    table = msgspec.json.decode(path.read_bytes(), type=_Table)
    return {one.sign: one.rank for one in table.all_word if "\u4e00" <= one.sign <= "\u9fff"}
