"""Forgetting a person in what was said and answered: the need stays, who said it goes."""

from __future__ import annotations

from collections.abc import Sequence

from programs.listening.tables import Need
from programs.residents.erasure_actions import take_names_out
from programs.residents.tables import Resident
from server.lib.actor import Actor


async def erase_person(resident_id: int, names: Sequence[str], actor: Actor) -> None:
    """Take a person off her needs, close her private addresses, and take her names out of the community's notes.

    Part of the erasing transaction.
    """
    await Need.update({Need.resident: None, Need.nickname: "", Need.follow_hash: None}).where(
        Need.resident == resident_id
    )
    home = await Resident.select(Resident.community).where(Resident.id == resident_id).first()
    if home is None:
        return
    where, values = "organisation = {} AND community = {}", [actor.organisation_id, home["community"]]
    texts = ("text", "handled_how", "answer", "unsolved_why", "void_reason", "nickname")
    await take_names_out("need", texts, names, where=where, values=values)
    within = f"kept IN (SELECT id FROM need WHERE {where})"
    await take_names_out("need_merge", ("split_reason",), names, where=within, values=values)
