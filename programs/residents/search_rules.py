"""By what a person is found: parts of the name, its pinyin, its initials."""

from __future__ import annotations

import os
from functools import lru_cache
from itertools import islice, product

from programs.residents.rules import folded

GRAM_LENGTH = 60
_READINGS = 2
_VARIANTS = 4
_SPELLED = 8
# Above every sign of a name.
_LAST_SIGN = "\U0010ffff"

# How signs are read as surnames (and rare signs that pypinyin does not read), after 现代汉语词典 and 中国姓氏大辞典.
_SURNAMES = {
    "曾": "zeng", "单": "shan", "仇": "qiu", "解": "xie", "查": "zha", "朴": "piao", "区": "ou", "盖": "ge",
    "翟": "zhai", "覃": "qin", "员": "yun", "尉": "wei", "乐": "yue", "缪": "miao", "隗": "wei", "牟": "mu",
    "冼": "xian", "折": "she", "秘": "bi", "繁": "po", "种": "chong", "召": "shao", "晁": "chao", "郗": "xi",
    "阚": "kan", "重": "chong", "都": "du", "句": "gou", "祭": "zhai", "谌": "chen", "芈": "mi", "过": "guo",
    "贲": "ben", "亓": "qi", "幺": "yao", "洗": "xian", "撒": "sa", "适": "kuo", "不": "fou", "燕": "yan",
    "应": "ying", "葛": "ge", "华": "hua", "任": "ren", "纪": "ji", "车": "che", "盛": "sheng", "长": "zhang",
    "万": "wan", "石": "shi", "沈": "shen", "宁": "ning", "那": "na", "卜": "bu", "佴": "nai", "炅": "gui",
    "么": "yao", "眭": "sui", "郇": "xun", "逄": "pang", "莘": "shen", "相": "xiang", "宿": "su", "黑": "he",
    "𠮷": "ji", "㐂": "xi", "喆": "zhe", "堃": "kun", "淼": "miao", "犇": "ben", "垚": "yao", "甯": "ning",
}  # fmt: skip
_DOUBLE = {
    "尉迟": ("yu", "chi"), "万俟": ("mo", "qi"), "长孙": ("zhang", "sun"), "单于": ("chan", "yu"),
    "澹台": ("tan", "tai"), "令狐": ("ling", "hu"), "夏侯": ("xia", "hou"), "皇甫": ("huang", "fu"),
    "宰父": ("zai", "fu"), "亓官": ("qi", "guan"), "乐正": ("yue", "zheng"), "子车": ("zi", "ju"),
}  # fmt: skip


def grams(name: str) -> frozenset[str]:
    """Everything under which a name is entered: each two signs side by side, the last one alone, pinyin, initials.

    A name that holds Latin letters is entered whole as well, to be found by its beginning. `name` may be folded.
    """
    text = folded(name)
    found = {text[start : start + 2] for start in range(len(text) - 1)} | {text[-1:]}
    if any(sign.isascii() for sign in text):
        found.add(text)
    for reading in _readings_of(text):
        found |= {"".join(reading), "".join(part[:1] for part in reading)}
    return frozenset(gram[:GRAM_LENGTH] for gram in found if gram)


def pairs(text: str) -> list[str]:
    """The grams of two signs that every name holding the folded `text` has, the last one first: it is the rarest."""
    return [text[start : start + 2] for start in range(len(text) - 2, -1, -1)]


def beginning(text: str) -> tuple[str, str]:
    """Between which grams lies all that begins with the folded `text`."""
    return text, text + _LAST_SIGN


def is_spelled(text: str) -> bool:
    """Whether the folded `text` may be pinyin or initials."""
    return text.isascii() and text.isalpha()


def _readings_of(text: str) -> list[tuple[str, ...]]:
    """The likely readings of a whole name, the likeliest first; none for a name without a hanzi."""
    if not any(sign >= "\u3400" for sign in text):
        return []
    if len(text) > _SPELLED:
        return [tuple(_sign_readings(sign)[0] for sign in text)]
    choices = [_sign_readings(sign) for sign in text]
    if text[:2] in _DOUBLE:
        choices[:2] = [(part,) for part in _DOUBLE[text[:2]]]
    elif text[0] not in _SURNAMES:
        choices[0] = choices[0][:1] if choices[0][0] not in _U_FOR else choices[0][:2]
    return list(islice(product(*choices), _VARIANTS))


_U_FOR = {"lv": "lu", "nv": "nu"}  # 吕 and 女, as those type who have no ü


@lru_cache(maxsize=20_000)
def _sign_readings(sign: str) -> tuple[str, ...]:
    """How one sign may be read, as a surname first; a sign without pinyin is itself."""
    if sign.isascii():
        return (sign,)
    # Its dictionary is only worth its memory to those who write names; that of phrases, ten times as large, to nobody
    # who asks for single signs.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin import Style, pinyin

    known = pinyin(sign, style=Style.NORMAL, heteronym=True)[0][:_READINGS]
    spelled = [*([_SURNAMES[sign]] if sign in _SURNAMES else []), *known]
    spelled = [reading for reading in spelled if reading.isascii()] or [sign]
    spelled += [_U_FOR[reading] for reading in spelled if reading in _U_FOR]
    return tuple(dict.fromkeys(spelled))
