"""Pictures of the demo: drawn, not taken, and kept on the disk as photos are that somebody handed in."""

from __future__ import annotations

from pathlib import Path

from programs.residents import photo_actions, photo_queries
from programs.residents.photo_actions import KeptPicture
from programs.residents.photo_schemas import PhotoPeople
from server.demo.program import ProgramStory, op
from server.lib import pictures

_FOLDER = Path(__file__).parent / "drawings"
_SIZE = (640, 427)


async def kept(name: str) -> KeptPicture:
    """A picture of the demo as if it had just been read. They are small: both sizes are the same."""
    content = (_FOLDER / f"{name}.webp").read_bytes()
    return KeptPicture(await pictures.keep(content, content), *_SIZE, len(content))


async def nobody_in(story: ProgramStory, photo_id: int, caption: str) -> None:
    """Say that nobody can be recognised in it: from now on everybody may see it."""
    photo = await photo_queries.access_photo(story.actor, photo_id)
    data = PhotoPeople(**op(), version=photo.version, caption=caption, nobody=True)
    await photo_actions.say_people(photo, data, actor=story.actor)
