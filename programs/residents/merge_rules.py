"""Which records may be one person, and what one takes over from the other (S27). No database, no clock."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from programs.residents.consent_rules import CONTACT, PURPOSE_OF

# A name of one sign stands in too many names to say anything.
_SHORTEST = 2
# Of a name this long there are some hundred parts, each a look into an index.
_LONGEST = 20
# Fields of the card that the kept record takes over where it has none itself; building and door go together.
FIELDS = ("phone_tail", "age_band", "guardian_name", "reported_in_on", "keep_until")


def parts_of(name: str) -> list[str]:
    """Every part of a folded name that may be a name by itself, the whole one too; of a very long one, the whole."""
    if len(name) > _LONGEST:
        return [name]
    return sorted(
        {name[start:end] for start in range(len(name)) for end in range(start + _SHORTEST, len(name) + 1)}
    )


def alike(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """Why two cards may be one person, the strongest first: same_name, part_of_name, same_phone, same_door."""
    mine, theirs = one["folded_name"], other["folded_name"]
    short, long = sorted((mine, theirs), key=len)
    found = {
        "same_name": mine == theirs,
        "part_of_name": mine != theirs and len(short) >= _SHORTEST and short in long,
        "same_phone": bool(one["phone_tail"]) and one["phone_tail"] == other["phone_tail"],
        "same_door": one["household"] is not None and one["household"] == other["household"],
    }
    return [reason for reason, holds in found.items() if holds]


def likeliest(reasons: Sequence[str]) -> tuple[int, int]:
    """Sorts candidates: a door alone is mostly family, so it comes last; two signs come before one."""
    return (1 if list(reasons) == ["same_door"] else 0, -len(reasons))


def taken_over(
    kept: Mapping[str, Any], merged: Mapping[str, Any], *, barred: Collection[str], may_call: bool
) -> list[str]:
    """The fields that the kept record lacks and the other has; nothing for a purpose in `barred`.

    A whole number needs consent to be called (`may_call`) and last digits that do not speak against it.
    """
    fields = [
        name for name in FIELDS if not kept[name] and merged[name] and PURPOSE_OF.get(name) not in barred
    ]
    if PURPOSE_OF["household"] not in barred and merged["building"]:
        if not kept["building"]:
            fields.append("building")
        if merged["household"] and not kept["household"] and kept["building"] in (None, merged["building"]):
            fields.append("household")
    same_tail = kept["phone_tail"] in ("", merged["phone_tail"])
    callable_now = may_call and CONTACT not in barred
    if merged["sealed_phone"] and not kept["sealed_phone"] and same_tail and callable_now:
        fields.append("sealed_phone")
    return fields


def refuse_withdrawn(consents: Sequence[Mapping[str, Any]], *, on: date) -> str | None:
    """The purpose for which one record holds a yes that the other took back later or the same day; None when none does.

    Put together, the older yes would stand against the later no.
    """
    for taken_back in consents:
        for given in consents:
            if (
                given["resident"] != taken_back["resident"]
                and given["purpose"] == taken_back["purpose"]
                and taken_back["withdrawn_on"] is not None
                and given["withdrawn_on"] is None
                and (given["until"] is None or given["until"] >= on)
                and given["given_on"] <= taken_back["withdrawn_on"]
            ):
                return str(given["purpose"])
    return None


def barred(consents: Sequence[Mapping[str, Any]], *, agreed: Collection[str]) -> set[str]:
    """The purposes that somebody took back, on either record, and that nobody has agreed to since."""
    return {row["purpose"] for row in consents if row["withdrawn_on"] is not None} - set(agreed)
