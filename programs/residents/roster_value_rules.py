"""What stands in a cell of a roster, read as kindly as can be and never guessed."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from typing import NamedTuple

from programs.residents import card_rules
from server.lib.patterns import late_pattern

BANDS = ("0-6", "7-13", "14-17", "18-29", "30-44", "45-59", "60-74", "75+")
HIDDEN = "***"

_CUT = late_pattern(r"\d(\.\d+)?[eE]\+?\d+")
_ID_18 = late_pattern(r"\d{17}[\dXx]")
_ID_15 = late_pattern(r"\d{15}")
_PART_OF_ID = late_pattern(r"\d{14,20}[Xx]?")
_ANY_ID = late_pattern(r"(?<!\d)\d{17}[\dXx](?![\dXx])")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999
_CHECKS = "10X98765432"
_MOBILE = late_pattern(r"1[3-9]\d{9}")
_ANY_MOBILE = late_pattern(r"(?<!\d)(?:\+?86[\s-]?)?1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}(?!\d)")
_SEVERAL = late_pattern(r"[/,，、;；\n或]|\s{2,}")
_DAY = late_pattern(
    r"((?:19|20)?\d{2})\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2})?\s*[日号]?)?(?:\s+\d.*)?月?"
)
_PACKED = late_pattern(r"((?:19|20)\d{2})(\d{2})(\d{2})?")
_YEAR = late_pattern(r"((?:19|20)\d{2})\s*年?(?:生|出生)?")
_AGE = late_pattern(r"(\d{1,3})\s*(?:周?岁|多岁|years?)?")
_BAND = late_pattern(r"(\d{1,2})\s*(?:[-~—–至到]|to)\s*(\d{1,2})\s*岁?")
_OPEN_BAND = late_pattern(r"(\d{1,2})\s*(?:\+|岁?(?:及|以上|及以上)+|岁?以上|andover)")
_HANZI_NUMBERS = {sign: number for number, sign in enumerate("零一二三四五六七八九十")} | {"两": 2, "〇": 0}
_APART = late_pattern(r"[,，、;；\n]+")
_LOOSELY_APART = late_pattern(r"[/|]+|(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])")
_YES = {"是", "同意", "已同意", "可以", "愿意", "yes", "y", "√", "✓", "✔", "1", "true", "有"}
_NO = {
    "",
    "否",
    "不同意",
    "不",
    "不可以",
    "不愿意",
    "no",
    "n",
    "×",
    "✗",
    "0",
    "false",
    "无",
    "x",
    "/",
    "-",
    "—",
}
_NOTHING = {"", "/", "-", "—", "--", "无", "不详", "未知", "暂无", "没有", "不愿透露", "保密", "none", "n/a"}
_FIRST_SERIAL = date(1899, 12, 30)


class Phone(NamedTuple):
    """The last four digits, and the whole number when it was given."""

    tail: str
    whole: str = ""


class Fault(Exception):
    """A cell that cannot be read, by reason code."""

    def __init__(self, code: str, **facts: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def plain(text: str) -> str:
    """A cell for reading: plain digits and letters; "" for the many ways to say nothing."""
    text = text.strip() if text.isascii() else unicodedata.normalize("NFKC", text).strip()
    return "" if text.casefold() in _NOTHING else text


def read_phone(text: str) -> Phone:
    """A phone in whatever spelling; of several the first. Fault when it is none, or was cut by the spreadsheet."""
    text = plain(text)
    if not text:
        return Phone("")
    if _CUT.fullmatch(text):
        raise Fault("roster.cut")
    digits = text.removeprefix(HIDDEN)
    if len(digits) == 4 and digits.isdecimal():
        return Phone(digits)
    if _MOBILE.fullmatch(text):
        return Phone(text[-4:], text)
    for part in _SEVERAL.split(text):
        digits = re.sub(r"[\s\-—–()]", "", part)
        digits = re.sub(r"^(?:\+|00)?86(?=1[3-9]\d{9}$)", "", digits)
        if _MOBILE.fullmatch(digits):
            return Phone(digits[-4:], digits)
        if (
            7 <= len(digits) <= 12
            and digits.isdecimal()
            and digits[0] != "1"
            and (whole := card_rules.read_phone(part))
        ):
            return Phone(card_rules.tail_of(whole), whole)
    number = len(re.sub(r"\D", "", text))
    raise Fault("roster.phone_length", digits=number) if number else Fault("roster.phone")


def read_age(text: str, *, on: date) -> str | None:
    """The age band of an age, a birth date, a year, an identity number or a band; None for an empty cell."""
    text = plain(text)
    if not text:
        return None
    if _CUT.fullmatch(text):
        raise Fault("roster.cut")
    if band := _band(text):
        return band
    if _ID_18.fullmatch(text) or (_ID_15.fullmatch(text)):
        return read_id_number(text, on=on)
    return band_of(_age(text, on))


def read_id_number(text: str, *, on: date) -> str | None:
    """The age band that an identity number tells; nothing else of it is read. Fault when it is wrong or cut."""
    text = plain(text).replace(" ", "").upper()
    if not text or _band(text):
        return _band(text)
    if _CUT.fullmatch(text) or (len(text) == 18 and text.endswith("000") and not _id_is_right(text)):
        raise Fault("roster.id_cut")
    if not _id_is_right(text):
        raise Fault("roster.id_wrong")
    return band_of(_years(_born_of_id(text), on))


def _id_is_right(text: str) -> bool:
    try:
        _born_of_id(text)
    except Fault:
        return False
    if len(text) == 15:
        return True
    total = sum(int(sign) * weight for sign, weight in zip(text[:17], _WEIGHTS, strict=True))
    return _CHECKS[total % 11] == text[17].upper()


def _born_of_id(text: str) -> date:
    if _ID_18.fullmatch(text):
        year, month, day = int(text[6:10]), int(text[10:12]), int(text[12:14])
    elif _ID_15.fullmatch(text):
        year, month, day = 1900 + int(text[6:8]), int(text[8:10]), int(text[10:12])
    else:
        raise Fault("roster.id_wrong")
    return _date(year, month, day)


def without_numbers(text: str, *, on: date, keep_phones: bool) -> str:
    """A cell as it may be kept while a roster waits: identity numbers as age bands, phones as their last four digits."""
    if len(text) < 11 or text.isalpha():
        return text
    compact = text.replace(" ", "")
    if _ID_18.fullmatch(compact) or _ID_15.fullmatch(compact):
        try:
            return read_id_number(compact, on=on) or ""
        except Fault as fault:
            return f"{compact[:6]}{HIDDEN}" if fault.code == "roster.id_wrong" else "5E+17"
    if _PART_OF_ID.fullmatch(compact):
        return f"{compact[:6]}{HIDDEN}"
    text = _ANY_ID.sub(HIDDEN, text)
    if keep_phones:
        return text
    return _ANY_MOBILE.sub(lambda found: HIDDEN + found.group()[-4:], text)


def _band(text: str) -> str | None:
    """A band as it is stored, or written like one of them."""
    if text in BANDS:
        return text
    compact = text.casefold().replace(" ", "")
    if found := _BAND.fullmatch(compact):
        return next((band for band in BANDS if band == f"{int(found[1])}-{int(found[2])}"), None)
    if (found := _OPEN_BAND.fullmatch(compact)) and int(found[1]) >= 75:
        return BANDS[-1]
    return BANDS[0] if compact in {"6岁以下", "6岁及以下", "upto6"} else None


def _age(text: str, on: date) -> int:
    if found := _AGE.fullmatch(text):
        return int(found[1])
    if found := _YEAR.fullmatch(text):
        return on.year - int(found[1])
    if found := _PACKED.fullmatch(text):
        return _years(_date(int(found[1]), int(found[2]), int(found[3] or 1)), on)
    if found := _DAY.fullmatch(text):
        year = int(found[1])
        year += 0 if year > 99 else 1900 if year > on.year % 100 else 2000
        return _years(_date(year, int(found[2]), int(found[3] or 1)), on)
    if text.isdecimal() and 3_000 < int(text) < 60_000:  # a day that the spreadsheet shows as its number
        return _years(_FIRST_SERIAL + timedelta(days=int(text)), on)
    raise Fault("roster.age")


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Fault("roster.age") from None


def _years(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def band_of(age: int) -> str:
    """The band of an age in whole years."""
    if not 0 <= age <= 120:
        raise Fault("roster.age")
    return next((band for band in BANDS[:-1] if age <= int(band.partition("-")[2])), BANDS[-1])


def read_size(text: str) -> int | None:
    """How many live in a household: 3, 3人, 三口之家."""
    text = plain(text)
    if not text:
        return None
    found = re.match(r"(\d{1,2}|[一二两三四五六七八九十])\s*(?:[人口]|个人|口之家)?$", text)
    size = (int(found[1]) if found[1].isdecimal() else _HANZI_NUMBERS[found[1]]) if found else 0
    if not 1 <= size <= 30:
        raise Fault("roster.household_size")
    return size


def read_yes(text: str) -> bool:
    """Whether somebody agreed; only a plain yes is one."""
    text = plain(text).casefold()
    if text in _YES:
        return True
    if text in _NO:
        return False
    raise Fault("roster.yes_or_no")


def read_words(text: str) -> tuple[str, ...]:
    """Words told apart by commas; where there is none, by slashes or by spaces between hanzi."""
    text = plain(text)
    apart = _APART if _APART.search(text) else _LOOSELY_APART
    words = [" ".join(word.split()) for word in apart.split(text) if word.strip()]
    if any(len(word) > card_rules.TAG_LENGTH for word in words):
        raise Fault("roster.word_too_long", limit=card_rules.TAG_LENGTH)
    if card_rules.refuse_tags(words):
        raise Fault("roster.words")
    return tuple(dict.fromkeys(words))


def hanzi_number(text: str) -> str:
    """三 as 3 and 十二 as 12; anything else as it is."""
    if not text or any(sign not in _HANZI_NUMBERS for sign in text):
        return text
    if "十" not in text:
        return "".join(str(_HANZI_NUMBERS[sign]) for sign in text)
    tens, _, ones = text.partition("十")
    return str((_HANZI_NUMBERS[tens] if tens else 1) * 10 + (_HANZI_NUMBERS[ones] if ones else 0))
