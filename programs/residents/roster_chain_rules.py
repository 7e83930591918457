"""A 接龙 list pasted from a group chat, as rows of a roster: "1. 张三 3栋502 13800138000 带孩子"."""

from __future__ import annotations

import re

from programs.residents.roster_value_rules import plain
from server.lib.patterns import late_pattern

HEADINGS = ("姓名", "住址", "电话", "备注")
_NUMBERED = late_pattern(
    r"\s*[#＃]?(\d{1,4})\s*[.、．:：)）\s]\s*(?P<rest>\S.*)|\s*[①-⑳]\s*(?P<circled>\S.*)"
)
_PHONE = late_pattern(
    r"(?<!\d)(?:\+?86[\s-]?)?1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}(?!\d)|(?<!\d)0\d{2,3}-?\d{7,8}(?!\d)"
)
_TAIL = late_pattern(r"(?:尾号|电话尾号|手机尾号|后四位)\s*[:：]?\s*(\d{4})(?!\d)")
_PLACE = late_pattern(
    r"[^\s,，、;；]*?(?:[A-Za-z]?\d{1,3}|[一二三四五六七八九十]{1,3}|[A-Za-z])(?:号楼|栋|幢|座)(?:\s*(?:\d{1,2}|[一二三四五六])单元)?\s*(?:\d{1,2}(?:楼|层))?\s*"
    r"[\dA-Za-z]{0,5}(?:室|号|房)?|(?<![\d-])\d{1,3}-\d{1,2}-\d{2,4}(?!\d)|(?<![\d-])\d{1,3}-\d{3,4}(?!\d)"
)
_NAME_FIRST = late_pattern(r"([\u4e00-\u9fff]{2,3})(\d.*)")
_PARTS = late_pattern(r"[\s,，、;；|/]+")


def rows_of(text: str) -> list[list[str]]:
    """The rows of a pasted list under its headings; text above the first number is the call to sign up.

    Without any number each line is somebody.
    """
    lines = [line for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line.strip()]
    numbered = [found for line in lines if (found := _NUMBERED.fullmatch(line))]
    entries = [found["rest"] or found["circled"] for found in numbered] if numbered else lines
    return [list(HEADINGS), *(entry for entry in map(_entry, entries) if any(entry))]


def _entry(text: str) -> list[str]:
    text = re.sub(r"[()（）\[\]【】]", " ", plain(text))
    phone = place = ""
    if found := _PHONE.search(text):
        phone = found.group()
        text = text.replace(phone, " ", 1)
    elif found := _TAIL.search(text):
        phone = found[1]
        text = text.replace(found.group(), " ", 1)
    if found := _PLACE.search(text):
        place = re.sub(r"\s+", "", found.group())
        text = text.replace(found.group(), " ", 1)
    name, *rest = [part for part in _PARTS.split(text) if part] or [""]
    if not name and (run_together := _NAME_FIRST.fullmatch(place)):
        name, place = run_together[1], run_together[2]
    return [name, place, phone, " ".join(rest)]
