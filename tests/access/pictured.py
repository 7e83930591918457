"""A photo for both sides of the walls, with its file."""

from __future__ import annotations

from programs.residents.tables import Photo
from server.intake.photo import CONTENT_TYPE, read_picture
from server.lib import pictures
from tests.cast import Side, _row
from tests.pictures import photo


async def pictured(side: Side, mark: str) -> dict[str, int | str]:
    """A photo in which nobody can be recognised, so that the street sees it; its id, and what its file is called in addresses."""
    read = read_picture(photo())
    photo_id = await _row(
        Photo,
        organisation=side.organisation,
        community=side.community,
        file_id=await pictures.keep(read.large, read.small),
        content_type=CONTENT_TYPE,
        width=read.width,
        height=read.height,
        size=len(read.large),
        caption=f"{mark}包粽子",
        nobody_recognisable=True,
    )
    return {"photo_id": photo_id, "photo": photo_id, "photos/picture": f"{photo_id}.webp"}
