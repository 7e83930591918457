"""Files of photos that are gone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from programs.residents.photo_actions import DROP
from programs.residents.photo_queries import file_ids
from server.jobs import job
from server.lib import clock, pictures
from server.lib.actor import Actor

# Between the file and its row a request may take its time; nobody waits for a day.
_ORPHANED_AFTER = timedelta(days=1)


@job(DROP)
async def drop_photos(payload: dict[str, Any], actor: Actor) -> None:
    """The files of removed photos go, here and beside the backups."""
    await pictures.drop(payload["file_ids"])


@job("residents.sweep_photos")
async def sweep_photos(payload: dict[str, Any], actor: Actor) -> None:
    """Once a day: files that no photo names, because the form was refused after they were written."""
    known = await file_ids()
    await pictures.drop(
        [file_id for file_id in pictures.kept_before(clock.now() - _ORPHANED_AFTER) if file_id not in known]
    )
