"""The compact on paper: A3 for the wall, A4 for the door, and the same for whoever opens its page."""

from __future__ import annotations

from typing import Any

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response

from groups.compacts import queries, rules, signature_queries, text_queries
from groups.compacts.tables import Compact
from groups.compacts.text_queries import CompactText
from programs.communities.queries import access_community, public_community
from programs.communities.tables import Community
from programs.method.rules import small_cell
from server.accounts.door import link_to
from server.export.paper import paper, paper_response
from server.lib import clock
from server.lib.errors import NotFound
from server.lib.i18n import _, format_date, format_number
from server.web.access import PUBLIC, STAFF, actor_of
from server.web.qr import qr_svg


@get("/desk/compacts/{compact_id:int}/poster.pdf", opt={"who": STAFF})
async def poster(request: Request, compact_id: FromPath[int]) -> Response[bytes]:
    """The poster for the wall, A3."""
    return await _of_desk(request, compact_id, "a3")


@get("/desk/compacts/{compact_id:int}/door.pdf", opt={"who": STAFF})
async def door_sheet(request: Request, compact_id: FromPath[int]) -> Response[bytes]:
    """The sheet for the door, A4."""
    return await _of_desk(request, compact_id, "a4")


async def _of_desk(request: Request, compact_id: int, size: str) -> Response[bytes]:
    actor = actor_of(request)
    compact = await queries.access_compact(actor, compact_id)
    return await _print(request, await access_community(actor, compact.community), compact, size)


@get("/c/{slug:str}/compacts/{compact_id:int}/poster.pdf", opt={"who": PUBLIC})
async def street_poster(request: Request, slug: FromPath[str], compact_id: FromPath[int]) -> Response[bytes]:
    """The sheet for the door, for anybody."""
    community = await public_community(slug)
    return await _print(request, community, await queries.public_compact(community, compact_id), "a4")


async def _print(request: Request, community: Community, compact: Compact, size: str) -> Response[bytes]:
    text = text_queries.standing(await text_queries.texts_of(compact.id))
    if text is None:
        raise NotFound
    tally = await signature_queries.tally_of(compact.id, major=text.major)
    address = link_to(request, f"/c/{community.slug}/compacts/{compact.id}")
    facts: dict[str, Any] = {
        "title": compact.title,
        "size": size,
        "community": community.name,
        "preamble": text.preamble,
        "clauses": [one.text for one in text.clauses],
        "notes": notes_on(compact, text),
        "told": told_on(compact, tally.current),
        "code": {"svg": qr_svg(address), "says": address} if community.public else None,
        "read_on": _what_for(compact),
        "printed": _("Printed on %(day)s", day=format_date(clock.today())),
    }
    return paper_response(await paper("compacts/compact", facts), f"{compact.title}-{text.label}-{size}")


def told_on(compact: Compact, signed: int) -> str:
    """The line in red, so that nobody takes a draft or an old sheet for what holds; a few who signed are not counted out."""
    if compact.ended_on:
        return _("Ended on %(day)s", day=format_date(compact.ended_on))
    if compact.consulting_until:
        return _(
            "Everybody is asked until %(day)s: say what you think.", day=format_date(compact.consulting_until)
        )
    if compact.state == "revising":
        return _("A draft, not adopted yet")
    if not signed:
        return ""
    if small_cell(signed):
        return _("Our households are signing")
    return _("%(num)s households have signed", num=format_number(signed))


def _what_for(compact: Compact) -> str:
    """What whoever scans the code can do there."""
    if rules.refuse_act(compact.state, "sign") is None:
        return _("Scan to read on, comment and sign")
    if rules.refuse_act(compact.state, "hear") is None:
        return _("Scan to say what you think")
    return _("Scan to read on")


def notes_on(compact: Compact, text: CompactText) -> list[str]:
    """What stands below: the text, since when it holds, whether it was changed since, and when it is looked at again."""
    notes = [text.called]
    if compact.ratified_on:
        notes.append(_("adopted %(day)s", day=format_date(compact.ratified_on)))
    if compact.in_force_on:
        notes.append(_("in force since %(day)s", day=format_date(compact.in_force_on)))
    if text.reason and text.fixed_at:  # published in the place of the one that was adopted
        notes.append(_("changed to this text %(day)s", day=format_date(clock.local(text.fixed_at).date())))
    if compact.review_on and compact.state != "ended":
        notes.append(_("to be looked at again by %(day)s", day=format_date(compact.review_on)))
    return notes


HANDLERS = [poster, door_sheet, street_poster]
