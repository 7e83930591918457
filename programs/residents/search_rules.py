"""By what a person is found: parts of the name, its pinyin, its initials."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice, product

from programs.residents.name_rules import DOUBLE, SURNAMES, known_readings, without_tone
from programs.residents.rules import folded

GRAM_LENGTH = 60
_READINGS = 2
_VARIANTS = 4
_SPELLED = 8
# Above every sign of a name.
_LAST_SIGN = "\U0010ffff"
_FIRST_SIGN = "\x01"
# Before the pinyin of a given name: what is found by the beginning of a name is found among whole names only.
_GIVEN = "~"


def grams(name: str) -> frozenset[str]:
    """Everything under which a name is entered: each two signs side by side, the last one alone, pinyin, initials.

    Pinyin and initials stand there once more for the given name, marked as such. A name that holds Latin letters is
    entered whole as well, to be found by its beginning. `name` may be folded.
    """
    text = folded(name)
    found = {text[start : start + 2] for start in range(len(text) - 1)} | {text[-1:]}
    if any(sign.isascii() for sign in text):
        found.add(text)
    surname = 2 if text[:2] in DOUBLE else 1
    for reading in _readings_of(text):
        initials = "".join(part[:1] for part in reading)
        found |= {"".join(reading), initials}
        if len(reading) > surname:
            found.add(_GIVEN + "".join(reading[surname:]))
        if len(reading) > surname + 1:
            found.add(_GIVEN + initials[surname:])
    return frozenset(gram[:GRAM_LENGTH] for gram in found if gram)


def pairs(text: str) -> list[str]:
    """The grams of two signs that every name holding the folded `text` has, the last one first: it is the rarest."""
    return [text[start : start + 2] for start in range(len(text) - 2, -1, -1)]


def beginning(text: str) -> tuple[str, str]:
    """Between which grams lies all that begins with the folded `text`."""
    return text, text + _LAST_SIGN


def given(text: str) -> tuple[str, str] | None:
    """Between which grams lies every given name that the spelled `text` means; None for one letter, which means none.

    Two letters are initials: as the beginning of pinyin they would be a tenth of all people. More are either.
    """
    if len(text) < 2:
        return None
    return _GIVEN + text, _GIVEN + text + (_FIRST_SIGN if len(text) == 2 else _LAST_SIGN)


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
    if text[:2] in DOUBLE:
        choices[:2] = [(without_tone(part),) for part in DOUBLE[text[:2]]]
    elif text[0] not in SURNAMES:
        choices[0] = choices[0][:1] if choices[0][0] not in _U_FOR else choices[0][:2]
    return list(islice(product(*choices), _VARIANTS))


_U_FOR = {"lv": "lu", "nv": "nu"}  # 吕 and 女, as those type who have no ü


@lru_cache(maxsize=20_000)
def _sign_readings(sign: str) -> tuple[str, ...]:
    """How one sign may be read, as a surname first; a sign without pinyin is itself."""
    if sign.isascii():
        return (sign,)
    known = known_readings(sign, toned=False)[:_READINGS]
    spelled = [*([without_tone(SURNAMES[sign])] if sign in SURNAMES else []), *known]
    spelled = [reading for reading in spelled if reading.isascii()] or [sign]
    spelled += [_U_FOR[reading] for reading in spelled if reading in _U_FOR]
    return tuple(dict.fromkeys(spelled))
