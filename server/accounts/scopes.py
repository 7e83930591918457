"""What a role may be tied to: communities, groups, grants. Rooms above enter theirs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from server.lib.actor import Actor
from server.lib.late_entries import complete

Choices = Sequence[tuple[int, str]]
Offer = Callable[[Actor], Awaitable[Choices]]

_offers: dict[str, Offer] = {}


def register(scope: str, offer: Offer) -> None:
    """Let `offer(actor)` say which `(id, name)` of a scope the actor may tie a role to."""
    _offers[scope] = offer


async def choices(scope: str, actor: Actor) -> Choices:
    """What the actor may tie a role of this scope to; nothing when no room offers the scope."""
    complete(__name__)
    offer = _offers.get(scope)
    return await offer(actor) if offer is not None else ()


async def all_choices(actor: Actor) -> dict[str, Choices]:
    """All choices by scope."""
    complete(__name__)
    return {scope: await choices(scope, actor) for scope in sorted(_offers)}
