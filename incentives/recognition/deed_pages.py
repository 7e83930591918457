"""Pages of what was noted: publicity, talks of care, stories, followers, and honours of the community."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from incentives.recognition import (
    care_actions,
    care_queries,
    deed_queries,
    example_actions,
    publicity_actions,
    words,
)
from incentives.recognition.deed_schemas import EditedStory, PublishedStory, VoidedDeed
from incentives.recognition.person_pages import home_of
from incentives.recognition.tables import CareTalk, Follower, PublicityItem, RoleModelStory
from programs.residents.consent_queries import has_consent
from programs.residents.photo_queries import photo_cards
from programs.residents.queries import access_resident
from programs.residents.tables import Purpose
from server.lib import clock
from server.lib.actor import Actor
from server.lib.i18n import Message, m
from server.web.access import STAFF, actor_of
from server.web.forms import Form, read_form, submit
from server.web.pages import page, redirect

_PUBLICITY = "/desk/publicity/{item_id:int}"
_CARE = "/desk/care-talks/{talk_id:int}"
_FOLLOWER = "/desk/followers/{follower_id:int}"
_STORY = "/desk/stories/{story_id:int}"
_GONE = m("Taken back. It counts no longer.")


def _deed(request: Request, form: Form[VoidedDeed] | None, **facts: Any) -> Response[bytes]:
    """A note's page. `to_ask` is the person without whose yes it stands nowhere in public, `photos` are its pictures."""
    shown: dict[str, Any] = {"to_ask": None, "photos": (), **facts}
    return page(request, "recognition/deed.html", form=form or Form.blank(VoidedDeed), **shown)


async def _void(
    request: Request,
    action: str,
    write: Callable[[VoidedDeed, Actor], Awaitable[int]],
    back: str,
    again: Callable[[Form[VoidedDeed]], Awaitable[Response[bytes]]],
) -> Response[Any]:
    form = await read_form(request, VoidedDeed)
    return await submit(
        request, form, action=action, write=write, done=lambda _: redirect(back, _GONE), again=again
    )


def _after(item: PublicityItem) -> str:
    if item.resident is not None:
        return home_of(item.resident)
    return f"/desk/communities/{item.community}/publicity"


@get(_PUBLICITY, opt={"who": STAFF})
async def show_publicity(request: Request, item_id: FromPath[int]) -> Response[bytes]:
    """Where somebody was shown."""
    return await _publicity(
        request, await deed_queries.access_deed(PublicityItem, actor_of(request), item_id)
    )


async def _publicity(
    request: Request, item: PublicityItem, form: Form[VoidedDeed] | None = None
) -> Response[bytes]:
    facts: list[tuple[Message, Any]] = [
        (m("Who was shown"), await deed_queries.shown_in(item)),
        (m("Where"), words.MEDIA[item.medium]),
        (m("Place"), item.place),
    ]
    agrees = item.resident is None or await has_consent(item.resident, Purpose.publicity, on=clock.today())
    return _deed(
        request,
        form,
        to_ask=None if agrees else item.resident,
        heading=item.title,
        on=item.shown_on,
        facts=facts,
        photos=await photo_cards([item.photo] if item.photo is not None else []),
        voided=item.voided_at is not None,
        back=_after(item),
        path=f"/desk/publicity/{item.id}/void",
    )


@post(_PUBLICITY + "/void", opt={"who": STAFF})
async def void_publicity(request: Request, item_id: FromPath[int]) -> Response[Any]:
    """Take a note of publicity back."""
    item = await deed_queries.access_deed(PublicityItem, actor_of(request), item_id)
    return await _void(
        request,
        "publicity.voided",
        lambda data, actor: publicity_actions.void_publicity(item, data, actor=actor),
        _after(item),
        lambda form: _publicity(request, item, form),
    )


@get(_CARE, opt={"who": STAFF})
async def show_care(request: Request, talk_id: FromPath[int]) -> Response[bytes]:
    """A talk of care, for staff of the community."""
    return await _care(request, await care_queries.access_talk(actor_of(request), talk_id))


async def _care(request: Request, talk: CareTalk, form: Form[VoidedDeed] | None = None) -> Response[bytes]:
    resident = await access_resident(actor_of(request), talk.resident)
    said = {row["id"]: row["note"] for row in await care_queries.talks_of(talk.resident)}
    facts: list[tuple[Message, Any]] = [
        (m("Person"), resident.name),
        (m("Who talked with them"), talk.by_name),
        (m("What was said in the talk"), said.get(talk.id, "")),
    ]
    return _deed(
        request,
        form,
        heading=words.CARE_KINDS[talk.kind],
        on=talk.talked_on,
        facts=facts,
        voided=talk.voided_at is not None,
        back=f"{home_of(talk.resident)}#care",
        path=f"/desk/care-talks/{talk.id}/void",
    )


