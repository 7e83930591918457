"""What may stand on a person's card: numbers to call, words she is told apart by, and which fields a save fills."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

TAG_LENGTH = 40
MOST_TAGS = 30
_APART = re.compile(r"[,，、;；\n]+")


def read_phone(text: str) -> str | None:
    """A whole number as it is stored, `""` for none, None when nobody can be called there.

    Chinese numbers are written as they are dialled at home, others with + and the country.
    """
    import phonenumbers  # 60 ms that most starts do without

    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain:
        return ""
    try:
        number = phonenumbers.parse(plain, "CN")
    except phonenumbers.NumberParseException:
        return None
    mobile = number.country_code == 86 and _is_mobile(number.national_number)
    if not mobile and not phonenumbers.is_valid_number(number):
        return None
    if number.country_code != 86:
        return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
    return f"{'' if mobile else '0'}{number.national_number}"


def _is_mobile(national_number: int | None) -> bool:
    text = str(national_number)
    return len(text) == 11 and text.startswith("1")


def tail_of(phone: str) -> str:
    """The last four digits of a number, by which people are told apart."""
    return phone[-4:] if len(phone) >= 4 else ""


def own_words(text: str) -> list[str]:
    """Words of one's own, typed apart by commas of either kind."""
    return [" ".join(word.split()) for word in _APART.split(text) if word.strip()]


def refuse_tags(words: Iterable[str]) -> str | None:
    """A reason code when a word cannot be one, or there are too many."""
    listed = list(words)
    if len(listed) > MOST_TAGS:
        return "residents.too_many_words"
    if any(len(word) > TAG_LENGTH for word in listed):
        return "residents.word_too_long"
    unreadable = any(
        unicodedata.category(sign) in {"Cc", "Cs", "Cf", "Zl", "Zp"} for word in listed for sign in word
    )
    return "residents.word_unreadable" if unreadable else None


def filled(new: Mapping[str, Any], before: Mapping[str, Any], *, became_child: bool) -> set[str]:
    """The fields into which a save writes something that did not stand there; all that hold something for a new child."""
    return {
        name
        for name, value in new.items()
        if value not in (None, "", frozenset(), ()) and (became_child or _adds(value, before.get(name)))
    }


def _adds(value: Any, before: Any) -> bool:
    if isinstance(value, frozenset):
        return bool(value - (before or frozenset()))
    return bool(value != before)
