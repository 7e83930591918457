"""Lists of needs: filtered, page by page, and counted by class."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Request, get
from litestar.response import Response

from programs.communities.queries import building_options, community_options
from programs.listening import queries, street_queries
from programs.listening.queries import NeedFilter
from programs.listening.schemas import CHANNELS
from programs.method.queries import program_options
from programs.residents.queries import access_resident
from programs.residents.schemas import AGES
from server.lib import clock
from server.lib.actor import Actor
from server.lib.days import month_of, months_between, months_later
from server.lib.i18n import _, format_month
from server.web.access import STAFF, actor_of
from server.web.asked import asked_id, asked_month
from server.web.charts import Point, bar_list
from server.web.forms import Form, Write
from server.web.pages import page
from server.web.paging import link


def read_filter(request: Request) -> NeedFilter:
    """The filter in an address; what cannot be read filters nothing."""
    return NeedFilter(
        community=asked_id(request, "community"),
        program=asked_id(request, "program"),
        need_class=asked_id(request, "class"),
        complaint=request.query_params.get("complaint") == "1",
        month=asked_month(request),
        resident=asked_id(request, "resident"),
        building=asked_id(request, "building"),
        channel=_one_of(CHANNELS, request.query_params.get("channel")),
        age=_one_of(AGES, request.query_params.get("age")),
        willing=request.query_params.get("willing") == "1",
    )


def _one_of(words: Mapping[str, Any], text: str | None) -> str:
    return text if text is not None and text in words else ""


def address(path: str, chosen: NeedFilter, **more: Any) -> str:
    """An address with a filter in it."""
    parts = {
        "community": chosen.community,
        "program": chosen.program,
        "class": chosen.need_class,
        "complaint": "1" if chosen.complaint else None,
        "month": chosen.month,
        "resident": chosen.resident,
        "building": chosen.building,
        "channel": chosen.channel,
        "age": chosen.age,
        "willing": "1" if chosen.willing else None,
    }
    return link(path, **{**parts, **more})


@get("/desk/needs", opt={"who": STAFF})
async def list_needs(request: Request) -> Response[bytes]:
    """Needs of the reader's communities, filtered."""
    actor, chosen = actor_of(request), read_filter(request)
    found = await queries.list_needs(actor, chosen, cursor=request.query_params.get("after"))
    return page(
        request,
        "listening/list.html",
        found=found,
        next_url=address("/desk/needs", chosen, after=found.next) if found.next else None,
        **await around(actor, chosen),
    )


@get("/desk/needs/by-class", opt={"who": STAFF})
async def count_needs(request: Request) -> Response[bytes]:
    """How many needs each class counts, as bars that open their needs."""
    actor, chosen = actor_of(request), read_filter(request)
    counted = await queries.counts_by_class(actor, chosen)
    points = [
        Point(
            queries.class_label(row["class_name"], row["top_name"]) or _("Without a class"),
            row["complaints"] if chosen.complaint else row["quantity"],
            address("/desk/needs", chosen, **{"class": row["need_class"] or str(queries.WITHOUT_CLASS)}),
        )
        for row in counted
    ]
    title = _("Complaints by class") if chosen.complaint else _("Needs by class")
    return page(
        request,
        "listening/by_class.html",
        chart=bar_list(points, title=title),
        any=bool(points),
        total=sum(row["quantity"] for row in counted),
        complaints=sum(row["complaints"] for row in counted),
        **await around(actor, chosen),
    )


async def tabs_of(
    actor: Actor, community: int | None, program: int | None, chosen: NeedFilter | None = None
) -> list[tuple[str, str, str, int | None]]:
    """The ways of looking at needs; the filter goes along where it can."""
    chosen = chosen or NeedFilter(community=community, program=program)
    waiting = await street_queries.count_inbox(actor, community)
    around = {"community": community}
    return [
        ("list", _("One by one"), address("/desk/needs", chosen), None),
        ("inbox", _("Inbox"), link("/desk/needs/inbox", **around), waiting or None),
        ("cases", _("Three steps"), link("/desk/needs/cases", **around, program=program), None),
        ("counts", _("By class"), address("/desk/needs/by-class", chosen), None),
        ("heat", _("When and where"), address("/desk/needs/heat", chosen), None),
        ("willing", _("Would join in"), link("/desk/needs/willing", **around), None),
    ]


async def around(actor: Actor, chosen: NeedFilter) -> dict[str, Any]:
    """What stands above both lists: the filter, its choices, and what it narrows down to."""
    classes = await queries.class_options(actor.organisation_id)
    communities = await community_options(actor)
    today = clock.today()
    months = months_between(month_of(months_later(today, -23)), month_of(today))
    values = {
        "community": chosen.community,
        "program": chosen.program,
        "class": chosen.need_class,
        "complaint": "1" if chosen.complaint else "",
        "month": chosen.month,
        "building": chosen.building,
        "channel": chosen.channel,
        "age": chosen.age,
    }
    return {
        "chosen": chosen,
        "resident": await access_resident(actor, chosen.resident) if chosen.resident is not None else None,
        "filters": Form.blank(Write, **values),
        "communities": communities,
        "programs": await program_options(actor, chosen.community),
        "classes": [*classes, (queries.WITHOUT_CLASS, _("Without a class"))],
        "months": [(month, format_month(month)) for month in reversed(months)],
        "channels": CHANNELS,
        "ages": AGES,
        "buildings": await _buildings(communities, chosen),
        "duplicates_url": address("/desk/needs/duplicates", chosen),
        "candidate_url": link(
            "/desk/needs/candidate", program=chosen.program, **{"class": chosen.need_class}
        ),
        "new_url": link(
            "/desk/needs/new", community=chosen.community, program=chosen.program, resident=chosen.resident
        ),
        "tabs": await tabs_of(actor, chosen.community, chosen.program, chosen),
        "all_url": "/desk/needs",
    }


async def _buildings(communities: Sequence[tuple[int, str]], chosen: NeedFilter) -> list[tuple[int, str]]:
    """The buildings to choose from, once one community is chosen or there is but one."""
    known = [community_id for community_id, _name in communities if chosen.community in (None, community_id)]
    return await building_options(known[0]) if len(known) == 1 else []


HANDLERS = [list_needs, count_needs]
