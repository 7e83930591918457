"""How a person was thanked: the four kinds side by side, with the forms to add what was done."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from incentives.recognition import (
    award_queries,
    balance_queries,
    balance_rules,
    care_actions,
    care_queries,
    deed_queries,
    example_actions,
    queries,
    words,
)
from incentives.recognition.deed_schemas import NewCare, NewFollower, NewStory
from programs.method.queries import only_program, program_options
from programs.residents.consent_queries import has_consent
from programs.residents.queries import access_resident
from programs.residents.rules import label
from programs.residents.tables import Purpose, Resident
from server.lib import clock
from server.lib.actor import Actor
from server.lib.i18n import m
from server.web.access import STAFF, actor_of
from server.web.forms import Form, read_form, submit
from server.web.pages import page, redirect

_HOME = "/desk/residents/{resident_id:int}"


def home_of(resident_id: int) -> str:
    """The address of a person's recognition."""
    return f"/desk/residents/{resident_id}/recognition"


@get(_HOME + "/recognition", opt={"who": STAFF})
async def show_person(request: Request, resident_id: FromPath[int]) -> Response[bytes]:
    """The four kinds of thanks of one person, and who joined because of her."""
    resident = await care_queries.access_talks(actor_of(request), resident_id)
    return await _show(request, resident)


async def _show(
    request: Request,
    resident: Resident,
    care: Form[NewCare] | None = None,
    story: Form[NewStory] | None = None,
    follower: Form[NewFollower] | None = None,
) -> Response[bytes]:
    actor, today = actor_of(request), clock.today()
    counts = await balance_queries.counts_of(resident.id, resident.community)
    known = {"program": await only_program(actor, resident.community)}
    return page(
        request,
        "recognition/person.html",
        resident=resident,
        called=label(resident.name, resident.phone_tail),
        counts=counts,
        missing=balance_rules.missing(counts),
        keys=balance_rules.KINDS,
        kinds=words.KINDS,
        missing_words=words.MISSING,
        shade=balance_rules.shade,
        awards=await award_queries.awards_of(resident.id),
        nominations=[
            row for row in await queries.nominations_of(resident.id) if row["state"] in queries.WAITING
        ],
        states=words.STATES,
        classes=words.REVOKE_CLASSES,
        publicity=await deed_queries.publicity_of(resident.id),
        media=words.MEDIA,
        talks=await care_queries.talks_of(resident.id),
        care_kinds=words.CARE_KINDS,
        stories=await deed_queries.stories_of(resident.id),
        followers=await deed_queries.followers_of(resident.id),
        agrees=await has_consent(resident.id, Purpose.publicity, on=today),
        programs=await program_options(actor, resident.community),
        care_form=care or Form.blank(NewCare, talked_on=today, kind="talk", **known),
        story_form=story or Form.blank(NewStory, told_on=today, **known),
        follower_form=follower or Form.blank(NewFollower, joined_on=today, **known),
        options=words.options,
    )


@post(_HOME + "/care", opt={"who": STAFF})
async def note_care(request: Request, resident_id: FromPath[int]) -> Response[Any]:
    """Note a talk or a visit of care."""
    resident = await care_queries.access_talks(actor_of(request), resident_id)
    return await submit(
        request,
        await read_form(request, NewCare),
        action="care.noted",
        write=lambda data, actor: care_actions.note_care(resident, data, actor=actor),
        done=lambda _: redirect(f"{home_of(resident_id)}#care", m("Noted. Only staff read it.")),
        again=lambda form: _show(request, resident, care=form),
    )


@post(_HOME + "/stories", opt={"who": STAFF})
async def tell_story(request: Request, resident_id: FromPath[int]) -> Response[Any]:
    """Write a story down."""
    resident = await access_resident(actor_of(request), resident_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, NewStory),
        action="story.told",
        write=lambda data, actor: example_actions.tell_story(resident, data, actor=actor),
        done=lambda row: redirect(
            f"/desk/stories/{row}", m("Written down. Read it to her before it is published.")
        ),
        again=lambda form: _show(request, resident, story=form),
    )


@post(_HOME + "/followers", opt={"who": STAFF})
async def note_follower(request: Request, resident_id: FromPath[int]) -> Response[Any]:
    """Note who joined because of this person."""
    resident = await access_resident(actor_of(request), resident_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, NewFollower),
        action="follower.noted",
        write=lambda data, actor: example_actions.note_follower(resident, data, actor=actor),
        done=lambda _: redirect(f"{home_of(resident_id)}#example", m("Noted.")),
        again=lambda form: _show(request, resident, follower=form),
    )


async def resident_section(_actor: Actor, resident: Resident) -> tuple[str, dict[str, Any]]:
    """How a person was thanked, in short, for her card on the desk."""
    counts = await balance_queries.counts_of(resident.id, resident.community)
    return "recognition/_person.html", {
        "counts": counts,
        "missing": balance_rules.missing(counts),
        "keys": balance_rules.KINDS,
        "kinds": words.KINDS,
        "missing_words": words.MISSING,
        "shade": balance_rules.shade,
        "awards": await award_queries.awards_of(resident.id),
        "followers": len(await deed_queries.followers_of(resident.id)),
    }


HANDLERS = [show_person, note_care, tell_story, note_follower]
