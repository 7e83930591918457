"""Who acts, and with which roles. Every action takes an `actor`; nothing reads it from the air."""

from __future__ import annotations

from typing import Literal

import msgspec

Role = Literal["operator", "coordinator", "facilitator", "leader", "funder"]
Scope = Literal["installation", "organisation", "community", "group", "grant"]

OPERATOR: Role = "operator"
COORDINATOR: Role = "coordinator"
FACILITATOR: Role = "facilitator"
LEADER: Role = "leader"
FUNDER: Role = "funder"
ROLES: tuple[Role, ...] = (OPERATOR, COORDINATOR, FACILITATOR, LEADER, FUNDER)


class Assignment(msgspec.Struct, frozen=True):
    """One role within one scope. `scope_id` is None for the organisation and the installation."""

    role: Role
    scope: Scope
    scope_id: int | None = None


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """The person, or the job, that acts."""

    user_id: int | None
    organisation_id: int
    name: str
    language: str = "zh_CN"
    assignments: tuple[Assignment, ...] = ()
    session_id: int | None = None

    @classmethod
    def system(cls, organisation_id: int) -> Actor:
        """The actor of a job: it acts for one organisation and for nobody in it."""
        return cls(
            user_id=None,
            organisation_id=organisation_id,
            name="Linli",
            assignments=(Assignment(COORDINATOR, "organisation"),),
        )

    def has(self, *roles: str) -> bool:
        """Whether the actor holds one of the roles, in whatever scope."""
        return any(held.role in roles for held in self.assignments)

    @property
    def is_operator(self) -> bool:
        return self.has(OPERATOR)

    @property
    def is_staff(self) -> bool:
        return self.has(COORDINATOR, FACILITATOR)

    def community_ids(self) -> frozenset[int] | None:
        """The communities that staff may work in; None means all of the organisation's."""
        staff = [held for held in self.assignments if held.role in {COORDINATOR, FACILITATOR}]
        if any(held.scope == "organisation" for held in staff):
            return None
        return frozenset(
            held.scope_id for held in staff if held.scope == "community" and held.scope_id is not None
        )

    def works_in(self, community_id: int) -> bool:
        """Whether the actor is staff in this community."""
        mine = self.community_ids()
        return self.is_staff and (mine is None or community_id in mine)

    def group_ids(self) -> frozenset[int]:
        """The groups that the actor leads."""
        return self._scope_ids(LEADER, "group")

    def grant_ids(self) -> frozenset[int]:
        """The grants that the actor pays for."""
        return self._scope_ids(FUNDER, "grant")

    def _scope_ids(self, role: str, scope: str) -> frozenset[int]:
        return frozenset(
            held.scope_id
            for held in self.assignments
            if held.role == role and held.scope == scope and held.scope_id is not None
        )
