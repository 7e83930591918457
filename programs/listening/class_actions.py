"""Keeping the NGO's classes of needs (S51: two levels)."""

from __future__ import annotations

from programs.communities.rules import same_name
from programs.listening import rules
from programs.listening.schemas import DEFAULT_CLASSES, NewClass, RenamedClass
from programs.listening.tables import NeedClass
from server import audit
from server.accounts.tables import Organisation
from server.lib.actor import Actor
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused
from server.lib.i18n import language


async def add_class(parent: NeedClass | None, data: NewClass, *, actor: Actor) -> int:
    """Add a class, once by each name within its parent; the id of its row."""
    async with write_transaction():
        await _lock_classes(actor)
        if code := rules.refuse_parent(parent_has_parent=parent is not None and parent.parent is not None):
            raise Refused(code, field="parent")
        parent_id = parent.id if parent else None
        await _refuse_same_name(parent_id, data.name, actor=actor)
        added = NeedClass(organisation=actor.organisation_id, parent=parent_id, name=data.name)
        await added.save()
        await audit.record(
            "need_class.added", "need_class", added.id, actor=actor, changes={"name": [None, data.name]}
        )
        return added.id


async def rename_class(need_class: NeedClass, data: RenamedClass, *, actor: Actor) -> int:
    """Give a class a better name; what was counted under it stays."""
    async with write_transaction():
        await _lock_classes(actor)
        need_class = await lock(need_class)
        await _refuse_same_name(need_class.parent, data.name, actor=actor, besides=need_class.id)
        if need_class.name != data.name:
            changes = {"name": [need_class.name, data.name]}
            await NeedClass.update({NeedClass.name: data.name}).where(NeedClass.id == need_class.id)
            await audit.record(
                "need_class.renamed", "need_class", need_class.id, actor=actor, changes=changes
            )
        return need_class.id


async def seed_classes(*, actor: Actor) -> int:
    """Give an organisation that has none the usual classes, in the actor's language; how many."""
    async with write_transaction():
        organisation = await _lock_classes(actor)
        if await NeedClass.exists().where(NeedClass.organisation == organisation.id):
            raise Refused("needs.classes_exist")
        count = 0
        with language(actor.language):
            for top_name, names in DEFAULT_CLASSES:
                top = NeedClass(organisation=organisation.id, name=str(top_name))
                await top.save()
                await NeedClass.insert(
                    *(
                        NeedClass(organisation=organisation.id, parent=top.id, name=str(name))
                        for name in names
                    )
                )
                count += 1 + len(names)
        await audit.record("need_class.seeded", "organisation", organisation.id, actor=actor)
        return count


async def _lock_classes(actor: Actor) -> Organisation:
    """The organisation, locked: two who add the same class at once come one after the other."""
    return await lock(Organisation(id=actor.organisation_id))


async def _refuse_same_name(
    parent_id: int | None, name: str, *, actor: Actor, besides: int | None = None
) -> None:
    query = NeedClass.select(NeedClass.id, NeedClass.name).where(
        NeedClass.organisation == actor.organisation_id
    )
    within = NeedClass.parent.is_null() if parent_id is None else NeedClass.parent == parent_id
    if any(same_name(row["name"], name) for row in await query.where(within) if row["id"] != besides):
        raise Refused("needs.class_exists", field="name")
