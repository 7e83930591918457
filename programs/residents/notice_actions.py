"""Publishing what people are told. A version that was published is never changed: a new one follows it."""

from __future__ import annotations

from hashlib import sha256

from programs.residents.law_schemas import NewNotice
from programs.residents.notice_queries import current_notice
from programs.residents.tables import Notice
from server import audit
from server.lib import clock
from server.lib.actor import Actor
from server.lib.db import write_transaction
from server.lib.errors import Refused


async def newest_notice(*, actor: Actor) -> Notice:
    """The notice that is in force; the one that ships becomes number 1 when nobody has published another.

    Inside the caller's transaction.
    """
    found = (
        await Notice.objects()
        .where(Notice.organisation == actor.organisation_id)
        .order_by(Notice.number, ascending=False)
        .first()
    )
    if found is not None:
        return found
    number, body = await current_notice(actor)
    return await _publish(number, body, actor=actor)


async def publish_notice(data: NewNotice, *, actor: Actor) -> int:
    """Publish the next version; consents to earlier ones are shown as such from now on. Its number."""
    async with write_transaction():
        newest = await newest_notice(actor=actor)
        if newest.body == data.body:
            raise Refused("residents.notice_unchanged", field="body")
        notice = await _publish(newest.number + 1, data.body, actor=actor)
        return notice.number


async def _publish(number: int, body: str, *, actor: Actor) -> Notice:
    notice = Notice(
        organisation=actor.organisation_id,
        number=number,
        body=body,
        body_hash=sha256(body.encode()).hexdigest(),
        published_on=clock.today(),
        published_by=actor.user_id,
        created_at=clock.now(),
    )
    await notice.save()
    await audit.record(
        "notice.published", "privacy_notice", notice.id, actor=actor, changes={"number": [None, number]}
    )
    return notice
