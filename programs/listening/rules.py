"""What a need proves, and what may become of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from programs.method.kinds import Kind

MANY = 500

Proof = tuple[Kind, int, str]


def class_facet(class_id: int | None) -> str:
    """The facet under which needs of a class are counted; a need without a class has none."""
    return f"class:{class_id}" if class_id is not None else ""


def issue_facet(issue_id: int) -> str:
    """The facet under which the needs that justify an issue are counted."""
    return f"issue:{issue_id}"


def proofs(*, quantity: int, complaint: bool, class_id: int | None) -> list[Proof]:
    """What a need proves, as `(kind, quantity, facet)`: a complaint counts among the needs too."""
    facet = class_facet(class_id)
    raised = [(Kind.NEED_RAISED, quantity, facet)]
    return [*raised, (Kind.COMPLAINT_RAISED, quantity, facet)] if complaint else raised


def step_proofs(
    *, quantity: int, handled_on: date | None, answered_on: date | None
) -> list[tuple[Kind, date, int]]:
    """What the later two of the three steps prove, as `(kind, day, quantity)`."""
    steps = [(Kind.NEED_HANDLED, handled_on), (Kind.NEED_ANSWERED, answered_on)]
    return [(kind, day, quantity) for kind, day in steps if day is not None]


def refuse_parent(*, parent_has_parent: bool) -> str | None:
    """A reason code when a class would come to stand on a third level (S51 has two)."""
    return "needs.class_too_deep" if parent_has_parent else None


def refuse_sorting(*, voided: bool, leaves_program: bool, cited: bool, merged: bool = False) -> str | None:
    """A reason code when a need cannot be put elsewhere: what justifies an issue stays in the issue's program."""
    if voided:
        return "needs.voided"
    if merged:
        return "needs.merged"
    return "needs.cited_stays" if leaves_program and cited else None


def refuse_voiding(*, voided: bool, merged: bool, holds_others: bool) -> str | None:
    """A reason code when a need cannot be taken back: the trail of what was merged stays whole."""
    if voided:
        return "needs.voided"
    if merged:
        return "needs.merged"
    return "needs.holds_others" if holds_others else None


def refuse_citing(*, issue_state: str, count: int) -> str | None:
    """A reason code when needs cannot be cited for an issue now, or not so many at once."""
    if issue_state not in {"candidate", "active"}:
        return "needs.issue_ended"
    if count > MANY:
        return "needs.too_many_at_once"
    return None if count else "needs.nothing_chosen"


def nested(classes: Iterable[tuple[int, int | None, str]]) -> list[tuple[int, str, int | None, str]]:
    """Classes as `(id, name, parent, parent's name)`, each group's own after its top class, in the order given."""
    rows = list(classes)
    found: list[tuple[int, str, int | None, str]] = []
    for top_id, parent, top_name in rows:
        if parent is None:
            found.append((top_id, top_name, None, ""))
            found += [(own_id, name, top_id, top_name) for own_id, above, name in rows if above == top_id]
    return found
