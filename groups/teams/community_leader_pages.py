"""The register of community leaders, for staff: two columns of what was seen, one for each criterion (S63)."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from groups.teams import community_leader_actions as actions
from groups.teams import leader_queries, policy, rules
from groups.teams.choices import CRITERIA, POSITIONS, SOURCES, STANDINGS
from groups.teams.queries import LONGEST_LIST
from groups.teams.schemas import Confirmation, EditedSpotting, NewSighting, Spotting, Withdrawal
from groups.teams.tables import CommunityLeader
from programs.communities.queries import access_community, community_options
from programs.communities.tables import Community
from programs.method.queries import access_program, program_options
from programs.residents.key_queries import reader_of
from programs.residents.rules import label
from server.lib import clock
from server.lib.actor import Actor
from server.lib.i18n import m
from server.web.access import STAFF, actor_of
from server.web.asked import asked_id, asked_text
from server.web.forms import Form, Write, read_form, submit
from server.web.history import history_of
from server.web.pages import page, redirect
from server.web.paging import link


def _home(entry_id: int) -> str:
    return f"/desk/community-leaders/{entry_id}"


@get("/desk/community-leaders", opt={"who": STAFF})
async def list_entries(request: Request) -> Response[bytes]:
    """The register of the reader's communities, or of one community or program."""
    actor = actor_of(request)
    community_id, program_id = asked_id(request, "community"), asked_id(request, "program")
    program = await access_program(actor, program_id) if program_id is not None else None
    entries = await leader_queries.list_community_leaders(
        actor, community_id=community_id, program_id=program_id
    )
    place = program.community if program else community_id
    return page(
        request,
        "teams/register.html",
        entries=entries,
        program=program,
        filters=Form.blank(Write, community=community_id),
        communities=await community_options(actor),
        standings=STANDINGS,
        criteria=CRITERIA,
        new_url=link(f"/desk/communities/{place}/community-leaders/new", program=program_id)
        if place
        else "/desk/community-leaders/new",
    )


@get("/desk/community-leaders/new", opt={"who": STAFF})
async def choose_community(request: Request) -> Response[Any]:
    """Where the person lives; not asked of whoever works in one community only."""
    communities = await community_options(actor_of(request))
    if len(communities) == 1:
        return redirect(f"/desk/communities/{communities[0][0]}/community-leaders/new")
    return page(request, "teams/choose.html", communities=communities, what="community-leaders")


@get("/desk/communities/{community_id:int}/community-leaders/new", opt={"who": STAFF})
async def new_entry(request: Request, community_id: FromPath[int]) -> Response[bytes]:
    """The form in which a resident is entered in the register."""
    actor = actor_of(request)
    community = await access_community(actor, community_id, to_edit=True)
    form = Form.blank(
        Spotting,
        resident=asked_id(request, "resident"),
        program=asked_id(request, "program"),
        source_type="resident",
        spotted_by=actor.name,
        spotted_on=clock.today(),
    )
    return await _spotting_page(request, form, community)


@post("/desk/communities/{community_id:int}/community-leaders", opt={"who": STAFF})
async def spot(request: Request, community_id: FromPath[int]) -> Response[Any]:
    """Enter a resident in the register."""
    community = await access_community(actor_of(request), community_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, Spotting),
        action="community_leader.spotted",
        write=lambda data, actor: actions.spot(community, data, actor=actor),
        done=lambda entry_id: redirect(_home(entry_id), m("Entered. Now write down what you see.")),
        again=lambda form: _spotting_page(request, form, community),
    )


async def _spotting_page(request: Request, form: Form[Spotting], community: Community) -> Response[bytes]:
    text = asked_text(request)
    chosen = form.chosen("resident")
    neighbours = await leader_queries.neighbours_to_spot(community.id, text=text, chosen=chosen)
    return page(
        request,
        "teams/spot.html",
        form=form,
        community=community,
        neighbours=[
            (person["id"], label(person["name"], person["last_four"])) for person in neighbours[:LONGEST_LIST]
        ],
        more=len(neighbours) > LONGEST_LIST,
        search=Form.blank(Write, q=text),
        text=text,
        programs=await program_options(actor_of(request), community.id),
        sources=list(SOURCES.items()),
    )


async def _words(actor: Actor, community_id: int) -> dict[str, dict[Any, Any]]:
    """How the stored values of an entry's fields are called."""
    return {
        "source_type": SOURCES,
        "criterion": CRITERIA,
        "program": dict(await program_options(actor, community_id)),
    }


@get("/desk/community-leaders/{entry_id:int}", opt={"who": STAFF})
async def show_entry(request: Request, entry_id: FromPath[int]) -> Response[bytes]:
    """What was seen of a person under each criterion, and what is missing."""
    return await _show(request, await leader_queries.access_community_leader(actor_of(request), entry_id))


