"""What is kept of a person's recognition, for her own eyes."""

from __future__ import annotations

from incentives.recognition import award_queries, care_queries, deed_queries, queries
from incentives.recognition.words import CARE_KINDS, MEDIA, STATES
from programs.residents.own_queries import OwnLine
from server.lib.i18n import m

RECOGNITION = m("Recognition")


async def held(resident_id: int) -> list[OwnLine]:
    """Nominations, awards, publicity, talks with what was said, stories, and who joined because of her."""
    lines = [
        OwnLine(RECOGNITION, row["honour"], row["number"], row["awarded_on"])
        for row in await award_queries.awards_of(resident_id)
    ]
    lines += [
        OwnLine(RECOGNITION, STATES[row["state"]][0], f"{row['honour']}: {row['deed']}", row["proposed_on"])
        for row in await queries.nominations_of(resident_id)
    ]
    lines += [
        OwnLine(RECOGNITION, MEDIA[row["medium"]], f"{row['title']} ({row['place']})", row["shown_on"])
        for row in await deed_queries.publicity_of(resident_id)
    ]
    lines += [
        OwnLine(RECOGNITION, CARE_KINDS[row["kind"]], row["note"], row["talked_on"])
        for row in await care_queries.talks_of(resident_id)
    ]
    lines += [
        OwnLine(RECOGNITION, row["title"], row["story"], row["told_on"])
        for row in await deed_queries.stories_of(resident_id)
    ]
    return lines
