"""The street's form as JSON: the same limits, and nobody signs in."""

from __future__ import annotations

from litestar import Request, get, post
from litestar.params import FromPath, JSONBody

from programs.communities.queries import public_community
from programs.listening import case_actions, case_queries, street_actions, street_queries
from programs.listening.case_rules import state_of
from programs.listening.case_schemas import ConfirmedNeed
from programs.listening.street_schemas import FollowedNeed, SentIn, StreetNeed
from server.accounts.door import visit_of
from server.lib.i18n import _
from server.web.access import PUBLIC
from server.web.forms import Created, carry_out, written

_NEEDS = "/api/c/{slug:str}/needs"
_FOLLOWED = f"{_NEEDS}/{{token:str}}"


@post(_NEEDS, opt={"who": PUBLIC})
async def send_in(request: Request, slug: FromPath[str], data: JSONBody[StreetNeed]) -> SentIn:
    """Say what troubles somebody; answers with the private address at which it is followed."""
    community = await public_community(slug)
    actor = street_actions.passer_by(community, _("A resident of the community"))
    await carry_out(
        data,
        actor=actor,
        action="need.sent_in",
        write=lambda: street_actions.send_in(community, data, address=visit_of(request).address, actor=actor),
    )
    token = street_actions.follow_token(data.op_id, community.id)
    return SentIn(f"/c/{community.slug}/needs/{token}", token)


@get(_FOLLOWED, opt={"who": PUBLIC})
async def follow_up(slug: FromPath[str], token: FromPath[str]) -> FollowedNeed:
    """What became of a note, for whoever has its token."""
    community = await public_community(slug)
    need = await street_queries.need_by_token(community, token)
    kept = await case_queries.root_of(need)
    own = state_of(need.to_dict())
    return FollowedNeed(
        text=need.text,
        state=own if own == "voided" else state_of(kept.to_dict()),
        raised_on=need.raised_on,
        taken_in_on=need.taken_in_on,
        handle_by=kept.handle_by,
        handled_on=kept.handled_on,
        answer_by=kept.answer_by,
        answered_on=kept.answered_on,
        answer=kept.answer if kept.answered_on else "",
        confirmed=kept.confirmed,
        set_aside_why=need.void_reason,
    )


@post(_FOLLOWED, opt={"who": PUBLIC})
async def say_whether_solved(
    slug: FromPath[str], token: FromPath[str], data: JSONBody[ConfirmedNeed]
) -> Created:
    """What the person says to the answer; “no” may say why in a line."""
    community = await public_community(slug)
    kept = await case_queries.root_of(await street_queries.need_by_token(community, token))
    actor = street_actions.passer_by(community, _("A resident of the community"))
    return await written(kept, data, "need.confirmed", case_actions.confirm_need, actor=actor)


HANDLERS = [send_in, follow_up, say_whether_solved]
