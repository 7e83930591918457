"""Pages of a building and its doors."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from programs.communities.tables import Building
from programs.residents import door_rules, place_actions, place_queries
from programs.residents.place_schemas import DoorsOfBuilding, EditedDoor, NewDoor, RemovedDoor
from programs.residents.queries import households_of
from programs.residents.tables import Household
from server.lib.errors import Refused
from server.lib.i18n import m
from server.lib.ids import new_op_id
from server.web.access import STAFF, actor_of
from server.web.forms import Form, read_form, submit
from server.web.history import history_of
from server.web.pages import page, redirect
from server.web.reading import read_values


def _home(building_id: int) -> str:
    return f"/desk/buildings/{building_id}"


@get("/desk/buildings/{building_id:int}", opt={"who": STAFF})
async def show_building(request: Request, building_id: FromPath[int]) -> Response[bytes]:
    """A building with its doors, and how to make them in one go."""
    building = await place_queries.access_building(actor_of(request), building_id)
    return await _show(request, building)


async def _show(
    request: Request,
    building: Building,
    *,
    plan: Form[DoorsOfBuilding] | None = None,
    door: Form[NewDoor] | None = None,
) -> Response[bytes]:
    return page(
        request,
        "residents/building.html",
        place=await place_queries.place_of(building.id),
        floors=door_rules.by_floor(await households_of(building.id)),
        plan=plan or Form.blank(DoorsOfBuilding, first_floor=1, stairwells=1),
        door_form=door or Form.blank(NewDoor),
        history=await history_of("building", building.id, actor=actor_of(request)),
    )


@get("/desk/buildings/{building_id:int}/doors/preview", opt={"who": STAFF})
async def preview_doors(request: Request, building_id: FromPath[int]) -> Response[Any]:
    """The doors that would be made, before anything is saved."""
    building = await place_queries.access_building(actor_of(request), building_id)
    if not request.query_params:
        return redirect(_home(building_id))
    form = _asked_plan(request)
    try:
        doors = place_actions.planned_doors(form.data) if form.data else []
    except Refused as refusal:
        form.refuse(refusal)
    if form.errors:
        answer = await _show(request, building, plan=form)
        answer.status_code = 422
        return answer
    standing = {row["door"] for row in await households_of(building.id)}
    return page(
        request,
        "residents/doors_preview.html",
        place=await place_queries.place_of(building.id),
        form=form,
        floors=door_rules.by_floor([{"door": door, "stands": door in standing} for door in doors]),
        number=len([door for door in doors if door not in standing]),
        standing=len([door for door in doors if door in standing]),
    )


def _asked_plan(request: Request) -> Form[DoorsOfBuilding]:
    """The plan in the address; whoever opens it bare has not typed anything yet."""
    asked = request.query_params
    typed = {name: asked.getall(name, []) for name in DoorsOfBuilding.__struct_fields__}
    values, faults = read_values(DoorsOfBuilding, {**typed, "op_id": [new_op_id()]})
    shown = {name: texts[-1] for name, texts in typed.items() if texts and name != "op_id"}
    return Form(DoorsOfBuilding, shown, errors=faults, data=None if faults else DoorsOfBuilding(**values))


@post("/desk/buildings/{building_id:int}/doors/in-one-go", opt={"who": STAFF})
async def add_doors(request: Request, building_id: FromPath[int]) -> Response[Any]:
    """Make the doors of a building in one go."""
    building = await place_queries.access_building(actor_of(request), building_id)
    return await submit(
        request,
        await read_form(request, DoorsOfBuilding),
        action="doors.added",
        write=lambda data, actor: place_actions.add_doors(building, data, actor=actor),
        done=lambda made: redirect(_home(building_id), m("The doors are made: %(number)s new.", number=made)),
        again=lambda form: _show(request, building, plan=form),
    )


@post("/desk/buildings/{building_id:int}/doors", opt={"who": STAFF})
async def add_door(request: Request, building_id: FromPath[int]) -> Response[Any]:
    """Add one door."""
    building = await place_queries.access_building(actor_of(request), building_id)
    return await submit(
        request,
        await read_form(request, NewDoor),
        action="door.added",
        write=lambda data, actor: place_actions.add_door(building, data, actor=actor),
        done=lambda _: redirect(_home(building_id), m("The door is added.")),
        again=lambda form: _show(request, building, door=form),
    )


@get("/desk/households/{household_id:int}", opt={"who": STAFF})
async def show_household(request: Request, household_id: FromPath[int]) -> Response[bytes]:
    """A door: who lives behind it, how many, and whether to come in twos."""
    household = await place_queries.access_household(actor_of(request), household_id)
    return await _show_household(request, household, Form.of(EditedDoor, household))


async def _show_household(request: Request, household: Household, form: Form[Any]) -> Response[bytes]:
    return page(
        request,
        "residents/household.html",
        household=household,
        form=form,
        place=await place_queries.place_of(household.building),
        people=await place_queries.people_behind(household.id),
        in_use=await place_actions.is_in_use(household.id),
        history=await history_of("household", household.id, actor=actor_of(request)),
    )


@post("/desk/households/{household_id:int}", opt={"who": STAFF})
async def edit_door(request: Request, household_id: FromPath[int]) -> Response[Any]:
    """Save a door."""
    household = await place_queries.access_household(actor_of(request), household_id)
    return await submit(
        request,
        await read_form(request, EditedDoor),
        action="door.edited",
        write=lambda data, actor: place_actions.edit_door(household, data, actor=actor),
        done=lambda _: redirect(f"/desk/households/{household_id}", m("Saved.")),
        again=lambda form: _show_household(request, household, form),
    )


@post("/desk/households/{household_id:int}/remove", opt={"who": STAFF})
async def remove_door(request: Request, household_id: FromPath[int]) -> Response[Any]:
    """Remove a door on which nothing hangs."""
    household = await place_queries.access_household(actor_of(request), household_id)
    return await submit(
        request,
        await read_form(request, RemovedDoor),
        action="door.removed",
        write=lambda data, actor: place_actions.remove_door(household, data, actor=actor),
        done=lambda building_id: redirect(_home(building_id), m("The door is removed.")),
        again=lambda form: _show_household(request, household, _faults_of(form, household)),
    )


def _faults_of(form: Form[RemovedDoor], household: Household) -> Form[EditedDoor]:
    shown = Form.of(EditedDoor, household)
    shown.errors.update(form.errors)
    return shown


HANDLERS = [
    show_building,
    preview_doors,
    add_doors,
    add_door,
    show_household,
    edit_door,
    remove_door,
]
