"""Pages on which two records that are one person are merged, and parted again (S27)."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from programs.residents import merge_actions
from programs.residents.card_queries import whole_card
from programs.residents.merge_rules import alike
from programs.residents.merge_schemas import TAKEN, WHY, MergedResidents, PartedResidents
from programs.residents.pages import show
from programs.residents.queries import access_resident
from programs.residents.schemas import AGES
from programs.residents.tables import Resident
from server.lib.i18n import m
from server.web.access import STAFF, actor_of
from server.web.asked import asked_id, read_id
from server.web.forms import Form, read_form, submit
from server.web.pages import page, redirect


@get("/desk/residents/{resident_id:int}/merge", opt={"who": STAFF})
async def merge_form(request: Request, resident_id: FromPath[int]) -> Response[Any]:
    """Both cards beside each other, and what will become of them; the person's page when no other is named."""
    kept = await access_resident(actor_of(request), resident_id, to_edit=True)
    other = asked_id(request, "with")
    if other is None:
        return redirect(f"/desk/residents/{resident_id}#same")
    return await _merge(request, kept, Form.blank(MergedResidents, other=other))


async def _merge(request: Request, kept: Resident, form: Form[MergedResidents]) -> Response[bytes]:
    other_id = read_id(str(form.values.get("other") or ""))
    if other_id is None:
        return await show(request, kept, form)
    other = await access_resident(actor_of(request), other_id, to_edit=True)
    return page(
        request,
        "residents/merge.html",
        kept=kept,
        other=other,
        cards=[await whole_card(kept), await whole_card(other)],
        why=[WHY[reason] for reason in alike(kept.to_dict(), other.to_dict())],
        taken=[TAKEN[name] for name in await merge_actions.fields_taken_over(kept, other)],
        ages=AGES,
        form=form,
    )


@post("/desk/residents/{resident_id:int}/merge", opt={"who": STAFF})
async def merge(request: Request, resident_id: FromPath[int]) -> Response[Any]:
    """Merge another record into this one."""
    actor = actor_of(request)
    kept = await access_resident(actor, resident_id, to_edit=True)

    async def write(data: MergedResidents, _: Any) -> int:
        other = await access_resident(actor, data.other, to_edit=True)
        return await merge_actions.merge_residents(kept, other, actor=actor)

    return await submit(
        request,
        await read_form(request, MergedResidents),
        action="resident.merged",
        write=write,
        done=lambda _: redirect(
            f"/desk/residents/{resident_id}", m("Merged. This card speaks for both now.")
        ),
        again=lambda form: _merge(request, kept, form),
    )


@post("/desk/residents/{resident_id:int}/part", opt={"who": STAFF})
async def part(request: Request, resident_id: FromPath[int]) -> Response[Any]:
    """Part this record from the one that it was merged into."""
    merged = await access_resident(actor_of(request), resident_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, PartedResidents),
        action="resident.parted",
        write=lambda data, actor: merge_actions.part_residents(merged, actor=actor),
        done=lambda _: redirect(
            f"/desk/residents/{resident_id}", m("Parted. Both cards stand as they stood.")
        ),
        again=lambda form: show(request, merged, form),
    )


HANDLERS = [merge_form, merge, part]
