"""What is kept of a person, what for, and who must have agreed to it. PIPL articles 6, 13–15, 28–31, 47."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

REGISTER = "register"
CONTACT = "contact"
INTERESTS = "interests"
CARE = "care"
PUBLICITY = "publicity"
PHOTOS = "photos"
PURPOSES = (REGISTER, CONTACT, INTERESTS, CARE, PUBLICITY, PHOTOS)

# What each personal field is kept for. Nothing else is asked, and nothing here serves two purposes.
PURPOSE_OF: Mapping[str, str] = {
    "name": REGISTER,
    "phone_tail": REGISTER,
    "age_band": REGISTER,
    "building": REGISTER,
    "household": REGISTER,
    "moved_away_on": REGISTER,
    "guardian_name": REGISTER,
    "reported_in_on": REGISTER,
    "phone": CONTACT,
    "hobbies": INTERESTS,
    "target_groups": INTERESTS,
    "categories": CARE,
}
TAG_FIELDS: Mapping[str, str] = {
    "hobby": "hobbies",
    "target_group": "target_groups",
    "category": "categories",
}
# To keep a register of neighbours by nickname needs nobody's yes; whatever stands here needs it before it is saved.
ASKED_FIRST = frozenset({CONTACT, INTERESTS, CARE})
UNDER_14 = frozenset({"0-6", "7-13"})
MOST_YEARS = 10


def is_child(age_band: str | None) -> bool:
    """Whether a guardian consents (PIPL article 31). An age that nobody said is not one under 14."""
    return age_band in UNDER_14


def refuse_unasked(filled: Collection[str], agreed: Collection[str]) -> tuple[str, str] | None:
    """`(field, reason code)` of the first filled field whose purpose nobody has agreed to; None when all may be kept."""
    for field in PURPOSE_OF:
        if field in filled and PURPOSE_OF[field] in ASKED_FIRST and PURPOSE_OF[field] not in agreed:
            return field, "residents.not_agreed"
    return None


def refuse_child(
    age_band: str | None, filled: Collection[str], *, guardian_name: str, agreed: Collection[str]
) -> tuple[str, str] | None:
    """`(field, reason code)` when more than a nickname and an age would be kept of a child without its guardian.

    `agreed` are the purposes to which the guardian has agreed, or agrees now.
    """
    if not is_child(age_band) or not set(filled) - {"name", "age_band", "guardian_name"}:
        return None
    if not guardian_name:
        return "guardian_name", "residents.guardian_needed"
    return None if REGISTER in agreed else ("agreed", "residents.guardian_not_agreed")


def refuse_until(given_on: date, until: date | None) -> str | None:
    """A reason code when consent would end before it was given, or be kept for longer than anybody can foresee."""
    if until is None:
        return None
    if until < given_on:
        return "residents.until_before_given"
    return "residents.until_too_late" if until.year > given_on.year + MOST_YEARS else None


def refuse_keep_until(keep_until: date | None, *, today: date, before: date | None) -> str | None:
    """A reason code for a day of deletion that has gone by, or lies too far ahead; the one that stands may stay."""
    if keep_until is None or keep_until == before:
        return None
    if keep_until < today:
        return "residents.keep_until_past"
    return "residents.until_too_late" if keep_until.year > today.year + MOST_YEARS else None


def in_force(*, given_on: date, until: date | None, withdrawn_on: date | None, on: date) -> bool:
    """Whether a consent counts on a day: its last day still does, the day of its withdrawal does not."""
    return given_on <= on and (until is None or on <= until) and (withdrawn_on is None or on < withdrawn_on)


def standing(
    *, given_on: date, until: date | None, withdrawn_on: date | None, on: date, older_notice: bool
) -> str:
    """How a consent stands: `in_force`, `older_notice`, `expired` or `withdrawn`."""
    if withdrawn_on is not None and withdrawn_on <= on:
        return "withdrawn"
    if not in_force(given_on=given_on, until=until, withdrawn_on=None, on=on):
        return "expired"
    return "older_notice" if older_notice else "in_force"
