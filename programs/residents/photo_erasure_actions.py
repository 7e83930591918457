"""Forgetting a person in pictures: a photo in which she can be recognised goes with its file."""

from __future__ import annotations

from collections.abc import Sequence

from programs.residents.photo_actions import remove_photos_with
from server.lib.actor import Actor


async def erase_person(resident_id: int, names: Sequence[str], actor: Actor) -> None:
    """Remove the photos of a person. Part of the erasing transaction."""
    await remove_photos_with(resident_id, actor=actor)
