"""Pages on which publicity, pictures of a deed and honours of the community itself are noted."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from groups.teams.queries import group_options
from incentives.recognition import actions, deed_queries, publicity_actions, queries, words
from incentives.recognition.deed_schemas import NewCommunityHonour, NewPublicity, VoidedDeed
from incentives.recognition.forms import NominationForms
from incentives.recognition.pages import home_of, show
from incentives.recognition.tables import CommunityHonour
from programs.communities.queries import access_community
from programs.communities.tables import Community
from programs.method.queries import only_program, program_options
from programs.residents.photo_actions import KeptPicture
from programs.residents.photo_pages import LARGEST_BODY, take_in_sent
from programs.residents.photo_queries import photo_cards
from programs.residents.photo_schemas import NewPhotos
from server.intake import limits
from server.lib import clock
from server.lib.actor import Actor
from server.lib.i18n import m
from server.web.access import STAFF, actor_of
from server.web.asked import asked_id, asked_text
from server.web.forms import Form, read_form, submit
from server.web.pages import page, redirect
from server.web.paging import link

_PUBLICITY = "/desk/communities/{community_id:int}/publicity"
_OF_COMMUNITY = "/desk/communities/{community_id:int}/honours"
_MEGABYTE = 1_000_000


@get(_PUBLICITY, opt={"who": STAFF})
async def publicity_form(request: Request, community_id: FromPath[int]) -> Response[bytes]:
    """Where people and groups were shown, and the form to note it."""
    actor = actor_of(request)
    community = await access_community(actor, community_id, to_edit=True)
    form = Form.blank(
        NewPublicity,
        who=asked_text(request, "who"),
        group=asked_id(request, "group"),
        shown_on=clock.today(),
        medium="board",
        program=await only_program(actor, community.id),
    )
    return await _form(request, community, form)


async def _form(request: Request, community: Community, form: Form[NewPublicity]) -> Response[bytes]:
    actor = actor_of(request)
    found = await deed_queries.publicity_in(community.id, cursor=request.query_params.get("after"))
    path = f"/desk/communities/{community.id}/publicity"
    return page(
        request,
        "recognition/publicity.html",
        community=community,
        rows=found.rows,
        next_url=link(path, after=found.next) if found.next else None,
        media=words.MEDIA,
        medium_options=words.options(words.MEDIA),
        groups=await group_options(actor, community.id),
        programs=await program_options(actor, community.id),
        most_mb=limits.PHOTO_BYTES // _MEGABYTE,
        form=form,
    )


@post(_PUBLICITY, opt={"who": STAFF}, request_max_body_size=LARGEST_BODY)
async def note_publicity(request: Request, community_id: FromPath[int]) -> Response[Any]:
    """Note where somebody was shown, perhaps with a picture of the board."""
    community = await access_community(actor_of(request), community_id, to_edit=True)
    form = await read_form(request, NewPublicity)
    picture = await _picture(request, form)

    async def write(data: NewPublicity, actor: Actor) -> int:
        return await publicity_actions.note_publicity(community, data, picture=picture, actor=actor)

    return await submit(
        request,
        form,
        action="publicity.noted",
        write=write,
        done=lambda row: redirect(f"/desk/publicity/{row}", m("Noted.")),
        again=lambda form: _form(request, community, form),
    )


async def _picture(request: Request, form: Form[Any]) -> KeptPicture | None:
    """The one picture that came with a form, if any; a refusal of it stands in the form."""
    if not any(getattr(file, "filename", "") for file in (await request.form()).getall("photos", [])):
        return None
    kept = await take_in_sent(request, form)
    return kept[0] if kept else None


@post("/desk/nominations/{nomination_id:int}/photos", opt={"who": STAFF}, request_max_body_size=LARGEST_BODY)
async def add_photos(request: Request, nomination_id: FromPath[int]) -> Response[Any]:
    """Hand in pictures that show the deed."""
    nomination = await queries.access_nomination(actor_of(request), nomination_id)
    form = await read_form(request, NewPhotos)
    kept = await take_in_sent(request, form)

    async def write(data: NewPhotos, actor: Actor) -> list[int]:
        return await actions.add_photos(nomination, kept, data, actor=actor)

    return await submit(
        request,
        form,
        action="nomination.photo_added",
        write=write,
        done=lambda _: redirect(home_of(nomination.id), m("The photos are kept. Say who is in them.")),
        again=lambda form: show(request, nomination, NominationForms(photos=form)),
    )


@post(_OF_COMMUNITY, opt={"who": STAFF}, request_max_body_size=LARGEST_BODY)
async def note_community_honour(request: Request, community_id: FromPath[int]) -> Response[Any]:
    """Note an honour that the community itself was given, perhaps with a picture of it."""
    community = await access_community(actor_of(request), community_id, to_edit=True)
    form = await read_form(request, NewCommunityHonour)
    picture = await _picture(request, form)

    async def write(data: NewCommunityHonour, actor: Actor) -> int:
        return await publicity_actions.note_community_honour(community, data, picture=picture, actor=actor)

    return await submit(
        request,
        form,
        action="community_honour.noted",
        write=write,
        done=lambda _: redirect(f"/desk/communities/{community_id}/honours", m("Noted.")),
        again=lambda form: _honours(request, community, form),
    )


@get(_OF_COMMUNITY, opt={"who": STAFF})
async def community_honours(request: Request, community_id: FromPath[int]) -> Response[bytes]:
    """What the community itself was given."""
    community = await access_community(actor_of(request), community_id, to_edit=True)
    return await _honours(request, community, Form.blank(NewCommunityHonour))


async def _honours(
    request: Request,
    community: Community,
    form: Form[NewCommunityHonour],
    void_form: Form[VoidedDeed] | None = None,
    voiding: int | None = None,
) -> Response[bytes]:
    rows = await deed_queries.community_honours(community.id)
    pictures = await photo_cards([row["photo"] for row in rows if row["photo"] is not None])
    return page(
        request,
        "recognition/community_honours.html",
        community=community,
        rows=rows,
        pictures={card["id"]: card for card in pictures},
        most_mb=limits.PHOTO_BYTES // _MEGABYTE,
        form=form,
        void_form=void_form or Form.blank(VoidedDeed),
        voiding=voiding,
        blank=Form.blank(VoidedDeed),
    )


@post("/desk/community-honours/{community_honour_id:int}/void", opt={"who": STAFF})
async def void_community_honour(request: Request, community_honour_id: FromPath[int]) -> Response[Any]:
    """Take an honour of the community back that was noted by mistake."""
    actor = actor_of(request)
    honour = await deed_queries.access_deed(CommunityHonour, actor, community_honour_id)
    community = await access_community(actor, honour.community)
    return await submit(
        request,
        await read_form(request, VoidedDeed),
        action="community_honour.voided",
        write=lambda data, actor: publicity_actions.void_community_honour(honour, data, actor=actor),
        done=lambda _: redirect(f"/desk/communities/{community.id}/honours", m("Taken back.")),
        again=lambda form: _honours(
            request, community, Form.blank(NewCommunityHonour), form, community_honour_id
        ),
    )


HANDLERS = [
    publicity_form,
    note_publicity,
    add_photos,
    community_honours,
    note_community_honour,
    void_community_honour,
]