@post(_CARE + "/void", opt={"who": STAFF})
async def void_care(request: Request, talk_id: FromPath[int]) -> Response[Any]:
    """Take a note of a talk back; what was said is deleted."""
    talk = await care_queries.access_talk(actor_of(request), talk_id)
    return await _void(
        request,
        "care.voided",
        lambda data, actor: care_actions.void_care(talk, data, actor=actor),
        f"{home_of(talk.resident)}#care",
        lambda form: _care(request, talk, form),
    )


@get(_FOLLOWER, opt={"who": STAFF})
async def show_follower(request: Request, follower_id: FromPath[int]) -> Response[bytes]:
    """Who joined because of whom."""
    return await _follower(request, await deed_queries.access_deed(Follower, actor_of(request), follower_id))


async def _follower(
    request: Request, follower: Follower, form: Form[VoidedDeed] | None = None
) -> Response[bytes]:
    actor = actor_of(request)
    newcomer = await access_resident(actor, follower.resident)
    example = await access_resident(actor, follower.because_of)
    facts: list[tuple[Message, Any]] = [
        (m("Because of"), example.name),
        (m("In their own words"), follower.said),
    ]
    return _deed(
        request,
        form,
        heading=newcomer.name,
        on=follower.joined_on,
        facts=facts,
        voided=follower.voided_at is not None,
        back=f"{home_of(follower.because_of)}#example",
        path=f"/desk/followers/{follower.id}/void",
    )


@post(_FOLLOWER + "/void", opt={"who": STAFF})
async def void_follower(request: Request, follower_id: FromPath[int]) -> Response[Any]:
    """Take it back that somebody joined because of somebody."""
    follower = await deed_queries.access_deed(Follower, actor_of(request), follower_id)
    return await _void(
        request,
        "follower.voided",
        lambda data, actor: example_actions.void_follower(follower, data, actor=actor),
        f"{home_of(follower.because_of)}#example",
        lambda form: _follower(request, follower, form),
    )


@get(_STORY, opt={"who": STAFF})
async def show_story(request: Request, story_id: FromPath[int]) -> Response[bytes]:
    """A story, to be read to the person, changed, published, taken down."""
    return await _story(request, await deed_queries.access_deed(RoleModelStory, actor_of(request), story_id))


async def _story(
    request: Request, story: RoleModelStory, form: Form[EditedStory] | None = None
) -> Response[bytes]:
    resident = await access_resident(actor_of(request), story.resident)
    return page(
        request,
        "recognition/story.html",
        story=story,
        name=resident.name,
        out=story.published_on is not None and story.taken_down_on is None,
        agrees=await has_consent(story.resident, Purpose.publicity, on=clock.today()),
        back=f"{home_of(story.resident)}#example",
        form=form or Form.of(EditedStory, story),
        button_form=Form.blank(PublishedStory),
    )


@post(_STORY, opt={"who": STAFF})
async def edit_story(request: Request, story_id: FromPath[int]) -> Response[Any]:
    """Save a story."""
    story = await deed_queries.access_deed(RoleModelStory, actor_of(request), story_id)
    return await submit(
        request,
        await read_form(request, EditedStory),
        action="story.edited",
        write=lambda data, actor: example_actions.edit_story(story, data, actor=actor),
        done=lambda row: redirect(f"/desk/stories/{row}", m("Saved.")),
        again=lambda form: _story(request, story, form),
    )


@post(_STORY + "/published", opt={"who": STAFF})
async def publish_story(request: Request, story_id: FromPath[int]) -> Response[Any]:
    """Put a story on the street."""
    story = await deed_queries.access_deed(RoleModelStory, actor_of(request), story_id)
    return await submit(
        request,
        await read_form(request, PublishedStory),
        action="story.published",
        write=lambda _data, actor: example_actions.publish_story(story, actor=actor),
        done=lambda row: redirect(f"/desk/stories/{row}", m("The story stands on the street.")),
        again=lambda form: _story(request, story, form.on(EditedStory)),
    )


@post(_STORY + "/taken-down", opt={"who": STAFF})
async def take_story_down(request: Request, story_id: FromPath[int]) -> Response[Any]:
    """Take a story off the street."""
    story = await deed_queries.access_deed(RoleModelStory, actor_of(request), story_id)
    return await submit(
        request,
        await read_form(request, PublishedStory),
        action="story.taken_down",
        write=lambda _data, actor: example_actions.take_story_down(story, actor=actor),
        done=lambda row: redirect(f"/desk/stories/{row}", m("The story is down.")),
        again=lambda form: _story(request, story, form.on(EditedStory)),
    )


HANDLERS = [
    show_publicity,
    void_publicity,
    show_care,
    void_care,
    show_follower,
    void_follower,
    show_story,
    edit_story,
    publish_story,
    take_story_down,
]