async def _show(
    request: Request,
    entry: CommunityLeader,
    *,
    sighting_form: Form[NewSighting] | None = None,
    confirm_form: Form[Confirmation] | None = None,
) -> Response[bytes]:
    actor, today = actor_of(request), clock.today()
    sightings = await leader_queries.sightings_of(entry.id)
    missing = rules.missing_criteria([(row["criterion"], row["seen_on"]) for row in sightings], on=today)
    return page(
        request,
        "teams/capable.html",
        entry=await leader_queries.entry_of(entry),
        program=await access_program(actor, entry.program) if entry.program else None,
        columns=[
            (key, CRITERIA[key], [row for row in sightings if row["criterion"] == key]) for key in CRITERIA
        ],
        missing=missing,
        missing_words=[CRITERIA[key] for key in missing],
        groups=await leader_queries.groups_of_resident(entry.resident),
        sighting_form=sighting_form or Form.blank(NewSighting, seen_on=today),
        confirm_form=confirm_form or Form.blank(Confirmation, confirmed_on=today),
        criteria=CRITERIA,
        sources=SOURCES,
        standings=STANDINGS,
        position_words=POSITIONS,
        may_edit=policy.may_confirm_community_leader(actor, entry.community),
        history=await history_of(
            "community_leader",
            entry.id,
            actor=actor,
            words=await _words(actor, entry.community),
            read=await reader_of(entry.resident),
        ),
    )


@get("/desk/community-leaders/{entry_id:int}/edit", opt={"who": STAFF})
async def edit_form(request: Request, entry_id: FromPath[int]) -> Response[bytes]:
    """The form in which an entry is edited."""
    entry = await leader_queries.access_community_leader(actor_of(request), entry_id, to_edit=True)
    return await _edit_page(request, Form.of(EditedSpotting, entry), entry)


@post("/desk/community-leaders/{entry_id:int}/edit", opt={"who": STAFF})
async def edit_entry(request: Request, entry_id: FromPath[int]) -> Response[Any]:
    """Save an entry."""
    entry = await leader_queries.access_community_leader(actor_of(request), entry_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, EditedSpotting),
        action="community_leader.edited",
        write=lambda data, actor: actions.edit_entry(entry, data, actor=actor),
        done=lambda _: redirect(_home(entry_id), m("Saved.")),
        again=lambda form: _edit_page(request, form, entry),
    )


async def _edit_page(request: Request, form: Form[EditedSpotting], entry: CommunityLeader) -> Response[bytes]:
    words = await _words(actor_of(request), entry.community)
    form.call_theirs(words)
    return page(
        request,
        "teams/edit_entry.html",
        form=form,
        entry=await leader_queries.entry_of(entry),
        programs=list(words["program"].items()),
        sources=list(SOURCES.items()),
    )


@post("/desk/community-leaders/{entry_id:int}/sightings", opt={"who": STAFF})
async def add_sighting(request: Request, entry_id: FromPath[int]) -> Response[Any]:
    """Write down what was seen."""
    entry = await leader_queries.access_community_leader(actor_of(request), entry_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, NewSighting),
        action="community_leader.seen",
        write=lambda data, actor: actions.add_sighting(entry, data, actor=actor),
        done=lambda _: redirect(_home(entry_id), m("Written down.")),
        again=lambda form: _show(request, entry, sighting_form=form),
    )


@post("/desk/community-leaders/{entry_id:int}/confirmation", opt={"who": STAFF})
async def confirm(request: Request, entry_id: FromPath[int]) -> Response[Any]:
    """Confirm a community leader."""
    entry = await leader_queries.access_community_leader(actor_of(request), entry_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, Confirmation),
        action="community_leader.confirmed",
        write=lambda data, actor: actions.confirm(entry, data, actor=actor),
        done=lambda _: redirect(_home(entry_id), m("The community leader is confirmed.")),
        again=lambda form: _show(request, entry, confirm_form=form),
    )


@get("/desk/community-leaders/{entry_id:int}/withdrawal", opt={"who": STAFF})
async def withdrawal_form(request: Request, entry_id: FromPath[int]) -> Response[bytes]:
    """The question before a confirmation is withdrawn."""
    entry = await leader_queries.access_community_leader(actor_of(request), entry_id, to_edit=True)
    return await _withdrawal_page(request, Form.blank(Withdrawal), entry)


@post("/desk/community-leaders/{entry_id:int}/withdrawal", opt={"who": STAFF})
async def withdraw(request: Request, entry_id: FromPath[int]) -> Response[Any]:
    """Withdraw a confirmation."""
    entry = await leader_queries.access_community_leader(actor_of(request), entry_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, Withdrawal),
        action="community_leader.withdrawn",
        write=lambda data, actor: actions.withdraw(entry, data, actor=actor),
        done=lambda _: redirect(_home(entry_id), m("The confirmation is withdrawn.")),
        again=lambda form: _withdrawal_page(request, form, entry),
    )


async def _withdrawal_page(
    request: Request, form: Form[Withdrawal], entry: CommunityLeader
) -> Response[bytes]:
    return page(request, "teams/withdraw.html", form=form, entry=await leader_queries.entry_of(entry))


HANDLERS = [
    list_entries,
    choose_community,
    new_entry,
    spot,
    show_entry,
    edit_form,
    edit_entry,
    add_sighting,
    confirm,
    withdrawal_form,
    withdraw,
]
