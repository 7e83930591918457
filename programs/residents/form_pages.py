"""The form of a person: a new one, and one that is known."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from programs.communities.queries import access_community, building_options, community_options
from programs.residents import actions, choices, queries, rules
from programs.residents.card_queries import whole_card
from programs.residents.consent_queries import purposes_agreed
from programs.residents.law_schemas import HOWS, PURPOSE_HINTS, PURPOSES
from programs.residents.schemas import AGES, EditedResident, NewResident
from server.lib import clock
from server.lib.i18n import Message, m
from server.web.access import STAFF, actor_of
from server.web.forms import Form, read_form, submit
from server.web.pages import page, redirect


def _home(resident_id: int) -> str:
    return f"/desk/residents/{resident_id}"


def age_options() -> list[tuple[str, Message]]:
    """Ages, to choose from."""
    return list(AGES.items())


@get("/desk/residents/new", opt={"who": STAFF})
async def choose_community(request: Request) -> Response[Any]:
    """Where the new person lives; not asked of whoever works in one community only."""
    communities = await community_options(actor_of(request))
    if len(communities) == 1:
        return redirect(f"/desk/communities/{communities[0][0]}/residents/new")
    return page(request, "residents/choose.html", communities=communities)


@get("/desk/communities/{community_id:int}/residents/new", opt={"who": STAFF})
async def new_resident(request: Request, community_id: FromPath[int]) -> Response[bytes]:
    """The form for a new person."""
    community = await access_community(actor_of(request), community_id, to_edit=True)
    return await _form_page(request, Form.blank(NewResident), community_id, community=community)


@post("/desk/communities/{community_id:int}/residents", opt={"who": STAFF})
async def add_resident(request: Request, community_id: FromPath[int]) -> Response[Any]:
    """Add a person."""
    community = await access_community(actor_of(request), community_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, NewResident),
        action="resident.added",
        write=lambda data, actor: actions.add_resident(community, data, actor=actor),
        done=lambda resident_id: redirect(_home(resident_id), m("The person is added.")),
        again=lambda form: _form_page(request, form, community_id, community=community),
    )


@get("/desk/residents/{resident_id:int}/edit", opt={"who": STAFF})
async def edit_form(request: Request, resident_id: FromPath[int]) -> Response[bytes]:
    """The form in which a person's record is edited."""
    resident = await queries.access_resident(actor_of(request), resident_id, to_edit=True)
    card = await whole_card(resident)
    words = {**_words("hobby", "hobbies", card), **_words("target_group", "target_groups", card)}
    form = Form.of(
        EditedResident, resident, door=card["door"], household_size=card["household_size"], **words
    )
    return await _form_page(request, form, resident.community, card=card)


def _words(kind: str, field: str, card: dict[str, Any]) -> dict[str, Any]:
    """The common words as ticks, those of one's own as text."""
    common = choices.WORDS[kind]
    own = [value for value in card[field] if value not in common]
    return {field: [value for value in card[field] if value in common], f"own_{field}": ", ".join(own)}


@post("/desk/residents/{resident_id:int}/edit", opt={"who": STAFF})
async def edit_resident(request: Request, resident_id: FromPath[int]) -> Response[Any]:
    """Save a person's record."""
    resident = await queries.access_resident(actor_of(request), resident_id, to_edit=True)

    async def again(form: Form[EditedResident]) -> Response[bytes]:
        card = await whole_card(resident)
        form.theirs = {name: _in_words(name, value, card) for name, value in form.theirs.items()}
        return await _form_page(request, form, resident.community, card=card)

    return await submit(
        request,
        await read_form(request, EditedResident),
        action="resident.edited",
        write=lambda data, actor: actions.edit_resident(resident, data, actor=actor),
        done=lambda _: redirect(_home(resident_id), m("Saved.")),
        again=again,
    )


def _in_words(name: str, value: Any, card: dict[str, Any]) -> Any:
    words = {
        "building": card["building_name"],
        "household": card["door"],
        "age_band": AGES.get(card["age_band"]),
    }
    return words.get(name, value)


async def _form_page(request: Request, form: Form[Any], community_id: int, **context: Any) -> Response[bytes]:
    """The form of a person, with the namesakes to compare when that is what holds it up."""
    same = await queries.namesakes(community_id, form.values["name"]) if "another" in form.errors else []
    known = context.get("card")
    agreed = await purposes_agreed(known["id"], on=clock.today()) if known else set()
    return page(
        request,
        "residents/edit.html" if known else "residents/new.html",
        form=form,
        namesakes=same,
        label=rules.label,
        buildings=await building_options(community_id),
        ages=age_options(),
        hobbies=list(choices.HOBBIES.items()),
        target_groups=list(choices.TARGET_GROUPS.items()),
        purposes=[(key, word, PURPOSE_HINTS[key]) for key, word in PURPOSES.items() if key not in agreed],
        agreed=[PURPOSES[key] for key in PURPOSES if key in agreed],
        hows=list(HOWS.items()),
        never_asked=choices.NEVER_ASKED,
        **context,
    )


HANDLERS = [choose_community, new_resident, add_resident, edit_form, edit_resident]
