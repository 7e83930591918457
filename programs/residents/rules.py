"""What may be said of a person, and when two notes are likely the same one."""

from __future__ import annotations

import re
import unicodedata

NAME_LENGTH = 60
DOOR_LENGTH = 20
_FOLDED_LENGTH = 120
_FOUR_DIGITS = re.compile(r"\d{4}")
# Between the parts of a name people write ·, ・, •, a full stop, a hyphen or nothing.
_BETWEEN = frozenset("·・•‧⋅.-_")
# Line breaks and marks that turn the direction of writing: they make one name look like another.
_UNWRITABLE = {"Cc", "Cs", "Zl", "Zp"}
_TURNING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def refuse_name(name: str) -> str | None:
    """A reason code when nobody can be called `name`. Nicknames, ·, rare hanzi and emoji are welcome."""
    if len(name) > NAME_LENGTH:
        return "residents.name_too_long"
    if any(unicodedata.category(sign) in _UNWRITABLE or sign in _TURNING for sign in name):
        return "residents.name_unreadable"
    return None if any(_visible(sign) for sign in name) else "residents.name_empty"


def _visible(sign: str) -> bool:
    # Co: rare hanzi of older systems stand in the private area.
    return unicodedata.category(sign)[0] in "LNPS" or unicodedata.category(sign) == "Co"


def folded(text: str) -> str:
    """A name as it is compared: without width, case, spaces and what stands between its parts."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    kept = "".join(sign for sign in plain if not sign.isspace() and sign not in _BETWEEN)
    return (kept or "".join(plain.split()))[:_FOLDED_LENGTH]


def read_phone_tail(text: str) -> str | None:
    """The last four digits of a phone as they are stored, `""` for none, None when it is anything else.

    A whole number is refused, not shortened: it must not have been typed in at all.
    """
    digits = unicodedata.normalize("NFKC", text).strip()
    return digits if not digits or (_FOUR_DIGITS.fullmatch(digits) and digits.isascii()) else None


def door_of(text: str) -> str:
    """A door number as it is stored: ３０２ and 302 are one door."""
    return "".join(unicodedata.normalize("NFKC", text).upper().split())


def refuse_door(*, building: int | None, door: str) -> str | None:
    """A reason code when `door`, as `door_of` writes it, has no building to be in or is too long for a door."""
    if len(door) > DOOR_LENGTH:
        return "residents.door_too_long"
    return "residents.door_without_building" if door and building is None else None


def refuse_same_name(*, namesakes: int, another: bool) -> str | None:
    """A reason code when someone of that name stands here already and nobody said that this is another person."""
    return "residents.same_name" if namesakes and not another else None


def label(name: str, phone_tail: str) -> str:
    """A person as staff tell one from another: `王阿姨 0001`."""
    return f"{name} {phone_tail}" if phone_tail else name


def split_label(text: str) -> list[tuple[str, str]]:
    """What a typed label may mean, as `(folded name, phone_tail or "")`, the likeliest first."""
    words = unicodedata.normalize("NFKC", text).split()
    whole = (folded(text), "")
    if len(words) > 1 and _FOUR_DIGITS.fullmatch(words[-1]):
        return [(folded(" ".join(words[:-1])), words[-1]), whole]
    return [whole]
