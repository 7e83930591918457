"""How names are read aloud and ordered at a ceremony: by 拼音, the surname as a surname is read (曾 zēng, 单 shàn)."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import lru_cache

# Readings of signs as surnames where they differ from the usual one, with the tone as a digit, after 现代汉语词典.
_SURNAMES = {
    "曾": "zeng1", "单": "shan4", "仇": "qiu2", "解": "xie4", "查": "zha1", "区": "ou1", "朴": "piao2", "任": "ren2",
    "盖": "ge3", "翟": "zhai2", "覃": "qin2", "员": "yun4", "乐": "yue4", "缪": "miao4", "隗": "wei3", "牟": "mou2",
    "冼": "xian3", "折": "she2", "秘": "bi4", "繁": "po2", "种": "chong2", "召": "shao4", "晁": "chao2", "郗": "xi1",
    "阚": "kan4", "重": "chong2", "都": "du1", "句": "gou1", "祭": "zhai4", "谌": "chen2", "芈": "mi3", "过": "guo1",
    "贲": "ben1", "亓": "qi2", "幺": "yao1", "洗": "xian3", "撒": "sa3", "适": "kuo4", "燕": "yan1", "应": "ying1",
    "葛": "ge3", "华": "hua4", "纪": "ji3", "车": "che1", "盛": "sheng4", "长": "zhang3", "万": "wan4", "石": "shi2",
    "沈": "shen3", "宁": "ning4", "那": "na1", "卜": "bu3", "佴": "nai4", "炅": "gui4", "么": "yao1", "眭": "sui1",
    "郇": "xun2", "逄": "pang2", "莘": "shen1", "相": "xiang4", "宿": "su4", "黑": "he4", "尹": "yin3", "教": "jiao4",
    "曲": "qu1", "能": "nai4", "哈": "ha3", "尉": "wei4", "洼": "gui4", "訾": "zi1", "藏": "zang1", "𠮷": "ji2",
    "于": "yu2", "俞": "yu2", "令": "ling2", "强": "qiang2", "候": "hou4", "邢": "xing2", "宓": "mi4",
}  # fmt: skip
_DOUBLE = {
    "尉迟": ("yu4", "chi2"), "万俟": ("mo4", "qi2"), "长孙": ("zhang3", "sun1"), "单于": ("chan2", "yu2"),
    "澹台": ("tan2", "tai2"), "令狐": ("ling2", "hu2"), "夏侯": ("xia4", "hou2"), "皇甫": ("huang2", "fu3"),
    "宰父": ("zai3", "fu3"), "亓官": ("qi2", "guan1"), "乐正": ("yue4", "zheng4"), "子车": ("zi3", "ju1"),
    "欧阳": ("ou1", "yang2"), "司马": ("si1", "ma3"), "上官": ("shang4", "guan1"), "诸葛": ("zhu1", "ge3"),
    "司徒": ("si1", "tu2"), "东方": ("dong1", "fang1"), "公孙": ("gong1", "sun1"), "慕容": ("mu4", "rong2"),
    "宇文": ("yu3", "wen2"), "闻人": ("wen2", "ren2"), "独孤": ("du2", "gu1"), "南宫": ("nan2", "gong1"),
    "司空": ("si1", "kong1"), "申屠": ("shen1", "tu2"), "轩辕": ("xuan1", "yuan2"), "钟离": ("zhong1", "li2"),
    "端木": ("duan1", "mu4"), "濮阳": ("pu2", "yang2"), "呼延": ("hu1", "yan2"), "百里": ("bai3", "li3"),
    "拓跋": ("tuo4", "ba2"), "赫连": ("he4", "lian2"), "鲜于": ("xian1", "yu2"), "太史": ("tai4", "shi3"),
}  # fmt: skip
# Words for kin are doubled with a light second syllable (奶奶 nǎinai); a given name is not (娜娜 nànà).
_KIN = frozenset("奶爷姥伯叔婶姑姐哥妹弟爸妈舅婆公")
_LONGEST_GUEST = 4
_BETWEEN = " ·・•"


def reading(name: str) -> str:
    """A name as it is read aloud, after GB/T 28039: `曾小明` is `Zēng Xiǎomíng`. A name without hanzi is itself."""
    if not any(_is_hanzi(sign) for sign in name):
        return name
    from pypinyin.contrib.tone_convert import to_tone

    spelled = [
        part.rstrip("0123456789")
        if place and name[place] in _KIN and name[place - 1] == name[place]
        else to_tone(part)
        for place, part in enumerate(_syllables(name))
    ]
    first = 2 if name[:2] in _DOUBLE else 1
    surname, given = _joined(spelled[:first]), _joined(spelled[first:])
    return " ".join(part for part in (surname, given) if part)


def guest_reading(name: str) -> str:
    """A guest's name as it is read aloud; empty for an office with a title (居委会沈主任), which has no surname in front."""
    return reading(name) if len(name) <= _LONGEST_GUEST else ""


def order_of(name: str) -> tuple[bool, tuple[tuple[str, str], ...]]:
    """By what names are put in the order of 姓氏拼音: names in Latin letters come last, unnamed ones after them."""
    parts = _syllables(name)
    return (not (name and _is_hanzi(name[0])), tuple(zip(parts, name, strict=False)) or (("\U0010ffff", ""),))


def _syllables(name: str) -> Sequence[str]:
    if name[:2] in _DOUBLE:
        return [*_DOUBLE[name[:2]], *(_syllable(sign) for sign in name[2:])]
    return (
        [_SURNAMES.get(name[0], _syllable(name[0])), *(_syllable(sign) for sign in name[1:])] if name else []
    )


@lru_cache(maxsize=5_000)
def _syllable(sign: str) -> str:
    if not _is_hanzi(sign):
        return sign
    # Only single signs are asked; the dictionary of phrases would cost tens of megabytes.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin import Style, pinyin

    # In a name 子 is said in full (zǐ); a rare sign that the dictionary lacks is itself.
    known = pinyin(sign, style=Style.TONE3, heteronym=True)[0]
    spelled = next((one for one in known if one[-1:].isdigit()), known[0])
    return _SURNAMES.get(sign, spelled) if spelled == sign else spelled


def _joined(parts: Sequence[str]) -> str:
    """Syllables of one word: the second of 西安 is set apart (Xī'ān), for xian is another."""
    text = ""
    for part in parts:
        apart = text and text[-1].isalpha() and part[:1] in "aāáǎàoōóǒòeēéěè"
        text += "'" + part if apart else part
    return text.strip(_BETWEEN)[:1].upper() + text.strip(_BETWEEN)[1:]


def _is_hanzi(sign: str) -> bool:
    return "\u3400" <= sign <= "\u9fff" or "\U00020000" <= sign <= "\U0003ffff"
