"""Who may hand out which role, and act on whom. Plain values in, a reason code or None out."""

from __future__ import annotations

from server.lib.actor import COORDINATOR, FACILITATOR, FUNDER, LEADER, OPERATOR, Actor, Assignment

# Where each role may be held. The first is what a form offers.
SCOPES_OF_ROLE: dict[str, tuple[str, ...]] = {
    COORDINATOR: ("organisation",),
    FACILITATOR: ("organisation", "community"),
    LEADER: ("group",),
    FUNDER: ("grant",),
    OPERATOR: ("installation",),
}
UNNUMBERED = frozenset({"organisation", "installation"})


def roles_to_hand_out(actor: Actor) -> tuple[str, ...]:
    """The roles that the actor may invite people to."""
    if actor.has(COORDINATOR):
        return (COORDINATOR, FACILITATOR, LEADER, FUNDER)
    if actor.is_operator:
        return (COORDINATOR,)
    return (LEADER,) if actor.has(FACILITATOR) else ()


def may_hand_out(actor: Actor, role: Assignment) -> str | None:
    """Whether this role fits this scope and is the actor's to give.

    Whether `scope_id` lies within the actor's reach is for the room that owns it (`scopes.choices`).
    """
    if role.role not in roles_to_hand_out(actor):
        return "accounts.role_not_yours"
    if role.scope not in SCOPES_OF_ROLE[role.role] or (role.scope_id is None) is not (
        role.scope in UNNUMBERED
    ):
        return "accounts.scope_does_not_fit"
    return None


def may_manage_people(actor: Actor) -> bool:
    """Whether the actor may look after the accounts of her organisation."""
    return actor.has(COORDINATOR) or actor.is_operator


def may_end(actor: Actor, role: Assignment) -> str | None:
    """Whether this role is the actor's to end: what she may give she may take, and an operator may take any."""
    return None if actor.is_operator or role.role in roles_to_hand_out(actor) else "accounts.role_not_yours"


def may_manage(
    actor: Actor, *, user_id: int, organisation_id: int, runs_installation: bool = False
) -> str | None:
    """Whether the actor may act on this account; who runs the installation is looked after by operators alone."""
    if not may_manage_people(actor):
        return "accounts.not_yours"
    if (actor.organisation_id != organisation_id or runs_installation) and not actor.is_operator:
        return "accounts.not_yours"
    return "accounts.own_account" if actor.user_id == user_id else None
