"""Photos of an activity: kept like all photos, and found again on the activity's page."""

from __future__ import annotations

from collections.abc import Sequence

from groups.activities import policy
from groups.activities.tables import Activity, ActivityPhoto
from programs.residents import photo_actions
from programs.residents.photo_actions import KeptPicture
from programs.residents.photo_schemas import NewPhotos
from server.lib import clock
from server.lib.actor import Actor
from server.lib.db import write_transaction


async def add_photos(
    activity: Activity,
    kept: Sequence[KeptPicture],
    data: NewPhotos,
    *,
    people: Sequence[int] = (),
    actor: Actor,
) -> list[int]:
    """Enter pictures as photos of this activity, of its day unless another is said; their ids.

    Who can be recognised, or that nobody can, counts only from staff: a leader's photos wait until they say so.
    """
    may_say = policy.may_say_who_is_seen(actor, activity.community)
    async with write_transaction():
        ids = []
        for picture in kept:
            photo_id = await photo_actions.add_photo(
                picture,
                community_id=activity.community,
                caption=data.caption,
                taken_on=data.taken_on or min(activity.held_on, clock.today()),
                people=people if may_say else (),
                nobody_recognisable=data.nobody and may_say,
                actor=actor,
            )
            await ActivityPhoto(
                organisation=actor.organisation_id,
                activity=activity.id,
                photo=photo_id,
                created_at=clock.now(),
            ).save()
            ids.append(photo_id)
        return ids
