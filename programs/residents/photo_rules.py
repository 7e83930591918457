"""Who may see a photo of people (S68): nobody outside unless everybody in it agrees today."""

from __future__ import annotations

from collections.abc import Collection, Set


def may_be_shown(
    *,
    removed: bool,
    nobody_recognisable: bool,
    people_named: bool,
    people: Collection[int],
    consenting: Set[int],
) -> bool:
    """Whether a photo may be shown outside of the desk.

    `people_named` says that staff have named everybody who can be recognised; `consenting` are those of them who
    agree to photos today. A photo of which nobody has said who is in it is shown to nobody.
    """
    if removed:
        return False
    if people:
        return people_named and consenting >= set(people)
    return nobody_recognisable


def refuse_people(people: Collection[int], *, nobody: bool) -> str | None:
    """A reason code when a photo shows somebody and nobody at once, or neither is said."""
    if bool(people) == nobody:
        return "photos.somebody_and_nobody" if people else "photos.nobody_said"
    return None


def refuse_count(count: int, most: int) -> str | None:
    """A reason code when no photo was chosen, or too many."""
    if not count:
        return "photos.none"
    return "intake.photo_too_many" if count > most else None
