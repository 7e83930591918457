"""What is kept of a person's recognition, for her own eyes."""

from __future__ import annotations

from datetime import date

from incentives.recognition import award_queries, care_queries, deed_queries, queries
from incentives.recognition.words import CARE_KINDS, MEDIA, STATES
from programs.residents.own_queries import OwnLine
from server.lib import db
from server.lib.i18n import _, m, ngettext

RECOGNITION = m("Recognition")
_SAID = {
    "joined": m("because of whom she joined"),
    "nominated": m("whom she nominated"),
    "reviewed": m("reviews of nominations"),
}


async def held(resident_id: int) -> list[OwnLine]:
    """Nominations, awards, publicity, talks with what was said, stories, how many joined because of her, and what she said."""
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
    if followers := len(await deed_queries.followers_of(resident_id)):
        told = ngettext(
            "%(num)s newcomer names this person as the reason.",
            "%(num)s newcomers name this person as the reason.",
            followers,
        )
        lines.append(OwnLine(RECOGNITION, m("who joined because of her"), told))
    return [*lines, *await _said_by(resident_id)]


async def _said_by(resident_id: int) -> list[OwnLine]:
    """What she told of others: because of whom she joined, whom she nominated, and how she reviewed nominations."""
    found = await db.rows(
        "SELECT 'joined' AS kind, r.name AS who, f.said AS words, f.joined_on AS day FROM follower AS f"
        " JOIN resident AS r ON r.id = f.because_of WHERE f.resident = {} AND f.voided_at IS NULL"
        " UNION ALL SELECT 'nominated' AS kind, COALESCE(r.name, g.name) AS who, n.deed AS words, n.proposed_on AS day"
        ' FROM nomination AS n LEFT JOIN resident AS r ON r.id = n.resident LEFT JOIN community_group AS g ON g.id = n."group"'
        " WHERE n.proposer = {}"
        " UNION ALL SELECT 'reviewed' AS kind, COALESCE(r.name, g.name) AS who, v.note AS words, v.reviewed_on AS day"
        " FROM nomination_review AS v JOIN nomination AS n ON n.id = v.nomination"
        ' LEFT JOIN resident AS r ON r.id = n.resident LEFT JOIN community_group AS g ON g.id = n."group"'
        " WHERE v.reviewer_resident = {} ORDER BY day DESC",
        resident_id,
        resident_id,
        resident_id,
    )
    return [
        OwnLine(
            RECOGNITION,
            _SAID[row["kind"]],
            _("%(name)s: %(words)s", name=row["who"], words=row["words"]) if row["words"] else row["who"],
            date.fromisoformat(str(row["day"])),  # a day out of UNION is text on SQLite
        )
        for row in found
    ]
