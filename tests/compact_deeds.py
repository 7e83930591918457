"""A compact on its way, for tests: begun, written, asked about, adopted, signed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from groups.compacts import (
    actions,
    draft_actions,
    hearing_actions,
    signature_actions,
    stage_actions,
    text_queries,
)
from groups.compacts import schemas as s
from groups.compacts.tables import Compact, CompactComment
from groups.compacts.text_queries import CompactText
from programs.communities.tables import Community
from server.lib import clock
from server.lib.ids import new_op_id
from tests.cast import Cast
from tests.doors import doors

CLAUSES = (
    "三栋楼道口的旧沙发，六月底前各家自己搬走",
    "狗下楼前先套绳，绳子交给大人牵",
    "广场舞七点收音响，周末延到八点",
    "雨天谁先到，谁把大门口的积水扫一扫",
)
OUT_OF_USE = "这条先不写"


def op() -> dict[str, str]:
    return {"op_id": new_op_id()}


async def get(compact_id: int) -> Compact:
    found = await Compact.objects().get(Compact.id == compact_id)
    assert found is not None
    return found


async def text(compact_id: int) -> CompactText:
    """The text that stands."""
    found = text_queries.standing(await text_queries.texts_of(compact_id))
    assert found is not None
    return found


async def draft_text(compact_id: int) -> CompactText:
    """The text that is being written."""
    found = text_queries.being_written(await text_queries.texts_of(compact_id))
    assert found is not None
    return found


async def begin(cast: Cast, *, clauses: tuple[str, ...] = CLAUSES, **more: Any) -> int:
    """A draft in the cast's program."""
    community = await Community.objects().get(Community.id == cast.ours.community)
    assert community is not None
    values = {"title": "五福桥公约", "program": cast.ours.program, **more}
    compact_id = await actions.begin_compact(community, s.NewCompact(**op(), **values), actor=cast.chen)
    for words in clauses:
        data = s.NewClause(**op(), text=words, source="visit", origin_note="三栋走访")
        await draft_actions.add_clause(await get(compact_id), data, actor=cast.chen)
    return compact_id


async def edit(cast: Cast, compact_id: int, key: int, words: str, *, reason: str = "老人睡得早") -> None:
    data = s.EditedClause(
        **op(),
        version=(await draft_text(compact_id)).version,
        text=words,
        source="visit",
        origin_note="三栋走访",
        reason=reason,
    )
    await draft_actions.edit_clause(await get(compact_id), key, data, actor=cast.chen)


async def ask(cast: Cast, compact_id: int) -> None:
    until = clock.today() + timedelta(14)
    await stage_actions.ask_everybody(
        await get(compact_id), s.OpenedConsultation(**op(), until=until), actor=cast.chen
    )


async def hear(cast: Cast, compact_id: int, *said: dict[str, Any]) -> None:
    """What was said at the door 301, or that it was asked."""
    by_door = await doors(cast)
    data = s.HeardDoors(
        **op(),
        heard_by="door",
        heard_on=clock.today(),
        doors=[s.HeardDoor(household=by_door["301"], **one) for one in said or ({},)],
    )
    await hearing_actions.hear_doors(await get(compact_id), data, actor=cast.chen)


async def answer_all(cast: Cast, compact_id: int) -> None:
    found = await CompactComment.objects().where(
        (CompactComment.compact == compact_id) & CompactComment.answered_on.is_null()
    )
    for comment in found:
        data = s.AnsweredComment(**op(), version=comment.version, outcome="taken_up", answer="照改")
        await hearing_actions.answer_comment(await get(compact_id), comment, data, actor=cast.chen)


async def revise(cast: Cast, compact_id: int) -> None:
    await stage_actions.begin_revision(await get(compact_id), s.BegunRevision(**op()), actor=cast.chen)


async def ratify(cast: Cast, compact_id: int) -> None:
    data = s.RatifiedText(**op(), ratified_on=clock.today(), ratified_how="assembly")
    await stage_actions.ratify(await get(compact_id), data, actor=cast.chen)


async def open_signing(cast: Cast, compact_id: int) -> None:
    await stage_actions.open_signing(await get(compact_id), s.OpenedSigning(**op()), actor=cast.chen)


async def to_signing(cast: Cast) -> int:
    """A compact that everybody was asked about and that households may sign."""
    compact_id = await begin(cast)
    await ask(cast, compact_id)
    await hear(cast, compact_id, {"clause": 3, "stance": "change", "text": "再早一点"})
    await revise(cast, compact_id)
    await answer_all(cast, compact_id)
    await ratify(cast, compact_id)
    await open_signing(cast, compact_id)
    return compact_id


async def to_force(cast: Cast, compact_id: int) -> None:
    """In force, with the exception of S55 stated."""
    now = await get(compact_id)
    chosen = s.ChosenCeremony(**op(), version=now.version, no_ceremony_why="下大雨，改在各楼栋口签")
    await stage_actions.choose_ceremony(now, chosen, actor=cast.chen)
    today = clock.today()
    data = s.PutInForce(**op(), in_force_on=today, review_on=today + timedelta(365))
    await stage_actions.put_in_force(await get(compact_id), data, actor=cast.chen)


async def sign_paper(cast: Cast, compact_id: int, *names: str, on: date | None = None) -> int:
    """The doors of the building with these numbers sign on paper."""
    by_door = await doors(cast, *names)
    data = s.SignedDoors(
        **op(),
        text_hash=(await text(compact_id)).text_hash,
        signed_on=on or clock.today(),
        doors=[s.SignedDoor(household=by_door[name], name=f"{name}的住户") for name in names],
    )
    return await signature_actions.sign_on_paper(await get(compact_id), data, actor=cast.chen)


def name_of(cast: Cast, door: str, text_hash: str, **more: Any) -> s.StreetSignature:
    """Somebody's signature on the street."""
    return s.StreetSignature(
        **{
            **op(),
            "text_hash": text_hash,
            "building": cast.ours.building,
            "door": door,
            "name": "猫奶奶",
            **more,
        }
    )
