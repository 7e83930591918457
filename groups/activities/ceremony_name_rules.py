"""How names are read aloud at a ceremony, and how they are ordered: by 姓氏拼音 or by 姓氏笔画."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from programs.residents.name_rules import DOUBLE, SURNAMES, known_readings, with_tone, without_tone
from server.lib.strokes import stroke_rank

# Words for kin are doubled with a light second syllable (奶奶 nǎinai); a given name is not (娜娜 nànà).
_KIN = frozenset("奶爷姥伯叔婶姑姐哥妹弟爸妈舅婆公")
_LONGEST_GUEST = 4
_TITLES = (
    "主任", "书记", "经理", "老师", "主席", "队长", "站长", "所长", "科长", "局长", "校长", "会长", "医生", "律师",
)  # fmt: skip
# 小杨 and 老周 are called by their surnames.
_BEFORE_SURNAMES = "小老"
_BETWEEN = " ·・•"
# After every sign of the standard.
_UNCOUNTED = 1_000_000


def reading(name: str) -> str:
    """A name as it is read aloud, after GB/T 28039: `曾小明` is `Zēng Xiǎomíng`. A name without hanzi is itself."""
    if not any(_is_hanzi(sign) for sign in name):
        return name
    spelled = [
        without_tone(part)
        if place and name[place] in _KIN and name[place - 1] == name[place]
        else with_tone(part)
        for place, part in enumerate(_syllables(name))
    ]
    first = 2 if name[:2] in DOUBLE else 1
    surname, given = _joined(spelled[:first]), _joined(spelled[first:])
    return " ".join(part for part in (surname, given) if part)


def guest_reading(name: str) -> str:
    """A guest's name as it is read aloud; empty for an office (居委会沈主任, 物业经理)."""
    title = next((one for one in _TITLES if name.endswith(one)), "")
    before = name.removesuffix(title)
    is_office = len(name) > _LONGEST_GUEST or (title and len(before) != 1 and before not in DOUBLE)
    return "" if is_office else reading(name)


def order_of(name: str, by: str) -> tuple[bool, tuple[tuple[str | int, str], ...]]:
    """By what names are put in order, sign after sign: `pinyin` or `strokes` (how many, then 横竖撇点折).

    Names in Latin letters come last, unnamed ones after them; of hanzi, those whose strokes nobody counted.
    """
    if len(name) == 2 and name[0] in _BEFORE_SURNAMES:
        name = name[1] + name[0]
    parts: Sequence[str | int] = _strokes(name) if by == "strokes" else _syllables(name)
    nobody = (_UNCOUNTED + 1 if by == "strokes" else "\U0010ffff", "")
    return (not (name and _is_hanzi(name[0])), tuple(zip(parts, name, strict=False)) or (nobody,))


def _strokes(name: str) -> list[int]:
    return [_UNCOUNTED if (rank := stroke_rank(sign)) is None else rank for sign in name]


def _syllables(name: str) -> Sequence[str]:
    if name[:2] in DOUBLE:
        return [*DOUBLE[name[:2]], *(_syllable(sign) for sign in name[2:])]
    return (
        [SURNAMES.get(name[0], _syllable(name[0])), *(_syllable(sign) for sign in name[1:])] if name else []
    )


@lru_cache(maxsize=5_000)
def _syllable(sign: str) -> str:
    if not _is_hanzi(sign):
        return sign
    # In a name 子 is said in full (zǐ); a rare sign that the dictionary lacks is itself.
    known = known_readings(sign, toned=True)
    spelled = next((one for one in known if one[-1:].isdigit()), known[0])
    return SURNAMES.get(sign, spelled) if spelled == sign else spelled


def _joined(parts: Sequence[str]) -> str:
    """Syllables of one word: the second of 西安 is set apart (Xī'ān), for xian is another."""
    text = ""
    for part in parts:
        apart = text and text[-1].isalpha() and part[:1] in "aāáǎàoōóǒòeēéěè"
        text += "'" + part if apart else part
    return text.strip(_BETWEEN)[:1].upper() + text.strip(_BETWEEN)[1:]


def _is_hanzi(sign: str) -> bool:
    return "\u3400" <= sign <= "\u9fff" or "\U00020000" <= sign <= "\U0003ffff"
