"""How the signs of a name are read: a surname as surnames are (曾 zēng, 单 shàn), the tone as a digit."""

from __future__ import annotations

import os

# Readings of signs as surnames where they differ from the usual one, and of rare signs that pypinyin does not read,
# after 现代汉语词典 and 中国姓氏大辞典.
SURNAMES = {
    "曾": "zeng1", "单": "shan4", "仇": "qiu2", "解": "xie4", "查": "zha1", "区": "ou1", "朴": "piao2", "任": "ren2",
    "盖": "ge3", "翟": "zhai2", "覃": "qin2", "员": "yun4", "乐": "yue4", "缪": "miao4", "隗": "wei3", "牟": "mou2",
    "冼": "xian3", "折": "she2", "秘": "bi4", "繁": "po2", "种": "chong2", "召": "shao4", "晁": "chao2", "郗": "xi1",
    "阚": "kan4", "重": "chong2", "都": "du1", "句": "gou1", "祭": "zhai4", "谌": "chen2", "芈": "mi3", "过": "guo1",
    "贲": "ben1", "亓": "qi2", "幺": "yao1", "洗": "xian3", "撒": "sa3", "适": "kuo4", "燕": "yan1", "应": "ying1",
    "葛": "ge3", "华": "hua4", "纪": "ji3", "车": "che1", "盛": "sheng4", "长": "zhang3", "万": "wan4", "石": "shi2",
    "沈": "shen3", "宁": "ning4", "那": "na1", "卜": "bu3", "佴": "nai4", "炅": "gui4", "么": "yao1", "眭": "sui1",
    "郇": "xun2", "逄": "pang2", "莘": "shen1", "相": "xiang4", "宿": "su4", "黑": "he4", "尹": "yin3", "教": "jiao4",
    "曲": "qu1", "能": "nai4", "哈": "ha3", "尉": "wei4", "洼": "gui4", "訾": "zi1", "藏": "zang1", "𠮷": "ji2",
    "于": "yu2", "俞": "yu2", "令": "ling2", "强": "qiang2", "候": "hou4", "邢": "xing2", "宓": "mi4", "不": "fou1",
    "㐂": "xi3", "喆": "zhe2", "堃": "kun1", "淼": "miao3", "犇": "ben1", "垚": "yao2", "甯": "ning4",
}  # fmt: skip
DOUBLE = {
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


def known_readings(sign: str, *, toned: bool) -> list[str]:
    """All readings of one sign that the dictionary knows, the usual one first; a sign that it lacks is itself."""
    _leave_out_phrases()
    from pypinyin import Style, pinyin

    return list(pinyin(sign, style=Style.TONE3 if toned else Style.NORMAL, heteronym=True)[0])


def with_tone(reading: str) -> str:
    """`zeng1` as it is printed: `zēng`."""
    _leave_out_phrases()
    from pypinyin.contrib.tone_convert import to_tone

    return str(to_tone(reading))


def without_tone(reading: str) -> str:
    """`zeng1` as it is typed: `zeng`."""
    return reading.rstrip("0123456789")


def _leave_out_phrases() -> None:
    """Only single signs are asked; the dictionary of phrases would cost tens of megabytes."""
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
