"""The page that says whom groups and activities reach, and whom they miss (S72)."""

from __future__ import annotations

from datetime import date
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response, Stream

from groups.activities import target_exports, target_queries, target_rules
from programs.communities import policy
from programs.communities.queries import access_community
from programs.communities.tables import Community
from programs.residents import choices, target_actions
from programs.residents.target_queries import sizes_of
from programs.residents.target_schemas import GroupSize
from server.export.download import download
from server.lib import clock
from server.lib.i18n import _, m
from server.web.access import STAFF, actor_of
from server.web.charts import Chart, Point, bar_list
from server.web.forms import Form, read_form, submit
from server.web.pages import page, redirect

PERIODS = {"3": m("3 months"), "12": m("12 months"), "36": m("3 years")}
_USUAL = str(target_rules.MONTHS)


def _since(period: str) -> date:
    months = int(period) if period in PERIODS else target_rules.MONTHS
    return target_rules.first_day(clock.today(), months)


def _home(community_id: int) -> str:
    return f"/desk/communities/{community_id}/target-groups"


@get("/desk/communities/{community_id:int}/target-groups", opt={"who": STAFF})
async def show_reach(request: Request, community_id: FromPath[int]) -> Response[bytes]:
    """Each group to be reached: how many of how many, in groups, at activities."""
    community = await access_community(actor_of(request), community_id)
    return await _show(request, community, Form.blank(GroupSize, as_of=clock.today()))


async def _show(request: Request, community: Community, form: Form[GroupSize]) -> Response[bytes]:
    period = request.query_params.get("months", "")
    period = period if period in PERIODS else _USUAL
    rows = await target_queries.reach_of(community.id, since=_since(period))
    return page(
        request,
        "activities/target_groups.html",
        community=community,
        rows=rows,
        sizes=await sizes_of(community.id),
        missed=[
            choices.word_of("target_group", row.target_group) for row in rows if target_rules.is_missed(row)
        ],
        chart=_chart(rows),
        rules=target_rules,
        word_of=choices.word_of,
        periods=PERIODS,
        period=period,
        since=_since(period),
        form=form,
        words=list(choices.TARGET_GROUPS.values()),
        may_edit=policy.may_edit_community(actor_of(request), community.id),
    )


def _chart(rows: list[target_rules.Reached]) -> Chart | None:
    shares = [(row, target_rules.share(row)) for row in rows]
    points = [
        Point(str(choices.word_of("target_group", row.target_group)), round(part * 100))
        for row, part in shares
        if part is not None
    ]
    title = _("Reached, of a hundred people of each group")
    return bar_list(points, title=title, whole=100) if points else None


@post("/desk/communities/{community_id:int}/target-groups", opt={"who": STAFF})
async def size_group(request: Request, community_id: FromPath[int]) -> Response[Any]:
    """Write down how large a group is."""
    community = await access_community(actor_of(request), community_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, GroupSize),
        action="target_group.sized",
        write=lambda data, actor: target_actions.size_group(community, data, actor=actor),
        done=lambda _: redirect(_home(community_id), m("Saved.")),
        again=lambda form: _show(request, community, form),
    )


@get("/desk/communities/{community_id:int}/target-groups.xlsx", opt={"who": STAFF})
async def reach_xlsx(request: Request, community_id: FromPath[int]) -> Stream:
    """The same as a workbook."""
    community = await access_community(actor_of(request), community_id)
    period = request.query_params.get("months", _USUAL)
    rows = await target_queries.reach_of(community.id, since=_since(period))
    told = target_exports.rows_of(rows, await sizes_of(community.id))
    return await download(target_exports.SHEET, told, "xlsx", f"{community.name} {_('Who is reached')}")


HANDLERS = [show_reach, size_group, reach_xlsx]
