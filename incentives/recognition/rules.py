"""When an honour may be given, how it is numbered, and what of a person may be read in public (S58, S70)."""

from __future__ import annotations

from collections.abc import Collection

# 民主评议 by one person is none.
REVIEWERS = 2
# A title whose number is longer than this was not given by one NGO in one year.
_DIGITS = 3
# A name of one sign stands in too many words.
_NAME = 2


def outcome(in_favour: int, against: int) -> str | None:
    """What the reviews so far decide: `approved`, `turned_down`, or None while they decide nothing."""
    if in_favour >= REVIEWERS and in_favour > against:
        return "approved"
    return "turned_down" if against >= REVIEWERS else None


def refuse_reviewer(
    *,
    people: Collection[int],
    accounts: Collection[int],
    nominated_by: tuple[int | None, int | None],
    honoured: Collection[int],
    reviewed: Collection[tuple[int | None, int | None]],
) -> str | None:
    """A reason code when somebody cannot review a nomination.

    `people` and `accounts` are the residents and the accounts whom the reviewer is known to be, so that nobody speaks
    twice by changing hats; `nominated_by` and each of `reviewed` name a resident, an account or both; `honoured` is the
    person, or the group's members.
    """
    if _is_one_of(nominated_by, people, accounts):
        return "recognition.reviewer_nominated"
    if set(people) & set(honoured):
        return "recognition.reviewer_honoured"
    if any(_is_one_of(one, people, accounts) for one in reviewed):
        return "recognition.reviewed_already"
    return None


def _is_one_of(
    who: tuple[int | None, int | None], people: Collection[int], accounts: Collection[int]
) -> bool:
    resident, account = who
    return resident in people or account in accounts


def refuse_shown(shown_as: str, public_name: str, *, is_group: bool) -> tuple[str, str] | None:
    """`(field, reason code)` when a wish how to be shown cannot be kept."""
    if shown_as == "nickname":
        if is_group:
            return "shown_as", "recognition.group_has_one_name"
        if not public_name:
            return "public_name", "recognition.nickname_missing"
    return None


def refuse_ceremony(*, here: bool, purpose: str, state: str, voided: bool) -> str | None:
    """A reason code when an award cannot be handed over at a ceremony: of another community, for a compact only, or off."""
    if not here or purpose == "compact":
        return "recognition.ceremony_elsewhere"
    return "ceremonies.did_not_take_place" if voided or state == "cancelled" else None


def shown_name(shown_as: str | None, *, name: str, public_name: str, consents: bool) -> str | None:
    """What the street reads for a name: `""` when the person stays unnamed, None when nothing of it may be shown.

    `consents` says whether publicity is agreed to today; who stays unnamed needs no consent for it.
    """
    if shown_as == "nobody":
        return ""
    if shown_as is None or not consents:
        return None
    return public_name if shown_as == "nickname" else name


def told_deed(deed: str, *, name: str, shown: str | None) -> str:
    """The deed as it is read beside `shown`: who stays unnamed has none told, who chose another name bears it there, too."""
    if not shown:
        return ""
    return deed if len(name) < _NAME else deed.replace(name, shown)


def number_of(year: int, serial: int) -> str:
    """The number on the certificate: `2021-017`."""
    return f"{year}-{serial:0{_DIGITS}d}"
